/* tcp_options: the options of a TCP header, read and written. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "tcp.h"

#include <string.h>

struct name {
	uint8_t kind;
	char text[20]; /* in the row, so that the table needs no relocation */
};

static const struct name names[] = {
	{TCP_OPTION_END, "end"},
	{TCP_OPTION_NOP, "nop"},
	{TCP_OPTION_MSS, "mss"},
	{TCP_OPTION_WINDOW_SCALE, "window-scale"},
	{TCP_OPTION_SACK_PERMITTED, "sack-permitted"},
	{TCP_OPTION_SACK, "sack"},
	{TCP_OPTION_TIMESTAMPS, "timestamps"},
	{TCP_OPTION_MD5, "md5-signature"},
	{TCP_OPTION_USER_TIMEOUT, "user-timeout"},
	{TCP_OPTION_AO, "authentication"},
	{TCP_OPTION_MPTCP, "mptcp"},
	{TCP_OPTION_FAST_OPEN, "fast-open"},
	{TCP_OPTION_ACCECN0, "accecn0"},
	{TCP_OPTION_ACCECN1, "accecn1"},
	{253, "experiment1"},
	{254, "experiment2"},
};

const char *tcp_option_name(uint8_t kind)
{
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (names[i].kind == kind)
			return names[i].text;
	return NULL;
}

const char *tcp_fault_text(enum tcp_fault fault)
{
	switch (fault) {
	case TCP_FAULT_NONE:
		return "no fault";
	case TCP_FAULT_CUT:
		return "no length byte";
	case TCP_FAULT_LENGTH_SHORT:
		return "length under 2";
	case TCP_FAULT_OVERRUN:
		return "length runs past the header";
	case TCP_FAULT_LENGTH_WRONG:
		return "a length this kind does not have";
	}
	return "no fault";
}

static bool stop(struct bytes *b, enum tcp_fault *fault, enum tcp_fault what)
{
	*fault = what;
	bytes_skip(b, b->left);
	return false;
}

bool tcp_option_next(struct bytes *b, struct tcp_option *out, enum tcp_fault *fault)
{
	*out = (struct tcp_option){.kind = TCP_OPTION_END};
	*fault = TCP_FAULT_NONE;
	if (!b->left)
		return false;
	out->kind = bytes_u8(b);
	out->length = 1;
	out->data = bytes_head(*b, 0);
	if (out->kind == TCP_OPTION_END)
		return stop(b, fault, TCP_FAULT_NONE);
	if (out->kind == TCP_OPTION_NOP)
		return true;
	if (!b->left)
		return stop(b, fault, TCP_FAULT_CUT);
	out->length = bytes_u8(b);
	if (out->length < 2)
		return stop(b, fault, TCP_FAULT_LENGTH_SHORT);
	if (out->length - 2U > b->left)
		return stop(b, fault, TCP_FAULT_OVERRUN);
	out->data = bytes_take(b, out->length - 2U);
	return true;
}

/* Whether a kind that is read here may have this length (RFC 9293 3.1, 7323 2.2 and 3.2, 2018 2 and
 * 3, 7413 4.1.1, 8684 3, 9768 3.2.3). */
static bool length_fits(const struct tcp_option *o)
{
	switch (o->kind) {
	case TCP_OPTION_MSS:
		return o->length == 4;
	case TCP_OPTION_WINDOW_SCALE:
		return o->length == 3;
	case TCP_OPTION_SACK_PERMITTED:
		return o->length == 2;
	case TCP_OPTION_SACK:
		return o->length > 2 && o->length <= 2 + 8 * TCP_SACK_BLOCKS && o->length % 8 == 2;
	case TCP_OPTION_TIMESTAMPS:
		return o->length == 10;
	case TCP_OPTION_MPTCP:
		return o->length >= 3;
	case TCP_OPTION_FAST_OPEN:
		return o->length == 2 || (o->length >= 6 && o->length <= 18 && !(o->length & 1));
	case TCP_OPTION_ACCECN0:
	case TCP_OPTION_ACCECN1:
		return o->length <= 11 && o->length % 3 == 2;
	default:
		return true;
	}
}

static void sack_get(struct bytes data, struct tcp_options *out)
{
	for (out->sacks = 0; data.left && out->sacks < TCP_SACK_BLOCKS; out->sacks++) {
		out->sack[out->sacks].left = bytes_u32(&data);
		out->sack[out->sacks].right = bytes_u32(&data);
	}
}

static void keep(const struct tcp_option *o, struct tcp_options *out)
{
	if (out->unknowns < TCP_UNKNOWN_OPTIONS)
		out->unknown[out->unknowns] = *o;
	out->unknowns++;
}

