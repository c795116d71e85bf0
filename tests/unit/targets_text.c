/* targets: what each text means, what is refused and why. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>

#include "targets_list.h"

static void test_lists(void)
{
	static const struct {
		unsigned flags;
		const char *given, *wanted;
	} lists[] = {
		{0, "", ""},
		{0, "198.18.0.1", "198.18.0.1"},
		{0, "198.18.0.9 2001:db8::1 198.18.0.1", "198.18.0.9 2001:db8::1 198.18.0.1"},
		{0, "198.18.0.0/30", "198.18.0.1 198.18.0.2"},
		{0, "198.18.0.2/30", "198.18.0.1 198.18.0.2"},
		{TARGETS_ENDS, "198.18.0.0/30", "198.18.0.0 198.18.0.1 198.18.0.2 198.18.0.3"},
		{0, "198.18.0.0/31", "198.18.0.0 198.18.0.1"},
		{0, "198.18.0.1/32", "198.18.0.1"},
		{0, "2001:db8::/127", "2001:db8:: 2001:db8::1"},
		{0, "2001:db8::/126", "2001:db8:: 2001:db8::1 2001:db8::2 2001:db8::3"},
		{0, "2001:db8::5/128", "2001:db8::5"},
		{0, "198.18.0.254-198.18.1.1", "198.18.0.254 198.18.0.255 198.18.1.0 198.18.1.1"},
		{0, "198.18.0.7-9", "198.18.0.7 198.18.0.8 198.18.0.9"},
		{0, "198.18.0.7-007", "198.18.0.7"},
		{0, "198.18.0.7-198.18.0.7", "198.18.0.7"},
		{0, "2001:db8::ffff:ffff:ffff:ffff-2001:db8:0:1::",
			"2001:db8::ffff:ffff:ffff:ffff 2001:db8:0:1::"},
		{0, "255.255.255.254-255.255.255.255", "255.255.255.254 255.255.255.255"},
		{0, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe/127",
			"ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe "
			"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
		{0, "::ffff:198.18.0.1 198.18.0.1", "::ffff:198.18.0.1 198.18.0.1"},
		{0, "198.18.0.2 198.18.0.1-3", "198.18.0.2 198.18.0.1 198.18.0.3"},
		{0, "198.18.0.2-3 198.18.0.1-5 198.18.0.4",
			"198.18.0.2 198.18.0.3 198.18.0.1 198.18.0.4 198.18.0.5"},
		{TARGETS_REPEATS, "198.18.0.1 198.18.0.1 198.18.0.1",
			"198.18.0.1 198.18.0.1 198.18.0.1"},
		{TARGETS_REPEATS, "198.18.0.2 198.18.0.1-3 198.18.0.2",
			"198.18.0.2 198.18.0.1 198.18.0.2 198.18.0.3 198.18.0.2"},
		{0, "198.18.0.1-9 !198.18.0.2-8", "198.18.0.1 198.18.0.9"},
		{0, "!198.18.0.1 198.18.0.1-2", "198.18.0.2"},
		{0, "198.18.0.1-9 !198.18.0.0/29", "198.18.0.8 198.18.0.9"},
		{0, "198.18.0.1-2 2001:db8::1 !::/0", "198.18.0.1 198.18.0.2"},
		{0, "198.18.0.1-2 2001:db8::1 !0.0.0.0/0", "2001:db8::1"},
		{TARGETS_REPEATS, "198.18.0.1-2 198.18.0.1 !198.18.0.1", "198.18.0.2"},
		{0, "2001:db8::1 2001:db8:0:1::1 !2001:db8::/64", "2001:db8:0:1::1"},
		{0, "2001:db8::1 2001:db8:0:1::1 2001:db8:0:2::1 !2001:db8::/63",
			"2001:db8:0:2::1"},
		{0, "2001:db8::1 2001:db8:0:0:8000::1 !2001:db8::/65", "2001:db8::8000:0:0:1"},
		{0, "2001:db8::1 2001:db9::1 ::1 !2001:db8::/32 !::1/128", "2001:db9::1"},
	};

	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
		struct targets *t = filled(lists[i].flags, lists[i].given);

		is_text(listed(t), lists[i].wanted, "\"%s\" with flags %u", lists[i].given,
			lists[i].flags);
		targets_close(t);
	}
}

static void test_names(void)
{
	static const char *const names[] = {"-", "localhost", "my-host.example", "127.1",
		"198.18.0", "fe80::1%eth0", "fe80::1%veth-a", "198.18.0.1-dsl.example",
		"02:00:5e:10:00:ff", "[2001:db8::1]", "198.18.0.1:80", "2001:db8::zz"};
	struct targets *t = targets_open(0);

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		is_int(targets_add(t, names[i], NULL), 0, "\"%s\" is for the caller", names[i]);
		is_int(targets_exclude(t, names[i], NULL), 0, "so it is when excluded");
	}
	is_int(targets_count(sealed(t)), 0, "nothing of that was added");
	targets_close(t);
}

#define LENGTH_4 "the length of an IPv4 prefix is 0 to 32"
#define LENGTH_6 "the length of an IPv6 prefix is 0 to 128"
#define HEAD "before the slash of a prefix stands an address"
#define ZONE "a zone goes with a single address, not with a "
#define END_4 "an IPv4 range ends with an address or with its last number, 0 to 255"
#define END_6 "an IPv6 range ends with a whole address, without zone"
#define LARGE "more than 2^40 addresses; an IPv6 prefix of /88 is the most"

static const struct {
	const char *text, *reason;
	int error;
} bad[] = {
	{"198.18.0.0/33", LENGTH_4, EINVAL},
	{"198.18.0.0/", LENGTH_4, EINVAL},
	{"198.18.0.0/-1", LENGTH_4, EINVAL},
	{"198.18.0.0/024", LENGTH_4, EINVAL},
	{"198.18.0.0/24/2", LENGTH_4, EINVAL},
	{"198.18.0.0/255.255.0.0", LENGTH_4, EINVAL},
	{"198.18.0.0/24-198.18.1.0/24", LENGTH_4, EINVAL},
	{"2001:db8::/129", LENGTH_6, EINVAL},
	{"host/24", HEAD, EINVAL},
	{"198.18/16", HEAD, EINVAL},
	{"/24", HEAD, EINVAL},
	{"/", HEAD, EINVAL},
	{"fe80::1%eth0/64", ZONE "prefix", EINVAL},
	{"fe80::1%eth0-fe80::2", ZONE "range", EINVAL},
	{"fe80::1-fe80::2%eth0", END_6, EINVAL},
	{"2001:db8::1-ff", END_6, EINVAL},
	{"2001:db8::1-", END_6, EINVAL},
	{"198.18.0.1-256", END_4, EINVAL},
	{"198.18.0.1-0009", END_4, EINVAL},
	{"198.18.0.1-", END_4, EINVAL},
	{"198.18.0.1--9", END_4, EINVAL},
	{"198.18.0.1-1.9", END_4, EINVAL},
	{"198.18.0.1-x:y", END_4, EINVAL},
	{"198.18.0.1-2001:db8::1", "a range is of one family", EINVAL},
	{"2001:db8::1-198.18.0.1", "a range is of one family", EINVAL},
	{"198.18.0.9-1", "the range ends before it begins", EINVAL},
	{"198.18.0.9-198.18.0.8", "the range ends before it begins", EINVAL},
	{"2001:db8::2-2001:db8::1", "the range ends before it begins", EINVAL},
	{"2001:db8::/32", LARGE, E2BIG},
	{"2001:db8::/87", LARGE, E2BIG},
	{"::/0", LARGE, E2BIG},
	{"::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", LARGE, E2BIG},
	{"::-::100:0:0", LARGE, E2BIG},
	{"2001:db8::1-2001:db8:1::2", LARGE, E2BIG},
};

static void test_refusals(void)
{
	struct targets *t = targets_open(0);
	char sentence[200];
	struct fail why;

	is_int(targets_add(t, "", &why), -EINVAL, "no text");
	is_text(why.text, "an empty text is no address, prefix, range or name", "and why");
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		why = (struct fail){.error = 0};
		is_int(targets_add(t, bad[i].text, &why), -bad[i].error, "\"%s\"", bad[i].text);
		snprintf(sentence, sizeof sentence, "%s: %s", bad[i].text, bad[i].reason);
		is_text(why.text, sentence, "and why");
		ok(targets_add(t, bad[i].text, NULL) < 0, "also for a caller who does not ask");
		if (bad[i].error == E2BIG)
			is_int(targets_exclude(t, bad[i].text, &why), 1, "it can be excluded");
		else
			is_int(targets_exclude(t, bad[i].text, &why), -EINVAL, "nor excluded");
	}
	is_int(targets_count(sealed(t)), 0, "nothing of that was added");
	targets_close(t);
}

/* A very long text is quoted in part, so that the reason is not lost. */
static void test_long_text(void)
{
	struct targets *t = targets_open(0);
	char text[2001];
	struct fail why;

	memset(text, '1', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	is_int(targets_add(t, text, &why), 0, "a long word is none of ours");
	text[1900] = '/';
	is_int(targets_add(t, text, &why), -EINVAL, "a long prefix is refused");
	ok(strstr(why.text, "1: before the slash"), "with the reason");
	text[1900] = '1';
	text[20] = '-';
	is_int(targets_add(t, text, &why), 0, "a long word with a hyphen may be a name");
	targets_close(t);
}

int main(void)
{
	test_lists();
	test_names();
	test_refusals();
	test_long_text();
	return tap_done();
}
