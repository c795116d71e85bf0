/* url: an http or https URL in its parts, strictly. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "url.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <strings.h>

static const char *const note_texts[URL_NOTES] = {
	[URL_SCHEME_GUESSED] = "no scheme was given; http is assumed",
	[URL_HOST_UPPER] = "upper-case letters in the host are sent in lower case",
	[URL_HOST_NUMBER] = "the host is a number in an old form; some programs send it as it is, "
			    "others as a dotted quad",
	[URL_HOST_DOT] = "the name ends in a dot; certificates and servers know it without",
	[URL_HOST_IDN] = "the name is not ASCII; its xn-- form is asked for and sent",
	[URL_HOST_MIXED] = "letters of several alphabets are mixed in one part of the name: it may "
			   "look like another one",
	[URL_USERINFO] = "user information before @ is sent as basic authentication, not as a host",
	[URL_PORT_EMPTY] = "the port behind : is empty; the scheme's own is used",
	[URL_PORT_ZEROS] = "the port has leading zeros; some programs read those as octal",
	[URL_DOT_SEGMENTS] = "dot segments in the path are sent as they are; curl and browsers "
			     "remove them before they ask",
	[URL_HIDDEN_DOTS] = "percent-encoded dot segments are sent as they are; some clients and "
			    "servers remove them",
	[URL_PERCENT_BAD] = "a % is not followed by two hex digits; it is sent as it is, and "
			    "servers differ in what they make of it",
	[URL_PERCENT_CONTROL] = "a percent-encoded control byte is in the path or query",
	[URL_UNSAFE] = "characters that RFC 3986 does not allow are sent as they are",
	[URL_NOT_ASCII] = "bytes that are not ASCII are sent percent-encoded",
	[URL_FRAGMENT] = "the fragment behind # is never sent",
};

const char *url_note_text(enum url_note which)
{
	return note_texts[which];
}

static void note(struct url *u, enum url_note which)
{
	u->notes |= UINT32_C(1) << which;
}

/* No request may hold these, and programs drop, keep or cut at them as they like. */
static int check_bytes(const char *text, struct fail *why)
{
	for (const char *c = text; *c; c++) {
		unsigned char b = (unsigned char)*c;

		if (c - text >= URL_MAX_BYTES)
			return fail_set(
				why, EINVAL, "the URL is longer than %d bytes", URL_MAX_BYTES);
		if (b <= ' ' || b == 0x7f)
			return fail_set(why, EINVAL,
				"byte %td of the URL is %s: write it as %%%02X if it is meant",
				c - text, b == ' ' ? "a blank" : "a control byte", b);
	}
	return 0;
}

static int take_scheme(struct url *u, struct slice *rest, struct fail *why)
{
	const char *colon = strstr(rest->p, "://");
	size_t word = strcspn(rest->p, ":/?#@[");

	if (colon && (size_t)(colon - rest->p) == word) {
		struct slice scheme = {rest->p, word};

		u->https = slice_like(scheme, "https");
		if (!u->https && !slice_like(scheme, "http"))
			return fail_set(why, EINVAL, "'%.*s' is neither http nor https",
				(int)(word > 40 ? 40 : word), rest->p);
		*rest = slice_of(colon + 3);
		return 0;
	}
	if (slice_starts(*rest, "http:") || slice_starts(*rest, "https:"))
		return fail_set(why, EINVAL,
			"two slashes are missing behind the scheme: some programs add them, "
			"others take the scheme for a host");
	note(u, URL_SCHEME_GUESSED);
	return 0;
}

static void take_userinfo(struct url *u, struct slice *authority)
{
	const char *at = memchr(authority->p, '@', authority->n);

	if (!at)
		return;
	u->password = slice_at(authority->p, (size_t)(at - authority->p));
	*authority = slice_at(at + 1, authority->n - u->password.n - 1);
	u->user = slice_until(&u->password, ':');
	note(u, URL_USERINFO);
}

static int take_port(struct url *u, struct slice port, struct fail *why)
{
	uint64_t value;

	u->port = u->https ? 443 : 80;
	if (!port.p)
		return 0;
	if (!port.n) {
		note(u, URL_PORT_EMPTY);
		return 0;
	}
	if (!slice_number(port, &value) || value < 1 || value > UINT16_MAX)
		return fail_set(why, EINVAL, "'%.*s' is no port: 1 to 65535",
			(int)(port.n > 40 ? 40 : port.n), port.p);
	if (*port.p == '0')
		note(u, URL_PORT_ZEROS);
	u->port = (uint16_t)value;
	u->port_given = true;
	return 0;
}

/* RFC 6874 wants the zone's % as %25; what people type is the % alone. */
static int take_ip6(struct url *u, struct slice inside, struct fail *why)
{
	struct slice zone = inside, addr = slice_until(&zone, '%');
	struct in6_addr parsed;

	slice_copy(u->host, sizeof u->host, addr);
	if (zone.p && zone.n >= 2 && zone.p[0] == '2' && zone.p[1] == '5')
		zone = slice_at(zone.p + 2, zone.n - 2);
	if (zone.p && (!zone.n || zone.n >= sizeof u->zone))
		return fail_set(why, EINVAL, "the zone behind %% names no interface");
	slice_copy(u->zone, sizeof u->zone, zone);
	u->kind = URL_IP6;
	return inet_pton(AF_INET6, u->host, &parsed) == 1
		       ? 0
		       : fail_set(why, EINVAL, "'%s' is no IPv6 address", u->host);
}

