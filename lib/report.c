/* report: where records and text go, and what became of it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "report.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "report_json.h"
#include "report_nagios.h"
#include "report_parts.h"

static int report_memory(struct fail *why)
{
	return fail_set(why, ENOMEM, "out of memory");
}

static bool report_label_key(const char *label, size_t *size)
{
	*size = strspn(label, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
	return *size && label[*size] == '=';
}

static int report_add_label(
	struct report *r, const struct report_config *c, size_t i, struct fail *why)
{
	const char *label = c->labels[i];
	size_t size, other;

	if (!report_label_key(label, &size))
		return fail_set(why, EINVAL,
			"label '%s' is not KEY=VALUE with a key of letters, digits and underscores",
			label);
	for (size_t j = 0; j < i; j++)
		if (report_label_key(c->labels[j], &other) && other == size &&
			!strncmp(label, c->labels[j], size))
			return fail_set(
				why, EINVAL, "label '%.*s' is given twice", (int)size, label);
	strbuf_print(&r->labels, "\"label_%.*s\":", (int)size, label);
	report_json_string(&r->labels, (struct bytes){.p = (const uint8_t *)label + size + 1,
					       .left = strlen(label + size + 1)});
	strbuf_put_char(&r->labels, ',');
	report_families_label(&r->families, label, size);
	return 0;
}

static bool report_wants_color(const struct report *r, enum report_color color)
{
	const char *no = getenv("NO_COLOR"), *kind = getenv("TERM");

	switch (color) {
	case REPORT_COLOR_ALWAYS:
		return r->has_text;
	case REPORT_COLOR_NEVER:
		return false;
	case REPORT_COLOR_AUTO:
		break;
	}
	return r->has_text && isatty(STDOUT_FILENO) && !(no && *no) && kind && strcmp(kind, "dumb");
}

static bool report_is_standard(const char *name)
{
	return name && !strcmp(name, "-");
}

static int report_open_json(struct report *r, const struct report_config *c, struct fail *why)
{
	int rc;

	r->json_name = c->json;
	if (report_is_standard(c->json))
		r->json_fd = STDOUT_FILENO;
	else if (c->json) {
		rc = file_create(&r->json, c->json, why);
		if (rc < 0)
			return rc;
		r->json_fd = file_fd(r->json);
	}
	return 0;
}

static int report_set_up(struct report *r, const struct report_config *c, struct fail *why)
{
	int rc = 0;

	if (report_is_standard(c->json) && report_is_standard(c->prom))
		return fail_set(
			why, EINVAL, "JSON and Prometheus text cannot both go to standard output");
	r->has_text = !c->no_text && !report_is_standard(c->json) && !report_is_standard(c->prom);
	r->clock = c->clock;
	r->colored = report_wants_color(r, c->color);
	/* Where files cannot be opened any more, localtime would silently mean UTC. */
	if (c->clock == REPORT_CLOCK_LOCAL)
		tzset();
	r->plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	if (!r->plain)
		return report_memory(why);
	for (size_t i = 0; i < c->n_labels && rc == 0; i++)
		rc = report_add_label(r, c, i, why);
	if (rc == 0 && r->labels.bad)
		rc = report_memory(why);
	if (rc == 0)
		rc = report_open_json(r, c, why);
	if (rc == 0 && c->prom)
		rc = file_create(&r->prom, c->prom, why);
	return rc;
}

int report_open(struct report **out, const struct report_config *c, struct fail *why)
{
	struct report *r = calloc(1, sizeof *r);
	int rc;

	*out = NULL;
	if (!r)
		return report_memory(why);
	r->json_fd = -1;
	rc = report_set_up(r, c, why);
	if (rc < 0) {
		report_abandon(r);
		return rc;
	}
	*out = r;
	return 0;
}

size_t report_folders(const struct report *r, const char *folders[static 2])
{
	size_t n = 0;

	if (file_folder(r->json))
		folders[n++] = file_folder(r->json);
	if (file_folder(r->prom))
		folders[n++] = file_folder(r->prom);
	return n;
}

