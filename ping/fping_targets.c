/* fping_targets: fping's targets from its operands, its file or its ranges, and their names. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "fping_names.h"

#include <errno.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"
#include "resolve_queue.h"

enum { GENERATE_MOST = 131070 /* fping's, where each takes a line */ };

struct filling {
	const struct fping_want *w;
	struct fping_targets *out;
	struct resolve *resolver;
	struct resolve_queue queue;
	struct fail *why;
};

/* One that has no address is told and counted, and the others are asked. */
static int add(void *to, const char *text, unsigned number)
{
	struct filling *f = to;
	struct resolve_result found;
	struct fail why = {0};
	int rc = resolve_name(f->resolver, text, addr_af_of(f->w->family), INT64_MAX, &found, &why);

	(void)number;
	if (fail_is_shortage(rc))
		return fail_set(f->why, -rc, "%s: %s", f->w->program, why.text);
	if (rc < 0 || !found.n) {
		/* fping says of a zone that there is none what it says of a name. */
		if (!f->w->quiet && rc == -ENODEV)
			fprintf(f->w->err, "%s: %s\n", text, gai_strerror(EAI_NONAME));
		else if (!f->w->quiet)
			fprintf(f->w->err, "%s\n", why.text);
		f->out->unknown++;
		return 0;
	}
	for (unsigned i = 0; i < found.n && (!i || f->w->all_addresses); i++) {
		rc = targets_add_addr(f->out->set, &found.addrs[i], text, f->why);
		if (rc < 0)
			return rc;
	}
	return 0;
}

static int put(struct filling *f, const char *text)
{
	struct addr ignored;
	bool name = !resolve_literal(text, AF_UNSPEC, &ignored, NULL);

	return resolve_queue_put(&f->queue, text, 0, name, f->why);
}

/* The first word of each line; '#' in its place makes a comment. */
static int add_line(struct filling *f, char *line)
{
	char *word = line + strspn(line, " \t\r\n");

	word[strcspn(word, " \t\r\n")] = '\0';
	return !*word || *word == '#' ? 0 : put(f, word);
}

static int add_file(struct filling *f, const char *path)
{
	FILE *from = strcmp(path, "-") ? fopen(path, "re") : stdin;
	char *line = NULL;
	size_t size = 0;
	int rc = 0;

	if (!from)
		return fail_set(f->why, ENOENT, "%s: fopen : %s", f->w->program, strerror(errno));
	while (rc >= 0 && getline(&line, &size, from) > 0)
		rc = add_line(f, line);
	if (rc >= 0)
		rc = resolve_queue_end(&f->queue);
	if (rc >= 0 && !feof(from))
		rc = fail_errno(f->why, "%s: cannot read %s", f->w->program, path);
	free(line);
	if (from != stdin)
		fclose(from);
	return rc;
}

static int bad_address(const struct filling *f, const char *mark, const char *text, int size)
{
	struct addr a;

	if (addr_parse(&a, text) && a.family == ADDR_V6)
		return fail_set(
			f->why, EINVAL, "%s: -g works only with IPv4 addresses", f->w->program);
	return fail_set(f->why, EINVAL, "%s%s can't parse address %.*s: %s", f->w->program, mark,
		size, text, gai_strerror(EAI_NONAME));
}

/* With -6 each of them is one that cannot be asked. */
static int refuse_all(struct filling *f, const char *text)
{
	struct targets *t = targets_open(0);
	char name[ADDR_TEXT];
	struct target one;
	int rc = t ? targets_add(t, text, f->why) : -ENOMEM;

	if (rc >= 0)
		rc = targets_seal(t, NULL, f->why);
	if (rc >= 0 && targets_count(t) > GENERATE_MOST)
		rc = fail_set(f->why, EINVAL, "%s: -g parameter generates too many addresses",
			f->w->program);
	for (uint64_t i = 0; rc >= 0 && targets_at(t, i, &one); i++) {
		if (!f->w->quiet)
			fprintf(f->w->err, "%s: %s\n", addr_print(name, &one.addr),
				gai_strerror(EAI_ADDRFAMILY));
		f->out->unknown++;
	}
	targets_close(t);
	return rc < 0 ? rc : 0;
}

