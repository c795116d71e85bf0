/* capflow: kernel connections in a network of this test's own, seen from SYN to the last ACK. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "capflow.h"

#include <errno.h>

#include "dialling.h"
#include "flow_say.h"
#include "netns.h"
#include "priv.h"
#include "savefile.h"
#include "scratch.h"
#include "tap.h"

enum { PACKETS = 64, BIG_BYTES = 200000, WAIT_MS = 5000 };

struct seen {
	struct capflow_packet packet[PACKETS];
	char said[PACKETS][200];
	unsigned n, bytes[2], joined, offloaded, bad;
};

static struct capflow *opened(const struct capflow_config *c)
{
	struct capflow *w = NULL;
	struct fail why = {0};

	if (!ok(capflow_open(&w, c, &why) == 0, "it opens: %s", why.text))
		exit(1);
	return w;
}

static void keep(struct seen *s, const struct capflow_packet *p)
{
	struct strbuf text = {0};

	s->bytes[p->segment.from] += p->segment.payload_bytes;
	s->joined += p->joined > 1;
	s->offloaded += p->checksum == CAPFLOW_CHECKSUM_OFFLOADED;
	s->bad += p->checksum == CAPFLOW_CHECKSUM_BAD;
	if (s->n == PACKETS)
		return;
	s->packet[s->n] = *p;
	flow_say_all(&text, p->events, p->n_events);
	snprintf(s->said[s->n++], sizeof *s->said, "%.*s", (int)text.used, text.p ? text.p : "");
	strbuf_close(&text);
}

/* Reads until the ends of the flow are in these states. */
static bool see(struct capflow *w, struct seen *s, unsigned flow, enum flow_state here,
	enum flow_state there)
{
	int64_t end_ns = clock_now() + (int64_t)WAIT_MS * DIALLING_MS;
	struct pollfd p = {.fd = capflow_fd(w), .events = POLLIN};
	const struct flow *f = capflow_flow(w, flow);
	struct capflow_packet packet;
	struct fail why = {0};
	int rc = 0;

	while (rc >= 0 && clock_now() < end_ns) {
		while ((rc = capflow_next(w, &packet, &why)) > 0)
			keep(s, &packet);
		if (f->end[FLOW_OUT].state == here && f->end[FLOW_IN].state == there)
			return true;
		poll(&p, 1, 20);
	}
	printf("# %s %s %s\n", flow_state_name(f->end[FLOW_OUT].state),
		flow_state_name(f->end[FLOW_IN].state), why.text);
	return false;
}

static struct flow_tuple tuple_of(const struct dial *d)
{
	const struct dial_attempt *a;

	dial_attempts(d, &a);
	return (struct flow_tuple){.addr = {a->local, a->addr}, .port = {a->local_port, a->port}};
}

/* A dial to there, watched before it turns. */
static struct dial *watched(struct capflow *w, const char *to, uint16_t port)
{
	struct addr at = dialling_addr(to);
	struct dial_config c = dialling_config(&at, 1, port);
	struct flow_tuple t;
	struct dial *d = NULL;
	struct fail why = {0};

	if (dial_open(&d, &c, &why) < 0)
		abort();
	t = tuple_of(d);
	is_int(capflow_add(w, &t, 1, &why), 0, "%s: watched before it connects %s", to, why.text);
	is_int(capflow_find(w, t.port[FLOW_OUT]), 0, "... by its port");
	return d;
}

static void is_packet(const struct seen *s, unsigned i, uint16_t flags, enum flow_state here,
	enum flow_state there)
{
	const struct capflow_packet *p = &s->packet[i];
	char flags_text[TCP_FLAGS_TEXT];

	if (!ok(i < s->n, "packet %u was seen", i + 1))
		return;
	is_int(p->segment.flags, flags, "packet %u: %s", i + 1, tcp_flags_print(flags_text, flags));
	is_text(flow_state_name(p->state[FLOW_OUT]), flow_state_name(here), "... here");
	is_text(flow_state_name(p->state[FLOW_IN]), flow_state_name(there), "... there");
	ok(p->number == i + 1 && p->stamp == STAMP_KERNEL && p->ip_bytes >= 40 && p->joined == 1,
		"... alone, with its time");
	ok(p->at_realtime_ns > 1700000000000000000, "... on the wall clock too");
}

