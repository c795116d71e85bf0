/* spread_say: what was found of many flows, in a sentence. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>

#include "plural.h"
#include "spread.h"

static double percent(double part)
{
	return part * 100;
}

static void say_share(char *to, size_t size, const struct spread *s, const char *what)
{
	unsigned of = (s->flows + s->bad / 2) / s->bad;

	if (s->bad * 2 > s->flows)
		snprintf(to, size, "more than half of the equal paths are %s", what);
	else
		snprintf(to, size, "about 1 of %u equal paths is %s", of, what);
}

static void say_bad(char to[static SPREAD_TEXT], const struct spread *s)
{
	const char *verb = plural(s->bad, "loses", "lose");
	bool all = s->bad_loss >= 1;
	char share[80];

	say_share(share, sizeof(share), s, all ? "broken" : "lossy");
	if (!all)
		snprintf(to, SPREAD_TEXT, "%u of %u flows %s %.3g %%, the others %.3g %%: %s",
			s->bad, s->flows, verb, percent(s->bad_loss), percent(s->other_loss),
			share);
	else if (s->other_loss > 0)
		snprintf(to, SPREAD_TEXT, "%u of %u flows %s everything, the others %.3g %%: %s",
			s->bad, s->flows, verb, percent(s->other_loss), share);
	else
		snprintf(to, SPREAD_TEXT, "%u of %u flows %s everything: %s", s->bad, s->flows,
			verb, share);
}

static void say_times(char to[static SPREAD_TEXT], const struct spread *s)
{
	double fast = (double)s->fast_ns / 1e6, slow = (double)s->slow_ns / 1e6;

	if (s->groups == 2)
		snprintf(to, SPREAD_TEXT,
			"%u flows take %.3f ms, %u take %.3f ms: their paths are of different "
			"length, there or back",
			s->fast, fast, s->flows - s->fast, slow);
	else
		snprintf(to, SPREAD_TEXT,
			"times fall into %u groups from %.3f to %.3f ms: the flows take paths of "
			"different length, there or back",
			s->groups, fast, slow);
}

const char *spread_say(char to[static SPREAD_TEXT], const struct spread *s)
{
	switch (s->kind) {
	case SPREAD_SILENT:
		snprintf(to, SPREAD_TEXT,
			"no flow has an answer: that is not one bad path of several");
		break;
	case SPREAD_BAD:
		say_bad(to, s);
		break;
	case SPREAD_TOO_FEW:
		if (!(s->other_loss > 0))
			snprintf(to, SPREAD_TEXT,
				"too few probes to tell: not every flow has an answer");
		else
			snprintf(to, SPREAD_TEXT,
				"%.3g %% is lost: too few probes to tell chance from one bad path",
				percent(s->other_loss));
		break;
	case SPREAD_EVEN:
		snprintf(to, SPREAD_TEXT,
			"%.3g %% is lost, and of no flow more than chance explains: what loses is "
			"shared by all flows",
			percent(s->other_loss));
		break;
	case SPREAD_TIMES:
		say_times(to, s);
		break;
	case SPREAD_TTLS:
		snprintf(to, SPREAD_TEXT,
			"replies come with %u different TTLs: the flows take different paths, "
			"there or back",
			s->ttls);
		break;
	case SPREAD_ALIKE:
		snprintf(to, SPREAD_TEXT,
			"no flow differs: all took one path as far as can be told");
		break;
	}
	return to;
}

const char *spread_word(enum spread_kind kind)
{
	static const char *const words[] = {[SPREAD_SILENT] = "silent",
		[SPREAD_BAD] = "bad",
		[SPREAD_TOO_FEW] = "too_few",
		[SPREAD_EVEN] = "even",
		[SPREAD_TIMES] = "times",
		[SPREAD_TTLS] = "ttls",
		[SPREAD_ALIKE] = "alike"};

	return words[kind];
}
