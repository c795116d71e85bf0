/* tcpprobe_resume: what one run leaves the next one reads, and nothing else. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "../../tcpprobe/resume.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "scratch.h"
#include "tap.h"

struct lab {
	const char *path;
	struct targets *hosts;
	struct grid *grid;
};

static void lab_open(struct lab *l, const char *ports, const struct targets_order *order)
{
	struct portset set = {0};
	struct fail why;

	l->hosts = targets_open(0);
	l->grid = malloc(sizeof *l->grid);
	targets_add(l->hosts, "198.18.0.0-3", &why);
	targets_seal(l->hosts, NULL, &why);
	portset_add(&set, ports, &why);
	grid_init(l->grid, l->hosts, &set, order, &why);
}

static void lab_close(struct lab *l)
{
	free(l->grid);
	targets_close(l->hosts);
}

/* What a second run makes of a first one's file. */
static int again(const struct lab *l, const char *ports, const struct targets_order *order)
{
	struct lab other = {.hosts = NULL};
	struct resume r;
	struct fail why = {0};
	int rc;

	lab_open(&other, ports, order);
	rc = resume_open(&r, l->path, &why);
	if (rc >= 0)
		rc = resume_check(&r, other.grid, order, &why);
	resume_close(&r);
	lab_close(&other);
	return rc;
}

static void test_round(struct lab *l)
{
	static const uint32_t kept[] = {0, 1, 2, 7, 30, 31, 63};
	const struct targets_order order = {.seed = 5};
	enum { KEPT = sizeof kept / sizeof *kept };
	uint32_t *left = NULL, n = 0;
	struct resume r;
	struct fail why;

	is_int(resume_open(&r, l->path, &why), 0, "a file that is not there");
	ok(!r.found, "... is a new one");
	ok(!r.next, "none is made while names are looked up, which a signal may end");
	is_int(resume_check(&r, l->grid, &order, &why), 0, "... of whatever list");
	ok(r.next, "but then");
	is_int(resume_left(&r, &left, &n, &why) + !left, 1, "... with all of it left");
	for (size_t i = 0; i < KEPT; i++)
		resume_keep(&r, kept[i]);
	is_int(r.n_spans, 4, "what is kept is kept as ranges");
	is_int(resume_save(&r, &why), 0, "it is saved");
	resume_close(&r);

	is_int(resume_open(&r, l->path, &why), 0, "and read again");
	is_int(resume_check(&r, l->grid, &order, &why), 0, "... for the same list");
	is_int(r.seed, 5, "... with its seed");
	resume_left(&r, &left, &n, &why);
	ok(n == KEPT && left && !memcmp(left, kept, sizeof kept), "... and what is left of it");
	free(left);
	resume_close(&r);
	is_int(again(l, "1-16", &order), 0, "a run that ends before it saves leaves the file");
	is_int(again(l, "1-17", &order), -EINVAL, "other ports are another list");
	is_int(again(l, "2-17", &order), -EINVAL, "... as many of them too");
	is_int(again(l, "1-16", &(struct targets_order){.seed = 6}), -EINVAL, "... another seed");
	is_int(again(l, "1-16", &(struct targets_order){.seed = 5, .shard = 1, .shards = 2}),
		-EINVAL, "... a shard");
}

/* A run that is killed leaves what it saved last. */
static void test_killed(const struct lab *l)
{
	const struct targets_order order = {.seed = 5};
	uint32_t *left = NULL, n = 0;
	struct resume r, read;
	struct fail why;

	is_int(resume_open(&r, l->path, &why), 0, "a run that goes on");
	resume_check(&r, l->grid, &order, &why);
	ok(resume_may_go_on(&r), "... in a regular file");
	for (uint32_t from = 3; from < 6; from++) {
		resume_forget(&r);
		for (uint32_t i = from; i < 6; i++)
			resume_keep(&r, i);
		is_int(resume_save_and_go_on(&r, &why), 0, "it saves %u", from);
		is_int(resume_open(&read, l->path, &why), 0, "... for another to read");
		is_int(resume_left(&read, &left, &n, &why), 0, "... while it goes on");
		ok(n == 6 - from && left && *left == from, "... from %u on", from);
		free(left);
		resume_close(&read);
	}
	resume_close(&r);
	is_int(again(l, "1-16", &order), 0, "what it saved last stays");
}

static void test_bad(const struct lab *l)
{
	static const char *const bad[] = {"", "\n", "seed 1\n", "left 1-2\n", "questions\n",
		"questions 64 1\nleft 5-4\n", "questions 64 1\nleft 64\n",
		"questions 64 1\nleft 3\nleft 3\n", "questions 64 1\nleft 9\nleft 3-4\n",
		"questions 64 1\nleft 1-2-3\n", "questions 64 1\nleft -1\n", "questions 64 x\n",
		"questions 64 1\nseed 99999999999999999999999\n", "questions 64 1\nmore\n",
		"questions 64 1\nleft 4294967296\n", "questions 64 1\nleft 1 \xff\n"};

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct resume r;
		struct fail why;

		scratch_put(l->path, bad[i]);
		is_int(resume_open(&r, l->path, &why), -EINVAL, "file %zu is none", i);
		resume_close(&r);
	}
}

int main(void)
{
	const struct targets_order order = {.seed = 5};
	struct lab l = {.path = "state"};

	if (!scratch_open())
		return 99;
	lab_open(&l, "1-16", &order);
	test_round(&l);
	test_killed(&l);
	test_bad(&l);
	lab_close(&l);
	scratch_close();
	return tap_done();
}
