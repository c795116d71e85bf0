/* talk_parts: what the session's own files share. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TELNETLITE_TALK_PARTS_H
#define PROBEKIT_TELNETLITE_TALK_PARTS_H

#include "console.h"
#include "display.h"
#include "keys.h"
#include "runner.h"
#include "talk.h"
#include "transcript.h"

enum {
	TALK_IN_BYTES = 65536,
	TALK_OUT_BYTES = 2 * 65536 + 4096,
	TALK_SHOWN_BYTES = 65536,
	TALK_TYPED_BYTES = 1024,
	TALK_SPARE_BYTES = 256 /* kept for what comes from signals */
};

struct talk {
	const struct talk_config *c;
	struct talk_result *result;
	struct channel channel;
	bool over;

	/* from the peer: what was read, and the data of it that is still to be shown */
	bool engine_on, sniffed;
	int64_t sniff_until_ns; /* until then the rest of a command is waited for; 0: of none */
	uint8_t in[TALK_IN_BYTES];
	size_t in_at, in_end;	  /* not looked at yet */
	size_t text_at, text_end; /* data at the front of in */
	bool peer_closed;
	int64_t begun_ns, heard_ns, sub_since_ns;
	int64_t peer_ns; /* when the peer was last heard, or the session began */

	/* to the screen */
	struct outlet outlet;
	bool out_is_tty, in_is_tty;
	struct display display;
	uint8_t shown[TALK_SHOWN_BYTES];
	size_t shown_at, shown_end;
	bool outlet_full;

	/* to the peer */
	uint8_t out[TALK_OUT_BYTES];
	size_t out_at, out_end;
	bool fin_wanted, fin_sent, write_dead;
	enum talk_end write_end; /* how the session ends when write_dead */

	/* from the user */
	bool reads_input, took_input;
	struct console console;
	bool takes_keys;
	int forced_mode; /* enum console_mode, -1 what the server wants */
	struct keys keys;
	struct eol_state eol;
	bool at_prompt;
	uint8_t typed[TALK_TYPED_BYTES]; /* behind the escape key */
	size_t n_typed;

	struct telnet engine;
	struct runner runner;
	bool script_over, leaves_quietly;
	bool script_held; /* it waits for room */
	int64_t script_due_ns;
	bool hex, trace;
	int log_fd;
	struct transcript_line in_line, out_line;
	uint64_t hex_in, hex_out; /* offsets */
};

/* talk_in.c: from the peer */
bool talk_wants_read(const struct talk *t);
/* How a session ends whose socket gave that error. */
enum talk_end talk_end_of(int error);
void talk_receive(struct talk *t, int64_t now_ns);
/* The peer is heard, or the session ends. */
void talk_silence(struct talk *t, int64_t now_ns);
void talk_decode(struct talk *t, int64_t now_ns);
/* What was kept for the rest of a command is data: none comes any more. */
void talk_release(struct talk *t);
void talk_show(struct talk *t);
bool talk_has_shown(const struct talk *t); /* all data is on its way */

/* talk_out.c: to the peer */
size_t talk_room(struct talk *t);
/* Bytes as they are, with IAC doubled where the engine is on. */
void talk_send_text(struct talk *t, struct bytes text, bool secret);
/* Telnet's own; kept from eol and echo. */
void talk_send_raw(struct talk *t, struct bytes bytes);
void talk_flush(struct talk *t);
void talk_take_input(struct talk *t, int64_t now_ns);
void talk_want_fin(struct talk *t);
/* Standard input is no terminal, and has more right now or had some and may have more. */
bool talk_has_input(const struct talk *t);

/* talk_user.c: the terminal, the escape key's commands */
void talk_mode(struct talk *t); /* as the negotiation stands now */
void talk_typed(struct talk *t, struct bytes in);
void talk_window(struct talk *t);
void talk_window_again(struct talk *t); /* though it may be the same */
void talk_interrupt(struct talk *t);

/* talk_view.c: what is said of it */
void talk_begin_engine(struct talk *t);
void talk_note_event(struct talk *t, const struct telnet_event *e);
void talk_view_bytes(struct talk *t, bool incoming, struct bytes b, bool secret);

/* talk_log.c: the transcript, where there is one */
void talk_log_begin(struct talk *t); /* what the engine was given, for a replay */
void talk_log_data(struct talk *t, bool incoming, struct bytes b);
void talk_log_raw(struct talk *t, bool incoming, struct bytes b);
void talk_log_command(struct talk *t, const struct telnet_event *e); /* that came */
void talk_log_end(struct talk *t);

/* talk_script.c */
void talk_script(struct talk *t, int64_t now_ns);
bool talk_script_has_room(struct talk *t); /* for whatever a step may send */

/* talk_secure.c: the handshake; false when it failed, and the session with it. */
bool talk_secure(struct talk *t);

void talk_end(struct talk *t, enum talk_end end);

#endif
