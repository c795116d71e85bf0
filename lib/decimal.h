/* decimal: numbers as text and back, with a dot in every locale. Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_DECIMAL_H
#define PROBEKIT_DECIMAL_H

#include <stdbool.h>
#include <stdint.h>

enum { DECIMAL_TEXT = 40 }; /* size for the printers, with NUL */

/* value / 10^places (0 to 18), trailing zeros cut: 1500000 with 6 places is "1.5". Returns to. */
const char *decimal_fixed(char to[static DECIMAL_TEXT], int64_t value, unsigned places);
/* Nanoseconds as milliseconds, rounded to three places, trailing zeros cut; "-" for INT64_MIN.
 * Returns to. */
const char *decimal_ms(char to[static DECIMAL_TEXT], int64_t ns);
/* At most digits (1 to 17) significant digits, as printf's %g; "nan", "inf" and "-inf" for those.
 */
const char *decimal_real(char to[static DECIMAL_TEXT], double value, int digits);

/* A sign if any, digits with at most one dot: how far that reaches in text, 0 when it is no number.
 */
unsigned decimal_span(const char *text);
/* value * 10^places of all of text; digits behind the last place are dropped. */
bool decimal_parse_fixed(const char *text, unsigned places, int64_t *out);
/* All of text; no exponent, no "inf". */
bool decimal_parse_real(const char *text, double *out);

#endif
