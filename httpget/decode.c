/* decode: stages of content codings in a row. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "decode.h"

#include <errno.h>
#include <stdlib.h>

#include "decode_parts.h"

enum { OUT_BYTES = 32768, RATIO_FROM = 1 << 20 };

struct stage {
	const struct decode_kind *kind;
	void *state;
	bool ended, more; /* more: it may give something without further input */
	bool over;	  /* bytes that belong to nothing came: none that follow do */
	struct bytes in;  /* from the one before; borrowed */
	uint8_t out[OUT_BYTES];
};

struct decode {
	struct decode_limits limits;
	struct stage *stages[DECODE_STAGES]; /* the one that is undone first is the first */
	unsigned n;
	uint64_t taken, made, extra;
	decode_take *take; /* of the put that is under way */
	void *to;
};

static const struct decode_kind *find_kind(struct slice name)
{
	static const struct decode_kind *const kinds[] = {
		&decode_gzip, &decode_deflate, &decode_brotli, &decode_zstd};

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (slice_like(name, kinds[i]->name) ||
			(kinds[i]->alias && slice_like(name, kinds[i]->alias)))
			return kinds[i];
	return NULL;
}

/* What was applied last is undone first. */
static int add_stage(struct decode *d, struct slice name, struct fail *why)
{
	const struct decode_kind *kind = find_kind(name);
	struct stage *s;

	if (!kind)
		return fail_set(why, ENOTSUP, "the content coding '%.*s' is not known here",
			(int)(name.n > 40 ? 40 : name.n), name.p);
	if (d->n >= d->limits.stages || d->n >= DECODE_STAGES)
		return fail_set(
			why, E2BIG, "more than %u content codings on top of each other", d->n);
	s = calloc(1, sizeof *s);
	for (unsigned i = d->n++; i; i--)
		d->stages[i] = d->stages[i - 1];
	d->stages[0] = s;
	if (s) {
		s->kind = kind;
		s->state = kind->open();
	}
	return s && s->state ? 0 : fail_set(why, ENOMEM, "no memory to decode %s", kind->name);
}

int decode_open(struct decode **out, struct slice codings, const struct decode_limits *limits,
	struct fail *why)
{
	struct decode *d = calloc(1, sizeof *d);
	struct slice one;
	int rc = 0;

	if (!d)
		return fail_set(why, ENOMEM, "no memory to decode");
	d->limits = *limits;
	while (rc >= 0 && slice_item(&codings, ',', &one))
		if (one.n && !slice_like(one, "identity"))
			rc = add_stage(d, one, why);
	if (rc < 0) {
		decode_close(d);
		return rc;
	}
	*out = d;
	return 0;
}

void decode_close(struct decode *d)
{
	if (!d)
		return;
	for (unsigned i = 0; i < d->n; i++) {
		if (d->stages[i] && d->stages[i]->state)
			d->stages[i]->kind->close(d->stages[i]->state);
		free(d->stages[i]);
	}
	free(d);
}

static int give(struct decode *d, struct bytes out, struct fail *why)
{
	uint64_t ratio = d->limits.ratio;

	d->made += out.left;
	if (ratio && d->made > RATIO_FROM && d->made / ratio > d->taken)
		return fail_set(why, EFBIG,
			"%llu bytes became more than %llu times as many when decoded",
			(unsigned long long)d->taken, (unsigned long long)ratio);
	return out.left ? d->take(d->to, out, why) : 0;
}

/* Behind an end: another member where the coding has such, else bytes that belong to nothing. */
static bool goes_on(struct decode *d, struct stage *s, struct bytes *in)
{
	s->over = s->over || !s->kind->member || !s->kind->member(*in->p);
	if (s->over) {
		d->extra += in->left;
		in->left = 0;
		return false;
	}
	s->ended = false;
	return true;
}

static int step_stage(struct decode *d, unsigned at, struct fail *why)
{
	struct stage *s = d->stages[at];
	struct bytes_out out = bytes_to(s->out, OUT_BYTES);
	size_t had = s->in.left;
	enum decode_step step;

	if (s->ended && (!had || !goes_on(d, s, &s->in))) {
		s->more = false;
		return 0;
	}
	step = s->kind->step(s->state, &s->in, &out);
	s->ended = step == DECODE_END;
	s->more = step == DECODE_FULL;
	if (step == DECODE_BAD)
		return fail_set(why, EBADMSG, "the content is not in the coding %s", s->kind->name);
	if (!s->ended && !out.used && s->in.left && s->in.left == had)
		return fail_set(why, EBADMSG, "the coding %s stands still", s->kind->name);
	if (at + 1 == d->n)
		return give(d, bytes_of(s->out, out.used), why);
	d->stages[at + 1]->in = bytes_of(s->out, out.used);
	return 0;
}

/* The last stage that has something to do: those behind it must be done with what they borrow. */
static bool find_busy(const struct decode *d, unsigned *at)
{
	for (*at = d->n; (*at)--;)
		if (d->stages[*at]->in.left || d->stages[*at]->more)
			return true;
	return false;
}

int decode_put(struct decode *d, struct bytes in, decode_take *take, void *to, struct fail *why)
{
	unsigned at;
	int rc = 0;

	d->taken += in.left;
	d->take = take;
	d->to = to;
	if (!d->n)
		return give(d, in, why);
	d->stages[0]->in = in;
	while (rc >= 0 && find_busy(d, &at))
		rc = step_stage(d, at, why);
	return rc;
}

bool decode_whole(const struct decode *d)
{
	for (unsigned i = 0; i < d->n; i++)
		if (!d->stages[i]->ended)
			return !d->taken;
	return true;
}

uint64_t decode_extra(const struct decode *d)
{
	return d->extra;
}

uint64_t decode_made(const struct decode *d)
{
	return d->made;
}
