/* peer: a host that answers for whole prefixes, and as wrongly as its script says. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "lab_base.h"
#include "lab_queue.h"
#include "peer_answer.h"

static const char usage[] =
	"usage: peer [--own PREFIX]... [--tcp-open PORTS] [--rule RULE]... [--script FILE]\n"
	"            [--log FILE] [--ready-fd N] [--seed N] [--slots N] INTERFACE\n"
	"Answers ARP, neighbour discovery, echo, TCP (RST but for --tcp-open) and UDP (port "
	"unreachable)\n"
	"for its prefixes (all addresses), and router solicitations where a rule says from whom. "
	"The first rule that matches a packet decides: see\n"
	"peer_action.h for what it does and lab_rule.h for which packets.\n"
	"TERM or INT ends it, USR1 writes the totals to the log.\n";

enum { OWN_MAX = 32, TURN_FRAMES = 256 };
enum question { ASKS_ARP, ASKS_NS, ASKS_RS, ASKS_ECHO, ASKS_TCP, ASKS_UDP, ASKS_NOTHING };

struct peer {
	struct lab_base base;
	struct lab_port *port;
	struct lab_queue later;
	struct addr_prefix own[OWN_MAX];
	size_t n_own;
	struct lab_ranges open;
	bool has_open;
	struct peer_rule rules[LAB_RULES];
	size_t n_rules;
	uint64_t applied[LAB_RULES], asked[ASKS_NOTHING], answered[ASKS_NOTHING], seed;
	const char *log_path;
	int ready_fd;
	unsigned slots;
	uint8_t frame[PEER_FRAME_BYTES];
};

static bool owns(const struct peer *p, const struct addr *a)
{
	for (size_t i = 0; i < p->n_own; i++)
		if (addr_prefix_holds(&p->own[i], a))
			return true;
	return !p->n_own;
}

/* What a packet wants of us, and of which address. */
static enum question question_of(const struct lab_view *v, struct addr *of)
{
	struct bytes target = v->icmp.payload;
	uint8_t bytes[16];

	*of = v->to;
	if (v->ethertype == LAB_ARP)
		return v->arp_op == 1 && !addr_equal(&v->from, &v->to) ? ASKS_ARP : ASKS_NOTHING;
	if (v->ethertype == LAB_IP6 && v->has_icmp && v->icmp.type == 135) {
		bytes_copy(&target, bytes, sizeof bytes);
		*of = addr_v6(bytes);
		return target.bad ? ASKS_NOTHING : ASKS_NS;
	}
	if (v->ethertype == LAB_IP6 && v->has_icmp && v->icmp.type == 133)
		return ASKS_RS;
	if (v->fragment || addr_is_unspecified(&v->from))
		return ASKS_NOTHING;
	if (v->has_icmp && icmp_class(&v->icmp) == ICMP_CLASS_ECHO_REQUEST)
		return ASKS_ECHO;
	if (!v->has_ports)
		return ASKS_NOTHING;
	return v->protocol == IPPROTO_TCP ? ASKS_TCP : ASKS_UDP;
}

static const struct peer_action *decide(struct peer *p, const struct lab_view *v)
{
	FILE *log = p->base.log;

	for (size_t i = 0; i < p->n_rules; i++) {
		if (!lab_match_holds(&p->rules[i].match, v, LAB_ANY_SIDE))
			continue;
		p->applied[i]++;
		if (log) {
			fprintf(log, "at=%" PRId64 " rule=%zu nth=%" PRIu64 " ", clock_now(), i + 1,
				p->rules[i].match.seen);
			lab_view_print(v, log);
			putc('\n', log);
		}
		return &p->rules[i].action;
	}
	return &peer_plain;
}

static void send_at(struct peer *p, int64_t wait_ns, size_t bytes)
{
	if (!bytes)
		return;
	if (wait_ns <= 0)
		lab_port_put(p->port, p->frame, bytes);
	else if (lab_queue_put(&p->later, clock_now() + wait_ns, 0, p->frame, bytes) < 0)
		perror("peer");
}

