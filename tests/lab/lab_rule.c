/* lab_rule: one line of a lab script: which packets, and what happens to them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "lab_rule.h"
#include "splitmix.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum { ECHO_REQUEST_4 = 8, ECHO_REPLY_4 = 0, ECHO_REQUEST_6 = 128, ECHO_REPLY_6 = 129 };
enum { NEIGHBOUR_SOLICITATION = 135, NEIGHBOUR_ADVERTISEMENT = 136 };

static bool read_u32(const char **text, uint32_t *out)
{
	char *end;
	unsigned long v;

	if (**text < '0' || **text > '9')
		return false;
	v = strtoul(*text, &end, 0);
	*text = end;
	*out = (uint32_t)v;
	return v <= UINT32_MAX;
}

bool lab_ranges_parse(struct lab_ranges *out, const char *text)
{
	uint32_t from, to;

	for (out->n = 0; out->n < LAB_RANGES; text++) {
		if (!read_u32(&text, &from))
			return false;
		to = from;
		if (*text == '-') {
			text++;
			if (!*text || *text == ',')
				to = UINT32_MAX;
			else if (!read_u32(&text, &to) || to < from)
				return false;
		}
		out->range[out->n].from = from;
		out->range[out->n++].to = to;
		if (*text != ',')
			return !*text;
	}
	return false;
}

bool lab_ranges_hold(const struct lab_ranges *r, uint32_t value)
{
	for (size_t i = 0; i < r->n; i++)
		if (value >= r->range[i].from && value <= r->range[i].to)
			return true;
	return !r->n;
}

static bool holds_kind(enum lab_kind kind, const struct lab_view *v)
{
	bool is4 = v->ethertype == LAB_IP4, is6 = v->ethertype == LAB_IP6;
	bool icmp4 = is4 && v->protocol == IPPROTO_ICMP, icmp6 = is6 && v->has_icmp;

	switch (kind) {
	case LAB_ANY:
		return true;
	case LAB_KIND_ARP:
		return v->ethertype == LAB_ARP;
	case LAB_KIND_IP4:
		return is4;
	case LAB_KIND_IP6:
		return is6;
	case LAB_KIND_ICMP:
		return icmp4;
	case LAB_KIND_ICMP6:
		return is6 && v->protocol == IPPROTO_ICMPV6;
	case LAB_KIND_TCP:
		return (is4 || is6) && v->protocol == IPPROTO_TCP;
	case LAB_KIND_UDP:
		return (is4 || is6) && v->protocol == IPPROTO_UDP;
	case LAB_KIND_REQUEST:
		return v->has_icmp && v->icmp.type == (is4 ? ECHO_REQUEST_4 : ECHO_REQUEST_6);
	case LAB_KIND_REPLY:
		return v->has_icmp && v->icmp.type == (is4 ? ECHO_REPLY_4 : ECHO_REPLY_6);
	case LAB_KIND_ERROR:
		return v->has_icmp && icmp_class(&v->icmp) == ICMP_CLASS_ERROR;
	case LAB_KIND_NS:
		return icmp6 && v->icmp.type == NEIGHBOUR_SOLICITATION;
	case LAB_KIND_NA:
		return icmp6 && v->icmp.type == NEIGHBOUR_ADVERTISEMENT;
	}
	return false;
}

/* A list of a field that the packet does not have never holds. */
static bool in(const struct lab_ranges *r, bool present, uint32_t value)
{
	return !r->n || (present && lab_ranges_hold(r, value));
}

/* As a router's hash would have it (FNV-1a of the header without the sequence). */
static bool on_link(const struct lab_match *m, const struct lab_view *v)
{
	enum { HASHED = 6 };
	uint32_t hash = 2166136261;

	if (!m->links)
		return true;
	if (!v->has_icmp)
		return false;
	for (size_t i = 0; i < HASHED; i++)
		hash = (hash ^ v->p[v->l4_at + i]) * 16777619;
	hash ^= hash >> 16;
	return hash % m->links + 1 == m->link;
}

