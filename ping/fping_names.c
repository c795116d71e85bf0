/* fping_names: what fping calls its targets where names are asked for (-n, -d, -A). */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "fping_names.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"

enum { PATIENCE_MS = 10000, AT_ONCE = RESOLVE_AHEAD };

struct asked {
	bool open; /* an answer is waited for */
	char name[RESOLVE_NAME];
};

/* The targets from first to before asked have been asked for; i has waits[i % AT_ONCE]. */
struct naming {
	const struct fping_want *w;
	const struct targets *set;
	struct resolve *resolver;
	uint64_t n, first, asked;
	struct asked waits[AT_ONCE];
	bool no_memory;
};

static struct target target_at(const struct naming *g, uint64_t i)
{
	struct target t = {0};

	targets_at(g->set, i, &t);
	return t;
}

static bool wants_reverse(const struct naming *g, const struct target *t)
{
	struct addr literal;

	return g->w->reverse || !t->name || addr_parse(&literal, t->name);
}

static void ask_more(struct naming *g)
{
	for (; g->asked < g->n && g->asked - g->first < AT_ONCE; g->asked++) {
		struct target t = target_at(g, g->asked);
		struct asked *next = &g->waits[g->asked % AT_ONCE];

		*next->name = '\0';
		next->open = wants_reverse(g, &t) && resolve_ask_reverse(g->resolver, &t.addr);
	}
}

/* An address may be there twice; each was asked for. */
static void take_answer(struct naming *g, const struct resolve_reverse *found)
{
	for (uint64_t i = g->first; i < g->asked; i++) {
		struct asked *one = &g->waits[i % AT_ONCE];
		struct target t = target_at(g, i);

		if (!one->open || !addr_equal(&found->addr, &t.addr))
			continue;
		one->open = false;
		memcpy(one->name, found->name, sizeof(one->name));
		return;
	}
}

/* Where none comes in all that time, none that was asked for is waited for any more. */
static void wait_first(struct naming *g)
{
	struct pollfd ready = {.fd = resolve_fd(g->resolver), .events = POLLIN};
	struct resolve_reverse found;

	while (g->waits[g->first % AT_ONCE].open) {
		if (poll(&ready, 1, PATIENCE_MS) <= 0)
			for (unsigned i = 0; i < AT_ONCE; i++)
				g->waits[i].open = false;
		while (resolve_next(g->resolver, &found))
			take_answer(g, &found);
	}
}

/* Besides what the target says. */
static bool wants_name(const struct naming *g, uint64_t i)
{
	return g->w->addresses || *g->waits[i % AT_ONCE].name;
}

/* In memory of its own; NULL where the target says it, or memory is short. */
static char *shown(const struct naming *g, uint64_t i)
{
	const char *name = g->waits[i % AT_ONCE].name;
	struct target t = target_at(g, i);
	char address[ADDR_TEXT], *both = NULL;

	if (!g->w->addresses)
		return *name ? strdup(name) : NULL;
	report_addr(address, &t.addr);
	if (asprintf(&both, "%s (%s)", *name ? name : t.name ? t.name : address, address) < 0)
		both = NULL;
	return both;
}

static void name_all(struct naming *g, char **names)
{
	for (uint64_t i = 0; i < g->n; i++) {
		char *name;

		g->first = i;
		ask_more(g);
		wait_first(g);
		name = shown(g, i);
		g->no_memory = g->no_memory || (!name && wants_name(g, i));
		names[i] = name;
	}
}

int fping_names_open(struct fping_targets *out, const struct fping_want *w,
	struct resolve *resolver, struct fail *why)
{
	struct naming g = {
		.w = w, .set = out->set, .resolver = resolver, .n = targets_count(out->set)};
	int rc;

	if (!w->names && !w->reverse)
		return 0;
	out->names = calloc(g.n ? g.n : 1, sizeof(*out->names));
	if (!out->names)
		return fail_set(why, ENOMEM, "%s: no memory for names", w->program);
	if ((rc = resolve_start(resolver, why)) < 0)
		return rc;
	name_all(&g, out->names);
	if (g.no_memory)
		return fail_set(why, ENOMEM, "%s: no memory for names", w->program);
	return 0;
}