static void option_get(const struct tcp_option *o, struct tcp_options *out)
{
	struct bytes data = o->data;

	switch (o->kind) {
	case TCP_OPTION_NOP:
		break;
	case TCP_OPTION_MSS:
		out->has_mss = true;
		out->mss = bytes_u16(&data);
		break;
	case TCP_OPTION_WINDOW_SCALE:
		out->has_window_scale = true;
		out->window_scale = bytes_u8(&data);
		break;
	case TCP_OPTION_SACK_PERMITTED:
		out->sack_permitted = true;
		break;
	case TCP_OPTION_SACK:
		sack_get(data, out);
		break;
	case TCP_OPTION_TIMESTAMPS:
		out->has_timestamps = true;
		out->timestamp = bytes_u32(&data);
		out->timestamp_echo = bytes_u32(&data);
		break;
	case TCP_OPTION_MPTCP:
		out->mptcp = data;
		break;
	case TCP_OPTION_FAST_OPEN:
		out->has_fast_open = true;
		out->fast_open = data;
		break;
	case TCP_OPTION_ACCECN0:
	case TCP_OPTION_ACCECN1:
		out->accecn_kind = o->kind;
		out->accecn = data;
		break;
	default:
		keep(o, out);
		break;
	}
}

static void note_kind(uint8_t kind, struct tcp_options *out)
{
	if (kind != TCP_OPTION_NOP && memchr(out->kinds, kind, out->n_kinds))
		out->repeated = true;
	if (out->n_kinds < TCP_OPTIONS_MAX_BYTES)
		out->kinds[out->n_kinds++] = kind;
}

static void note_fault(enum tcp_fault fault, const struct tcp_option *o, struct tcp_options *out)
{
	if (fault == TCP_FAULT_NONE || out->fault != TCP_FAULT_NONE)
		return;
	out->fault = fault;
	out->fault_kind = o->kind;
	out->fault_length = fault == TCP_FAULT_CUT ? 0 : o->length;
}

bool tcp_options_get(struct bytes list, struct tcp_options *out)
{
	struct tcp_option o;
	enum tcp_fault fault;

	*out = (struct tcp_options){0};
	while (tcp_option_next(&list, &o, &fault)) {
		note_kind(o.kind, out);
		if (length_fits(&o))
			option_get(&o, out);
		else
			note_fault(TCP_FAULT_LENGTH_WRONG, &o, out);
	}
	if (o.kind == TCP_OPTION_END && o.length)
		note_kind(TCP_OPTION_END, out);
	note_fault(fault, &o, out);
	return out->fault == TCP_FAULT_NONE;
}

static void nops(struct bytes_out *o, unsigned n)
{
	while (n--)
		bytes_put_u8(o, TCP_OPTION_NOP);
}

static void head(struct bytes_out *o, uint8_t kind, size_t data_bytes)
{
	bytes_put_u8(o, kind);
	bytes_put_u8(o, (uint8_t)(2 + data_bytes));
}

/* Fast open and MPTCP bring their padding behind them. */
static void padded(struct bytes_out *o, uint8_t kind, struct bytes data)
{
	if (data.bad || data.left > TCP_OPTIONS_MAX_BYTES - 2) {
		o->bad = true;
		return;
	}
	head(o, kind, data.left);
	bytes_put(o, data.p, data.left);
	nops(o, -(2 + (unsigned)data.left) & 3);
}

static void sack_put(struct bytes_out *o, const struct tcp_options *in)
{
	nops(o, 2);
	head(o, TCP_OPTION_SACK, in->sacks * (size_t)8);
	for (unsigned i = 0; i < in->sacks && i < TCP_SACK_BLOCKS; i++) {
		bytes_put_u32(o, in->sack[i].left);
		bytes_put_u32(o, in->sack[i].right);
	}
}

void tcp_options_put(struct bytes_out *o, const struct tcp_options *in)
{
	if (in->has_mss) {
		head(o, TCP_OPTION_MSS, 2);
		bytes_put_u16(o, in->mss);
	}
	if (in->sack_permitted || in->has_timestamps) {
		/* Each stands where the other's padding would. */
		if (in->sack_permitted && in->has_timestamps)
			head(o, TCP_OPTION_SACK_PERMITTED, 0);
		else
			nops(o, 2);
		if (in->has_timestamps) {
			head(o, TCP_OPTION_TIMESTAMPS, 8);
			bytes_put_u32(o, in->timestamp);
			bytes_put_u32(o, in->timestamp_echo);
		} else {
			head(o, TCP_OPTION_SACK_PERMITTED, 0);
		}
	}
	if (in->has_window_scale) {
		nops(o, 1);
		head(o, TCP_OPTION_WINDOW_SCALE, 1);
		bytes_put_u8(o, in->window_scale);
	}
	if (in->sacks)
		sack_put(o, in);
	if (in->has_fast_open)
		padded(o, TCP_OPTION_FAST_OPEN, in->fast_open);
	if (in->mptcp.left)
		padded(o, TCP_OPTION_MPTCP, in->mptcp);
}
