/* targets: random sets of overlapping parts, checked against a plain list of every address. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "seeded.h"
#include "tap.h"
#include "targets.h"

/* The addresses lie in a few blocks of 64, where numbers begin, end or carry. */
enum { BLOCKS = 5, BLOCK = 64, ZONES = 3, LONGEST = 8192, NAMES = 4 };

static const struct {
	const char *first;
	bool v6;
} blocks[BLOCKS] = {
	{"0.0.0.0", false},
	{"198.18.0.192", false},
	{"255.255.255.192", false},
	{"fe80::ffff:ffff:ffff:ffe0", true},
	{"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffc0", true},
};
static const char *const names[NAMES] = {NULL, "a", "b", "long-name.example"};

struct entry {
	uint8_t block, at, zone, name;
};

struct trial {
	struct targets *targets;
	struct entry list[LONGEST]; /* as given, then as it should be */
	unsigned n;
	bool excluded[BLOCKS][BLOCK];
	unsigned flags;
	uint64_t seed;
	const char *wrong;
};

static uint32_t roll(struct trial *t, uint32_t sides)
{
	return (uint32_t)(seeded_next(&t->seed) >> 33) % sides;
}

static void expect(struct trial *t, bool good, const char *what)
{
	if (!good && !t->wrong)
		t->wrong = what;
}

static struct addr addr_at(unsigned block, unsigned at, uint32_t zone)
{
	struct addr a;

	addr_parse(&a, blocks[block].first);
	for (size_t i = addr_size(&a); i-- && at;) {
		at += a.bytes[i];
		a.bytes[i] = (uint8_t)at;
		at >>= 8;
	}
	a.zone = zone;
	return a;
}

static const char *text_at(char to[static ADDR_TEXT], unsigned block, unsigned at)
{
	struct addr a = addr_at(block, at, 0);

	return addr_print(to, &a);
}

static void append(struct trial *t, struct entry e)
{
	if (t->n < LONGEST)
		t->list[t->n++] = e;
}

/* Some addresses of one block, as text. */
struct part {
	char text[2 * ADDR_TEXT];
	unsigned block, first, last;
	bool has_ends; /* a prefix whose first and last are no hosts */
};

static struct part random_part(struct trial *t)
{
	struct part p = {.block = roll(t, BLOCKS)};
	char first[ADDR_TEXT], last[ADDR_TEXT];
	unsigned bits = roll(t, 6), kind = roll(t, 3);

	p.first = p.last = roll(t, BLOCK);
	text_at(first, p.block, p.first);
	if (kind == 0) {
		snprintf(p.text, sizeof p.text, "%s", first);
	} else if (kind == 1) {
		snprintf(p.text, sizeof p.text, "%s/%u", first,
			(blocks[p.block].v6 ? 128 : 32) - bits);
		p.first &= ~0U << bits;
		p.last = p.first + (1U << bits) - 1;
		p.has_ends = bits > 1 && !blocks[p.block].v6;
	} else {
		p.last = p.first + roll(t, BLOCK - p.first);
		snprintf(p.text, sizeof p.text, "%s-%s", first, text_at(last, p.block, p.last));
	}
	return p;
}

static void add_part(struct trial *t)
{
	struct part p = random_part(t);
	struct fail why;

	expect(t, targets_add(t->targets, p.text, &why) == 1, "a part is taken");
	if (p.has_ends && !(t->flags & TARGETS_ENDS)) {
		p.first++;
		p.last--;
	}
	for (unsigned at = p.first; at <= p.last; at++)
		append(t, (struct entry){.block = (uint8_t)p.block, .at = (uint8_t)at});
}

static void add_addr(struct trial *t)
{
	struct entry e = {.block = (uint8_t)roll(t, BLOCKS),
		.at = (uint8_t)roll(t, BLOCK),
		.zone = (uint8_t)roll(t, ZONES),
		.name = (uint8_t)roll(t, NAMES)};
	struct addr a = addr_at(e.block, e.at, e.zone);
	struct fail why;

	if (!blocks[e.block].v6)
		e.zone = 0;
	expect(t, targets_add_addr(t->targets, &a, names[e.name], &why) == 1, "one is taken");
	append(t, e);
}

static void exclude(struct trial *t)
{
	struct part p = random_part(t);
	struct fail why;

	expect(t, targets_exclude(t->targets, p.text, &why) == 1, "a part is excluded");
	for (unsigned at = p.first; at <= p.last; at++)
		t->excluded[p.block][at] = true;
}

/* The list less what is excluded, and less what came before unless that is wanted. */
static void settle(struct trial *t)
{
	bool seen[BLOCKS][BLOCK][ZONES] = {0};
	unsigned kept = 0;

	for (unsigned i = 0; i < t->n; i++) {
		struct entry e = t->list[i];
		bool *before = &seen[e.block][e.at][e.zone];

		if (t->excluded[e.block][e.at] || (*before && !(t->flags & TARGETS_REPEATS)))
			continue;
		*before = true;
		t->list[kept++] = e;
	}
	t->n = kept;
}

static bool is_entry(const struct target *one, struct entry e)
{
	struct addr a = addr_at(e.block, e.at, e.zone);

	if (addr_compare(&one->addr, &a) || one->addr.zone != e.zone)
		return false;
	return names[e.name] ? one->name && !strcmp(one->name, names[e.name]) : !one->name;
}

