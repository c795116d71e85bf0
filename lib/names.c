/* names: lines that wait for the name of an address, in order, never longer than a second. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "names.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"

enum { CACHE = 64, HELD = 128, PATIENCE_NS = 1000000000, PLACE = '\001' };

enum known { UNASKED, ASKED, NAMED, NAMELESS };
struct cached {
	struct addr addr;
	enum known known;
	int64_t asked_ns;
	char name[RESOLVE_NAME * 4]; /* safe for a terminal */
};

struct held {
	struct names_line *line;
	int64_t since_ns;
};

struct names {
	struct report *report;
	struct resolve *resolver;
	struct cached *cache[CACHE]; /* the oldest makes room */
	unsigned cached;
	struct held held[HELD];
	unsigned first, n_held;
	unsigned asked; /* answers to come */
};

int names_open(
	struct names **out, struct report *report, struct resolve *resolver, struct fail *why)
{
	struct names *n = calloc(1, sizeof(*n));

	if (!n)
		return fail_set(why, ENOMEM, "no memory for names");
	n->report = report;
	n->resolver = resolver;
	*out = n;
	return 0;
}

void names_close(struct names *n)
{
	if (!n)
		return;
	for (unsigned i = 0; i < CACHE; i++)
		free(n->cache[i]);
	for (unsigned i = 0; i < n->n_held; i++)
		free(n->held[(n->first + i) % HELD].line);
	free(n);
}

void names_add(struct names_line *l, const char *format, ...)
{
	va_list ap;
	int used;

	va_start(ap, format);
	used = vsnprintf(l->text + l->used, sizeof(l->text) - l->used, format, ap);
	va_end(ap);
	if (used > 0)
		l->used += (size_t)used;
	if (l->used >= sizeof(l->text))
		l->used = sizeof(l->text) - 1;
}

void names_add_addr(struct names_line *l, const struct addr *a)
{
	if (l->n == NAMES_A_LINE)
		return;
	l->addrs[l->n++] = *a;
	names_add(l, "%c", PLACE);
}

static struct cached *find(const struct names *n, const struct addr *a)
{
	for (unsigned i = 0; i < CACHE; i++)
		if (n->cache[i] && addr_equal(&n->cache[i]->addr, a))
			return n->cache[i];
	return NULL;
}

/* The entry of an address; a new one makes room for itself. NULL when memory is short. */
static struct cached *entry(struct names *n, const struct addr *a)
{
	struct cached *c = find(n, a);
	unsigned place = n->cached % CACHE;

	if (c)
		return c;
	c = calloc(1, sizeof(*c));
	if (!c)
		return NULL;
	c->addr = *a;
	free(n->cache[place]);
	n->cache[place] = c;
	n->cached++;
	return c;
}

void names_ask(struct names *n, const struct addr *a, int64_t now_ns)
{
	struct cached *c;

	if (!n->resolver || !a->family)
		return;
	c = entry(n, a);
	if (!c || c->known != UNASKED)
		return;
	c->asked_ns = now_ns;
	c->known = resolve_ask_reverse(n->resolver, a) ? ASKED : NAMELESS;
	n->asked += c->known == ASKED;
}

const char *names_known(const struct names *n, const struct addr *a)
{
	const struct cached *c = n->resolver ? find(n, a) : NULL;

	return c && c->known == NAMED ? c->name : NULL;
}

/* An address that was asked for too long ago is not waited for again. */
static bool awaited(struct names *n, const struct addr *a, int64_t now_ns)
{
	const struct cached *c = n->resolver ? find(n, a) : NULL;

	return c && c->known == ASKED && now_ns - c->asked_ns < PATIENCE_NS;
}

static bool complete(struct names *n, const struct names_line *l, int64_t now_ns)
{
	for (unsigned i = 0; i < l->n; i++)
		if (awaited(n, &l->addrs[i], now_ns))
			return false;
	return true;
}

static void print_addr(struct names *n, const struct addr *a)
{
	const char *name = names_known(n, a);
	char text[ADDR_TEXT];

	report_addr(text, a);
	if (name)
		report_text(n->report, "%s (%s)", name, text);
	else
		report_text(n->report, "%s", text);
}

static void print_line(struct names *n, const struct names_line *l)
{
	const char *p = l->text;

	if (l->realtime_ns)
		report_stamp(n->report, l->realtime_ns);
	for (unsigned i = 0; i < l->n; i++) {
		const char *place = strchr(p, PLACE);

		if (!place)
			break;
		report_text(n->report, "%.*s", (int)(place - p), p);
		print_addr(n, &l->addrs[i]);
		p = place + 1;
	}
	report_text(n->report, "%s", p);
}

static void let_go_first(struct names *n)
{
	struct held *h = &n->held[n->first];

	print_line(n, h->line);
	free(h->line);
	n->first = (n->first + 1) % HELD;
	n->n_held--;
}

void names_put(struct names *n, const struct names_line *l, int64_t now_ns)
{
	struct held *h;

	for (unsigned i = 0; i < l->n; i++)
		names_ask(n, &l->addrs[i], now_ns);
	if (!n->n_held && complete(n, l, now_ns)) {
		print_line(n, l);
		return;
	}
	if (n->n_held == HELD)
		let_go_first(n);
	h = &n->held[(n->first + n->n_held) % HELD];
	h->line = malloc(sizeof(*l));
	if (!h->line) {
		names_flush(n);
		print_line(n, l);
		return;
	}
	*h->line = *l;
	h->since_ns = now_ns;
	n->n_held++;
}

int64_t names_due_ns(const struct names *n)
{
	return n->n_held ? n->held[n->first].since_ns + PATIENCE_NS : INT64_MAX;
}

void names_turn(struct names *n, int64_t now_ns)
{
	struct resolve_reverse answer;

	while (n->asked && resolve_next(n->resolver, &answer)) {
		struct cached *c = find(n, &answer.addr);

		n->asked--;
		if (!c)
			continue;
		c->known = *answer.name ? NAMED : NAMELESS;
		report_safe(c->name, sizeof(c->name), answer.name);
	}
	while (n->n_held &&
		(complete(n, n->held[n->first].line, now_ns) || now_ns >= names_due_ns(n)))
		let_go_first(n);
}

void names_finish(struct names *n)
{
	struct pollfd child = {.fd = n->resolver ? resolve_fd(n->resolver) : -1, .events = POLLIN};
	int64_t now_ns = clock_now();

	names_turn(n, now_ns);
	while (n->n_held) {
		poll(&child, 1, (int)((names_due_ns(n) - now_ns) / CLOCK_MS) + 1);
		now_ns = clock_now();
		names_turn(n, now_ns);
	}
}

void names_wait(struct names *n)
{
	struct pollfd child = {.fd = n->resolver ? resolve_fd(n->resolver) : -1, .events = POLLIN};
	int64_t now_ns = clock_now(), end_ns = now_ns + PATIENCE_NS;

	names_turn(n, now_ns);
	while (n->asked && now_ns < end_ns) {
		poll(&child, 1, (int)((end_ns - now_ns) / CLOCK_MS) + 1);
		now_ns = clock_now();
		names_turn(n, now_ns);
	}
}

void names_flush(struct names *n)
{
	while (n->n_held)
		let_go_first(n);
}
