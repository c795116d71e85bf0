/* lookup: how a name was looked up. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "lookup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { FILE_MOST = 1 << 18, PORT = 53 };

/* NULL where it cannot be read. */
static char *read_file(const char *path)
{
	FILE *in = fopen(path, "re");
	char *text = in ? malloc(FILE_MOST + 1) : NULL;
	size_t n;

	if (!text) {
		if (in)
			fclose(in);
		return NULL;
	}
	n = fread(text, 1, FILE_MOST, in);
	fclose(in);
	text[n] = '\0';
	return text;
}

/* The next word of a line, which ends with it or with a comment; false for none. */
static bool next_word(const char **at, char *to, size_t size)
{
	size_t n;

	*at += strspn(*at, " \t\r");
	n = strcspn(*at, " \t\r\n#;");
	if (!n)
		return false;
	snprintf(to, size, "%.*s", (int)(n < size ? n : size - 1), *at);
	*at += n;
	return true;
}

static const char *next_line(const char *at)
{
	at += strcspn(at, "\n");
	return *at ? at + 1 : at;
}

void lookup_files_servers(struct lookup_files *f, const char *text)
{
	char word[RESOLVE_NAME];

	for (; *text; text = next_line(text)) {
		const char *at = text;

		if (next_word(&at, word, sizeof word) && !strcmp(word, "nameserver") &&
			next_word(&at, word, sizeof word) && f->n_servers < LOOKUP_SERVERS &&
			resolve_literal(word, 0, &f->server[f->n_servers], NULL) == 1)
			f->n_servers++;
	}
}

void lookup_files_read(struct lookup_files *f)
{
	char *conf = read_file("/etc/resolv.conf");

	if (conf)
		lookup_files_servers(f, conf);
	free(conf);
	f->hosts = read_file("/etc/hosts");
}

void lookup_files_close(struct lookup_files *f)
{
	free(f->hosts);
	f->hosts = NULL;
}

bool lookup_files_name(const struct lookup_files *f, const char *name, const struct addr *a)
{
	char word[RESOLVE_NAME];
	struct addr found;

	for (const char *line = f->hosts; line && *line; line = next_line(line)) {
		const char *at = line;

		if (!next_word(&at, word, sizeof word) || !addr_parse(&found, word) ||
			!addr_equal(&found, a))
			continue;
		while (next_word(&at, word, sizeof word))
			if (!strcasecmp(word, name))
				return true;
	}
	return false;
}

void lookup_begin(struct lookup *l, const char *name, const struct lookup_files *f)
{
	*l = (struct lookup){0};
	snprintf(l->name, sizeof l->name, "%s", name);
	if (!f)
		return;
	l->n_servers = f->n_servers;
	memcpy(l->server, f->server, sizeof l->server);
}

/* Names from a search list have more behind them. */
static bool is_about(const struct lookup *l, const char *name)
{
	size_t n = strlen(l->name);

	if (n && l->name[n - 1] == '.')
		n--;
	return n && !strncasecmp(name, l->name, n) && (!name[n] || name[n] == '.');
}

static struct lookup_question *find(
	struct lookup *l, const struct addr *server, uint16_t port, const struct dns_message *m)
{
	for (unsigned i = 0; i < l->n; i++) {
		struct lookup_question *q = &l->question[i];

		if (q->id == m->id && q->answer.type == m->type && q->port == port &&
			addr_equal(&q->server, server))
			return q;
	}
	return NULL;
}

static void take_question(struct lookup *l, const struct addr *server, uint16_t port,
	const struct dns_message *m, int64_t at_ns)
{
	struct lookup_question *q = find(l, server, port, m);

	if (q) {
		q->asked++;
		return;
	}
	/* The same question with other numbers: asked again. */
	for (unsigned i = 0; i < l->n; i++) {
		q = &l->question[i];
		if (q->answered_ns == INT64_MIN && q->answer.type == m->type &&
			addr_equal(&q->server, server) && !strcasecmp(q->answer.name, m->name)) {
			q->asked++;
			q->id = m->id;
			q->port = port;
			return;
		}
	}
	if (l->n == LOOKUP_QUESTIONS)
		return;
	l->question[l->n++] = (struct lookup_question){.server = *server,
		.port = port,
		.id = m->id,
		.asked = 1,
		.asked_ns = at_ns,
		.answered_ns = INT64_MIN,
		.answer = *m};
}

void lookup_take(struct lookup *l, const struct addr *source, uint16_t source_port,
	const struct addr *destination, uint16_t destination_port, struct bytes payload,
	int64_t at_ns)
{
	struct lookup_question *q;
	struct dns_message m;

	if (!dns_read(payload, &m) || !is_about(l, m.name))
		return;
	if (!m.response && destination_port == PORT) {
		take_question(l, destination, source_port, &m, at_ns);
		return;
	}
	q = m.response && source_port == PORT ? find(l, source, destination_port, &m) : NULL;
	if (q && q->answered_ns == INT64_MIN) {
		q->answered_ns = at_ns;
		q->answer = m;
	}
}
