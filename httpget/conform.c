/* conform: findings about what the fields of a response say. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "conform.h"

#include <errno.h>

#include "date.h"
#include "sniff.h"

static void add(struct findings *f, enum anomaly which, const struct http *h, const char *field)
{
	const struct http_field *at = http_find(h, field, 0);
	struct slice value = at ? http_value_of(h, at) : slice_of("");

	findings_add(f, which, at ? at->offset : 0, at ? at->line_bytes : 0, value.p, value.n);
}

bool conform_range(struct slice value, uint64_t *from, uint64_t *to, uint64_t *all)
{
	struct slice first, last;

	if (!slice_starts(value, "bytes "))
		return false;
	value = slice_trim(slice_at(value.p + 6, value.n - 6));
	first = slice_until(&value, '-');
	if (!value.p)
		return false;
	last = slice_until(&value, '/');
	*all = UINT64_MAX;
	return slice_number(first, from) && slice_number(last, to) && *from <= *to &&
	       (slice_is(value, "*") || (slice_number(value, all) && *to < *all));
}

/* Of the one range that was asked for: "bytes=2-4", "bytes=2-", "bytes=-3". */
static bool is_asked(const char *range, uint64_t from, uint64_t to, uint64_t all)
{
	struct slice last = slice_of(range), first;
	uint64_t wanted_from, wanted_to;

	slice_until(&last, '=');
	if (!last.p || slice_until(&(struct slice){last.p, last.n}, ',').n != last.n)
		return true;
	first = slice_until(&last, '-');
	if (!first.n)
		return true;
	if (!slice_number(first, &wanted_from))
		return true;
	if (!slice_number(last, &wanted_to))
		wanted_to = UINT64_MAX;
	return from == wanted_from &&
	       (to == wanted_to || (to < wanted_to && (all == UINT64_MAX || to + 1 == all)));
}

static void check_range(struct findings *f, const struct http *h, const char *range)
{
	struct slice value = http_value(h, "content-range", 0);
	uint64_t from, to, all;

	if (h->status != 206)
		return;
	if (!range) {
		add(f, ANOMALY_RANGE_UNASKED, h, "content-range");
		return;
	}
	if (slice_starts(http_value(h, "content-type", 0), "multipart/byteranges"))
		return;
	if (!conform_range(value, &from, &to, &all) || !is_asked(range, from, to, all) ||
		(h->framing == HTTP_FRAMING_LENGTH && h->content_length != to - from + 1))
		add(f, ANOMALY_RANGE_WRONG, h, "content-range");
}

/* Nothing lies behind a file that is whole; one that is larger than the server's is another. */
static int check_end(struct slice range, uint64_t from, struct fail *why)
{
	uint64_t size;

	slice_until(&range, '/');
	if (slice_number(range, &size) && size != from)
		return fail_set(why, EPROTO, "the file has %llu bytes, the server's %llu",
			(unsigned long long)from, (unsigned long long)size);
	return 0;
}

int conform_resume(const struct http *h, uint64_t from, struct fail *why)
{
	struct slice range = http_value(h, "content-range", 0);
	unsigned long long wanted = from;
	uint64_t first, last, all;

	if (h->status == 416)
		return check_end(range, from, why);
	if (h->status != 206 && h->status != 200)
		return fail_set(why, EPROTO,
			"the server answered %d to what goes on from byte %llu", h->status, wanted);
	if (h->status != 206)
		return fail_set(why, EPROTO,
			"the server does not go on from byte %llu: it sent the whole", wanted);
	if (!conform_range(range, &first, &last, &all))
		return fail_set(why, EPROTO, "the server does not say which part it sent");
	if (first != from)
		return fail_set(why, EPROTO, "the server goes on from byte %llu, not from %llu",
			(unsigned long long)first, wanted);
	if (h->framing == HTTP_FRAMING_LENGTH && h->content_length != last - first + 1)
		return fail_set(why, EPROTO, "the server's part is not as long as it says");
	return 0;
}

bool conform_part(struct findings *f, const struct http *h)
{
	uint64_t from, to, all;

	if (h->status != 206 ||
		(h->framing != HTTP_FRAMING_CHUNKED && h->framing != HTTP_FRAMING_CLOSE) ||
		!conform_range(http_value(h, "content-range", 0), &from, &to, &all) ||
		h->body_bytes == to - from + 1)
		return true;
	add(f, ANOMALY_RANGE_WRONG, h, "content-range");
	return h->body_bytes > to - from;
}

bool conform_unmet(const struct http *h, const char *since, const char *range)
{
	bool minus = since && *since == '-';
	int64_t asked_s, changed_s;

	if (h->status == 304 || (h->status == 412 && since))
		return true;
	if (!since || h->status != 200 || range || !date_parse(slice_of(since + minus), &asked_s) ||
		!date_parse(http_value(h, "last-modified", 0), &changed_s))
		return false;
	return minus ? changed_s > asked_s : changed_s <= asked_s;
}

void conform_head(struct findings *f, const struct http *h, const char *range)
{
	static const char *const dates[] = {"date", "last-modified"};
	bool redirect = h->status == 301 || h->status == 302 || h->status == 303 ||
			h->status == 307 || h->status == 308;
	int64_t s;

	for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
		if (http_find(h, dates[i], 0) && !date_parse(http_value(h, dates[i], 0), &s))
			add(f, ANOMALY_DATE_BAD, h, dates[i]);
	if (redirect && !http_find(h, "location", 0))
		findings_add(f, ANOMALY_LOCATION_MISSING, 0, 0, NULL, 0);
	check_range(f, h, range);
}

void conform_content(struct findings *f, const struct http *h, struct bytes first, bool whole)
{
	struct slice type = http_value(h, "content-type", 0);

	if (!first.left)
		return;
	if (!type.p && h->minor != 9)
		findings_add(f, ANOMALY_TYPE_MISSING, 0, 0, NULL, 0);
	if (h->status == 206)
		return;
	if (sniff_type_differs(type, first))
		add(f, ANOMALY_TYPE_DIFFERS, h, "content-type");
	if (sniff_charset_differs(type, first, whole))
		add(f, ANOMALY_CHARSET_DIFFERS, h, "content-type");
}
