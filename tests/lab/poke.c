/* poke: sends crafted frames and prints every frame that comes in, to try the lab itself. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "lab_base.h"
#include "poke_frame.h"

static const char usage[] =
	"usage: poke [options] INTERFACE echo|flood|arp|ns|syn FROM TO | listen\n"
	"  --count N (1) --interval MS (10) --wait MS (120) --size BYTES of payload (56) --id N "
	"(1)\n"
	"  --first N first sequence number (1) --ttl N (64) --port N (80) --mac TO_MAC\n"
	"  --sweep N TO and the N - 1 addresses after it in turn --until N frames came --ready-fd "
	"N\n"
	"Without --mac a request is sent to whom ARP or neighbour discovery gives. A line a frame "
	"that\n"
	"comes in: ms= since the one sent that it answers, then what lab_view says of it; flood "
	"prints\n"
	"only its totals.\n";

enum { TURN_FRAMES = 256, SEQUENCES = 65536 };

struct poke {
	struct lab_base base;
	struct lab_port *port;
	struct poke_frame what;
	struct addr first_to;
	int64_t count, interval_ns, wait_ns, sweep, until, ready_fd;
	uint64_t sent, came, answers;
	int64_t started_ns, last_ns;
	bool listens, floods;
	int64_t sent_ns[SEQUENCES]; /* realtime, by sequence */
};

static void send_one(struct poke *p)
{
	uint8_t frame[POKE_FRAME_BYTES];
	size_t n;

	p->what.to = poke_addr_after(&p->first_to, p->sweep ? p->sent % (uint64_t)p->sweep : 0);
	n = poke_frame_build(&p->what, frame);
	p->sent_ns[p->what.sequence] = clock_wall();
	lab_port_put(p->port, frame, n);
	p->what.sequence++;
	p->sent++;
}

/* -1: it answers nothing of ours. */
static int answered_sequence(const struct poke *p, const struct lab_view *v)
{
	if (p->what.kind == POKE_ECHO && v->has_icmp &&
		icmp_class(&v->icmp) == ICMP_CLASS_ECHO_REPLY && v->icmp.id == p->what.id)
		return v->icmp.sequence;
	if (p->what.kind == POKE_ARP && v->arp_op == 2)
		return (uint16_t)(p->what.sequence - 1);
	return -1;
}

static void print_frame(const struct poke *p, const struct lab_view *v, int64_t at_ns)
{
	int sequence = answered_sequence(p, v);

	if (sequence >= 0 && p->sent_ns[sequence])
		printf("ms=%.3f ", (double)(at_ns - p->sent_ns[sequence]) / 1e6);
	lab_view_print(v, stdout);
	if (v->ethertype != LAB_ARP)
		printf(" checksum=%s", poke_checksum_ok(v) ? "ok" : "bad");
	if (sequence >= 0 && p->what.kind == POKE_ECHO)
		poke_print_payload(&p->what, v);
	putchar('\n');
}

static void receive(struct poke *p)
{
	struct lab_frame f;
	struct lab_view v;

	for (int i = 0; i < TURN_FRAMES && lab_port_next(p->port, &f); i++) {
		lab_view_read(&v, f.p, f.bytes);
		p->came++;
		p->answers += answered_sequence(p, &v) >= 0;
		p->last_ns = clock_now();
		if (!p->floods)
			print_frame(p, &v, f.at_realtime_ns);
	}
	if (!p->floods)
		fflush(stdout);
}

/* In a flood as many are outstanding as the first burst of 1000; lost ones are replaced by time, a
 * few at once: who answers may only have no CPU. */
static bool stuck(const struct poke *p, int64_t now)
{
	return p->floods && now > p->last_ns + 100 * CLOCK_MS;
}

static bool due(const struct poke *p, int64_t now)
{
	if (p->listens || p->sent >= (uint64_t)p->count)
		return false;
	if (p->floods)
		return p->sent < p->came + 1000 || stuck(p, now);
	return now >= p->started_ns + (int64_t)p->sent * p->interval_ns;
}

static bool is_over(const struct poke *p, int64_t now)
{
	if (p->base.ends || (p->until && p->came >= (uint64_t)p->until))
		return true;
	if (p->listens || p->sent < (uint64_t)p->count)
		return false;
	if (p->floods && p->answers >= p->sent)
		return true;
	return now > (p->last_ns > p->started_ns ? p->last_ns : p->started_ns) + p->wait_ns;
}

static void loop(struct poke *p)
{
	int64_t now = clock_now(), next;

	p->started_ns = p->last_ns = now;
	while (!is_over(p, now)) {
		uint64_t before = p->sent;

		for (int i = 0; i < 64 && due(p, now); i++)
			send_one(p);
		if (p->sent > before && (!p->floods || stuck(p, now)))
			p->last_ns = now;
		lab_port_flush(p->port);
		receive(p);
		next = now + p->wait_ns / 4 + 1;
		if (p->sent < (uint64_t)p->count && !p->floods)
			next = p->started_ns + (int64_t)p->sent * p->interval_ns;
		if (due(p, clock_now()))
			next = 0;
		lab_base_wait(&p->base, &p->port, 1, p->listens ? INT64_MAX : next);
		now = clock_now();
	}
}

static void report(struct poke *p)
{
	double seconds = (double)(p->last_ns - p->started_ns) / 1e9;
	struct lab_port_counts c;

	lab_port_count(p->port, &c);
	printf("total sent=%" PRIu64 " came=%" PRIu64 " answers=%" PRIu64 " ring_full=%" PRIu64
	       " per_second=%.0f\n",
		p->sent, p->came, p->answers, c.ring_full,
		seconds > 0 ? (double)p->answers / seconds : 0);
}

