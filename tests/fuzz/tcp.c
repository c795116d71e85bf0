/* tcp: segments, header and options, and lists of options: one byte chooses. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "must.h"

static void walk(struct bytes list)
{
	struct bytes whole = list;
	struct tcp_option o;
	enum tcp_fault fault;
	size_t eaten = 0, size = list.left;

	while (tcp_option_next(&list, &o, &fault)) {
		must(inside(o.data, whole) && fault == TCP_FAULT_NONE);
		must(o.kind == TCP_OPTION_NOP || o.length == 2 + o.data.left);
		eaten += o.length;
		must(eaten + list.left == size);
	}
	must(!list.left && !o.data.left && fault != TCP_FAULT_LENGTH_WRONG);
}

static void options(struct bytes list)
{
	struct tcp_options o, again;
	uint8_t space[512];
	struct bytes_out out = bytes_to(space, sizeof space);

	must(tcp_options_get(list, &o) == (o.fault == TCP_FAULT_NONE));
	must(inside(o.fast_open, list) && inside(o.mptcp, list) && inside(o.accecn, list));
	must(o.sacks <= TCP_SACK_BLOCKS && o.n_kinds <= TCP_OPTIONS_MAX_BYTES);
	for (unsigned i = 0; i < o.unknowns && i < TCP_UNKNOWN_OPTIONS; i++)
		must(inside(o.unknown[i].data, list));
	if (o.mptcp.left > TCP_OPTIONS_MAX_BYTES - 2)
		return;
	tcp_options_put(&out, &o);
	must(!out.bad && out.used % 4 == 0);
	must(tcp_options_get(bytes_written(&out), &again));
	must(again.has_mss == o.has_mss && again.mss == o.mss);
	must(again.timestamp == o.timestamp && again.timestamp_echo == o.timestamp_echo);
	must(again.window_scale == o.window_scale && again.sacks == o.sacks);
	must(!memcmp(again.sack, o.sack, sizeof o.sack[0] * o.sacks));
	must(again.mptcp.left == o.mptcp.left && again.fast_open.left == o.fast_open.left);
}

static void segment(struct bytes whole)
{
	uint8_t space[TCP_HEADER_BYTES + TCP_OPTIONS_MAX_BYTES];
	struct bytes_out o = bytes_to(space, sizeof space);
	struct bytes b = whole;
	struct tcp t;
	bool good = tcp_get(&b, &t);

	must(good == (t.depth == TCP_WHOLE) && inside(t.options, whole));
	must(good || b.bad || t.depth == TCP_FIXED);
	if (!good)
		return;
	must(t.header_bytes + b.left == whole.left);
	tcp_put(&o, &t);
	must(bytes_equal(bytes_written(&o), bytes_head(whole, t.header_bytes)));
	walk(t.options);
	options(t.options);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes b = bytes_of(data, size);
	bool list = bytes_u8(&b) & 1;

	if (b.bad)
		return 0;
	if (!list) {
		segment(b);
		return 0;
	}
	walk(b);
	options(b);
	return 0;
}
