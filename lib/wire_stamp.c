/* wire_stamp: which probe a kernel TX stamp belongs to (Documentation/networking/timestamping.rst).
 */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>

#include <linux/net_tstamp.h>

#include "wire_parts.h"

enum {
	SAMPLE_NS = 1000000, /* WIRE_STAMPS_SAMPLED asks for one a millisecond */
	NOISE_NS = 10000     /* between the two clocks a stamp went through */
};

static int set_reporting(int fd, bool ids)
{
	unsigned flags = SOF_TIMESTAMPING_SOFTWARE | SOF_TIMESTAMPING_RX_SOFTWARE |
			 SOF_TIMESTAMPING_OPT_TSONLY | SOF_TIMESTAMPING_OPT_CMSG;

	if (ids)
		flags |= SOF_TIMESTAMPING_OPT_ID;
	return setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPING_NEW, &flags, sizeof(flags));
}

int wire_stamper_open(struct wire *w, struct fail *why)
{
	if (w->stamps == WIRE_STAMPS_NONE)
		return 0;
	if (set_reporting(w->fd, true)) {
		w->stamps = WIRE_STAMPS_NONE;
		return 0;
	}
	w->stamper.ring = calloc(WIRE_STAMP_RING, sizeof(*w->stamper.ring));
	if (!w->stamper.ring)
		return fail_set(why, ENOMEM, "no memory for %d time stamps", WIRE_STAMP_RING);
	return 0;
}

bool wire_stamp_wanted(const struct wire *w, int64_t now_ns)
{
	const struct wire_stamper *s = &w->stamper;

	switch (w->stamps) {
	case WIRE_STAMPS_ALL:
		return true;
	case WIRE_STAMPS_SAMPLED:
		return now_ns - s->last_ns >= SAMPLE_NS;
	case WIRE_STAMPS_NONE:
		return false;
	}
	return false;
}

void wire_stamp_sent(struct wire *w, struct probe probe, int64_t now_ns)
{
	struct wire_stamper *s = &w->stamper;
	struct wire_stamped *slot = &s->ring[s->next & (WIRE_STAMP_RING - 1)];

	if (!slot->waiting)
		s->waiting++;
	*slot = (struct wire_stamped){
		.probe = probe, .id = s->next, .waiting = true, .at_ns = now_ns};
	s->next++;
	s->last_ns = now_ns;
}

/* A refused send may or may not have used up an id. Switching the ids off and on restarts the
 * kernel's count at 0; whatever is still to come under an old id is older than what it would be
 * taken for. */
void wire_stamp_refused(struct wire *w)
{
	struct wire_stamper *s = &w->stamper;

	wire_read_errors(w);
	for (size_t i = 0; i < WIRE_STAMP_RING; i++)
		s->ring[i].waiting = false;
	s->waiting = 0;
	s->next = 0;
	if (set_reporting(w->fd, false) || set_reporting(w->fd, true))
		w->stamps = WIRE_STAMPS_NONE;
}

bool wire_stamp_find(struct wire *w, uint32_t id, int64_t at_ns, struct probe *out)
{
	struct wire_stamper *s = &w->stamper;
	struct wire_stamped *slot = &s->ring[id & (WIRE_STAMP_RING - 1)];

	if (!slot->waiting || slot->id != id)
		return false;
	/* However late: a packet waits seconds for its neighbour's address. */
	if (at_ns < slot->at_ns - NOISE_NS)
		return false;
	slot->waiting = false;
	s->waiting--;
	*out = slot->probe;
	return true;
}
