/* main_run: every URL into its place, as often as wanted. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "clock.h"
#include "date.h"
#include "host.h"
#include "main_parts.h"
#include "records.h"
#include "verdict.h"
#include "write_out.h"

/* -r as it is; -C asks for all from an offset on, "-" from the end of what is there. A try goes on
 * behind what those before it wrote. */
static int set_range(struct parts *p, const char *path, struct fail *why)
{
	struct journey_config *c = &p->config;
	bool end = p->o.resume && !strcmp(p->o.resume, "-");
	struct stat st = {0};
	int64_t from = 0;

	if (p->o.resume && !end && (!cli_integer(p->o.resume, &from) || from < 0))
		return fail_set(why, EINVAL, "-C '%s' is neither an offset nor -", p->o.resume);
	if (end && path && strcmp(path, "-") != 0 && !stat(path, &st))
		from = st.st_size;
	else
		from += (int64_t)p->tried_bytes;
	c->resume = p->o.resume;
	c->resume_from = (uint64_t)from;
	if (!c->resume)
		return 0;
	snprintf(p->range, sizeof p->range, "bytes=%lld-", (long long)from);
	c->request.range = from ? p->range : NULL;
	return 0;
}

void main_complain(const struct parts *p, const struct fail *why)
{
	char safe[4 * sizeof why->text];

	if (!p->view.silent && why->error != EPIPE)
		report_warn(p->report, "%s: %s", p->o.program,
			report_safe(safe, sizeof safe, why->text));
}

/* Tells each phase that took too long; a run of many tells it in its lines and its table. */
static bool over_slo(const struct parts *p, const struct exchange *x)
{
	bool over = false, many = p->o.count > 1 || p->compared || p->o.out.nagios;
	struct fail why = {0};
	char took[24], most[24];
	int64_t limit_ns;
	unsigned span;

	for (size_t i = 0; i < p->o.slo.n; i++) {
		if (!tally_slo(p->o.slo.items[i], &span, &limit_ns) ||
			tally_time(x, span) <= limit_ns)
			continue;
		over = true;
		fail_set(&why, ETIME, "%s took %s, more than the %s of --slo",
			tally_span_name(span), verdict_time(took, tally_time(x, span)),
			verdict_time(most, limit_ns));
		if (!many)
			main_complain(p, &why);
	}
	return over;
}

int main_judge(struct parts *p, const struct journey *j)
{
	enum anomaly_severity worst;
	bool unread = j->failed == LINK_LOCAL && j->why.error == EPIPE;
	int status = unread ? 1 : (int)j->failed;

	p->interrupted = p->interrupted || unread;
	for (unsigned i = 0; i < j->n; i++) {
		const struct exchange *x = &j->of[i];
		bool slow = over_slo(p, x);

		tally_add(&p->tally, x);
		if (p->compared)
			tally_add(&p->ways[p->way], x);
		p->tally.slo_failed += slow;
		if (slow && !status)
			status = 1;
		if (p->o.strict && !status && findings_worst(&x->findings, &worst) &&
			worst == ANOMALY_ERROR)
			status = LINK_CUT;
	}
	p->tally.http_failed += j->http_failed;
	return j->http_failed && !status ? 1 : status;
}

void main_tell(struct parts *p, struct journey *j, const char *url, unsigned run)
{
	for (unsigned i = 0; i < j->n; i++) {
		j->of[i].run = run;
		records_exchange(p->report, url, &j->of[i]);
		if (p->har)
			har_add(p->har, &j->of[i]);
	}
	main_line(p, j);
	p->interrupted = p->interrupted || report_failed(p->report);
}

