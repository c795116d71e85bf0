/* keys: what is typed, parted into data and what is for this program. Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TELNETLITE_KEYS_H
#define PROBEKIT_TELNETLITE_KEYS_H

#include <stdbool.h>

#include "bytes.h"

enum keys_what {
	KEYS_MORE,
	KEYS_DATA,   /* data goes to the peer */
	KEYS_ESCAPE, /* the escape key: a command follows */
	KEYS_QUIT    /* ~. at the start of a line */
};

struct keys {
	int escape;	 /* -1 none, and no ~. either */
	bool line_begun; /* its own: not at the start of a line */
	bool tilde;	 /* one is held back */
};

/* Eats from in; data is borrowed from in, or static. */
enum keys_what keys_next(struct keys *k, struct bytes *in, struct bytes *data);

/* A line typed behind the escape key. */
enum command {
	COMMAND_NONE, /* an empty line: back to the session */
	COMMAND_HELP,
	COMMAND_STATUS,
	COMMAND_SEND, /* code: a telnet command */
	COMMAND_LINE,
	COMMAND_CHAR,
	COMMAND_HEX,
	COMMAND_TRACE,
	COMMAND_LOG, /* argument: a file */
	COMMAND_STARTTLS,
	COMMAND_CLOSE, /* send FIN */
	COMMAND_QUIT,
	COMMAND_UNKNOWN
};
struct command_line {
	enum command what;
	int code;
	const char *argument; /* into the text */
};
/* Reads a line, changing it. Words may be cut where they stay clear: "q", "st", "send ip". */
struct command_line command_read(char *text);
extern const char command_help[];

#endif
