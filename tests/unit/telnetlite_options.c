/* telnetlite_options: what a command line means; with an argument it prints the table's words. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "../../telnetlite/options.h"

#include <stdlib.h>

#include "tap.h"
#include "words.h"

/* Words between blanks; they stay valid until the next call. */
static int parse(struct options *o, const char *line, struct fail *why)
{
	static struct words w;
	char whole[1024];

	*why = (struct fail){0};
	snprintf(whole, sizeof whole, "telnetlite %s", line);
	words_split(&w, whole, strlen(whole), " ");
	return options_parse(o, w.argc, w.argv, why);
}

static void target(const char *line, const char *host, unsigned port, const char *shown)
{
	struct options o;
	struct fail why;

	is_int(parse(&o, line, &why), 0, "%s", line);
	is_text(o.host, host, "... the host");
	is_int(o.port, port, "... the port");
	is_text(o.target, shown, "... as it is shown");
	options_close(&o);
}

static void refused(const char *line, const char *wanted)
{
	struct options o;
	struct fail why;

	ok(parse(&o, line, &why) < 0, "%s is refused", line);
	is_text(why.text, wanted, "... with a sentence");
	options_close(&o);
}

static void targets(void)
{
	target("h", "h", 23, "h:23");
	target("h 80", "h", 80, "h:80");
	target("h:80", "h", 80, "h:80");
	target("[2001:db8::1]:80", "2001:db8::1", 80, "[2001:db8::1]:80");
	target("[2001:db8::1] 80", "2001:db8::1", 80, "[2001:db8::1]:80");
	target("2001:db8::1", "2001:db8::1", 23, "[2001:db8::1]:23");
	target("-U /run/x", "/run/x", 0, "/run/x");
	refused("-v", "no host given");
	refused("a b c", "too many operands: HOST [PORT]");
	refused("--dscp xy a", "'xy' is no DSCP: a name such as ef, af41, cs5, or 0 to 63");
	refused("a:1 2", "the port is given twice");
	refused("a 0", "port 0 is out of range: 1 to 65535");
	refused("a nosuchservice", "'nosuchservice' is neither a port nor a known service");
	refused("[::1 2", "'[::1' is not [ADDRESS] or [ADDRESS]:PORT");
}

static void escape(const char *line, int key)
{
	struct options o;
	struct fail why;

	is_int(parse(&o, line, &why), 0, "%s", line);
	is_int(o.escape_key, key, "... the escape key");
	options_close(&o);
}

static void keys(void)
{
	escape("h", 0x1d);
	escape("-e ^x h", 0x18);
	escape("-e x h", 'x');
	escape("-e none h", -1);
	escape("-E h", -1);
	refused("-e xy h", "-e 'xy' is neither ^X, one character nor none");
}

static void environment(void)
{
	struct options o;
	struct telnet_config c;
	struct fail why;

	setenv("TL_TEST", "here", 1);
	is_int(parse(&o, "--env TL_TEST --env A=b --env TL_NOT --ttype vt100 h", &why), 0, "--env");
	c = options_telnet(&o);
	is_int(c.n_env, 3, "three variables");
	is_text(c.env[0], "TL_TEST=here", "one has the value it has here");
	is_text(c.env[1], "A=b", "one its own");
	is_text(c.env[2], "TL_NOT", "one none");
	is_text(c.terminal, "VT100", "a terminal's type is in upper case");
	options_close(&o);
	refused("--env =x h", "--env '=x' is not NAME[=VALUE] of 256 bytes at most");
	refused("--ttype a;b h", "--ttype 'a;b' is no terminal's name");
}

static void proxy(const char *line, enum dial_proxy by, const char *host, unsigned port)
{
	struct options o;
	struct reach_config c;
	struct fail why;

	is_int(parse(&o, line, &why), 0, "%s", line);
	c = options_reach(&o);
	ok(c.proxy == by && c.proxy_port == port, "... its kind and port");
	is_text(c.proxy_host, host, "... its host");
	options_close(&o);
}

static void proxies(void)
{
	proxy("-x p h", DIAL_SOCKS5, "p", 1080);
	proxy("-x p:99 -X connect h", DIAL_CONNECT, "p", 99);
	proxy("-x http://u:s@p h", DIAL_CONNECT, "p", 3128);
	proxy("-x socks5://[::1]:7 h", DIAL_SOCKS5, "::1", 7);
	refused("-x ftp://p h", "a proxy is by socks5:// or http://");
	refused("-x p:0 h", "the proxy's port '0' is none of 1 to 65535");
	refused("-x :1 h", "the proxy has no host");
}

static void steps(void)
{
	struct options o;
	struct script s = {0};
	struct talk_config c;
	struct fail why;

	is_int(parse(&o, "--starttls smtp --timeout 3 --send a --expect b --expect-quiet 1 h",
		       &why),
		0, "steps");
	is_int(options_script(&o, &s, &why), 0, "become a script");
	is_int(s.n, 9, "of six steps for STARTTLS and three");
	ok(options_has_starttls(&s), "with a handshake");
	is_int(s.steps[0].timeout_ns, INT64_C(3000000000), "and --timeout for all");
	c = options_talk(&o);
	ok(!c.input_behind, "standard input is not read behind it");
	script_close(&s);
	parse(&o, "--starttls smtp h", &why);
	c = options_talk(&o);
	ok(c.input_behind, "but for --starttls alone it is");
	refused("-z --send x h", "-z sends nothing: it runs no script");
	refused("--script f --send x h", "steps are given by options or by --script, not both");
	refused("--telnet --raw h", "--telnet and --raw exclude each other");
	refused("-c --starttls ftp h", "--tls and --starttls exclude each other");
	refused("-46 h", "only one of -4 and -6 may be given");
	refused("-N --no-half-close h", "-N and --no-half-close exclude each other");
	refused("--log-input h", "--log-input belongs to --log");
}

int main(int argc, char **argv __attribute__((unused)))
{
	if (argc > 1) {
		options_words(stdout);
		return 0;
	}
	targets();
	keys();
	environment();
	proxies();
	steps();
	return tap_done();
}