static void write_out(struct parts *p, const struct journey *j, const char *url, const char *path,
	const struct sink *sink, int status)
{
	const struct write_out w = {.journey = j,
		.url = url,
		.path = path,
		.referer = j->n > 1 ? j->referer : p->config.request.referer,
		.number = p->url,
		.written_bytes = sink->written_bytes,
		.status = status};
	struct strbuf text = {0}, err = {0};

	if (!p->o.write_out)
		return;
	write_out_put(&text, &err, p->texts.format.p, &w);
	strbuf_put_char(&text, 0);
	strbuf_put_char(&err, 0);
	if (text.bad || err.bad) {
		report_no_memory(p->report);
	} else {
		report_put_text(p->report, text.p);
		report_flush(p->report);
		if (*err.p)
			report_warn(p->report, "%.*s", (int)strcspn(err.p, "\n"), err.p);
	}
	strbuf_close(&text);
	strbuf_close(&err);
}

/* What may pass by itself, as curl has it: a refused connection does not. */
static bool may_pass(const struct journey *j)
{
	const struct exchange *x = journey_last(j);

	if (j->failed != LINK_FINE)
		return j->failed == LINK_TIMEOUT || j->failed == LINK_NAME ||
		       j->why.error == ETIMEDOUT;
	return x && exchange_may_pass(x);
}

static int finish(struct parts *p, struct journey *j, struct sink *sink, int status)
{
	struct fail why = {0};

	if (status && j->why.error)
		main_complain(p, &j->why);
	p->interrupted = p->interrupted || j->why.error == EINTR;
	/* What is there of a file that can be gone on with is kept. */
	if ((!status || p->config.resume || j->failed == LINK_FINE) && !j->http_failed &&
		!j->unmet && sink_commit(sink, &why) < 0) {
		main_complain(p, &why);
		status = status ? status : 2;
	}
	sink_abandon(sink);
	return status;
}

bool main_pause_until(struct parts *p, int64_t due_ns)
{
	struct wait_ready ready;
	int64_t until_ns = due_ns < p->config.deadline_ns ? due_ns : p->config.deadline_ns;

	do {
		if (!p->wait && wait_open(&p->wait, NULL) < 0)
			return false;
		if (wait_for(p->wait, until_ns, &ready, NULL) < 0)
			return false;
		if (ready.signal == SIGQUIT)
			main_interim(p);
		if (wait_ends(ready.signal)) {
			p->interrupted = true;
			return false;
		}
	} while (!ready.timed_out);
	return ready.now_ns >= due_ns;
}

/* A server may ask for a longer pause, in seconds or until a date (RFC 9110 10.2.3); a day of it is
 * as good as no. */
static int64_t wanted_pause(const struct journey *j, int64_t pause_ns)
{
	enum { DAY_S = 86400 };
	const struct exchange *x = journey_last(j);
	struct slice value = x ? http_value(&x->http, "retry-after", 0) : slice_of(NULL);
	int64_t wanted_s = 0, until_s;
	uint64_t s;

	if (slice_number(value, &s))
		wanted_s = s < DAY_S ? (int64_t)s : DAY_S;
	else if (date_parse(value, &until_s))
		wanted_s = until_s - clock_wall() / CLOCK_SECOND;
	wanted_s = wanted_s < DAY_S ? wanted_s : DAY_S;
	return wanted_s > pause_ns / CLOCK_SECOND ? wanted_s * CLOCK_SECOND : pause_ns;
}

/* One URL, into its file. again: it may be tried once more, and should be. */
static int get_once(struct parts *p, const char *url, unsigned run, bool *again, int64_t *pause_ns)
{
	char name[PATH_MAX];
	const char *path;
	struct journey j = {0};
	struct sink sink = {.fd = -1};
	struct fail why = {0};
	int status;

	if (options_target(&p->o, p->url, name, sizeof name, &path, &why) < 0 ||
		set_range(p, path, &why) < 0 ||
		sink_open(&sink, path, p->config.resume_from, p->url < p->o.outputs.n, &why) < 0) {
		main_complain(p, &why);
		*again = false; /* it does not pass by itself */
		return 2;
	}
	sink.limit_bytes = p->o.max_bytes;
	p->config.sink = &sink;
	journey_run(&j, &p->config, url);
	*pause_ns = wanted_pause(&j, *pause_ns);
	*again = *again && may_pass(&j);
	p->tried_bytes += sink.written_bytes;
	if (j.http_failed && j.failed == LINK_FINE)
		fail_set(&j.why, EREMOTE, "the server answered %d", journey_last(&j)->http.status);
	status = main_judge(p, &j);
	if (!*again)
		write_out(p, &j, url, path, &sink, status);
	main_tell(p, &j, url, run);
	status = finish(p, &j, &sink, status);
	journey_close(&j);
	return status;
}

