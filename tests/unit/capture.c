/* capture: frames of a link of the test's own, of all links, and of savefiles. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "capture.h"

#include <errno.h>
#include <linux/filter.h>
#include <stdlib.h>

#include "ends.h"
#include "pcapng.h"
#include "session.h"
#include "tap.h"

#include "netns.h"

enum { MS = 1000000 }; /* the two clocks differ by less */

/* What a capture gave, up to the last frame that was there. */
struct got {
	unsigned frames;
	struct frame last;
	uint8_t bytes[FRAME_BYTES];
	int rc;
};

static void take(struct capture *c, struct got *g, unsigned wanted)
{
	int64_t end_ns = clock_now() + 30LL * CLOCK_SECOND;
	struct pollfd p = {.fd = capture_fd(c), .events = POLLIN};
	struct fail why = {0};
	struct frame f;

	while (g->frames < wanted && clock_now() < end_ns) {
		while ((g->rc = capture_next(c, &f, &why)) > 0) {
			g->frames++;
			g->last = f;
			if (f.bytes.left <= sizeof g->bytes)
				memcpy(g->bytes, f.bytes.p, f.bytes.left);
			g->last.bytes.p = g->bytes;
		}
		if (g->rc < 0)
			printf("# %s\n", why.text);
		if (g->rc < 0 || capture_ended(c))
			return;
		poll(&p, 1, 10);
	}
}

static struct capture *opened(const struct capture_config *config)
{
	struct capture *c = NULL;
	struct fail why = {0};

	if (capture_open(&c, config, &why) < 0)
		printf("# %s\n", why.text);
	return c;
}

static void test_live(struct end *far)
{
	struct capture_config config = {.device = "va", .filter = "arp", .snap_bytes = 60};
	struct capture *c = opened(&config);
	uint8_t space[FRAME_BYTES];
	struct got g = {0};
	int64_t before_ns = clock_now();

	if (!ok(c, "a capture opens"))
		return;
	ok(!capture_is_file(c) && !capture_ended(c) && capture_fd(c) >= 0, "... live");
	is_int(capture_linktype(c), 1, "... of Ethernet");
	ends_put(far, 0, ends_frame(space, 0, ETH_TYPE_IP4, 60));
	ends_put(far, 1, ends_arp(space, 0));
	ends_turn(far);
	take(c, &g, 1);
	is_int(g.frames, 1, "one of two frames passes the filter");
	is_int(g.last.bytes.left, 60, "... all of it");
	ok(bytes_equal(g.last.bytes, ends_arp(space, 0)), "... as it was");
	ok(g.last.layer == FRAME_LINK && g.last.linktype == 1 && g.last.number == 1,
		"... Ethernet");
	is_int(g.last.ifindex, if_nametoindex("va"), "... with its interface");
	ok(g.last.stamp == STAMP_KERNEL && before_ns <= g.last.at_ns + MS &&
			g.last.at_ns <= clock_now(),
		"... by the kernel's clock");
	is_int(capture_filter(c, "vlan 291 and arp", NULL), 0, "another filter takes its place");
	ends_put(far, 2, ends_arp(space, 0));
	ends_put(far, 3, ends_arp(space, 1));
	ends_turn(far);
	g = (struct got){0};
	take(c, &g, 1);
	ok(g.frames == 1 && bytes_equal(g.last.bytes, ends_arp(space, 1)),
		"a tagged frame comes with its tag");
	is_int(capture_filter(c, "arp and (", NULL), -EINVAL, "a filter that is none is refused");
	is_int(capture_drops(c), 0, "nothing was dropped");
	capture_close(c);
}

static void test_snap(struct end *far)
{
	struct capture_config config = {.device = "va", .filter = "ether proto 0x88b5"};
	struct capture *c = opened(&config);
	uint8_t space[FRAME_BYTES];
	struct got g = {0};

	if (!c)
		return;
	ends_put(far, 0, ends_frame(space, 0, 0x88b5, 1000));
	ends_turn(far);
	take(c, &g, 1);
	ok(g.frames == 1 && g.last.bytes.left == 128 && g.last.whole_bytes == 1000,
		"a long frame is cut, and says so");
	capture_close(c);
}

