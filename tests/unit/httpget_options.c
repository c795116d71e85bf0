/* httpget_options: what httpget's command line makes of words. With an argument: the table's words,
 * for tests/cli/httpget_options.t. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "../../httpget/options_config.h"
#include "tap.h"
#include "words.h"

/* Parses a line of words between blanks; the words stay valid until the next call. */
static int parse(struct options *o, const char *line, struct fail *why)
{
	static struct words w;

	*why = (struct fail){0};
	words_split(&w, line, strlen(line), " ");
	return options_parse(o, w.argc, w.argv, why);
}

static void try_values(void)
{
	struct options o;
	struct fail why;
	struct journey_config c;
	struct options_texts t = {.n_headers = 0};

	is_int(parse(&o, "httpget http://a/ -A me -H X:y --limit-rate 1.5K http://b/ -u u:p:q",
		       &why),
		0, "options may follow a URL: %s", why.text);
	is_int(o.n_urls, 2, "two URLs");
	is_text(o.urls[1], "http://b/", "... the second");
	is_int(o.rate_bytes, 1536, "K is 1024");
	is_int(options_read(&t, &o, NULL, NULL), 0, "... and nothing to read");
	c = options_journey(&o, &t);
	is_text(c.request.agent, "me", "-A");
	ok(slice_is(c.request.user, "u") && slice_is(c.request.password, "p:q"),
		"the first colon parts user and password");
	ok(c.fetch.idle_ns == INT64_MAX && c.max_time_ns == INT64_MAX, "no time-outs of its own");
	ok(!c.follow && c.max_redirects == 10 && c.request.minor == 1, "defaults");

	parse(&o, "httpget -0ILf4 --compressed --min-rate 10,5 -m 1.5 --max-filesize 2M a", &why);
	c = options_journey(&o, &t);
	is_text(c.request.method, "HEAD", "-I");
	ok(c.request.minor == 0 && c.follow && c.fail && c.include && c.decoded,
		"letters together");
	ok(c.fetch.slow_bytes == 10 && c.fetch.slow_ns == 5000000000, "--min-rate");
	is_int(c.max_time_ns, 1500000000, "-m takes a fraction");
	is_int(o.max_bytes, 2 << 20, "--max-filesize");
	is_int(c.fetch.link.family, AF_INET, "-4");
	options_texts_close(&t);
}

static void try_texts(void)
{
	struct options o;
	struct options_texts t = {.n_headers = 0};
	struct strbuf url = {0}, data = {.p = (char[]){"a=b"}, .used = 3};
	struct fail why;

	parse(&o, "httpget -b a=b -b c=d -e r;auto -r 5 -z -20200102 -H X:y http://h/", &why);
	is_int(options_read(&t, &o, NULL, &why), 0, "options that are written in short: %s",
		why.text);
	is_text(t.cookie.p, "a=b; c=d", "-b twice");
	ok(!strcmp(t.referer.p, "r") && t.auto_referer, "-e with ;auto");
	is_text(t.range, "bytes=5-", "-r with one number");
	is_text(t.since, "-Thu, 02 Jan 2020 00:00:00 GMT", "-z with a minus");
	is_int(t.n_headers, 1, "-H");
	options_texts_close(&t);
	options_get(&url, "http://h/p?x#f", &data);
	is_text(url.p, "http://h/p?x&a=b#f", "-G behind a query");
	strbuf_close(&url);
}

static void try_targets(void)
{
	static const struct {
		const char *line, *path;
	} rows[] = {{"httpget http://h/a", "-"}, {"httpget -o x http://h/a", "x"},
		{"httpget -O http://h/a/b?c/d#e", "b"}, {"httpget -O http://h/-", "./-"},
		{"httpget -O http://h/-o", "-o"}, {"httpget --json http://h/a", NULL},
		{"httpget --json=f http://h/a", "-"}, {"httpget --json -o - http://h/a", "-"},
		{"httpget --count 2 http://h/a", NULL}, {"httpget --nagios http://h/a", NULL}};
	static const char *const bad[] = {"httpget -O http://h", "httpget -O http://h/",
		"httpget -O http://h/a/..", "httpget -O http://h/a\\b"};
	struct options o;
	struct fail why;
	char name[32];
	const char *path;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		parse(&o, rows[i].line, &why);
		is_int(options_target(&o, 0, name, sizeof name, &path, &why), 0, "%s",
			rows[i].line);
		is_text(path ? path : "-none-", rows[i].path ? rows[i].path : "-none-",
			"... where its content goes");
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		parse(&o, bad[i], &why);
		ok(options_target(&o, 0, name, sizeof name, &path, &why) < 0, "%s: %s", bad[i],
			why.text);
	}
}

int main(int argc, char **argv __attribute__((unused)))
{
	if (argc > 1) {
		options_words(stdout);
		return 0;
	}
	try_values();
	try_texts();
	try_targets();
	return tap_done();
}
