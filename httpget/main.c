/* httpget: fetch a URL and show the wire and where the time went. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "host.h"
#include "idn.h"
#include "main_parts.h"
#include "priv.h"
#include "term.h"
#include "tool.h"
#include "version.h"

/* What reports, a HAR file and packets leave of the folders; one more is no harm. */
enum { CONTENT_FOLDERS = PRIV_FOLDERS - 4, READABLE = 40 };

/* Whether TLS may be needed, which reads certificates. */
static bool wants_tls(const struct options *o)
{
	for (size_t i = 0; i < o->n_urls; i++)
		if (slice_starts(slice_of(o->urls[i]), "https:"))
			return true;
	return o->location;
}

/* The certificates that a chain needs, read when it does, are some of many. */
static void trust_system(struct parts *p)
{
	struct tls_config *c = &p->config.fetch.tls;

	if (!c->ca_file && !c->ca_folder && wants_tls(&p->o) && tls_system_folder(p->ca_folder))
		c->ca_folder = p->ca_folder;
}

static int open_parts(struct parts *p, struct fail *why)
{
	struct report_config c = outputs_report(&p->o.out, REPORT_CLOCK_NONE);
	int rc;

	if ((rc = report_open(&p->report, &c, why)) < 0 ||
		(rc = resolve_open(&p->resolve, why)) < 0 ||
		(rc = options_data(&p->o, &p->data, why)) < 0 ||
		(rc = options_read(&p->texts, &p->o, &p->warning, why)) < 0 ||
		(rc = tally_open(&p->tally, why)) < 0 ||
		(p->o.har && (rc = har_open(&p->har, p->o.har, why)) < 0))
		return rc;
	p->view = (struct view){.report = p->report,
		.program = p->o.program,
		.verbose = p->o.verbose,
		.silent = p->o.silent && !p->o.show_error,
		.log = {.report = p->report, .text = p->o.wire, .hex = p->o.hex},
		.report_wanted = p->o.report,
		.explain = p->o.out.explain,
		.columns = term_size(STDERR_FILENO).columns};
	p->begun_ns = clock_now();
	p->config = options_journey(&p->o, &p->texts);
	p->config.view = &p->view;
	p->config.progress = &p->progress;
	progress_init(&p->progress, STDERR_FILENO,
		!p->o.silent && !p->o.quiet && !p->o.verbose && !p->o.wire && !p->o.hex &&
			!(isatty(STDOUT_FILENO) && !p->o.outputs.n && !p->o.remote_name));
	p->config.kept = &p->kept;
	p->config.fetch.link.resolve = p->resolve;
	p->config.fetch.link.wait = &p->wait;
	trust_system(p);
	if (p->o.deadline_ns)
		p->config.deadline_ns = clock_now() + p->o.deadline_ns;
	if (p->o.data.n && !p->o.get)
		p->config.request.body = bytes_of(p->data.p ? p->data.p : "", p->data.used);
	return 0;
}

/* Whether a name may have to be looked up. */
static bool wants_names(const struct options *o)
{
	struct url u;

	for (size_t i = 0; i < o->n_urls; i++)
		if (url_parse(&u, o->urls[i], NULL) < 0 || u.kind == URL_NAME)
			return true;
	return o->location || o->proxy || o->connect_to.n || getenv("http_proxy") ||
	       getenv("https_proxy") || getenv("HTTPS_PROXY") || getenv("all_proxy") ||
	       getenv("ALL_PROXY");
}

/* Whether a host has a name that is not ASCII, or is one in disguise. */
static bool wants_idn(const struct options *o)
{
	struct url u;

	for (size_t i = 0; i < o->n_urls; i++)
		if (url_parse(&u, o->urls[i], NULL) >= 0 && host_is_foreign(&u))
			return true;
	return false;
}

/* The folders content goes to; -1 where that cannot be told beforehand. */
static int place_content(const struct options *o, char folders[static CONTENT_FOLDERS][PATH_MAX])
{
	char name[PATH_MAX];
	const char *path;
	int n = 0;

	for (size_t i = 0; i < o->n_urls; i++) {
		if (options_target(o, i, name, sizeof name, &path, NULL) < 0)
			continue; /* told when its turn comes */
		if (n == CONTENT_FOLDERS)
			return -1;
		switch (sink_place(path, folders[n])) {
		case SINK_NOWHERE:
			break;
		case SINK_FOLDER:
			n += !n || strcmp(folders[n - 1], folders[n]) != 0;
			break;
		case SINK_ANYWHERE:
			return -1;
		}
	}
	return n;
}

