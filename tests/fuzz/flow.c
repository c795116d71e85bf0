/* flow: any segments in any order: eight bytes each. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "flow.h"
#include "must.h"

static void check(const struct flow *f)
{
	for (int i = 0; i < 2; i++) {
		const struct flow_end *e = &f->end[i];

		must(e->bytes <= e->sent_bytes && e->retransmitted_bytes <= e->sent_bytes);
		must(e->fast + e->timeouts + e->probes + e->spurious <= e->retransmits);
		must(e->n_holes <= FLOW_HOLES && e->zero_window_ns >= 0);
		must(e->state != FLOW_TIME_WAIT || e->fin_ns >= 0);
	}
	must(f->events <= FLOW_EVENTS && f->event_first < FLOW_EVENTS);
}

/* Small steps of the numbers make overlaps, and the top bit of one a far jump. */
static struct flow_segment segment(struct bytes *b)
{
	struct flow_segment s = {.ip_id = -1};
	uint8_t head = bytes_u8(b);

	s.from = head & 1 ? FLOW_IN : FLOW_OUT;
	s.flags = bytes_u8(b);
	s.sequence = (uint32_t)(int32_t)(int8_t)bytes_u8(b) * (head & 2 ? 1U : 16777216U);
	s.acknowledgment = (uint32_t)(int32_t)(int8_t)bytes_u8(b) * (head & 4 ? 1U : 16777216U);
	s.payload_bytes = bytes_u8(b) * (head & 8 ? 257U : 1U);
	s.window = bytes_u8(b);
	s.ttl = bytes_u8(b);
	s.options.sacks = head & 16 ? 2 : 0;
	s.options.sack[0].left = s.acknowledgment - 5;
	s.options.sack[0].right = s.acknowledgment + (uint32_t)(head >> 5);
	s.options.has_mss = s.options.has_window_scale = s.options.has_timestamps = head & 32;
	s.options.mss = 100;
	s.options.window_scale = head;
	return s;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes b = bytes_of(data, size);
	struct flow_event e;
	struct flow f;
	int64_t at_ns = 0;

	flow_init(&f);
	for (uint64_t n = 1; b.left >= 8; n++) {
		struct flow_segment s = segment(&b);
		uint8_t step = bytes_u8(&b);

		at_ns += step * (step & 1 ? INT64_C(1000) : INT64_C(10000000));
		if (step == 255)
			flow_gap(&f, 1);
		flow_feed(&f, &s, at_ns, n);
		check(&f);
		while (flow_next(&f, &e)) {
			must(e.at_ns == at_ns && e.packet == n && *flow_kind_name(e.kind));
			must(e.took_ns >= -1 && e.took_ns <= at_ns);
			must(e.kind != FLOW_STATE || e.was != e.is);
			must(e.doubtful == (f.drops > 0));
		}
		(void)flow_agreed(&f);
	}
	flow_finish(&f);
	while (flow_next(&f, &e))
		must(e.kind == FLOW_TURN);
	return 0;
}
