/* arping_hear: what frames say of an address: each built by ask or by hand, then changed. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "../../arping/hear.h"

#include <stdlib.h>

#include "../../arping/ask.h"
#include "address.h"
#include "cksum.h"
#include "seeded.h"
#include "tap.h"

static const struct mac us = {{0x02, 0, 0, 0, 0, 0x01}}, second = {{0x02, 0, 0, 0, 0, 0x02}},
			them = {{0x02, 0, 0, 0, 0, 0x0a}};

/* A frame that can be changed. */
struct shot {
	uint8_t bytes[256];
	size_t n;
};

static struct shot built(const struct ask_config *c, enum ask_kind kind, const struct mac *to)
{
	struct shot s = {0};
	struct bytes frame;
	struct ask *a;

	if (ask_open(&a, c, NULL) < 0 || ask_build(a, kind, to, &frame, NULL) < 0)
		abort();
	s.n = frame.left;
	memcpy(s.bytes, frame.p, frame.left);
	ask_close(a);
	return s;
}

static struct heard heard(const struct hear_config *c, const struct shot *s)
{
	struct frame f = {.bytes = bytes_of(s->bytes, s->n),
		.whole_bytes = (uint32_t)s->n,
		.layer = FRAME_LINK,
		.linktype = 1,
		.ttl = -1,
		.tos = -1};

	return hear(c, &f);
}

static const struct hear_config *asking4(void)
{
	static struct hear_config c;

	c = (struct hear_config){.target = address("198.18.1.2"),
		.source = address("198.18.1.1"),
		.mac = us,
		.own = &second,
		.own_n = 1,
		.vlan = HEAR_NO_VLAN};
	return &c;
}

/* Their reply to our request. */
static struct shot reply4(void)
{
	struct shot s = built(&(struct ask_config){.target = address("198.18.1.1"),
				      .source = address("198.18.1.2"),
				      .mac = them},
		ASK_REQUEST, &us);

	s.bytes[21] = ARP_REPLY;
	return s;
}

static void test_reply(void)
{
	struct shot s = reply4();
	struct heard h = heard(asking4(), &s);

	is_int(h.kind, HEARD_ANSWER, "a reply to us");
	ok(h.unicast && !h.request && !h.from_us, "to us alone, no request");
	ok(hear_same(&h.mac, &them) && hear_same(&h.ether, &them), "from them");
	s.bytes[27] ^= 1; /* the sender's MAC in the message */
	h = heard(asking4(), &s);
	ok(h.kind == HEARD_ANSWER && !hear_same(&h.mac, &h.ether), "a message unlike its frame");
	s = reply4();
	s.bytes[41] ^= 4; /* the target's address */
	is_int(heard(asking4(), &s).kind, HEARD_CLAIM, "a reply to another address is a claim");
	s = reply4();
	s.bytes[37] ^= 4; /* the target's MAC */
	is_int(heard(asking4(), &s).kind, HEARD_CLAIM, "to another MAC too");
	s = reply4();
	s.bytes[31] ^= 4; /* the sender's address */
	is_int(heard(asking4(), &s).kind, HEARD_NOTHING, "of another address: nothing");
	s = reply4();
	s.bytes[5] ^= 4; /* where the frame goes */
	is_int(heard(asking4(), &s).kind, HEARD_NOTHING, "a frame to another host is not ours");
	s = reply4();
	s.bytes[21] = 3;
	is_int(heard(asking4(), &s).kind, HEARD_NOTHING, "neither request nor reply");
	s = reply4();
	memcpy(s.bytes + 22, second.bytes, 6);
	is_int(heard(asking4(), &s).kind, HEARD_ANSWER, "another interface of ours answers, too");
	memcpy(s.bytes + 22, us.bytes, 6);
	is_int(heard(asking4(), &s).kind, HEARD_NOTHING, "the one that asks does not");
}

