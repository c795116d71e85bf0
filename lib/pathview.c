/* pathview: a path on a terminal, redrawn as it changes, and the keys that steer it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "pathview.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "term.h"

enum { REDRAW_NS = 100000000 };

struct pathview {
	struct pathview_config c;
	struct term_page page;
	struct term_raw mode;
	enum trace_columns columns;
	bool nameless, paused, dirty, lost;
	int64_t due_ns;
};

int pathview_open(struct pathview **out, const struct pathview_config *c, struct fail *why)
{
	struct pathview *v = calloc(1, sizeof(*v));

	if (!v)
		return fail_set(why, ENOMEM, "no memory for a view");
	v->c = *c;
	v->dirty = true;
	term_page_init(&v->page, c->terminal);
	*out = v;
	return 0;
}

/* Keys can be had in the foreground only. That may change at any time. */
static void listen_to_keys(struct pathview *v)
{
	if (v->mode.active || !isatty(v->c.keys) || !term_in_foreground(v->c.keys))
		return;
	if (wait_add(v->c.wait, v->c.keys, POLLIN, NULL) >= 0 &&
		term_keys_enter(&v->mode, v->c.keys, NULL) < 0)
		wait_remove(v->c.wait, v->c.keys);
}

static void ignore_keys(struct pathview *v)
{
	if (!v->mode.active)
		return;
	wait_remove(v->c.wait, v->c.keys);
	term_raw_leave(&v->mode);
}

void pathview_close(struct pathview *v)
{
	if (!v)
		return;
	pathview_clear(v);
	free(v);
}

void pathview_clear(struct pathview *v)
{
	if (!v)
		return;
	term_page_leave(&v->page);
	ignore_keys(v);
	pathview_touch(v);
	v->due_ns = 0;
}

static enum pathview_key meaning(struct pathview *v, char key)
{
	switch (key) {
	case 'q':
		return PATHVIEW_KEY_QUIT;
	case 'p':
		return PATHVIEW_KEY_PAUSE;
	case 'r':
		return PATHVIEW_KEY_RESET;
	case 'n':
		v->nameless = !v->nameless;
		pathview_touch(v);
		break;
	case 'd':
		v->columns = (v->columns + 1) % TRACE_COLUMN_SETS;
		pathview_touch(v);
		break;
	default:
		break;
	}
	return PATHVIEW_KEY_NONE;
}

enum pathview_key pathview_key(struct pathview *v)
{
	struct pollfd keys = {.events = POLLIN};
	enum pathview_key key = PATHVIEW_KEY_NONE;
	char c;

	if (!v || !v->mode.active)
		return PATHVIEW_KEY_NONE;
	keys.fd = v->c.keys;
	while (key == PATHVIEW_KEY_NONE && poll(&keys, 1, 0) > 0) {
		if (read(keys.fd, &c, 1) != 1) {
			/* The terminal is gone: it would be ready for ever. */
			ignore_keys(v);
			break;
		}
		key = meaning(v, c);
	}
	return key;
}

void pathview_paused(struct pathview *v, bool paused)
{
	if (!v)
		return;
	v->paused = paused;
	pathview_touch(v);
}

void pathview_touch(struct pathview *v)
{
	if (v)
		v->dirty = true;
}

int64_t pathview_due_ns(const struct pathview *v)
{
	return v && v->dirty ? v->due_ns : INT64_MAX;
}

static void put_keys(const struct pathview *v, struct strbuf *to, unsigned width)
{
	static const char keys[] = "q quit  p pause  r reset  n names  d columns";

	if (!v->mode.active)
		return;
	strbuf_print(to, "%.*s\n", (int)width, v->paused ? "paused: p goes on" : keys);
}

static void draw(struct pathview *v)
{
	unsigned width = term_size(v->page.fd).columns;
	struct trace_look look = v->c.look;
	struct strbuf b = {.p = NULL};

	look.columns = v->columns;
	look.width = width > 1 ? width - 1 : 1;
	if (v->nameless)
		look.name = NULL;
	strbuf_print(&b, "%.*s\n", (int)look.width, v->c.title);
	/* In a low window the farther hops are out of sight, not what else there is. */
	put_keys(v, &b, look.width);
	if (v->c.put) {
		v->c.put(v->c.who, &b, &look);
	} else {
		trace_say(&b, v->c.trace, &look, v->c.tos);
		trace_table(&b, v->c.trace, &look);
	}
	if (!b.bad)
		term_page_show(&v->page, b.p, b.used);
	strbuf_close(&b);
}

void pathview_turn(struct pathview *v, int64_t now_ns)
{
	if (!v || now_ns < pathview_due_ns(v))
		return;
	if (term_in_foreground(v->page.fd)) {
		listen_to_keys(v);
		draw(v);
	}
	v->lost = v->page.fd >= 0 && term_is_gone(v->page.fd);
	v->dirty = false;
	v->due_ns = now_ns + REDRAW_NS;
}

bool pathview_is_lost(const struct pathview *v)
{
	return v && v->lost;
}
