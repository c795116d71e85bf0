/* ping_hops: what an answer to a probe of --path says of the path. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "hops_answer.h"

#include "tap.h"

static struct outcome error(enum addr_family family, uint8_t type, uint8_t code)
{
	return (struct outcome){.kind = OUTCOME_ERROR,
		.match = {.has_probe = true,
			.from = {.family = (uint8_t)family, .bytes = {1}},
			.target = {.family = (uint8_t)family, .bytes = {2}},
			.type = type,
			.code = code,
			.info = 1300,
			.ttl = 61,
			.quoted_ttl = 1,
			.quoted_tos = 0xb8},
		.answer = {.rtt_ns = 5000}};
}

static void errors(void)
{
	static const struct {
		enum addr_family family;
		uint8_t type, code;
		enum trace_kind kind;
		const char *mark, *reason;
	} cases[] = {
		{ADDR_V4, 11, 0, TRACE_TRANSIT, "", NULL},
		{ADDR_V4, 11, 1, TRACE_REFUSED, "!<1>", "fragment-reassembly-time-exceeded"},
		{ADDR_V4, 3, 0, TRACE_REFUSED, "!N", "net-unreachable"},
		{ADDR_V4, 3, 1, TRACE_REFUSED, "!H", "host-unreachable"},
		{ADDR_V4, 3, 2, TRACE_REFUSED, "!P", "protocol-unreachable"},
		{ADDR_V4, 3, 3, TRACE_REFUSED, "!<3>", "port-unreachable"},
		{ADDR_V4, 3, 4, TRACE_TOO_BIG, "!F", "fragmentation-needed"},
		{ADDR_V4, 3, 13, TRACE_REFUSED, "!X", "communication-administratively-prohibited"},
		{ADDR_V4, 3, 15, TRACE_REFUSED, "!C", "precedence-cutoff-in-effect"},
		{ADDR_V4, 3, 16, TRACE_REFUSED, "!<16>", "destination-unreachable"},
		{ADDR_V4, 12, 0, TRACE_REFUSED, "!<0>", "pointer-indicates-the-error"},
		{ADDR_V6, 3, 0, TRACE_TRANSIT, "", NULL},
		{ADDR_V6, 1, 0, TRACE_REFUSED, "!N", "no-route-to-destination"},
		{ADDR_V6, 1, 1, TRACE_REFUSED, "!X", "communication-administratively-prohibited"},
		{ADDR_V6, 1, 3, TRACE_REFUSED, "!H", "address-unreachable"},
		{ADDR_V6, 1, 4, TRACE_REFUSED, "!<4>", "port-unreachable"},
		{ADDR_V6, 2, 0, TRACE_TOO_BIG, "!F", "packet-too-big"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct outcome o = error(cases[i].family, cases[i].type, cases[i].code);
		struct trace_answer a;
		bool reason;

		ok(hops_answer(&a, &o), "IPv%d type %u code %u is an answer", cases[i].family,
			cases[i].type, cases[i].code);
		reason = cases[i].reason ? a.reason && !strcmp(a.reason, cases[i].reason)
					 : !a.reason;
		ok(a.kind == cases[i].kind && !strcmp(a.mark, cases[i].mark) && reason,
			"... marked '%s'", cases[i].mark);
		ok(a.mtu_bytes == (a.kind == TRACE_TOO_BIG ? 1300 : 0), "... with its MTU or none");
		ok(a.quoted_ttl == 1 && a.quoted_tos == 0xb8 && a.ttl == 61 && a.rtt_ns == 5000 &&
				addr_equal(&a.from, &o.match.from),
			"... and all that came with it");
	}
}

static void labels(void)
{
	static const uint8_t structure[] = {
		0x20, 0, 0, 0, 0, 12, 1, 1, 0x03, 0xe8, 0x41, 0x07, 0x05, 0xdc, 0x07, 0x01};
	struct outcome o = error(ADDR_V4, 11, 0);
	struct trace_answer a;

	o.match.extensions = bytes_of(structure, sizeof structure);
	ok(hops_answer(&a, &o) && a.n_labels == 2, "two labels the probe wore");
	ok(a.labels[0] >> 12 == 16004 && a.labels[1] >> 12 == 24000, "... in their order");
}

static void translated(void)
{
	struct outcome o = error(ADDR_V4, 11, 0);
	struct trace_answer a;

	ok(hops_answer(&a, &o) && !a.translated, "a router answers by an address of its own");
	o.match.from = o.match.target;
	ok(hops_answer(&a, &o) && a.translated, "... or by the target's, behind a translator");
	o = error(ADDR_V4, 3, 1);
	o.match.from = o.match.target;
	ok(hops_answer(&a, &o) && !a.translated, "the target itself may refuse");
}

static bool counts(struct outcome o)
{
	struct trace_answer a;

	return hops_answer(&a, &o);
}

static void others(void)
{
	struct outcome reply = error(ADDR_V4, 0, 0), o;
	struct trace_answer a;

	reply.kind = OUTCOME_REPLY;
	ok(hops_answer(&a, &reply) && a.kind == TRACE_TARGET && a.quoted_tos == -1 &&
			a.quoted_ttl == -1 && !a.late,
		"a reply is the target's, and quotes nothing");
	o = reply;
	o.answer.verdict = ANSWER_LATE;
	ok(hops_answer(&a, &o) && a.late, "a late one is");
	o.answer.verdict = ANSWER_DUPLICATE;
	ok(!counts(o), "a second one says nothing");
	o = error(ADDR_V4, 11, 0);
	o.match.has_probe = false;
	ok(!counts(o), "nor does an error that names no probe");
	o = error(ADDR_V4, 11, 0);
	o.answer.rtt_ns = -1;
	ok(!counts(o), "nor one whose probe is forgotten");
	o = reply;
	o.kind = OUTCOME_FORGED;
	ok(!counts(o), "nor what is not ours");
	o.kind = OUTCOME_LOST;
	ok(!counts(o), "nor silence");
	o.kind = OUTCOME_REDIRECT;
	ok(!counts(o), "nor a redirect: the probe went on");
}

int main(void)
{
	errors();
	labels();
	translated();
	others();
	return tap_done();
}
