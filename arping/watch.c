/* watch: who has which address on a link, and when that changes. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "watch.h"

#include <stdlib.h>
#include <string.h>

#include "rivals.h"

enum { EVENTS = 4, NONE = -1, ANY_VLAN = -2, ASKS_LEAST = 3 };
#define DISPUTE_EVERY_NS (60 * INT64_C(1000000000))

struct watch {
	struct watch_config c;
	struct watch_entry *entries;
	uint32_t *slots; /* index + 1 of an entry by its address's hash; open addressing */
	size_t n, slots_n;
	uint64_t beyond;
	struct watch_event events[EVENTS];
	unsigned events_n, told;
	size_t ticked; /* where the next look for silent ones begins */
	struct watch_entry *asked;
	struct rivals rivals; /* of this host's addresses */
};

struct watch *watch_open(const struct watch_config *c)
{
	struct watch *w = calloc(1, sizeof(*w));

	if (!w)
		return NULL;
	w->c = *c;
	w->slots_n = 16;
	while (w->slots_n < 2 * c->most)
		w->slots_n *= 2;
	w->entries = calloc(c->most ? c->most : 1, sizeof(*w->entries));
	w->slots = calloc(w->slots_n, sizeof(*w->slots));
	if (!w->entries || !w->slots) {
		watch_close(w);
		return NULL;
	}
	return w;
}

void watch_close(struct watch *w)
{
	if (!w)
		return;
	free(w->entries);
	free(w->slots);
	free(w);
}

/* FNV-1a; who fills the table is told as beyond, not hidden by collisions. */
static size_t hash(const struct watch *w, const struct addr *a)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < sizeof(a->bytes); i++)
		h = (h ^ a->bytes[i]) * UINT64_C(1099511628211);
	return (size_t)(h ^ h >> 32) & (w->slots_n - 1);
}

/* The slot where it is, or would be. */
static uint32_t *slot_of(const struct watch *w, const struct addr *a)
{
	size_t at = hash(w, a);

	while (w->slots[at] && addr_compare(&w->entries[w->slots[at] - 1].addr, a))
		at = (at + 1) & (w->slots_n - 1);
	return &w->slots[at];
}

static struct watch_entry *add(struct watch *w, const struct addr *a, uint32_t *slot)
{
	struct watch_entry *e;

	if (w->n == w->c.most) {
		w->beyond++;
		return NULL;
	}
	e = &w->entries[w->n++];
	*slot = (uint32_t)w->n;
	*e = (struct watch_entry){.addr = *a, .asked_ns = INT64_MIN, .dispute_ns = INT64_MIN};
	e->addr.zone = 0;
	return e;
}

bool watch_remember(struct watch *w, const struct addr *a, const struct mac *m, int64_t first_ns,
	int64_t last_ns)
{
	uint32_t *slot = slot_of(w, a);
	struct watch_entry *e = *slot ? &w->entries[*slot - 1] : add(w, a, slot);

	if (!e)
		return false;
	e->mac = *m;
	e->first_ns = first_ns;
	e->last_ns = last_ns;
	return true;
}

static void tell(struct watch *w, const struct watch_event *e)
{
	if (w->told == w->events_n)
		w->told = w->events_n = 0;
	if (w->events_n < EVENTS)
		w->events[w->events_n++] = *e;
}

bool watch_next(struct watch *w, struct watch_event *out)
{
	if (w->told == w->events_n)
		return false;
	*out = w->events[w->told++];
	return true;
}

static bool is_gateway(const struct watch *w, const struct addr *a)
{
	for (size_t i = 0; i < sizeof(w->c.gateways) / sizeof(*w->c.gateways); i++)
		if (w->c.gateways[i].family && addr_equal(&w->c.gateways[i], a))
			return true;
	return false;
}

static bool is_both(const struct watch *w, const struct watch_entry *e, int64_t at_ns)
{
	return at_ns - e->last_ns <= w->c.both_ns && !e->gone;
}

