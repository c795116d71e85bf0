/* relay: copies frames between two interfaces and does to them what a script says. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "lab_base.h"
#include "lab_queue.h"
#include "relay_action.h"

static const char usage[] =
	"usage: relay [--rule RULE]... [--script FILE] [--log FILE] [--ready-fd N] [--seed N]\n"
	"             [--slots N] A B\n"
	"Every rule that matches a frame applies, in order; a drop ends the walk. A rule is "
	"words:\n"
	"  drop | delay MS | dup [N [gap MS]] | reorder K [MS] | corrupt "
	"[ip+|l4+|data+]OFFSET[:XOR]\n"
	"  | fix | truncate BYTES | note, and which frames: see lab_rule.h.\n"
	"TERM or INT ends it, USR1 writes the totals to the log.\n";

enum { HELD_MAX = 1024, TURN_FRAMES = 256 };

/* A frame that lets others of its kind pass first. */
struct held {
	struct lab_item *item; /* its due time is when it goes at the latest */
	uint64_t kind;
	int64_t left; /* frames still to pass */
};

struct relay {
	struct lab_base base;
	struct lab_port *ports[2]; /* a and b; side s leaves by ports[s] */
	struct lab_queue later;
	struct held held[HELD_MAX];
	size_t n_held;
	struct relay_rule rules[LAB_RULES];
	size_t n_rules;
	uint64_t applied[LAB_RULES], seen[2], dropped[2], oversize;
	uint64_t seed;
	const char *log_path;
	int ready_fd;
	unsigned slots;
};

/* What all rules together decided about one frame. */
struct fate {
	bool drop;
	int64_t delay_ns, gap_ns, copies, hold, hold_ns;
};

static void log_decision(struct relay *r, size_t rule, int out, const struct lab_view *v)
{
	FILE *log = r->base.log;

	if (!log)
		return;
	fprintf(log, "at=%" PRId64 " side=%s rule=%zu nth=%" PRIu64 " act=", clock_now(),
		out ? "a2b" : "b2a", rule + 1, r->rules[rule].match.seen);
	relay_action_print(&r->rules[rule].action, log);
	putc(' ', log);
	lab_view_print(v, log);
	putc('\n', log);
}

static void decide(
	struct relay *r, int out, struct lab_view *v, struct lab_frame *f, struct fate *fate)
{
	struct relay_action *a;

	for (size_t i = 0; i < r->n_rules && !fate->drop; i++) {
		if (!lab_match_holds(&r->rules[i].match, v, out ? LAB_A2B : LAB_B2A))
			continue;
		a = &r->rules[i].action;
		r->applied[i]++;
		log_decision(r, i, out, v);
		fate->drop = a->drop;
		fate->delay_ns += a->delay_ns;
		if (a->copies) {
			fate->copies = a->copies;
			fate->gap_ns = a->gap_ns;
		}
		if (a->hold) {
			fate->hold = a->hold;
			fate->hold_ns = a->hold_ns;
		}
		if (a->corrupt || a->fix || a->truncate)
			relay_change(a, v, f->p, &f->bytes);
	}
}

/* What goes the same way and is of the same protocol and ICMP type: a stray neighbour solicitation
 * must not count as a packet passed. */
static uint64_t kind_of(int out, const uint8_t *frame, size_t bytes)
{
	struct lab_view v;

	lab_view_read(&v, frame, bytes);
	return (uint64_t)v.ethertype << 32 | (uint64_t)v.protocol << 16 |
	       (uint64_t)(v.has_icmp ? v.icmp.type : 0) << 1 | (uint64_t)out;
}

static struct lab_item *take_held(struct relay *r, size_t at)
{
	struct lab_item *item = r->held[at].item;

	r->held[at] = r->held[--r->n_held];
	return item;
}

/* One frame of a kind passed: counts it, and sends one frame that waited for it. Returns the kind
 * of that one, which counts as passing too, or 0. */
