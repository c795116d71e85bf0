/* gateway: what caches, proxies and gateways say of themselves. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "date.h"
#include "gateway_parts.h"
#include "plural.h"

enum { SKEW_S = 60 /* less is no news */ };

static void put_slice(struct strbuf *to, struct slice s)
{
	strbuf_put(to, s.p, s.n < 200 ? s.n : 200);
}

static void put_via(struct strbuf *to, const struct http *h)
{
	const struct http_field *f;
	struct slice rest, item;
	unsigned n = 0;

	for (unsigned i = 0; (f = http_find(h, "via", i)); i++)
		for (rest = http_value_of(h, f); slice_item(&rest, ',', &item); n++) {
			strbuf_put_text(to, n ? ", then " : "It came by ");
			put_slice(to, item);
		}
	if (n)
		strbuf_print(to, ": %u %s, the origin's side first [Via]\n", n,
			plural(n, "intermediary", "intermediaries"));
}

static void put_hit(struct strbuf *to, const struct http *h)
{
	static const char *const texts[] = {NULL, "The nearest cache that speaks had it",
		"The nearest cache that speaks did not have it and asked further",
		"The nearest cache that speaks gave a stale copy",
		"The nearest cache that speaks was passed by"};
	const char *evidence;
	enum gateway_hit hit = gateway_hit_of(h, &evidence);

	if (hit == GATEWAY_UNKNOWN)
		return;
	strbuf_print(to, "%s [%s: ", texts[hit], evidence);
	put_slice(to, http_value(h, evidence, 0));
	strbuf_put_text(to, "]\n");
}

static void put_forbidden(struct strbuf *to, const struct http *h)
{
	if (gateway_directive(h, "no-store", NULL))
		strbuf_put_text(to, "No cache may keep it [Cache-Control: no-store]\n");
	else if (gateway_directive(h, "no-cache", NULL))
		strbuf_put_text(
			to, "A cache asks the origin each time [Cache-Control: no-cache]\n");
	else if (gateway_directive(h, "private", NULL))
		strbuf_put_text(to, "Only a browser may keep it [Cache-Control: private]\n");
	if (http_lists(h, "vary", "*"))
		strbuf_put_text(to, "No other request may be answered with it [Vary: *]\n");
}

static void put_fresh(struct strbuf *to, const struct http *h)
{
	const char *evidence;
	int64_t lifetime_s, age_s = 0;
	uint64_t age;
	bool has_age = slice_number(http_value(h, "age", 0), &age) && age < INT32_MAX;

	if (has_age) {
		age_s = (int64_t)age;
		strbuf_print(to, "It was in caches for %lld s [Age]\n", (long long)age_s);
	}
	if (gateway_directive(h, "no-store", NULL) ||
		!gateway_lifetime(h, true, &lifetime_s, &evidence))
		return;
	if (age_s < lifetime_s)
		strbuf_print(to, "A shared cache may serve it for another %lld s [%s%s]\n",
			(long long)(lifetime_s - age_s), evidence, has_age ? ", Age" : "");
	else
		strbuf_print(to, "It is stale since %lld s [%s%s]\n",
			(long long)(age_s - lifetime_s), evidence, has_age ? ", Age" : "");
}

/* Date is when the origin made it: with Age it tells how far the clocks are apart. */
static void put_skew(struct strbuf *to, const struct http *h, int64_t now_s)
{
	int64_t date_s, skew_s;
	uint64_t age = 0;

	if (!date_parse(http_value(h, "date", 0), &date_s))
		return;
	slice_number(http_value(h, "age", 0), &age);
	skew_s = date_s + (age < INT32_MAX ? (int64_t)age : 0) - now_s;
	if (skew_s > SKEW_S)
		strbuf_print(to, "The server's clock is %lld s ahead of ours [Date, Age]\n",
			(long long)skew_s);
	else if (skew_s < -SKEW_S)
		strbuf_print(to,
			"The server's clock is %lld s behind ours, or a cache that gives no Age "
			"kept "
			"it [Date, Age]\n",
			(long long)-skew_s);
}

/* RFC 9209: the error of each gateway. */
static void put_proxy_status(struct strbuf *to, const struct http *h)
{
	const struct http_field *f;
	struct slice rest, item;
	char error[80], details[160];

	for (unsigned i = 0; (f = http_find(h, "proxy-status", i)); i++)
		for (rest = http_value_of(h, f); slice_item(&rest, ',', &item);) {
			struct slice name = item;

			gateway_parameter(error, sizeof error, item, "error");
			gateway_parameter(details, sizeof details, item, "details");
			if (!*error)
				continue;
			strbuf_put_text(to, "The gateway ");
			put_slice(to, slice_trim(slice_until(&name, ';')));
			strbuf_print(to, " says: %s%s%s [Proxy-Status]\n", error,
				*details ? ", " : "", details);
		}
}

/* "ERR_CONNECT_FAIL 111": Squid's name for it, and the errno it got. */
static void put_squid(struct strbuf *to, const struct http *h)
{
	struct slice value = http_value(h, "x-squid-error", 0), code = value;
	struct slice name = slice_until(&code, ' ');
	uint64_t number;

	if (!value.n)
		return;
	strbuf_put_text(to, "Squid says: ");
	put_slice(to, name);
	if (slice_number(code, &number) && number && number < 200)
		strbuf_print(to, ", %s", strerror((int)number));
	strbuf_put_text(to, " [X-Squid-Error]\n");
}

static void put_status(struct strbuf *to, const struct http *h)
{
	if (h->status == 502)
		strbuf_put_text(to, "A gateway could not use its upstream's answer, or had none "
				    "[status 502]\n");
	else if (h->status == 504)
		strbuf_put_text(to, "A gateway waited for its upstream in vain [status 504]\n");
	else if (h->status == 503 && http_value(h, "retry-after", 0).n)
		strbuf_put_text(
			to, "The server asks to come back later [status 503, Retry-After]\n");
	else if (h->status == 407)
		strbuf_put_text(
			to, "The proxy wants to know who asks: --proxy-user [status 407]\n");
}

static void put_timing(struct strbuf *to, const struct http *h)
{
	const struct http_field *f;
	struct slice rest, item;
	char duration[24], what[80];

	for (unsigned i = 0; (f = http_find(h, "server-timing", i)); i++)
		for (rest = http_value_of(h, f); slice_item(&rest, ',', &item);) {
			struct slice name = item;

			gateway_parameter(duration, sizeof duration, item, "dur");
			gateway_parameter(what, sizeof what, item, "desc");
			strbuf_put_text(to, "The server says of its time: ");
			put_slice(to, slice_trim(slice_until(&name, ';')));
			strbuf_print(to, "%s%s%s%s%s [Server-Timing]\n", *what ? " (" : "", what,
				*what ? ")" : "", *duration ? " " : "", duration);
		}
}

void gateway_put(struct strbuf *to, const struct http *h, int64_t now_s)
{
	if (!h->head_done)
		return;
	put_via(to, h);
	put_hit(to, h);
	put_forbidden(to, h);
	put_fresh(to, h);
	put_skew(to, h, now_s);
	put_proxy_status(to, h);
	put_squid(to, h);
	put_status(to, h);
	put_timing(to, h);
	if (http_value(h, "alt-svc", 0).n && !slice_like(http_value(h, "alt-svc", 0), "clear")) {
		strbuf_put_text(to, "The server is reachable in other ways: ");
		put_slice(to, http_value(h, "alt-svc", 0));
		strbuf_put_text(to, " [Alt-Svc]\n");
	}
}
