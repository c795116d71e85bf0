/* arping_watch: what a watch tells of each claim, in virtual time; its state file. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "../../arping/watch_state.h"
#include "address.h"
#include "tap.h"

#define SECOND INT64_C(1000000000)

static const struct watch_config usual = {.most = 4,
	.both_ns = 2 * SECOND,
	.quiet_ns = 60 * SECOND,
	.ask_every_ns = 20 * SECOND,
	.gone_ns = 300 * SECOND,
	.vlan = -1};

static struct mac mac_of(uint8_t last)
{
	return (struct mac){{2, 0, 0, 0, 0, last}};
}

static struct packet claim(const char *addr, uint8_t mac, uint8_t ether)
{
	struct packet p = {.has_arp = true, .has_eth = true};

	p.arp = (struct arp){.operation = ARP_REPLY, .sender_mac = mac_of(mac)};
	p.arp.sender = address(addr);
	p.eth.source = mac_of(ether);
	return p;
}

/* What a claim at some second leads to, as "new 2" or "changed 3 was 2", several with commas. */
static const char *after(struct watch *w, const char *addr, uint8_t mac, uint8_t ether, int64_t s)
{
	static char text[160];
	struct packet p = claim(addr, mac, ether);
	struct watch_event v;
	size_t used = 0;

	*text = '\0';
	watch_feed(w, &p, s * SECOND);
	while (watch_next(w, &v)) {
		used += (size_t)snprintf(text + used, sizeof text - used, "%s%s %u",
			used ? ", " : "", watch_name(v.kind), v.mac.bytes[5]);
		if (v.has_before)
			used += (size_t)snprintf(
				text + used, sizeof text - used, " was %u", v.before.bytes[5]);
	}
	return text;
}

static void test_changes(void)
{
	struct watch *w = watch_open(&usual);

	is_text(after(w, "198.18.0.2", 2, 2, 10), "new 2", "an address is new");
	is_text(after(w, "198.18.0.2", 2, 2, 11), "", "... once");
	is_text(after(w, "198.18.0.2", 3, 3, 20), "changed 3 was 2", "another MAC");
	is_text(after(w, "198.18.0.2", 2, 2, 30), "flip-flop 2 was 3", "... and back");
	is_text(after(w, "198.18.0.2", 3, 3, 31), "duplicate 3 was 2", "two at once");
	is_text(after(w, "198.18.0.2", 2, 2, 32), "", "... which is told once in a while");
	is_text(after(w, "198.18.0.2", 3, 3, 33), "", "... whoever is the last");
	is_text(after(w, "198.18.0.2", 3, 9, 40), "mismatch 3 was 9", "another's frame");
	is_text(after(w, "198.18.0.2", 3, 9, 41), "", "... is told once");
	is_text(after(w, "198.18.0.2", 4, 9, 50), "changed 4 was 3, mismatch 4 was 9", "both");
	is_text(after(w, "0.0.0.0", 4, 4, 51), "", "nobody claims nothing");
	is_text(after(w, "255.255.255.255", 4, 4, 51), "", "... nor what is everybody's");
	is_text(after(w, "224.0.0.5", 4, 4, 51), "", "... nor a group's");
	is_int(watch_count(w), 1, "one address is known");
	watch_close(w);
}

static void test_gateway(void)
{
	struct watch_config c = usual;
	struct watch *w;

	c.gateways[0] = address("198.18.0.1");
	w = watch_open(&c);
	after(w, "198.18.0.1", 1, 1, 1);
	is_text(after(w, "198.18.0.1", 6, 6, 100), "gateway-changed 6 was 1", "the gateway's MAC");
	is_text(after(w, "198.18.0.1", 1, 1, 101), "gateway-changed 1 was 6", "two at once");
	is_text(after(w, "198.18.0.1", 6, 6, 102), "", "... which is told once in a while");
	is_text(after(w, "198.18.0.1", 1, 1, 162), "gateway-changed 1 was 6",
		"... and later again");
	watch_close(w);
}

static void test_own(void)
{
	const struct mac other = mac_of(9);
	struct watch_config c = usual;
	struct watch *w;

	c.own[0] = address("198.18.0.1");
	c.own[1] = address("198.18.0.99");
	c.mac = mac_of(1);
	c.macs = &other;
	c.macs_n = 1;
	w = watch_open(&c);
	is_text(after(w, "198.18.0.1", 1, 1, 1), "", "this host has its address");
	is_text(after(w, "198.18.0.1", 9, 9, 2), "", "... at each of its interfaces");
	is_text(after(w, "198.18.0.1", 6, 6, 100), "duplicate 6 was 1", "who else has it is told");
	is_text(after(w, "198.18.0.1", 6, 6, 159), "", "... once a minute");
	is_text(after(w, "198.18.0.1", 6, 6, 160), "duplicate 6 was 1", "... and again");
	is_text(after(w, "198.18.0.1", 7, 7, 161), "duplicate 7 was 1", "... another at once");
	is_text(after(w, "198.18.0.99", 7, 7, 162), "duplicate 7 was 1",
		"... and of each address it has");
	is_text(after(w, "198.18.0.1", 6, 6, 163), "", "two at a time are told once a minute");
	is_text(after(w, "198.18.0.1", 7, 7, 164), "", "... each");
	for (unsigned i = 10; i < 100; i++)
		after(w, "198.18.0.1", (uint8_t)i, (uint8_t)i, 200 + i);
	is_text(after(w, "198.18.0.1", 99, 99, 300), "", "of many the newest are known");
	is_text(after(w, "198.18.0.1", 10, 10, 220), "duplicate 10 was 1", "... the oldest not");
	is_int(watch_count(w), 0, "it is nobody to be asked");
	watch_close(w);
}

