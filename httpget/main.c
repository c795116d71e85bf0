/* httpget: fetch a URL and show the wire and where the time went. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "clock.h"
#include "options_config.h"
#include "priv.h"

/* Everything a run needs. */
struct parts {
	struct options o;
	struct report *report;
	struct resolve *resolve;
	struct wait *wait;
	struct view view;
	struct journey_kept kept;
	struct strbuf data;
	struct journey_config config;
	char range[48];
};

static int open_parts(struct parts *p, struct fail *why)
{
	struct report_config c = outputs_report(&p->o.out, REPORT_CLOCK_NONE);
	int rc;

	if ((rc = report_open(&p->report, &c, why)) < 0 ||
		(rc = resolve_open(&p->resolve, why)) < 0 ||
		(rc = options_data(&p->o, &p->data, why)) < 0)
		return rc;
	p->view = (struct view){.report = p->report,
		.program = p->o.program,
		.verbose = p->o.verbose,
		.silent = p->o.silent && !p->o.show_error};
	p->config = options_journey(&p->o);
	p->config.view = &p->view;
	p->config.kept = &p->kept;
	p->config.fetch.link.resolve = p->resolve;
	p->config.fetch.link.wait = &p->wait;
	if (p->o.deadline_ns)
		p->config.deadline_ns = clock_now() + p->o.deadline_ns;
	if (p->o.data.n)
		p->config.request.body = bytes_of(p->data.p ? p->data.p : "", p->data.used);
	return 0;
}

static void close_parts(struct parts *p)
{
	link_close(p->kept.link);
	wait_close(p->wait);
	resolve_close(p->resolve);
	report_abandon(p->report);
	strbuf_close(&p->data);
}

/* -r as it is; -C asks for all from an offset on, "-" from the end of what is there. */
static int set_range(struct parts *p, const char *path, struct fail *why)
{
	struct journey_config *c = &p->config;
	struct stat st = {0};
	int64_t from = 0;

	if (p->o.range)
		snprintf(p->range, sizeof p->range, "bytes=%.40s", p->o.range);
	if (p->o.resume && !strcmp(p->o.resume, "-"))
		from = stat(path, &st) < 0 ? 0 : st.st_size;
	else if (p->o.resume && (!cli_integer(p->o.resume, &from) || from < 0))
		return fail_set(why, EINVAL, "-C '%s' is neither an offset nor -", p->o.resume);
	c->resume = p->o.resume;
	c->resume_from = (uint64_t)from;
	if (from)
		snprintf(p->range, sizeof p->range, "bytes=%lld-", (long long)from);
	c->request.range = *p->range ? p->range : NULL;
	return 0;
}

static void complain(const struct parts *p, const struct fail *why)
{
	if (!p->view.silent)
		report_warn(p->report, "%s: %s", p->o.program, why->text);
}

static int status_of(const struct parts *p, const struct journey *j)
{
	enum anomaly_severity worst;

	if (j->failed != LINK_FINE)
		return (int)j->failed;
	if (j->http_failed)
		return 1;
	for (unsigned i = 0; i < j->n && p->o.strict; i++)
		if (findings_worst(&j->of[i].findings, &worst) && worst == ANOMALY_ERROR)
			return LINK_CUT;
	return 0;
}

/* One URL, into its file. */
static int get(struct parts *p, const char *url)
{
	char name[PATH_MAX];
	const char *path;
	struct journey j = {0};
	struct sink sink = {.fd = -1};
	struct fail why = {0};
	int status = 2;

	if (options_target(&p->o, url, name, sizeof name, &path, &why) < 0 ||
		set_range(p, path, &why) < 0 ||
		sink_open(&sink, path, p->config.resume_from, &why) < 0) {
		complain(p, &why);
		return status;
	}
	sink.limit_bytes = p->o.max_bytes;
	p->config.sink = &sink;
	journey_run(&j, &p->config, url);
	status = status_of(p, &j);
	if (j.http_failed)
		fail_set(&j.why, EREMOTE, "the server answered %d", journey_last(&j)->http.status);
	if ((status || j.http_failed) && j.why.error && j.why.error != EPIPE)
		complain(p, &j.why);
	if (!status && sink_commit(&sink, &why) < 0) {
		complain(p, &why);
		status = 2;
	}
	sink_abandon(&sink);
	journey_close(&j);
	return status;
}

static int run(struct parts *p)
{
	int status = 0, one;

	for (size_t i = 0; i < p->o.n_urls; i++)
		if ((one = get(p, p->o.urls[i])) && !status)
			status = one;
	return status;
}

static int close_outputs(struct parts *p, int status)
{
	struct fail why = {0};

	if (report_close(p->report, &why) < 0 && why.error != EPIPE) {
		fprintf(stderr, "%s: %s\n", p->o.program, why.text);
		status = status ? status : 2;
	}
	p->report = NULL;
	return status;
}

static int httpget(struct parts *p)
{
	struct fail why = {0};

	if (open_parts(p, &why) < 0) {
		fprintf(stderr, "%s: %s\n", p->o.program, why.text);
		return 2;
	}
	return close_outputs(p, run(p));
}

int main(int argc, char **argv)
{
	struct parts *p = calloc(1, sizeof *p);
	struct fail why = {0};
	int rc;

	setlocale(LC_CTYPE, "");
	if (!p || priv_begin(&why) < 0) {
		fprintf(stderr, "%s: %s\n", cli_name(argv), p ? why.text : "out of memory");
		free(p);
		return 2;
	}
	rc = options_parse(&p->o, argc, argv, &why);
	if (rc < 0) {
		fprintf(stderr, "%s: %s\n", cli_name(argv), why.text);
		rc = 2;
	} else if (p->o.help) {
		options_usage(p->o.program, stdout);
	} else if (p->o.version) {
		printf("%s from probekit %s\n", p->o.program, PROBEKIT_VERSION);
	} else {
		rc = httpget(p);
	}
	close_parts(p);
	free(p);
	return rc;
}
