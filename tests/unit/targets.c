/* targets: zones, names, limits, order, shards and memory. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "targets.h"

#include <errno.h>

#include "targets_list.h"

static struct addr addr_of(const char *text, uint32_t zone)
{
	struct addr a;

	addr_parse(&a, text);
	a.zone = zone;
	return a;
}

static void add(struct targets *t, const char *text, uint32_t zone, const char *name)
{
	struct addr a = addr_of(text, zone);

	is_int(targets_add_addr(t, &a, name, NULL), 1, "%s%%%u %s", text, zone, name ? name : "");
}

static int64_t found(const struct targets *t, const char *text, uint32_t zone)
{
	struct addr a = addr_of(text, zone);
	uint64_t index;

	return targets_find(t, &a, &index) ? (int64_t)index : -1;
}

static void test_zones(void)
{
	struct targets *t = targets_open(0);
	char name[] = "router";

	add(t, "fe80::1", 2, NULL);
	add(t, "fe80::1", 3, name);
	memset(name, 'x', sizeof name - 1);
	add(t, "fe80::1", 2, "again");
	add(t, "fe80::2", 0, NULL);
	add(t, "fe80::2", 3, NULL);
	add(t, "198.18.0.1", 9, "v4");
	targets_exclude(t, "fe80::3", NULL);
	add(t, "fe80::3", 4, "excluded in any zone");
	sealed(t);
	is_text(listed(t), "fe80::1%2 fe80::1%3=router fe80::2 fe80::2%3 198.18.0.1=v4",
		"a zone makes another target; names are copies; IPv4 has no zones");
	is_int(found(t, "fe80::1", 2), 0, "found by its zone");
	is_int(found(t, "fe80::1", 3), 1, "and by another");
	is_int(found(t, "fe80::1", 0), 0, "without a zone, the first");
	is_int(found(t, "fe80::1", 4), -1, "in a zone where it is none");
	is_int(found(t, "fe80::2", 4), 2, "given without a zone, found by any");
	is_int(found(t, "fe80::2", 3), 3, "but its own comes first");
	is_int(found(t, "198.18.0.1", 4), 4, "IPv4 whatever its zone");
	is_int(found(t, "::ffff:198.18.0.1", 0), -1, "a mapped address is another");
	is_int(found(t, "-", 0), -1, "no address is no target");
	targets_close(t);
}

/* Two zones that a search without zone has to look through, the first one given last. */
static void test_first_of_zones(void)
{
	struct targets *t = targets_open(0);

	add(t, "fe80::9", 8, NULL);
	add(t, "fe80::1", 7, NULL);
	add(t, "fe80::1", 5, NULL);
	sealed(t);
	is_int(found(t, "fe80::1", 0), 1, "the first given, not the lowest zone");
	targets_close(t);
}

static void test_labels(void)
{
	struct targets *t = targets_open(TARGETS_REPEATS);
	struct addr none = {.family = ADDR_NONE};
	struct fail why;

	add(t, "198.18.0.1", 0, "a");
	add(t, "198.18.0.2", 0, "a");
	add(t, "198.18.0.3", 0, NULL);
	add(t, "198.18.0.4", 0, "");
	add(t, "198.18.0.5", 0, "ab");
	add(t, "198.18.0.1", 0, "b");
	add(t, "fe80::1", 2, "ab");
	add(t, "fe80::2", 2, NULL);
	is_int(targets_add_addr(t, &none, "x", &why), -EINVAL, "no family");
	is_text(why.text, "an address of no family is no target", "and why");
	is_int(targets_exclude(t, "198.18.0.2", &why), 1, "an address is excluded");
	is_text(listed(sealed(t)),
		"198.18.0.1=a 198.18.0.3 198.18.0.4= 198.18.0.5=ab 198.18.0.1=b fe80::1%2=ab "
		"fe80::2%2",
		"each has its own name");
	targets_close(t);
}

static void test_limits(void)
{
	struct targets *t = targets_open(0);
	struct target one;
	struct fail why;
	struct addr a;
	uint64_t index;

	is_int(targets_add(t, "2001:db8::/88", &why), 1, "2^40 addresses are taken");
	is_int(targets_add(t, "2001:db8::5", &why), 1, "and one of them again");
	is_int(targets_count(t), 0, "nothing is in it before it is sealed");
	ok(!targets_at(t, 0, &one), "nothing is at 0");
	a = addr_of("2001:db8::5", 0);
	ok(!targets_find(t, &a, &index), "nothing is found");
	ok(!targets_have(t, ADDR_V4) && !targets_have(t, ADDR_V6), "of no family");
	is_int(targets_seal(t, NULL, &why), 0, "sealed");
	ok(targets_count(t) == TARGETS_MAX, "2^40 targets");
	ok(targets_at(t, TARGETS_MAX - 1, &one) && !targets_at(t, TARGETS_MAX, &one) &&
			!targets_at(t, UINT64_MAX, &one),
		"the last is there and no more");
	is_int(found(t, "2001:db8::ff:ffff:ffff", 0), (INT64_C(1) << 40) - 1, "it is found");
	is_int(found(t, "2001:db8::100:0:0", 0), -1, "the next is not");
	is_int(targets_add(t, "198.18.0.1", &why), -EINVAL, "nothing is added after");
	is_text(why.text, "the targets are complete already", "and why");
	is_int(targets_add_addr(t, &a, NULL, &why), -EINVAL, "no address");
	is_int(targets_exclude(t, "198.18.0.1", &why), -EINVAL, "nothing is excluded after");
	is_int(targets_seal(t, NULL, &why), -EINVAL, "it is not sealed again");
	targets_close(t);
	targets_close(NULL);

	t = filled(0, "2001:db8::/88 198.18.0.1 2001:db8:1::/89 !2001:db8::/89 !198.18.0.1");
	ok(targets_count(t) == TARGETS_MAX, "what is excluded does not count");
	targets_close(t);
}

