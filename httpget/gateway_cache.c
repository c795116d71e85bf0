/* gateway_cache: hit or miss, and how long a response stays fresh. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "date.h"
#include "gateway_parts.h"

const char *gateway_hit_name(enum gateway_hit hit)
{
	static const char *const names[] = {NULL, "hit", "miss", "stale", "bypass"};

	return names[hit];
}

/* What caches call it, in their own words. */
static enum gateway_hit word_of(struct slice text)
{
	static const struct {
		const char *word;
		enum gateway_hit hit;
	} words[] = {{"REVALIDATED", GATEWAY_HIT}, {"TCP_HIT", GATEWAY_HIT},
		{"TCP_MEM_HIT", GATEWAY_HIT}, {"TCP_IMS_HIT", GATEWAY_HIT},
		{"TCP_REFRESH_HIT", GATEWAY_HIT}, {"TCP_REFRESH_MISS", GATEWAY_MISS},
		{"TCP_MISS", GATEWAY_MISS}, {"HIT", GATEWAY_HIT}, {"RefreshHit", GATEWAY_HIT},
		{"EXPIRED", GATEWAY_MISS}, {"UPDATING", GATEWAY_STALE}, {"STALE", GATEWAY_STALE},
		{"MISS", GATEWAY_MISS}, {"BYPASS", GATEWAY_BYPASS}, {"DYNAMIC", GATEWAY_BYPASS},
		{"PASS", GATEWAY_BYPASS}, {"NONE", GATEWAY_BYPASS}, {"Error", GATEWAY_MISS}};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (slice_starts(text, words[i].word))
			return words[i].hit;
	return GATEWAY_UNKNOWN;
}

/* RFC 9211: the last item is the nearest cache. */
static enum gateway_hit from_cache_status(const struct http *h)
{
	struct slice rest, item, last = {0}, part;
	const struct http_field *f;
	enum gateway_hit hit = GATEWAY_UNKNOWN;

	for (unsigned i = 0; (f = http_find(h, "cache-status", i)); i++)
		for (rest = http_value_of(h, f); slice_item(&rest, ',', &item);)
			last = item;
	slice_item(&last, ';', &part);
	while (slice_item(&last, ';', &part)) {
		if (slice_like(part, "hit"))
			hit = GATEWAY_HIT;
		else if (slice_starts(part, "fwd=stale"))
			hit = GATEWAY_STALE;
		else if (slice_starts(part, "fwd=bypass") || slice_starts(part, "fwd=method"))
			hit = GATEWAY_BYPASS;
		else if (slice_starts(part, "fwd="))
			hit = GATEWAY_MISS;
	}
	return hit;
}

/* Varnish: the request's number, and behind it that of the request that filled the cache. */
static enum gateway_hit from_varnish(const struct http *h)
{
	struct slice value = http_value(h, "x-varnish", 0);

	if (!value.n)
		return GATEWAY_UNKNOWN;
	return memchr(value.p, ' ', value.n) ? GATEWAY_HIT : GATEWAY_MISS;
}

enum gateway_hit gateway_hit_of(const struct http *h, const char **evidence)
{
	static const char *const fields[] = {"CF-Cache-Status", "X-Cache", "X-Cache-Status",
		"X-Proxy-Cache", "X-Nginx-Cache-Status", "X-Cache-Lookup", "X-Drupal-Cache",
		"Server-Timing"};
	enum gateway_hit hit = from_cache_status(h);

	*evidence = "Cache-Status";
	for (size_t i = 0; hit == GATEWAY_UNKNOWN && i < sizeof fields / sizeof *fields; i++) {
		struct slice value = http_value(h, fields[i], 0), item, last = {0};

		*evidence = fields[i];
		if (slice_is(slice_of(fields[i]), "Server-Timing")) {
			char text[32];
			bool cdn = slice_starts(value, "cdn-cache");

			if (cdn)
				hit = word_of(slice_of(
					gateway_parameter(text, sizeof text, value, "desc")));
			continue;
		}
		while (slice_item(&value, ',', &item))
			last = item;
		hit = word_of(last);
	}
	if (hit == GATEWAY_UNKNOWN) {
		*evidence = "X-Varnish";
		hit = from_varnish(h);
	}
	return hit;
}

bool gateway_directive(const struct http *h, const char *name, int64_t *out_s)
{
	const struct http_field *f;
	struct slice rest, item;
	uint64_t value;
	char text[24];

	for (unsigned i = 0; (f = http_find(h, "cache-control", i)); i++)
		for (rest = http_value_of(h, f); slice_item(&rest, ',', &item);) {
			struct slice argument = item, key = slice_trim(slice_until(&argument, '='));

			if (!slice_like(key, name))
				continue;
			slice_unquote(text, sizeof text, slice_trim(argument));
			if (out_s)
				*out_s = slice_number(slice_of(text), &value) && value < INT32_MAX
						 ? (int64_t)value
						 : 0;
			return true;
		}
	return false;
}

bool gateway_lifetime(const struct http *h, bool shared, int64_t *out_s, const char **evidence)
{
	struct slice expires = http_value(h, "expires", 0);
	int64_t date_s, expires_s;

	*evidence = "Cache-Control: s-maxage";
	if (shared && gateway_directive(h, "s-maxage", out_s))
		return true;
	*evidence = "Cache-Control: max-age";
	if (gateway_directive(h, "max-age", out_s))
		return true;
	*evidence = "Expires and Date";
	if (!expires.p || !date_parse(http_value(h, "date", 0), &date_s))
		return false;
	/* RFC 9111 5.3: what is no date lies in the past. */
	*out_s = date_parse(expires, &expires_s) && expires_s > date_s ? expires_s - date_s : 0;
	return true;
}
