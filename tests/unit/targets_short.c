/* targets: memory that is short at any one place is told, and nothing is lost over it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <stdlib.h>

#include "tap.h"
#include "targets.h"

static struct {
	unsigned calls, failing; /* the call that fails, 0 none */
} memory;

/* In place of the C library's, for all that is linked into this program. Its parameters have names
 * that are reserved there. NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name) */
void *reallocarray(void *old, size_t n, size_t each_bytes)
{
	if (++memory.calls == memory.failing) {
		errno = ENOMEM;
		return NULL;
	}
	return realloc(old, n * each_bytes);
}

/* What became of it: 0 sealed, or the first error. */
static int build(struct targets *t, struct fail *why)
{
	static const char *const given[] = {"198.18.0.0/24", "198.18.0.9", "2001:db8::/120",
		"2001:db8::1-2001:db8::9", "198.18.0.0/25", "198.18.0.7-90", "2001:db8::/121"};
	struct addr a;
	char name[] = "name-0";
	int rc = 1;

	for (size_t i = 0; rc > 0 && i < sizeof given / sizeof given[0]; i++)
		rc = targets_add(t, given[i], why);
	for (unsigned i = 0; rc > 0 && i < 10; i++) {
		name[5] = (char)('0' + i);
		addr_parse(&a, "fe80::1");
		a.zone = 1 + i;
		rc = targets_add_addr(t, &a, name, why);
	}
	if (rc > 0)
		rc = targets_exclude(t, "198.18.0.128-130", why);
	return rc < 0 ? rc : targets_seal(t, NULL, why);
}

/* Lets one call after another fail, until there are no more. */
static void test_flags(unsigned flags, uint64_t whole)
{
	unsigned refused = 0, sealed = 0, unopened = 0, wrong = 0;

	for (memory.failing = 1;; memory.failing++) {
		struct fail why = {.error = 0};
		struct targets *t;
		int rc;

		memory.calls = 0;
		t = targets_open(flags);
		rc = t ? build(t, &why) : -ENOMEM;
		unopened += !t;
		sealed += rc == 0;
		refused += t && rc == -ENOMEM;
		if (t && rc)
			wrong += rc != -ENOMEM || targets_count(t) != 0 ||
				 strcmp(why.text, "not enough memory for the targets") != 0;
		else if (t)
			wrong += targets_count(t) != whole;
		targets_close(t);
		if (memory.calls < memory.failing)
			break;
	}
	is_int(wrong, 0, "each of %u calls failed once, and that was told", memory.calls);
	is_int(unopened, 2, "two of them when the set is opened");
	ok(refused > 10, "%u when it is filled or sealed", refused);
	is_int(sealed, 5 + 1, "the five that only trim may fail, and then none did");
}

int main(void)
{
	test_flags(0, 254 - 3 + 256 + 10);
	test_flags(TARGETS_REPEATS, 254 - 3 + 1 + 256 + 9 + 126 + 84 + 128 + 10);
	return tap_done();
}
