/* compare: two ways to the same URL, as a sentence. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "compare.h"

#include "verdict.h"

const char *compare_way(enum compare_kind kind, unsigned way)
{
	static const char *const names[][2] = {{"IPv4", "IPv6"}, {"proxy", "direct"}};

	return kind == COMPARE_NONE ? "" : names[kind][way];
}

/* The phase whose median differs most, towards more in the second of two. */
static enum tally_span widest(const struct tally *less, const struct tally *more, int64_t *by_ns)
{
	enum tally_span found = TALLY_TOTAL;

	*by_ns = 0;
	for (unsigned i = 0; i < PHASES; i++) {
		int64_t a = tally_quantile(less, i, 0.5), b = tally_quantile(more, i, 0.5);
		int64_t by = b == INT64_MIN ? 0 : b - (a == INT64_MIN ? 0 : a);

		if (by > *by_ns) {
			*by_ns = by;
			found = (enum tally_span)i;
		}
	}
	return found;
}

static void put_times(
	struct strbuf *to, enum compare_kind kind, const struct tally *const ways[static 2])
{
	int64_t total[2] = {tally_quantile(ways[0], TALLY_TOTAL, 0.5),
		tally_quantile(ways[1], TALLY_TOTAL, 0.5)};
	unsigned slow = total[1] > total[0];
	int64_t by_ns = total[slow] - total[!slow], most_ns;
	enum tally_span where = widest(ways[!slow], ways[slow], &most_ns);
	char text[3][24];

	/* What differs by less than a tenth is the same from one day to the next. */
	if (by_ns <= total[slow] / 10) {
		strbuf_print(to, "both take the same time, within a tenth (%s by %s, %s by %s)",
			verdict_time(text[0], total[0]), compare_way(kind, 0),
			verdict_time(text[1], total[1]), compare_way(kind, 1));
		return;
	}
	strbuf_print(to, "%s takes %s more than %s (%s", compare_way(kind, slow),
		verdict_time(text[0], by_ns), compare_way(kind, !slow),
		verdict_time(text[1], total[slow]));
	strbuf_print(to, ", not %s)", verdict_time(text[2], total[!slow]));
	if (where != TALLY_TOTAL && most_ns > by_ns / 2)
		strbuf_print(to, ", most of it in %s", tally_span_name(where));
}

void compare_put(
	struct strbuf *to, enum compare_kind kind, const struct tally *const ways[static 2])
{
	unsigned works[2] = {ways[0]->responses > 0, ways[1]->responses > 0};

	if (!works[0] && !works[1]) {
		strbuf_print(
			to, "neither %s nor %s works", compare_way(kind, 0), compare_way(kind, 1));
		return;
	}
	if (works[0] != works[1]) {
		strbuf_print(to, "%s works, %s does not", compare_way(kind, works[1]),
			compare_way(kind, !works[1]));
		return;
	}
	put_times(to, kind, ways);
	for (unsigned i = 0; i < 2; i++)
		if (tally_failed(ways[i]))
			strbuf_print(to, "; %s failed %llu of %llu times", compare_way(kind, i),
				(unsigned long long)tally_failed(ways[i]),
				(unsigned long long)ways[i]->requests);
}