static int set_number(struct poke *p, int letter, int64_t v)
{
	switch (letter) {
	case 'c':
		p->count = v;
		break;
	case 's':
		p->what.payload_bytes = (size_t)v;
		break;
	case 'd':
		p->what.id = (uint16_t)v;
		break;
	case 'f':
		p->what.sequence = (uint16_t)v;
		break;
	case 't':
		p->what.ttl = (uint8_t)v;
		break;
	case 'p':
		p->what.port = (uint16_t)v;
		break;
	case 'S':
		p->sweep = v;
		break;
	case 'u':
		p->until = v;
		break;
	case 'r':
		p->ready_fd = v;
		break;
	default:
		return -EINVAL;
	}
	return 0;
}

static int option(struct poke *p, int letter, const char *value, struct fail *why)
{
	char *end;
	double number = strtod(value ? value : "", &end);

	if (letter == 'm') {
		p->what.has_mac = mac_parse(&p->what.mac, value);
		return p->what.has_mac ? 0 : fail_set(why, EINVAL, "no MAC: %s", value);
	}
	if (letter == '?' || *end || !(number >= 0 && number <= 1e9))
		return fail_set(why, EINVAL, "bad option or number\n%s", usage);
	if (letter == 'i')
		p->interval_ns = (int64_t)(number * CLOCK_MS);
	else if (letter == 'w')
		p->wait_ns = (int64_t)(number * CLOCK_MS);
	else
		return set_number(p, letter, (int64_t)number);
	return 0;
}

static int operands(struct poke *p, char **rest, int n, struct fail *why)
{
	if (n == 2 && !strcmp(rest[1], "listen")) {
		p->listens = true;
		return 0;
	}
	if (n != 4 || !addr_parse(&p->what.from, rest[2]) || !addr_parse(&p->first_to, rest[3]))
		return fail_set(why, EINVAL, "what is to be sent?\n%s", usage);
	p->floods = !strcmp(rest[1], "flood");
	p->what.to = p->first_to;
	if (!poke_kind_parse(&p->what.kind, p->floods ? "echo" : rest[1]))
		return fail_set(why, EINVAL, "cannot send %s\n%s", rest[1], usage);
	if (p->what.payload_bytes > POKE_PAYLOAD_BYTES)
		return fail_set(why, EINVAL, "at most %d bytes", POKE_PAYLOAD_BYTES);
	return 0;
}

static int options(struct poke *p, int argc, char **argv, struct fail *why)
{
	static const struct option table[] = {{"count", 1, NULL, 'c'}, {"interval", 1, NULL, 'i'},
		{"wait", 1, NULL, 'w'}, {"size", 1, NULL, 's'}, {"id", 1, NULL, 'd'},
		{"first", 1, NULL, 'f'}, {"ttl", 1, NULL, 't'}, {"port", 1, NULL, 'p'},
		{"mac", 1, NULL, 'm'}, {"sweep", 1, NULL, 'S'}, {"until", 1, NULL, 'u'},
		{"ready-fd", 1, NULL, 'r'}, {0}};
	int letter, rc = 0;

	while (!rc && (letter = getopt_long(argc, argv, "", table, NULL)) != -1)
		rc = option(p, letter, optarg, why);
	return rc ? rc : operands(p, argv + optind, argc - optind, why);
}

/* Asks for the neighbour's MAC as any host would and waits for the answer. */
static int find_mac(struct poke *p, struct fail *why)
{
	int64_t until = clock_now() + CLOCK_SECOND;
	uint8_t frame[POKE_FRAME_BYTES];
	struct lab_frame f;
	struct lab_view v;

	lab_port_put(p->port, frame, poke_question_build(&p->what, frame));
	lab_port_flush(p->port);
	while (clock_now() < until && !p->base.ends) {
		while (lab_port_next(p->port, &f)) {
			lab_view_read(&v, f.p, f.bytes);
			if (poke_question_answered(&p->what, &v, &p->what.mac))
				return 0;
		}
		lab_base_wait(&p->base, &p->port, 1, until);
	}
	return fail_set(why, EHOSTUNREACH, "nobody says where the target is");
}

int main(int argc, char **argv)
{
	struct poke *p = calloc(1, sizeof *p);
	struct fail why = {0};
	int rc;

	if (!p)
		return 2;
	*p = (struct poke){.count = 1, .interval_ns = 10 * CLOCK_MS, .wait_ns = 120 * CLOCK_MS};
	p->what = (struct poke_frame){
		.payload_bytes = 56, .id = 1, .sequence = 1, .ttl = 64, .port = 80};
	p->ready_fd = -1;
	rc = options(p, argc, argv, &why);
	if (!rc)
		rc = lab_base_open(&p->base, "poke", NULL, &why);
	if (!rc)
		rc = lab_port_open(&p->port, argv[optind], 16384, &why);
	if (!rc) {
		p->what.own_mac = *lab_port_mac(p->port);
		lab_base_ready((int)p->ready_fd);
		if (!p->listens && !p->what.has_mac && poke_needs_mac(&p->what))
			rc = find_mac(p, &why);
	}
	if (!rc) {
		loop(p);
		report(p);
	}
	lab_port_close(p->port);
	free(p);
	return rc ? lab_base_die("poke", &why) : 0;
}
