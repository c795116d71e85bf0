/* telnet: suboptions: the terminal's type and window, and the variables that may be told. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <string.h>

#include "telnet_parts.h"

enum { TERMINAL_BYTES = 40, ENV_NAME = 64, ENV_BYTES = 1024 };

static void begin(struct bytes_out *to, uint8_t option)
{
	bytes_put_u8(to, TELNET_IAC);
	bytes_put_u8(to, TELNET_SB);
	bytes_put_u8(to, option);
}

static void put(struct bytes_out *to, uint8_t c)
{
	bytes_put_u8(to, c);
	if (c == TELNET_IAC)
		bytes_put_u8(to, c);
}

static void end(struct bytes_out *to)
{
	bytes_put_u8(to, TELNET_IAC);
	bytes_put_u8(to, TELNET_SE);
}

void telnet_put_window(struct telnet *t, struct bytes_out *to)
{
	unsigned columns = t->config.columns, rows = t->config.rows;

	if (!columns || !rows || columns > UINT16_MAX || rows > UINT16_MAX)
		return;
	begin(to, TELNET_NAWS);
	put(to, (uint8_t)(columns >> 8));
	put(to, (uint8_t)columns);
	put(to, (uint8_t)(rows >> 8));
	put(to, (uint8_t)rows);
	end(to);
	t->columns_told = columns;
	t->rows_told = rows;
}

void telnet_window(struct telnet *t, unsigned columns, unsigned rows, struct telnet_event *out)
{
	struct bytes_out to = bytes_to(t->answer, sizeof t->answer);

	t->config.columns = columns;
	t->config.rows = rows;
	if (telnet_does(t, TELNET_NAWS) && (columns != t->columns_told || rows != t->rows_told))
		telnet_put_window(t, &to);
	*out = (struct telnet_event){.kind = TELNET_SUB,
		.option = TELNET_NAWS,
		.offset = t->offset,
		.answer = bytes_written(&to)};
}

void telnet_forget_window(struct telnet *t)
{
	t->columns_told = t->rows_told = 0;
}

static enum telnet_reason tell_terminal(struct telnet *t, struct bytes_out *to)
{
	const char *name = t->config.terminal;

	if (t->sub_bytes != 1 || t->sub[0] != TELNET_SEND || !name)
		return TELNET_MALFORMED;
	if (!telnet_may_answer(t, TELNET_TTYPE))
		return TELNET_CAPPED;
	begin(to, TELNET_TTYPE);
	bytes_put_u8(to, TELNET_IS);
	for (size_t i = 0; i < TERMINAL_BYTES && name[i]; i++)
		put(to, (uint8_t)name[i]);
	end(to);
	return TELNET_TOLD;
}

/* Bytes that mean something in the list stand behind an ESC. */
static void put_text(struct bytes_out *to, const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if ((uint8_t)text[i] <= TELNET_USERVAR)
			bytes_put_u8(to, TELNET_ESC);
		put(to, (uint8_t)text[i]);
	}
}

static uint8_t type_of(const char *name, size_t n)
{
	static const char *const well_known[] = {
		"USER", "JOB", "ACCT", "PRINTER", "SYSTEMTYPE", "DISPLAY"};

	for (size_t i = 0; i < sizeof well_known / sizeof *well_known; i++)
		if (strlen(well_known[i]) == n && !strncmp(well_known[i], name, n))
			return TELNET_VAR;
	return TELNET_USERVAR;
}

static void put_variable(struct bytes_out *to, const char *entry)
{
	size_t n = strcspn(entry, "=");

	if (to->used + 2 + 2 * strlen(entry) > ENV_BYTES)
		return;
	bytes_put_u8(to, type_of(entry, n));
	put_text(to, entry, n);
	if (!entry[n])
		return;
	bytes_put_u8(to, TELNET_VALUE);
	put_text(to, entry + n + 1, strlen(entry + n + 1));
}

/* All variables that may be told: none was named, or only their type (any: both types). */
static void put_all(const struct telnet *t, bool any, uint8_t type, struct bytes_out *to)
{
	for (size_t i = 0; i < t->config.n_env; i++) {
		const char *entry = t->config.env[i];

		if (any || type_of(entry, strcspn(entry, "=")) == type)
			put_variable(to, entry);
	}
}

int telnet_env_find(const struct telnet_config *c, const char *name)
{
	size_t n = strlen(name);

	for (size_t i = 0; i < c->n_env; i++)
		if (!strncmp(c->env[i], name, n) && (!c->env[i][n] || c->env[i][n] == '='))
			return (int)i;
	return -1;
}

bool telnet_env_next(struct bytes *from, uint8_t *type, char *name, size_t size)
{
	size_t n = 0;

	if (!from->left)
		return false;
	*type = bytes_u8(from);
	while (from->left && from->p[0] != TELNET_VAR && from->p[0] != TELNET_USERVAR) {
		uint8_t c = bytes_u8(from);

		if (c == TELNET_ESC && from->left)
			c = bytes_u8(from);
		if (n + 1 < size)
			name[n++] = (char)c;
	}
	name[n] = '\0';
	return true;
}

/* One that may not be told is answered by its name without a value, as RFC 1572 has it. */
static void put_asked(const struct telnet *t, uint8_t type, const char *name, struct bytes_out *to)
{
	int found = telnet_env_find(&t->config, name);

	if (found >= 0) {
		put_variable(to, t->config.env[found]);
	} else if (to->used + 2 + 2 * strlen(name) <= ENV_BYTES) {
		bytes_put_u8(to, type == TELNET_VAR ? TELNET_VAR : TELNET_USERVAR);
		put_text(to, name, strlen(name));
	}
}

static enum telnet_reason tell_variables(struct telnet *t, struct bytes_out *to)
{
	struct bytes asked = bytes_of(t->sub, t->sub_bytes);
	char name[ENV_NAME] = "";
	uint8_t type;

	if (bytes_u8(&asked) != TELNET_SEND || asked.bad)
		return TELNET_MALFORMED;
	if (!telnet_may_answer(t, TELNET_NEW_ENVIRON))
		return TELNET_CAPPED;
	begin(to, TELNET_NEW_ENVIRON);
	bytes_put_u8(to, TELNET_IS);
	if (!asked.left)
		put_all(t, true, 0, to);
	while (telnet_env_next(&asked, &type, name, sizeof name)) {
		if (*name)
			put_asked(t, type, name, to);
		else
			put_all(t, false, type, to);
	}
	end(to);
	return TELNET_TOLD;
}

enum telnet_reason telnet_answer_sub(struct telnet *t, struct bytes_out *to)
{
	switch (t->sub_option) {
	case TELNET_TTYPE:
		return telnet_does(t, TELNET_TTYPE) ? tell_terminal(t, to) : TELNET_NOT_ON;
	case TELNET_NEW_ENVIRON:
		return telnet_does(t, TELNET_NEW_ENVIRON) ? tell_variables(t, to) : TELNET_NOT_ON;
	default:
		return TELNET_NOT_ON;
	}
}
