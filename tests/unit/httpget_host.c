/* httpget_host: names of hosts that are not ASCII, in both forms, and those that mislead. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host.h"

#include <errno.h>

#include "idn.h"
#include "tap.h"

static struct url of(const char *text)
{
	struct url u = {.host = ""};
	struct fail why = {0};

	if (url_parse(&u, text, &why) < 0)
		fprintf(stderr, "# %s: %s\n", text, why.text);
	return u;
}

static void try_forms(void)
{
	struct url u = of("http://b\xc3\xbc"
			  "cher.example/");

	ok(host_is_foreign(&u), "a name that is not ASCII");
	is_int(host_convert(&u, NULL), 0, "... is converted");
	is_text(u.host, "xn--bcher-kva.example", "... to what is asked for");
	is_text(u.shown,
		"b\xc3\xbc"
		"cher.example",
		"... and shown as it was");
	ok(!(u.notes & UINT32_C(1) << URL_HOST_MIXED), "... nothing mixed");
	u = of("http://xn--bcher-kva.example/");
	ok(host_is_foreign(&u), "one in disguise");
	is_int(host_convert(&u, NULL), 0, "... is taken");
	ok(strstr(u.shown, "cher.example") && u.shown[0] == 'b', "... and shown for what it is");
	u = of("http://plain.example/");
	ok(!host_is_foreign(&u) && host_convert(&u, NULL) == 0, "an ASCII name is none");
	is_text(u.host, "plain.example", "... and stays");
}

static void try_misleading(void)
{
	static const char *const ends[] = {"http://a.example\xef\xbc\x8f.b.example/",
		"http://a.example\xef\xbc\x83.b.example/", "http://a\xef\xbc\xa0z.example/",
		"http://z.example\xef\xbc\x9ax/", "http://a\xef\xbc\x85z.example/",
		"http://a.example\xef\xbc\x9f.b.example/", "http://\xe2\x84\x80.example/"};
	struct fail why = {0};
	/* The first letter is Cyrillic. */
	struct url u = of("http://\xd0\xb0pple.example/");

	is_int(host_convert(&u, NULL), 0, "letters of two alphabets");
	ok(u.notes & UINT32_C(1) << URL_HOST_MIXED, "... are noted");
	u = of("http://xn--99999999.example/");
	ok(host_is_foreign(&u), "an xn-- name that is none");
	is_int(host_convert(&u, NULL), 0, "... is asked for");
	is_text(u.shown, "", "... and shown as nothing else");
	/* Full-width digits. */
	u = of("http://\xef\xbc\x91\xef\xbc\x92\xef\xbc\x97.0.0.1/");
	is_int(host_convert(&u, &why), -EINVAL, "an address in other digits is refused");
	ok(strstr(why.text, "127.0.0.1"), "... by a sentence that names it: %s", why.text);
	/* Full-width / # @ : % ? and "a/c" as one letter: what ends a host, or turns it into
	 * another. */
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		u = of(ends[i]);
		is_int(host_convert(&u, &why), -EINVAL, "a host does not end inside: %s", why.text);
	}
}

int main(void)
{
	if (idn_load(NULL) < 0)
		return tap_skip_all("there is no libidn2 here");
	try_forms();
	try_misleading();
	return tap_done();
}
