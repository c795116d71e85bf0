/* tcpprobe_list: what a list makes of answers, silence and what this host dropped: unknown rather
 * than wrong. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "../../tcpprobe/list_parts.h"

#include <errno.h>
#include <stdlib.h>

#include "../../tcpprobe/list_records.h"
#include "../../tcpprobe/list_report.h"
#include "tap.h"

enum { PORTS = 10 };

struct lab {
	struct targets *hosts;
	struct grid *grid;
	struct expect expect;
	struct report *report;
	struct list_config config;
	struct list *list;
};

static void lab_open(struct lab *l, bool keep_left)
{
	const struct report_config report = {.no_text = true};
	const struct targets_order order = {.seed = 1};
	struct portset ports = {0};
	struct fail why;

	*l = (struct lab){.hosts = targets_open(0), .grid = malloc(sizeof *l->grid)};
	targets_add(l->hosts, "198.18.0.1", &why);
	targets_seal(l->hosts, NULL, &why);
	portset_add(&ports, "1-10", &why);
	expect_add(&l->expect, "open:1", &why);
	expect_add(&l->expect, "closed/filtered:2-9", &why);
	report_open(&l->report, &report, &why);
	l->config = (struct list_config){.grid = l->grid,
		.report = l->report,
		.expect = &l->expect,
		.keep_left = keep_left,
		.retries = 1,
		.tries_most = KEYED_TRIES};
	if (!l->grid || grid_init(l->grid, l->hosts, &ports, &order, &why) < 0 ||
		list_open(&l->list, &l->config, &why) < 0)
		abort();
}

static void lab_close(struct lab *l)
{
	list_close(l->list);
	report_abandon(l->report);
	targets_close(l->hosts);
	free(l->grid);
}

static uint32_t index_of(const struct lab *l, uint16_t port)
{
	uint64_t index = 0;

	grid_index(l->grid, port - 1U, &index);
	return (uint32_t)index;
}

static unsigned state_of(const struct lab *l, uint16_t port)
{
	return list_port_at(l->list, index_of(l, port))->state;
}

static void ask(struct lab *l, uint16_t port)
{
	list_sent(l->list, index_of(l, port), 1);
}

static void hear(struct lab *l, uint16_t port, enum verdict_state state)
{
	const struct list_answer a = {.port = port, .state = state, .rtt_ns = 1000, .ttl = 60};

	list_settle(l->list, index_of(l, port), &a, 0);
}

static void test_answers(void)
{
	const struct addr router = {.bytes = {198, 18, 9, 9}, .family = ADDR_V4};
	struct list_answer rejection = {.port = 3,
		.state = VERDICT_REJECTED,
		.from = &router,
		.rtt_ns = -1,
		.type = 3,
		.code = 13};
	const struct list_port *p;
	const struct list_sum *s;
	char why[LIST_WHY];
	struct lab l;

	lab_open(&l, false);
	for (unsigned port = 1; port <= PORTS; port++)
		ask(&l, (uint16_t)port);
	hear(&l, 1, VERDICT_OPEN);
	hear(&l, 1, VERDICT_OPEN);
	hear(&l, 2, VERDICT_CLOSED);
	hear(&l, 2, VERDICT_OPEN);
	list_settle(l.list, index_of(&l, 3), &rejection, 0);
	hear(&l, 4, VERDICT_STALE);
	hear(&l, 5, VERDICT_STALE);
	ask(&l, 5);
	hear(&l, 5, VERDICT_CLOSED);
	l.list->clean = 1;
	list_conclude(l.list);
	s = list_sum(l.list);
	is_int(state_of(&l, 1), VERDICT_OPEN, "an answer that comes twice is one");
	is_int(state_of(&l, 2), VERDICT_MIXED, "answers that disagree are mixed");
	is_int(state_of(&l, 3), VERDICT_REJECTED, "an ICMP error rejects");
	p = list_port_at(l.list, index_of(&l, 3));
	ok(addr_equal(list_rejecter(l.list, p), &router), "... and its sender is kept");
	is_text(list_why(why, l.list, p, ADDR_V4), "Packet filtered (ICMP 3/13) from 198.18.9.9",
		"... and told");
	is_int(state_of(&l, 4), VERDICT_STALE, "an older connection's ACK says nothing");
	is_int(state_of(&l, 5), VERDICT_CLOSED, "... until another port's answer does");
	is_int(state_of(&l, 6), VERDICT_FILTERED, "silence in a clean round is filtered");
	is_int(s->found[VERDICT_FILTERED], 5, "... of five");
	is_int(s->found[VERDICT_CLOSED] + s->found[VERDICT_MIXED], 2, "the numbers of states");
	is_int(s->duplicates, 2, "what came again is counted");
	is_int(s->unexpected, 3, "not as expected: mixed, rejected and stale; 10 is not judged");
	is_int(l.list->recovered, 1, "who answered the second time is known");
	lab_close(&l);
}

/* The point of it all. */
static void test_drops(void)
{
	struct verdict_finding found;
	const struct list_port *p;
	char why[LIST_WHY];
	struct lab l;

	lab_open(&l, false);
	ask(&l, 1);
	ask(&l, 2);
	hear(&l, 1, VERDICT_OPEN);
	list_refused(l.list, index_of(&l, 3), EPERM);
	l.list->sum.drops = 4;
	list_conclude(l.list);
	is_int(state_of(&l, 1), VERDICT_OPEN, "what came counts whatever was dropped");
	is_int(state_of(&l, 2), VERDICT_UNKNOWN, "silence in rounds with drops is unknown");
	p = list_port_at(l.list, index_of(&l, 2));
	found = list_finding(l.list, p, &(struct addr){.family = ADDR_V4});
	is_int(found.reason, VERDICT_OWN_DROPS, "... for our own drops");
	is_text(list_why(why, l.list, p, ADDR_V4),
		"this host dropped what may have been its answer", "... which is told");
	is_int(state_of(&l, 3), VERDICT_UNKNOWN, "what this host does not send is unknown");
	is_text(list_why(why, l.list, list_port_at(l.list, index_of(&l, 3)), ADDR_V4),
		"not sent by this host: Operation not permitted", "... and why");
	is_int(state_of(&l, 4), VERDICT_UNKNOWN, "so is what was not asked");
	ok(!list_sum(l.list)->found[VERDICT_FILTERED], "nothing is filtered");
	lab_close(&l);

	lab_open(&l, false);
	list_refused(l.list, index_of(&l, 3), ENOBUFS);
	ok(l.list->dirty, "a full queue of this host's is a drop of its own");
	lab_close(&l);
}

