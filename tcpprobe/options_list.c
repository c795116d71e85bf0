/* options_list: the options of a list of ports as values. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "options.h"

const char *const expect_states[] = {"open:", "closed:", "rejected:", "filtered:", NULL};

static bool is_many(const struct options_list *l)
{
	bool many = l->n_operands > 1 || l->ports_text || l->targets_file || l->exclude ||
		    l->rate || l->shard || l->resume || l->expects.n || l->retries >= 0 ||
		    l->seed >= 0 || l->all_addresses;

	for (size_t i = 0; i < l->n_operands; i++)
		many = many || gather_is_many(l->operands[i]);
	return many;
}

static int read_ports(struct options *o, struct fail *why)
{
	struct options_list *l = &o->list;
	int rc = 0;

	for (size_t i = 0; rc >= 0 && i < l->expects.n; i++)
		rc = expect_add(&l->expect, l->expects.items[i], why);
	if (rc >= 0 && l->ports_text)
		rc = portset_add(&l->ports, l->ports_text, why);
	if (rc < 0)
		return rc;
	/* What is expected is asked as well. */
	expect_ports(&l->expect, &l->ports);
	if (!portset_count(&l->ports))
		l->ports.words[o->port / 64] |= UINT64_C(1) << o->port % 64;
	return 0;
}

/* One host may bring its port along, if -p gives none; several have theirs by -p. */
static int check_operands(struct options *o, struct fail *why)
{
	const struct options_list *l = &o->list;

	if (l->n_operands == 1 && !l->ports_text && !gather_is_many(l->operands[0]))
		return options_read_target(o, l->operands[0], why);
	for (size_t i = 0; i < l->n_operands; i++) {
		const char *text = l->operands[i], *colon = strchr(text, ':');

		if (*text == '[' || (colon && !strchr(colon + 1, ':')))
			return fail_set(why, EINVAL,
				"'%s': the ports of a list are given by -p, apart from its hosts",
				text);
	}
	return 0;
}

static int check_place(const struct options_list *l, struct fail *why)
{
	if (l->shard && l->seed < 0)
		return fail_set(why, EINVAL,
			"--shard needs the --seed that all parts of the list are given");
	return 0;
}

static int draw_seed(struct options_list *l, struct fail *why)
{
	uint32_t drawn;

	if (l->seed < 0 && getrandom(&drawn, sizeof(drawn), 0) != sizeof(drawn))
		return fail_errno(why, "getrandom");
	l->order.seed = l->seed < 0 ? drawn : (uint64_t)l->seed;
	return 0;
}

static const char *of_one_port(const struct options *o)
{
	return o->count		     ? "-c"
	       : o->interval_ns >= 0 ? "-i"
	       : o->reference	     ? "--reference"
	       : o->path	     ? "--path"
	       : o->compare	     ? "--compare"
				     : NULL;
}

int options_read_list(struct options *o, int n, char **operands, struct fail *why)
{
	struct options_list *l = &o->list;
	int rc;

	l->operands = (const char *const *)operands;
	l->n_operands = (size_t)n;
	l->many = is_many(l);
	if (!l->many)
		return 0;
	if (of_one_port(o))
		return fail_set(why, EINVAL,
			"%s is of one port, this is a list (which has --rate and --retries)",
			of_one_port(o));
	if (!n && !l->targets_file)
		return fail_set(why, EINVAL, "a host is required");
	if ((rc = check_operands(o, why)) < 0 || (rc = read_ports(o, why)) < 0 ||
		(rc = gather_rate(&l->gap_ns, l->rate, LIST_RATE, why)) < 0 ||
		(rc = gather_shard(&l->order, l->shard, why)) < 0 || (rc = check_place(l, why)) < 0)
		return rc;
	return draw_seed(l, why);
}
