/* main_compare: --compare: the same URL by two ways, by turns. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>

#include "clock.h"
#include "decimal.h"
#include "main_parts.h"
#include "records_probe.h"

/* Each time over a new connection and, with TLS, a new session: one of the other way would be no
 * measure. */
static void take_way(struct parts *p, unsigned way)
{
	kept_close(&p->kept);
	if (p->o.compare == COMPARE_FAMILY)
		p->config.fetch.link.family = way ? AF_INET6 : AF_INET;
	else
		p->config.where.proxy.given = way ? "" : p->o.proxy;
}

static void print_table(struct parts *p, const struct tally *const ways[static 2])
{
	char text[2][DECIMAL_TEXT];

	report_text(p->report, "\n%-9s %12s %12s\n", "ms, p50", compare_way(p->o.compare, 0),
		compare_way(p->o.compare, 1));
	for (unsigned i = 0; i < TALLY_SPANS; i++) {
		int64_t ns[2] = {tally_quantile(ways[0], i, 0.5), tally_quantile(ways[1], i, 0.5)};

		if (ns[0] == INT64_MIN && ns[1] == INT64_MIN)
			continue;
		for (unsigned w = 0; w < 2; w++)
			decimal_ms(text[w], ns[w]);
		report_text(p->report, "%-9s %12s %12s\n", tally_span_name(i), text[0], text[1]);
	}
}

static void conclude(struct parts *p, const struct tally *const ways[static 2])
{
	const char *const names[] = {compare_way(p->o.compare, 0), compare_way(p->o.compare, 1)};
	struct strbuf verdict = {0};

	compare_put(&verdict, p->o.compare, ways);
	strbuf_put_char(&verdict, 0);
	if (verdict.bad) {
		report_no_memory(p->report);
	} else {
		print_table(p, ways);
		report_text(p->report, "%s\n", verdict.p);
		records_compare(p->report, p->o.urls[p->url], names, ways, verdict.p);
	}
	strbuf_close(&verdict);
}

/* There has to be a proxy to compare with. */
static int check_proxy(struct parts *p)
{
	struct fail why = {0};
	struct proxy proxy;
	struct url url;
	int rc = url_parse(&url, p->o.urls[p->url], &why);

	if (rc >= 0)
		rc = proxy_choose(&proxy, &p->config.where.proxy, &url, &why);
	if (rc >= 0 && proxy.kind == PROXY_NONE)
		rc = fail_set(&why, EINVAL,
			"there is no proxy to compare with: neither -x nor the environment names "
			"one");
	if (rc < 0)
		main_complain(p, &why);
	return rc < 0 ? LINK_LOCAL : 0;
}

int main_compare(struct parts *p)
{
	const struct tally *const ways[] = {&p->ways[0], &p->ways[1]};
	struct fail why = {0};
	int status = 0, worst = 0, one;

	if (p->o.compare == COMPARE_PROXY && check_proxy(p))
		return LINK_LOCAL;
	for (unsigned w = 0; w < 2; w++)
		if (!status && tally_open(&p->ways[w], &why) < 0)
			status = LINK_LOCAL;
	if (status)
		main_complain(p, &why);
	p->compared = !status;
	for (int64_t run = 1; !status && run <= p->o.count && !p->interrupted; run++) {
		int64_t due_ns = clock_now() + p->o.interval_ns;

		for (p->way = 0; p->way < 2 && !p->interrupted; p->way++) {
			take_way(p, p->way);
			one = main_get(p, (unsigned)run);
			worst = worst ? worst : one;
		}
		if (run < p->o.count && !p->interrupted && !main_pause_until(p, due_ns))
			break;
	}
	p->compared = false;
	if (!status)
		conclude(p, ways);
	tally_close(&p->ways[0]);
	tally_close(&p->ways[1]);
	return status ? status : worst;
}
