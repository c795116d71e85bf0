/* story: reads a capture of one TCP connection as savefile.h does, and prints what flow tells of
 * it, a line an event. The first packet's sender is the tuple's first end. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>
#include <stdio.h>

#include "flow.h"
#include "savefile.h"

static double ms(int64_t ns)
{
	return (double)ns / 1e6;
}

static void print_turn(const struct flow_turn *t)
{
	printf(" turn %u: %" PRIu64 " bytes, %" PRIu64 " back", t->number, t->request_bytes,
		t->response_bytes);
	if (t->request_acked_ns >= 0)
		printf(", acknowledged%s +%.1f", t->acked_by_response ? " by the answer" : "",
			ms(t->request_acked_ns - t->request_last_ns));
	if (t->response_first_ns >= 0)
		printf(", answered +%.1f", ms(t->response_first_ns - t->request_last_ns));
}

static void print_event(const struct flow_event *e, int64_t start_ns)
{
	printf("%.1f %" PRIu64 " %s %s", ms(e->at_ns - start_ns), e->packet,
		e->from == FLOW_OUT ? "out" : "in", flow_kind_name(e->kind));
	if (e->count)
		printf(" #%u", e->count);
	if (e->bytes)
		printf(" %" PRIu64 "+%" PRIu64, e->offset, e->bytes);
	if (e->kind == FLOW_STATE)
		printf(" %s > %s", flow_state_name(e->was), flow_state_name(e->is));
	if (e->kind == FLOW_RETRANSMIT)
		printf(" %s", flow_retransmission_name(e->how));
	if (e->kind == FLOW_RST)
		printf(" ttl %d/%d%s", e->reset.ttl, e->reset.usual_ttl,
			e->reset.exact ? " exact" : "");
	if (e->kind == FLOW_TURN || e->kind == FLOW_RESPONSE)
		print_turn(&e->turn);
	if (e->took_ns >= 0)
		printf(" took %.1f", ms(e->took_ns));
	putchar('\n');
}

static void print_totals(const struct flow *f)
{
	static const char *const names[] = {"out", "in"};

	for (int i = 0; i < 2; i++) {
		const struct flow_end *e = &f->end[i];

		printf("total %s bytes=%" PRIu64 " sent=%" PRIu64 " segments=%" PRIu64
		       " retransmits=%" PRIu64 " fast=%" PRIu64 " spurious=%" PRIu64
		       " out_of_order=%" PRIu64 " duplicate_acks=%" PRIu64 " holes=%" PRIu64
		       " zero_windows=%" PRIu64 " large=%" PRIu64 " syns=%u\n",
			names[i], e->bytes, e->sent_bytes, e->segments, e->retransmits, e->fast,
			e->spurious, e->out_of_order, e->duplicate_acks, e->holes, e->zero_windows,
			e->large_segments, e->syns);
	}
}

static struct flow_tuple tuple_of(const struct packet *p)
{
	return (struct flow_tuple){.addr = {p->source, p->destination},
		.port = {p->tcp.source_port, p->tcp.destination_port}};
}

int main(int argc, char **argv)
{
	struct savefile *s = argc == 2 ? savefile_read(argv[1]) : NULL;
	static struct flow f;
	struct flow_tuple t = {0};
	struct flow_segment g;
	struct flow_event e;

	if (!s || !s->good || !s->n)
		return 2;
	flow_init(&f);
	for (size_t i = 0; i < s->n; i++) {
		struct packet p = savefile_decode(&s->packets[i]);

		if (!t.port[0])
			t = tuple_of(&p);
		if (!flow_segment_of(&t, &p, &g))
			continue;
		flow_feed(&f, &g, s->packets[i].at_ns, i + 1);
		while (flow_next(&f, &e))
			print_event(&e, s->packets[0].at_ns);
	}
	flow_finish(&f);
	while (flow_next(&f, &e))
		print_event(&e, s->packets[0].at_ns);
	print_totals(&f);
	free(s);
	return 0;
}
