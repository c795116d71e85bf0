/* evidence: this run's own frames as pcapng, each with a comment that says what it is. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "evidence.h"

#include <stdio.h>

#include "owners.h"
#include "times.h"

int evidence_open(struct capfile **out, const char *path, const char *device, struct fail *why)
{
	const struct capfile_config file = {.path = path,
		.application = "probekit arping " PROBEKIT_VERSION,
		.linktype = PCAPNG_ETHERNET,
		.device = device};

	return capfile_open(out, &file, why);
}

void evidence_sent(struct capfile *c, uint64_t nth, struct bytes frame, int64_t realtime_ns)
{
	char text[CAPFILE_COMMENT];

	snprintf(text, sizeof(text), "probe %llu: no answer when this was written",
		(unsigned long long)nth + 1);
	capfile_sent(c, nth, frame, realtime_ns, text);
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
	char probe[40] = "", rtt[48] = "", ms[TIMES_MS];

	if (o->has_probe)
		snprintf(probe, sizeof(probe), "probe %llu: ", (unsigned long long)o->nth + 1);
	if (o->answer.rtt_ns >= 0)
		snprintf(rtt, sizeof(rtt), ", rtt %s ms", times_ms(ms, o->answer.rtt_ns));
	snprintf(to, CAPFILE_COMMENT, "%s%s%s%s%s", probe, word_of(o), rtt,
		o->heard.fault ? ": " : "", o->heard.fault ? o->heard.fault : "");
}

void evidence_frame(
	struct capfile *c, const struct frame *f, const struct outcome *o, int64_t offset_ns)
{
	char text[CAPFILE_COMMENT];

	describe(text, o);
	capfile_heard(c, f->bytes, f->at_ns + offset_ns, text);
}

void evidence_fate(struct capfile *c, const struct outcome *o, int64_t offset_ns)
{
	char text[CAPFILE_COMMENT];

	describe(text, o);
	capfile_decide(c, o->nth, o->answer.sent_ns ? o->answer.sent_ns + offset_ns : 0, text);
}