static void test_close(const char *at, bool six)
{
	uint16_t port = 0;
	int server = dialling_listen(at, &port, 5), here, there;
	struct capflow_config c = {.snap_bytes = 0};
	struct capflow *w = opened(&c);
	struct dial *d = watched(w, at, port);
	struct seen s = {.n = 0};
	char byte;

	is_int(dialling_run(d, NULL), 1, "it connects");
	here = dial_take(d);
	there = accept(server, NULL, NULL);
	is_int(write(here, "hello", 5), 5, "five bytes");
	ok(see(w, &s, 0, FLOW_ESTABLISHED, FLOW_ESTABLISHED), "it stands");
	close(here);
	ok(see(w, &s, 0, FLOW_FIN_WAIT_2, FLOW_CLOSE_WAIT), "half of it is closed");
	while (read(there, &byte, 1) > 0)
		;
	close(there);
	ok(see(w, &s, 0, FLOW_TIME_WAIT, FLOW_CLOSED), "... and the other half");
	is_packet(&s, 0, TCP_SYN, FLOW_SYN_SENT, FLOW_LISTEN);
	is_packet(&s, 1, TCP_SYN | TCP_ACK, FLOW_ESTABLISHED, FLOW_SYN_RECEIVED);
	is_packet(&s, 2, TCP_ACK, FLOW_ESTABLISHED, FLOW_ESTABLISHED);
	is_packet(&s, 3, TCP_PSH | TCP_ACK, FLOW_ESTABLISHED, FLOW_ESTABLISHED);
	is_packet(&s, s.n - 1, TCP_ACK, FLOW_TIME_WAIT, FLOW_CLOSED);
	is_int(s.bytes[FLOW_OUT], 5, "the bytes are counted");
	is_int(s.packet[3].payload.left, 5, "... and there");
	is_int(s.bad, 0, "no checksum is bad: %u are left to the device", s.offloaded);
	ok(strstr(s.said[2], "handshake done, "), "it is told: %s", s.said[2]);
	is_int(s.packet[0].was[FLOW_OUT], FLOW_CLOSED, "where it began");
	is_int(s.packet[0].dont_fragment, 1, "never fragmented");
	is_int(s.packet[0].ip_bytes, six ? 80 : 60, "the SYN's size");
	is_int(capflow_drops(w), 0, "nothing was dropped");
	capflow_remove(w, 0);
	ok(!capflow_flow(w, 0) && capflow_find(w, port) == -1, "and forgotten");
	is_int(capflow_close(w, NULL), 0, "it closes");
	dial_close(d);
	close(server);
}