/* The first place of an address, of another zone where the rules say so; -1 none. */
static int64_t model_find(const struct trial *t, unsigned block, unsigned at, unsigned zone)
{
	int64_t any = -1, zoneless = -1;

	for (unsigned i = t->n; i--;) {
		struct entry e = t->list[i];

		if (e.block != block || e.at != at)
			continue;
		any = i;
		if (!e.zone)
			zoneless = i;
	}
	for (unsigned i = 0; i < t->n; i++) {
		struct entry e = t->list[i];

		if (e.block == block && e.at == at && e.zone == zone)
			return i;
	}
	return zone && blocks[block].v6 ? zoneless : any;
}

static void check_finds(struct trial *t)
{
	for (unsigned i = 0; i < 40; i++) {
		unsigned block = roll(t, BLOCKS), at = roll(t, BLOCK), zone = roll(t, ZONES + 1);
		struct addr a = addr_at(block, at, zone);
		uint64_t index;
		bool found = targets_find(t->targets, &a, &index);

		expect(t, (found ? (int64_t)index : -1) == model_find(t, block, at, zone),
			"an address is found where it stands first, or not at all");
	}
}

static void check_list(struct trial *t)
{
	struct target one;

	expect(t, targets_count(t->targets) == t->n, "the count");
	for (unsigned i = 0; i < t->n; i++) {
		struct entry e = t->list[i];

		expect(t, targets_at(t->targets, i, &one) && is_entry(&one, e), "an address");
	}
	expect(t, !targets_at(t->targets, t->n, &one), "nothing behind the last");
	check_finds(t);
}

/* What shard s of shards should hold at index: an order is checked against permute itself
 * elsewhere, here that shards and finding agree. */
static void check_shard(struct trial *t, uint8_t *seen)
{
	struct target one;
	uint64_t index;

	for (uint64_t i = 0; targets_at(t->targets, i, &one); i++) {
		unsigned at = 0;

		expect(t, i < targets_count(t->targets), "no more than the count");
		expect(t, targets_find(t->targets, &one.addr, &index), "what is there is found");
		expect(t, t->flags & TARGETS_REPEATS || index == i, "where it is");
		while (at < t->n && (seen[at] || !is_entry(&one, t->list[at])))
			at++;
		expect(t, at < t->n, "no address comes that should not, or twice");
		if (at < t->n)
			seen[at] = 1;
	}
	expect(t, !targets_at(t->targets, targets_count(t->targets), &one), "the count is right");
}

static void fill(struct trial *t, uint64_t seed, uint32_t shards)
{
	unsigned parts;

	*t = (struct trial){.seed = seed};
	t->flags = roll(t, 4); /* any of the flags */
	t->targets = targets_open(t->flags);
	if (shards > 1)
		t->flags &= ~(unsigned)TARGETS_REPEATS; /* they would be in several */
	parts = 1 + roll(t, roll(t, 2) ? 60 : 8);
	for (unsigned i = 0; i < parts; i++) {
		uint32_t what = roll(t, 100);

		if (what < 60)
			add_part(t);
		else if (what < 85)
			add_addr(t);
		else if (seed % 3)
			exclude(t);
	}
	settle(t);
}

static void run_plain(struct trial *t, uint64_t seed)
{
	struct fail why;

	fill(t, seed, 0);
	expect(t, targets_seal(t->targets, NULL, &why) == 0, "sealed");
	check_list(t);
	targets_close(t->targets);
}

static void run_shards(struct trial *t, uint64_t seed)
{
	static uint8_t seen[LONGEST];
	struct targets_order order = {.permuted = seed % 4, .seed = seed};
	uint64_t sum = 0;
	unsigned least = UINT32_MAX, most = 0;
	const char *wrong = NULL;

	memset(seen, 0, sizeof seen);
	order.shards = 1 + (uint32_t)(seed % 9);
	for (order.shard = 1; order.shard <= order.shards; order.shard++) {
		struct fail why;
		unsigned count;

		fill(t, seed, order.shards);
		expect(t, targets_seal(t->targets, &order, &why) == 0, "sealed");
		check_shard(t, seen);
		count = (unsigned)targets_count(t->targets);
		sum += count;
		least = count < least ? count : least;
		most = count > most ? count : most;
		targets_close(t->targets);
		wrong = wrong ? wrong : t->wrong;
	}
	t->wrong = wrong;
	expect(t, sum == t->n, "shards are complete");
	expect(t, most - least <= 1, "shards are of one size");
}

static void run_many(const char *what, void (*run)(struct trial *, uint64_t), unsigned trials)
{
	static struct trial t;
	unsigned wrong = 0, addresses = 0;

	for (uint64_t seed = 1; seed <= trials; seed++) {
		run(&t, seed);
		addresses += t.n;
		wrong += t.wrong != NULL;
		if (t.wrong)
			printf("# trial %" PRIu64 ": not so: %s\n", seed, t.wrong);
	}
	is_int(wrong, 0, "%u random sets of %u addresses %s", trials, addresses, what);
	ok(addresses > 50 * trials, "they were large enough to mean something");
}

int main(void)
{
	run_many("hold what a plain list holds, in its order", run_plain, 1500);
	run_many("are disjoint and complete in shards", run_shards, 400);
	return tap_done();
}
