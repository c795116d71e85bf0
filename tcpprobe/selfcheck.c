/* selfcheck: what on this host may keep its own SYNs, or their answers, before the network is
 * blamed. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "priv.h"
#include "report.h"
#include "selfcheck_parts.h"

const char *selfcheck_word(enum selfcheck_result result)
{
	static const char *const words[] = {"fine", "doubt", "fault", "not examined"};

	return words[result];
}

struct selfcheck_item *selfcheck_add(struct selfcheck *s, const char *what,
	enum selfcheck_result result, const char *format, ...)
{
	struct selfcheck_item *item = &s->items[s->n];
	va_list ap;

	if (s->n == SELFCHECK_ITEMS)
		return NULL;
	s->n++;
	*item = (struct selfcheck_item){
		.what = what, .result = result, .used = UINT64_MAX, .limit = UINT64_MAX};
	va_start(ap, format);
	vsnprintf(item->text, sizeof(item->text), format, ap);
	va_end(ap);
	return item;
}

void selfcheck_add_table(
	struct selfcheck *s, const char *what, uint64_t used, uint64_t limit, const char *words)
{
	enum selfcheck_result result = used >= limit		? SELFCHECK_FAULT
				       : used >= limit / 10 * 9 ? SELFCHECK_DOUBT
								: SELFCHECK_FINE;
	struct selfcheck_item *item = selfcheck_add(s, what, result, "%llu of %llu %s",
		(unsigned long long)used, (unsigned long long)limit, words);

	if (item) {
		item->used = used;
		item->limit = limit;
	}
}

unsigned selfcheck_count(const struct selfcheck *s, enum selfcheck_result result)
{
	unsigned n = 0;

	for (unsigned i = 0; i < s->n; i++)
		n += s->items[i].result == result;
	return n;
}

/* Every interface that could carry packets and has no carrier, or that is down. */
static void idle_interfaces(char *to, size_t size)
{
	struct route_interface all[32];
	int n = route_interfaces(all, sizeof(all) / sizeof(*all), NULL);
	size_t used = 0;

	*to = '\0';
	for (int i = 0; i < n && i < (int)(sizeof(all) / sizeof(*all)) && used < size; i++)
		if (!all[i].loopback && (!all[i].up || !all[i].running))
			used += (size_t)snprintf(to + used, size - used, "%s%s is %s",
				used ? ", " : "", all[i].name,
				all[i].up ? "without carrier" : "down");
}

static void no_route(struct selfcheck *s, const struct selfcheck_place *p)
{
	char idle[160];

	idle_interfaces(idle, sizeof(idle));
	selfcheck_add(s, "route", SELFCHECK_FAULT, "%s", p->no_route);
	if (*idle)
		selfcheck_add(s, "interface", SELFCHECK_FAULT, "%s", idle);
	else
		selfcheck_add(s, "interface", SELFCHECK_FINE, "all are up, with carrier");
}

static void interface(struct selfcheck *s, const struct selfcheck_place *p)
{
	struct route_interface i;
	struct fail why = {0};

	if (route_interface(&i, NULL, p->route->ifindex, &why) < 0)
		selfcheck_add(s, "interface", SELFCHECK_UNEXAMINED, "%s", why.text);
	else if (!i.up || !i.running)
		selfcheck_add(s, "interface", SELFCHECK_FAULT, "%s is %s", i.name,
			i.up ? "up, without carrier" : "down");
	else
		selfcheck_add(s, "interface", SELFCHECK_FINE, "%s is up%s, MTU %u", i.name,
			i.loopback ? "" : ", with carrier", i.mtu_bytes);
}

static void route(struct selfcheck *s, const struct selfcheck_place *p)
{
	const struct route *r = p->route;
	char hop[ADDR_TEXT], source[ADDR_TEXT];

	if (r->local)
		selfcheck_add(s, "route", SELFCHECK_FINE, "an address of this host's own, by %s",
			r->ifname);
	else
		selfcheck_add(s, "route", SELFCHECK_FINE, "%s%s by %s from %s, MTU %u",
			r->next_hop.family ? "via " : "on link",
			r->next_hop.family ? report_addr(hop, &r->next_hop) : "", r->ifname,
			report_addr(source, &p->to->source), r->mtu_bytes);
}