static void test_file(void)
{
	static char many[BIG_BYTES];
	uint16_t port = 0;
	int server = dialling_listen("127.0.0.1", &port, 5), here, there;
	struct capflow_config c = {.pcap = "w.pcapng", .program = "test"};
	struct capflow *w = opened(&c);
	struct dial *d = watched(w, "127.0.0.1", port);
	struct seen *s = calloc(1, sizeof *s);
	struct savefile *f;
	ssize_t got = 0, n = 0;
	struct linger reset = {1, 0};

	ok(capflow_folder(w), "a file waits for its rename");
	is_int(dialling_run(d, NULL), 1, "it connects");
	here = dial_take(d);
	there = accept(server, NULL, NULL);
	is_int(write(here, many, 70000), 70000, "more than a segment");
	while (got < 70000 && (n = read(there, many, sizeof many)) > 0)
		got += n;
	ok(see(w, s, 0, FLOW_ESTABLISHED, FLOW_ESTABLISHED), "it stands");
	setsockopt(there, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
	close(there);
	ok(see(w, s, 0, FLOW_CLOSED, FLOW_CLOSED), "a RST ends it");
	is_int(s->bytes[FLOW_OUT], 70000, "all bytes are counted");
	ok(strstr(s->said[s->n - 1], "reset"), "... and whose RST: %s", s->said[s->n - 1]);
	is_int(capflow_close(w, NULL), 0, "the file is put in place");
	f = savefile_read("w.pcapng");
	is_int(f->n, s->n, "all packets are in it");
	ok(f->good && f->n && strstr(f->packets[0].comment, "SYN: here SYN_SENT, there LISTEN"),
		"... with comments: %s", f->n ? f->packets[0].comment : "");
	ok(f->n && f->packets[0].flags == 2 && f->packets[1].flags == 1, "... and directions");
	ok(f->n > 3 && f->packets[3].bytes.left == f->packets[3].whole_bytes, "... whole");
	free(f);
	free(s);
	close(here);
	dial_close(d);
	close(server);
}

/* Of a bridge and its port, and the port's far end, all in this network. */
static void test_copies(void)
{
	struct capflow_config c = {.pcap = "c.pcapng", .program = "test", .hide_payload = true};
	struct capflow *w = opened(&c);
	struct dial *d = watched(w, "198.18.9.2", 80);
	struct seen s = {.n = 0};
	struct savefile *f;

	dial_turn(d, clock_now(), NULL);
	ok(see(w, &s, 0, FLOW_SYN_SENT, FLOW_LISTEN), "a SYN leaves into the silence");
	dial_close(d);
	for (unsigned i = 0; i < 500 && capflow_copies(w) < 2; i++) {
		poll(NULL, 0, 10);
		see(w, &s, 0, FLOW_SYN_SENT, FLOW_LISTEN);
	}
	ok(capflow_copies(w) >= 2, "a bridge, its port and the far end show it");
	is_int(s.n, 1, "one SYN, however many interfaces show it");
	capflow_close(w, NULL);
	f = savefile_read("c.pcapng");
	is_int(f->n, 1, "... in the file too");
	free(f);
}

static void test_many(void)
{
	struct capflow_config c = {.device = "lo"};
	struct capflow *w = opened(&c);
	struct flow_tuple t[CAPFLOW_FLOWS + 1] = {0};
	struct fail why = {0};

	for (unsigned i = 0; i <= CAPFLOW_FLOWS; i++) {
		t[i].addr[FLOW_IN] = dialling_addr(i % 2 ? "::1" : "127.0.0.1");
		t[i].port[FLOW_OUT] = (uint16_t)(40000 + i);
		t[i].port[FLOW_IN] = 9;
	}
	is_int(capflow_add(w, t, CAPFLOW_FLOWS + 1, &why), -ENOSPC, "there is an end: %s",
		why.text);
	is_int(capflow_add(w, t, CAPFLOW_FLOWS, &why), 0, "as many as there may be");
	capflow_remove(w, 3);
	capflow_remove(w, 5);
	is_int(capflow_add(w, t, 2, &why), -ENOSPC, "two in a row do not fit between");
	is_int(capflow_add(w, t, 1, &why), 3, "one does");
	capflow_abandon(w);
}

/* Privilege is given up behind capflow_open: the filter comes later. */
static void test_unprivileged(void)
{
	struct capflow_config c = {.device = "lo"};
	struct capflow *w = opened(&c);
	struct fail why = {0};
	struct priv_limits limits = {.keep_files = true};
	struct dial *d;
	struct seen s = {.n = 0};

	if (!ok(priv_drop(&limits, NULL, &why) == 0, "privilege is dropped: %s", why.text))
		return;
	d = watched(w, "127.0.0.1", 9);
	dialling_run(d, NULL);
	ok(see(w, &s, 0, FLOW_CLOSED, FLOW_CLOSED), "a refused connection");
	is_packet(&s, 0, TCP_SYN, FLOW_SYN_SENT, FLOW_LISTEN);
	is_packet(&s, 1, TCP_RST | TCP_ACK, FLOW_CLOSED, FLOW_CLOSED);
	is_text(s.said[1], "reset", "... by the host's own RST");
	dial_close(d);
	capflow_abandon(w);
	is_int(capflow_open(&w, &c, &why), -EPERM, "no other one opens");
	ok(strstr(why.text, "watching packets needs cap_net_raw: ") && !strchr(why.text, '\n'),
		"... and says in one line what is missing: %s", why.text);
}

int main(void)
{
	if (!netns_enter() || !scratch_open())
		return tap_skip_all("no network namespaces here");
	if (!netns_ip("link add b0 type bridge") ||
		!netns_ip("link add v0 type veth peer name v1") ||
		!netns_ip("link set v0 master b0") || !netns_ip("link set v1 up") ||
		!netns_ip("link set v0 up") || !netns_ip("link set b0 up") || !netns_runs("v0") ||
		!netns_runs("b0") || !netns_ip("addr add 198.18.9.1/24 dev b0") ||
		!netns_ip("neigh add 198.18.9.2 lladdr 02:00:00:00:00:02 dev b0"))
		return tap_skip_all("no bridge here");
	test_close("127.0.0.1", false);
	test_close("::1", true);
	test_file();
	test_copies();
	test_many();
	test_unprivileged();
	scratch_close();
	return tap_done();
}
