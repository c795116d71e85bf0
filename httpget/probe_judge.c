/* probe_judge: what several responses together say. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "probe.h"

__attribute__((format(printf, 4, 5))) static void say(
	struct probe *p, bool bad, const char *name, const char *format, ...)
{
	struct probe_result *r = &p->results[p->n_results];
	va_list ap;

	if (p->n_results == PROBE_RESULTS)
		return;
	p->n_results++;
	r->name = name;
	r->bad = bad;
	va_start(ap, format);
	vsnprintf(r->text, sizeof r->text, format, ap);
	va_end(ap);
}

/* The step of a place, with nothing in it where it was not made. */
static const struct probe_step *at(const struct probe *p, unsigned n)
{
	static const struct probe_step none = {.first = -1, .last = -1};

	return n < p->n ? &p->steps[n] : &none;
}

static bool is_good(const struct probe_step *s)
{
	return s->status >= 200 && s->status < 300;
}

static bool same_content(const struct probe_step *a, const struct probe_step *b)
{
	return a->content_bytes == b->content_bytes && a->sum == b->sum;
}

static void judge_kept(
	struct probe *p, const struct probe_step *first, const struct probe_step *again)
{
	if (again->hit == GATEWAY_HIT)
		say(p, false, "kept",
			"a cache on the way keeps it: the second request was a hit [%s]",
			again->evidence);
	else if (again->has_age && first->has_age && again->age_s > first->age_s)
		say(p, false, "kept", "a cache on the way keeps it: its age grows [Age]");
	else if (again->hit != GATEWAY_UNKNOWN)
		say(p, false, "not-kept",
			"no cache on the way answered the second request: %s [%s]",
			gateway_hit_name(again->hit), again->evidence);
	else
		say(p, false, "unknown", "no response says whether a cache answered");
	if (is_good(first) && is_good(again) && !same_content(first, again))
		say(p, false, "changes",
			"the content is another one each time (%" PRIu64 " and %" PRIu64 " bytes)",
			first->content_bytes, again->content_bytes);
	if (*first->etag && *again->etag && strcmp(first->etag, again->etag) != 0 &&
		same_content(first, again))
		say(p, true, "etag-changes",
			"the same content has another ETag each time, so that no cache can ask "
			"whether it "
			"changed [ETag: %s, %s]",
			first->etag, again->etag);
	if (*first->etag && !strcmp(first->etag, again->etag) && *first->etag == '"' &&
		is_good(first) && is_good(again) && !same_content(first, again))
		say(p, true, "etag-stays",
			"other content has the same strong ETag: who asks with it keeps what is "
			"old "
			"[ETag: %s]",
			first->etag);
}

static void judge_condition(
	struct probe *p, const struct probe_step *first, const struct probe_step *conditional)
{
	const char *by = *first->etag ? "If-None-Match" : "If-Modified-Since";

	if (!*first->etag && !*first->since)
		say(p, false, "no-validator",
			"it has no validator, so that a cache that has it must fetch it whole [no "
			"ETag, no "
			"Last-Modified]");
	else if (conditional->status == 304)
		say(p, false, "condition", "what did not change is not sent again [%s, 304]", by);
	else if (is_good(conditional) && !strcmp(first->etag, conditional->etag) &&
		 same_content(first, conditional))
		say(p, true, "condition-ignored",
			"it is sent again whole, although it did not change [%s, %d]", by,
			conditional->status);
	else if (is_good(conditional))
		say(p, false, "changed", "it changed meanwhile, and is sent again [%s, %d]", by,
			conditional->status);
	else if (conditional->status)
		say(p, true, "condition-fails", "asked with a condition it answers %d [%s]",
			conditional->status, by);
}

static void judge_cache(struct probe *p)
{
	const struct probe_step *first = at(p, 0), *fresh = at(p, 3);

	if (!at(p, 1)->status)
		return;
	judge_kept(p, first, at(p, 1));
	judge_condition(p, first, at(p, 2));
	if (fresh->hit == GATEWAY_HIT)
		say(p, false, "no-cache-ignored",
			"the cache answers by itself, although the request wants the origin asked "
			"[%s]",
			fresh->evidence);
	else if (at(p, 1)->hit == GATEWAY_HIT && fresh->hit != GATEWAY_UNKNOWN)
		say(p, false, "no-cache", "a request with no-cache reaches the origin [%s: %s]",
			fresh->evidence, gateway_hit_name(fresh->hit));
}