static enum watch_kind kind_of(
	const struct watch *w, const struct watch_entry *e, const struct mac *m, int64_t at_ns)
{
	if (is_gateway(w, &e->addr))
		return WATCH_GATEWAY;
	if (is_both(w, e, at_ns))
		return WATCH_DUPLICATE;
	return e->has_before && eth_equal(&e->before, m) ? WATCH_FLIP_FLOP : WATCH_CHANGED;
}

/* Two that answer each time would otherwise be told each time. */
static bool is_same_dispute(
	const struct watch *w, struct watch_entry *e, const struct watch_event *v)
{
	bool both = is_both(w, e, v->at_ns);
	bool same = both && e->has_before && eth_equal(&e->before, &v->mac) &&
		    e->dispute_ns != INT64_MIN && v->at_ns - e->dispute_ns < DISPUTE_EVERY_NS;

	if (both && !same)
		e->dispute_ns = v->at_ns;
	return same;
}

/* a is at m, says a frame. */
static struct watch_entry *take_claim(
	struct watch *w, const struct addr *a, const struct mac *m, struct watch_event *v)
{
	uint32_t *slot = slot_of(w, a);
	bool is_new = !*slot;
	struct watch_entry *e = is_new ? add(w, a, slot) : &w->entries[*slot - 1];

	if (!e)
		return NULL;
	v->addr = e->addr;
	v->mac = *m;
	v->last_ns = is_new ? INT64_MIN : e->last_ns;
	if (is_new) {
		e->first_ns = v->at_ns;
		v->kind = WATCH_NEW;
		tell(w, v);
	} else if (!eth_equal(&e->mac, m)) {
		v->kind = kind_of(w, e, m, v->at_ns);
		v->before = e->mac;
		v->has_before = true;
		if (!is_same_dispute(w, e, v))
			tell(w, v);
		e->before = e->mac;
		e->has_before = true;
		e->mismatch_told = false;
	} else if (e->gone) {
		v->kind = WATCH_NEW;
		tell(w, v);
	}
	e->mac = *m;
	e->last_ns = v->at_ns;
	e->gone = false;
	e->asks = 0;
	return e;
}

static void check_sender(
	struct watch *w, struct watch_entry *e, const struct packet *p, const struct watch_event *v)
{
	struct watch_event told = *v;

	if (!e || e->mismatch_told || !p->has_eth || eth_equal(&p->eth.source, &v->mac))
		return;
	e->mismatch_told = true;
	told.kind = WATCH_MISMATCH;
	told.before = p->eth.source;
	told.has_before = true;
	tell(w, &told);
}

static bool is_own(const struct watch *w, const struct addr *a)
{
	for (size_t i = 0; i < sizeof(w->c.own) / sizeof(*w->c.own); i++)
		if (w->c.own[i].family && addr_equal(&w->c.own[i], a))
			return true;
	return false;
}

static bool is_own_mac(const struct watch *w, const struct mac *m)
{
	for (size_t i = 0; i < w->c.macs_n; i++)
		if (eth_equal(&w->c.macs[i], m))
			return true;
	return eth_equal(&w->c.mac, m);
}

/* This host has the address without being heard of. */
static void take_rival(
	struct watch *w, const struct addr *a, const struct mac *m, struct watch_event *v)
{
	if (is_own_mac(w, m) || !rivals_news(&w->rivals, a, m, v->at_ns, DISPUTE_EVERY_NS))
		return;
	v->kind = WATCH_DUPLICATE;
	v->addr = *a;
	v->mac = *m;
	v->before = w->c.mac;
	v->has_before = true;
	v->last_ns = INT64_MIN;
	tell(w, v);
}

/* A group's address and the limited broadcast are nobody's. */
static bool can_be_had(const struct addr *a)
{
	static const uint8_t all[4] = {255, 255, 255, 255};

	return !addr_is_unspecified(a) && !addr_is_multicast(a) &&
	       (a->family != ADDR_V4 || memcmp(a->bytes, all, sizeof(all)));
}

