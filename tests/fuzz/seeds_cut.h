/* seeds_cut: seeds out of what tests/fuzz/record.sh recorded: frames, streams of servers, answers
 * of name servers. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_SEEDS_CUT_H
#define PROBEKIT_SEEDS_CUT_H

#include <glob.h>

#include "capture.h"
#include "seeds_frame.h"
#include "strbuf.h"

enum { CUT_SHAPES = 128, CUT_STREAMS = 64, CUT_PACKETS = 24 };

/* What a server said on one connection. */
struct cut_stream {
	uint16_t server, client;
	uint32_t next;
	struct strbuf said;
};
struct cut {
	char name[32];		     /* of the capture */
	uint64_t shapes[CUT_SHAPES]; /* of all captures so far */
	size_t n_shapes, n_streams;
	struct cut_stream streams[CUT_STREAMS];
	/* As arping_watch, httpget_lookup and capflow take them. */
	struct strbuf frames, names, packets;
	unsigned n_packets;
};

/* The same for frames that the same code reads. */
static inline uint64_t cut_shape(const struct packet *p)
{
	uint64_t of_tcp = p->has_tcp ? 1 + p->tcp.flags + 1000 * p->tcp.options.left : 0;
	uint64_t of_icmp = p->has_icmp ? 1U + p->icmp.type + 300U * p->icmp.code : 0;

	return p->ethertype + 100000 * (p->protocol + 300 * (of_tcp + of_icmp)) +
	       (p->has_arp ? p->arp.operation : 0) + 7 * p->ip4.options.left + 77 * p->fragment +
	       777 * p->has_vlan;
}

static inline bool cut_is_new(struct cut *c, const struct packet *p)
{
	uint64_t shape = cut_shape(p);

	for (size_t i = 0; i < c->n_shapes; i++)
		if (c->shapes[i] == shape)
			return false;
	must(c->n_shapes < CUT_SHAPES);
	c->shapes[c->n_shapes++] = shape;
	return true;
}

static inline void cut_put(struct strbuf *to, unsigned size, struct bytes b)
{
	strbuf_put_char(to, (char)(size >> 8));
	strbuf_put_char(to, (char)size);
	strbuf_put(to, b.p, b.left);
}

/* A server is who answers a SYN. */
static inline void cut_segment(struct cut *c, const struct packet *p)
{
	struct cut_stream *s = c->streams + c->n_streams;

	while (s-- > c->streams)
		if (s->server == p->tcp.source_port && s->client == p->tcp.destination_port)
			break;
	if ((p->tcp.flags & (TCP_SYN | TCP_ACK)) == (TCP_SYN | TCP_ACK)) {
		must(c->n_streams < CUT_STREAMS);
		c->streams[c->n_streams++] = (struct cut_stream){.server = p->tcp.source_port,
			.client = p->tcp.destination_port,
			.next = p->tcp.sequence + 1};
	} else if (s >= c->streams && p->tcp.sequence == s->next && p->tcp_payload.left) {
		strbuf_put(&s->said, p->tcp_payload.p, p->tcp_payload.left);
		s->next += (uint32_t)p->tcp_payload.left;
	}
}

/* Of UDP, which has no decoder of its own: its ports are the first four bytes, its header eight. */
static inline void cut_datagram(struct cut *c, const struct packet *p, size_t n)
{
	struct bytes b = p->transport, ports = b;
	bool answer = bytes_u16(&ports) == 53;
	char name[64];

	bytes_skip(&b, 8);
	if (b.bad || !(answer || bytes_u16(&ports) == 53))
		return;
	snprintf(name, sizeof name, "lab %s %zu", c->name, n);
	seed("httpget_dns", name, nothing, b);
	cut_put(&c->names, (unsigned)b.left | (answer ? 0x8000U : 0), b);
}

static inline void cut_frame(struct cut *c, const struct frame *f, size_t n)
{
	struct packet p;
	char name[64];

	packet_read(f, &p);
	if (p.has_arp || p.has_ndp)
		cut_put(&c->frames, (unsigned)f->bytes.left | 1U << 11, f->bytes);
	if (p.has_tcp)
		cut_segment(c, &p);
	if (p.protocol == 17)
		cut_datagram(c, &p, n);
	if ((p.has_tcp || p.quote.present) && p.network.left <= 1500 &&
		c->n_packets < CUT_PACKETS) {
		c->n_packets++;
		strbuf_put(&c->packets, "\1\1", 2);
		cut_put(&c->packets, (unsigned)p.network.left, p.network);
	}
	if (!cut_is_new(c, &p))
		return;
	snprintf(name, sizeof name, "lab %s %zu", c->name, n);
	frame_seeds(name, f);
}