static int check_name(const char *host, struct fail *why)
{
	for (const unsigned char *c = (const unsigned char *)host; *c; c++)
		if (*c < 0x80 && !isalnum(*c) && !strchr("-._", *c))
			return fail_set(why, EINVAL, "'%c' cannot be in a host name%s", *c,
				*c == '\\'  ? ": browsers take it for /, other programs do not"
				: *c == '%' ? ": some programs decode it, others do not"
					    : "");
	return 0;
}

static int take_name(struct url *u, struct slice name, struct fail *why)
{
	struct in_addr number;
	bool ascii = true;

	if (!name.n)
		return fail_set(why, EINVAL, "the URL has no host");
	if (name.n >= sizeof u->host)
		return fail_set(why, EINVAL, "the host name is longer than 255 bytes");
	for (size_t i = 0; i < name.n; i++) {
		unsigned char c = (unsigned char)name.p[i];

		if (c >= 'A' && c <= 'Z')
			note(u, URL_HOST_UPPER);
		ascii = ascii && c < 0x80;
		u->host[i] = (char)(c < 0x80 ? tolower(c) : c);
	}
	u->host[name.n] = '\0';
	if (!ascii)
		note(u, URL_HOST_IDN);
	if (name.p[name.n - 1] == '.')
		note(u, URL_HOST_DOT);
	u->kind = URL_NAME;
	if (inet_pton(AF_INET, u->host, &number) == 1) {
		u->kind = URL_IP4;
	} else if (inet_aton(u->host, &number)) {
		u->kind = URL_IP4;
		note(u, URL_HOST_NUMBER);
	}
	return check_name(u->host, why);
}

static int take_authority(struct url *u, struct slice authority, struct fail *why)
{
	const char *start = authority.p;
	struct slice port = {0};
	int rc;

	take_userinfo(u, &authority);
	if (authority.n && memchr(authority.p, '@', authority.n))
		return fail_set(why, EINVAL,
			"there are two @ before the host, and programs differ in which one ends "
			"the user: write the user's as %%40");
	if (u->user.p && memchr(start, '\\', (size_t)(authority.p - start)))
		return fail_set(why, EINVAL,
			"there is a \\ before the @: browsers take it for / and what is before it "
			"for the host, other programs do not; write the user's as %%5C");
	u->host_given = authority;
	if (authority.n && *authority.p == '[') {
		struct slice rest = {authority.p + 1, authority.n - 1};
		struct slice inside = slice_until(&rest, ']');

		if (!rest.p || (rest.n && *rest.p != ':'))
			return fail_set(why, EINVAL, "the [ of an IPv6 address is not closed");
		u->host_given.n = inside.n + 2;
		if (rest.n)
			port = slice_at(rest.p + 1, rest.n - 1);
		rc = take_ip6(u, inside, why);
	} else {
		port = authority;
		u->host_given = slice_until(&port, ':');
		if (port.n && memchr(port.p, ':', port.n))
			return fail_set(why, EINVAL,
				"several : in the host: an IPv6 address stands in brackets, as in "
				"http://[2001:db8::1]/");
		rc = take_name(u, u->host_given, why);
	}
	return rc < 0 ? rc : take_port(u, port, why);
}

/* Whether a segment is . or .., written out or percent-encoded. */
static bool is_dots(struct slice segment, bool *hidden)
{
	unsigned dots = 0;

	*hidden = false;
	for (size_t i = 0; i < segment.n; dots++) {
		if (segment.p[i] == '.') {
			i++;
		} else if (segment.n - i >= 3 && !strncasecmp(segment.p + i, "%2e", 3)) {
			*hidden = true;
			i += 3;
		} else {
			return false;
		}
	}
	return dots == 1 || dots == 2;
}

static void look_at_percent(struct url *u, const char *c, size_t left)
{
	int high = left > 2 ? slice_hex(c[1]) : -1, low = left > 2 ? slice_hex(c[2]) : -1;

	if (high < 0 || low < 0)
		note(u, URL_PERCENT_BAD);
	else if (high < 2 || (high == 7 && low == 15))
		note(u, URL_PERCENT_CONTROL);
}

static void look_at_path(struct url *u)
{
	struct slice rest = u->path,
		     both = {u->path.p, u->path.n + (u->query.p ? u->query.n + 1 : 0)};
	bool hidden;

	while (rest.p)
		if (is_dots(slice_until(&rest, '/'), &hidden))
			note(u, hidden ? URL_HIDDEN_DOTS : URL_DOT_SEGMENTS);
	for (size_t i = 0; both.p && i < both.n; i++) {
		if (both.p[i] == '%')
			look_at_percent(u, both.p + i, both.n - i);
		else if ((unsigned char)both.p[i] >= 0x80)
			note(u, URL_NOT_ASCII);
		else if (strchr("\"<>\\^`{|}", both.p[i]))
			note(u, URL_UNSAFE);
	}
}

int url_parse(struct url *out, const char *text, struct fail *why)
{
	struct slice rest = slice_of(text), authority;
	int rc;

	*out = (struct url){0};
	if ((rc = check_bytes(text, why)) < 0 || (rc = take_scheme(out, &rest, why)) < 0)
		return rc;
	authority = slice_at(rest.p, strcspn(rest.p, "/?#"));
	out->path = slice_at(rest.p + authority.n, rest.n - authority.n);
	out->fragment = out->path;
	out->path = slice_until(&out->fragment, '#');
	out->query = out->path;
	out->path = slice_until(&out->query, '?');
	if (out->fragment.p)
		note(out, URL_FRAGMENT);
	look_at_path(out);
	return take_authority(out, authority, why);
}
