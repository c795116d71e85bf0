/* syn_packet: one SYN as bytes. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "syn_packet.h"

int syn_packet_wrap(struct craft *c, const struct syn_fields *f, const struct tcp *t,
	struct bytes *out, struct fail *why)
{
	const struct ip4 h4 = {.tos = f->tos,
		.ttl = f->ttl,
		.dont_fragment = true,
		.source = f->source,
		.destination = f->target};
	const struct ip6 h6 = {.traffic_class = f->tos,
		.hop_limit = f->ttl,
		.source = f->source,
		.destination = f->target};

	return f->target.family == ADDR_V6 ? craft_tcp6(c, &h6, t, bytes_of(NULL, 0), out, why)
					   : craft_tcp4(c, &h4, t, bytes_of(NULL, 0), out, why);
}

int syn_packet_build(struct syn_packet *out, struct craft *c, const struct stack_syn *own,
	const struct syn_fields *f, struct fail *why)
{
	const struct tcp_options options = {.has_mss = true,
		.mss = own->mss,
		.sack_permitted = own->sack,
		.has_timestamps = own->timestamps,
		.timestamp = f->timestamp,
		.has_window_scale = own->window_scaling,
		.window_scale = own->window_scale};
	uint8_t space[TCP_OPTIONS_MAX_BYTES];
	struct bytes_out o = bytes_to(space, sizeof(space));
	struct tcp t = {.source_port = f->source_port,
		.destination_port = f->port,
		.sequence = f->sequence,
		.flags = own->flags,
		.window = own->window};
	int rc;

	tcp_options_put(&o, &options);
	t.options = bytes_written(&o);
	rc = syn_packet_wrap(c, f, &t, &out->whole, why);
	if (rc < 0)
		return rc;
	out->segment = out->whole;
	bytes_skip(
		&out->segment, f->target.family == ADDR_V6 ? IP6_HEADER_BYTES : IP4_HEADER_BYTES);
	return 0;
}