static inline void cut_decode(const char *name, const char *head, struct bytes body)
{
	if (strstr(head, "Content-Encoding: gzip\r\n"))
		seed("httpget_decode", name, bytes_of("\x10", 1), body);
	else if (strstr(head, "Content-Encoding: deflate\r\n"))
		seed("httpget_decode", name, bytes_of("\x11", 1), body);
}

static inline void cut_response(const char *name, const struct strbuf *said)
{
	char *end = memmem(said->p, said->used, "\r\n\r\n", 4);

	seed("httpget_http", name, bytes_of("\x20", 1), bytes_of(said->p, said->used));
	if (!end)
		return;
	seed("httpget_gateway", name, nothing,
		bytes_of(strchr(said->p, '\n') + 1,
			said->used - (size_t)(strchr(said->p, '\n') + 1 - said->p)));
	end[2] = '\0';
	cut_decode(name, said->p, bytes_of(end + 4, said->used - (size_t)(end + 4 - said->p)));
}

static inline void cut_stream(const struct cut *c, size_t n)
{
	const struct strbuf *said = &c->streams[n].said;
	struct bytes b = bytes_of(said->p, said->used);
	char name[64];

	snprintf(name, sizeof name, "lab %s %zu", c->name, n);
	if (!b.left)
		return;
	if (!strcmp(c->name, "tls")) {
		seed("tls_server", name, bytes_of(n % 2 ? "\4" : "\5", 1), b);
	} else if (!strcmp(c->name, "proxy")) {
		seed("dial_proxy", name, bytes_of(*b.p == 5 ? "\x21" : "\x20", 1), b);
	} else if (!strcmp(c->name, "talk")) {
		seed("telnetlite_telnet", name, bytes_of("\x37", 1), b);
		seed("telnetlite_display", name, bytes_of("\x11", 1), b);
	} else {
		cut_response(name, said);
	}
}

/* What is put together of the whole capture. */
static inline void cut_whole(const struct cut *c)
{
	static const char state[] = "198.18.1.2 02:00:00:00:00:0a 1795348800 1795348801";
	static const char files[] = "nameserver 198.18.0.53\0"
				    "198.18.0.7 www.example";

	if (c->frames.used)
		seed("arping_watch", c->name, bytes_of(state, sizeof state),
			bytes_of(c->frames.p, c->frames.used));
	if (c->packets.used)
		seed("capflow", c->name, nothing, bytes_of(c->packets.p, c->packets.used));
	if (c->names.used)
		seed("httpget_lookup", c->name, bytes_of(files, sizeof files),
			bytes_of(c->names.p, c->names.used));
}

static inline void cut_capture(struct cut *c, const char *path)
{
	struct capture *from = NULL;
	struct frame f;
	size_t n = 0;

	must(capture_open_file(&from, path, NULL, NULL) == 0);
	snprintf(c->name, sizeof c->name, "%s", strrchr(path, '/') + 1);
	c->name[strcspn(c->name, ".")] = '\0';
	while (capture_next(from, &f, NULL) > 0)
		cut_frame(c, &f, ++n);
	must(capture_ended(from));
	for (size_t i = 0; i < c->n_streams; i++) {
		cut_stream(c, i);
		strbuf_close(&c->streams[i].said);
	}
	cut_whole(c);
	strbuf_close(&c->frames);
	strbuf_close(&c->names);
	strbuf_close(&c->packets);
	c->n_streams = c->n_packets = 0;
	capture_close(from);
}

static inline void cut_seeds(void)
{
	struct cut *c = calloc(1, sizeof *c);
	glob_t found;

	must(c && !glob("tests/fuzz/lab/*.pcap", 0, NULL, &found));
	for (size_t i = 0; i < found.gl_pathc; i++)
		cut_capture(c, found.gl_pathv[i]);
	globfree(&found);
	free(c);
}

#endif
