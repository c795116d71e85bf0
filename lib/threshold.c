/* threshold: monitoring-plugins' range syntax. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "threshold.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "decimal.h"

enum { THRESHOLD_NUMBER = 64, THRESHOLD_DIGITS = 9 };

/* The units a number may carry, "" ends them; what times makes of one the first. */
struct threshold_unit {
	const char *name;
	double times;
};

/* A number and a unit from the front of *text, which moves behind them. */
static bool threshold_number(const char **text, const struct threshold_unit *units, double *out)
{
	char number[THRESHOLD_NUMBER];
	unsigned n = decimal_span(*text);
	size_t unit;

	if (!n || n >= sizeof number)
		return false;
	memcpy(number, *text, n);
	number[n] = '\0';
	*text += n;
	unit = strcspn(*text, ":");
	while (*units->name && (strlen(units->name) != unit || strncmp(units->name, *text, unit)))
		units++;
	if (!*units->name && unit)
		return false;
	*text += unit;
	if (!decimal_parse_real(number, out))
		return false;
	*out *= units->times;
	return true;
}

static bool threshold_read(
	struct threshold *out, const char *text, const struct threshold_unit *units)
{
	struct threshold t = {.low = 0, .high = INFINITY, .set = true};
	const char *colon = strchr(text, ':');

	if (!text[strcspn(text, "0123456789~")])
		return false;
	if (*text == '@') {
		t.inside = true;
		text++;
	}
	if (colon && text[0] == '~') {
		t.low = -INFINITY;
		text++;
	} else if (colon && text != colon && !threshold_number(&text, units, &t.low)) {
		return false;
	}
	if (colon && text != colon)
		return false;
	if (colon)
		text++;
	if ((!colon || *text) && !threshold_number(&text, units, &t.high))
		return false;
	if (*text || t.low > t.high)
		return false;
	*out = t;
	return true;
}

bool threshold_parse(struct threshold *out, const char *text)
{
	static const struct threshold_unit any[] = {{"ms", 1}, {"s", 1}, {"%", 1}, {"", 1}};

	return threshold_read(out, text, any);
}

bool threshold_pair(struct threshold *rtt_ms, struct threshold *loss_percent, const char *text)
{
	static const struct threshold_unit times[] = {{"ms", 1}, {"s", 1000}, {"", 1}};
	static const struct threshold_unit shares[] = {{"%", 1}, {"", 1}};
	const char *comma = strchr(text, ',');
	char first[2 * THRESHOLD_NUMBER];
	struct threshold rtt, loss;

	if (!comma || (size_t)(comma - text) >= sizeof first)
		return false;
	memcpy(first, text, (size_t)(comma - text));
	first[comma - text] = '\0';
	if (!threshold_read(&rtt, first, times) || !threshold_read(&loss, comma + 1, shares))
		return false;
	*rtt_ms = rtt;
	*loss_percent = loss;
	return true;
}

bool threshold_alerts(const struct threshold *t, double value)
{
	bool within = value >= t->low && value <= t->high;

	return t->set && within == t->inside;
}

const char *threshold_print(char *to, size_t size, const struct threshold *t)
{
	char low[DECIMAL_TEXT] = "", high[DECIMAL_TEXT] = "";
	const char *open = "~:";

	if (!t->set) {
		snprintf(to, size, "%s", "");
		return to;
	}
	if (isfinite(t->high))
		decimal_real(high, t->high, THRESHOLD_DIGITS);
	if (isfinite(t->low)) {
		bool plain = t->low == 0 && *high; /* "10" is "0:10" */

		open = plain ? "" : ":";
		if (!plain)
			decimal_real(low, t->low, THRESHOLD_DIGITS);
	}
	snprintf(to, size, "%s%s%s%s", t->inside ? "@" : "", low, open, high);
	return to;
}
