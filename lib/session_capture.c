/* session_capture: the frames of a capture, and what was dropped of them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "session_parts.h"

enum { DROPS_EVERY_NS = 100000000 /* the count of drops is asked for this often */ };

bool session_is_live(const struct session *s)
{
	return s->capture && !capture_is_file(s->capture);
}

void session_advance(struct session *s, int64_t to_ns)
{
	if (to_ns > s->now_ns)
		s->now_ns = to_ns;
}

static bool capture_dropped(struct session *s, struct session_event *out)
{
	uint64_t drops;

	if (s->read_ns - s->drops_read_ns < DROPS_EVERY_NS)
		return false;
	s->drops_read_ns = s->read_ns;
	drops = capture_drops(s->capture);
	if (drops == s->capture_drops)
		return false;
	*out = (struct session_event){.kind = SESSION_DROPS, .source = SESSION_CAPTURE};
	out->at_ns = s->read_ns;
	out->wire = (struct wire_event){
		.kind = WIRE_DROPS, .at_ns = s->read_ns, .count = drops - s->capture_drops};
	s->capture_drops = drops;
	return true;
}

int session_next_of_capture(struct session *s, struct session_event *out, struct fail *why)
{
	struct wire_event *e = &out->wire;
	int rc;

	if (!s->capture || !s->capture_room)
		return 0;
	*out = (struct session_event){.kind = SESSION_FRAME, .source = SESSION_CAPTURE};
	rc = capture_next(s->capture, &e->frame, why);
	if (rc < 0)
		return rc;
	if (!rc) {
		session_advance(s, s->seen_ns);
		s->capture_room = 0;
		return capture_dropped(s, out);
	}
	e->kind = WIRE_FRAME;
	e->at_ns = out->at_ns = e->frame.at_ns;
	e->at_user_ns = session_is_live(s) ? s->read_ns : e->at_ns;
	if (!--s->capture_room)
		session_advance(s, e->at_ns < s->seen_ns ? e->at_ns : s->seen_ns);
	return 1;
}
