/* hops_view: a path on a terminal, redrawn as it changes, and the keys that steer it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "hops_view.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "term.h"
#include "trace_text.h"

enum { REDRAW_NS = 100000000 };

struct hops_view {
	struct hops_view_config c;
	struct term_page page;
	struct term_raw mode;
	enum trace_columns columns;
	bool nameless, paused, dirty;
	int64_t due_ns;
};

int hops_view_open(struct hops_view **out, const struct hops_view_config *c, struct fail *why)
{
	struct hops_view *v = calloc(1, sizeof(*v));

	if (!v)
		return fail_set(why, ENOMEM, "no memory for a view");
	v->c = *c;
	v->dirty = true;
	term_page_init(&v->page, c->terminal);
	*out = v;
	return 0;
}

/* Keys can be had in the foreground only. That may change at any time. */
static void listen_to_keys(struct hops_view *v)
{
	if (v->mode.active || !isatty(v->c.keys) || !term_in_foreground(v->c.keys))
		return;
	if (wait_add(v->c.wait, v->c.keys, POLLIN, NULL) >= 0 &&
		term_keys_enter(&v->mode, v->c.keys, NULL) < 0)
		wait_remove(v->c.wait, v->c.keys);
}

static void ignore_keys(struct hops_view *v)
{
	if (!v->mode.active)
		return;
	wait_remove(v->c.wait, v->c.keys);
	term_raw_leave(&v->mode);
}

void hops_view_close(struct hops_view *v)
{
	if (!v)
		return;
	hops_view_clear(v);
	free(v);
}

void hops_view_clear(struct hops_view *v)
{
	if (!v)
		return;
	term_page_leave(&v->page);
	ignore_keys(v);
	hops_view_touch(v);
	v->due_ns = 0;
}

static enum hops_key meaning(struct hops_view *v, char key)
{
	switch (key) {
	case 'q':
		return HOPS_KEY_QUIT;
	case 'p':
		return HOPS_KEY_PAUSE;
	case 'r':
		return HOPS_KEY_RESET;
	case 'n':
		v->nameless = !v->nameless;
		hops_view_touch(v);
		break;
	case 'd':
		v->columns = (v->columns + 1) % TRACE_COLUMN_SETS;
		hops_view_touch(v);
		break;
	default:
		break;
	}
	return HOPS_KEY_NONE;
}

enum hops_key hops_view_key(struct hops_view *v)
{
	struct pollfd keys = {.events = POLLIN};
	enum hops_key key = HOPS_KEY_NONE;
	char c;

	if (!v || !v->mode.active)
		return HOPS_KEY_NONE;
	keys.fd = v->c.keys;
	while (key == HOPS_KEY_NONE && poll(&keys, 1, 0) > 0) {
		if (read(keys.fd, &c, 1) != 1) {
			/* The terminal is gone: it would be ready for ever. */
			ignore_keys(v);
			break;
		}
		key = meaning(v, c);
	}
	return key;
}

void hops_view_paused(struct hops_view *v, bool paused)
{
	if (!v)
		return;
	v->paused = paused;
	hops_view_touch(v);
}

void hops_view_touch(struct hops_view *v)
{
	if (v)
		v->dirty = true;
}

int64_t hops_view_due_ns(const struct hops_view *v)
{
	return v && v->dirty ? v->due_ns : INT64_MAX;
}

static void put_keys(const struct hops_view *v, struct strbuf *to, unsigned width)
{
	static const char keys[] = "q quit  p pause  r reset  n names  d columns";

	if (!v->mode.active)
		return;
	strbuf_print(to, "%.*s\n", (int)width, v->paused ? "paused: p goes on" : keys);
}

static void put_title(const struct hops_view *v, struct strbuf *to, unsigned width)
{
	struct strbuf title = {.p = NULL};

	hops_report_title(v->c.report, &title);
	strbuf_print(to, "%.*s\n", title.used < width ? (int)title.used : (int)width,
		title.p ? title.p : "");
	strbuf_close(&title);
}

static void draw(struct hops_view *v)
{
	const struct hops_report *r = v->c.report;
	unsigned width = term_size(v->page.fd).columns;
	struct trace_look look = hops_report_look(r);
	struct strbuf b = {.p = NULL};

	look.columns = v->columns;
	look.width = width > 1 ? width - 1 : 1;
	if (v->nameless)
		look.name = NULL;
	put_title(v, &b, look.width);
	/* In a low window the farther hops are out of sight, not what else there is. */
	put_keys(v, &b, look.width);
	trace_say(&b, r->trace, &look, r->tos);
	trace_table(&b, r->trace, &look);
	if (!b.bad)
		term_page_show(&v->page, b.p, b.used);
	strbuf_close(&b);
}

void hops_view_turn(struct hops_view *v, int64_t now_ns)
{
	if (!v || now_ns < hops_view_due_ns(v))
		return;
	if (term_in_foreground(v->page.fd)) {
		listen_to_keys(v);
		draw(v);
	}
	v->dirty = false;
	v->due_ns = now_ns + REDRAW_NS;
}
