/* capfile: a pcapng file of a run's own packets, which wait, in order, until their comments are
 * known. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "capfile.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"

enum { HELD = 1024 };

struct capfile {
	const char *path;
	struct file *file;
	struct capfile_packet held[HELD]; /* a ring */
	unsigned first, n_held;
	int error; /* the first one, negative; nothing is written after it */
};

int capfile_open(struct capfile **out, const struct capfile_config *c, struct fail *why)
{
	struct capfile *f = calloc(1, sizeof(*f));
	int rc;

	if (!f)
		return fail_set(why, ENOMEM, "no memory for a capture");
	f->path = c->path;
	if ((rc = file_create(&f->file, c->path, why)) < 0 ||
		(rc = pcapng_begin(file_stream(f->file), c->application, why)) < 0 ||
		(rc = pcapng_interface(file_stream(f->file), c->linktype, c->device, 0, why)) < 0) {
		capfile_abandon(f);
		return rc;
	}
	*out = f;
	return 0;
}

const char *capfile_folder(const struct capfile *c)
{
	return c ? file_folder(c->file) : NULL;
}

static void write_first(struct capfile *c)
{
	struct capfile_packet *h = &c->held[c->first];
	const struct pcapng_packet about = {.at_realtime_ns = h->realtime_ns,
		.whole_bytes = h->whole_bytes ? h->whole_bytes : (uint32_t)h->size,
		.direction = h->request ? PCAPNG_OUT : PCAPNG_IN,
		.comment = h->comment};

	if (!c->error)
		c->error = pcapng_packet(
			file_stream(c->file), &about, bytes_of(h->bytes, h->size), NULL);
	/* A pipe's reader looks at the packets while they come. */
	if (!c->error && !file_folder(c->file) && fflush(file_stream(c->file)))
		c->error = -errno;
	free(h->bytes);
	h->bytes = NULL;
	c->first = (c->first + 1) % HELD;
	c->n_held--;
}

static struct capfile_packet *held_at(struct capfile *c, unsigned i)
{
	return &c->held[(c->first + i) % HELD];
}

static void swap(struct capfile_packet *a, struct capfile_packet *b)
{
	struct capfile_packet c = *a;

	*a = *b;
	*b = c;
}

static void put_in_order(struct capfile *c, unsigned i)
{
	for (; i && held_at(c, i - 1)->realtime_ns > held_at(c, i)->realtime_ns; i--)
		swap(held_at(c, i - 1), held_at(c, i));
	for (; i + 1 < c->n_held && held_at(c, i + 1)->realtime_ns < held_at(c, i)->realtime_ns;
		i++)
		swap(held_at(c, i), held_at(c, i + 1));
}

void capfile_settle(struct capfile *c, struct capfile_packet *p)
{
	put_in_order(c, ((unsigned)(p - c->held) + HELD - c->first) % HELD);
	while (c->n_held && c->held[c->first].decided)
		write_first(c);
}

struct capfile_packet *capfile_hold(struct capfile *c, size_t size)
{
	struct capfile_packet *h;

	if (c->n_held == HELD)
		write_first(c);
	h = held_at(c, c->n_held);
	*h = (struct capfile_packet){.bytes = malloc(size), .size = size};
	if (!h->bytes)
		return NULL;
	c->n_held++;
	return h;
}

void capfile_sent(struct capfile *c, uint64_t nth, struct bytes packet, int64_t realtime_ns,
	const char *comment)
{
	struct capfile_packet *p = capfile_hold(c, packet.left);

	if (!p)
		return;
	memcpy(p->bytes, packet.p, packet.left);
	p->nth = nth;
	p->request = true;
	p->realtime_ns = realtime_ns;
	snprintf(p->comment, sizeof(p->comment), "%s", comment);
	capfile_settle(c, p);
}

static void decide(
	struct capfile *c, struct capfile_packet *p, int64_t realtime_ns, const char *comment)
{
	if (realtime_ns)
		p->realtime_ns = realtime_ns;
	snprintf(p->comment, sizeof(p->comment), "%s", comment);
	p->decided = true;
	capfile_settle(c, p);
}

static struct capfile_packet *find_request(struct capfile *c, uint64_t nth)
{
	for (unsigned i = 0; i < c->n_held; i++) {
		struct capfile_packet *h = held_at(c, i);

		if (h->request && !h->decided && h->nth == nth)
			return h;
	}
	return NULL;
}

void capfile_decide(struct capfile *c, uint64_t nth, int64_t realtime_ns, const char *comment)
{
	struct capfile_packet *p = find_request(c, nth);

	if (p)
		decide(c, p, realtime_ns, comment);
}

void capfile_heard(struct capfile *c, struct bytes packet, int64_t realtime_ns, const char *comment)
{
	struct capfile_packet *p = capfile_hold(c, packet.left);

	if (!p)
		return;
	memcpy(p->bytes, packet.p, packet.left);
	decide(c, p, realtime_ns, comment);
}

void capfile_secrets(struct capfile *c, struct bytes lines)
{
	if (!c->error)
		c->error = pcapng_secrets(file_stream(c->file), lines, NULL);
}

void capfile_release(struct capfile *c)
{
	while (c->n_held)
		write_first(c);
}

bool capfile_unread(const struct capfile *c)
{
	return c && c->error == -EPIPE;
}

int capfile_close(struct capfile *c, struct fail *why)
{
	int rc;

	if (!c)
		return 0;
	capfile_release(c);
	if (c->error) {
		rc = fail_set(
			why, -c->error, "cannot write to %s: %s", c->path, strerror(-c->error));
		capfile_abandon(c);
		return rc;
	}
	rc = file_commit(c->file, why);
	free(c);
	return rc;
}

void capfile_abandon(struct capfile *c)
{
	if (!c)
		return;
	file_abandon(c->file);
	for (unsigned i = 0; i < HELD; i++)
		free(c->held[i].bytes);
	free(c);
}