static size_t build_unreachable(const struct peer_question *q, uint8_t *to)
{
	struct peer_action closed = *q->a;
	struct peer_question one = *q;

	closed.type = q->v->ethertype == LAB_IP4 ? 3 : 1;
	closed.code = q->v->ethertype == LAB_IP4 ? 3 : 4;
	one.a = &closed;
	return peer_error(&one, to);
}

static size_t build(struct peer *p, enum question what, const struct peer_question *q)
{
	bool open = q->a->accept || (!q->a->reset && p->has_open &&
					    lab_ranges_hold(&p->open, q->v->destination_port));

	switch (what) {
	case ASKS_ARP:
		return peer_arp(q, p->frame);
	case ASKS_NS:
		return peer_advertisement(q, p->frame);
	case ASKS_RS:
		return peer_router(q, p->frame);
	case ASKS_ECHO:
		return peer_echo(q, p->frame);
	case ASKS_TCP:
		return peer_tcp(q, open, p->frame);
	case ASKS_UDP:
		return build_unreachable(q, p->frame);
	case ASKS_NOTHING:
		break;
	}
	return 0;
}

static void speak_first(struct peer *p, enum question what, const struct peer_question *q)
{
	if (q->a->inject && what == ASKS_ECHO)
		send_at(p, 0, peer_injection(q, p->frame));
	if (q->a->claim && (what == ASKS_ARP || what == ASKS_NS))
		send_at(p, 0, peer_claim(q, p->frame));
	if (q->a->probe && (what == ASKS_ARP || what == ASKS_NS))
		send_at(p, 0, peer_probe(q, p->frame));
}

static void answer_as(struct peer *p, enum question what, const struct peer_question *q)
{
	const struct peer_action *a = q->a;
	int64_t wait_ns = a->late_ns;
	size_t bytes;

	speak_first(p, what, q);
	if (a->silent)
		return;
	p->answered[what]++;
	for (int64_t i = 0; i < a->times; i++, wait_ns += a->gap_ns) {
		bytes = a->error ? peer_error(q, p->frame) : build(p, what, q);
		send_at(p, wait_ns, bytes);
	}
	if (a->error && a->too) {
		struct peer_action plain = peer_plain;
		struct peer_question one = *q;

		one.a = &plain;
		one.from = &q->v->to;
		send_at(p, a->late_ns, build(p, what, &one));
	}
}

static void answer_by(
	struct peer *p, enum question what, struct peer_question *q, const struct addr *of)
{
	for (size_t i = 0; i < q->a->n_from; i++) {
		q->from = &q->a->from[i];
		answer_as(p, what, q);
	}
	q->from = of;
	/* A group is nobody until a rule says who answers for it; nor is there a router. */
	if (!q->a->n_from && !addr_is_multicast(of))
		answer_as(p, what, q);
}

static void take_frame(struct peer *p, const struct lab_frame *f)
{
	struct peer_question q = {0};
	struct lab_view v;
	struct addr of;
	enum question what;

	lab_view_read(&v, f->p, f->bytes);
	what = question_of(&v, &of);
	if (what == ASKS_NOTHING || (!owns(p, &of) && !addr_is_multicast(&of)))
		return;
	p->asked[what]++;
	q = (struct peer_question){.v = &v, .a = decide(p, &v), .from = &of};
	q.mac = lab_port_mac(p->port);
	for (size_t i = 0; i < (q.a->n_mac ? q.a->n_mac : 1); i++) {
		if (q.a->n_mac)
			q.mac = &q.a->mac[i];
		answer_by(p, what, &q, &of);
	}
}

static void report(struct peer *p)
{
	static const char *const names[] = {"arp", "ns", "rs", "echo", "tcp", "udp"};
	struct lab_port_counts c;
	FILE *log = p->base.log;

	p->base.reports = false;
	if (!log)
		return;
	for (size_t i = 0; i < p->n_rules; i++)
		fprintf(log, "total rule=%zu matched=%" PRIu64 " applied=%" PRIu64 "\n", i + 1,
			p->rules[i].match.seen, p->applied[i]);
	for (size_t i = 0; i < ASKS_NOTHING; i++)
		fprintf(log, "total asks=%s asked=%" PRIu64 " answered=%" PRIu64 "\n", names[i],
			p->asked[i], p->answered[i]);
	lab_port_count(p->port, &c);
	lab_base_counts(log, "p", &c);
	fprintf(log, "total end waiting=%zu\n", p->later.n);
	fflush(log);
}

