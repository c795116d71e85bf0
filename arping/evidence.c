/* evidence: this run's own frames as pcapng, each with a comment that says what it is. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "evidence.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "owners.h"
#include "text.h"

struct evidence {
	struct capfile *file;
};

int evidence_open(struct evidence **out, const char *path, const char *device, struct fail *why)
{
	const struct capfile_config file = {.path = path,
		.application = "probekit arping " PROBEKIT_VERSION,
		.linktype = PCAPNG_ETHERNET,
		.device = device};
	struct evidence *e = calloc(1, sizeof(*e));
	int rc;

	if (!e)
		return fail_set(why, ENOMEM, "no memory for a capture");
	rc = capfile_open(&e->file, &file, why);
	if (rc < 0)
		evidence_abandon(e);
	else
		*out = e;
	return rc;
}

const char *evidence_folder(const struct evidence *e)
{
	return capfile_folder(e->file);
}

void evidence_ask(struct evidence *e, uint64_t key, struct bytes frame, int64_t realtime_ns,
	const char *comment)
{
	struct capfile_packet *p = capfile_hold(e->file, frame.left);

	if (!p)
		return;
	memcpy(p->bytes, frame.p, frame.left);
	p->nth = key;
	p->request = true;
	p->realtime_ns = realtime_ns;
	snprintf(p->comment, sizeof(p->comment), "%s", comment);
	capfile_settle(e->file, p);
}

void evidence_hear(struct evidence *e, struct bytes frame, int64_t realtime_ns, const char *comment)
{
	struct capfile_packet *p = capfile_hold(e->file, frame.left);

	if (!p)
		return;
	memcpy(p->bytes, frame.p, frame.left);
	p->realtime_ns = realtime_ns;
	snprintf(p->comment, sizeof(p->comment), "%s", comment);
	p->decided = true;
	capfile_settle(e->file, p);
	capfile_turn(e->file);
}

void evidence_decide(struct evidence *e, uint64_t key, int64_t realtime_ns, const char *comment)
{
	struct capfile_packet *p = capfile_request(e->file, key);

	if (!p)
		return;
	if (realtime_ns)
		p->realtime_ns = realtime_ns;
	snprintf(p->comment, sizeof(p->comment), "%s", comment);
	p->decided = true;
	capfile_settle(e->file, p);
	capfile_turn(e->file);
}

void evidence_sent(struct evidence *e, uint64_t nth, struct bytes frame, int64_t realtime_ns)
{
	char text[CAPFILE_COMMENT];

	snprintf(text, sizeof(text), "probe %llu: no answer when this was written",
		(unsigned long long)nth + 1);
	evidence_ask(e, nth, frame, realtime_ns, text);
}

static const char *word_of(const struct outcome *o)
{
	switch (o->kind) {
	case OUTCOME_REPLY:
		return o->owner ? "answer by another MAC: a duplicate address" : "answer";
	case OUTCOME_CONFLICT:
		return "somebody else probes for the address";
	case OUTCOME_CLAIM:
		return o->owner ? "claim by another MAC: a duplicate address" : "claim, not asked";
	case OUTCOME_ROUTER:
		return "router advertisement";
	case OUTCOME_MALFORMED:
		return "malformed, not counted";
	case OUTCOME_ELSEWHERE:
		return "on another VLAN, not counted";
	case OUTCOME_UNSENT:
		return "refused by this host";
	case OUTCOME_LOST:
		return "lost";
	}
	return "";
}

static void describe(char to[static CAPFILE_COMMENT], const struct outcome *o)
{
	char probe[40] = "", rtt[48] = "", ms[TEXT_MS];

	if (o->has_probe)
		snprintf(probe, sizeof(probe), "probe %llu: ", (unsigned long long)o->nth + 1);
	if (o->answer.rtt_ns >= 0)
		snprintf(rtt, sizeof(rtt), ", rtt %s ms", text_ms(ms, o->answer.rtt_ns));
	snprintf(to, CAPFILE_COMMENT, "%s%s%s%s%s", probe, word_of(o), rtt,
		o->heard.fault ? ": " : "", o->heard.fault ? o->heard.fault : "");
}

void evidence_frame(
	struct evidence *e, const struct frame *f, const struct outcome *o, int64_t offset_ns)
{
	char text[CAPFILE_COMMENT];

	describe(text, o);
	evidence_hear(e, f->bytes, f->at_ns + offset_ns, text);
}

void evidence_fate(struct evidence *e, const struct outcome *o, int64_t offset_ns)
{
	char text[CAPFILE_COMMENT];

	describe(text, o);
	evidence_decide(e, o->nth, o->answer.sent_ns ? o->answer.sent_ns + offset_ns : 0, text);
}

bool evidence_unread(const struct evidence *e)
{
	return capfile_unread(e->file);
}

int evidence_close(struct evidence *e, struct fail *why)
{
	int rc = capfile_close(e->file, why);

	free(e);
	return rc;
}

void evidence_abandon(struct evidence *e)
{
	if (!e)
		return;
	capfile_abandon(e->file);
	free(e);
}
