/* probe: which requests are made, and what is kept of each response. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "probe.h"

#include <stdio.h>
#include <string.h>

const char *probe_kind_name(enum probe_kind kind)
{
	static const char *const names[] = {"cache", "range", "encoding"};

	return kind == PROBE_NONE ? "" : names[kind];
}

static void add(struct probe *p, struct probe_ask *ask, const char *field, const char *value)
{
	size_t n = ask->n_headers++;

	snprintf(p->line[n], sizeof p->line[n], "%s: %s", field, value);
	ask->headers[n] = p->line[n];
}

/* Without a validator there is nothing to ask with a condition. */
static bool ask_cache(struct probe *p, struct probe_ask *ask)
{
	static const char *const names[] = {"first", "again", "conditional", "no-cache"};
	const struct probe_step *first = &p->steps[0];

	if (p->n >= sizeof names / sizeof *names || (p->n && !first->status))
		return false;
	ask->name = names[p->n];
	if (p->n == 2) {
		if (*first->etag)
			add(p, ask, "If-None-Match", first->etag);
		else if (*first->since)
			add(p, ask, "If-Modified-Since", first->since);
	} else if (p->n == 3) {
		add(p, ask, "Cache-Control", "no-cache");
	}
	return true;
}

static bool ask_range(struct probe *p, struct probe_ask *ask)
{
	static const struct {
		const char *name, *range;
	} steps[] = {{"whole", NULL}, {"first-byte", "bytes=0-0"}, {"last-byte", "bytes=-1"},
		{"beyond", "bytes=9223372036854775000-"}, {"other-version", "bytes=0-0"}};

	if (p->n >= sizeof steps / sizeof *steps || (p->n && !p->steps[0].status))
		return false;
	ask->name = steps[p->n].name;
	ask->range = steps[p->n].range;
	/* RFC 9110 13.1.5: a validator that does not match wants the whole. */
	if (p->n == 4)
		add(p, ask, "If-Range", "\"no-such-version\"");
	add(p, ask, "Accept-Encoding", "identity");
	return true;
}

static bool ask_encoding(struct probe *p, struct probe_ask *ask)
{
	static const char *const names[] = {"identity", "gzip", "deflate", "br", "zstd"};

	if (p->n >= sizeof names / sizeof *names || (p->n && !p->steps[0].status))
		return false;
	ask->name = names[p->n];
	add(p, ask, "Accept-Encoding", ask->name);
	return true;
}

bool probe_next(struct probe *p, struct probe_ask *out)
{
	*out = (struct probe_ask){.n_headers = 0};
	switch (p->kind) {
	case PROBE_NONE:
		break;
	case PROBE_CACHE:
		return ask_cache(p, out);
	case PROBE_RANGE:
		return ask_range(p, out);
	case PROBE_ENCODING:
		return ask_encoding(p, out);
	}
	return false;
}

static void keep(char *to, size_t size, const struct http *h, const char *field)
{
	struct slice value = http_value(h, field, 0);

	/* A cut validator would be another one, and one with a control byte no header. */
	if (value.n >= size)
		value.n = 0;
	slice_copy(to, size, value.p ? value : slice_of(""));
	for (const char *c = to; *c; c++)
		if ((unsigned char)*c < ' ')
			*to = '\0';
}

void probe_take(struct probe *p, const struct probe_ask *ask, const struct exchange *x,
	const struct probe_content *content)
{
	struct probe_step *s;
	const struct http *h = &x->http;

	if (p->n == PROBE_STEPS)
		return;
	s = &p->steps[p->n++];
	*s = (struct probe_step){.name = ask->name, .first = -1, .last = -1};
	if (!h->head_done || x->failed != LINK_FINE)
		return;
	s->status = h->status;
	s->hit = gateway_hit_of(h, &s->evidence);
	s->has_age = slice_number(http_value(h, "age", 0), &s->age_s);
	s->read_bytes = x->content_bytes;
	s->content_bytes = content->bytes;
	s->sum = content->sum;
	s->first = content->first;
	s->last = content->last;
	s->varies = http_lists(h, "vary", "accept-encoding") || http_lists(h, "vary", "*");
	keep(s->etag, sizeof s->etag, h, "etag");
	keep(s->since, sizeof s->since, h, "last-modified");
	keep(s->coding, sizeof s->coding, h, "content-encoding");
	keep(s->range, sizeof s->range, h, "content-range");
}
