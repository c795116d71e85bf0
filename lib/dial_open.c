/* dial_open: the addresses in their order, and a socket for each. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "dial_parts.h"

enum { ATTEMPT_DELAY_NS = 250000000 };

/* Families take turns, the first address's first (RFC 8305 4). */
static unsigned interleave(const struct dial_config *c, struct dial_attempt *to)
{
	bool used[DIAL_ADDRS] = {false};
	unsigned n = 0, most = c->n < DIAL_ADDRS ? c->n : DIAL_ADDRS;
	uint8_t want = most ? c->addrs[0].family : ADDR_NONE;

	for (unsigned turn = 0; turn < 2 * most; turn++) {
		for (unsigned i = 0; i < most; i++) {
			bool barred = c->source.family && c->source.family != c->addrs[i].family;

			if (used[i] || barred || c->addrs[i].family != want)
				continue;
			used[i] = true;
			to[n++] = (struct dial_attempt){.addr = c->addrs[i], .port = c->port};
			break;
		}
		want = want == ADDR_V4 ? ADDR_V6 : ADDR_V4;
	}
	return n;
}

static bool copy_text(char *to, size_t size, const char *from)
{
	size_t n = from ? strlen(from) : 0;

	if (n >= size)
		return false;
	if (n)
		memcpy(to, from, n);
	to[n] = '\0';
	return true;
}

/* A host goes into a line of HTTP. */
static bool is_plain(const char *text)
{
	for (; *text; text++)
		if ((uint8_t)*text <= ' ' || *text == 0x7f)
			return false;
	return true;
}

static int copy_config(struct dial *d, const struct dial_config *c, struct fail *why)
{
	d->delay_ns = c->delay_ns ? c->delay_ns : ATTEMPT_DELAY_NS;
	d->timeout_ns = c->timeout_ns ? c->timeout_ns : INT64_MAX;
	d->deadline_ns = c->deadline_ns;
	d->every = c->every;
	d->proxy = c->unix_path ? DIAL_DIRECT : c->proxy;
	d->host_port = c->host_port;
	d->has_user = c->user != NULL;
	d->winner = -1;
	d->leg = (struct dial_leg){.asked_ns = -1, .answered_ns = -1, .status = -1};
	if (!copy_text(d->unix_path, sizeof d->unix_path, c->unix_path))
		return fail_set(why, ENAMETOOLONG, "a socket's path has 107 bytes at most");
	if (!copy_text(d->host, sizeof d->host, c->host) ||
		!copy_text(d->user, sizeof d->user, c->user) ||
		!copy_text(d->password, sizeof d->password, c->password))
		return fail_set(why, ENAMETOOLONG, "a name for a proxy has 255 bytes at most");
	if (d->proxy != DIAL_DIRECT && (!d->host[0] || !is_plain(d->host)))
		return fail_set(why, EINVAL, "a proxy cannot be asked for such a host");
	return 0;
}

static int open_attempts(struct dial *d, const struct dial_config *c, struct fail *why)
{
	struct fail first = {0};
	unsigned good = 0;

	if (c->unix_path)
		d->attempt[d->n++] = (struct dial_attempt){.port = 0};
	else
		d->n = interleave(c, d->attempt);
	for (unsigned i = 0; i < d->n; i++) {
		struct dial_attempt *a = &d->attempt[i];
		struct fail f = {0};

		a->started_ns = a->ended_ns = -1;
		d->fd[i] = dial_socket(c, a, &f);
		good += d->fd[i] >= 0;
		if (d->fd[i] >= 0)
			continue;
		a->error = f.error; /* a family this host lacks is no reason to stop */
		a->outcome = DIAL_FAILED;
		if (!first.error)
			first = f;
	}
	if (good)
		return 0;
	if (!first.error)
		return fail_set(why, EINVAL, "there is no address to connect to");
	return fail_set(why, first.error, "%s", first.text);
}

/* Its interface has to be said; the kernel would only say "Invalid argument". */
static int check_zone(const struct dial_config *c, struct fail *why)
{
	const struct addr *a = c->addrs;
	char text[ADDR_TEXT];

	if (c->unix_path || c->device || c->source.zone || c->n != 1 || !addr_is_link_local(a) ||
		a->family != ADDR_V6 || a->zone)
		return 0;
	addr_print(text, a);
	return fail_set(why, EINVAL,
		"%s is the address of a link: say which, as in %s%%eth0 or by --interface eth0",
		text, text);
}

int dial_open(struct dial **out, const struct dial_config *c, struct fail *why)
{
	struct dial *d = calloc(1, sizeof *d);
	int rc;

	if (!d)
		return fail_errno(why, "connecting");
	for (unsigned i = 0; i < DIAL_ADDRS; i++)
		d->fd[i] = -1;
	rc = copy_config(d, c, why);
	if (rc >= 0)
		rc = check_zone(c, why);
	if (rc >= 0)
		rc = open_attempts(d, c, why);
	if (rc < 0) {
		dial_close(d);
		return rc;
	}
	*out = d;
	return 0;
}

void dial_close(struct dial *d)
{
	if (!d)
		return;
	for (unsigned i = 0; i < DIAL_ADDRS; i++)
		dial_shut(d, i);
	free(d);
}
