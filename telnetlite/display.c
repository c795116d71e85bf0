/* display: what a terminal may see of what came from outside. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "display.h"

#include <stdio.h>
#include <string.h>

#include "report_escape.h"

enum { BEL = 7, ESC = 0x1b, DEL = 0x7f, ENQ = 5 };
enum verdict { PASS, SHOW, MORE }; /* of what is held: as it is; visibly; it is not whole */

static void show_byte(uint8_t c, struct bytes_out *to)
{
	char text[8];

	if (c < 0x20 || c == DEL)
		snprintf(text, sizeof text, "^%c", c ^ 0x40);
	else if (c < DEL)
		snprintf(text, sizeof text, "%c", c);
	else
		snprintf(text, sizeof text, "\\x%02x", c);
	bytes_put(to, text, strlen(text));
}

static void show(struct display *d, struct bytes_out *to)
{
	for (size_t i = 0; i < d->n_held; i++)
		show_byte(d->held[i], to);
	d->n_held = 0;
}

static void pass(struct display *d, struct bytes_out *to)
{
	bytes_put(to, d->held, d->n_held);
	d->n_held = 0;
}

/* How many bytes the UTF-8 character that begins with c has, 0: it begins none. */
static size_t utf8_size(uint8_t c)
{
	return c < 0x80 ? 1 : c < 0xc2 ? 0 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : c < 0xf5 ? 4 : 0;
}

static enum verdict judge_character(const struct display *d)
{
	size_t size = d->utf8 ? utf8_size(d->held[0]) : 0;
	uint32_t code;

	if (!size || d->n_held > size)
		return SHOW;
	if (d->n_held < size)
		return d->n_held > 1 && (d->held[d->n_held - 1] & 0xc0) != 0x80 ? SHOW : MORE;
	return report_utf8(d->held, d->n_held, &code) && !report_hidden(code) ? PASS : SHOW;
}

/* A whole CSI sequence that changes what is shown and makes the terminal type nothing: no status,
 * attributes, reports, checksums and modes that are asked for, no printing. */
static bool csi_is_harmless(const uint8_t *p, size_t n)
{
	uint8_t last = p[n - 1], before = p[n - 2];
	bool names_window = n == 5 && p[2] == '2' && (p[3] == '2' || p[3] == '3');

	if (before >= 0x20 && before < 0x30)
		return (before == ' ' && last == 'q') || (before == '!' && last == 'p');
	switch (p[2]) {
	case '?':
		return strchr("hlrsJK", last);
	case '>':
		return strchr("muT", last);
	case '<':
	case '=':
		return last == 'u';
	default:
		/* To keep and to restore a window's name: 22;Pt and 23;Pt. */
		if (last == 't')
			return names_window || (n == 7 && !memcmp(p + 2, "22;", 3)) ||
			       (n == 7 && !memcmp(p + 2, "23;", 3));
		return !strchr("cinwxyzpq|", last);
	}
}

/* CSI: parameters 0x30 to 0x3f, intermediates 0x20 to 0x2f, one final byte (ECMA-48, 5.4). */
static enum verdict judge_csi(const struct display *d)
{
	uint8_t last = d->held[d->n_held - 1];

	if (d->n_held == 2)
		return MORE;
	if (last < 0x20 || last > 0x7e)
		return SHOW;
	if (last < 0x40)
		return d->n_held < DISPLAY_HELD ? MORE : SHOW;
	return csi_is_harmless(d->held, d->n_held) ? PASS : SHOW;
}

/* OSC: 0, 1 and 2 name a window; all others ask, set colours or a clipboard. */
static enum verdict judge_osc(struct display *d)
{
	if (d->n_held == 2)
		return MORE;
	if (d->n_held == 3)
		return d->held[2] >= '0' && d->held[2] <= '2' ? MORE : SHOW;
	d->in_text = d->held[3] == ';';
	return d->in_text ? PASS : SHOW;
}

