/* stack: the SYN that this host's own kernel would send, from its settings and the route's. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "stack.h"

#include <stdlib.h>
#include <sys/utsname.h>

#include "ip4.h"
#include "ip6.h"
#include "proc.h"

#define NET "/proc/sys/net/"

enum {
	SCALE_MOST = 14,
	MTU4_MOST = 65535,
	MTU6_MOST = 65535 + IP6_HEADER_BYTES, /* IPv6's length field leaves its own header out */
};

static uint32_t setting(const char *path, uint32_t otherwise)
{
	int64_t found = proc_number(path, otherwise);

	return found < 0 ? 0 : found > INT32_MAX ? INT32_MAX : (uint32_t)found;
}

/* From 6.6 on the kernel measures how much of a buffer is payload, and begins with a half. */
static bool is_from_6_6(void)
{
	struct utsname name;
	char *end;
	long major, minor;

	if (uname(&name) < 0)
		return true;
	major = strtol(name.release, &end, 10);
	minor = *end == '.' ? strtol(end + 1, NULL, 10) : 0;
	return major > 6 || (major == 6 && minor >= 6);
}

void stack_read(struct stack_settings *out, enum addr_family family)
{
	int64_t buffers[3] = {4096, 131072, 6291456};

	proc_numbers(NET "ipv4/tcp_rmem", buffers, 3);
	*out = (struct stack_settings){.receive_bytes = (uint32_t)buffers[1],
		.receive_most_bytes = (uint32_t)buffers[2],
		.core_most_bytes = setting(NET "core/rmem_max", 212992),
		.window_share = (int)proc_number(NET "ipv4/tcp_adv_win_scale", 1),
		.window_half = is_from_6_6(),
		.window_scaling = setting(NET "ipv4/tcp_window_scaling", 1),
		.sack = setting(NET "ipv4/tcp_sack", 1),
		.timestamps = setting(NET "ipv4/tcp_timestamps", 1),
		.signed_windows = setting(NET "ipv4/tcp_workaround_signed_windows", 0),
		.ecn = setting(NET "ipv4/tcp_ecn", 2),
		.least_mss4 = setting(NET "ipv4/route/min_adv_mss", 256),
		.least_mss6 = setting(NET "ipv6/route/min_adv_mss", 1220),
		.ttl = (uint8_t)setting(family == ADDR_V6 ? NET "ipv6/conf/all/hop_limit"
							  : NET "ipv4/ip_default_ttl",
			64)};
}

static uint32_t least(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

static uint32_t most(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}

static uint16_t mss_of(const struct stack_settings *s, bool v6, const struct route *r)
{
	uint32_t headers = (v6 ? IP6_HEADER_BYTES : IP4_HEADER_BYTES) + (uint32_t)TCP_HEADER_BYTES;
	uint32_t mtu_bytes = least(r->mtu_bytes, v6 ? MTU6_MOST : MTU4_MOST), mss;

	if (r->metrics.mss_bytes)
		return (uint16_t)least(r->metrics.mss_bytes, UINT16_MAX);
	mss = mtu_bytes > headers ? mtu_bytes - headers : 0;
	return (uint16_t)most(mss, v6 ? s->least_mss6 : s->least_mss4);
}

static uint32_t space_of(const struct stack_settings *s)
{
	uint32_t bytes = s->receive_bytes;

	if (s->window_half)
		return bytes / 2;
	if (s->window_share <= 0)
		return bytes >> least((uint32_t)-s->window_share, 31);
	return bytes - (bytes >> least((uint32_t)s->window_share, 31));
}

static uint8_t scale_for(uint32_t bytes)
{
	uint8_t scale = 0;

	while (scale < SCALE_MOST && bytes >> (16 + scale))
		scale++;
	return scale;
}

/* As tcp_select_initial_window() has it: whole segments, and a scale for all it may grow to. */
static void set_window(
	struct stack_syn *out, const struct stack_settings *s, const struct route_metrics *m)
{
	uint32_t clamp = m->window_bytes ? m->window_bytes : (uint32_t)UINT16_MAX << SCALE_MOST;
	uint32_t space = least(space_of(s), clamp), window;

	if (out->mss && space > out->mss)
		space -= space % out->mss;
	window = least(space, s->signed_windows ? INT16_MAX : UINT16_MAX);
	if (m->initial_segments)
		window = least(window, most(m->initial_segments, 1) * out->mss);
	out->window = (uint16_t)window;
	if (s->window_scaling)
		out->window_scale = scale_for(
			least(clamp, most(space, most(s->receive_most_bytes, s->core_most_bytes))));
}

/* tcp_ecn: 1 and 4 ask for ECN, 3 for accurate ECN (RFC 9768 3.1.1). */
static uint16_t ecn_flags(const struct stack_settings *s, const struct route_metrics *m)
{
	if (s->ecn == 3)
		return TCP_AE | TCP_CWR | TCP_ECE;
	return s->ecn == 1 || s->ecn == 4 || m->ecn ? TCP_CWR | TCP_ECE : 0;
}

struct stack_syn stack_syn(
	const struct stack_settings *s, enum addr_family family, const struct route *r)
{
	struct stack_syn out = {.mss = mss_of(s, family == ADDR_V6, r),
		.flags = (uint16_t)(TCP_SYN | ecn_flags(s, &r->metrics)),
		.ttl = r->hop_limit ? (uint8_t)r->hop_limit : s->ttl,
		.window_scaling = s->window_scaling,
		.sack = s->sack,
		.timestamps = s->timestamps};

	set_window(&out, s, &r->metrics);
	return out;
}

bool stack_syn_equal(const struct stack_syn *a, const struct stack_syn *b)
{
	return a->mss == b->mss && a->window == b->window && a->flags == b->flags &&
	       a->window_scale == b->window_scale && a->ttl == b->ttl &&
	       a->window_scaling == b->window_scaling && a->sack == b->sack &&
	       a->timestamps == b->timestamps;
}
