/* telnetlite_script: lines of a script, and what they then expect of themselves as an answer. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "runner.h"

#include "must.h"

enum { LINE = 256, STEPS = 32 };

/* No files are read, and no expression that takes the C library ages (the user's own). */
static bool is_tame(const char *line)
{
	return !strstr(line, "secret") && strcspn(line, "{+*?") == strlen(line);
}

static void add_lines(struct script *s, const uint8_t *data, size_t size)
{
	char line[LINE];
	size_t n = 0;

	for (size_t i = 0; i < size && s->n < STEPS; i++) {
		if (data[i] != '\n' && data[i] && n < LINE - 1) {
			line[n++] = (char)data[i];
			continue;
		}
		line[n] = '\0';
		n = 0;
		if (is_tame(line))
			must(script_add_line(s, line, 1, NULL) <= 0);
	}
}

static void run(const struct script *s, const uint8_t *data, size_t size)
{
	static struct runner r;
	struct runner_event e;
	int64_t now_ns = 0;
	unsigned turns = 0;

	runner_init(&r, s, now_ns);
	runner_heard(&r, bytes_of(data, size), now_ns);
	must(r.used <= RUNNER_WINDOW && strlen(r.window) == r.used);
	while (runner_next(&r, now_ns, &e) != RUNNER_DONE) {
		must(turns++ < 8 * STEPS);
		must(e.number == 0 || (e.number <= s->n && e.step == &s->steps[e.number - 1]));
		if (e.what == RUNNER_STARTTLS)
			runner_secured(&r);
		if (e.what == RUNNER_WAIT) {
			must(e.until_ns > now_ns && e.until_ns < INT64_MAX);
			now_ns = e.until_ns;
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct script s = {.timeout_ns = 1000};

	add_lines(&s, data, size);
	for (size_t i = 0; i < s.n; i++)
		must(s.steps[i].has_regex || s.steps[i].kind != SCRIPT_EXPECT);
	run(&s, data, size);
	script_close(&s);
	return 0;
}
