/* tcpprobe_blackhole: what a search inside connections comes to, and what limits it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "../../tcpprobe/blackhole_parts.h"

#include "tap.h"

enum { HEADERS = 52 };

struct ended {
	uint32_t passes, silent, most, told;
	enum blackhole_verdict verdict;
	const char *what;
};
static const struct ended ends[] = {
	{1500, 0, 1500, 0, BLACKHOLE_IS_CLEAN, "all sizes came through"},
	{1500, 1420, 1500, 0, BLACKHOLE_IS_CLEAN, "a loss that was made good"},
	{1400, 1401, 1500, 0, BLACKHOLE_IS_HOLE, "larger ones vanish"},
	{1400, 1401, 1500, 1400, BLACKHOLE_IS_HOLE, "... though something was announced"},
	{1280, 1400, 1500, 0, BLACKHOLE_IS_HOLE, "... and the search was ended early"},
	{1400, 0, 1500, 1400, BLACKHOLE_IS_TOLD, "the path says what it takes"},
	{1280, 0, 1500, 1400, BLACKHOLE_IS_UNKNOWN, "... and it was not tried yet"},
	{1280, 0, 1500, 0, BLACKHOLE_IS_UNKNOWN, "the rest broke off"},
	{HEADERS, 68, 1500, 0, BLACKHOLE_IS_UNKNOWN, "not even a little came through"},
};

static void test_verdicts(void)
{
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		const struct ended *e = &ends[i];
		const struct blackhole b = {.header_bytes = HEADERS,
			.search = {.passes = e->passes},
			.found = {.connected = true,
				.silent_bytes = e->silent,
				.most_bytes = e->most,
				.told_bytes = e->told}};

		is_text(blackhole_verdict_name(blackhole_found(&b).verdict),
			blackhole_verdict_name(e->verdict), "%s", e->what);
	}
}

static struct blackhole_found limited(
	uint32_t send_mss, uint32_t path_mtu, const struct flow *f, uint32_t link)
{
	const struct dial_info i = {
		.timestamps = true, .send_mss = send_mss, .path_mtu_bytes = path_mtu};
	struct blackhole b = {.c = {.link_mtu_bytes = link},
		.header_bytes = HEADERS,
		.most_bytes = send_mss + HEADERS};

	blackhole_limits(&b, &i, f);
	return b.found;
}

static void test_limits(void)
{
	static struct flow f = {
		.end = {[FLOW_IN] = {.has_syn = true, .syn = {.has_mss = true, .mss = 1460}}}};
	struct blackhole_found r = limited(1448, 1500, NULL, 1500);

	is_text(blackhole_limit_name(r.limit), "link", "this host's link");
	is_int(r.most_bytes, 1500, "... all of it");
	is_int(r.peer_mss, 0, "... the peer's MSS is not known by that");
	is_text(blackhole_limit_name(limited(1348, 1400, NULL, 1500).limit), "route",
		"what is known of the path");
	r = limited(1188, 1500, NULL, 1500);
	is_text(blackhole_limit_name(r.limit), "peer-mss", "the peer's MSS, as segments show it");
	is_int(r.peer_mss, 1200, "... which it is");
	r = limited(1012, 1500, &f, 1500);
	is_text(blackhole_limit_name(r.limit), "host", "less than the peer's SYN-ACK allows");
	is_int(r.peer_mss, 1460, "... as it was seen");
}

static void test_unheard(void)
{
	struct blackhole b = {.header_bytes = HEADERS,
		.path_mtu_bytes = 1500,
		.kernel_mtu_bytes = 1500,
		.found = {.connected = true, .tellings = 2}};

	is_int(blackhole_found(&b).unheard, true, "announced, and the kernel goes on");
	b.kernel_mtu_bytes = 1400;
	is_int(blackhole_found(&b).unheard, false, "announced and taken");
}

int main(void)
{
	test_verdicts();
	test_limits();
	test_unheard();
	return tap_done();
}