/* asks: how often the only address there is asked from from_s on, which has to be at each time. */
static void ask_times(struct watch *w, unsigned asks, int64_t from_s)
{
	struct addr a;
	struct mac m;

	for (unsigned i = 0; i < asks; i++)
		ok(watch_ask(w, (from_s + 20 * i) * SECOND, &a, &m), "it is asked");
}

static void test_lost(void)
{
	struct addr a = address("198.18.0.2");
	struct mac m = mac_of(2);
	struct watch *w = watch_open(&usual);
	struct watch_event v;

	watch_remember(w, &a, &m, 0, 0);
	ask_times(w, 2, 1000);
	watch_tick(w, 1040 * SECOND);
	ok(!watch_next(w, &v), "two lost questions say nothing");
	ask_times(w, 1, 1040);
	watch_unasked(w);
	watch_tick(w, 1060 * SECOND);
	ok(!watch_next(w, &v), "one that did not leave says nothing");
	ask_times(w, 1, 1060);
	watch_tick(w, 1079 * SECOND);
	ok(!watch_next(w, &v), "an answer to the third may be on its way");
	watch_tick(w, 1080 * SECOND);
	ok(watch_next(w, &v) && v.kind == WATCH_GONE, "who is silent then is gone");
	watch_close(w);
}

static void test_silence(void)
{
	struct watch *w = watch_open(&usual);
	struct watch_event v;
	struct addr a;
	struct mac m;

	after(w, "198.18.0.2", 2, 2, 0);
	after(w, "198.18.0.3", 3, 3, 50);
	ok(!watch_ask(w, 59 * SECOND, &a, &m), "nobody is asked who was heard a minute ago");
	ok(watch_ask(w, 61 * SECOND, &a, &m) && a.bytes[3] == 2 && m.bytes[5] == 2, "then one is");
	ok(!watch_ask(w, 62 * SECOND, &a, &m), "... not again at once");
	ok(watch_ask(w, 82 * SECOND, &a, &m) && a.bytes[3] == 2, "... but later");
	ok(watch_ask(w, 102 * SECOND, &a, &m) && a.bytes[3] == 2, "... and later");
	watch_tick(w, 299 * SECOND);
	ok(!watch_next(w, &v), "nobody is gone");
	watch_tick(w, 301 * SECOND);
	ok(watch_next(w, &v) && v.kind == WATCH_GONE && v.addr.bytes[3] == 2 && !v.last_ns,
		"who was asked and is silent is gone");
	ok(!watch_next(w, &v), "... who was not asked is not");
	watch_tick(w, 400 * SECOND);
	ok(!watch_next(w, &v), "... and it is told once");
	is_text(after(w, "198.18.0.2", 2, 2, 500), "new 2", "who comes back is new");
	watch_close(w);
}

static void test_vlan(void)
{
	struct watch_config c = usual;
	struct packet p = claim("198.18.0.2", 2, 2);
	struct watch_event v;
	struct watch *w;

	p.has_vlan = true;
	p.vlan = 0xa005;
	w = watch_open(&c);
	watch_feed(w, &p, SECOND);
	ok(!watch_next(w, &v), "another VLAN is not watched");
	watch_close(w);
	c.vlan = 5;
	w = watch_open(&c);
	watch_feed(w, &p, SECOND);
	ok(watch_next(w, &v) && v.vlan == 5, "the one asked for is");
	watch_close(w);
	c.vlan = -2;
	w = watch_open(&c);
	watch_feed(w, &p, SECOND);
	ok(watch_next(w, &v) && v.vlan == 5, "or all");
	watch_close(w);
}

static struct packet neighbour(const char *hex_target, uint8_t type, uint8_t *options)
{
	struct packet p = {.has_ndp = true, .checksum_ok = true, .ttl = 255};
	struct bytes_out o = bytes_to(options, 8);
	struct mac m = mac_of(7);

	p.ndp = (struct ndp){.type = type, .target = address("2001:db8::7")};
	p.source = address(hex_target);
	p.destination = address("2001:db8::1");
	ndp_put_mac(&o, type == NDP_NA ? NDP_TARGET_MAC : NDP_SOURCE_MAC, &m);
	p.ndp.options = bytes_written(&o);
	return p;
}

