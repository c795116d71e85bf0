/* targets: a list of what to add (-: to exclude), one a line; the first byte says how. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "targets.h"

#include <errno.h>

#include "must.h"

enum { SOME = 64 };

/* '@' stands for a name: the address behind it is added with its own text. */
static void take(struct targets *t, char *line)
{
	struct fail why = {.error = 0};
	struct addr a;
	int rc;

	if (*line == '@') {
		if (addr_parse(&a, line + 1)) {
			a.zone = (uint32_t)(strlen(line) % 3);
			must(targets_add_addr(t, &a, line, &why) == 1);
		}
		return;
	}
	rc = *line == '-' ? targets_exclude(t, line + 1, &why) : targets_add(t, line, &why);
	must(rc == 0 || rc == 1 || rc == -EINVAL || rc == -E2BIG);
	must((rc < 0) == (why.error != 0) && why.error == (rc < 0 ? -rc : 0));
	must(rc >= 0 || *why.text);
	must(!addr_parse(&a, line) || rc == 1);
}

static struct targets *listed(char *text, unsigned flags)
{
	struct targets *t = targets_open(flags);

	must(t);
	for (char *line = text, *end; *line; line = end) {
		char kept;

		end = line + strcspn(line, "\n");
		kept = *end;
		*end = '\0';
		take(t, line);
		*end = kept;
		end += kept == '\n';
	}
	return t;
}

static void must_find(const struct targets *t, uint64_t i, bool repeats)
{
	struct target one;
	uint64_t index;

	must(targets_at(t, i, &one));
	must(addr_size(&one.addr) && (!one.name || *one.name == '@'));
	must(targets_find(t, &one.addr, &index) && index < targets_count(t));
	must(repeats || index == i);
}

/* Some targets from both ends and from between. */
static void must_hold(const struct targets *t, bool repeats)
{
	uint64_t count = targets_count(t), step = count / SOME + 1;
	struct target one;

	must(count <= TARGETS_MAX && !targets_at(t, count, &one) && !targets_at(t, ~0ULL, &one));
	for (uint64_t i = 0; i < count; i += i < SOME || count - i <= SOME ? 1 : step)
		must_find(t, i, repeats);
	if (count)
		must_find(t, count - 1, repeats);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct targets_order order = {.seed = size};
	uint8_t how = size ? data[0] : 0;
	char *text = malloc(size + 1);
	uint64_t sum = 0;
	struct fail why;
	int rc = 0;

	must(text);
	order.permuted = how & 4;
	order.shards = 1 + (how >> 3 & 3);
	for (order.shard = 1; !rc && order.shard <= order.shards; order.shard++) {
		struct targets *t;

		if (size > 1)
			memcpy(text, data + 1, size - 1);
		text[size ? size - 1 : 0] = '\0';
		t = listed(text, how & 3);
		rc = targets_seal(t, &order, &why);
		must(rc == 0 || rc == -E2BIG);
		must_hold(t, order.shards == 1 && how & TARGETS_REPEATS);
		sum += targets_count(t);
		targets_close(t);
	}
	must(sum <= TARGETS_MAX);
	free(text);
	return 0;
}
