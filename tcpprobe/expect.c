/* expect: which state each port of a list is to have. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "expect.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const enum verdict_state known[EXPECT_STATES] = {
	VERDICT_OPEN, VERDICT_CLOSED, VERDICT_REJECTED, VERDICT_FILTERED};

static unsigned state_of(const char *word, size_t length)
{
	for (unsigned i = 0; i < EXPECT_STATES; i++)
		if (strlen(verdict_state_word(known[i])) == length &&
			!strncmp(word, verdict_state_word(known[i]), length))
			return 1U << known[i];
	return 0;
}

/* What stands before the colon; 0 where one is no state. */
static unsigned read_states(const char *text)
{
	unsigned states = 0;

	for (;; text++) {
		size_t n = strcspn(text, "/:");
		unsigned one = state_of(text, n);

		if (!one)
			return 0;
		states |= one;
		text += n;
		if (*text == ':')
			return states;
	}
}

int expect_add(struct expect *e, const char *text, struct fail *why)
{
	const char *colon = strchr(text, ':');
	unsigned states = colon ? read_states(text) : 0;
	int rc = 0;

	if (!states)
		return fail_set(why, EINVAL,
			"--expect: '%s' is not STATE:PORTS with open, closed, rejected or filtered",
			text);
	e->given = true;
	if (!strcmp(colon + 1, "rest")) {
		e->rest |= states;
		return 0;
	}
	for (unsigned i = 0; i < EXPECT_STATES && rc >= 0; i++)
		if (states & 1U << known[i])
			rc = portset_add(&e->ports[i], colon + 1, why);
	return rc;
}

unsigned expect_of(const struct expect *e, uint16_t port)
{
	unsigned states = 0;

	for (unsigned i = 0; i < EXPECT_STATES; i++)
		if (portset_has(&e->ports[i], port))
			states |= 1U << known[i];
	return states ? states : e->rest;
}

const char *expect_print(char to[static EXPECT_TEXT], unsigned states)
{
	size_t used = 0;

	*to = '\0';
	for (unsigned i = 0; i < EXPECT_STATES; i++)
		if (states & 1U << known[i])
			used += (size_t)snprintf(to + used, EXPECT_TEXT - used, "%s%s",
				used ? "/" : "", verdict_state_word(known[i]));
	return to;
}

void expect_ports(const struct expect *e, struct portset *to)
{
	for (unsigned i = 0; i < EXPECT_STATES; i++)
		portset_join(to, &e->ports[i]);
}