static void test_faults(void)
{
	struct shot s = reply4();
	unsigned kinds[HEARD_ELSEWHERE + 1] = {0};

	s.bytes[18] = 8;
	ok(heard(asking4(), &s).kind == HEARD_MALFORMED && heard(asking4(), &s).fault,
		"addresses of other lengths are malformed");
	for (s = reply4(); s.n; s.n--)
		kinds[heard(asking4(), &s).kind]++;
	is_int(kinds[HEARD_ANSWER], 60 - 41, "an answer is whole: 42 bytes or padded");
	is_int(kinds[HEARD_MALFORMED], 28, "cut within the message: malformed");
	is_int(kinds[HEARD_NOTHING], 13, "cut before it: nothing");
}

static void test_vlan(void)
{
	struct hear_config c = *asking4();
	struct shot plain = reply4(), tagged = plain;

	memmove(tagged.bytes + 16, plain.bytes + 12, plain.n - 12);
	memcpy(tagged.bytes + 12, (const uint8_t[]){0x81, 0, 0x60, 5}, 4);
	tagged.n += 4;
	is_int(heard(&c, &tagged).kind, HEARD_ELSEWHERE, "a tag that was not asked with");
	is_int(heard(&c, &tagged).vlan, 5, "of VLAN 5");
	c.vlan = 5;
	is_int(heard(&c, &tagged).kind, HEARD_ANSWER, "the VLAN that was asked on");
	is_int(heard(&c, &plain).kind, HEARD_ELSEWHERE, "there no tag is wrong");
	tagged.bytes[15] = 6;
	is_int(heard(&c, &tagged).kind, HEARD_ELSEWHERE, "and so is another VLAN");
	tagged.bytes[14] = 0xe0;
	tagged.bytes[15] = 0;
	c.vlan = HEAR_NO_VLAN;
	is_int(heard(&c, &tagged).kind, HEARD_ANSWER, "a priority alone is no VLAN");
}

static void test_dad4(void)
{
	struct hear_config c = *asking4();
	struct ask_config other = {.target = c.target, .source = c.target, .mac = them};
	struct shot s = built(&other, ASK_ANNOUNCE, NULL);

	is_int(heard(&c, &s).kind, HEARD_CLAIM, "an announcement is a claim");
	c.dad = true;
	c.source = (struct addr){.family = ADDR_V4};
	is_int(heard(&c, &s).kind, HEARD_ANSWER, "and a conflict where the address is to be free");
	other.source = (struct addr){.family = ADDR_V4};
	s = built(&other, ASK_PROBE, NULL);
	is_int(heard(&c, &s).kind, HEARD_PROBE, "somebody else's probe");
	memcpy(s.bytes + 22, second.bytes, 6);
	is_int(heard(&c, &s).kind, HEARD_NOTHING, "of our own other interface: none");
	other.mac = us;
	s = built(&other, ASK_PROBE, NULL);
	is_int(heard(&c, &s).kind, HEARD_NOTHING, "our own, sent back: none");
	other.mac = them;
	other.target = address("198.18.1.3");
	s = built(&other, ASK_PROBE, NULL);
	is_int(heard(&c, &s).kind, HEARD_NOTHING, "for another address: none");
}

static struct hear_config asking6(void)
{
	struct hear_config c = *asking4();

	c.target = address("2001:db8::2");
	c.source = address("2001:db8::1");
	memcpy(c.nonce, "ours!!", sizeof c.nonce);
	return c;
}

/* An NA to all; the checksum is made right after a change. */
static struct shot advertisement(void)
{
	struct addr target = address("2001:db8::2");

	return built(&(struct ask_config){.target = target, .source = target, .mac = them},
		ASK_ANNOUNCE, NULL);
}

static void set(struct shot *s, size_t at, uint8_t value)
{
	uint16_t sum;
	size_t n = s->n - 54;

	s->bytes[at] = value;
	s->bytes[56] = s->bytes[57] = 0;
	sum = cksum_finish(cksum_add(
		cksum_pseudo6(s->bytes + 22, s->bytes + 38, (uint32_t)n, 58), s->bytes + 54, n));
	s->bytes[56] = (uint8_t)(sum >> 8);
	s->bytes[57] = (uint8_t)sum;
}

