/* tap: the few words a C test needs to speak TAP. A test ends with return tap_done(). */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TAP_H
#define PROBEKIT_TAP_H

#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static struct {
	unsigned run, failed;
} tap;

__attribute__((format(printf, 4, 5), unused)) static bool tap_check(
	bool good, const char *file, int line, const char *format, ...)
{
	va_list ap;

	printf("%sok %u - ", good ? "" : "not ", ++tap.run);
	va_start(ap, format);
	vprintf(format, ap);
	va_end(ap);
	putchar('\n');
	if (!good) {
		tap.failed++;
		fprintf(stderr, "# %s line %d fails\n", file, line);
	}
	fflush(stdout);
	return good;
}

/* ok(condition, "what is true", ...) */
#define ok(good, ...) tap_check((good), __FILE__, __LINE__, __VA_ARGS__)

/* is_int(got, wanted, "what") and is_text(got, wanted, "what") show both values on failure. */
#define is_int(got, wanted, ...)                                                                   \
	do {                                                                                       \
		int64_t is_got = (int64_t)(got), is_wanted = (int64_t)(wanted);                    \
		if (!tap_check(is_got == is_wanted, __FILE__, __LINE__, __VA_ARGS__))              \
			fprintf(stderr, "#   got %" PRId64 ", wanted %" PRId64 "\n", is_got,       \
				is_wanted);                                                        \
	} while (0)

#define is_text(got, wanted, ...)                                                                  \
	do {                                                                                       \
		const char *is_got = (got), *is_wanted = (wanted);                                 \
		if (!tap_check(is_got && !strcmp(is_got, is_wanted), __FILE__, __LINE__,           \
			    __VA_ARGS__))                                                          \
			fprintf(stderr, "#   got \"%s\"\n#   wanted \"%s\"\n",                     \
				is_got ? is_got : "(null)", is_wanted);                            \
	} while (0)

__attribute__((unused)) static int tap_skip_all(const char *why)
{
	printf("1..0 # SKIP %s\n", why);
	return 0;
}

__attribute__((unused)) static int tap_done(void)
{
	printf("1..%u\n", tap.run);
	return tap.failed || !tap.run;
}

#endif