int report_put(
	struct report *r, const struct report_type *t, const void *record, int64_t at_realtime_ns)
{
	int *error = r->json ? &r->json_error : &r->out_error;

	if (r->json_fd < 0 || *error)
		return -*error;
	r->line.used = 0;
	report_json_record(&r->line, t, record, at_realtime_ns, &r->labels);
	*error = report_write(r->json_fd, &r->line);
	return -*error;
}

int report_prom(
	struct report *r, const struct report_type *t, const void *record, const char *target)
{
	if (r->prom)
		report_families_record(&r->families, t, record, target);
	return r->families.bad ? -ENOMEM : 0;
}

int report_prom_histogram(struct report *r, const char *name, const char *help, const char *target,
	const double *bounds, const uint64_t *counts, size_t n, uint64_t count, double sum_seconds)
{
	struct report_buckets b = {bounds, counts, n, count, sum_seconds};

	if (r->prom)
		report_families_histogram(&r->families, name, help, target, &b);
	return r->families.bad ? -ENOMEM : 0;
}

void report_perfdata(struct report *r, const struct report_type *t, const void *record,
	const char *target, const struct report_perf *perf, size_t n)
{
	report_nagios_perf(&r->perf, t, record, target, perf, n);
}

int report_nagios(struct report *r, const char *service, enum report_state state, const char *text)
{
	report_nagios_line(&r->text, service, state, text, &r->perf);
	return report_flush(r);
}

bool report_colored(const struct report *r)
{
	return r->colored;
}

bool report_has_records(const struct report *r)
{
	return r->json_fd >= 0;
}

bool report_streams(const struct report *r)
{
	return r->json_fd >= 0 && !file_folder(r->json);
}

void report_sync(const struct report *r)
{
	if (r->json_fd >= 0)
		fdatasync(r->json_fd);
}

bool report_has_text(const struct report *r)
{
	return r->has_text;
}

int report_failed(const struct report *r)
{
	return r->out_error ? r->out_error : r->json_error;
}

/* A reader that went away is told apart by its errno, but no other failure hides behind it. */
static int report_worst(int rc, int error, const char *name, struct fail *why)
{
	if (!error || (rc < 0 && rc != -EPIPE))
		return rc;
	if (error == ENOMEM)
		return report_memory(why);
	return fail_set(why, error, "cannot write to %s: %s", name, strerror(error));
}

static int report_close_json(struct report *r, struct fail *why)
{
	struct file *json = r->json;
	int rc = report_worst(0, r->json_error, r->json_name, why);

	r->json = NULL;
	if (!json)
		return 0;
	if (rc == 0)
		return file_commit(json, why);
	file_abandon(json);
	return rc;
}

/* Returns rc when that was a failure worth telling already. */
static int report_close_prom(struct report *r, int rc, struct fail *why)
{
	struct file *prom = r->prom;
	struct fail ours;
	int now;

	r->prom = NULL;
	if (!prom)
		return rc;
	if (report_families_print(&r->families, file_stream(prom))) {
		now = file_commit(prom, &ours);
	} else {
		file_abandon(prom);
		now = report_memory(&ours);
	}
	if (now == 0 || (rc < 0 && rc != -EPIPE))
		return rc;
	return fail_set(why, -now, "%s", ours.text);
}

int report_close(struct report *r, struct fail *why)
{
	int rc;

	if (!r)
		return 0;
	report_flush(r);
	rc = report_close_json(r, why);
	rc = report_close_prom(r, rc, why);
	rc = report_worst(rc, r->out_error, "standard output", why);
	report_abandon(r);
	return rc;
}

void report_abandon(struct report *r)
{
	if (!r)
		return;
	file_abandon(r->json);
	file_abandon(r->prom);
	report_families_close(&r->families);
	strbuf_close(&r->perf);
	strbuf_close(&r->text);
	strbuf_close(&r->line);
	strbuf_close(&r->labels);
	if (r->plain)
		freelocale(r->plain);
	free(r);
}
