/* httpget_words: dates, ranges and cache directives as people and servers write them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "conform.h"
#include "date.h"
#include "must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice text = slice_at((const char *)data, size);
	char printed[DATE_TEXT];
	uint64_t from, to, all;
	int64_t s, again;

	if (date_guess(text, &s)) {
		must(s >= 0);
		must(date_parse(slice_of(date_print(printed, s)), &again) && again == s);
	}
	if (date_parse(text, &s) && s >= 0 && s < INT64_C(253402300800)) {
		must(date_parse(slice_of(date_print(printed, s)), &again) && again == s);
		must(date_guess(slice_of(printed), &again) && again == s);
	}
	if (conform_range(text, &from, &to, &all))
		must(from <= to && to < all);
	return 0;
}