static void test_any(struct end *far)
{
	struct capture_config config = {.filter = "arp", .direction = CAPTURE_IN};
	struct capture *c = opened(&config);
	uint8_t space[FRAME_BYTES];
	struct bytes_out o;
	struct got g = {0};
	struct packet p;

	if (!ok(c, "a capture of all interfaces"))
		return;
	is_int(capture_linktype(c), 276, "... is cooked");
	ends_arp(space, 0);
	o = bytes_to(space + 14, 28);
	arp_put(&o, &(struct arp){.operation = ARP_REQUEST});
	ends_put(far, 0, bytes_of(space, 60));
	ends_turn(far);
	take(c, &g, 1);
	is_int(g.frames, 1, "... sees what comes in, and not what leaves");
	is_int(g.last.ifindex, if_nametoindex("va"), "... with the interface of each");
	packet_read(&g.last, &p);
	ok(p.has_arp && p.arp.operation == ARP_REQUEST, "... and is read");
	capture_close(c);
}

static void test_refusals(void)
{
	struct capture_config config = {.device = "nosuch0"};
	struct capture *c = NULL;
	struct fail why = {0};

	is_int(capture_open(&c, &config, &why), -ENODEV, "no such interface: %s", why.text);
	config = (struct capture_config){.device = "va", .filter = "nonsense"};
	is_int(capture_open(&c, &config, &why), -EINVAL, "no such filter: %s", why.text);
	is_int(capture_open_file(&c, "/nosuch", NULL, &why), -EBADMSG, "no file: %s", why.text);
	ok(strstr(capture_version(), "libpcap"), "%s", capture_version());
	capture_close(NULL);
}

/* Three frames, a second apart, and a comment that is skipped. */
static void write_file(const char *path)
{
	struct pcapng_packet about = {.comment = "a comment", .direction = PCAPNG_IN};
	static uint8_t space[FRAME_BYTES];
	FILE *to = fopen(path, "w");

	if (!to)
		abort();
	pcapng_begin(to, "test", NULL);
	pcapng_interface(to, PCAPNG_ETHERNET, "va", 0, NULL);
	for (int i = 0; i < 3; i++) {
		struct bytes b = ends_arp(space, 0);

		about.at_realtime_ns = 1700000000000000123 + i * (int64_t)CLOCK_SECOND;
		about.whole_bytes = (uint32_t)b.left + (i == 2);
		pcapng_packet(to, &about, b, NULL);
	}
	fclose(to);
}

static void test_file(const char *path)
{
	struct capture *c = NULL;
	struct fail why = {0};
	struct got g = {0};

	is_int(capture_open_file(&c, path, "arp", &why), 0, "a savefile opens: %s", why.text);
	if (!c)
		return;
	ok(capture_is_file(c) && capture_fd(c) == -1 && capture_linktype(c) == 1, "... as such");
	take(c, &g, 4);
	is_int(g.frames, 3, "... it has three frames");
	ok(capture_ended(c) && g.rc == 0, "... and an end");
	is_int(g.last.at_ns, 1700000002000000123, "... each with its time");
	is_int(clock_map_realtime(capture_clock(c), g.last.at_ns), g.last.at_ns,
		"... which is the wall clock's");
	ok(g.last.bytes.left == 60 && g.last.whole_bytes == 61, "... and both lengths");
	is_int(capture_drops(c), 0, "... none was dropped");
	capture_close(c);
}

static void test_broken_file(const char *path)
{
	struct capture *c = NULL;
	struct fail why = {0};
	struct got g = {0};
	FILE *f = fopen(path, "r+");

	if (!f || truncate(path, 300))
		abort();
	fclose(f);
	is_int(capture_open_file(&c, path, NULL, NULL), 0, "a file that was cut opens");
	take(c, &g, 4);
	is_int(g.rc, -EBADMSG, "... and fails where it ends");
	capture_close(c);
	f = fopen(path, "w");
	fputs("this is not a capture at all, is it", f);
	fclose(f);
	is_int(capture_open_file(&c, path, NULL, &why), -EBADMSG, "another file: %s", why.text);
}