static void loop(struct peer *p)
{
	struct lab_item *item;
	struct lab_frame f;
	int64_t until;
	int n;

	while (!p->base.ends) {
		for (n = 0; n < TURN_FRAMES && lab_port_next(p->port, &f); n++)
			take_frame(p, &f);
		while (p->later.n && (item = lab_queue_take(&p->later, clock_now()))) {
			lab_port_put(p->port, item->frame, item->bytes);
			free(item);
		}
		lab_port_flush(p->port);
		until = n == TURN_FRAMES ? 0 : lab_queue_due(&p->later);
		lab_base_wait(&p->base, &p->port, 1, until);
		if (p->base.reports)
			report(p);
	}
	report(p);
}

static int add_rule(void *to, const char *line, struct fail *why)
{
	struct peer *p = to;

	if (p->n_rules == LAB_RULES)
		return fail_set(why, E2BIG, "more than %d rules", LAB_RULES);
	p->n_rules++;
	return peer_rule_parse(&p->rules[p->n_rules - 1], line, p->seed + p->n_rules, why);
}

static int add_own(struct peer *p, const char *text, struct fail *why)
{
	if (p->n_own == OWN_MAX || !addr_prefix_parse(&p->own[p->n_own], text))
		return fail_set(why, EINVAL, "not a prefix, or too many: %s", text);
	p->n_own++;
	return 0;
}

static int option(struct peer *p, int letter, struct fail *why)
{
	switch (letter) {
	case 'o':
		return add_own(p, optarg, why);
	case 't':
		p->has_open = lab_ranges_parse(&p->open, optarg);
		return p->has_open ? 0 : fail_set(why, EINVAL, "not ports: %s", optarg);
	case 'r':
		return add_rule(p, optarg, why);
	case 's':
		return lab_base_script(optarg, add_rule, p, why);
	case 'l':
		p->log_path = optarg;
		return 0;
	case 'f':
		p->ready_fd = (int)strtol(optarg, NULL, 10);
		return 0;
	case 'd':
		p->seed = strtoull(optarg, NULL, 10);
		return 0;
	case 'n':
		p->slots = (unsigned)strtoul(optarg, NULL, 10);
		return 0;
	}
	return fail_set(why, EINVAL, "no such option");
}

static int options(struct peer *p, int argc, char **argv, struct fail *why)
{
	static const struct option table[] = {{"own", 1, NULL, 'o'}, {"tcp-open", 1, NULL, 't'},
		{"rule", 1, NULL, 'r'}, {"script", 1, NULL, 's'}, {"log", 1, NULL, 'l'},
		{"ready-fd", 1, NULL, 'f'}, {"seed", 1, NULL, 'd'}, {"slots", 1, NULL, 'n'}, {0}};
	int letter, rc = 0;

	while (!rc && (letter = getopt_long(argc, argv, "", table, NULL)) != -1)
		rc = option(p, letter, why);
	if (!rc && optind + 1 != argc)
		rc = fail_set(why, EINVAL, "one interface, please\n%s", usage);
	return rc;
}

int main(int argc, char **argv)
{
	struct peer *p = calloc(1, sizeof *p);
	struct fail why = {0};
	int rc;

	if (!p)
		return 2;
	p->ready_fd = -1;
	p->slots = 16384;
	p->seed = 1;
	rc = options(p, argc, argv, &why);
	if (!rc)
		rc = lab_base_open(&p->base, "peer", p->log_path, &why);
	if (!rc)
		rc = lab_port_open(&p->port, argv[optind], p->slots, &why);
	if (!rc) {
		lab_base_ready(p->ready_fd);
		loop(p);
	}
	lab_port_close(p->port);
	lab_queue_free(&p->later);
	if (p->base.log)
		fclose(p->base.log);
	free(p);
	return rc ? lab_base_die("peer", &why) : 0;
}