static enum verdict judge_escape(struct display *d)
{
	uint8_t second = d->n_held > 1 ? d->held[1] : 0;

	if (d->n_held == 1)
		return MORE;
	if (second == '[')
		return judge_csi(d);
	if (second == ']')
		return judge_osc(d);
	/* DCS, SOS, PM, APC, and DECID, which is answered. */
	if (strchr("PX^_Z", second) || second < 0x20 || second >= DEL)
		return SHOW;
	if (second >= 0x30)
		return PASS;
	if (d->n_held == 2)
		return MORE;
	return d->held[2] >= 0x30 && d->held[2] < DEL ? PASS : SHOW;
}

static enum verdict judge(struct display *d)
{
	uint8_t c = d->held[0];

	if (c >= 0x80)
		return judge_character(d);
	if (c >= 0x20 && c != DEL)
		return PASS;
	if (c == '\n' || c == '\t')
		return PASS;
	if (d->kind == DISPLAY_TERMINAL)
		return c == ESC ? judge_escape(d) : c == ENQ ? SHOW : PASS;
	if (c != '\r')
		return SHOW;
	/* A CR alone would let a line be written over. */
	return d->n_held == 1 ? MORE : d->held[1] == '\n' ? PASS : SHOW;
}

/* One byte of a window's name, of ASCII alone: C1 hides in what is not. ESC and any control end it
 * as BEL does. True when the byte is still to be looked at. */
static bool put_text(struct display *d, uint8_t c, struct bytes_out *to)
{
	bool ends = c < 0x20 || c == DEL;

	bytes_put_u8(to, ends ? BEL : c < 0x80 ? c : '?');
	d->in_text = !ends;
	return ends && c != BEL;
}

/* Of what proves unfit the first byte is shown, and the rest is looked at anew. */
static void put_held(struct display *d, uint8_t c, struct bytes_out *to)
{
	uint8_t queue[DISPLAY_HELD + 1] = {c};
	size_t n = 1, back;

	while (n) {
		d->held[d->n_held++] = queue[0];
		memmove(queue, queue + 1, --n);
		switch (judge(d)) {
		case PASS:
			pass(d, to);
			break;
		case SHOW:
			back = d->n_held - 1;
			memmove(queue + back, queue, n);
			memcpy(queue, d->held + 1, back);
			n += back;
			show_byte(d->held[0], to);
			d->n_held = 0;
			break;
		case MORE:
			break;
		}
	}
}

static void put_one(struct display *d, uint8_t c, struct bytes_out *to)
{
	if (!d->in_text || put_text(d, c, to))
		put_held(d, c, to);
}

static size_t printable(const uint8_t *p, size_t n)
{
	size_t i = 0;

	while (i < n && ((p[i] >= 0x20 && p[i] < DEL) || p[i] == '\n'))
		i++;
	return i;
}

static size_t room(const struct bytes_out *to)
{
	return to->size - to->used;
}

static void put_exact(struct display *d, struct bytes *in, struct bytes_out *to)
{
	size_t n;

	if (d->n_held && room(to) >= DISPLAY_LEAST)
		pass(d, to);
	n = in->left < room(to) ? in->left : room(to);
	bytes_put(to, in->p, n);
	bytes_skip(in, n);
}

void display_put(struct display *d, struct bytes *in, struct bytes_out *to)
{
	if (d->kind == DISPLAY_EXACT) {
		put_exact(d, in, to);
		return;
	}
	while (in->left && room(to) >= DISPLAY_LEAST) {
		size_t n = d->n_held || d->in_text ? 0 : printable(in->p, in->left);

		if (n > room(to))
			n = room(to);
		if (n) {
			bytes_put(to, in->p, n);
			bytes_skip(in, n);
		} else {
			put_one(d, bytes_u8(in), to);
		}
	}
}

void display_end(struct display *d, struct bytes_out *to)
{
	show(d, to);
}