/* A session whose answers come from a capture alone, its wire deaf. */
static void test_session(struct end *far)
{
	static const struct sock_filter nothing[] = {BPF_STMT(BPF_RET | BPF_K, 0)};
	struct wire_config wire = ends_config("va");
	struct capture_config capture = {.device = "va", .filter = "arp", .direction = CAPTURE_IN};
	struct plan_config plan = {.lanes = 1, .count = 1, .timeout_ns = 5LL * CLOCK_SECOND};
	struct session_config config = {.deadline_ns = INT64_MAX};
	struct session_event e = {0};
	struct session *s = NULL;
	uint8_t space[FRAME_BYTES];
	bool fresh = false;

	wire.filter = nothing;
	wire.filter_size = 1;
	config.capture = opened(&capture);
	config.plan = plan_open(&plan, clock_now());
	if (wire_open(&config.wires[0], &wire, NULL) < 0 || wait_open(&config.wait, NULL) < 0 ||
		session_open(&s, &config, NULL) < 0)
		abort();
	while (session_next(s, &e, NULL) > 0) {
		if (e.kind == SESSION_SEND) {
			session_put(s, 0, e.probe, ends_arp(space, 0), NULL, NULL);
			ends_put(far, 0, ends_arp(space, 0));
		} else if (e.kind == SESSION_SENT) {
			ends_turn(far);
		} else if (e.kind == SESSION_FRAME) {
			is_int(e.source, SESSION_CAPTURE,
				"a session's frame comes from its capture");
			fresh = plan_answer(config.plan, (struct probe){0, 0}, e.at_ns,
					e.wire.frame.stamp, e.wire.at_user_ns)
					.verdict == ANSWER_FRESH;
		}
	}
	is_int(e.kind, SESSION_END, "... and ends it");
	ok(fresh, "... as an answer");
	session_close(s);
	wait_close(config.wait);
	wire_close(config.wires[0]);
	capture_close(config.capture);
	plan_close(config.plan);
}

static void test_replay(const char *path)
{
	struct plan_config plan = {.lanes = 1, .count = 1, .timeout_ns = 5LL * CLOCK_SECOND};
	struct session_config config = {.deadline_ns = INT64_MAX};
	struct session_event e = {0};
	struct session *s = NULL;
	unsigned frames = 0, other = 0;

	config.plan = plan_open(&plan, clock_now());
	if (capture_open_file(&config.capture, path, NULL, NULL) < 0 ||
		wait_open(&config.wait, NULL) < 0 || session_open(&s, &config, NULL) < 0)
		abort();
	while (session_next(s, &e, NULL) > 0)
		(e.kind == SESSION_FRAME ? &frames : &other)[0]++;
	is_int(frames, 3, "a session over a savefile gives its frames");
	ok(!other && e.kind == SESSION_END, "... and nothing else");
	is_int(session_now_ns(s), 1700000002000000123, "... in their time");
	session_close(s);
	wait_close(config.wait);
	capture_close(config.capture);
	plan_close(config.plan);
}

static void test_gone(void)
{
	struct capture_config config = {.device = "va"};
	struct capture *c = opened(&config);
	struct got g = {0};

	netns_ip("link del va");
	take(c, &g, 1);
	is_int(g.rc, -ENETDOWN, "an interface that goes away ends it");
	capture_close(c);
}

int main(void)
{
	char path[] = "/tmp/capture.XXXXXX";
	struct wire_config config = ends_config("vb");
	struct end far;
	int fd = mkstemp(path);

	if (fd < 0 || !capture_version())
		return tap_skip_all("there is no libpcap here");
	close(fd);
	if (!netns_enter())
		return tap_skip_all("no user namespaces here");
	netns_write("/proc/sys/net/ipv6/conf/default/disable_ipv6", "1");
	if (!netns_ip("link add va type veth peer name vb") || !netns_ip("link set va up") ||
		!netns_ip("link set vb up") || !netns_runs("va") || !netns_runs("vb") ||
		!ends_open(&far, &config))
		return tap_skip_all("no links of our own here");
	test_live(&far);
	test_snap(&far);
	test_any(&far);
	test_session(&far);
	test_refusals();
	write_file(path);
	test_file(path);
	test_replay(path);
	test_broken_file(path);
	test_gone();
	wire_close(far.w);
	unlink(path);
	return tap_done();
}
