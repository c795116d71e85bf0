/* records_lookup: the records of a name's lookup. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "records_types.h"
#include "report_table.h"

#define L records_lookup
static const struct report_field lookup_fields[] = {
	MUST(L, "target", REPORT_TEXT, target, "The URL as it was given."),
	MUST(L, "run", REPORT_U64, run, "The repetition, from 1."),
	MUST(L, "request", REPORT_U64, hop, "The request of this repetition, from 1."),
	MUST(L, "name", REPORT_TEXT, name, "The name that was looked up."),
	MUST(L, "known_from", REPORT_TEXT, source,
		"Where this is known from: packets (of the question), hosts (the file has the "
		"name), config (the servers that would be asked), unseen (no question was seen: "
		"a file, a cache or a service on this host answered)."),
	FIELD(L, "server", REPORT_ADDR, server, "The server asked, or the first configured."),
	FIELD(L, "question", REPORT_TEXT, type, "What was asked for: A, AAAA."),
	FIELD(L, "asked", REPORT_U64, asked, "How often it was asked."),
	FIELD(L, "at_ms", REPORT_MS, at_ns, "When first, since the exchange began."),
	FIELD(L, "took_ms", REPORT_MS, took_ns, "From then to the answer; null: none came."),
	FIELD(L, "code", REPORT_TEXT, code, "The answer's code: NOERROR, NXDOMAIN ..."),
	FIELD(L, "addresses", REPORT_U64, addresses, "How many addresses it had."),
	FIELD(L, "addr", REPORT_ADDR, addr, "The first of them."),
	FIELD(L, "ttl_s", REPORT_U64, ttl_s, "The least TTL of the answer's records."),
};
const struct report_type records_lookup_type = {"httpget", "lookup",
	"How a name was looked up: a record a question.", lookup_fields, COUNT(lookup_fields)};
#undef L

static void put_question(struct report *r, const char *target, const struct exchange *x,
	const struct lookup_question *q)
{
	const struct dns_message *m = &q->answer;
	bool answered = q->answered_ns != INT64_MIN;
	const struct records_lookup o = {.target = target,
		.run = x->run,
		.hop = x->hop,
		.name = m->name,
		.source = "packets",
		.server = q->server,
		.type = dns_type_name(m->type),
		.asked = q->asked,
		.at_ns = exchange_since(x, q->asked_ns),
		.took_ns = answered ? q->answered_ns - q->asked_ns : INT64_MIN,
		.code = answered ? dns_code_name(m->code) : NULL,
		.addresses = answered ? m->addresses : UINT64_MAX,
		.addr = m->first,
		.ttl_s = m->ttl_s == UINT32_MAX ? UINT64_MAX : m->ttl_s};

	report_put(r, &records_lookup_type, &o, x->begun_realtime_ns);
}

void records_put_lookup(struct report *r, const char *target, const struct exchange *x)
{
	const struct lookup *l = &x->link.lookup;
	struct records_lookup o = {.target = target,
		.run = x->run,
		.hop = x->hop,
		.name = l->name,
		.source = l->in_hosts  ? "hosts"
			  : l->watched ? "unseen"
				       : "config",
		.asked = UINT64_MAX,
		.at_ns = INT64_MIN,
		.took_ns = INT64_MIN,
		.addresses = UINT64_MAX,
		.ttl_s = UINT64_MAX};

	if (!*l->name || x->reused)
		return;
	for (unsigned i = 0; i < l->n; i++)
		put_question(r, target, x, &l->question[i]);
	if (l->n_servers && !l->in_hosts)
		o.server = l->server[0];
	if (!l->n)
		report_put(r, &records_lookup_type, &o, x->begun_realtime_ns);
}
