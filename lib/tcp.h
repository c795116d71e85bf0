/* tcp: the TCP header and its options (RFC 9293; RFC 7323, 2018, 7413, 8684, 9768). */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCP_H
#define PROBEKIT_TCP_H

#include "addr.h"
#include "bytes.h"

enum { TCP_HEADER_BYTES = 20, TCP_OPTIONS_MAX_BYTES = 40 };

enum tcp_flag {
	TCP_FIN = 0x001,
	TCP_SYN = 0x002,
	TCP_RST = 0x004,
	TCP_PSH = 0x008,
	TCP_ACK = 0x010,
	TCP_URG = 0x020,
	TCP_ECE = 0x040,
	TCP_CWR = 0x080,
	TCP_AE = 0x100, /* RFC 9768, once NS (RFC 3540) */
};

/* How much of a header was there: an ICMP error need not quote more than 8 bytes. */
enum tcp_depth {
	TCP_NOTHING,
	TCP_PORTS,    /* 4 bytes */
	TCP_SEQUENCE, /* 8 bytes */
	TCP_FIXED,    /* 20 bytes; options holds those that are there */
	TCP_WHOLE,    /* with all options its length field promises */
};

struct tcp {
	enum tcp_depth depth; /* what lies deeper is 0 */
	uint16_t source_port, destination_port;
	uint32_t sequence, acknowledgment;
	uint8_t header_bytes; /* as the header says */
	uint8_t reserved;     /* the three bits before AE */
	uint16_t flags;	      /* enum tcp_flag */
	uint16_t window;      /* as sent: not scaled */
	uint16_t checksum, urgent;
	struct bytes options; /* borrowed, padding included */
};

/* Eats header and options from b, what is left is payload. False when it is cut (then b->bad) or
 * its length field is under 20 bytes; out is filled as far as there was something, see depth. The
 * checksum is not looked at. */
bool tcp_get(struct bytes *b, struct tcp *out);
/* Writes the header, checksum as given, and its options, padded to 4 bytes with zeros; header_bytes
 * is ignored. Over 40 bytes of options make o bad. */
void tcp_put(struct bytes_out *o, const struct tcp *in);

/* What the checksum field must hold; 0 for a segment whose field is already right. Of both
 * addresses one family is wanted, otherwise it is 0 for nothing. segment is header and payload. */
uint16_t tcp_checksum(
	const struct addr *source, const struct addr *destination, struct bytes segment);

/* a - b in sequence space, over the wrap (RFC 9293 3.4). */
static inline int32_t tcp_distance(uint32_t a, uint32_t b)
{
	return (int32_t)(a - b);
}

enum { TCP_FLAGS_TEXT = 40 };
/* "SYN,ACK", lowest bit first; "none" without any; returns to. */
const char *tcp_flags_print(char to[static TCP_FLAGS_TEXT], uint16_t flags);

/* Option kinds (IANA TCP parameters). */
enum {
	TCP_OPTION_END = 0,
	TCP_OPTION_NOP = 1,
	TCP_OPTION_MSS = 2,
	TCP_OPTION_WINDOW_SCALE = 3,
	TCP_OPTION_SACK_PERMITTED = 4,
	TCP_OPTION_SACK = 5,
	TCP_OPTION_TIMESTAMPS = 8,
	TCP_OPTION_MD5 = 19,
	TCP_OPTION_USER_TIMEOUT = 28,
	TCP_OPTION_AO = 29,
	TCP_OPTION_MPTCP = 30,
	TCP_OPTION_FAST_OPEN = 34,
	TCP_OPTION_ACCECN0 = 172,
	TCP_OPTION_ACCECN1 = 174,
};
/* "mss", "timestamps"; NULL for a kind without one. Static. */
const char *tcp_option_name(uint8_t kind);

/* What is wrong with a list of options; the first fault ends its reading. */
enum tcp_fault {
	TCP_FAULT_NONE,
	TCP_FAULT_CUT,		/* a kind without its length byte */
	TCP_FAULT_LENGTH_SHORT, /* a length of 0 or 1, which would never end */
	TCP_FAULT_OVERRUN,	/* a length past the end of the header */
	TCP_FAULT_LENGTH_WRONG, /* a length its kind cannot have: read over */
};
const char *tcp_fault_text(enum tcp_fault fault); /* "length runs past the header"; static */

struct tcp_option {
	uint8_t kind;
	uint8_t length;	   /* the length field; 1 for NOP, which has none */
	struct bytes data; /* behind the length; borrowed */
};
/* The next option of b; false at the end of the list and where one is malformed. fault then says
 * which, and out->kind and length of what. Never LENGTH_WRONG. */
bool tcp_option_next(struct bytes *b, struct tcp_option *out, enum tcp_fault *fault);

enum { TCP_SACK_BLOCKS = 4, TCP_UNKNOWN_OPTIONS = 4 };
struct tcp_block {
	uint32_t left, right; /* right is the first number behind the block */
};
struct tcp_options {
	bool has_mss, has_window_scale, sack_permitted, has_timestamps, has_fast_open;
	uint16_t mss;
	uint8_t window_scale; /* as sent; over 14 counts as 14 (RFC 7323 2.3) */
	uint32_t timestamp, timestamp_echo;
	struct bytes fast_open; /* the cookie, empty when one is asked for */
	uint8_t sacks;
	struct tcp_block sack[TCP_SACK_BLOCKS];
	struct bytes mptcp;  /* the option's data, subtype in its first four bits; empty none */
	struct bytes accecn; /* the counters of kind accecn_kind; of has_accecn */
	uint8_t accecn_kind; /* 0 none */
	uint8_t unknowns;    /* how many there were; the first are kept */
	struct tcp_option unknown[TCP_UNKNOWN_OPTIONS];
	uint8_t kinds[TCP_OPTIONS_MAX_BYTES]; /* every one in its order, NOP and END too */
	uint8_t n_kinds;
	bool repeated; /* a kind but NOP came twice: the last counts */
	enum tcp_fault fault;
	uint8_t fault_kind, fault_length;
};
/* Reads a whole list; views borrow from it. True without any fault. */
bool tcp_options_get(struct bytes list, struct tcp_options *out);
/* Writes MSS, SACK permitted, timestamps, window scale, SACK blocks, fast open and MPTCP, those
 * that in has, in the order and with the NOPs of Linux. The list stays a multiple of 4 bytes. */
void tcp_options_put(struct bytes_out *o, const struct tcp_options *in);

/* How a SYN offers ECN, or a SYN-ACK answers it, by its flags AE, CWR and ECE (RFC 3168 6.1.1, RFC
 * 9768 3.1.1). */
enum tcp_ecn {
	TCP_ECN_NONE,
	TCP_ECN_CLASSIC,
	TCP_ECN_ACCURATE,
	TCP_ECN_NONCE,	   /* RFC 3540, historic */
	TCP_ECN_REFLECTED, /* the SYN's own bits came back: a broken peer, none is in use */
};
enum tcp_ecn tcp_ecn_offered(uint16_t syn_flags);
enum tcp_ecn tcp_ecn_answered(uint16_t syn_flags, uint16_t syn_ack_flags);

#endif