static uint64_t set_free(struct relay *r, uint64_t passed)
{
	uint64_t kind = 0;
	struct lab_item *item;

	for (size_t i = 0; i < r->n_held; i++)
		if (r->held[i].kind == passed)
			r->held[i].left--;
	for (size_t i = 0; i < r->n_held; i++) {
		if (r->held[i].left > 0)
			continue;
		kind = r->held[i].kind;
		item = take_held(r, i);
		lab_port_put(r->ports[item->tag], item->frame, item->bytes);
		free(item);
		break;
	}
	return kind;
}

static void send_now(struct relay *r, int out, const uint8_t *frame, size_t bytes)
{
	uint64_t kind = r->n_held ? kind_of(out, frame, bytes) : 0;

	lab_port_put(r->ports[out], frame, bytes);
	while (kind)
		kind = set_free(r, kind);
}

static void hold(struct relay *r, int out, const struct lab_frame *f, const struct fate *fate,
	int64_t now_ns)
{
	struct lab_queue one = {0};
	struct lab_item *item;

	if (r->n_held == HELD_MAX ||
		lab_queue_put(&one, now_ns + fate->hold_ns, out, f->p, f->bytes) < 0) {
		r->oversize++;
		return;
	}
	item = lab_queue_take(&one, INT64_MAX);
	lab_queue_free(&one);
	r->held[r->n_held++] = (struct held){
		.item = item, .kind = kind_of(out, f->p, f->bytes), .left = fate->hold};
}

static void pass(struct relay *r, int out, const struct lab_frame *f, const struct fate *fate)
{
	int64_t now = fate->delay_ns || fate->gap_ns || fate->hold ? clock_now() : 0;
	int64_t wait_ns = fate->delay_ns;

	if (fate->hold) {
		hold(r, out, f, fate, now);
		return;
	}
	for (int64_t i = 0; i <= fate->copies; i++, wait_ns += fate->gap_ns)
		if (!wait_ns)
			send_now(r, out, f->p, f->bytes);
		else if (lab_queue_put(&r->later, now + wait_ns, out, f->p, f->bytes) < 0)
			r->oversize++;
}

static void take_frame(struct relay *r, int out, struct lab_frame *f)
{
	struct fate fate = {0};
	struct lab_view v;

	r->seen[out]++;
	if (f->whole_bytes > f->bytes && f->whole_bytes - f->bytes > 4) {
		r->oversize++;
		return;
	}
	if (r->n_rules || f->checksum_is_partial)
		lab_view_read(&v, f->p, f->bytes);
	if (f->checksum_is_partial)
		lab_view_checksum(&v, f->p);
	if (r->n_rules)
		decide(r, out, &v, f, &fate);
	if (fate.drop)
		r->dropped[out]++;
	else
		pass(r, out, f, &fate);
}

/* Frames of both ports in turn, so that neither starves; false when both rings are empty. */
static bool turn(struct relay *r)
{
	struct lab_frame f;
	bool any = false;

	for (int in = 0; in < 2; in++)
		for (int i = 0; i < TURN_FRAMES && lab_port_next(r->ports[in], &f); i++) {
			take_frame(r, !in, &f);
			any = true;
		}
	return any;
}

/* Sends what is due and returns when the next frame will be. */
static int64_t send_due(struct relay *r)
{
	int64_t now, next = INT64_MAX;
	struct lab_item *item;

	if (!r->later.n && !r->n_held)
		return INT64_MAX;
	now = clock_now();
	while ((item = lab_queue_take(&r->later, now))) {
		send_now(r, item->tag, item->frame, item->bytes);
		free(item);
	}
	for (size_t i = 0; i < r->n_held;)
		if (r->held[i].item->due_ns <= now) {
			item = take_held(r, i);
			send_now(r, item->tag, item->frame, item->bytes);
			free(item);
		} else if (r->held[i++].item->due_ns < next) {
			next = r->held[i - 1].item->due_ns;
		}
	return lab_queue_due(&r->later) < next ? lab_queue_due(&r->later) : next;
}

