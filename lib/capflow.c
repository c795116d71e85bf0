/* capflow: the capture and its filter, and the connections that are watched. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "capflow.h"

#include <errno.h>
#include <stdlib.h>

#include "capflow_parts.h"
#include "priv.h"
#include "strbuf.h"

enum {
	SNAP_BYTES = 256,
	WHOLE_BYTES = 65535,
	RING_BYTES = 2 << 20,
	/* A slot of the ring holds a whole packet, which may be what TSO leaves to the device. */
	FILE_RING_BYTES = 32 << 20,
};

/* No frame is so short: what came before the ports are known is not wanted. */
static const char nothing[] = "less 1";
static const char errors[] =
	"(icmp and (icmp[0] = 3 or icmp[0] = 5 or icmp[0] = 11 or icmp[0] = 12)) or "
	"(icmp6 and (ip6[40] < 5 or ip6[40] = 137))";

static int open_capture(struct capflow *w, const struct capflow_config *c, struct fail *why)
{
	const struct capture_config config = {.device = c->device,
		.filter = nothing,
		.snap_bytes = c->snap_bytes ? c->snap_bytes
			      : c->pcap	    ? WHOLE_BYTES
					    : SNAP_BYTES,
		.ring_bytes = c->ring_bytes ? c->ring_bytes
			      : c->pcap	    ? FILE_RING_BYTES
					    : RING_BYTES};
	int able = priv_raise(why), rc;
	char command[128];

	if (able < 0)
		return able;
	rc = capture_open(&w->capture, &config, why);
	if (priv_lower(rc < 0 ? NULL : why) < 0 && rc >= 0)
		return -EPERM;
	if (rc == -EPERM && !able)
		return fail_set(why, EPERM,
			"watching packets needs cap_net_raw: run as root, or once as root: %s",
			priv_setcap_command(command, sizeof command));
	return rc;
}

static int open_file(struct capflow *w, const struct capflow_config *c, struct fail *why)
{
	const struct capfile_config file = {.path = c->pcap,
		.application = c->program,
		.linktype = (uint16_t)capture_linktype(w->capture),
		.device = c->device ? c->device : "any"};

	w->hide_payload = c->hide_payload;
	w->clock = capture_clock(w->capture);
	return c->pcap ? capfile_open(&w->file, &file, why) : 0;
}

int capflow_open(struct capflow **out, const struct capflow_config *c, struct fail *why)
{
	struct capflow *w = calloc(1, sizeof *w);
	int rc;

	if (!w)
		return fail_set(why, ENOMEM, "no memory for watching packets");
	rc = open_capture(w, c, why);
	if (rc >= 0)
		rc = open_file(w, c, why);
	if (rc < 0) {
		capflow_abandon(w);
		return rc;
	}
	*out = w;
	return 0;
}

/* By our ports alone, which are bound: the rest is looked at when a packet came. */
static int set_filter(struct capflow *w, struct fail *why)
{
	struct strbuf text = {0};
	const char *before = "(tcp and (";
	bool any = false;
	int rc;

	for (unsigned i = 0; i < CAPFLOW_FLOWS; i++) {
		if (!w->flow[i])
			continue;
		strbuf_print(&text, "%sport %u", before, w->flow[i]->tuple.port[FLOW_OUT]);
		before = " or ";
		any = true;
	}
	if (any) {
		strbuf_put_text(&text, ")) or ");
		strbuf_put_text(&text, errors);
	}
	if (w->names)
		strbuf_print(&text, "%s(udp port 53)", any ? " or " : "");
	if (!text.used)
		strbuf_put_text(&text, nothing);
	strbuf_put_char(&text, '\0');
	rc = text.bad ? fail_set(why, ENOMEM, "no memory for a filter")
		      : capture_filter(w->capture, text.p, why);
	strbuf_close(&text);
	return rc;
}