static void test_loss(void)
{
	ok(list_silence_holds(0, 0, 1), "where nobody answered there is no loss to be seen");
	ok(list_silence_holds(65535, 0, 1), "nor where all answered at once");
	ok(!list_silence_holds(1000, 100, 4), "one in ten lost: four rounds are not enough");
	ok(list_silence_holds(1000, 100, 6), "... six are");
	ok(list_silence_holds(10, 1, 4), "... and four for ten ports");
	ok(!list_silence_holds(5, 5, 8), "where all was lost once nothing is certain");
}

static void test_left(void)
{
	struct lab l;

	lab_open(&l, true);
	ask(&l, 1);
	ask(&l, 2);
	ask(&l, 3);
	hear(&l, 1, VERDICT_CLOSED);
	hear(&l, 3, VERDICT_STALE);
	list_stop(l.list);
	l.list->clean = 1;
	list_conclude(l.list);
	is_int(list_sum(l.list)->left, 9, "what is not known is left for the next run");
	ok(!list_sum(l.list)->found[VERDICT_FILTERED], "... and not judged");
	ok(list_settled(l.list, index_of(&l, 1)) && !list_settled(l.list, index_of(&l, 2)) &&
			!list_settled(l.list, index_of(&l, 3)),
		"... nor settled");
	lab_close(&l);
}

int main(void)
{
	test_answers();
	test_drops();
	test_loss();
	test_left();
	return tap_done();
}