static void own_syn(struct selfcheck *s, const struct selfcheck_place *p)
{
	const struct stack_syn *o = &p->own;
	bool lacks = !o->window_scaling || !o->sack;
	char scale[32];

	snprintf(scale, sizeof(scale), "scale %u", o->window_scale);
	selfcheck_add(s, "settings", lacks ? SELFCHECK_DOUBT : SELFCHECK_FINE,
		"our SYN offers MSS %u, window %u, %s, %s, %s%s", o->mss, o->window,
		o->window_scaling ? scale : "no window scale (tcp_window_scaling)",
		o->sack ? "SACK" : "no SACK (tcp_sack)",
		o->timestamps ? "timestamps" : "no timestamps", o->flags & TCP_ECE ? ", ECN" : "");
}

static const struct route_address *find(
	const struct route_address *all, int n, const struct addr *a)
{
	for (int i = 0; i < n; i++)
		if (addr_equal(&all[i].addr, a))
			return &all[i];
	return NULL;
}

/* An address of the interface that another host has, NULL none. */
static const struct addr *spoilt(const struct route_address *all, int n, uint32_t ifindex)
{
	for (int i = 0; i < n; i++)
		if (all[i].duplicate && all[i].ifindex == ifindex)
			return &all[i].addr;
	return NULL;
}

static void source(struct selfcheck *s, const struct selfcheck_place *p)
{
	enum { MANY = 256 };
	const struct addr *a = &p->to->source;
	struct route_address all[MANY];
	const struct route_address *own;
	struct fail why = {0};
	char text[ADDR_TEXT], other[ADDR_TEXT];
	int n = route_addresses(all, MANY, 0, (enum addr_family)a->family, &why);

	report_addr(text, a);
	own = find(all, n < MANY ? n : MANY, a);
	if (n < 0)
		selfcheck_add(s, "source", SELFCHECK_UNEXAMINED, "%s", why.text);
	else if (!own && route_owns(a, NULL, &why) == 1)
		selfcheck_add(s, "source", SELFCHECK_FINE, "%s is this host's", text);
	else if (!own)
		selfcheck_add(s, "source", SELFCHECK_FAULT,
			"%s is no address of this host: answers to it do not come here", text);
	else if (own->duplicate)
		selfcheck_add(s, "source", SELFCHECK_FAULT,
			"%s is another host's too: duplicate address detection has failed", text);
	else if (own->tentative)
		selfcheck_add(s, "source", SELFCHECK_FAULT,
			"%s is tentative: somebody else may have it (duplicate address detection)",
			text);
	else if (own->deprecated)
		selfcheck_add(s, "source", SELFCHECK_DOUBT,
			"%s is deprecated: its lifetime is over soon", text);
	else if (spoilt(all, n < MANY ? n : MANY, p->route->ifindex))
		selfcheck_add(s, "source", SELFCHECK_DOUBT,
			"%s is this host's, and %s is not to be used: another host has it "
			"(duplicate address detection)",
			text,
			report_addr(other, spoilt(all, n < MANY ? n : MANY, p->route->ifindex)));
	else
		selfcheck_add(s, "source", SELFCHECK_FINE, "%s is this host's", text);
}

static void privilege(struct selfcheck *s)
{
	char command[128];

	if (priv_has_net_raw())
		selfcheck_add(s, "privilege", SELFCHECK_FINE, "SYNs of our own can be sent");
	else
		selfcheck_add(s, "privilege", SELFCHECK_DOUBT,
			"no cap_net_raw, so that connect() asks; once as root: %s",
			priv_setcap_command(command, sizeof(command)));
}

void selfcheck_examine(struct selfcheck *s, const struct selfcheck_place *p)
{
	if (p->route) {
		interface(s, p);
		route(s, p);
		source(s, p);
		selfcheck_neighbours(s, p);
	} else {
		no_route(s, p);
	}
	selfcheck_ports(s, p);
	selfcheck_tables(s, p);
	if (p->route) {
		own_syn(s, p);
		selfcheck_filters(s, p);
		selfcheck_rules(s, p);
	}
	privilege(s);
}
