/* tcpprobe_stack: the SYN that settings and a route make; tests/net/tcpprobe_syn.t asks the kernel
 * itself. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "../../tcpprobe/stack.h"

#include "tap.h"

#define USUAL                                                                                      \
	{                                                                                          \
		.receive_bytes = 131072, .receive_most_bytes = 6291456, .core_most_bytes = 212992, \
		.window_share = 1, .window_scaling = true, .sack = true, .timestamps = true,       \
		.ecn = 2, .least_mss4 = 256, .least_mss6 = 1220, .ttl = 64                         \
	}

static struct stack_syn over(struct stack_settings s, enum addr_family family, uint32_t mtu_bytes,
	struct route_metrics m)
{
	const struct route r = {.mtu_bytes = m.mtu_bytes ? m.mtu_bytes : mtu_bytes,
		.hop_limit = m.hop_limit,
		.metrics = m};

	return stack_syn(&s, family, &r);
}

static void test_mss(void)
{
	static const struct {
		enum addr_family family;
		uint32_t mtu_bytes;
		struct route_metrics m;
		uint16_t mss;
	} cases[] = {
		{ADDR_V4, 1500, {0}, 1460},
		{ADDR_V6, 1500, {0}, 1440},
		{ADDR_V4, 65536, {0}, 65495},
		{ADDR_V6, 65536, {0}, 65476},
		{ADDR_V6, 100000, {0}, 65515},
		{ADDR_V4, 68, {0}, 256},
		{ADDR_V6, 1270, {0}, 1220},
		{ADDR_V4, 1500, {.mss_bytes = 700}, 700},
		{ADDR_V4, 1500, {.mtu_bytes = 1300}, 1260},
		{ADDR_V4, 0, {0}, 256},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		is_int(over((struct stack_settings)USUAL, cases[i].family, cases[i].mtu_bytes,
			       cases[i].m)
				.mss,
			cases[i].mss, "MSS %zu", i);
}

static void test_equal(void)
{
	const struct route_metrics none = {0};
	struct stack_syn a = over((struct stack_settings)USUAL, ADDR_V4, 1500, none), b = a;

	ok(stack_syn_equal(&a, &b), "a SYN is as itself");
	b.window--;
	ok(!stack_syn_equal(&a, &b), "with another window it is not");
	b = over((struct stack_settings)USUAL, ADDR_V4, 1500,
		(struct route_metrics){.hop_limit = 9});
	ok(!stack_syn_equal(&a, &b), "nor with another hop limit");
}

static void test_window(void)
{
	const struct route_metrics none = {0};
	struct stack_settings s = USUAL;
	struct stack_syn x = over(s, ADDR_V4, 1500, none);

	is_int(x.window, 64240, "44 segments");
	is_int(x.window_scale, 7, "scaled for 6 MiB");
	is_int(over(s, ADDR_V4, 65536, none).window, 65495, "one of loopback");
	is_int(over(s, ADDR_V4, 1500, (struct route_metrics){.window_bytes = 20000}).window, 18980,
		"a route's window");
	is_int(over(s, ADDR_V4, 1500, (struct route_metrics){.window_bytes = 20000}).window_scale,
		0, "... needs no scale");
	is_int(over(s, ADDR_V4, 1500, (struct route_metrics){.initial_segments = 4}).window, 5840,
		"a route's initial window");
	s.receive_bytes = 262144;
	is_int(over(s, ADDR_V4, 1500, none).window, 65535, "no more than the field holds");
	s.signed_windows = true;
	is_int(over(s, ADDR_V4, 1500, none).window, 32767, "or than a signed one does");
	s = (struct stack_settings)USUAL;
	s.window_share = 2;
	is_int(over(s, ADDR_V4, 1500, none).window, 65535, "a quarter is kept back");
	s.window_share = -2;
	is_int(over(s, ADDR_V4, 1500, none).window, 32120, "a quarter is window");
	s.window_half = true;
	is_int(over(s, ADDR_V4, 1500, none).window, 64240, "kernels from 6.6 on do not ask");
	s.receive_most_bytes = INT32_MAX;
	is_int(over(s, ADDR_V4, 1500, none).window_scale, 14, "the largest scale");
	s.window_scaling = false;
	is_int(over(s, ADDR_V4, 1500, none).window_scale, 0, "none where it is switched off");
}

static void test_flags(void)
{
	static const uint16_t wanted[] = {
		0, TCP_CWR | TCP_ECE, 0, TCP_AE | TCP_CWR | TCP_ECE, TCP_CWR | TCP_ECE, 0};
	struct stack_settings s = USUAL;

	for (s.ecn = 0; s.ecn < sizeof wanted / sizeof *wanted; s.ecn++)
		is_int(over(s, ADDR_V4, 1500, (struct route_metrics){0}).flags,
			TCP_SYN | wanted[s.ecn], "tcp_ecn %u", s.ecn);
	s.ecn = 0;
	is_int(over(s, ADDR_V4, 1500, (struct route_metrics){.ecn = true}).flags,
		TCP_SYN | TCP_CWR | TCP_ECE, "a route's ECN");
	is_int(over(s, ADDR_V4, 1500, (struct route_metrics){.hop_limit = 9}).ttl, 9,
		"a route's hop limit");
	is_int(over(s, ADDR_V4, 1500, (struct route_metrics){0}).ttl, 64, "or the system's");
}

int main(void)
{
	test_mss();
	test_equal();
	test_window();
	test_flags();
	return tap_done();
}