static void test_ndp(void)
{
	struct watch *w = watch_open(&usual);
	uint8_t options[8];
	struct packet p = neighbour("2001:db8::7", NDP_NA, options);
	struct watch_event v;
	char text[ADDR_TEXT];

	p.checksum_ok = false;
	watch_feed(w, &p, SECOND);
	p.checksum_ok = true;
	p.ttl = 254;
	watch_feed(w, &p, SECOND);
	ok(!watch_next(w, &v), "an advertisement that came from afar says nothing");
	p.ttl = 255;
	watch_feed(w, &p, SECOND);
	ok(watch_next(w, &v), "one of this link does");
	is_text(addr_print(text, &v.addr), "2001:db8::7", "... about its target");
	p = neighbour("2001:db8::9", NDP_NA, options);
	p.ndp.target = address("2001:db8::9");
	p.ndp.options = bytes_of(NULL, 0);
	watch_feed(w, &p, SECOND);
	ok(!watch_next(w, &v), "an unasked one without a MAC says nothing");
	p.ndp.solicited = true;
	p.has_eth = true;
	p.eth.source = mac_of(9);
	watch_feed(w, &p, SECOND);
	ok(watch_next(w, &v) && eth_equal(&v.mac, &p.eth.source), "an answer is at who sent it");
	p = neighbour("2001:db8::8", NDP_NS, options);
	watch_feed(w, &p, SECOND);
	ok(watch_next(w, &v), "so does a solicitation");
	is_text(addr_print(text, &v.addr), "2001:db8::8", "... about who asks");
	ok(watch_ask(w, 1000 * SECOND, &v.addr, &v.mac) && v.addr.family == ADDR_V6,
		"who has an IPv6 address is asked");
	watch_tick(w, 1000 * SECOND);
	ok(!watch_next(w, &v), "... who was asked once is not gone");
	watch_close(w);
}

static void test_full(void)
{
	struct watch *w = watch_open(&usual);
	char text[32];

	for (unsigned i = 1; i <= 6; i++) {
		snprintf(text, sizeof text, "198.18.0.%u", i);
		after(w, text, (uint8_t)i, (uint8_t)i, i);
	}
	ok(watch_count(w) == 4 && watch_beyond(w) == 2, "what finds no room is counted");
	is_text(after(w, "198.18.0.4", 5, 5, 100), "changed 5 was 4", "the others are watched on");
	watch_close(w);
}

static void write_text(const char *path, const char *text)
{
	FILE *to = fopen(path, "w");

	fputs(text, to);
	fclose(to);
}

static void test_state(const char *path)
{
	const int64_t offset_ns = 1700000000 * SECOND;
	struct watch *w = watch_open(&usual), *again = watch_open(&usual);
	struct fail why = {0};
	FILE *to = fopen(path, "w");

	after(w, "198.18.0.2", 2, 2, 10);
	after(w, "2001:db8::3", 3, 3, 20);
	watch_save(w, to, offset_ns);
	fclose(to);
	is_int(watch_load(again, path, offset_ns, &why), 0, "what was saved is loaded");
	ok(watch_count(again) == 2 && watch_at(again, 1)->last_ns == 20 * SECOND, "... all of it");
	is_text(after(again, "198.18.0.2", 2, 2, 99), "", "... it is not new");
	is_text(after(again, "198.18.0.2", 4, 4, 120), "changed 4 was 2", "... and may change");
	is_int(watch_load(again, "/nosuch/state", 0, &why), 0, "no file is an empty one");
	for (unsigned i = 0; i < 6; i++) {
		static const char *const bad[] = {"198.18.0.2\n",
			"198.18.0.2 02:00:00:00:00:01 1\n", "x 02:00:00:00:00:01 1 2\n",
			"198.18.0.2 02:00 1 2\n", "198.18.0.2 02:00:00:00:00:01 1 2 3\n",
			"198.18.0.2 02:00:00:00:00:01 1 99999999999999999999\n"};

		write_text(path, bad[i]);
		is_int(watch_load(again, path, 0, &why), -EINVAL, "a line that is none");
	}
	ok(strstr(why.text, ":1: not an address, a MAC and two times"), "... is told by number");
	watch_close(w);
	watch_close(again);
}

int main(void)
{
	char path[] = "/tmp/watch.XXXXXX";
	int fd = mkstemp(path);

	if (fd < 0)
		return 1;
	close(fd);
	test_changes();
	test_gateway();
	test_own();
	test_lost();
	test_silence();
	test_vlan();
	test_ndp();
	test_full();
	test_state(path);
	ok(watch_is_alarm(WATCH_DUPLICATE) && !watch_is_alarm(WATCH_GONE), "what alarms");
	watch_close(NULL);
	unlink(path);
	return tap_done();
}