/* Who says in the message which address it has at which MAC. */
static bool claim_of(const struct packet *p, struct addr *a, struct mac *m)
{
	struct ndp_option o;

	if (p->has_arp) {
		*a = p->arp.sender;
		*m = p->arp.sender_mac;
		return can_be_had(a) && !eth_is_group(m);
	}
	if (!p->has_ndp || !p->checksum_ok ||
		ndp_check(&p->ndp, &p->source, &p->destination, p->ttl))
		return false;
	if (p->ndp.type == NDP_NA) {
		*a = p->ndp.target;
		if (ndp_find(&p->ndp, NDP_TARGET_MAC, &o))
			return ndp_mac(&o, m);
		/* The answer to one that was asked alone may leave it out (RFC 4861 7.2.4). */
		*m = p->eth.source;
		return p->has_eth && p->ndp.solicited;
	}
	*a = p->source;
	return !addr_is_unspecified(a) && ndp_find(&p->ndp, NDP_SOURCE_MAC, &o) && ndp_mac(&o, m);
}

static int vlan_of(const struct packet *p)
{
	int vlan = p->has_vlan ? eth_vlan(p->vlan) : 0;

	return vlan ? vlan : NONE;
}

void watch_feed(struct watch *w, const struct packet *p, int64_t at_ns)
{
	struct watch_event v = {.at_ns = at_ns, .vlan = vlan_of(p)};
	struct addr a;
	struct mac m;

	if ((w->c.vlan != ANY_VLAN && v.vlan != w->c.vlan) || !claim_of(p, &a, &m))
		return;
	a.zone = 0;
	if (is_own(w, &a)) {
		take_rival(w, &a, &m, &v);
		return;
	}
	check_sender(w, take_claim(w, &a, &m, &v), p, &v);
}

/* Of one question the answer may be lost, or on its way. One address at a time, so that no more
 * events are due than there is room for. */
void watch_tick(struct watch *w, int64_t now_ns)
{
	for (size_t i = 0; i < w->n && w->told == w->events_n; i++) {
		struct watch_entry *e = &w->entries[w->ticked++ % w->n];

		if (e->gone || now_ns - e->last_ns < w->c.gone_ns || e->asks < ASKS_LEAST ||
			now_ns - e->asked_ns < w->c.ask_every_ns)
			continue;
		e->gone = true;
		tell(w, &(struct watch_event){.kind = WATCH_GONE,
				.addr = e->addr,
				.mac = e->mac,
				.vlan = w->c.vlan == ANY_VLAN ? NONE : w->c.vlan,
				.at_ns = now_ns,
				.last_ns = e->last_ns});
	}
}

bool watch_ask(struct watch *w, int64_t now_ns, struct addr *addr, struct mac *mac)
{
	struct watch_entry *found = NULL;

	for (size_t i = 0; i < w->n; i++) {
		struct watch_entry *e = &w->entries[i];

		if (e->gone || w->c.mute[e->addr.family == ADDR_V6] ||
			now_ns - e->last_ns < w->c.quiet_ns ||
			(e->asked_ns != INT64_MIN && now_ns - e->asked_ns < w->c.ask_every_ns))
			continue;
		if (!found || e->asked_ns < found->asked_ns)
			found = e;
	}
	if (!found)
		return false;
	found->asked_ns = now_ns;
	found->asks++;
	w->asked = found;
	*addr = found->addr;
	*mac = found->mac;
	return true;
}

void watch_unasked(struct watch *w)
{
	if (w->asked && w->asked->asks)
		w->asked->asks--;
	w->asked = NULL;
}

size_t watch_count(const struct watch *w)
{
	return w->n;
}

uint64_t watch_beyond(const struct watch *w)
{
	return w->beyond;
}

const struct watch_entry *watch_at(const struct watch *w, size_t i)
{
	return i < w->n ? &w->entries[i] : NULL;
}

const char *watch_name(enum watch_kind kind)
{
	switch (kind) {
	case WATCH_NEW:
		return "new";
	case WATCH_CHANGED:
		return "changed";
	case WATCH_FLIP_FLOP:
		return "flip-flop";
	case WATCH_DUPLICATE:
		return "duplicate";
	case WATCH_GATEWAY:
		return "gateway-changed";
	case WATCH_MISMATCH:
		return "mismatch";
	case WATCH_GONE:
		return "gone";
	}
	return NULL;
}

bool watch_is_alarm(enum watch_kind kind)
{
	return kind != WATCH_NEW && kind != WATCH_GONE;
}
