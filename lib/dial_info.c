/* dial_info: TCP_INFO in words and units. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/tcp.h>

#include "dial.h"

enum { US_NS = 1000, NO_RTT_US = -1 };

enum { TIMESTAMP_ROOM = 12 }; /* of each header, padding included (RFC 7323 appendix A) */

static int64_t ns_of(uint64_t us)
{
	return us < INT64_MAX / US_NS ? (int64_t)us * US_NS : INT64_MAX;
}

static void read_times(const struct tcp_info *i, struct dial_info *out)
{
	out->rtt_ns = ns_of(i->tcpi_rtt);
	out->rtt_deviation_ns = ns_of(i->tcpi_rttvar);
	out->rtt_least_ns = i->tcpi_min_rtt == (uint32_t)NO_RTT_US ? 0 : ns_of(i->tcpi_min_rtt);
	out->rto_ns = ns_of(i->tcpi_rto);
	out->busy_ns = ns_of(i->tcpi_busy_time);
	out->receiver_limited_ns = ns_of(i->tcpi_rwnd_limited);
	out->buffer_limited_ns = ns_of(i->tcpi_sndbuf_limited);
}

static void read_options(const struct tcp_info *i, struct dial_info *out)
{
	out->timestamps = i->tcpi_options & TCPI_OPT_TIMESTAMPS;
	out->sack = i->tcpi_options & TCPI_OPT_SACK;
	out->window_scale = i->tcpi_options & TCPI_OPT_WSCALE;
	out->ecn = i->tcpi_options & TCPI_OPT_ECN;
	out->ecn_seen = i->tcpi_options & TCPI_OPT_ECN_SEEN;
	out->syn_data = i->tcpi_options & TCPI_OPT_SYN_DATA;
	out->send_scale = i->tcpi_snd_wscale;
	out->receive_scale = i->tcpi_rcv_wscale;
}

static void read_counts(const struct tcp_info *i, struct dial_info *out)
{
	out->send_mss = i->tcpi_snd_mss;
	out->receive_mss = i->tcpi_rcv_mss;
	/* Once timestamps are agreed on the kernel counts without their room; its SYN did not. */
	out->advertised_mss = i->tcpi_advmss + (out->timestamps ? TIMESTAMP_ROOM : 0);
	out->path_mtu_bytes = i->tcpi_pmtu;
	out->window_segments = i->tcpi_snd_cwnd;
	out->unacked = i->tcpi_unacked;
	out->lost = i->tcpi_lost;
	out->outstanding_retransmits = i->tcpi_retransmits;
	out->total_retransmits = i->tcpi_total_retrans;
	out->reordering = i->tcpi_reord_seen;
	out->sent_bytes = i->tcpi_bytes_sent;
	out->acked_bytes = i->tcpi_bytes_acked;
	out->received_bytes = i->tcpi_bytes_received;
	out->retransmitted_bytes = i->tcpi_bytes_retrans;
	out->duplicate_sacks = i->tcpi_dsack_dups;
	out->out_of_order = i->tcpi_rcv_ooopack;
	out->delivery_bytes_per_s = i->tcpi_delivery_rate;
	out->send_window_bytes = i->tcpi_snd_wnd;
}

/* An older kernel fills less: the rest stays 0. */
int dial_info(int fd, struct dial_info *out, struct fail *why)
{
	struct tcp_info i = {0};
	socklen_t size = sizeof i;

	*out = (struct dial_info){.state = 0};
	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &i, &size) < 0)
		return fail_errno(why, "cannot read the state of a TCP connection");
	out->state = i.tcpi_state;
	read_times(&i, out);
	read_options(&i, out);
	read_counts(&i, out);
	return 0;
}
