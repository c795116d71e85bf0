/* resume: what is left of a list, in a file between one run and the next. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "resume.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "auth.h"
#include "cli.h"

static int add(struct resume *r, uint32_t first, uint32_t last)
{
	if (!r->spans || r->n_spans == r->size) {
		uint32_t size = r->size ? 2 * r->size : 64;
		struct resume_span *grown = realloc(r->spans, size * sizeof(*grown));

		if (!grown)
			return -ENOMEM;
		r->spans = grown;
		r->size = size;
	}
	r->spans[r->n_spans++] = (struct resume_span){first, last};
	return 0;
}

int resume_keep(struct resume *r, uint32_t index)
{
	struct resume_span *last = r->n_spans ? &r->spans[r->n_spans - 1] : NULL;

	if (!last || last->last + 1 != index)
		return add(r, index, index);
	last->last = index;
	return 0;
}

void resume_forget(struct resume *r)
{
	r->n_spans = 0;
}

/* The number at *text, which is moved behind it; false without one. */
static bool take_number(const char **text, uint64_t *out)
{
	char digits[24];
	size_t n = strspn(*text, "0123456789");
	int64_t value;

	if (!n || n >= sizeof(digits))
		return false;
	memcpy(digits, *text, n);
	digits[n] = '\0';
	if (!cli_integer(digits, &value))
		return false;
	*out = (uint64_t)value;
	*text += n;
	return true;
}

/* "KEY NUMBER" or "KEY NUMBER<between>NUMBER". */
static bool take_pair(const char *line, const char *key, char between, uint64_t out[static 2])
{
	size_t n = strlen(key);

	if (strncmp(line, key, n) != 0 || line[n] != ' ')
		return false;
	line += n + 1;
	if (!take_number(&line, &out[0]))
		return false;
	out[1] = out[0];
	if (*line == between) {
		line++;
		if (!take_number(&line, &out[1]))
			return false;
	}
	return !*line;
}

/* In ascending order, as they were written: what is not was not written here. */
static int take_left(struct resume *r, const uint64_t v[static 2])
{
	if (v[0] > v[1] || v[1] >= r->questions || v[1] >= UINT32_MAX ||
		(r->n_spans && v[0] <= r->spans[r->n_spans - 1].last))
		return -EINVAL;
	return add(r, (uint32_t)v[0], (uint32_t)v[1]);
}

struct reading {
	struct resume *r;
	struct fail *why;
};

static int take_line(void *to, const char *line, unsigned number)
{
	struct reading *g = to;
	struct resume *r = g->r;
	uint64_t v[2];
	int rc = 0;

	if (take_pair(line, "seed", ' ', v)) {
		r->seed = v[0];
	} else if (take_pair(line, "shard", '/', v) && v[1] <= UINT32_MAX) {
		r->shard = (uint32_t)v[0];
		r->shards = (uint32_t)v[1];
	} else if (take_pair(line, "questions", ' ', v)) {
		r->questions = v[0];
		r->print = v[1];
	} else {
		rc = take_pair(line, "left", '-', v) ? take_left(r, v) : -EINVAL;
	}
	if (rc >= 0)
		return 0;
	return fail_set(g->why, -rc, "%s, line %u: '%.60s' is nothing that --resume wrote", r->path,
		number, line);
}

int resume_open(struct resume *r, const char *path, struct fail *why)
{
	struct reading g = {r, why};
	int rc = 0;

	*r = (struct resume){.path = path};
	r->found = !access(path, F_OK);
	if (r->found)
		rc = file_lines(path, take_line, &g, why);
	if (rc >= 0 && r->found && !r->questions)
		rc = fail_set(why, EINVAL, "%s is nothing that --resume wrote", path);
	return rc < 0 ? rc : 0;
}

void resume_close(struct resume *r)
{
	file_abandon(r->next);
	free(r->spans);
	*r = (struct resume){.path = NULL};
}

/* Of every host and port, in their order; 62 bits, which the file's reader can hold. */
static uint64_t print_of(const struct grid *g)
{
	const struct auth_key key = {{0}};
	uint64_t print = auth_tag(&key, g->ports, g->n_ports * sizeof(*g->ports));
	struct target t;

	for (uint64_t i = 0; targets_at(g->hosts, i, &t); i++) {
		struct {
			uint64_t before;
			uint8_t host[16];
		} over = {.before = print};

		memcpy(over.host, t.addr.bytes, sizeof(over.host));
		print = auth_tag(&key, &over, sizeof(over));
	}
	return print >> 2;
}

int resume_check(
	struct resume *r, const struct grid *g, const struct targets_order *order, struct fail *why)
{
	uint64_t print = print_of(g);

	if (r->found && (r->questions != g->count || r->print != print ||
				r->shard != g->shard + 1 || r->shards != g->shards))
		return fail_set(
			why, EINVAL, "%s is of other hosts, ports or another --shard", r->path);
	if (r->found && r->seed != order->seed)
		return fail_set(why, EINVAL, "%s is of --seed %" PRIu64, r->path, r->seed);
	r->seed = order->seed;
	r->questions = g->count;
	r->print = print;
	r->shard = g->shard + 1;
	r->shards = g->shards;
	return file_create(&r->next, r->path, why);
}

int resume_left(const struct resume *r, uint32_t **out, uint32_t *n, struct fail *why)
{
	uint32_t all = 0;

	*out = NULL;
	*n = 0;
	if (!r->found)
		return 0;
	for (uint32_t i = 0; i < r->n_spans; i++)
		all += r->spans[i].last - r->spans[i].first + 1;
	*out = malloc((all ? all : 1) * sizeof(**out));
	if (!*out)
		return fail_set(why, ENOMEM, "no memory for what %s has left", r->path);
	for (uint32_t i = 0; i < r->n_spans; i++)
		for (uint32_t index = r->spans[i].first; index <= r->spans[i].last; index++)
			(*out)[(*n)++] = index;
	return 0;
}

static void print(const struct resume *r)
{
	FILE *to = file_stream(r->next);

	fprintf(to,
		"# What is left of a list of tcpprobe's.\nseed %" PRIu64 "\nshard %u/%u\n"
		"questions %" PRIu64 " %" PRIu64 "\n",
		r->seed, r->shard, r->shards, r->questions, r->print);
	for (uint32_t i = 0; i < r->n_spans; i++)
		fprintf(to, "left %u-%u\n", r->spans[i].first, r->spans[i].last);
}

int resume_save(struct resume *r, struct fail *why)
{
	struct file *next = r->next;

	print(r);
	r->next = NULL;
	return file_commit(next, why);
}

int resume_save_and_go_on(struct resume *r, struct fail *why)
{
	struct file *after, *next = r->next;
	int rc = file_create(&after, r->path, why);

	if (rc < 0)
		return rc;
	print(r);
	r->next = after;
	if (!fflush(file_stream(next)))
		fdatasync(file_fd(next));
	return file_commit(next, why);
}

bool resume_may_go_on(const struct resume *r)
{
	return file_folder(r->next);
}
