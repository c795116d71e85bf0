/* watch_state: what a watch knows, in a file between two runs. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "watch_state.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "clock.h"

enum { FIELDS = 4, LINE_TEXT = 160, SHARE = 20 };
#define SECOND INT64_C(1000000000)
#define SECONDS_MAX (INT64_MAX / SECOND / 4)

struct loading {
	struct watch *w;
	int64_t offset_ns;
};

static bool read_time(const char *text, int64_t offset_ns, int64_t *out)
{
	int64_t seconds;

	if (!cli_integer(text, &seconds) || seconds < 0 || seconds > SECONDS_MAX)
		return false;
	*out = seconds * SECOND - offset_ns;
	return true;
}

static int take(void *to, const char *line, unsigned number)
{
	const struct loading *l = to;
	char copy[LINE_TEXT], *rest = copy, *fields[FIELDS];
	int64_t first_ns, last_ns;
	struct addr a;
	struct mac m;

	if ((size_t)snprintf(copy, sizeof(copy), "%s", line) >= sizeof(copy))
		return (int)number;
	for (size_t i = 0; i < FIELDS; i++)
		if (!(fields[i] = strsep(&rest, " \t")))
			return (int)number;
	if (rest || !addr_parse(&a, fields[0]) || !mac_parse(&m, fields[1]) ||
		!read_time(fields[2], l->offset_ns, &first_ns) ||
		!read_time(fields[3], l->offset_ns, &last_ns))
		return (int)number;
	watch_remember(l->w, &a, &m, first_ns, last_ns);
	return 0;
}

int watch_load(struct watch *w, const char *path, int64_t offset_ns, struct fail *why)
{
	struct loading l = {w, offset_ns};
	int rc;

	if (access(path, F_OK) && errno == ENOENT)
		return 0;
	rc = file_lines(path, take, &l, why);
	if (rc > 0)
		return fail_set(
			why, EINVAL, "%s:%d: not an address, a MAC and two times", path, rc);
	return rc;
}

void watch_save(const struct watch *w, FILE *to, int64_t offset_ns)
{
	const struct watch_entry *e;
	char addr[ADDR_TEXT], mac[MAC_TEXT];

	for (size_t i = 0; (e = watch_at(w, i)); i++)
		if (!e->gone)
			fprintf(to, "%s %s %" PRId64 " %" PRId64 "\n", addr_print(addr, &e->addr),
				mac_print(mac, &e->mac), (e->first_ns + offset_ns) / SECOND,
				(e->last_ns + offset_ns) / SECOND);
}

int watch_keep_open(struct watch_keep *k, const char *path, bool live, struct fail *why)
{
	int rc = file_create(&k->file, path, why);

	if (rc < 0)
		return rc;
	k->path = path;
	k->live = live && file_folder(k->file);
	k->next_ns = INT64_MIN;
	return 0;
}

const char *watch_keep_folder(const struct watch_keep *k)
{
	return file_folder(k->file);
}

static int save(struct watch_keep *k, struct file *next, const struct watch *w, int64_t offset_ns,
	struct fail *why)
{
	struct file *f = k->file;

	k->file = next;
	watch_save(w, file_stream(f), offset_ns);
	return file_commit(f, why);
}

/* The file of the next save is made before this one is given away: without it there is the one for
 * the end still. */
int64_t watch_keep_turn(struct watch_keep *k, const struct watch *w, int64_t now_ns,
	int64_t offset_ns, struct fail *why)
{
	struct file *next = NULL;
	int64_t took_ns;

	if (!k->file || !k->live || !k->due)
		return INT64_MAX;
	if (now_ns < k->next_ns)
		return k->next_ns;
	k->due = false;
	k->live = file_create(&next, k->path, why) >= 0 && save(k, next, w, offset_ns, why) >= 0;
	took_ns = clock_now() - now_ns;
	k->next_ns = now_ns + (took_ns > SECOND / SHARE ? took_ns * SHARE : SECOND);
	return INT64_MAX;
}

int watch_keep_end(struct watch_keep *k, const struct watch *w, int64_t offset_ns, struct fail *why)
{
	return k->file ? save(k, NULL, w, offset_ns, why) : 0;
}

void watch_keep_abandon(struct watch_keep *k)
{
	file_abandon(k->file);
	k->file = NULL;
}
