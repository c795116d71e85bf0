/* relay_action: what a rule of the relay does to a frame. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "relay_action.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char *const bases[] = {
	[RELAY_FRAME] = "frame+", [RELAY_IP] = "ip+", [RELAY_L4] = "l4+", [RELAY_DATA] = "data+"};

/* "data+8:ff" */
static bool take_place(struct relay_action *a, struct lab_words *w)
{
	const char *text = lab_words_peek(w);
	char *end;

	a->corrupt = true;
	a->flip = 0xff;
	for (size_t i = 0; i < sizeof bases / sizeof *bases; i++)
		if (!strncmp(text, bases[i], strlen(bases[i]))) {
			a->base = (enum relay_base)i;
			text += strlen(bases[i]);
			break;
		}
	if (*text < '0' || *text > '9')
		return false;
	a->offset = strtoul(text, &end, 10);
	if (*end == ':')
		a->flip = (uint8_t)strtoul(end + 1, &end, 16);
	w->at++;
	return !*end && a->flip;
}

static bool take_dup(struct relay_action *a, struct lab_words *w)
{
	a->copies = 1;
	lab_words_number(w, 1, 1000, &a->copies);
	return !lab_words_is(w, "gap") || lab_words_ms(w, &a->gap_ns);
}

static bool take_reorder(struct relay_action *a, struct lab_words *w)
{
	a->hold_ns = 1000000000;
	if (!lab_words_number(w, 1, 1000000, &a->hold))
		return false;
	lab_words_ms(w, &a->hold_ns);
	return true;
}

static bool take(void *action, struct lab_words *w)
{
	struct relay_action *a = action;

	if (lab_words_is(w, "drop"))
		return a->drop = true;
	if (lab_words_is(w, "fix"))
		return a->fix = true;
	if (lab_words_is(w, "note"))
		return a->note = true;
	if (lab_words_is(w, "delay"))
		return lab_words_ms(w, &a->delay_ns);
	if (lab_words_is(w, "dup"))
		return take_dup(a, w);
	if (lab_words_is(w, "reorder"))
		return take_reorder(a, w);
	if (lab_words_is(w, "corrupt"))
		return take_place(a, w);
	a->truncate = true;
	return lab_words_is(w, "truncate") && lab_words_number(w, 14, 65536, &a->keep_bytes);
}

int relay_rule_parse(struct relay_rule *out, const char *text, uint64_t seed, struct fail *why)
{
	out->action = (struct relay_action){0};
	return lab_rule_parse(text, seed, &out->match, take, &out->action, why);
}

static size_t base_of(const struct relay_action *a, const struct lab_view *v)
{
	switch (a->base) {
	case RELAY_FRAME:
		return 0;
	case RELAY_IP:
		return v->ip_at;
	case RELAY_L4:
		return v->l4_at;
	case RELAY_DATA:
		return v->data_at;
	}
	return 0;
}

void relay_change(const struct relay_action *a, struct lab_view *v, uint8_t *frame, size_t *bytes)
{
	size_t at = base_of(a, v) + a->offset;

	if (a->corrupt && (a->base == RELAY_FRAME || base_of(a, v)) && at < *bytes)
		frame[at] ^= a->flip;
	if (a->fix) {
		lab_view_read(v, frame, *bytes);
		lab_view_checksum(v, frame);
	}
	if (a->truncate && *bytes > (size_t)a->keep_bytes)
		*bytes = (size_t)a->keep_bytes;
	lab_view_read(v, frame, *bytes);
}

void relay_action_print(const struct relay_action *a, FILE *to)
{
	const char *comma = "";

	if (a->drop) {
		fputs("drop", to);
		return;
	}
	if (a->delay_ns) {
		fprintf(to, "delay=%.3f", (double)a->delay_ns / 1e6);
		comma = ",";
	}
	if (a->copies) {
		fprintf(to, "%sdup=%" PRId64, comma, a->copies);
		comma = ",";
	}
	if (a->hold) {
		fprintf(to, "%sreorder=%" PRId64, comma, a->hold);
		comma = ",";
	}
	if (a->corrupt) {
		fprintf(to, "%scorrupt=%zu", comma, a->offset);
		comma = ",";
	}
	if (a->truncate) {
		fprintf(to, "%struncate=%" PRId64, comma, a->keep_bytes);
		comma = ",";
	}
	if (!*comma)
		fputs("note", to);
}
