/* tcpprobe_changes: quoted SYNs compared: one byte chooses the family, one where another quote of
 * the same is cut. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "../../tcpprobe/changes.h"

#include "must.h"

enum { HOPS = 3, MOST = HOPS * SIGHT_FIELDS };

static struct sight see(struct bytes b, enum addr_family family)
{
	struct packet_quote q;
	struct sight s;

	packet_read_quote(b, family, &q);
	sight_of_quote(&s, &q, 1000, 5000);
	must(q.present || !s.seen);
	must(!(s.seen >> SIGHT_FIELDS));
	return s;
}

static void say(const struct change *c)
{
	struct strbuf b = {.p = NULL};
	char text[CHANGE_VALUE];

	change_say(&b, c);
	must(b.bad || b.used);
	for (size_t i = 0; i < b.used; i++)
		must(b.p[i] >= ' ' && b.p[i] < 0x7f);
	strbuf_close(&b);
	must(*change_value(text, c, false) && *change_value(text, c, true));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes b = bytes_of(data, size);
	enum addr_family family = bytes_u8(&b) & 1 ? ADDR_V6 : ADDR_V4;
	size_t cut = bytes_u8(&b);
	struct sight hops[HOPS], sent;
	struct change c = {0}, last = {0};
	uint32_t sequence, stamp;
	unsigned n = 0;

	if (b.bad)
		return 0;
	hops[0] = see(b, family);
	hops[1] = see(bytes_head(b, cut), family);
	hops[2] = see(b, family);
	must(sight_of_packet(&sent, b, family, &sequence, &stamp) || !sent.seen);
	if (hops[0].seen)
		must(hops[1].depth <= hops[0].depth);
	for (; change_next(&c, &sent, hops, HOPS); last = c) {
		must(++n <= MOST && c.hop && c.hop <= HOPS && c.before < c.hop);
		must(c.hop > last.hop || c.field > last.field);
		say(&c);
	}
	return 0;
}
