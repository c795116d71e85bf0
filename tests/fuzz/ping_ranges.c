/* ping_ranges: what fping's -g is given: one text, or two with a line end between them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>

#include "fping_targets.h"
#include "must.h"
#include "words.h"

static void must_generate(struct words *w, enum addr_family family)
{
	const struct fping_want want = {.program = "fping",
		.texts = w->argv,
		.n = (size_t)w->argc,
		.generate = true,
		.family = family,
		.err = fopen("/dev/null", "we")};
	struct fping_targets out = {.set = NULL};
	struct fail why = {.error = 0};
	int rc;

	must(want.err);
	rc = fping_targets_open(&out, &want, NULL, &why);
	must(rc >= 0 || *why.text);
	must(rc < 0 || (out.set && targets_count(out.set) <= UINT32_MAX));
	fping_targets_close(&out);
	fclose(want.err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct words w;

	words_split(&w, data, size, "\n");
	/* As the options let it through. */
	if (w.argc > 2 || (w.argc == 1 && !strchr(w.argv[0], '/')))
		return 0;
	must_generate(&w, ADDR_NONE);
	must_generate(&w, ADDR_V6);
	return 0;
}