static void report(struct relay *r)
{
	static const char *const names[] = {"a", "b"};
	struct lab_port_counts c;
	FILE *log = r->base.log;

	r->base.reports = false;
	if (!log)
		return;
	for (size_t i = 0; i < r->n_rules; i++)
		fprintf(log, "total rule=%zu matched=%" PRIu64 " applied=%" PRIu64 "\n", i + 1,
			r->rules[i].match.seen, r->applied[i]);
	for (int out = 1; out >= 0; out--)
		fprintf(log, "total side=%s seen=%" PRIu64 " dropped=%" PRIu64 "\n",
			out ? "a2b" : "b2a", r->seen[out], r->dropped[out]);
	for (int i = 0; i < 2; i++) {
		lab_port_count(r->ports[i], &c);
		lab_base_counts(log, names[i], &c);
	}
	fprintf(log, "total end not_relayed=%" PRIu64 " waiting=%zu\n", r->oversize,
		r->later.n + r->n_held);
	fflush(log);
}

static void loop(struct relay *r)
{
	int64_t next;
	bool busy;

	while (!r->base.ends) {
		busy = turn(r);
		next = send_due(r);
		lab_port_flush(r->ports[0]);
		lab_port_flush(r->ports[1]);
		lab_base_wait(&r->base, r->ports, 2, busy ? 0 : next);
		if (r->base.reports)
			report(r);
	}
	report(r);
}

static int add_rule(void *to, const char *line, struct fail *why)
{
	struct relay *r = to;

	if (r->n_rules == LAB_RULES)
		return fail_set(why, E2BIG, "more than %d rules", LAB_RULES);
	r->n_rules++;
	return relay_rule_parse(&r->rules[r->n_rules - 1], line, r->seed + r->n_rules, why);
}

static int option(struct relay *r, int letter, struct fail *why)
{
	switch (letter) {
	case 'r':
		return add_rule(r, optarg, why);
	case 's':
		return lab_base_script(optarg, add_rule, r, why);
	case 'l':
		r->log_path = optarg;
		return 0;
	case 'f':
		r->ready_fd = (int)strtol(optarg, NULL, 10);
		return 0;
	case 'd':
		r->seed = strtoull(optarg, NULL, 10);
		return 0;
	case 'n':
		r->slots = (unsigned)strtoul(optarg, NULL, 10);
		return 0;
	}
	return fail_set(why, EINVAL, "no such option");
}

static int options(struct relay *r, int argc, char **argv, struct fail *why)
{
	static const struct option table[] = {{"rule", 1, NULL, 'r'}, {"script", 1, NULL, 's'},
		{"log", 1, NULL, 'l'}, {"ready-fd", 1, NULL, 'f'}, {"seed", 1, NULL, 'd'},
		{"slots", 1, NULL, 'n'}, {0}};
	int letter, rc = 0;

	while (!rc && (letter = getopt_long(argc, argv, "", table, NULL)) != -1)
		rc = option(r, letter, why);
	if (!rc && optind + 2 != argc)
		rc = fail_set(why, EINVAL, "two interfaces, please\n%s", usage);
	return rc;
}

int main(int argc, char **argv)
{
	struct relay *r = calloc(1, sizeof *r);
	struct fail why = {0};
	int rc;

	if (!r)
		return 2;
	*r = (struct relay){.ready_fd = -1, .slots = 8192, .seed = 1};
	rc = options(r, argc, argv, &why);
	if (!rc)
		rc = lab_base_open(&r->base, "relay", r->log_path, &why);
	for (int i = 0; i < 2 && !rc; i++)
		rc = lab_port_open(&r->ports[i], argv[optind + i], r->slots, &why);
	if (!rc) {
		lab_base_ready(r->ready_fd);
		loop(r);
	}
	lab_port_close(r->ports[0]);
	lab_port_close(r->ports[1]);
	lab_queue_free(&r->later);
	for (size_t i = 0; i < r->n_held; i++)
		free(r->held[i].item);
	if (r->base.log)
		fclose(r->base.log);
	free(r);
	return rc ? lab_base_die("relay", &why) : 0;
}
