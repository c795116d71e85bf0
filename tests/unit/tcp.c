/* tcp: headers read, written and cut, checksums, flags, ECN. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "tcp.h"

#include "exact.h"
#include "golden.h"
#include "tap.h"

/* The segment of a golden frame, behind an Ethernet and an IPv4 header. */
static struct exact segment(const char *name)
{
	struct exact whole = golden_copy(golden_named(name));
	struct exact s = exact(whole.p + 34, whole.view.left - 34);

	free(whole.block);
	return s;
}

static void test_get(void)
{
	struct exact e = segment("TCP data");
	struct bytes b = e.view;
	struct tcp t;

	ok(tcp_get(&b, &t), "a segment is read");
	ok(t.source_port == 38340 && t.destination_port == 80, "ports");
	ok(t.sequence == 0x9db485f6 && t.acknowledgment == 0xebe17b65, "numbers");
	ok(t.header_bytes == 32 && t.flags == (TCP_PSH | TCP_ACK) && !t.reserved, "flags");
	ok(t.window == 0x3f && t.checksum == 0x22a8 && !t.urgent, "window and checksum");
	ok(t.options.left == 12 && t.options.p == e.p + 20, "options");
	ok(b.left == 5 && !memcmp(b.p, "GET /", 5), "what is left is the payload");
	is_int(t.depth, TCP_WHOLE, "it is whole");
	e.p[12] |= 0x0f;
	e.p[13] = 0xff;
	b = e.view;
	tcp_get(&b, &t);
	ok(t.reserved == 7 && t.flags == 0x1ff, "reserved bits and all nine flags");
	free(e.block);
}

static void test_cuts(void)
{
	struct exact whole = segment("TCP data");
	size_t wrong = 0, outside = 0;

	for (size_t n = 0; n < 32; n++) {
		struct exact cut = exact(whole.p, n);
		struct bytes b = cut.view;
		struct tcp t;

		wrong += tcp_get(&b, &t) || !b.bad;
		wrong += (n >= 4) != (t.source_port == 38340);
		wrong += (n >= 8) != (t.sequence == 0x9db485f6);
		wrong += (n >= 20) != (t.acknowledgment == 0xebe17b65);
		wrong += t.options.left != (n < 20 ? 0 : n - 20);
		outside += !inside(t.options, cut.view);
		free(cut.block);
	}
	is_int(wrong, 0, "every cut is refused and gives what is there");
	is_int(outside, 0, "and no more");
	free(whole.block);
}

static void test_offset(void)
{
	struct exact e = segment("TCP RST");
	struct tcp t;

	for (unsigned words = 0; words < 5; words++) {
		struct bytes b = e.view;

		e.p[12] = (uint8_t)(words << 4);
		ok(!tcp_get(&b, &t) && !b.bad && t.depth == TCP_FIXED,
			"a header of %u words is malformed, not cut", words);
	}
	free(e.block);
}

static void test_put(void)
{
	struct exact e = segment("TCP SYN");
	uint8_t space[64];
	struct bytes_out o = bytes_to(space, sizeof space);
	struct bytes b = e.view;
	struct tcp t;

	tcp_get(&b, &t);
	tcp_put(&o, &t);
	ok(bytes_equal(bytes_written(&o), e.view), "a SYN is written as it was read");
	t.options = bytes_of("\1\1\1", 3);
	o = bytes_to(space, sizeof space);
	tcp_put(&o, &t);
	ok(o.used == 24 && space[12] == 0x60 && !space[23], "options are padded");
	o = bytes_to(space, 23);
	tcp_put(&o, &t);
	ok(o.bad, "too little room is bad");
	t.options = bytes_of(space, 41);
	o = bytes_to(space, sizeof space);
	tcp_put(&o, &t);
	ok(o.bad && !o.used, "41 bytes of options are bad");
	free(e.block);
}

