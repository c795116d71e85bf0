/* peer_action: how a rule of the peer answers. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "peer_action.h"

#include <stddef.h>
#include <string.h>

const struct peer_action peer_plain = {.times = 1,
	.ttl = -1,
	.tos = -1,
	.wrong_payload = -1,
	.truncate = -1,
	.oversize = -1,
	.opcode = -1,
	.na_flags = -1,
	.vlan = -1};

enum verb_kind { VERB_FLAG, VERB_NUMBER, VERB_MS };

static const struct verb {
	const char *name;
	enum verb_kind kind;
	size_t offset;
	int64_t low, high;
} verbs[] = {
	{"silent", VERB_FLAG, offsetof(struct peer_action, silent), 0, 0},
	{"note", VERB_FLAG, offsetof(struct peer_action, note), 0, 0},
	{"late", VERB_MS, offsetof(struct peer_action, late_ns), 0, 0},
	{"gap", VERB_MS, offsetof(struct peer_action, gap_ns), 0, 0},
	{"times", VERB_NUMBER, offsetof(struct peer_action, times), 1, 1000},
	{"ttl", VERB_NUMBER, offsetof(struct peer_action, ttl), 0, 255},
	{"tos", VERB_NUMBER, offsetof(struct peer_action, tos), 0, 255},
	{"wrong-id", VERB_FLAG, offsetof(struct peer_action, wrong_id), 0, 0},
	{"wrong-seq", VERB_FLAG, offsetof(struct peer_action, wrong_seq), 0, 0},
	{"wrong-auth", VERB_FLAG, offsetof(struct peer_action, wrong_auth), 0, 0},
	{"wrong-to", VERB_FLAG, offsetof(struct peer_action, wrong_to), 0, 0},
	{"wrong-checksum", VERB_FLAG, offsetof(struct peer_action, wrong_checksum), 0, 0},
	{"wrong-payload", VERB_NUMBER, offsetof(struct peer_action, wrong_payload), 0, 65535},
	{"truncate", VERB_NUMBER, offsetof(struct peer_action, truncate), 0, 65535},
	{"oversize", VERB_NUMBER, offsetof(struct peer_action, oversize), 1, 65535},
	{"too", VERB_FLAG, offsetof(struct peer_action, too), 0, 0},
	{"accept", VERB_FLAG, offsetof(struct peer_action, accept), 0, 0},
	{"reset", VERB_FLAG, offsetof(struct peer_action, reset), 0, 0},
	{"opcode", VERB_NUMBER, offsetof(struct peer_action, opcode), 0, 65535},
	{"na-flags", VERB_NUMBER, offsetof(struct peer_action, na_flags), 0, 7},
	{"no-option", VERB_FLAG, offsetof(struct peer_action, no_option), 0, 0},
	{"zero-option", VERB_FLAG, offsetof(struct peer_action, zero_option), 0, 0},
	{"broadcast", VERB_FLAG, offsetof(struct peer_action, broadcast), 0, 0},
	{"vlan", VERB_NUMBER, offsetof(struct peer_action, vlan), 0, 65535},
	{"untagged", VERB_FLAG, offsetof(struct peer_action, untagged), 0, 0},
	{"claim", VERB_FLAG, offsetof(struct peer_action, claim), 0, 0},
	{"probe", VERB_FLAG, offsetof(struct peer_action, probe), 0, 0},
};

static bool take_verb(struct peer_action *a, const struct verb *verb, struct lab_words *w)
{
	void *to = (char *)a + verb->offset;

	switch (verb->kind) {
	case VERB_FLAG:
		*(bool *)to = true;
		return true;
	case VERB_NUMBER:
		return lab_words_number(w, verb->low, verb->high, to);
	case VERB_MS:
		return lab_words_ms(w, to);
	}
	return false;
}

static bool take_sources(struct peer_action *a, struct lab_words *w)
{
	char *text = w->word[w->at], *comma;

	for (; a->n_from < PEER_SOURCES && w->at < w->n; text = comma + 1) {
		comma = strchr(text, ',');
		if (comma)
			*comma = '\0';
		if (!addr_parse(&a->from[a->n_from++], text))
			return false;
		if (!comma) {
			w->at++;
			return true;
		}
	}
	return false;
}

static bool take_macs(struct peer_action *a, struct lab_words *w)
{
	char *text = w->word[w->at++], *comma;

	for (; a->n_mac < PEER_MACS; text = comma + 1) {
		comma = strchr(text, ',');
		if (comma)
			*comma = '\0';
		if (!mac_parse(&a->mac[a->n_mac++], text))
			return false;
		if (!comma)
			return true;
	}
	return false;
}

static bool take_quote(struct peer_action *a, struct lab_words *w)
{
	a->has_quote = true;
	a->quote = 65535;
	return lab_words_is(w, "all") || lab_words_number(w, -40, 65535, &a->quote);
}

static bool take_rest(struct peer_action *a, struct lab_words *w, unsigned shift)
{
	int64_t n;

	if (!lab_words_number(w, 0, shift ? 255 : UINT32_MAX, &n))
		return false;
	a->rest = (uint32_t)n << shift;
	return true;
}

static bool take_gateway(struct peer_action *a, struct lab_words *w)
{
	struct addr gateway;

	if (!lab_words_addr(w, &gateway) || gateway.family != ADDR_V4)
		return false;
	a->rest = (uint32_t)gateway.bytes[0] << 24 | (uint32_t)gateway.bytes[1] << 16 |
		  (uint32_t)gateway.bytes[2] << 8 | gateway.bytes[3];
	return true;
}

static bool take_error_word(struct peer_action *a, struct lab_words *w)
{
	if (lab_words_is(w, "error")) {
		a->error = true;
		return lab_words_number(w, 0, 255, &a->type) &&
		       lab_words_number(w, 0, 255, &a->code);
	}
	if (lab_words_is(w, "quote"))
		return take_quote(a, w);
	if (lab_words_is(w, "mtu"))
		return take_rest(a, w, 0);
	if (lab_words_is(w, "pointer"))
		return take_rest(a, w, 24);
	if (lab_words_is(w, "pointer6"))
		return take_rest(a, w, 0);
	return lab_words_is(w, "gateway") && take_gateway(a, w);
}

static bool take_injection(struct peer_action *a, struct lab_words *w)
{
	if (lab_words_is(w, "inject"))
		a->inject = true;
	else if (lab_words_is(w, "forge"))
		a->inject = a->forge = true;
	else
		return lab_words_is(w, "by") && lab_words_addr(w, &a->by);
	return lab_words_number(w, -65535, 65535, &a->ahead);
}

static bool take(void *action, struct lab_words *w)
{
	struct peer_action *a = action;

	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
		if (lab_words_is(w, verbs[i].name))
			return take_verb(a, &verbs[i], w);
	if (lab_words_is(w, "twice")) {
		a->times = 2;
		return true;
	}
	if (lab_words_is(w, "from"))
		return take_sources(a, w);
	if (lab_words_is(w, "mac"))
		return w->at < w->n && take_macs(a, w);
	if (lab_words_is(w, "sender")) {
		a->has_sender = mac_parse(&a->sender, lab_words_peek(w));
		w->at++;
		return a->has_sender;
	}
	if (lab_words_is(w, "to"))
		return lab_words_addr(w, &a->answered);
	if (!strcmp(lab_words_peek(w), "inject") || !strcmp(lab_words_peek(w), "forge") ||
		!strcmp(lab_words_peek(w), "by"))
		return take_injection(a, w);
	return take_error_word(a, w);
}

int peer_rule_parse(struct peer_rule *out, const char *text, uint64_t seed, struct fail *why)
{
	out->action = peer_plain;
	return lab_rule_parse(text, seed, &out->match, take, &out->action, why);
}
