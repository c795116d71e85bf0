/* report: bytes from outside, escaped for JSON and for a terminal. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "report_escape.h"

#include "given.h"
#include "report.h"

/* Valid UTF-8 without controls, and in JSON without a bare quote. */
static void must_be_clean(const char *text, size_t n, bool json)
{
	const uint8_t *p = (const uint8_t *)text;
	uint32_t code;
	size_t step;

	for (size_t i = 0; i < n; i += step) {
		step = report_utf8(p + i, n - i, &code);
		must(step && code >= 0x20 && !(code >= 0x7f && code < 0xa0));
		must(!json || code != '"');
		if (json && code == '\\') {
			must(i + 1 < n);
			step = p[i + 1] == 'u' ? 6 : 2;
			must(i + step <= n && strchr("\"\\bfnrtu", p[i + 1]));
		}
	}
}

static void for_json(struct bytes from)
{
	size_t need = report_escape(NULL, 0, from);
	char *whole = malloc(need + 1), *part;

	must(whole && need >= from.left && need <= 6 * from.left);
	must(report_escape(whole, need, from) == need);
	must_be_clean(whole, need, true);
	for (size_t size = need > 16 ? need - 16 : 0; size < need; size++) {
		part = malloc(size + 1);
		must(part);
		memset(part, 0, size + 1);
		must(report_escape(part, size, from) == need);
		must(!memcmp(part, whole, strlen(part)) && strlen(part) <= size);
		must_be_clean(part, strlen(part), true);
		free(part);
	}
	free(whole);
}

static void for_terminal(const char *text)
{
	size_t size = 4 * strlen(text) + 1;
	char *safe = malloc(size), small[8];

	must(safe);
	must(report_safe(safe, size, text) == safe && strlen(safe) < size);
	must_be_clean(safe, strlen(safe), false);
	report_safe(small, sizeof small, text);
	must(strlen(small) < sizeof small && !strncmp(small, safe, strlen(small)));
	must_be_clean(small, strlen(small), false);
	free(safe);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = given_text(data, size);

	for_json(bytes_of(data, size));
	for_terminal(text);
	free(text);
	return 0;
}