static bool holds_fields(const struct lab_match *m, const struct lab_view *v)
{
	bool tcp = v->has_ports && v->protocol == IPPROTO_TCP;

	return on_link(m, v) && in(&m->type, v->has_icmp, v->icmp.type) &&
	       in(&m->code, v->has_icmp, v->icmp.code) && in(&m->id, v->has_icmp, v->icmp.id) &&
	       in(&m->seq, v->has_icmp, v->icmp.sequence) &&
	       in(&m->bytes, true, (uint32_t)v->bytes) && in(&m->ttl, v->ttl > 0, v->ttl) &&
	       in(&m->tos, v->ttl > 0, v->tos) && in(&m->op, v->arp_op > 0, v->arp_op) &&
	       in(&m->sport, v->has_ports, v->source_port) &&
	       in(&m->dport, v->has_ports, v->destination_port) &&
	       (!m->has_from || addr_prefix_holds(&m->from, &v->from)) &&
	       (!m->has_to || addr_prefix_holds(&m->to, &v->to)) &&
	       (!m->has_flags || (tcp && (v->tcp_flags & 0x17) == m->flags));
}

bool lab_match_holds(struct lab_match *m, const struct lab_view *v, enum lab_side side)
{
	bool hit;

	if (m->side != LAB_ANY_SIDE && side != LAB_ANY_SIDE && m->side != side)
		return false;
	if (!holds_kind(m->kind, v) || !holds_fields(m, v))
		return false;
	m->seen++;
	hit = !m->has_percent || splitmix_fraction(&m->random) * 100 < m->percent;
	return hit && lab_ranges_hold(&m->nth, (uint32_t)m->seen) &&
	       (!m->every || m->seen % m->every == 0);
}

static bool take_kind(struct lab_match *m, const char *word)
{
	static const char *const names[] = {[LAB_KIND_ARP] = "arp",
		[LAB_KIND_IP4] = "ip4",
		[LAB_KIND_IP6] = "ip6",
		[LAB_KIND_ICMP] = "icmp",
		[LAB_KIND_ICMP6] = "icmp6",
		[LAB_KIND_TCP] = "tcp",
		[LAB_KIND_UDP] = "udp",
		[LAB_KIND_REQUEST] = "request",
		[LAB_KIND_REPLY] = "reply",
		[LAB_KIND_ERROR] = "icmp-error",
		[LAB_KIND_NS] = "ns",
		[LAB_KIND_NA] = "na"};

	for (size_t i = 1; i < sizeof names / sizeof *names; i++)
		if (!strcmp(word, names[i])) {
			m->kind = (enum lab_kind)i;
			return true;
		}
	if (strcmp(word, "a2b") && strcmp(word, "b2a"))
		return false;
	m->side = *word == 'a' ? LAB_A2B : LAB_B2A;
	return true;
}

static bool take_list(struct lab_match *m, const char *name, size_t length, const char *value)
{
	static const struct {
		const char *name;
		size_t offset;
	} lists[] = {{"type", offsetof(struct lab_match, type)},
		{"code", offsetof(struct lab_match, code)}, {"id", offsetof(struct lab_match, id)},
		{"seq", offsetof(struct lab_match, seq)},
		{"bytes", offsetof(struct lab_match, bytes)},
		{"ttl", offsetof(struct lab_match, ttl)}, {"tos", offsetof(struct lab_match, tos)},
		{"op", offsetof(struct lab_match, op)},
		{"sport", offsetof(struct lab_match, sport)},
		{"dport", offsetof(struct lab_match, dport)},
		{"n", offsetof(struct lab_match, nth)}};

	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		if (strlen(lists[i].name) == length && !strncmp(lists[i].name, name, length))
			return lab_ranges_parse((void *)((char *)m + lists[i].offset), value);
	return false;
}

static bool take_flags(struct lab_match *m, const char *value)
{
	static const char letters[] = "FSRPA";
	const char *at;

	m->has_flags = true;
	for (; *value; value++) {
		at = strchr(letters, *value);
		if (!at || *at == 'P')
			return false;
		m->flags |= (uint8_t)(1U << (at - letters));
	}
	return true;
}

