/* gather: the targets of a sweep from the command line and from files. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "gather.h"

#include <errno.h>
#include <netdb.h>
#include <stdint.h>
#include <string.h>

#include "file.h"
#include "resolve_queue.h"

struct gathering {
	const struct gather_want *w;
	struct targets *targets;
	struct resolve *resolver;
	struct resolve_queue queue;
	const char *file; /* being read */
	bool ended;	  /* by one of its lines */
	struct fail *why, first;
	uint64_t passed; /* over; first is why the first of them was */
};

static int add_name(struct gathering *g, const char *text)
{
	struct resolve_result found;
	int rc = resolve_name(
		g->resolver, text, addr_af_of(g->w->family), INT64_MAX, &found, g->why);

	for (unsigned i = 0; rc >= 0 && i < found.n && (!i || g->w->all_addresses); i++)
		rc = targets_add_addr(
			g->targets, &found.addrs[i], found.literal ? NULL : text, g->why);
	return rc;
}

/* An address, prefix or range of the family that is not wanted; names are looked up in theirs. */
static bool is_of_other(const struct gathering *g, const char *text)
{
	enum addr_family family = strchr(text, ':') ? ADDR_V6 : ADDR_V4;
	struct addr one;

	return g->w->family && family != g->w->family &&
	       (addr_parse(&one, text) || gather_is_many(text));
}

static int pass_over(struct gathering *g, const char *text)
{
	struct fail why = *g->why;

	if (!g->passed++)
		g->first = why;
	if (g->w->pass_over(g->w->passed_to, text, &why) < 0)
		return fail_set(g->why, ENOMEM, "no memory for targets");
	return 0;
}

static bool has_no_address(int rc)
{
	return rc == -ENOENT || rc == -EAGAIN || rc == -ENODEV || rc == -EAFNOSUPPORT;
}

static int add(struct gathering *g, const char *text)
{
	int rc;

	if (is_of_other(g, text))
		rc = fail_set(g->why, EAFNOSUPPORT, "%s: %s", text, gai_strerror(EAI_ADDRFAMILY));
	else if (!(rc = targets_add(g->targets, text, g->why)))
		rc = add_name(g, text);
	if (has_no_address(rc) && g->w->pass_over)
		rc = pass_over(g, text);
	return rc < 0 ? rc : 0;
}

static int in_line(struct gathering *g, int rc, unsigned number)
{
	struct fail before = *g->why;

	return rc < 0 ? fail_set(g->why, -rc, "%s, line %u: %s", g->file, number, before.text) : 0;
}

/* By resolve_name, as there is no other way to read it. */
static bool is_name(const struct gathering *g, const char *text)
{
	struct addr one;

	return !addr_parse(&one, text) && !is_of_other(g, text) && !gather_is_many(text) &&
	       !resolve_literal(text, AF_UNSPEC, &one, NULL);
}

static int put(struct gathering *g, const char *text, unsigned number)
{
	return resolve_queue_put(&g->queue, text, number, is_name(g, text), g->why);
}

/* A line of the file, or with the number 0 what the command line has. */
static int take_text(void *to, const char *text, unsigned number)
{
	struct gathering *g = to;
	int rc = add(g, text);

	return number ? in_line(g, rc, number) : rc;
}

static int take_line(void *to, const char *line, unsigned number)
{
	struct gathering *g = to;
	int rc = put(g, line, number);

	g->ended = rc < 0;
	return rc;
}

static int take_exclusion(void *to, const char *line, unsigned number)
{
	struct gathering *g = to;
	int rc = targets_exclude(g->targets, line, g->why);

	if (!rc)
		rc = fail_set(g->why, EINVAL, "'%s' is no address, prefix or range", line);
	return in_line(g, rc, number);
}

static int read_file(struct gathering *g, const char *path,
	int (*take)(void *to, const char *line, unsigned number))
{
	g->file = path;
	return path ? file_lines(path, take, g, g->why) : 0;
}

/* What keeps the file from being read comes behind what is wrong with the lines before. */
static int read_targets(struct gathering *g)
{
	int rc = read_file(g, g->w->file, take_line), before;
	struct fail why = *g->why;

	if (g->ended)
		return rc;
	if ((before = resolve_queue_end(&g->queue)) < 0)
		return before;
	*g->why = why;
	return rc;
}

/* A part of a set may have nothing, the set not. */
static int check_left(struct gathering *g)
{
	if (targets_count(g->targets) || g->w->order.shards > 1)
		return 0;
	if (g->passed)
		return fail_set(g->why, g->first.error, "%s", g->first.text);
	return fail_set(g->why, EDESTADDRREQ, "no target is left");
}

static int fill(struct gathering *g)
{
	int rc = read_file(g, g->w->exclude, take_exclusion);

	for (size_t i = 0; rc >= 0 && i < g->w->n; i++)
		rc = put(g, g->w->texts[i], 0);
	if (rc >= 0)
		rc = read_targets(g);
	if (rc >= 0)
		rc = targets_seal(g->targets, &g->w->order, g->why);
	if (rc < 0)
		return rc;
	if (targets_count(g->targets) > UINT32_MAX)
		return fail_set(g->why, E2BIG, "more than %u targets: use --shard", UINT32_MAX);
	return check_left(g);
}

int gather_targets(struct targets **out, const struct gather_want *w, struct resolve *resolver,
	struct fail *why)
{
	struct gathering g = {.w = w, .targets = targets_open(0), .resolver = resolver, .why = why};
	int rc;

	g.queue = (struct resolve_queue){
		.resolver = resolver, .family = addr_af_of(w->family), .take = take_text, .to = &g};
	rc = g.targets ? fill(&g) : fail_set(why, ENOMEM, "no memory for targets");
	resolve_queue_close(&g.queue);
	if (rc < 0) {
		targets_close(g.targets);
		return rc;
	}
	*out = g.targets;
	return 0;
}

bool gather_is_many(const char *text)
{
	struct targets *t = targets_open(0);
	struct fail why;
	bool many = t && *text && targets_add(t, text, &why) != 0;
	struct addr one;

	targets_close(t);
	return many && !addr_parse(&one, text);
}
