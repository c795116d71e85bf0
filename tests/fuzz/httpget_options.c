/* httpget_options: a command line, its words between bytes of value 10; what is accepted is within
 * its range and makes sense to every module. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "../../httpget/options.h"

#include "../../httpget/options_config.h"
#include "../../httpget/options_read.h"
#include "must.h"
#include "words.h"

/* No files are read. */
static bool is_tame(const struct words *w)
{
	for (int i = 1; i < w->argc; i++)
		if (strpbrk(w->argv[i], "@-") && strlen(w->argv[i]) < 2)
			return false;
	return true;
}

static void must_be_in_range(const struct options *o)
{
	WITHIN(o->count, 0, INT64_MAX);
	WITHIN(o->interval_ns, 0, INT64_MAX);
	WITHIN(o->timeout_ns, 0, INT64_MAX);
	WITHIN(o->max_line, 0, INT64_MAX);
	must(!(o->ipv4 && o->ipv6));
	must(o->headers.n <= CLI_LIST_MAX && o->data.n <= CLI_LIST_MAX);
	must(o->n_urls);
}

static bool names_file(const struct cli_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (*l->items[i] == '@')
			return true;
	return false;
}

static void must_read_on(const struct options *o)
{
	struct options_texts t = {.n_headers = 0};
	struct fail warn = {.error = 0}, why = {.error = 0};
	int rc;

	if (names_file(&o->headers) || names_file(&o->data) || o->cookies.n || o->since ||
		(o->write_out && *o->write_out == '@'))
		return;
	rc = options_read(&t, o, &warn, &why);
	must(rc >= 0 || *why.text);
	if (rc >= 0) {
		struct journey_config c = options_journey(o, &t);

		must(t.n_headers <= CLI_LIST_MAX && memchr(t.range, 0, sizeof t.range));
		(void)c;
	}
	options_texts_close(&t);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fail why = {.error = 0};
	struct options o;
	struct words w;
	int rc;

	words_split(&w, data, size, "\n");
	rc = options_parse(&o, w.argc, w.argv, &why);
	must(rc <= 0 && (rc == 0 || *why.text));
	if (rc < 0 || o.help || o.version)
		return 0;
	must_be_in_range(&o);
	if (is_tame(&w))
		must_read_on(&o);
	return 0;
}