static int get(struct parts *p, const char *url, unsigned run)
{
	int64_t pause_ns = CLOCK_SECOND, wait_ns;
	bool again;
	int status;

	p->tried_bytes = 0;
	for (int64_t left = p->o.retries;; left--) {
		again = left > 0;
		wait_ns = pause_ns;
		p->config.again = again;
		status = get_once(p, url, run, &again, &wait_ns);
		if (!again || p->interrupted || !main_pause_until(p, clock_now() + wait_ns))
			return status;
		pause_ns *= pause_ns < 600 * INT64_C(1000000000) ? 2 : 1;
	}
}

/* Each address of the name in turn; the first failure is the status. */
static int get_all(struct parts *p, const char *text, unsigned run)
{
	char host[URL_HOST_TEXT + 40]; /* with its zone */
	struct resolve_result names;
	struct fail why = {0};
	struct url url;
	struct link_config asks = p->config.fetch.link;
	int status = 0, one, rc;

	asks.deadline_ns = p->config.deadline_ns;
	if (url_parse(&url, text, &why) < 0 || host_convert(&url, &why) < 0) {
		main_complain(p, &why);
		return 2;
	}
	snprintf(host, sizeof host, *url.zone ? "%s%%%s" : "%s", url.host, url.zone);
	/* What fails here is an exchange that fails, with its records. */
	rc = link_name(&asks, host, &names, &why);
	if (rc < 0 && rc != -EINTR && !fail_is_shortage(rc))
		return get(p, text, run);
	if (rc < 0) {
		main_complain(p, &why);
		p->interrupted = rc == -EINTR;
		return 2;
	}
	p->config.where.only_host = url.host;
	for (unsigned i = 0; i < names.n && !p->interrupted; i++) {
		p->config.where.only = &names.addrs[i];
		one = get(p, text, run);
		status = status ? status : one;
	}
	p->config.where.only = NULL;
	return status;
}

int main_get(struct parts *p, unsigned run)
{
	int (*const how)(struct parts *, const char *, unsigned) =
		p->o.all_addresses ? get_all : get;
	struct strbuf url = {0};
	struct fail why = {0};
	int status;

	if (!p->o.get || !p->o.data.n)
		return how(p, p->o.urls[p->url], run);
	options_get(&url, p->o.urls[p->url], &p->data);
	if (url.bad) {
		fail_set(&why, ENOMEM, "no memory for the URL");
		main_complain(p, &why);
		status = LINK_LOCAL;
	} else {
		status = how(p, url.p, run);
	}
	strbuf_close(&url);
	return status;
}

/* Each URL once, asked in a way of its own. */
static int run_each(struct parts *p, int (*how)(struct parts *))
{
	int status = 0, one;

	for (p->url = 0; p->url < p->o.n_urls && !p->interrupted; p->url++) {
		one = how(p);
		status = status ? status : one;
	}
	return status;
}

int main_run(struct parts *p)
{
	int status = 0, one;

	if (p->o.probe != PROBE_NONE)
		return run_each(p, main_probe);
	if (p->o.compare != COMPARE_NONE)
		return run_each(p, main_compare);

	for (int64_t run = 1; run <= p->o.count && !p->interrupted; run++) {
		int64_t due_ns = clock_now() + p->o.interval_ns;

		for (p->url = 0; p->url < p->o.n_urls && !p->interrupted; p->url++) {
			one = main_get(p, (unsigned)run);
			status = status ? status : one;
		}
		if (run < p->o.count && !p->interrupted && !main_pause_until(p, due_ns))
			break;
	}
	return status;
}
