/* path_say_changes: what was changed of a SYN on the way, and how much of it the quotes show. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>

#include "path_say.h"
#include "plural.h"

static bool is_short(const struct path_flow *f, unsigned hop)
{
	const struct sight *s = &f->sights[hop - 1];

	return s->seen && s->depth < TCP_WHOLE;
}

/* The hops whose quotes end before the options. */
static void say_short(struct strbuf *to, const struct path_flow *f)
{
	unsigned n = 0, all = 0;

	for (unsigned hop = 1; hop <= path_hops(f); hop++)
		all += is_short(f, hop);
	for (unsigned hop = 1; all && hop <= path_hops(f); hop++)
		if (is_short(f, hop))
			strbuf_print(to, "%s%u", n++ ? ", " : plural(all, "hop ", "hops "), hop);
	if (all)
		strbuf_print(to,
			" %s too little of the SYN: what was done to its options before does not "
			"show there\n",
			plural(all, "quotes", "quote"));
}

/* The last router before the target is the last whose quote can be there. */
static void say_blind(struct strbuf *to, const struct path_flow *f, const struct path_verdict *v)
{
	unsigned last = sight_last_whole(f->sights, path_hops(f));

	if (v->fate == PATH_UNKNOWN || v->hop < 2)
		return; /* there is no router between that is known */
	if (!last)
		strbuf_put_text(to, "no hop quotes the SYN's options: whether they were changed is "
				    "unknown\n");
	else if (v->fate == PATH_OPEN || v->fate == PATH_CLOSED)
		strbuf_print(to,
			"behind hop %u, the last that quotes the SYN, a change does not show\n",
			last);
}

void path_say_changes(struct strbuf *to, const struct path_flow *f, const struct path_verdict *v)
{
	struct change c = {0};
	unsigned n = 0;

	if (v->translated)
		strbuf_print(to,
			"from hop %u on routers answer by the target's address: it is translated "
			"(NAT) there or before\n",
			v->translated);
	/* What comes back from this host itself went nowhere. */
	if (!f->sights || addr_equal(&v->who, &f->sent->source))
		return;
	for (; change_next(&c, f->sent, f->sights, path_hops(f)); n++) {
		change_say(to, &c);
		strbuf_put_char(to, '\n');
	}
	if (!n && path_quoted_to(f, v))
		strbuf_print(
			to, "the SYN comes unchanged as far as hop %u\n", path_quoted_to(f, v));
	if (f->strange)
		strbuf_print(to,
			"%" PRIu64
			" %s of a SYN that cannot be told from others: rewritten, or cut too "
			"short\n",
			f->strange, plural(f->strange, "error tells", "errors tell"));
	say_short(to, f);
	say_blind(to, f, v);
	if (f->has_mss && f->sent->value[SIGHT_MSS] != SIGHT_ABSENT)
		strbuf_print(to, "the SYN-ACK offers MSS %u, the SYN %" PRIu32 "%s\n", f->mss,
			f->sent->value[SIGHT_MSS],
			f->mss < f->sent->value[SIGHT_MSS]
				? ": the target's own, or clamped on the way back"
				: "");
}