static bool take_bundle(struct lab_match *m, const char *value)
{
	return read_u32(&value, &m->link) && *value++ == '/' && read_u32(&value, &m->links) &&
	       !*value && m->link >= 1 && m->link <= m->links;
}

static bool read_prefix(struct addr_prefix *out, const char *text)
{
	if (addr_prefix_parse(out, text))
		return true;
	out->bits = 0;
	if (!addr_parse(&out->addr, text))
		return false;
	out->bits = (uint8_t)(addr_size(&out->addr) * 8);
	return true;
}

static bool take_match(struct lab_match *m, const char *word)
{
	const char *equals = strchr(word, '=');
	struct lab_ranges one;
	char *end;

	if (!equals)
		return take_kind(m, word);
	if (!strncmp(word, "from=", 5))
		return m->has_from = read_prefix(&m->from, equals + 1);
	if (!strncmp(word, "to=", 3))
		return m->has_to = read_prefix(&m->to, equals + 1);
	if (!strncmp(word, "flags=", 6))
		return take_flags(m, equals + 1);
	if (!strncmp(word, "bundle=", 7))
		return take_bundle(m, equals + 1);
	if (!strncmp(word, "every=", 6)) {
		m->every = lab_ranges_parse(&one, equals + 1) ? one.range[0].from : 0;
		return m->every > 0;
	}
	if (!strncmp(word, "percent=", 8)) {
		m->percent = strtod(equals + 1, &end);
		m->has_percent = true;
		return !*end && m->percent >= 0 && m->percent <= 100;
	}
	return take_list(m, word, (size_t)(equals - word), equals + 1);
}

const char *lab_words_peek(const struct lab_words *w)
{
	return w->at < w->n ? w->word[w->at] : "";
}

bool lab_words_is(struct lab_words *w, const char *wanted)
{
	if (strcmp(lab_words_peek(w), wanted))
		return false;
	w->at++;
	return true;
}

bool lab_words_number(struct lab_words *w, int64_t low, int64_t high, int64_t *out)
{
	char *end;
	int64_t v = strtoll(lab_words_peek(w), &end, 0);

	if (end == lab_words_peek(w) || *end || v < low || v > high)
		return false;
	*out = v;
	w->at++;
	return true;
}

bool lab_words_ms(struct lab_words *w, int64_t *out_ns)
{
	char *end;
	double ms = strtod(lab_words_peek(w), &end);

	if (end == lab_words_peek(w) || *end || !(ms >= 0 && ms <= 1e9))
		return false;
	*out_ns = (int64_t)(ms * 1e6 + 0.5);
	w->at++;
	return true;
}

bool lab_words_addr(struct lab_words *w, struct addr *out)
{
	if (!addr_parse(out, lab_words_peek(w)))
		return false;
	w->at++;
	return true;
}

static bool split(struct lab_words *w, const char *text)
{
	static const char blanks[] = " \t\r\n";
	size_t length;

	*w = (struct lab_words){0};
	for (;;) {
		text += strspn(text, blanks);
		length = strcspn(text, blanks);
		if (!length)
			return true;
		if (w->n == LAB_WORDS || length >= LAB_WORD_BYTES)
			return false;
		memcpy(w->word[w->n], text, length);
		w->word[w->n++][length] = '\0';
		text += length;
	}
}

int lab_rule_parse(const char *text, uint64_t seed, struct lab_match *match, lab_take *take,
	void *action, struct fail *why)
{
	struct lab_words w;
	size_t start;

	*match = (struct lab_match){.random = seed};
	if (!split(&w, text))
		return fail_set(why, EINVAL, "rule too long: %s", text);
	while (w.at < w.n) {
		start = w.at;
		if (take_match(match, w.word[start]))
			w.at++;
		else if (!take(action, &w) || w.at == start)
			return fail_set(
				why, EINVAL, "'%s' makes no sense in: %s", w.word[start], text);
	}
	return 0;
}
