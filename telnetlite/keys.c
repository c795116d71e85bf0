/* keys: the escape key, ~. and the commands behind the key. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "keys.h"

#include <string.h>
#include <strings.h>

#include "telnet.h"

static size_t plain(struct keys *k, const struct bytes *in)
{
	size_t n = 0;

	while (n < in->left && in->p[n] != k->escape && !(in->p[n] == '~' && !k->line_begun)) {
		k->line_begun = in->p[n] != '\n' && in->p[n] != '\r';
		n++;
	}
	return n;
}

/* The byte behind a tilde at the start of a line. */
static enum keys_what behind_tilde(struct keys *k, struct bytes *in, struct bytes *data)
{
	k->tilde = false;
	k->line_begun = true;
	if (in->p[0] == '.') {
		bytes_skip(in, 1);
		return KEYS_QUIT;
	}
	if (in->p[0] == '~')
		bytes_skip(in, 1);
	*data = bytes_of("~", 1);
	return KEYS_DATA;
}

enum keys_what keys_next(struct keys *k, struct bytes *in, struct bytes *data)
{
	size_t n;

	if (!in->left)
		return KEYS_MORE;
	if (k->escape < 0) {
		*data = bytes_take(in, in->left);
		return KEYS_DATA;
	}
	if (k->tilde)
		return behind_tilde(k, in, data);
	n = plain(k, in);
	if (n) {
		*data = bytes_take(in, n);
		return KEYS_DATA;
	}
	if (bytes_u8(in) == k->escape) {
		k->line_begun = false;
		return KEYS_ESCAPE;
	}
	k->tilde = true;
	return in->left ? behind_tilde(k, in, data) : KEYS_MORE;
}

const char command_help[] = "status, send ip|ao|ayt|brk|ec|el|nop|eof|abort|susp|eor|ga|dm, mode "
			    "line|char, hex, trace, "
			    "log FILE, starttls, close, quit; an empty line goes back";

struct word {
	const char *name;
	int value;
};
static const struct word commands[] = {{"status", COMMAND_STATUS}, {"send", COMMAND_SEND},
	{"mode", COMMAND_LINE}, {"hex", COMMAND_HEX}, {"trace", COMMAND_TRACE},
	{"log", COMMAND_LOG}, {"starttls", COMMAND_STARTTLS}, {"close", COMMAND_CLOSE},
	{"quit", COMMAND_QUIT}, {"exit", COMMAND_QUIT}, {"help", COMMAND_HELP}, {"?", COMMAND_HELP},
	{NULL, 0}};
static const struct word codes[] = {{"ip", TELNET_IP}, {"ao", TELNET_AO}, {"ayt", TELNET_AYT},
	{"brk", TELNET_BRK}, {"ec", TELNET_EC}, {"el", TELNET_EL}, {"nop", TELNET_NOP},
	{"eof", TELNET_EOF}, {"abort", TELNET_ABORT}, {"susp", TELNET_SUSP}, {"eor", TELNET_EOR},
	{"ga", TELNET_GA}, {"dm", TELNET_DM}, {NULL, 0}};
static const struct word modes[] = {{"line", COMMAND_LINE}, {"character", COMMAND_CHAR}, {NULL, 0}};

/* The word that text is or begins, -1 where there is none or more than one. */
static int find(const struct word *words, const char *text)
{
	size_t n = strlen(text);
	int found = -1;

	for (; n && words->name; words++) {
		if (strncasecmp(words->name, text, n) != 0)
			continue;
		if (strlen(words->name) == n)
			return words->value;
		if (found >= 0)
			return -1;
		found = words->value;
	}
	return found;
}

struct command_line command_read(char *text)
{
	struct command_line c = {.what = COMMAND_UNKNOWN};
	char *save = NULL, *word = strtok_r(text, " \t\r\n", &save);
	char *argument = word ? strtok_r(NULL, " \t\r\n", &save) : NULL;
	int what = word ? find(commands, word) : COMMAND_NONE;

	if (what < 0)
		return c;
	c.argument = argument;
	if (what == COMMAND_SEND || what == COMMAND_LINE)
		c.code = argument ? find(what == COMMAND_SEND ? codes : modes, argument) : -1;
	if (c.code < 0)
		return c;
	c.what = what == COMMAND_LINE ? (enum command)c.code : (enum command)what;
	return c;
}
