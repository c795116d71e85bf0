/* date: dates in HTTP. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "date.h"

#include <stdio.h>
#include <string.h>

static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
static const char days[] = "SunMonTueWedThuFriSat";

int64_t date_days(int64_t year, int64_t month, int64_t day)
{
	int64_t y = month > 2 ? year : year - 1, era = y / 400, of_era = y % 400;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

struct parts {
	int year, month, day, hour, minute, second;
};

static bool take_char(struct slice *s, char c)
{
	if (!s->n || *s->p != c)
		return false;
	*s = slice_at(s->p + 1, s->n - 1);
	return true;
}

/* Exactly so many digits; a blank may stand for the first where asctime puts one. */
static bool take_digits(struct slice *s, unsigned n, int *out)
{
	*out = 0;
	if (s->n < n)
		return false;
	for (unsigned i = 0; i < n; i++) {
		char c = s->p[i];

		if (c == ' ' && !i && n == 2)
			c = '0';
		if (c < '0' || c > '9')
			return false;
		*out = *out * 10 + c - '0';
	}
	*s = slice_at(s->p + n, s->n - n);
	return true;
}

static bool take_month(struct slice *s, int *out)
{
	for (size_t i = 0; s->n >= 3 && i < 12; i++)
		if (!memcmp(s->p, months + 3 * i, 3)) {
			*out = (int)i + 1;
			*s = slice_at(s->p + 3, s->n - 3);
			return true;
		}
	return false;
}

static bool take_clock(struct slice *s, struct parts *p)
{
	return take_digits(s, 2, &p->hour) && take_char(s, ':') && take_digits(s, 2, &p->minute) &&
	       take_char(s, ':') && take_digits(s, 2, &p->second);
}

/* " 06 Nov 1994 08:49:37 GMT" with blanks, "06-Nov-94 ..." with hyphens. */
static bool take_modern(struct slice s, struct parts *p)
{
	bool old;

	if (!take_char(&s, ' ') || !take_digits(&s, 2, &p->day))
		return false;
	old = take_char(&s, '-');
	if ((!old && !take_char(&s, ' ')) || !take_month(&s, &p->month) ||
		!take_char(&s, old ? '-' : ' ') || !take_digits(&s, old ? 2 : 4, &p->year))
		return false;
	/* RFC 9110: more than 50 years ahead means the past. */
	if (old)
		p->year += p->year < 77 ? 2000 : 1900;
	return take_char(&s, ' ') && take_clock(&s, p) && slice_is(s, " GMT");
}

/* "Sun Nov  6 08:49:37 1994", behind the day's name. */
static bool take_asctime(struct slice s, struct parts *p)
{
	return take_char(&s, ' ') && take_month(&s, &p->month) && take_char(&s, ' ') &&
	       take_digits(&s, 2, &p->day) && take_char(&s, ' ') && take_clock(&s, p) &&
	       take_char(&s, ' ') && take_digits(&s, 4, &p->year) && !s.n;
}

static bool in_range(const struct parts *p)
{
	return p->day >= 1 && p->day <= 31 && p->hour < 24 && p->minute < 60 && p->second <= 60;
}

bool date_parse(struct slice text, int64_t *out_s)
{
	struct slice rest = text;
	struct parts p = {0};
	bool good;

	slice_until(&rest, ',');
	if (rest.p)
		good = take_modern(rest, &p);
	else
		good = text.n > 3 && take_asctime(slice_at(text.p + 3, text.n - 3), &p);
	if (!good || !in_range(&p))
		return false;
	*out_s = date_days(p.year, p.month, p.day) * 86400 + p.hour * INT64_C(3600) +
		 p.minute * INT64_C(60) + p.second;
	return true;
}

const char *date_print(char to[static DATE_TEXT], int64_t s)
{
	int64_t day = s / 86400, second = s % 86400, year = 1970, month = 1;

	while (date_days(year + 1, 1, 1) <= day)
		year++;
	while (month < 12 && date_days(year, month + 1, 1) <= day)
		month++;
	snprintf(to, DATE_TEXT, "%.3s, %02d %.3s %04d %02d:%02d:%02d GMT",
		days + 3 * ((day + 4) % 7), (int)(day - date_days(year, month, 1) + 1) % 100,
		months + 3 * (month - 1), (int)(year % 10000), (int)(second / 3600),
		(int)(second / 60 % 60), (int)(second % 60));
	return to;
}
