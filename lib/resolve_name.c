/* resolve_name: the addresses of names, looked up when they are asked for or ahead of that. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "clock.h"
#include "resolve_parts.h"

/* Of a crowd more than one has no answer, and one of so many that have. */
enum { CROWD_FAILED = 2, CROWD_HEARD = 8 };

static int failure_of(const char *name, const struct resolve_answer *a, struct fail *why)
{
	switch (a->failed) {
	case EAI_AGAIN:
		return fail_set(why, EAGAIN, "%s: %s", name, gai_strerror(a->failed));
	case EAI_SYSTEM:
		return fail_set(
			why, a->error > 0 ? a->error : EIO, "%s: %s", name, strerror(a->error));
	default: /* the C library's numbers, not ours */
		return fail_set(why, ENOENT, "%s: %s", name, gai_strerror(a->failed));
	}
}

/* The question about a name; false when it is longer than any. */
static bool question_of(struct resolve_question *q, const char *name, int family)
{
	*q = (struct resolve_question){.kind = RESOLVE_FORWARD, .family = family};
	if (strlen(name) >= sizeof q->name)
		return false;
	memcpy(q->name, name, strlen(name) + 1);
	return true;
}

static int ask_now(struct resolve *r, const char *name, int family, int64_t deadline_ns,
	struct resolve_answer *a, struct fail *why)
{
	struct resolve_question q;
	int rc = resolve_start(r, why);

	if (rc < 0)
		return rc;
	if (!question_of(&q, name, family))
		return fail_set(why, ENOENT, "%.40s...: %s", name, gai_strerror(EAI_NONAME));
	if (!resolve_ask(r, &q, 0))
		resolve_lose_child(r);
	return resolve_wait_answer(r, q.serial, deadline_ns, a);
}

/* Waits until no other name is being looked up. */
static int wait_others(struct resolve *r, int64_t deadline_ns)
{
	struct resolve_asked *other;
	int rc = 0;

	while (rc >= 0 && (other = resolve_asked_open(r->asked))) {
		rc = resolve_wait_answer(r, other->serial, deadline_ns, &other->answer);
		other->answered = rc >= 0;
	}
	return rc;
}

/* more: names that may yet have no answer. */
static bool is_crowd(const struct resolve *r, unsigned more)
{
	uint64_t failed = UINT64_C(0) + r->failed + more;

	return r->one_by_one ||
	       (!r->in_vain && failed >= CROWD_FAILED && failed * CROWD_HEARD >= r->heard);
}

/* A name server, or this host, may not stand the crowd: the name again, alone. Not where nobody
 * ever answered; and where it is in vain it is not the crowd. */
static int ask_alone(struct resolve *r, const char *name, int family, int64_t deadline_ns,
	struct resolve_answer *a, struct fail *why)
{
	int rc;

	if (!is_crowd(r, resolve_asked_count(r->asked)))
		return 0;
	rc = wait_others(r, deadline_ns);
	if (rc >= 0 && !is_crowd(r, 0))
		return 0;
	if (rc >= 0 && r->heard)
		rc = ask_now(r, name, family, deadline_ns, a, why);
	if (rc >= 0 && resolve_answer_is_one(a))
		r->one_by_one = true;
	else
		r->in_vain = true;
	return rc;
}

static int ask_name(struct resolve *r, const char *name, int family, int64_t deadline_ns,
	struct resolve_answer *a, struct fail *why)
{
	struct resolve_asked *early = resolve_asked_find(r->asked, name, family);
	bool crowded = false;
	int rc = 0;

	if (!early) {
		rc = ask_now(r, name, family, deadline_ns, a, why);
	} else {
		if (!early->answered)
			rc = resolve_wait_answer(r, early->serial, deadline_ns, &early->answer);
		crowded = early->crowded;
		*a = early->answer;
		early->serial = 0;
	}
	if (rc >= 0 && crowded && !resolve_answer_is_one(a))
		rc = ask_alone(r, name, family, deadline_ns, a, why);
	if (rc == -EPIPE)
		return fail_set(why, ECHILD, "%s: the process that looks names up died", name);
	if (rc == -ETIMEDOUT)
		return fail_set(why, -rc, "%s: no answer to the name lookup in time", name);
	if (rc < 0)
		return rc;
	return a->failed ? failure_of(name, a, why) : 0;
}

bool resolve_ahead(struct resolve *r, const char *name, int family)
{
	struct resolve_question q;
	struct resolve_asked *slot;

	if (r->one_by_one || !question_of(&q, name, family) || resolve_start(r, NULL) < 0)
		return false;
	if (!r->asked)
		r->asked = calloc(RESOLVE_KEPT, sizeof *r->asked);
	slot = resolve_asked_free(r->asked);
	while (slot && resolve_asked_count(r->asked) >= RESOLVE_AHEAD)
		if (!resolve_wait_any(r))
			return false;
	if (!slot || !resolve_ask(r, &q, MSG_DONTWAIT))
		return false;
	resolve_asked_fill(r->asked, slot, &q);
	return true;
}

bool resolve_is_known(struct resolve *r, const char *name, int family)
{
	const struct resolve_asked *early = resolve_asked_find(r->asked, name, family);

	if (early && !early->answered)
		resolve_keep_all(r);
	return early && early->serial && early->answered;
}

bool resolve_is_asked(struct resolve *r, const char *name, int family)
{
	const struct resolve_asked *early = resolve_asked_find(r->asked, name, family);

	if (early && !early->answered)
		resolve_keep_all(r);
	return early && early->serial && !early->answered;
}

int resolve_name(struct resolve *r, const char *name, int family, int64_t deadline_ns,
	struct resolve_result *out, struct fail *why)
{
	int64_t started_ns = clock_now();
	struct resolve_answer a = {0};
	int rc;

	*out = (struct resolve_result){0};
	rc = resolve_literal(name, family, &out->addrs[0], why);
	if (rc < 0)
		return rc;
	if (rc) {
		out->n = 1;
		out->literal = true;
		snprintf(out->canonical, sizeof out->canonical, "%s", name);
		return 0;
	}
	rc = ask_name(r, name, family, deadline_ns, &a, why);
	out->took_ns = clock_now() - started_ns;
	if (rc < 0)
		return rc;
	out->n = a.n;
	memcpy(out->addrs, a.addrs, sizeof out->addrs);
	memcpy(out->canonical, a.name, sizeof out->canonical);
	return 0;
}