/* What TLS reads once it is asked for; false where that cannot be told beforehand, as a folder
 * whose links lead anywhere. */
static bool place_reading(const struct options *o, const char *to[static READABLE])
{
	const char *const named[] = {o->cacert, o->cert, o->key};
	size_t n = 0;

	if (o->capath || !tls_files_suffice())
		return false;
	for (; tls_files[n]; n++)
		if (n + sizeof named / sizeof *named + 1 < READABLE)
			to[n] = tls_files[n];
		else
			return false;
	for (size_t i = 0; i < sizeof named / sizeof *named; i++)
		if (named[i])
			to[n++] = named[i];
	to[n] = NULL;
	return true;
}

/* From here on no file is opened but those that content goes to, and those that TLS reads. */
static int drop(struct parts *p, struct fail *why)
{
	const struct options *o = &p->o;
	struct priv_limits limits = {.readable = NULL};
	const char *readable[READABLE];
	char content[CONTENT_FOLDERS][PATH_MAX];
	int rc = wants_names(o) ? resolve_start(p->resolve, why) : 0;
	int contents = place_content(o, content);
	size_t n;

	if (rc >= 0 && wants_tls(o)) {
		tls_load(NULL); /* who needs it says that it is missing */
		limits.keep_reading = !place_reading(o, readable);
		limits.readable = limits.keep_reading ? NULL : readable;
	}
	if (wants_idn(o))
		idn_load(NULL); /* who needs it says that it is missing */
	n = report_folders(p->report, limits.folders);
	if (p->har && har_folder(p->har))
		limits.folders[n++] = har_folder(p->har);
	limits.folders[n++] = packets_folder(p->packets);
	if (contents < 0)
		limits.folders[n++] = "/";
	for (int i = 0; i < contents; i++)
		limits.folders[n++] = content[i];
	return rc < 0 ? rc : priv_drop(&limits, NULL, why);
}

static void close_parts(struct parts *p)
{
	kept_close(&p->kept);
	lookup_files_close(&p->files);
	wait_close(p->wait);
	resolve_close(p->resolve);
	har_abandon(p->har);
	packets_abandon(p->packets);
	report_abandon(p->report);
	strbuf_close(&p->data);
	options_texts_close(&p->texts);
	tally_close(&p->tally);
}

static int close_outputs(struct parts *p, int status)
{
	struct fail why = {0};
	bool kept = tool_kept(p->o.program, har_close(p->har, &why), &why);

	p->har = NULL;
	kept_close(&p->kept);
	kept = tool_kept(p->o.program, packets_close(p->packets, &why), &why) && kept;
	p->packets = NULL;
	kept = tool_close(p->o.program, &p->report, NULL) && kept;
	return status || kept ? status : tool_failure(&p->o.out);
}

static int httpget(struct parts *p)
{
	struct fail why = {0};

	if (open_parts(p, &why) < 0 || main_watch(p, &why) < 0 || drop(p, &why) < 0) {
		return tool_refuse(&p->o.out, p->o.program, MAIN_SERVICE, 2, &why);
	}
	if (p->warning.error && !p->view.silent)
		report_warn(p->report, "%s: %s", p->o.program, p->warning.text);
	return close_outputs(p, main_conclude(p, main_run(p)));
}

static int print_version(const struct options *o)
{
	struct fail why = {.text = "out of memory"};
	struct strbuf text = {0};
	int rc;

	version_put(&text, o->program, o->verbose);
	strbuf_put_char(&text, 0);
	if (text.bad)
		tool_complain(o->program, &why);
	else
		fputs(text.p, stdout);
	rc = text.bad ? LINK_LOCAL : cli_printed(o->program, stdout);
	strbuf_close(&text);
	return rc;
}

int main(int argc, char **argv)
{
	struct parts *p = tool_begin(argv, sizeof *p);
	struct fail why = {0};
	int rc;

	if (!p)
		return 2;
	rc = options_parse(&p->o, argc, argv, &why);
	if (rc < 0) {
		rc = tool_refuse(&p->o.out, cli_name(argv), MAIN_SERVICE, 2, &why);
	} else if (p->o.help) {
		options_usage(p->o.program, stdout);
		rc = cli_printed(p->o.program, stdout);
	} else if (p->o.version) {
		rc = print_version(&p->o);
	} else {
		rc = httpget(p);
	}
	close_parts(p);
	free(p);
	return rc;
}
