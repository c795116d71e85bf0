/* talk: a session: the peer, the user or a script, the telnet engine between them, bounded queues.
 */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TELNETLITE_TALK_H
#define PROBEKIT_TELNETLITE_TALK_H

#include "channel.h"
#include "eol.h"
#include "histogram.h"
#include "notice.h"
#include "outlet.h"
#include "records.h"
#include "script.h"
#include "telnet.h"
#include "wait.h"

enum talk_telnet {
	TALK_RAW,     /* every byte is data */
	TALK_PASSIVE, /* until the peer begins with WILL or DO */
	TALK_ACTIVE   /* negotiation begins here */
};

struct talk_config {
	struct channel channel;
	struct outlet outlet; /* standard output */
	enum talk_telnet telnet;
	struct telnet_config engine;
	bool binary;
	enum eol eol;	/* of what is piped in, or typed on a plain port */
	bool eol_given; /* else a pipe's bytes stay as they are */
	int escape_key; /* -1 none */
	bool raw_output, half_close, log_input, hex, trace;
	int64_t idle_ns, linger_ns;  /* 0: no idle limit */
	int64_t deadline_ns;	     /* monotonic, INT64_MAX none */
	const struct script *script; /* NULL: standard input is sent */
	struct notice *notice;
	struct records *records;
	struct wait *wait;
	int log_fd;		      /* -1 none */
	const struct tls_config *tls; /* for a handshake in mid-session */
	int64_t tls_timeout_ns;
	bool facts;	   /* shows the card of a certificate */
	bool input_behind; /* standard input is sent behind the script */
	const char *target;
	struct histogram *steps; /* each one's time is added; NULL none */
};

enum talk_end {
	TALK_PEER_CLOSED,
	TALK_LEFT,     /* by the user's command, or the script's end */
	TALK_LINGERED, /* the peer did not close in time */
	TALK_IDLE,
	TALK_DEADLINE,
	TALK_UNANSWERED, /* what was sent, or a keepalive, was never acknowledged */
	TALK_RESET,
	TALK_CUT,     /* TLS without close_notify */
	TALK_UNTAKEN, /* the peer closed, and would not have what was still sent */
	TALK_LOST,    /* otherwise: errno in error */
	TALK_SIGNAL,
	TALK_OUTPUT_GONE, /* who reads standard output went away */
	TALK_STEP_FAILED,
	TALK_TLS_FAILED,
	TALK_LOCAL /* errno in error, of error_on */
};

const char *talk_end_name(enum talk_end end); /* in words, static */

struct talk_result {
	enum talk_end end;
	int signal, error;
	const char *error_on;
	int log_error; /* errno: why the log is not whole, 0 it is */
	bool is_telnet;
	uint64_t received_bytes, sent_bytes;
	int64_t first_byte_ns;		 /* monotonic, INT64_MIN none */
	int64_t our_fin_ns, peer_fin_ns; /* the same */
	int64_t ended_ns;
	unsigned steps_passed;
	int64_t step_ns;    /* when the newest passed */
	int64_t silence_ns; /* the longest of the peer, its end included */
};

/* Until it ends. Standard input is the program's. The terminal is as it was found afterwards.
 * -errno only when the session could not be begun. */
int talk_run(const struct talk_config *c, struct talk_result *out, struct fail *why);

#endif
