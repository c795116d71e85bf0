/* httpget_date: dates as people write them, and conditions that do not hold. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "conform.h"
#include "date.h"
#include "tap.h"

static void try_guesses(void)
{
	/* Seconds since 1970 as date(1) gives them. */
	static const struct {
		const char *text;
		int64_t s;
	} good[] = {{"2020-01-02", 1577923200}, {"20200102", 1577923200},
		{"2 Jan 2020", 1577923200}, {"Jan 2, 2020", 1577923200},
		{"02-January-2020", 1577923200}, {"2020/01/02", 1577923200},
		{"2020-01-02 03:04:05", 1577934245}, {"2020-01-02T03:04:05Z", 1577934245},
		{"Thu, 02 Jan 2020 03:04:05 GMT", 1577934245},
		{"Thursday, 02-Jan-20 03:04:05 GMT", 1577934245},
		{"Thu Jan  2 03:04:05 2020", 1577934245}, {"2 Jan 2020 03:04:05 +0100", 1577930645},
		{"2 Jan 2020 03:04 -0130", 1577939640}, {"03:04 2 Jan 2020", 1577934240},
		{"2 Jan 99", 915235200}, {"2 Jan 2020 03:04:05 EST", 1577952245},
		{"2 Jan 2020 03:04:05 pdt", 1577959445}};
	static const char *const bad[] = {"", "x", "now", "2020", "Jan 2020", "2020-13-01",
		"2020-01-32", "1969-12-31", "2020-01-02 24:00", "2020-01-02 1:2:3:4", "file.html",
		"2020-01-02 x", "123456789012345678901234567890", "2020-01-02 +0100",
		"2020-01-02 03:04 +9900", "2 3 4 5 6", "2 Jan 2020 03:04 EST PST",
		"2 Jan 2020 03:04 IST"};
	int64_t s;

	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		ok(date_guess(slice_of(good[i].text), &s), "'%s' is a date", good[i].text);
		is_int(s, good[i].s, "... this one");
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ok(!date_guess(slice_of(bad[i]), &s), "'%s' is none", bad[i]);
}

static bool unmet(const char *head, const char *since, const char *range)
{
	static const struct http_limits limits = HTTP_LIMITS_DEFAULT;
	struct http h = {.n_fields = 0};
	struct bytes in = bytes_of(head, strlen(head));
	struct http_event e;
	bool answer;

	http_begin(&h, &limits, HTTP_GET, false, 0);
	while (in.left)
		if (http_next(&h, &in, &e) == HTTP_BAD)
			break;
	answer = conform_unmet(&h, since, range);
	http_close(&h);
	return answer;
}

static void try_conditions(void)
{
	static const char old[] = "HTTP/1.1 200 OK\r\nLast-Modified: Thu, 02 Jan 2020 03:04:05 "
				  "GMT\r\nContent-Length: 0\r\n\r\n";
	static const char after[] = "Fri, 03 Jan 2020 00:00:00 GMT",
			  before[] = "Wed, 01 Jan 2020 00:00:00 GMT";

	ok(unmet("HTTP/1.1 304 Not Modified\r\n\r\n", NULL, NULL), "304");
	ok(unmet("HTTP/1.1 412 Failed\r\nContent-Length: 0\r\n\r\n", after, NULL), "412");
	ok(!unmet("HTTP/1.1 412 Failed\r\nContent-Length: 0\r\n\r\n", NULL, NULL),
		"412 to what had no condition of ours");
	ok(unmet(old, after, NULL), "200 with a date that is not newer");
	ok(!unmet(old, before, NULL), "... that is newer");
	ok(!unmet(old, after, "bytes=0-1"), "a range is looked at by the server alone");
	ok(!unmet(old, NULL, NULL), "no condition");
	ok(unmet(old, "-Wed, 01 Jan 2020 00:00:00 GMT", NULL), "it did change since");
	ok(!unmet(old, "-Fri, 03 Jan 2020 00:00:00 GMT", NULL), "... it did not");
}

int main(void)
{
	try_guesses();
	try_conditions();
	return tap_done();
}