static void test_checksum(void)
{
	struct exact e = segment("TCP data");
	struct addr a, b, six;

	addr_parse(&a, "198.18.1.1");
	addr_parse(&b, "198.18.1.2");
	addr_parse(&six, "2001:db8::1");
	is_int(tcp_checksum(&a, &b, e.view), 0, "a right one sums to 0");
	e.p[16] = e.p[17] = 0;
	is_int(tcp_checksum(&a, &b, e.view), 0x22a8, "and is computed");
	is_int(tcp_checksum(&a, &six, e.view), 0, "not between two families");
	free(e.block);
}

static void test_flags(void)
{
	char text[TCP_FLAGS_TEXT];

	is_text(tcp_flags_print(text, 0), "none", "no flags");
	is_text(tcp_flags_print(text, TCP_SYN), "SYN", "one");
	is_text(tcp_flags_print(text, TCP_SYN | TCP_ACK | TCP_ECE), "SYN,ACK,ECE", "three");
	is_text(tcp_flags_print(text, 0xffff), "FIN,SYN,RST,PSH,ACK,URG,ECE,CWR,AE", "all");
}

static void test_distance(void)
{
	is_int(tcp_distance(5, 3), 2, "ahead");
	is_int(tcp_distance(3, 0xfffffffe), 5, "ahead over the wrap");
	is_int(tcp_distance(0xfffffffe, 3), -5, "behind over the wrap");
}

static void test_ecn(void)
{
	static const struct {
		uint16_t syn, answer;
		enum tcp_ecn offered, answered;
		const char *what;
	} cases[] = {
		{0, 0, TCP_ECN_NONE, TCP_ECN_NONE, "nothing offered"},
		{0, TCP_ECE, TCP_ECN_NONE, TCP_ECN_NONE, "an answer to no offer"},
		{3, 0, TCP_ECN_CLASSIC, TCP_ECN_NONE, "ECN refused"},
		{3, 1, TCP_ECN_CLASSIC, TCP_ECN_CLASSIC, "ECN agreed"},
		{3, 3, TCP_ECN_CLASSIC, TCP_ECN_REFLECTED, "ECN bits reflected"},
		{3, 2, TCP_ECN_CLASSIC, TCP_ECN_NONE, "CWR alone to ECN"},
		{7, 0, TCP_ECN_ACCURATE, TCP_ECN_NONE, "AccECN refused"},
		{7, 1, TCP_ECN_ACCURATE, TCP_ECN_CLASSIC, "AccECN answered by ECN"},
		{7, 2, TCP_ECN_ACCURATE, TCP_ECN_ACCURATE, "AccECN, Not-ECT"},
		{7, 3, TCP_ECN_ACCURATE, TCP_ECN_ACCURATE, "AccECN, ECT(1)"},
		{7, 4, TCP_ECN_ACCURATE, TCP_ECN_ACCURATE, "AccECN, ECT(0)"},
		{7, 6, TCP_ECN_ACCURATE, TCP_ECN_ACCURATE, "AccECN, CE"},
		{7, 5, TCP_ECN_ACCURATE, TCP_ECN_NONCE, "the nonce"},
		{7, 7, TCP_ECN_ACCURATE, TCP_ECN_REFLECTED, "AccECN bits reflected"},
		{1, 1, TCP_ECN_NONE, TCP_ECN_NONE, "ECE alone offers nothing"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		/* ECE, CWR and AE lie side by side, ECE lowest. */
		uint16_t syn = (uint16_t)(cases[i].syn * TCP_ECE | TCP_SYN);
		uint16_t answer = (uint16_t)(cases[i].answer < 8 ? cases[i].answer * TCP_ECE
								 : cases[i].answer);

		is_int(tcp_ecn_offered(syn), cases[i].offered, "%s: offered", cases[i].what);
		is_int(tcp_ecn_answered(syn, answer | TCP_SYN | TCP_ACK), cases[i].answered,
			"%s: answered", cases[i].what);
	}
}

static void test_window(void)
{
}

int main(void)
{
	test_get();
	test_cuts();
	test_offset();
	test_put();
	test_checksum();
	test_flags();
	test_distance();
	test_ecn();
	test_window();
	return tap_done();
}
