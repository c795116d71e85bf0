/* cli: text as a whole number, as seconds and as a decimal. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>
#include <math.h>

#include "cli.h"
#include "decimal.h"
#include "given.h"

static void integers(const char *text)
{
	int64_t value, again;
	char printed[32];

	if (!cli_integer(text, &value))
		return;
	snprintf(printed, sizeof printed, "%" PRId64, value);
	must(cli_integer(printed, &again) && again == value);
}

static void seconds(const char *text)
{
	char printed[DECIMAL_TEXT];
	int64_t ns, again;

	if (!cli_seconds(text, &ns))
		return;
	must(cli_seconds(decimal_fixed(printed, ns, 9), &again) && again == ns);
}

static void decimals(const char *text)
{
	char printed[DECIMAL_TEXT];
	double value, again;
	int64_t ns;

	if (!cli_decimal(text, &value)) {
		must(!cli_seconds(text, &ns));
		return;
	}
	must(isfinite(value));
	/* What prints without an exponent is read as the same number. */
	decimal_real(printed, value, 17);
	must(strchr(printed, 'e') || (cli_decimal(printed, &again) && again == value));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = given_text(data, size);

	integers(text);
	seconds(text);
	decimals(text);
	free(text);
	return 0;
}
