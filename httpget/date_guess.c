/* date_guess: dates as people write them, for -z. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "date.h"

/* What was found so far; -1 nothing. */
struct guess {
	int year, month, day, hour, minute, second;
	int zone_s;
	bool zoned;
};

static struct slice take(struct slice *s, int (*is)(int))
{
	struct slice word = *s;

	word.n = 0;
	while (word.n < s->n && is((unsigned char)word.p[word.n]))
		word.n++;
	*s = slice_at(s->p + word.n, s->n - word.n);
	return word;
}

/* The names that mail had (RFC 5322 4.3); all others are several zones'. */
static bool take_zone_name(struct guess *g, struct slice word)
{
	static const struct {
		char name[4];
		int hours;
	} zones[] = {{"gmt", 0}, {"utc", 0}, {"ut", 0}, {"z", 0}, {"edt", -4}, {"est", -5},
		{"cdt", -5}, {"cst", -6}, {"mdt", -6}, {"mst", -7}, {"pdt", -7}, {"pst", -8}};

	for (size_t i = 0; !g->zoned && i < sizeof zones / sizeof *zones; i++)
		if (slice_like(word, zones[i].name)) {
			g->zoned = true;
			g->zone_s = zones[i].hours * 3600;
			return true;
		}
	return false;
}

static bool take_word(struct guess *g, struct slice word)
{
	static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
	static const char days[] = "sunmontuewedthufrisat";

	if (slice_like(word, "t") || take_zone_name(g, word))
		return true;
	for (size_t i = 0; word.n >= 3 && i < 12; i++)
		if (!strncasecmp(word.p, names + 3 * i, 3)) {
			g->month = (int)i + 1;
			return true;
		}
	for (size_t i = 0; word.n >= 3 && i < 7; i++)
		if (!strncasecmp(word.p, days + 3 * i, 3))
			return true;
	return false;
}

/* "hh:mm" or "hh:mm:ss"; the first number was read already. */
static bool take_time(struct guess *g, uint64_t hour, struct slice *s)
{
	uint64_t minute, second = 0;

	*s = slice_at(s->p + 1, s->n - 1);
	if (!slice_number(take(s, isdigit), &minute))
		return false;
	if (s->n && *s->p == ':') {
		*s = slice_at(s->p + 1, s->n - 1);
		if (!slice_number(take(s, isdigit), &second))
			return false;
	}
	if (g->hour >= 0 || hour > 23 || minute > 59 || second > 60)
		return false;
	g->hour = (int)hour;
	g->minute = (int)minute;
	g->second = (int)second;
	return true;
}

/* "+0100" behind a time. */
static bool take_zone(struct guess *g, char sign, uint64_t value, size_t digits)
{
	if (g->hour < 0 || g->zoned || digits != 4 || value > 1400)
		return false;
	g->zoned = true;
	g->zone_s = (int)(value / 100 * 3600 + value % 100 * 60) * (sign == '-' ? -1 : 1);
	return true;
}

static bool take_number(struct guess *g, uint64_t value, size_t digits)
{
	if (digits == 8 && g->year < 0) {
		g->year = (int)(value / 10000);
		g->month = (int)(value / 100 % 100);
		g->day = (int)(value % 100);
	} else if (digits == 4 && g->year < 0) {
		g->year = (int)value;
	} else if (digits <= 2 && g->month < 0 && g->year >= 0) {
		g->month = (int)value; /* year-month-day */
	} else if (digits <= 2 && g->day < 0) {
		g->day = (int)value;
	} else if (digits == 2 && g->year < 0) {
		g->year = (int)value + (value > 70 ? 1900 : 2000);
	} else {
		return false;
	}
	return true;
}

static bool take_any(struct guess *g, struct slice *s, char before)
{
	struct slice digits;
	uint64_t value;

	if (isalpha((unsigned char)*s->p))
		return take_word(g, take(s, isalpha));
	digits = take(s, isdigit);
	if (!digits.n)
		return false;
	if (!slice_number(digits, &value) || digits.n > 8)
		return false;
	if (s->n && *s->p == ':')
		return take_time(g, value, s);
	if ((before == '+' || before == '-') && g->hour >= 0 && digits.n == 4)
		return take_zone(g, before, value, digits.n);
	return take_number(g, value, digits.n);
}

bool date_guess(struct slice text, int64_t *out_s)
{
	struct guess g = {.year = -1, .month = -1, .day = -1, .hour = -1};
	char before = ' ';

	while (text.n) {
		if (strchr(" ,-/+", *text.p)) {
			before = *text.p;
			text = slice_at(text.p + 1, text.n - 1);
		} else if (!take_any(&g, &text, before)) {
			return false;
		}
	}
	if (g.year < 1970 || g.month < 1 || g.month > 12 || g.day < 1 || g.day > 31)
		return false;
	*out_s = date_days(g.year, g.month, g.day) * 86400 - g.zone_s;
	if (g.hour >= 0)
		*out_s += g.hour * INT64_C(3600) + g.minute * INT64_C(60) + g.second;
	return *out_s >= 0;
}