static void test_too_many(void)
{
	static const char *const sets[] = {"2001:db8::/88 198.18.0.1", "198.18.0.1 2001:db8::/88",
		"2001:db8::/89 2001:db8:1::/89 2001:db8:2::/127"};

	for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
		struct targets *t = targets_open(0);
		struct fail why;
		char word[64];
		int length;

		for (const char *s = sets[i]; sscanf(s, " %63s%n", word, &length) == 1; s += length)
			targets_add(t, word, NULL);
		is_int(targets_seal(t, NULL, &why), -E2BIG, "\"%s\" is too many", sets[i]);
		is_text(why.text,
			"too many targets: at most 2^40 in all, and 2^30 addresses that stand "
			"alone",
			"and why");
		is_int(targets_count(t), 0, "nothing is in it");
		targets_close(t);
	}
}

static void test_orders(void)
{
	static const struct targets_order bad[] = {
		{.shard = 0, .shards = 3}, {.shard = 4, .shards = 3}, {.shard = 1, .shards = 0}};
	struct targets_order order = {.shard = UINT32_MAX, .shards = UINT32_MAX};
	struct targets *t = targets_open(0);
	struct fail why;

	targets_add(t, "198.18.0.1-9", NULL);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		is_int(targets_seal(t, &bad[i], &why), -EINVAL, "no shard %u of %u", bad[i].shard,
			bad[i].shards);
	is_text(why.text, "shard 1 of 0: shards are counted from 1 to 0", "and why");
	is_int(targets_seal(t, &order, &why), 0, "a shard beyond the last target");
	is_int(targets_count(t), 0, "is empty");
	is_int(found(t, "198.18.0.1", 0), -1, "nothing is found in it");
	targets_close(t);

	t = targets_open(0);
	targets_add(t, "198.18.0.1-9", NULL);
	order = (struct targets_order){.shard = 2, .shards = 4};
	is_int(targets_seal(t, &order, &why), 0, "sealed again in another set");
	is_text(listed(t), "198.18.0.2 198.18.0.6", "every fourth from the second");
	is_int(found(t, "198.18.0.6", 0), 1, "found where it is");
	is_int(found(t, "198.18.0.3", 0), -1, "not found: another shard's");
	targets_close(t);

	t = targets_open(0);
	targets_add(t, "198.18.0.1-5", NULL);
	order = (struct targets_order){.permuted = true, .seed = 1};
	is_int(targets_seal(t, &order, &why), 0, "permuted");
	is_text(listed(t), "198.18.0.1 198.18.0.3 198.18.0.5 198.18.0.4 198.18.0.2",
		"an order stays what it was");
	targets_close(t);
}

static void test_memory(void)
{
	enum { N = 1 << 18 };
	struct targets *t = targets_open(0);
	uint8_t bytes[4] = {198, 18};
	size_t base = 512;
	unsigned wrong = 0;

	for (uint32_t i = 0; i < N; i++) {
		struct addr a;
		uint32_t scattered = i * 40503; /* odd: each comes once modulo 2^18 */

		bytes[1] = (uint8_t)(18 + (scattered >> 16 & 3));
		bytes[2] = (uint8_t)(scattered >> 8);
		bytes[3] = (uint8_t)scattered;
		a = addr_v4(bytes);
		wrong += targets_add_addr(t, &a, NULL, NULL) != 1;
	}
	sealed(t);
	is_int(wrong, 0, "a list of %d was taken", N);
	is_int(targets_count(t), N, "each of them once");
	ok(targets_memory_bytes(t) <= base + 24 * (size_t)N, "%d addresses take %zu bytes", N,
		targets_memory_bytes(t));
	targets_close(t);

	t = filled(0, "2001:db8::/89 198.18.0.0/15");
	ok(targets_memory_bytes(t) <= base + 2 * 40, "two prefixes take %zu bytes",
		targets_memory_bytes(t));
	targets_close(t);
}

/* The last of very many may be the only one of its family; what is excluded is not in it. */
static void test_families(void)
{
	struct targets *t = targets_open(0);

	targets_add(t, "198.18.0.0/15", NULL);
	targets_add(t, "2001:db8::1", NULL);
	targets_add(t, "2001:db8::2", NULL);
	targets_exclude(t, "2001:db8::2", NULL);
	targets_seal(t, NULL, NULL);
	ok(targets_have(t, ADDR_V4) && targets_have(t, ADDR_V6), "both families are there");
	targets_close(t);
	t = targets_open(0);
	targets_add(t, "198.18.0.1", NULL);
	targets_add(t, "2001:db8::2", NULL);
	targets_exclude(t, "2001:db8::/64", NULL);
	targets_seal(t, NULL, NULL);
	ok(targets_have(t, ADDR_V4) && !targets_have(t, ADDR_V6), "one of them is excluded");
	targets_close(t);
}

int main(void)
{
	test_zones();
	test_first_of_zones();
	test_labels();
	test_limits();
	test_too_many();
	test_orders();
	test_memory();
	test_families();
	return tap_done();
}
