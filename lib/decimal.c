/* decimal: numbers as text and back, with a dot in every locale. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "decimal.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t decimal_power(unsigned places)
{
	uint64_t power = 1;

	while (places--)
		power *= 10;
	return power;
}

const char *decimal_fixed(char to[static DECIMAL_TEXT], int64_t value, unsigned places)
{
	uint64_t power = decimal_power(places);
	uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
	const char *sign = value < 0 ? "-" : "";
	uint64_t rest = size % power;

	if (!rest) {
		snprintf(to, DECIMAL_TEXT, "%s%ju", sign, (uintmax_t)(size / power));
		return to;
	}
	while (rest % 10 == 0) {
		rest /= 10;
		places--;
	}
	snprintf(to, DECIMAL_TEXT, "%s%ju.%0*ju", sign, (uintmax_t)(size / power), (int)places,
		(uintmax_t)rest);
	return to;
}

const char *decimal_ms(char to[static DECIMAL_TEXT], int64_t ns)
{
	if (ns != INT64_MIN)
		return decimal_fixed(to, (ns + 500) / 1000, 3);
	snprintf(to, DECIMAL_TEXT, "-");
	return to;
}

/* printf asks the locale for its decimal point, which may be several bytes. */
static void decimal_dot(char *text)
{
	size_t digits = strspn(text, "-0123456789");
	size_t point = strcspn(text + digits, "0123456789e");

	if (!point)
		return;
	text[digits] = '.';
	memmove(text + digits + 1, text + digits + point, strlen(text + digits + point) + 1);
}

const char *decimal_real(char to[static DECIMAL_TEXT], double value, int digits)
{
	if (isnan(value))
		return memcpy(to, "nan", sizeof "nan");
	if (isinf(value)) {
		snprintf(to, DECIMAL_TEXT, value < 0 ? "-inf" : "inf");
		return to;
	}
	snprintf(to, DECIMAL_TEXT, "%.*g", digits, value);
	decimal_dot(to);
	return to;
}

unsigned decimal_span(const char *text)
{
	size_t sign = *text == '-' || *text == '+';
	size_t whole = strspn(text + sign, "0123456789");
	size_t n = sign + whole, part = 0;

	if (text[n] == '.') {
		part = strspn(text + n + 1, "0123456789");
		n += 1 + part;
	}
	return whole || part ? (unsigned)n : 0;
}

bool decimal_parse_fixed(const char *text, unsigned places, int64_t *out)
{
	bool negative = *text == '-', behind = false;
	int64_t value = 0;
	unsigned left = places;

	if (!decimal_span(text) || text[decimal_span(text)])
		return false;
	for (const char *p = text + strspn(text, "+-"); *p; p++) {
		if (*p == '.') {
			behind = true;
			continue;
		}
		if (behind && !left)
			break;
		left -= behind;
		if (__builtin_mul_overflow(value, 10, &value) ||
			__builtin_sub_overflow(value, *p - '0', &value))
			return false;
	}
	/* Gathered as a negative number, which reaches one further. */
	if (__builtin_mul_overflow(value, (int64_t)decimal_power(left), &value) ||
		(!negative && value == INT64_MIN))
		return false;
	*out = negative ? value : -value;
	return true;
}

bool decimal_parse_real(const char *text, double *out)
{
	locale_t plain;

	if (!decimal_span(text) || text[decimal_span(text)])
		return false;
	plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	if (!plain)
		return false;
	*out = strtod_l(text, NULL, plain);
	freelocale(plain);
	return isfinite(*out);
}
