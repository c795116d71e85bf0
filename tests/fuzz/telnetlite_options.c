/* telnetlite_options: a command line, its words between bytes of value 10; what is accepted is
 * within its range and makes sense to every module. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "../../telnetlite/options.h"

#include "must.h"
#include "words.h"

static void must_be_in_range(const struct options *o)
{
	WITHIN(o->connect_ns, 0, INT64_MAX);
	WITHIN(o->idle_ns, 0, INT64_MAX);
	WITHIN(o->linger_ns, 0, INT64_MAX);
	WITHIN(o->source_port, 0, 65535);
	WITHIN(o->ttl, 0, 255);
	WITHIN(o->tos, -1, 255);
	WITHIN(o->escape_key, -1, 255);
	must(!(o->ipv4 && o->ipv6) && o->env.n <= CLI_LIST_MAX);
	must(memchr(o->host_text, 0, sizeof o->host_text) &&
		memchr(o->target, 0, sizeof o->target));
	must(memchr(o->terminal, 0, sizeof o->terminal));
}

/* Steps of the command line alone; no files are read. */
static void must_make_sense(const struct options *o)
{
	struct reach_config reach = options_reach(o);
	struct tls_config tls = options_tls(o);
	struct telnet_config telnet = options_telnet(o);
	struct script s = {.n = 0};
	struct fail why = {.error = 0};

	options_report(o);
	options_talk(o);
	options_owns_output(o);
	(void)reach, (void)tls, (void)telnet;
	if (!o->script) {
		int rc = options_script(o, &s, &why);

		must(rc >= 0 || *why.text);
		options_has_secret(&s);
		must(!options_has_starttls(&s) || s.n);
		script_close(&s);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fail why = {.error = 0};
	struct options o;
	struct words w;
	char line[WORDS_BYTES + 1];
	int rc;

	snprintf(line, sizeof line, "%.*s", (int)(size < WORDS_BYTES ? size : WORDS_BYTES),
		(const char *)data);
	words_split(&w, data, size, "\n");
	rc = options_parse(&o, w.argc, w.argv, &why);
	must(rc <= 0 && (rc == 0 || *why.text));
	if (rc == 0 && !o.help && !o.version) {
		must_be_in_range(&o);
		/* Expressions that take the C library ages are the user's own, a secret a file's.
		 */
		if (!strpbrk(line, "{+*?") && !strstr(line, "secret"))
			must_make_sense(&o);
	}
	options_close(&o);
	return 0;
}
