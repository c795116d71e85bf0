/* targets_add: what is in the set and what is left out, until it is sealed. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <string.h>

#include "targets_parts.h"

static int not_open(const struct targets *t, struct fail *why)
{
	return t->sealed ? fail_set(why, EINVAL, "the targets are complete already") : 0;
}

static int add_span(struct targets *t, const struct span *s, uint32_t label, struct fail *why)
{
	struct u128 more = u128_minus(s->last, s->first);
	int rc = pieces_push(&t->pieces, s->first, more.lo + 1, (s->v6 ? PIECE_V6 : 0) | label);

	return rc ? targets_full(rc, why) : 1;
}

int targets_add(struct targets *t, const char *text, struct fail *why)
{
	struct u128 more;
	struct span s;
	int rc = not_open(t, why);

	if (rc)
		return rc;
	rc = targets_parse(&s, text, t->flags & TARGETS_ENDS, why);
	if (rc <= 0)
		return rc;
	more = u128_minus(s.last, s.first);
	if (more.hi || more.lo >= TARGETS_MAX)
		return fail_set(why, E2BIG,
			"%.100s: more than 2^40 addresses; an IPv6 prefix of /88 is the most",
			text);
	return add_span(t, &s, 0, why);
}

/* Copies name to the end of names; 0 is no memory. */
static uint32_t name_add(struct targets *t, const char *name)
{
	size_t size = strlen(name) + 1;
	char *names = targets_room(t->names, &t->names_size, t->names_bytes + (uint64_t)size, 1);
	uint32_t at = t->names_bytes;

	if (!names)
		return 0;
	t->names = names;
	memcpy(names + at, name, size);
	t->names_bytes += (uint32_t)size;
	return at;
}

/* The label for a zone and a name; a name's addresses come one after another and share theirs. */
static int label_for(struct targets *t, uint32_t zone, const char *name, uint32_t *label)
{
	const struct label *last = &t->labels[t->n_labels - 1];
	struct label made = {.zone = zone};
	struct label *labels;

	*label = 0;
	if (!zone && !name)
		return 0;
	*label = t->n_labels - 1;
	if (*label && last->zone == zone &&
		(name ? last->name && !strcmp(t->names + last->name, name) : !last->name))
		return 0;
	if (t->n_labels > PIECE_LABEL)
		return -E2BIG;
	labels =
		targets_room(t->labels, &t->labels_size, t->n_labels + UINT64_C(1), sizeof *labels);
	if (!labels)
		return -ENOMEM;
	t->labels = labels;
	if (name && !(made.name = name_add(t, name)))
		return -ENOMEM;
	*label = t->n_labels;
	t->labels[t->n_labels++] = made;
	return 0;
}

static struct span span_of(const struct addr *a)
{
	struct u128 n = targets_number(a);

	return (struct span){n, n, a->family == ADDR_V6};
}

static int takes_addr(const struct targets *t, const struct addr *a, struct fail *why)
{
	if (!addr_size(a))
		return fail_set(why, EINVAL, "an address of no family is no target");
	return not_open(t, why);
}

int targets_add_addr(struct targets *t, const struct addr *a, const char *name, struct fail *why)
{
	struct span s = span_of(a);
	uint32_t label;
	int rc = takes_addr(t, a, why);

	if (rc)
		return rc;
	rc = label_for(t, s.v6 ? a->zone : 0, name, &label);
	return rc ? targets_full(rc, why) : add_span(t, &s, label, why);
}

static int exclude(struct targets *t, const struct span *s, struct fail *why)
{
	struct span *excluded = targets_room(
		t->excluded, &t->excluded_size, t->n_excluded + UINT64_C(1), sizeof *excluded);

	if (!excluded)
		return targets_full(-ENOMEM, why);
	t->excluded = excluded;
	t->excluded[t->n_excluded++] = *s;
	return 1;
}

int targets_exclude(struct targets *t, const char *text, struct fail *why)
{
	struct span s;
	int rc = not_open(t, why);

	if (rc)
		return rc;
	rc = targets_parse(&s, text, true, why);
	return rc > 0 ? exclude(t, &s, why) : rc;
}
