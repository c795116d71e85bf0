/* tcp_options: every kind and every fault read, lists written as Linux writes them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "tcp.h"

#include "exact.h"
#include "tap.h"

#define LIST(text) bytes_of((text), sizeof(text) - 1)

static void test_syn(void)
{
	struct tcp_options o;

	ok(tcp_options_get(LIST("\2\4\5\xb4\4\2\x08\x0a\1\2\3\4\0\0\0\0\1\3\3\7"), &o),
		"the options of a SYN are read");
	ok(o.has_mss && o.mss == 1460, "MSS");
	ok(o.sack_permitted, "SACK permitted");
	ok(o.has_timestamps && o.timestamp == 0x01020304 && !o.timestamp_echo, "timestamps");
	ok(o.has_window_scale && o.window_scale == 7, "window scale");
	ok(o.n_kinds == 5 && !memcmp(o.kinds, "\2\4\x08\1\3", 5), "their order");
	ok(!o.repeated && !o.unknowns && !o.has_fast_open && !o.mptcp.left, "nothing else");
}

static void test_others(void)
{
	struct tcp_options o;

	ok(tcp_options_get(LIST("\1\1\5\x12\0\0\0\1\0\0\0\2\0\0\0\3\0\0\0\4"), &o), "SACK");
	ok(o.sacks == 2 && o.sack[0].left == 1 && o.sack[0].right == 2 && o.sack[1].right == 4,
		"two blocks");
	ok(tcp_options_get(LIST("\x22\2\1\1"), &o) && o.has_fast_open && !o.fast_open.left,
		"a cookie is asked for");
	ok(tcp_options_get(LIST("\x22\x0a"
				"cookie!!\1\1"),
		   &o) &&
			o.fast_open.left == 8 && !memcmp(o.fast_open.p, "cookie!!", 8),
		"a cookie");
	ok(tcp_options_get(LIST("\x1e\4\1\x81"), &o) && o.mptcp.left == 2 && o.mptcp.p[0] == 1,
		"MPTCP");
	ok(tcp_options_get(LIST("\xac\5\0\0\1\1\1\1"), &o) && o.accecn_kind == 172 &&
			o.accecn.left == 3,
		"AccECN counters");
	ok(tcp_options_get(LIST("\xfe\4\x0d\xd1\0\xff"), &o) && o.unknowns == 1 &&
			o.unknown[0].kind == 254 && o.unknown[0].data.left == 2,
		"an unknown kind is kept, and nothing is read behind the end");
	ok(o.n_kinds == 2 && o.kinds[1] == TCP_OPTION_END, "the end is one of the kinds");
	ok(tcp_options_get(LIST("\xfe\2\xfe\2\xfe\2\xfe\2\xfe\2"), &o) && o.unknowns == 5,
		"more unknown ones than are kept are counted");
	ok(o.repeated, "a repetition is told");
	ok(tcp_options_get(LIST("\2\4\0\1\2\4\0\2"), &o) && o.repeated && o.mss == 2,
		"of two the last counts");
	ok(tcp_options_get(bytes_of(NULL, 0), &o) && !o.n_kinds, "no options are fine");
}

static void test_faults(void)
{
	static const struct {
		const char *what;
		const char *list;
		size_t size;
		enum tcp_fault fault;
		uint8_t kind, length;
	} cases[] = {
		{"a kind alone", "\1\1\2", 3, TCP_FAULT_CUT, 2, 0},
		{"length 0", "\2\0\5\xb4", 4, TCP_FAULT_LENGTH_SHORT, 2, 0},
		{"length 1", "\xfe\1\5\xb4", 4, TCP_FAULT_LENGTH_SHORT, 254, 1},
		{"one too long", "\2\5\5\xb4", 4, TCP_FAULT_OVERRUN, 2, 5},
		{"MSS of 3", "\2\3\5", 3, TCP_FAULT_LENGTH_WRONG, 2, 3},
		{"MSS of 5", "\2\5\5\5\5", 5, TCP_FAULT_LENGTH_WRONG, 2, 5},
		{"window scale of 4", "\3\4\1\1", 4, TCP_FAULT_LENGTH_WRONG, 3, 4},
		{"SACK permitted of 3", "\4\3\1", 3, TCP_FAULT_LENGTH_WRONG, 4, 3},
		{"SACK without blocks", "\5\2", 2, TCP_FAULT_LENGTH_WRONG, 5, 2},
		{"SACK of 9", "\5\x09\1\1\1\1\1\1\1", 9, TCP_FAULT_LENGTH_WRONG, 5, 9},
		{"timestamps of 9", "\x08\x09\1\1\1\1\1\1\1", 9, TCP_FAULT_LENGTH_WRONG, 8, 9},
		{"MPTCP of 2", "\x1e\2", 2, TCP_FAULT_LENGTH_WRONG, 30, 2},
		{"fast open of 4", "\x22\4\1\1", 4, TCP_FAULT_LENGTH_WRONG, 34, 4},
		{"AccECN of 4", "\xae\4\1\1", 4, TCP_FAULT_LENGTH_WRONG, 174, 4},
	};
	struct tcp_options o;

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct exact e = exact(cases[i].list, cases[i].size);

		ok(!tcp_options_get(e.view, &o), "%s is refused", cases[i].what);
		is_int(o.fault, cases[i].fault, "with its reason: %s", tcp_fault_text(o.fault));
		ok(o.fault_kind == cases[i].kind && o.fault_length == cases[i].length,
			"and what has it");
		free(e.block);
	}
	ok(!tcp_options_get(LIST("\2\3\5\3\3\7"), &o) && !o.has_mss && o.window_scale == 7,
		"a wrong length is read over");
	is_text(tcp_fault_text(TCP_FAULT_OVERRUN), "length runs past the header", "a fault's text");
}

/* What is written is read as the same, and lies on 4 bytes. */
static void test_every_put(void)
{
	static const uint8_t cookie[8] = "cookie!!", capable[2] = {1, 0x81};
	size_t wrong = 0, ragged = 0;

	for (unsigned bits = 0; bits < 128; bits++) {
		struct tcp_options in = {.has_mss = bits & 1,
					   .mss = 1460,
					   .sack_permitted = bits & 2,
					   .has_timestamps = bits & 4,
					   .timestamp = 7,
					   .timestamp_echo = 9,
					   .has_window_scale = bits & 8,
					   .window_scale = 7,
					   .sacks = bits & 16 ? 1 : 0,
					   .sack = {{3, 4}},
					   .has_fast_open = bits & 32,
					   .fast_open = bytes_of(cookie, bits & 64 ? 0 : 8),
					   .mptcp = bytes_of(capable, bits & 64 ? 2 : 0)},
				   out;
		uint8_t space[64];
		struct bytes_out o = bytes_to(space, sizeof space);

		tcp_options_put(&o, &in);
		ragged += o.used % 4 != 0;
		wrong += !tcp_options_get(bytes_written(&o), &out) || out.repeated ||
			 out.has_mss != in.has_mss || out.sack_permitted != in.sack_permitted ||
			 out.has_timestamps != in.has_timestamps ||
			 out.has_window_scale != in.has_window_scale || out.sacks != in.sacks ||
			 out.has_fast_open != in.has_fast_open || out.mptcp.left != in.mptcp.left;
		wrong += out.has_fast_open && !bytes_equal(out.fast_open, in.fast_open);
	}
	is_int(wrong, 0, "every mixture is read as it was written");
	is_int(ragged, 0, "in whole words");
}

static void put_is(const struct tcp_options *in, struct bytes wanted, const char *what)
{
	uint8_t space[64];
	struct bytes_out o = bytes_to(space, sizeof space);

	tcp_options_put(&o, in);
	ok(bytes_equal(bytes_written(&o), wanted), "%s", what);
}

static void test_put(void)
{
	struct tcp_options o = {.has_mss = true, .mss = 1460, .sack_permitted = true};

	put_is(&o, LIST("\2\4\5\xb4\1\1\4\2"), "SACK permitted alone is padded before");
	o.has_timestamps = true;
	put_is(&o, LIST("\2\4\5\xb4\4\2\x08\x0a\0\0\0\0\0\0\0\0"), "or stands before timestamps");
	o.sack_permitted = false;
	put_is(&o, LIST("\2\4\5\xb4\1\1\x08\x0a\0\0\0\0\0\0\0\0"), "which are padded before");
}

static void test_names(void)
{
	is_text(tcp_option_name(2), "mss", "a name");
	ok(!tcp_option_name(99), "no name");
}

int main(void)
{
	test_syn();
	test_others();
	test_faults();
	test_every_put();
	test_put();
	test_names();
	return tap_done();
}
