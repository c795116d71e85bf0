/* options: httpget's command line as values. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "options_parts.h"

#include <errno.h>
#include <string.h>

#include "decimal.h"
#include "dscp.h"
#include "http.h"
#include "tally.h"

#define SECOND INT64_C(1000000000)

void options_usage(const char *program, FILE *to)
{
	cli_usage(&options_cli, program, to);
}

void options_words(FILE *to)
{
	cli_words(&options_cli, to);
}

/* "10", "1.5K", "2M", "1G", as curl reads sizes: of 1024. */
static bool read_size(struct slice text, uint64_t *out)
{
	static const char units[] = "kmgt";
	char number[32];
	const char *unit = NULL;
	double value;

	if (text.n && text.p[text.n - 1] >= 'A')
		unit = strchr(units, text.p[text.n - 1] | 0x20);
	if (text.n && text.p[text.n - 1] >= 'A' && !unit)
		return false;
	if (unit)
		text.n--;
	if (text.n >= sizeof number ||
		!decimal_parse_real(slice_copy(number, sizeof number, text), &value) || value < 0)
		return false;
	for (; unit && unit >= units; unit--)
		value *= 1024;
	*out = value >= 9e18 ? INT64_MAX : value > 0 && value < 1 ? 1 : (uint64_t)value;
	return true;
}

static int take_size(const char *option, const char *text, uint64_t *out, struct fail *why)
{
	if (!text || read_size(slice_of(text), out))
		return 0;
	return fail_set(
		why, EINVAL, "%s '%s' is no size: a number, K, M or G behind it", option, text);
}

static int take_slow(struct options *o, struct fail *why)
{
	struct slice span = slice_of(o->slow_text), rate = slice_until(&span, ',');
	char text[32];

	o->slow_ns = 30 * SECOND;
	if (!o->slow_text)
		return 0;
	if (!read_size(rate, &o->slow_bytes) || !o->slow_bytes ||
		(span.p && (span.n >= sizeof text ||
				   !cli_seconds(slice_copy(text, sizeof text, span), &o->slow_ns) ||
				   o->slow_ns <= 0)))
		return fail_set(
			why, EINVAL, "--min-rate '%s' is not BYTES or BYTES,SECONDS", o->slow_text);
	return 0;
}

static int check_texts(const struct options *o, struct fail *why)
{
	const char *const lines[] = {
		o->method, o->agent, o->referer, o->range, o->since, o->bearer};

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		if (lines[i] && strpbrk(lines[i], "\r\n"))
			return fail_set(why, EINVAL, "a line end in what goes into the head");
	if (o->method && (!*o->method || strpbrk(o->method, " \t")))
		return fail_set(why, EINVAL, "'%s' is no method", o->method);
	return 0;
}

static int take_dscp(struct options *o, struct fail *why)
{
	o->tos = -1;
	if (!o->dscp)
		return 0;
	o->tos = dscp_option(o->dscp, why);
	return o->tos < 0 ? -EINVAL : 0;
}

static int check_slo(const struct options *o, struct fail *why)
{
	int64_t limit_ns;
	unsigned span;

	for (size_t i = 0; i < o->slo.n; i++)
		if (!tally_slo(o->slo.items[i], &span, &limit_ns))
			return fail_set(why, EINVAL,
				"--slo '%s' is not PHASE=MS with name, connect, proxy, tls, send, "
				"network, think, transfer, first or total",
				o->slo.items[i]);
	return 0;
}

/* What asks in several ways says itself what is asked. */
static int check_modes(const struct options *o, struct fail *why)
{
	if (o->all_addresses && (o->unix_path || o->resolve.n || o->connect_to.n || o->remote_name))
		return fail_set(why, EINVAL,
			"--all-addresses goes with none of --unix-socket, --resolve, --connect-to "
			"and -O");
	if ((o->probe >= 0) + (o->compare >= 0) + o->all_addresses > 1)
		return fail_set(why, EINVAL,
			"only one of --probe, --compare and --all-addresses may be used");
	if (o->probe >= 0 && (o->count > 1 || o->outputs.n || o->remote_name || o->method ||
				     o->head || o->data.n || o->resume || o->range))
		return fail_set(why, EINVAL,
			"--probe goes with none of --count, -o, -O, -X, -I, -d, -C and -r");
	if (o->compare >= 0 && (o->ipv4 || o->ipv6) &&
		!strcmp(options_compares[o->compare], "family"))
		return fail_set(why, EINVAL, "--compare family goes with neither -4 nor -6");
	return 0;
}

static int check_pairs(const struct options *o, struct fail *why)
{
	if (o->ipv4 && o->ipv6)
		return fail_set(why, EINVAL, "only one -4 or -6 option may be specified");
	if (o->outputs.n && o->remote_name)
		return fail_set(why, EINVAL, "only one of -o and -O may be used");
	if (o->out.pcap && o->unix_path)
		return fail_set(why, EINVAL, "--pcap: a Unix socket has no packets");
	if (o->out.pcap && !strcmp(o->out.pcap, "-") && !o->outputs.n && !o->remote_name)
		return fail_set(
			why, EINVAL, "--pcap - needs another place for the content: -o FILE");
	if (o->head && o->data.n && !o->get)
		return fail_set(why, EINVAL, "only one of -I and -d may be used");
	if (o->resume && o->range)
		return fail_set(why, EINVAL, "only one of -C and -r may be used");
	if (o->outputs.n > o->n_urls)
		return fail_set(why, EINVAL, "more -o than URLs");
	if (o->http10 && o->http11)
		return fail_set(why, EINVAL, "only one of --http1.0 and --http1.1 may be used");
	if (o->unix_path && !*o->unix_path)
		return fail_set(why, EINVAL, "--unix-socket names no socket");
	return 0;
}

int options_parse(struct options *out, int argc, char **argv, struct fail *why)
{
	const struct http_limits limits = HTTP_LIMITS_DEFAULT;
	int first, rc;

	*out = (struct options){.program = cli_name(argv),
		.max_redirects = 10,
		.count = 1,
		.probe = -1,
		.compare = -1,
		.interval_ns = SECOND,
		.max_line = (int64_t)limits.line_bytes,
		.max_head = (int64_t)limits.head_bytes,
		.max_fields = (int64_t)limits.fields,
		.max_interim = (int64_t)limits.interim,
		.max_trailer = (int64_t)limits.trailer_bytes,
		.max_extension = (int64_t)limits.extension_bytes,
		.max_ratio = 1000,
		.max_stages = 2,
		.out = OUTPUTS_DEFAULT};
	first = cli_parse(&options_cli, argc, argv, out, why);
	if (first < 0 || out->help || out->version)
		return first < 0 ? first : 0;
	out->urls = (const char *const *)argv + first;
	out->n_urls = (size_t)(argc - first);
	if (!out->n_urls)
		return fail_set(why, EINVAL, "no URL given");
	if ((rc = take_size("--limit-rate", out->rate_text, &out->rate_bytes, why)) < 0 ||
		(rc = take_size("--max-filesize", out->max_size_text, &out->max_bytes, why)) < 0 ||
		(rc = take_slow(out, why)) < 0 || (rc = take_dscp(out, why)) < 0 ||
		(rc = check_texts(out, why)) < 0 || (rc = check_slo(out, why)) < 0 ||
		(rc = check_pairs(out, why)) < 0 || (rc = check_modes(out, why)) < 0)
		return rc;
	return outputs_read(&out->out, why);
}
