/* ping_fping: fping's command line, its words between bytes of value 10; what is accepted is within
 * its range, and -g makes targets of it or says why not. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "fping_options.h"
#include "fping_targets.h"
#include "must.h"
#include "words.h"

static void must_be_in_range(const struct fping_options *o, int argc)
{
	must(o->data_bytes >= 0 && o->data_bytes <= FPING_DATA_MAX);
	must(o->count >= 0 && o->count <= INT32_MAX && o->reachable >= 0);
	must(o->retries >= INT32_MIN && o->retries <= INT32_MAX);
	must(o->period_ns >= 0 && o->interval_ns >= 0 && o->timeout_ns >= 0 && o->report_ns >= 0);
	must(o->backoff >= 1 && o->backoff <= 5);
	must(o->ttl == -1 || (o->ttl >= 1 && o->ttl <= 255));
	must(o->tos >= -1 && o->tos <= 255);
	must(o->n_operands < (size_t)argc);
	must(!(o->count && o->loop) && !(o->alive && o->unreachable) && !(o->names && o->reverse));
	must(!o->file || !o->n_operands);
	for (size_t i = 0; i < o->n_operands; i++)
		must(o->operands[i]);
}

/* Without names nobody is asked. */
static void must_generate(const struct fping_options *o)
{
	FILE *err = fopen("/dev/null", "w");
	const struct fping_want want = {.program = o->program,
		.texts = o->operands,
		.n = o->n_operands,
		.generate = true,
		.family = o->family,
		.err = err};
	struct fping_targets targets;
	struct fail why = {.error = 0};
	struct target t;
	int rc;

	must(err);
	rc = fping_targets_open(&targets, &want, NULL, &why);
	must(rc >= 0 || *why.text);
	for (uint64_t i = 0; rc >= 0 && i < 100 && targets_at(targets.set, i, &t); i++)
		must(t.addr.family == ADDR_V4 && o->family != ADDR_V6);
	fping_targets_close(&targets);
	fclose(err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fail why = {.error = 0};
	struct fping_options o;
	struct words w;
	int rc;

	words_split(&w, data, size, "\n");
	rc = fping_options_parse(&o, w.argc, w.argv, &why);
	must(rc <= 1 && (rc >= 0 || *why.text));
	if (rc || o.help || o.version)
		return 0;
	must_be_in_range(&o, w.argc);
	if (o.generate)
		must_generate(&o);
	return 0;
}