static void test_ndp(void)
{
	struct hear_config c = asking6();
	struct shot s = advertisement();
	struct heard h = heard(&c, &s);

	is_int(h.kind, HEARD_CLAIM, "an advertisement to all is a claim");
	ok(h.override && !h.solicited && !h.router && h.is_ndp, "with its flags");
	memcpy(s.bytes, us.bytes, 6);
	memcpy(s.bytes + 38, c.source.bytes, 16);
	set(&s, 58, 0xe0);
	h = heard(&c, &s);
	is_int(h.kind, HEARD_ANSWER, "one to us is an answer");
	ok(h.unicast && h.router && h.solicited && h.override, "all flags");
	set(&s, 85, 0x0b);
	h = heard(&c, &s);
	ok(h.mac.bytes[5] == 0x0b && !hear_same(&h.mac, &h.ether), "its option names the MAC");
	set(&s, 77, 3);
	is_int(heard(&c, &s).kind, HEARD_NOTHING, "of another address: nothing");
	set(&s, 77, 2);
	s.bytes[21] = 254;
	h = heard(&c, &s);
	ok(h.kind == HEARD_MALFORMED && !strcmp(h.fault, ndp_fault_name(NDP_HOPS)),
		"a hop limit of 254 is not from this link");
	s.bytes[21] = 255;
	set(&s, 79, 0);
	is_int(heard(&c, &s).kind, HEARD_MALFORMED, "an option of length 0");
	set(&s, 79, 1);
	s.bytes[57] ^= 1;
	is_int(heard(&c, &s).kind, HEARD_MALFORMED, "a wrong checksum");
}

static void test_dad6(void)
{
	struct hear_config c = asking6();
	struct ask_config other = {.target = c.target, .source = {.family = ADDR_V6}, .mac = them};
	struct shot s;

	c.source = (struct addr){.family = ADDR_V6};
	c.dad = true;
	memcpy(other.nonce, "theirs", sizeof other.nonce);
	s = advertisement();
	is_int(heard(&c, &s).kind, HEARD_ANSWER, "an advertisement is a conflict");
	s = built(&other, ASK_PROBE, NULL);
	is_int(heard(&c, &s).kind, HEARD_PROBE, "somebody else's probe");
	memcpy(other.nonce, c.nonce, sizeof other.nonce);
	s = built(&other, ASK_PROBE, NULL);
	is_int(heard(&c, &s).kind, HEARD_NOTHING, "our own nonce: it was sent back");
	other.source = address("2001:db8::9");
	s = built(&other, ASK_REQUEST, NULL);
	is_int(heard(&c, &s).kind, HEARD_NOTHING, "who has an address and asks takes none");
}

/* No frame, however changed, is taken for more than it is. */
static void test_random(void)
{
	struct hear_config c4 = *asking4(), c6 = asking6();
	struct shot a = reply4(), b = advertisement();
	uint64_t state = 1;
	unsigned wrong = 0;

	for (unsigned i = 0; i < 200000; i++) {
		struct shot s = i & 1 ? a : b;
		struct heard h;

		seeded_next(&state);
		s.bytes[(state >> 33) % s.n] = (uint8_t)(state >> 50);
		s.n = (state >> 20) % 7 ? s.n : (state >> 40) % s.n;
		h = heard(i & 1 ? &c4 : &c6, &s);
		wrong += h.kind == HEARD_ROUTER || h.kind == HEARD_PROBE;
	}
	is_int(wrong, 0, "200000 changed frames are no probe and no router");
}

int main(void)
{
	test_reply();
	test_faults();
	test_vlan();
	test_dad4();
	test_ndp();
	test_dad6();
	test_random();
	return tap_done();
}
