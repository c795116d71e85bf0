/* idn: names that are not ASCII, to and from what DNS has, and alphabets mixed in one label. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "idn.h"

#include <errno.h>
#include <string.h>

#include "tap.h"

static void names(void)
{
	static const char *const rows[][2] = {{"b\xc3\xbc"
					       "cher.example",
						      "xn--bcher-kva.example"},
		{"B\xc3\x9c"
		 "CHER.Example",
			"xn--bcher-kva.example"},
		{"fa\xc3\x9f.example", "xn--fa-hia.example"}, /* IDNA2003 said fass */
		{"\xe4\xbe\x8b\xe3\x80\x82\xe4\xbe\x8b", "xn--fsq.xn--fsq"},
		{"plain.example", "plain.example"}};
	char to[IDN_TEXT];

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		ok(idn_ascii(to, rows[i][0], NULL) == 0, "name %zu has an ASCII form", i);
		is_text(to, rows[i][1], "... which is this");
	}
	ok(idn_unicode(to, "xn--bcher-kva.example"), "an xn-- name has another form");
	is_text(to, rows[0][0], "... which is this");
	ok(!idn_unicode(to, "plain.example"), "an ASCII name has none");
}

static void wrong(void)
{
	struct fail why = {0};
	char to[IDN_TEXT];

	ok(idn_ascii(to, "a\xff.example", &why) == -EINVAL, "broken UTF-8 is no name");
	ok(strstr(why.text, "is no host name"), "... as a sentence says");
	ok(idn_ascii(to, "\xe2\x98\xba\xef\xbf\xbf.example", NULL) == -EINVAL,
		"nor is what no name may hold");
}

static void mixed(void)
{
	ok(!idn_mixed("b\xc3\xbc"
		      "cher.example"),
		"Latin letters with and without marks are one alphabet");
	ok(idn_mixed("p\xd0\xb0ypal.example"), "a Cyrillic letter between Latin ones is two");
	ok(!idn_mixed("\xd0\xbf\xd1\x80\xd0\xb8.example"), "labels of their own alphabets");
	ok(!idn_mixed("\xd0\xb0\xe3\x80\x82"
		      "b"),
		"a full stop of another script parts labels, too");
	ok(!idn_mixed("1-2.example"), "digits belong to no alphabet");
	ok(!idn_mixed("a\xe2"), "a cut character is none");
}

int main(void)
{
	struct fail why = {0};

	mixed();
	if (idn_load(&why) < 0) {
		printf("# %s\n", why.text);
		return tap_done();
	}
	names();
	wrong();
	return tap_done();
}