/* The first of n free numbers in a row; -1 none. */
static int find_room(const struct capflow *w, unsigned n)
{
	unsigned free = 0;

	for (unsigned i = 0; i < CAPFLOW_FLOWS; i++) {
		free = w->flow[i] ? 0 : free + 1;
		if (free == n)
			return (int)(i + 1 - n);
	}
	return -1;
}

int capflow_add(struct capflow *w, const struct flow_tuple *t, unsigned n, struct fail *why)
{
	int first = n ? find_room(w, n) : -1, rc = 0;

	if (first < 0)
		return fail_set(why, ENOSPC, "no more than %d connections can be watched at once",
			CAPFLOW_FLOWS);
	for (unsigned i = 0; i < n && rc >= 0; i++) {
		struct watched *f = calloc(1, sizeof *f);

		if (!f) {
			rc = fail_set(why, ENOMEM, "no memory for watching packets");
			break;
		}
		f->tuple = t[i];
		flow_init(&f->flow);
		w->flow[(unsigned)first + i] = f;
	}
	if (rc >= 0)
		rc = set_filter(w, why);
	for (unsigned i = 0; i < n && rc < 0; i++)
		capflow_remove(w, (unsigned)first + i);
	return rc < 0 ? rc : first;
}

int capflow_names(struct capflow *w, bool on, struct fail *why)
{
	w->names = on;
	return set_filter(w, why);
}

int capflow_find(const struct capflow *w, uint16_t local_port)
{
	for (unsigned i = 0; i < CAPFLOW_FLOWS; i++)
		if (w->flow[i] && w->flow[i]->tuple.port[FLOW_OUT] == local_port)
			return (int)i;
	return -1;
}

void capflow_remove(struct capflow *w, unsigned flow)
{
	if (flow >= CAPFLOW_FLOWS)
		return;
	free(w->flow[flow]);
	w->flow[flow] = NULL;
}

/* All flows: whose packets they were is not known. */
static void note_drops(struct capflow *w)
{
	uint64_t drops = capture_drops(w->capture);

	for (unsigned i = 0; i < CAPFLOW_FLOWS && drops > w->drops; i++)
		if (w->flow[i])
			flow_gap(&w->flow[i]->flow, drops - w->drops);
	w->drops = drops;
}

int capflow_next(struct capflow *w, struct capflow_packet *out, struct fail *why)
{
	struct frame f;
	int rc;

	while ((rc = capture_next(w->capture, &f, why)) > 0) {
		note_drops(w);
		if (!capflow_read(w, &f))
			continue;
		if (w->file && w->packet.kind != CAPFLOW_NAMES)
			capflow_save(w);
		*out = w->packet;
		return 1;
	}
	return rc;
}

int capflow_fd(const struct capflow *w)
{
	return capture_fd(w->capture);
}

const struct flow *capflow_flow(const struct capflow *w, unsigned flow)
{
	return flow < CAPFLOW_FLOWS && w->flow[flow] ? &w->flow[flow]->flow : NULL;
}

const struct flow_tuple *capflow_tuple(const struct capflow *w, unsigned flow)
{
	return flow < CAPFLOW_FLOWS && w->flow[flow] ? &w->flow[flow]->tuple : NULL;
}

uint64_t capflow_drops(const struct capflow *w)
{
	return w->drops;
}

uint64_t capflow_copies(const struct capflow *w)
{
	return w->copies;
}

const char *capflow_folder(const struct capflow *w)
{
	return w ? capfile_folder(w->file) : NULL;
}

bool capflow_unread(const struct capflow *w)
{
	return w && capfile_unread(w->file);
}

int capflow_close(struct capflow *w, struct fail *why)
{
	int rc = 0;

	if (w->file)
		rc = capfile_close(w->file, why);
	w->file = NULL;
	capflow_abandon(w);
	return rc;
}

void capflow_abandon(struct capflow *w)
{
	if (!w)
		return;
	for (unsigned i = 0; i < CAPFLOW_FLOWS; i++)
		free(w->flow[i]);
	capfile_abandon(w->file);
	capture_close(w->capture);
	free(w);
}
