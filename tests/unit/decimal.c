/* decimal: printing and reading, also where the locale writes a comma. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "decimal.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tap.h"

static void printing(void)
{
	static const struct {
		int64_t value;
		unsigned places;
		const char *text;
	} fixed[] = {{0, 6, "0"}, {1500000, 6, "1.5"}, {123456, 6, "0.123456"},
		{1, 9, "0.000000001"}, {-1, 6, "-0.000001"}, {-2500000, 6, "-2.5"}, {7, 0, "7"},
		{-7, 0, "-7"}, {1000000, 6, "1"}, {INT64_MAX, 9, "9223372036.854775807"},
		{INT64_MIN, 0, "-9223372036854775808"}, {INT64_MIN, 18, "-9.223372036854775808"}};
	static const struct {
		double value;
		int digits;
		const char *text;
	} real[] = {{0, 9, "0"}, {100.0 / 3, 9, "33.3333333"}, {20, 6, "20"}, {-0.5, 6, "-0.5"},
		{1e20, 9, "1e+20"}, {1.5e-7, 9, "1.5e-07"}, {NAN, 9, "nan"}, {INFINITY, 9, "inf"},
		{-INFINITY, 9, "-inf"}};
	char text[DECIMAL_TEXT];

	for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
		is_text(decimal_fixed(text, fixed[i].value, fixed[i].places), fixed[i].text,
			"fixed %s", fixed[i].text);
	for (size_t i = 0; i < sizeof real / sizeof *real; i++)
		is_text(decimal_real(text, real[i].value, real[i].digits), real[i].text, "real %s",
			real[i].text);
}

static void milliseconds(void)
{
	char text[DECIMAL_TEXT];

	is_text(decimal_ms(text, 1500000), "1.5", "milliseconds");
	is_text(decimal_ms(text, 499), "0", "less than half a microsecond");
	is_text(decimal_ms(text, 500), "0.001", "half of one");
	is_text(decimal_ms(text, INT64_MIN), "-", "none that is known");
}

static void reading(void)
{
	static const struct {
		const char *text;
		int64_t ns;
	} good[] = {{"5", 5000000000}, {"0.2", 200000000}, {".5", 500000000}, {"5.", 5000000000},
		{"-1.25", -1250000000}, {"+3", 3000000000}, {"0.000000001", 1}, {"0.0000000019", 1},
		{"000.1", 100000000}, {"9223372036.854775807", INT64_MAX},
		{"-9223372036.854775808", INT64_MIN}};
	static const char *const bad[] = {"", ".", "-", "-.", "1e3", "0x10", " 1", "1 ", "1,5",
		"1.2.3", "inf", "nan", "--1", "9223372036.854775808", "99999999999999999999999999"};
	int64_t ns;
	double value;

	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		ok(decimal_parse_fixed(good[i].text, 9, &ns), "'%s' is read", good[i].text);
		is_int(ns, good[i].ns, "'%s' is right", good[i].text);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ok(!decimal_parse_fixed(bad[i], 9, &ns), "'%s' is refused", bad[i]);
	for (size_t i = 0; i < sizeof bad / sizeof *bad - 2; i++)
		ok(!decimal_parse_real(bad[i], &value), "'%s' is no real number", bad[i]);
	ok(decimal_parse_real("-12.25", &value) && value == -12.25, "a real number is read");
	ok(decimal_parse_real("0.1", &value) && value == 0.1, "and rounded as strtod does");
	is_int(decimal_span("10:20"), 2, "the span ends at what is no number");
	is_int(decimal_span("10.5ms"), 4, "or at a unit");
	is_int(decimal_span("~:10"), 0, "and is 0 without a digit");
}

/* Makes a German locale in a folder of its own; false where the sources of locales are missing. */
static bool make_locale(char folder[static 64])
{
	char command[256];

	snprintf(folder, 64, "%s", "/tmp/probekit-locale.XXXXXX");
	if (!mkdtemp(folder))
		return false;
	snprintf(command, sizeof command,
		"PATH=$PATH:/usr/bin localedef -i de_DE -f UTF-8 %s/de_DE.UTF-8 >/dev/null 2>&1",
		folder);
	setenv("LOCPATH", folder, 1);
	return system(command) == 0 && setlocale(LC_ALL, "de_DE.UTF-8");
}

static void remove_folder(const char *folder)
{
	char command[128];

	snprintf(command, sizeof command, "rm -r %s", folder);
	if (system(command))
		printf("# %s is left behind\n", folder);
}

static void with_comma(void)
{
	char folder[64], text[DECIMAL_TEXT], comma[16];
	double value;

	if (!make_locale(folder)) {
		ok(true, "a locale with a comma # SKIP no localedef or no locale sources");
		remove_folder(folder);
		return;
	}
	snprintf(comma, sizeof comma, "%.1f", 1.5);
	is_text(comma, "1,5", "printf writes a comma here");
	is_text(decimal_real(text, 1234.5, 9), "1234.5", "decimal_real does not");
	ok(decimal_parse_real("1.5", &value) && value == 1.5, "decimal_parse_real reads a dot");
	ok(!decimal_parse_real("1,5", &value), "and no comma");
	setlocale(LC_ALL, "C");
	remove_folder(folder);
}

int main(void)
{
	printing();
	milliseconds();
	reading();
	with_comma();
	return tap_done();
}
