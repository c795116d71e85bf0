/* telnet_text: negotiation in words. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "telnet_text.h"

#include <string.h>

#include "plural.h"

enum { SHOWN_BYTES = 64, NAME_BYTES = 64, HEAD_BYTES = 4 /* IAC SB NEW-ENVIRON IS */ };

static const char *const reasons[] = {"", "agreed", "granted", "refused by the server",
	"off as asked", "so already, no answer", "refused by policy", "refused, not spoken here",
	"granted, but no longer wanted", "does not fit what was asked", "answered",
	"ignored, the option is not on", "ignored, malformed", "ignored, cut by another command",
	"ignored, too many of them"};

static void say_text(struct strbuf *to, struct bytes text)
{
	size_t n = 0;

	while (text.left && n++ < SHOWN_BYTES) {
		uint8_t c = bytes_u8(&text);

		if (c >= 0x20 && c < 0x7f && c != '\\')
			strbuf_put_char(to, (char)c);
		else
			strbuf_print(to, "\\x%02x", c);
	}
	if (text.left)
		strbuf_put_text(to, "...");
}

/* The variables a SEND or IS names. */
static void say_variables(struct strbuf *to, struct bytes list)
{
	char name[NAME_BYTES];
	uint8_t type;

	while (telnet_env_next(&list, &type, name, sizeof name)) {
		strbuf_put_char(to, ' ');
		say_text(to, bytes_of(*name ? name : "(all)", strlen(*name ? name : "(all)")));
	}
}

static void say_sub(struct strbuf *to, uint8_t option, struct bytes data)
{
	char name[TELNET_NAME];
	struct bytes rest = data;

	strbuf_print(to, "SB %s", telnet_option_name(option, name));
	if (option == TELNET_NAWS && data.left == 4) {
		unsigned columns = bytes_u16(&rest);

		strbuf_print(to, " %u %u", columns, bytes_u16(&rest));
		return;
	}
	if (data.left && data.p[0] <= 1 &&
		(option == TELNET_TTYPE || option == TELNET_NEW_ENVIRON)) {
		bool sends = bytes_u8(&rest) == TELNET_SEND;

		strbuf_put_text(to, sends ? " SEND" : " IS");
		if (option == TELNET_NEW_ENVIRON && sends) {
			say_variables(to, rest);
			return;
		}
	}
	if (rest.left)
		strbuf_put_char(to, ' ');
	say_text(to, rest);
}

/* What a suboption has up to its end, as it was before IAC was doubled. */
static void keep_sub(struct bytes *from, struct bytes_out *to)
{
	while (from->left) {
		uint8_t c = bytes_u8(from);

		if (c == TELNET_IAC && bytes_u8(from) == TELNET_SE)
			return;
		bytes_put_u8(to, c);
	}
}

/* How many variables an answer tells, not without a value; of name alone where that is one. */
static size_t told(struct bytes answer, const char *name)
{
	uint8_t data[TELNET_ANSWER_BYTES];
	char entry[TELNET_ANSWER_BYTES];
	struct bytes_out kept = bytes_to(data, sizeof data);
	struct bytes list;
	size_t n = 0;
	uint8_t type;

	bytes_skip(&answer, HEAD_BYTES);
	keep_sub(&answer, &kept);
	list = bytes_written(&kept);
	while (telnet_env_next(&list, &type, entry, sizeof entry)) {
		const char *value = strchr(entry, TELNET_VALUE);

		n += value && (!name || (strlen(name) == (size_t)(value - entry) &&
						!strncmp(name, entry, strlen(name))));
	}
	return n;
}

/* Of each variable that was asked for: whether it was told. */
static void say_told(struct strbuf *to, const struct telnet_event *e)
{
	struct bytes list = e->data;
	char name[NAME_BYTES];
	const char *comma = "";
	uint8_t type;
	size_t n;

	bytes_skip(&list, 1);
	while (telnet_env_next(&list, &type, name, sizeof name)) {
		if (!*name)
			continue;
		strbuf_put_text(to, comma);
		say_text(to, bytes_of(name, strlen(name)));
		strbuf_put_text(to, told(e->answer, name) ? " sent" : " not sent");
		comma = ", ";
	}
	if (*comma)
		return;
	n = told(e->answer, NULL);
	strbuf_print(to, "%zu %s sent", n, plural(n, "variable", "variables"));
}

void telnet_say_sent(struct strbuf *to, struct bytes sent)
{
	const char *comma = "";

	while (sent.left) {
		char verb[TELNET_NAME], option[TELNET_NAME];
		uint8_t iac = bytes_u8(&sent), command = bytes_u8(&sent), what;
		uint8_t data[TELNET_ANSWER_BYTES];
		struct bytes_out kept = bytes_to(data, sizeof data);

		(void)iac;
		strbuf_put_text(to, comma);
		comma = ", ";
		if (command < TELNET_SB) {
			strbuf_put_text(to, telnet_verb_name(command, verb));
			continue;
		}
		what = bytes_u8(&sent);
		if (command != TELNET_SB) {
			strbuf_print(to, "%s %s", telnet_verb_name(command, verb),
				telnet_option_name(what, option));
			continue;
		}
		keep_sub(&sent, &kept);
		say_sub(to, what, bytes_written(&kept));
	}
}

static void say_what(struct strbuf *to, const struct telnet_event *e)
{
	char verb[TELNET_NAME], option[TELNET_NAME];

	switch (e->kind) {
	case TELNET_COMMAND:
		strbuf_put_text(to, telnet_verb_name(e->verb, verb));
		break;
	case TELNET_OPTION:
		strbuf_print(to, "%s %s", telnet_verb_name(e->verb, verb),
			telnet_option_name(e->option, option));
		break;
	case TELNET_SUB:
		say_sub(to, e->option, e->data);
		if (e->all > e->data.left)
			strbuf_print(to, " (%llu bytes, %zu kept)", (unsigned long long)e->all,
				e->data.left);
		break;
	case TELNET_MORE:
	case TELNET_DATA:
	case TELNET_SKIPPED:
		break;
	}
}

/* Policy has its reasons. */
static const char *reason_of(const struct telnet_event *e)
{
	if (e->reason == TELNET_UNWANTED && e->verb == TELNET_DO) {
		if (e->option == TELNET_NAWS)
			return "refused, there is no window";
		if (e->option == TELNET_NEW_ENVIRON)
			return "refused, nothing may be told";
	}
	return reasons[e->reason];
}

void telnet_say(struct strbuf *to, const struct telnet_event *e)
{
	say_what(to, e);
	if (e->reason != TELNET_PLAIN)
		strbuf_put_text(to, ": ");
	if (e->kind == TELNET_SUB && e->option == TELNET_NEW_ENVIRON && e->reason == TELNET_TOLD)
		say_told(to, e);
	else
		strbuf_put_text(to, reason_of(e));
	if (!e->answer.left)
		return;
	strbuf_put_text(to, "; answer ");
	telnet_say_sent(to, e->answer);
}
