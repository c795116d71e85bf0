/* telnet: the protocol of RFC 854, bytes in, events and answers out. Pure, and without memory of
 * its own but for the struct. Options by the Q method (RFC 1143). */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TELNETLITE_TELNET_H
#define PROBEKIT_TELNETLITE_TELNET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bytes.h"

enum { /* commands, RFC 854 and RFC 885 */
	TELNET_EOF = 236,
	TELNET_SUSP = 237,
	TELNET_ABORT = 238,
	TELNET_EOR = 239,
	TELNET_SE = 240,
	TELNET_NOP = 241,
	TELNET_DM = 242,
	TELNET_BRK = 243,
	TELNET_IP = 244,
	TELNET_AO = 245,
	TELNET_AYT = 246,
	TELNET_EC = 247,
	TELNET_EL = 248,
	TELNET_GA = 249,
	TELNET_SB = 250,
	TELNET_WILL = 251,
	TELNET_WONT = 252,
	TELNET_DO = 253,
	TELNET_DONT = 254,
	TELNET_IAC = 255
};

enum { /* options that are more than a name here */
	TELNET_BINARY = 0,
	TELNET_ECHO = 1,
	TELNET_SGA = 3,
	TELNET_TIMING_MARK = 6,
	TELNET_TTYPE = 24,
	TELNET_NAWS = 31,
	TELNET_NEW_ENVIRON = 39
};
enum { TELNET_IS = 0, TELNET_SEND = 1 }; /* RFC 1091, RFC 1572 */
enum { TELNET_VAR = 0, TELNET_VALUE = 1, TELNET_ESC = 2, TELNET_USERVAR = 3 }; /* RFC 1572 */

enum {
	TELNET_SUB_BYTES = 512,	    /* of a suboption are kept; the rest is counted */
	TELNET_ANSWER_BYTES = 1280, /* the longest answer */
	TELNET_ANSWERS = 64,	    /* an option gets no more than this */
	TELNET_MARKS = 1024	    /* but for timing marks, which change nothing */
};

/* The state of one side of an option, RFC 1143; OPPOSITE: the other is wanted behind it. */
enum telnet_q {
	TELNET_NO,
	TELNET_YES,
	TELNET_WANTNO,
	TELNET_WANTNO_OPPOSITE,
	TELNET_WANTYES,
	TELNET_WANTYES_OPPOSITE
};

/* Why an answer is what it is, or why there is none. */
enum telnet_reason {
	TELNET_PLAIN,	   /* nothing to say */
	TELNET_AGREED,	   /* asked for and granted */
	TELNET_CONFIRMED,  /* what we asked for is granted */
	TELNET_DENIED,	   /* what we asked for is refused */
	TELNET_ENDED,	   /* the option is off now */
	TELNET_UNCHANGED,  /* so it is already: no answer */
	TELNET_UNWANTED,   /* known, and refused by policy */
	TELNET_UNKNOWN,	   /* refused because it is none of ours */
	TELNET_TURNED,	   /* granted, but meanwhile we want the opposite */
	TELNET_ODD,	   /* an answer that does not fit what was asked */
	TELNET_TOLD,	   /* a suboption or mark was answered */
	TELNET_NOT_ON,	   /* a suboption of an option that is not on */
	TELNET_MALFORMED,  /* a suboption that says nothing we know */
	TELNET_UNFINISHED, /* a suboption that another command cut */
	TELNET_CAPPED	   /* too many of them: not answered */
};

enum telnet_kind {
	TELNET_MORE,	/* in is used up */
	TELNET_DATA,	/* data: what the other side's user sees, a view into in */
	TELNET_SKIPPED, /* the same, thrown away because of a SYNCH */
	TELNET_COMMAND, /* verb alone */
	TELNET_OPTION,	/* verb is WILL, WONT, DO or DONT, option behind it */
	TELNET_SUB	/* a suboption: option; data is what was kept of it, of all bytes */
};

struct telnet_event {
	enum telnet_kind kind;
	uint8_t verb, option;
	enum telnet_reason reason;
	uint64_t offset;     /* of its first byte in all that was received */
	uint64_t all;	     /* bytes of a suboption, also those that were not kept */
	struct bytes data;   /* borrowed until the next call */
	struct bytes answer; /* to be sent; left 0: none. Borrowed until the next call */
};

struct telnet_config {
	const char *terminal;	/* what TTYPE says; NULL refuses the option. Borrowed, as env is */
	const char *const *env; /* NAME=VALUE, NAME alone for one without value */
	size_t n_env;
	unsigned columns, rows; /* 0: there is no window, NAWS is refused */
};

struct telnet {
	struct telnet_config config;
	uint8_t us[256], him[256]; /* enum telnet_q: what we do, what the other side does */
	bool active;		   /* a command of telnet was seen or sent */
	bool synch;		   /* data is thrown away until the mark */

	/* its own */
	uint16_t answers[256];
	int state;
	uint8_t verb, sub_option;
	bool after_cr;
	uint64_t offset, command_at, sub_all;
	size_t sub_bytes;
	unsigned columns_told, rows_told;
	uint8_t sub[TELNET_SUB_BYTES];
	uint8_t answer[TELNET_ANSWER_BYTES];
};

void telnet_init(struct telnet *t, const struct telnet_config *c);
/* Reads on, eating from in; called until it says TELNET_MORE. The same bytes give the same events
 * however they are cut, but that data comes in pieces. A CR NUL is a CR, unless the other side
 * sends BINARY. */
enum telnet_kind telnet_next(struct telnet *t, struct bytes *in, struct telnet_event *out);
/* Our own wish: WILL, WONT, DO or DONT an option. The answer is what to send, maybe nothing. */
void telnet_ask(struct telnet *t, uint8_t verb, uint8_t option, struct telnet_event *out);
/* The window changed: what to send (RFC 1073), nothing while NAWS is off or where 0 is part of it.
 */
void telnet_window(struct telnet *t, unsigned columns, unsigned rows, struct telnet_event *out);
/* The user, or a script, has said something: no loop between two machines, so that options are
 * answered as often again. */
void telnet_forget_answers(struct telnet *t);
/* The next window is told though it may be the one that was. */
void telnet_forget_window(struct telnet *t);
/* Urgent data is on its way, or its end was passed without a DM. */
void telnet_synch(struct telnet *t, bool on);
bool telnet_in_sub(const struct telnet *t);
/* A suboption that does not end: goes back to data. */
void telnet_leave_sub(struct telnet *t, struct telnet_event *out);
bool telnet_does(const struct telnet *t, uint8_t option);  /* we do it */
bool telnet_hears(const struct telnet *t, uint8_t option); /* the other side does it */

/* "WILL", "AYT", "command 12"; "TERMINAL-TYPE", "option 200": RFC and IANA names, static but for
 * what is put into to. */
enum { TELNET_NAME = 24 };
const char *telnet_verb_name(uint8_t verb, char to[static TELNET_NAME]);
const char *telnet_option_name(uint8_t option, char to[static TELNET_NAME]);

/* The variables that a SEND of NEW-ENVIRON names, one at a time (RFC 1572): false at the end. type
 * is VAR or USERVAR, name is cut at its size. */
bool telnet_env_next(struct bytes *from, uint8_t *type, char *name, size_t size);
/* The index in c's env of a variable of that name, -1: not to be told. */
int telnet_env_find(const struct telnet_config *c, const char *name);

#endif
