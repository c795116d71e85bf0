/* telnet: the stream of data and commands taken apart. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "telnet.h"

#include <string.h>

#include "telnet_parts.h"

enum { STATE_DATA, STATE_IAC, STATE_OPTION, STATE_SUB_OPTION, STATE_SUB, STATE_SUB_IAC };
/* How far is looked ahead, so that many short pieces do not look at the same bytes too often. */
enum { LOOK_BYTES = 2048 };

void telnet_init(struct telnet *t, const struct telnet_config *c)
{
	*t = (struct telnet){.config = *c};
}

static void eat(struct telnet *t, struct bytes *in, size_t n)
{
	bytes_skip(in, n);
	t->offset += n;
}

static size_t find(const uint8_t *p, uint8_t what, size_t n)
{
	const uint8_t *at = memchr(p, what, n);

	return at ? (size_t)(at - p) : n;
}

/* The NUL behind a CR, in the first n bytes of p; n where there is none. */
static size_t find_padding(const struct telnet *t, const uint8_t *p, size_t n)
{
	size_t at = 0;

	if (telnet_hears(t, TELNET_BINARY))
		return n;
	while ((at += find(p + at, 0, n - at)) < n) {
		if (at ? p[at - 1] == '\r' : t->after_cr)
			return at;
		at++;
	}
	return n;
}

static void give_data(struct telnet *t, struct bytes *in, size_t n, struct telnet_event *out)
{
	out->kind = t->synch ? TELNET_SKIPPED : TELNET_DATA;
	out->offset = t->offset;
	out->data = bytes_head(*in, n);
	t->after_cr = in->p[n - 1] == '\r';
	eat(t, in, n);
}

/* Plain data up to the next command; false when there was none of it. */
static bool take_data(struct telnet *t, struct bytes *in, struct telnet_event *out)
{
	size_t look = in->left < LOOK_BYTES ? in->left : LOOK_BYTES;
	size_t n = find(in->p, TELNET_IAC, look);
	size_t padding = find_padding(t, in->p, n);

	if (padding)
		give_data(t, in, padding, out);
	if (padding < n) {
		t->after_cr = false;
		eat(t, in, 1);
	} else if (n < look && !padding) {
		t->state = STATE_IAC;
		t->command_at = t->offset;
		eat(t, in, 1);
	}
	return padding > 0;
}

static void give(struct telnet *t, enum telnet_kind kind, struct telnet_event *out)
{
	out->kind = kind;
	out->offset = t->command_at;
	t->active = true;
}

static bool give_command(struct telnet *t, uint8_t verb, struct telnet_event *out)
{
	give(t, TELNET_COMMAND, out);
	out->verb = verb;
	out->reason = verb < TELNET_EOF || verb == TELNET_SE ? TELNET_ODD : TELNET_PLAIN;
	if (verb == TELNET_DM)
		t->synch = false;
	t->state = STATE_DATA;
	return true;
}

/* The byte behind an IAC. */
static bool take_command(struct telnet *t, struct bytes *in, struct telnet_event *out)
{
	uint8_t verb = in->p[0];

	switch (verb) {
	case TELNET_IAC:
		t->state = STATE_DATA;
		give_data(t, in, 1, out);
		return true;
	case TELNET_WILL:
	case TELNET_WONT:
	case TELNET_DO:
	case TELNET_DONT:
		t->state = STATE_OPTION;
		t->verb = verb;
		break;
	case TELNET_SB:
		t->state = STATE_SUB_OPTION;
		break;
	default:
		eat(t, in, 1);
		return give_command(t, verb, out);
	}
	eat(t, in, 1);
	return false;
}

static bool take_option(struct telnet *t, struct bytes *in, struct telnet_event *out)
{
	struct bytes_out answer = bytes_to(t->answer, sizeof t->answer);

	give(t, TELNET_OPTION, out);
	out->verb = t->verb;
	out->option = in->p[0];
	eat(t, in, 1);
	t->state = STATE_DATA;
	out->reason = telnet_heard(t, out->verb, out->option, &answer);
	out->answer = bytes_written(&answer);
	return true;
}

static void give_sub(struct telnet *t, struct telnet_event *out)
{
	give(t, TELNET_SUB, out);
	out->option = t->sub_option;
	out->all = t->sub_all;
	out->data = bytes_of(t->sub, t->sub_bytes);
	out->reason = TELNET_UNFINISHED;
	t->state = STATE_DATA;
}

static void keep(struct telnet *t, const uint8_t *from, size_t n)
{
	size_t room = sizeof t->sub - t->sub_bytes, kept = n < room ? n : room;

	memcpy(t->sub + t->sub_bytes, from, kept);
	t->sub_bytes += kept;
	t->sub_all += n;
}

static bool take_sub_end(struct telnet *t, struct bytes *in, struct telnet_event *out)
{
	struct bytes_out answer = bytes_to(t->answer, sizeof t->answer);
	uint8_t c = in->p[0];

	if (c == TELNET_IAC) {
		keep(t, &c, 1);
		t->state = STATE_SUB;
		eat(t, in, 1);
		return false;
	}
	give_sub(t, out);
	if (c != TELNET_SE) { /* the command that cut it is read for itself */
		t->command_at = t->offset - 1;
		t->state = STATE_IAC;
		return true;
	}
	eat(t, in, 1);
	out->reason = telnet_answer_sub(t, &answer);
	out->answer = bytes_written(&answer);
	return true;
}

static bool take_sub(struct telnet *t, struct bytes *in)
{
	size_t n = find(in->p, TELNET_IAC, in->left);

	keep(t, in->p, n);
	if (n < in->left) {
		t->state = STATE_SUB_IAC;
		n++;
	}
	eat(t, in, n);
	return false;
}

static bool begin_sub(struct telnet *t, struct bytes *in)
{
	t->sub_option = in->p[0];
	t->sub_bytes = 0;
	t->sub_all = 0;
	t->state = STATE_SUB;
	eat(t, in, 1);
	return false;
}

/* One piece; true when it makes an event. */
static bool take(struct telnet *t, struct bytes *in, struct telnet_event *out)
{
	switch (t->state) {
	case STATE_IAC:
		return take_command(t, in, out);
	case STATE_OPTION:
		return take_option(t, in, out);
	case STATE_SUB_OPTION:
		return begin_sub(t, in);
	case STATE_SUB:
		return take_sub(t, in);
	case STATE_SUB_IAC:
		return take_sub_end(t, in, out);
	default:
		return take_data(t, in, out);
	}
}

enum telnet_kind telnet_next(struct telnet *t, struct bytes *in, struct telnet_event *out)
{
	*out = (struct telnet_event){.kind = TELNET_MORE, .offset = t->offset};
	while (in->left)
		if (take(t, in, out))
			break;
	return out->kind;
}

void telnet_synch(struct telnet *t, bool on)
{
	t->synch = on;
}

bool telnet_in_sub(const struct telnet *t)
{
	return t->state == STATE_SUB || t->state == STATE_SUB_IAC;
}

void telnet_leave_sub(struct telnet *t, struct telnet_event *out)
{
	*out = (struct telnet_event){.kind = TELNET_MORE, .offset = t->offset};
	if (telnet_in_sub(t))
		give_sub(t, out);
}