static int add_text(struct filling *f, const char *text)
{
	return f->w->family == ADDR_V6 ? refuse_all(f, text)
				       : targets_add(f->out->set, text, f->why);
}

/* In any form of inet_aton. */
static bool read_host(const char *text, struct addr *out)
{
	struct fail ignored;

	return resolve_literal(text, AF_INET, out, &ignored) == 1;
}

/* What follows the digits does not matter. */
static int add_prefix(struct filling *f, const char *text)
{
	const char *slash = strchr(text, '/');
	long bits = strtol(slash + 1, NULL, 10);
	char host[64], plain[ADDR_TEXT], prefix[ADDR_TEXT + 16];
	struct addr a;

	snprintf(host, sizeof(host), "%.*s", (int)(slash - text), text);
	if (!read_host(host, &a))
		return bad_address(f, ",", host, (int)strlen(host));
	if (bits < 1 || bits > 32)
		return fail_set(f->why, EINVAL, "%s: netmask must be between 1 and 32 (is: %s)",
			f->w->program, slash + 1);
	snprintf(prefix, sizeof(prefix), "%s/%ld", addr_print(plain, &a), bits);
	return add_text(f, prefix);
}

static int add_range(struct filling *f)
{
	struct addr ends[2];
	char first[ADDR_TEXT], last[ADDR_TEXT], range[2 * ADDR_TEXT + 1];

	for (unsigned i = 0; i < 2; i++)
		if (!read_host(f->w->texts[i], &ends[i]))
			return bad_address(f, ":", f->w->texts[i], (int)strlen(f->w->texts[i]));
	if (addr_compare(&ends[0], &ends[1]) > 0)
		return 0;
	snprintf(range, sizeof(range), "%s-%s", addr_print(first, &ends[0]),
		addr_print(last, &ends[1]));
	return add_text(f, range);
}

static int generate(struct filling *f)
{
	if (f->w->n == 2)
		return add_range(f);
	return add_prefix(f, f->w->texts[0]);
}

static int fill(struct filling *f)
{
	const struct fping_want *w = f->w;
	int rc = w->generate ? generate(f) : w->file ? add_file(f, w->file) : 0;

	for (size_t i = 0; rc >= 0 && !w->generate && !w->file && i < w->n; i++)
		rc = put(f, w->texts[i]);
	if (rc >= 0)
		rc = resolve_queue_end(&f->queue);
	if (rc >= 0)
		rc = targets_seal(f->out->set, NULL, f->why);
	if (rc >= 0 && targets_count(f->out->set) > UINT32_MAX)
		return fail_set(f->why, EINVAL, "%s: -g parameter generates too many addresses",
			w->program);
	return rc;
}

int fping_targets_open(struct fping_targets *out, const struct fping_want *w,
	struct resolve *resolver, struct fail *why)
{
	struct filling f = {.w = w, .out = out, .resolver = resolver, .why = why};
	int rc;

	f.queue = (struct resolve_queue){
		.resolver = resolver, .family = addr_af_of(w->family), .take = add, .to = &f};
	*out = (struct fping_targets){.set = targets_open(TARGETS_REPEATS)};
	rc = out->set ? fill(&f) : fail_set(why, ENOMEM, "%s: no memory", w->program);
	resolve_queue_close(&f.queue);
	return rc < 0 ? rc : fping_names_open(out, w, resolver, why);
}

void fping_targets_close(struct fping_targets *t)
{
	uint64_t n = t->names ? targets_count(t->set) : 0;

	for (uint64_t i = 0; i < n; i++)
		free(t->names[i]);
	free(t->names);
	targets_close(t->set);
}
