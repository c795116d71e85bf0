/* blackhole_found: what limits a connection's segments, and what was found in the end. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "blackhole_parts.h"

void blackhole_limits(struct blackhole *b, const struct dial_info *i, const struct flow *f)
{
	struct blackhole_found *r = &b->found;
	uint32_t options = i->timestamps ? 12 : 0, bare = b->header_bytes - options;

	r->most_bytes = b->most_bytes;
	r->rtt_ns = i->rtt_ns;
	if (f && f->end[FLOW_IN].has_syn && f->end[FLOW_IN].syn.has_mss)
		r->peer_mss = f->end[FLOW_IN].syn.mss;
	else if (b->most_bytes < i->path_mtu_bytes)
		r->peer_mss = b->most_bytes - bare;
	if (b->most_bytes >= i->path_mtu_bytes)
		r->limit = i->path_mtu_bytes < b->c.link_mtu_bytes ? BLACKHOLE_BY_ROUTE
								   : BLACKHOLE_BY_LINK;
	else
		r->limit =
			r->peer_mss + bare > b->most_bytes ? BLACKHOLE_BY_HOST : BLACKHOLE_BY_PEER;
}

static enum blackhole_verdict verdict(const struct blackhole *b, const struct blackhole_found *r)
{
	if (!r->connected)
		return BLACKHOLE_NO_CONNECTION;
	/* Not even a little came through: that is no matter of size. */
	if (r->passes_bytes <= b->header_bytes)
		return BLACKHOLE_IS_UNKNOWN;
	if (r->silent_bytes > r->passes_bytes)
		return BLACKHOLE_IS_HOLE;
	if (r->passes_bytes >= r->most_bytes)
		return BLACKHOLE_IS_CLEAN;
	return r->told_bytes && r->passes_bytes >= r->told_bytes ? BLACKHOLE_IS_TOLD
								 : BLACKHOLE_IS_UNKNOWN;
}

struct blackhole_found blackhole_found(const struct blackhole *b)
{
	struct blackhole_found r = b->found;

	r.passes_bytes = b->search.passes;
	/* A loss that was made good later was none of its size. */
	if (r.silent_bytes <= r.passes_bytes)
		r.silent_bytes = 0;
	r.verdict = verdict(b, &r);
	r.unheard = r.tellings && b->kernel_mtu_bytes >= b->path_mtu_bytes;
	r.drops = b->c.capflow ? capflow_drops(b->c.capflow) : 0;
	return r;
}

const char *blackhole_end_name(enum blackhole_end e)
{
	switch (e) {
	case BLACKHOLE_ALL:
		return "acknowledged";
	case BLACKHOLE_SILENT:
		return "silent";
	case BLACKHOLE_TOLD:
		return "told";
	case BLACKHOLE_BROKEN:
		return "broken";
	case BLACKHOLE_STALLED:
		return "stalled";
	}
	return "?";
}

const char *blackhole_verdict_name(enum blackhole_verdict v)
{
	switch (v) {
	case BLACKHOLE_IS_CLEAN:
		return "clean";
	case BLACKHOLE_IS_TOLD:
		return "told";
	case BLACKHOLE_IS_HOLE:
		return "black-hole";
	case BLACKHOLE_IS_UNKNOWN:
		return "unknown";
	case BLACKHOLE_NO_CONNECTION:
		return "no-connection";
	}
	return "?";
}

const char *blackhole_limit_name(enum blackhole_limit l)
{
	switch (l) {
	case BLACKHOLE_BY_LINK:
		return "link";
	case BLACKHOLE_BY_PEER:
		return "peer-mss";
	case BLACKHOLE_BY_ROUTE:
		return "route";
	case BLACKHOLE_BY_HOST:
		return "host";
	}
	return "?";
}
