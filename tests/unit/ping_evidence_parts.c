/* ping_evidence_parts: what a run's file has of the error queue, and of flows. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "book.h"

static uint32_t first_word(const struct saved *p)
{
	struct bytes b = p->bytes;

	return bytes_u32(&b);
}

/* The flow of a probe: in words, and its label in the header. */
static void flows(void)
{
	static const uint32_t labels[] = {0x12345, 0xfffff, 1};
	struct book b = book_open(ADDR_V6, "flows.pcapng");
	struct savefile *f;

	b.e.c.flows = 3;
	b.e.c.labels = labels;
	sent(&b, 4, 0);
	sent(&b, 3, 200000);
	replied(&b, FRAME_TRANSPORT, 4, 100000);
	f = book_close(&b, "flows.pcapng");
	file_itself(f, 3);
	is_packet(f, 0, 48000, "flow 2, probe 2: reply, rtt 0.052 ms (IP header rebuilt)");
	is_int(first_word(&f->packets[0]), 0x6b8fffff, "its label, beside the traffic class");
	is_int(first_word(&f->packets[1]), 0x6b800000, "what is unknown of a reply is not made up");
	is_int(first_word(&f->packets[2]), 0x6b812345, "another flow's label");
	free(f);
}

static struct packet reported(
	enum addr_family family, const struct wire_report *given, const char *comment)
{
	struct book b = book_open(family, "reported.pcapng");
	struct exact request = echoes_request(&b.s, 0);
	struct wire_report r = *given;
	struct outcome o = outcome_of(&b, OUTCOME_ERROR, 0);
	struct savefile *f;
	struct packet k;

	r.offender = address(family == ADDR_V6 ? "2001:db8::fe" : "198.18.0.254");
	r.destination = b.s.c.target;
	r.quote = request.view;
	o.match.type = r.type;
	o.match.code = r.code;
	o.match.info = r.info;
	o.at_realtime_ns = offset_ns + 77;
	evidence_outcome(&b.e, &o, NULL, &r, offset_ns);
	free(request.block);
	f = book_close(&b, "reported.pcapng");
	file_itself(f, 1);
	is_packet(f, 0, 77, comment);
	k = savefile_decode(&f->packets[0]);
	ok(k.icmp.type == r.type && k.icmp.code == r.code && addr_equal(&k.source, &r.offender) &&
			addr_equal(&k.destination, &b.s.self),
		"type, code and addresses");
	ok(k.quote.present && k.quote.has_echo && k.quote.echo_id == ECHOES_ID &&
			k.quote.echo_sequence == 1 && addr_equal(&k.quote.source, &b.s.self) &&
			addr_equal(&k.quote.destination, &b.s.c.target),
		"it quotes the request");
	k.quote = (struct packet_quote){.present = false};
	free(f);
	return k;
}

static void error_queue(void)
{
	static const struct wire_report unreachable = {.type = 3, .code = 1},
					too_big = {.type = 3, .code = 4, .info = 1300},
					problem = {.type = 12, .info = 20},
					unreachable6 = {.type = 1, .code = 3},
					too_big6 = {.type = 2, .info = 1280},
					problem6 = {.type = 4, .code = 1, .info = 6};

	reported(ADDR_V4, &unreachable,
		"probe 1: ICMP error: Destination Host Unreachable (rebuilt from the socket's "
		"error queue)");
	is_int(reported(ADDR_V4, &too_big,
		       "probe 1: ICMP error: Frag needed and DF set (mtu = 1300) (rebuilt from the "
		       "socket's error queue)")
			.icmp.rest,
		1300, "its MTU");
	is_int(reported(ADDR_V4, &problem,
		       "probe 1: ICMP error: Parameter problem: pointer = 20 (rebuilt from the "
		       "socket's error queue)")
			.icmp.rest,
		20 << 24, "its pointer, in the first byte");
	reported(ADDR_V6, &unreachable6,
		"probe 1: ICMP error: Destination unreachable: Address unreachable (rebuilt from "
		"the socket's error queue)");
	is_int(reported(ADDR_V6, &too_big6,
		       "probe 1: ICMP error: Packet too big: mtu=1280 (rebuilt from the socket's "
		       "error queue)")
			.icmp.rest,
		1280, "its MTU");
	is_int(reported(ADDR_V6, &problem6,
		       "probe 1: ICMP error: Parameter problem: Unknown header at 6 (rebuilt from "
		       "the socket's error queue)")
			.icmp.rest,
		6, "its pointer");
}

int main(void)
{
	if (!scratch_open())
		return tap_skip_all("no folder for files");
	flows();
	error_queue();
	scratch_close();
	return tap_done();
}
