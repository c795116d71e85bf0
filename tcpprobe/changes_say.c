/* changes_say: a change of a SYN in words. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>
#include <stdio.h>

#include "changes.h"
#include "dscp.h"

_Static_assert((int)CHANGE_VALUE >= (int)ADDR_TEXT && (int)CHANGE_VALUE >= (int)TCP_FLAGS_TEXT,
	"room for any value");

static const struct {
	const char *key, *words;
} fields[SIGHT_FIELDS] = {
	[SIGHT_SOURCE] = {"source", "source address"},
	[SIGHT_DESTINATION] = {"destination", "destination address"},
	[SIGHT_SOURCE_PORT] = {"source_port", "source port"},
	[SIGHT_DESTINATION_PORT] = {"destination_port", "destination port"},
	[SIGHT_SEQUENCE] = {"sequence", "sequence number"},
	[SIGHT_DSCP] = {"dscp", "DSCP"},
	[SIGHT_ECN] = {"ecn", "ECN field"},
	[SIGHT_FLOW_LABEL] = {"flow_label", "flow label"},
	[SIGHT_FLAGS] = {"flags", "TCP flags"},
	[SIGHT_WINDOW] = {"window", "window"},
	[SIGHT_MSS] = {"mss", "MSS"},
	[SIGHT_WINDOW_SCALE] = {"window_scale", "window scale"},
	[SIGHT_SACK_PERMITTED] = {"sack", "SACK permitted"},
	[SIGHT_TIMESTAMPS] = {"timestamps", "timestamps"},
	[SIGHT_OTHERS] = {"other_options", "options of other kinds"},
	[SIGHT_CHECKSUM] = {"checksum", "TCP checksum"},
};

const char *sight_field_name(enum sight_field field)
{
	return fields[field].key;
}

static void print_dscp(char to[static CHANGE_VALUE], uint32_t value)
{
	const char *name = dscp_name(value);

	if (name)
		snprintf(to, CHANGE_VALUE, "%s", name);
	else
		snprintf(to, CHANGE_VALUE, "%" PRIu32, value);
}

/* A difference to what was sent. */
static void print_offset(char to[static CHANGE_VALUE], uint32_t value)
{
	if (value)
		snprintf(to, CHANGE_VALUE, "sent%+" PRId32, (int32_t)value);
	else
		snprintf(to, CHANGE_VALUE, "as sent");
}

static void print_number(char to[static CHANGE_VALUE], enum sight_field field, uint32_t value)
{
	static const char *const ecn[] = {"not-ect", "ect1", "ect0", "ce"};

	if (field >= SIGHT_MSS && field <= SIGHT_TIMESTAMPS && value == SIGHT_ABSENT)
		snprintf(to, CHANGE_VALUE, "none");
	else if (field == SIGHT_DSCP)
		print_dscp(to, value);
	else if (field == SIGHT_ECN)
		snprintf(to, CHANGE_VALUE, "%s", ecn[value & 3]);
	else if (field == SIGHT_FLAGS)
		tcp_flags_print(to, (uint16_t)value);
	else if (field == SIGHT_SEQUENCE || field == SIGHT_TIMESTAMPS)
		print_offset(to, value);
	else if (field == SIGHT_CHECKSUM)
		snprintf(to, CHANGE_VALUE, "%s", value ? "wrong" : "right");
	else if (field == SIGHT_SACK_PERMITTED)
		snprintf(to, CHANGE_VALUE, "there");
	else
		snprintf(to, CHANGE_VALUE, "%" PRIu32, value);
}

const char *change_value(char to[static CHANGE_VALUE], const struct change *c, bool is)
{
	if (c->field == SIGHT_SOURCE || c->field == SIGHT_DESTINATION)
		addr_print(to, is ? &c->is_addr : &c->was_addr);
	else
		print_number(to, c->field, is ? c->is : c->was);
	return to;
}

static bool is_option(enum sight_field field)
{
	return field >= SIGHT_MSS && field <= SIGHT_TIMESTAMPS;
}

static void say_what(struct strbuf *to, const struct change *c)
{
	char was[CHANGE_VALUE], is[CHANGE_VALUE];

	if (is_option(c->field) && c->is == SIGHT_ABSENT)
		strbuf_print(to, "option %s removed", fields[c->field].words);
	else if (is_option(c->field) && c->was == SIGHT_ABSENT)
		strbuf_print(to, "option %s added", fields[c->field].words);
	else if (c->field == SIGHT_SEQUENCE || c->field == SIGHT_TIMESTAMPS)
		strbuf_print(to, "%s rewritten, by %+" PRId32, fields[c->field].words,
			(int32_t)(c->is - c->was));
	else if (c->field == SIGHT_CHECKSUM && c->is)
		strbuf_put_text(to, "TCP checksum does not fit what is quoted: it was changed, or "
				    "translated and its quote put back");
	else
		strbuf_print(to, "%s %s -> %s", fields[c->field].words, change_value(was, c, false),
			change_value(is, c, true));
	if (change_translates(c))
		strbuf_put_text(to, " (NAT)");
}

void change_say(struct strbuf *to, const struct change *c)
{
	say_what(to, c);
	if (c->before)
		strbuf_print(to, " between hop %u and hop %u", c->before, c->hop);
	else
		strbuf_print(to, " before hop %u", c->hop);
}
