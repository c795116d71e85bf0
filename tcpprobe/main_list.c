/* main_list: a run over a list of ports, from the options to the exit status. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "main_list.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "clock.h"
#include "list_plugin.h"
#include "list_report.h"
#include "main_list_parts.h"
#include "port.h"
#include "tool.h"

/* What no verdict was reached for. A run that was not ended early leaves nothing. */
static int keep_left(struct list_parts *p, struct fail *why)
{
	int rc = 0;

	if (!p->o->list.resume)
		return 0;
	resume_forget(&p->resume);
	if (list_sum(p->list)->left)
		rc = list_gather_left(p->list, &p->resume, why);
	return rc < 0 ? rc : resume_save(&p->resume, why);
}

static void announce(struct list_parts *p)
{
	const struct options_list *l = &p->o->list;
	const struct list_start s = {.method = p->keyed ? "syn" : "connect",
		.hosts = targets_count(p->hosts),
		.ports = p->grid.n_ports,
		.asked = list_sum(p->list)->asked,
		.seed = p->order.seed,
		.shard = l->order.shards ? l->order.shard : UINT64_MAX,
		.shards = l->order.shards ? l->order.shards : UINT64_MAX,
		.retries = p->config.retries,
		.rate_pps = l->gap_ns ? (double)CLOCK_SECOND / (double)l->gap_ns : (double)NAN,
		.timeout_ns = p->o->timeout_ns};

	for (unsigned i = 0; i < 2; i++)
		if (p->wires[i] && wire_note(p->wires[i]))
			report_warn(p->report, "%s: WARNING: %s", p->o->program,
				wire_note(p->wires[i]));
	list_show_header(p->list, &s);
	list_record_start(p->report, &s);
}

struct series {
	const struct list *list;
	unsigned n;
};

static void put_series(void *to, uint64_t index, const struct grid_cell *cell)
{
	struct series *s = to;

	(void)cell;
	if (s->n++ < LIST_SERIES)
		list_prom_port(s->list, index);
}

static int status_of(const struct list_parts *p)
{
	const struct list_sum *s = list_sum(p->list);

	if (s->asked && !s->sent)
		return tool_unasked(&p->o->out, s->interrupted, p->report);
	return s->unexpected || s->left;
}

static int plugin(const struct list_parts *p, const char *failed)
{
	const struct plugin v = options_plugin(p->o);

	return list_plugin_line(p->list, &v, failed);
}

static int conclude(struct list_parts *p, const char *failed)
{
	struct list_summary summary = {.seed = p->order.seed};
	struct series series = {.list = p->list};

	list_conclude(p->list);
	summary.sum = *list_sum(p->list);
	summary.up = !summary.sum.unexpected && !summary.sum.left;
	list_show_table(p->list);
	list_show_differences(p->list);
	list_show_totals(p->list);
	if (p->o->out.stats)
		list_show_stats(p->list);
	if (p->o->out.explain)
		list_explain(p->list);
	if (p->o->out.prom)
		list_walk(p->list, put_series, &series);
	list_record_summary(p->report, &summary, p->o->out.prom != NULL);
	return p->o->out.nagios ? plugin(p, failed) : status_of(p);
}

static int run(struct list_parts *p)
{
	struct fail why = {0};
	int rc = main_list_open(p, &why), status;

	if (rc < 0)
		return tool_refuse(&p->o->out, p->o->program, PLUGIN_SERVICE, 2, &why);
	announce(p);
	rc = list_run(p->list, &why);
	status = conclude(p, rc < 0 ? why.text : NULL);
	if (rc < 0 && !p->o->out.nagios)
		tool_complain(p->o->program, &why);
	if (!tool_kept(p->o->program, keep_left(p, &why), &why))
		rc = -EIO;
	if (!tool_close(p->o->program, &p->report, &p->evidence) || rc < 0)
		status = tool_failure(&p->o->out);
	return status;
}

int main_list(const struct options *o)
{
	struct list_parts *p = calloc(1, sizeof(*p));
	struct fail why;
	int status;

	if (!p) {
		fail_set(&why, ENOMEM, "no memory for a list");
		return tool_refuse(&o->out, o->program, PLUGIN_SERVICE, 2, &why);
	}
	p->o = o;
	for (unsigned i = 0; i < 2 * KEYED_TRIES; i++)
		p->held[i / KEYED_TRIES][i % KEYED_TRIES] = -1;
	status = run(p);
	main_list_close(p);
	free(p);
	return status;
}