static void judge_part(struct probe *p, const struct probe_step *part, bool last)
{
	const struct probe_step *whole = at(p, 0);
	const char *which = last ? "last" : "first";
	char wanted[80];
	uint64_t from = last ? whole->content_bytes - 1 : 0;

	snprintf(wanted, sizeof wanted, "bytes %" PRIu64 "-%" PRIu64 "/%" PRIu64, from, from,
		whole->content_bytes);
	if (!part->status)
		return;
	if (part->status == 200)
		say(p, false, last ? "suffix-ignored" : "range-ignored",
			"asked for the %s byte it sends the whole: a download that broke starts "
			"anew [200]",
			which);
	else if (part->status != 206)
		say(p, true, "range-fails", "asked for the %s byte it answers %d", which,
			part->status);
	else if (part->content_bytes != 1 || part->first != (last ? whole->last : whole->first))
		say(p, true, "range-content", "asked for the %s byte it sends another [%s]", which,
			part->range);
	else if (strcasecmp(part->range, wanted) != 0)
		say(p, true, "range-wrong", "the %s byte comes as [Content-Range: %s], not %s",
			which, part->range, wanted);
	else
		say(p, false, "range", "it gives the %s byte alone [206, %s]", which, part->range);
	if (part->status == 206 && *part->etag && strcmp(part->etag, whole->etag) != 0)
		say(p, true, "range-etag",
			"a part has another ETag than the whole: they cannot be put together [%s, "
			"%s]",
			part->etag, whole->etag);
}

static void judge_range(struct probe *p)
{
	const struct probe_step *whole = at(p, 0), *beyond = at(p, 3), *other = at(p, 4);
	bool ranges = at(p, 1)->status == 206;

	if (!is_good(whole) || !whole->content_bytes) {
		say(p, false, "nothing",
			"there is no content to ask parts of [%d, %" PRIu64 " bytes]",
			whole->status, whole->content_bytes);
		return;
	}
	judge_part(p, at(p, 1), false);
	judge_part(p, at(p, 2), true);
	if (ranges && beyond->status == 416)
		say(p, false, "beyond", "what lies behind the end is refused [416%s%s]",
			*beyond->range ? ", " : "", beyond->range);
	else if (ranges && beyond->status)
		say(p, true, "beyond-answered",
			"asked for what lies behind the end it answers %d, not 416",
			beyond->status);
	if (ranges && other->status == 206)
		say(p, true, "if-range-ignored",
			"it gives a part of a version that is none: parts of two versions get "
			"mixed "
			"[If-Range, 206]");
	else if (ranges && other->status == 200)
		say(p, false, "if-range",
			"a part of another version is not mixed in [If-Range, 200]");
}

static void judge_coding(
	struct probe *p, const struct probe_step *plain, const struct probe_step *s)
{
	if (!is_good(s)) {
		say(p, true, "coding-fails", "asked for %s it answers %d", s->name, s->status);
	} else if (!*s->coding) {
		say(p, false, "coding-none", "asked for %s it sends it uncoded", s->name);
	} else if (strcasecmp(s->coding, s->name) != 0) {
		say(p, true, "coding-other", "asked for %s it sends %s", s->name, s->coding);
	} else if (!same_content(plain, s)) {
		say(p, true, "coding-differs",
			"the %s content is another one: %" PRIu64 " bytes decoded, %" PRIu64
			" uncoded",
			s->name, s->content_bytes, plain->content_bytes);
	} else {
		say(p, false, "coding", "%s: %" PRIu64 " bytes instead of %" PRIu64, s->name,
			s->read_bytes, plain->content_bytes);
	}
}

static void judge_encoding(struct probe *p)
{
	const struct probe_step *plain = at(p, 0), *coded = NULL;

	if (*plain->coding)
		say(p, true, "coding-forced", "asked for no coding it sends %s", plain->coding);
	for (unsigned i = 1; i < p->n; i++) {
		judge_coding(p, plain, at(p, i));
		if (*at(p, i)->coding && !coded)
			coded = at(p, i);
	}
	if (!coded)
		return;
	if (!coded->varies || !plain->varies)
		say(p, true, "vary-missing",
			"a cache may give the coded content to who cannot decode it: a response "
			"lacks Vary: "
			"Accept-Encoding [%s]",
			coded->varies ? plain->name : coded->name);
	if (*coded->etag == '"' && !strcmp(coded->etag, plain->etag))
		say(p, true, "etag-shared",
			"the coded and the plain content have the same strong ETag: parts of both "
			"get mixed "
			"[ETag: %s]",
			coded->etag);
}

void probe_judge(struct probe *p)
{
	p->n_results = 0;
	if (!at(p, 0)->status)
		return;
	switch (p->kind) {
	case PROBE_NONE:
		break;
	case PROBE_CACHE:
		judge_cache(p);
		break;
	case PROBE_RANGE:
		judge_range(p);
		break;
	case PROBE_ENCODING:
		judge_encoding(p);
		break;
	}
}
