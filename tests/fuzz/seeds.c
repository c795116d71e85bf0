/* seeds: writes the corpus that fuzzing starts from, out of the golden frames and of captures from
 * the lab. `make seeds` runs it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "seeds.h"
#include "golden.h"
#include "must.h"
#include "pcapng.h"
#include "seeds_cut.h"
#include "seeds_frame.h"
#include "seeds_lab.h"
#include "seeds_text.h"

static void golden_seeds(const struct golden *g)
{
	struct exact whole = golden_copy(g);
	struct frame f = golden_frame(g, whole.view);

	frame_seeds(g->name, &f);
	free(whole.block);
}

static void tcp_seeds(void)
{
	static const struct {
		const char *name, *list;
		size_t size;
	} lists[] = {
		{"sack", "\1\1\5\x12\0\0\0\1\0\0\0\2\0\0\0\3\0\0\0\4", 20},
		{"cookie",
			"\x22\x0a"
			"cookie!!\1\1",
			12},
		{"mptcp",
			"\x1e\x0c\1\x81"
			"keykeyke",
			12},
		{"accecn", "\xac\x0b\0\0\1\0\0\2\0\0\3\1", 12},
		{"experiment", "\xfe\4\x0d\xd1\0\xff", 6},
		{"length 0", "\2\0\5\xb4", 4},
		{"overrun", "\2\5\5\xb4", 4},
		{"wrong length", "\2\3\5\3\3\7", 6},
	};

	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
		seed("tcp", lists[i].name, bytes_of("\1", 1),
			bytes_of(lists[i].list, lists[i].size));
}

/* The frames of one kind in a file of each format. */
static void savefile_seeds(void)
{
	static const uint8_t pcap[] = {0x4d, 0x3c, 0xb2, 0xa1, 2, 0, 4, 0, [16] = 0xff,
		0xff, [20] = 1, [39] = 0},
			     sizes[] = {42, 42};
	struct exact arp = golden_copy(golden_named("ARP"));
	uint8_t head[sizeof pcap];
	struct pcapng_packet about = {.comment = "seed", .whole_bytes = 42};
	char *text = NULL;
	size_t size = 0;
	FILE *to = open_memstream(&text, &size);

	must(to && arp.view.left == sizes[0]);
	pcapng_begin(to, "seeds", NULL);
	pcapng_interface(to, PCAPNG_ETHERNET, "va", 0, NULL);
	pcapng_packet(to, &about, arp.view, NULL);
	must(fclose(to) == 0);
	seed("capture", "pcapng", nothing, bytes_of(text, size));
	memcpy(head, pcap, sizeof pcap);
	head[32] = sizes[0]; /* held, then whole */
	head[36] = sizes[1];
	seed("capture", "pcap", bytes_of(head, sizeof head), arp.view);
	free(text);
	free(arp.block);
}

/* Eight bytes a segment, as tests/fuzz/flow.c has them. */
static void flow_seeds(void)
{
	enum { OUT = 14, IN = 15, FIN = 1, SYN = 2, RST = 4, ACK = 16 };
	static const uint8_t data[] = {OUT, SYN, 0, 0, 0, 99, 64, 1, IN, SYN | ACK, 0, 1, 0, 99, 57,
		1, OUT, ACK, 1, 1, 0, 99, 64, 1, OUT, ACK, 1, 1, 0, 99, 64, 1, IN, ACK, 1, 1, 1, 0,
		57, 3, IN, FIN | ACK, 1, 1, 0, 99, 57, 1, OUT, FIN | ACK, 1, 2, 0, 99, 64, 1},
			     refused[] = {OUT, SYN, 0, 0, 0, 99, 64, 1, IN, RST | ACK, 0, 1, 0, 0,
				     57, 1},
			     again[] = {OUT, SYN, 0, 0, 0, 99, 64, 1, OUT, SYN, 0, 0, 0, 99, 64,
				     100, IN, SYN | ACK, 0, 1, 0, 99, 57, 255, IN, ACK, 9, 1, 1, 99,
				     57, 1, IN, ACK, 1, 1, 1, 99, 57, 40};

	seed("flow", "data", bytes_of(data, sizeof data), nothing);
	seed("flow", "refused", bytes_of(refused, sizeof refused), nothing);
	seed("flow", "again", bytes_of(again, sizeof again), nothing);
}

static void proxy_seeds(void)
{
	static const struct {
		const char *name, *says;
		size_t size;
	} seeds[] = {
		{"socks", "\xfd\5\0\5\0\0\1\1\2\3\4\0\x50", 13},
		{"socks with a password", "\xff\5\2\1\0\5\0\0\3\4host\0\x50", 16},
		{"socks refused", "\x09\5\0\5\5\0\1\0\0\0\0\0\0", 13},
		{"connect", "\x40HTTP/1.1 200 OK\r\n\r\nmore", 24},
		{"interim", "\x80HTTP/1.1 103 Early\r\n\r\nHTTP/1.0 204 OK\r\n\r\n", 42},
		{"connect refused", "\xf0HTTP/1.1 403 No\r\nContent-Length: 3\r\n\r\nno!", 42},
	};

	for (size_t i = 0; i < sizeof seeds / sizeof seeds[0]; i++)
		seed("dial_proxy", seeds[i].name, bytes_of(seeds[i].says, seeds[i].size), nothing);
}

static void vendor_seeds(void)
{
	static const struct {
		const char *name, *line;
	} lines[] = {
		{"ieee", "28-6F-B9   (hex)\t\tSome Maker, Ltd.\r"},
		{"plain", "0055DA0\tSome Maker"},
		{"bits", "00:55:DA:00:00:00/28\tSome\tSome Maker"},
		{"commas", "MA-S,70B3D5E1B,\"Some, Maker\",\"Some Road\""},
	};

	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
		seed("arping_vendor", lines[i].name, nothing,
			bytes_of(lines[i].line, strlen(lines[i].line)));
}

static void text_seeds(void)
{
	static const struct {
		const char *name, *text;
	} texts[] = {
		{"v4", "198.18.0.1"},
		{"v6", "2001:db8::1"},
		{"any", "::"},
		{"link local", "fe80::1"},
		{"mapped", "::ffff:192.0.2.1"},
		{"full", "1:2:3:4:5:6:7:8"},
		{"mac", "02:00:5e:10:00:ff"},
		{"mac with hyphens", "02-00-5E-10-00-FF"},
		{"v4 prefix", "198.18.0.0/15"},
		{"v6 prefix", "2001:db8::/32"},
		{"all", "0.0.0.0/0"},
		{"host prefix", "::1/128"},
	};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		seed("addr", texts[i].name, nothing,
			bytes_of(texts[i].text, strlen(texts[i].text)));
}

static void patch_seeds(void)
{
	static const uint8_t sequence[] = {6, 2, 2, 0xbe, 0xef},
			     payload[] = {8, 8, 2, 1, 2, 3, 4, 5, 6, 7, 8},
			     over[] = {0, 4, 2, 1, 2, 3, 4};
	struct exact whole = golden_copy(golden_named("message between unknown addresses"));

	seed("patch", "sequence", bytes_of(sequence, sizeof sequence), whole.view);
	seed("patch", "payload", bytes_of(payload, sizeof payload), whole.view);
	seed("patch", "over the field", bytes_of(over, sizeof over), whole.view);
	free(whole.block);
}

/* The first bytes as tests/fuzz/ping_probe.c has them. */
static void ping_seeds(void)
{
	static const struct {
		const char *name;
		uint8_t bytes[12], n_bytes;
	} seeds[] = {
		{"reply", {0x34, 1, 0xff, 0xff}, 4},
		{"reply from a raw socket", {0x36, 1, 0xff, 0xff}, 4},
		{"ICMPv6 reply", {0x35, 1, 0xff, 0xff}, 4},
		{"reply to an old probe", {0x24, 255, 0xff, 0xff}, 4},
		{"tag alone", {0x14, 200, 0xff, 0xff}, 4},
		{"no tag", {0x06, 200, 0xff, 0xff}, 4},
		{"cut reply", {0xb6, 1, 0, 30}, 4},
		{"short reply", {0x74, 1, 0, 30}, 4},
		{"changed sequence", {0x74, 1, 0xff, 0xff, [11] = 1}, 12},
		{"error", {0x38, 1, 0xff, 0xff}, 4},
		{"error, 8 bytes quoted", {0x7a, 255, 0, 36}, 4},
		{"ICMPv6 error", {0x3b, 1, 0xff, 0xff}, 4},
		{"error queue", {0x3c, 1, 0xff, 0xff}, 4},
		{"own refusal", {0x3e, 1, 0, 8}, 4},
		{"nothing", {0x30, 0, 0, 0}, 4},
	};

	for (size_t i = 0; i < sizeof seeds / sizeof seeds[0]; i++)
		seed("ping_probe", seeds[i].name, bytes_of(seeds[i].bytes, seeds[i].n_bytes),
			nothing);
}

static void ping_lines(void)
{
	static const struct {
		const char *name, *line;
	} lines[] = {
		{"plain", "ping\nhost"},
		{"usual", "ping\n-c\n3\n-i\n0.2\n-W\n0.5\n-s\n16\nhost"},
		{"together", "ping\n-nqc3\n-w10\n198.18.0.2"},
		{"flood", "ping\n-f\n-l\n100\n-p\nff00\nhost"},
		{"family", "ping6\n-F\n0x12345\n-Q\n0xb8\n-t\n255\n::1"},
		{"options", "ping\n-T\ntsprespec\n198.18.0.1\n198.18.0.2\n198.18.0.3"},
		{"source-route", "ping\n--source-route\n198.18.0.1\n--mark=7\nhost"},
		{"plugin", "ping\n--nagios\n--warning\n100,20%\n--critical=500,60%\nhost"},
		{"outputs", "ping\n--json=x\n--prom\n-\n--label\na=b\n--pcap\nf\nhost"},
		{"sweep", "ping\n--rate\n1000\n--shard\n1/3\n--seed\n7\n198.18.0.0/24"},
		{"slow", "ping\n--rate\n0.0000000000001\n198.18.0.0/24"},
		{"flows", "ping\n--flows=16\n--seed=1\n--graph\nhost"},
		{"path", "ping\n--path\n-t\n5\n-c\n3\nhost"},
		{"until", "ping\n--until-up=3\n--max-rtt\np95=20\nhost"},
		{"large", "ping\n-s\n70000\n-c\n9223372036854775807\nhost"},
		{"bad", "ping\n-c\n0\n-i\n-1\n-Z\n--nosuch"},
	};

	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
		seed("ping_options", lines[i].name, nothing,
			bytes_of(lines[i].line, strlen(lines[i].line)));
}

static void fping_lines(void)
{
	static const struct {
		const char *name, *line;
	} lines[] = {
		{"plain", "fping\na\nb"},
		{"zabbix", "fping\n-C3\n-p\n60\n-b\n68\n-t\n40\n-i\n10\n-S198.18.1.1"},
		{"smokeping", "fping\n-C\n5\n-q\n-B1\n-r1\n-i10\n-p\n300.5\na"},
		{"summaries", "fping6\n-l\n-Q2,cumulative\n-o\n-s\n::1"},
		{"prefix", "fping\n-g\n-r\n0\n198.18.0.0/24"},
		{"range", "fping\n-g\n198.18.1\n0xc6120108"},
		{"six", "fping\n-6\n-g\n198.18.0.0/30x"},
		{"long", "fping\n--count=2\n--period\n20\n--reachable=1\n--\n-a"},
		{"bad", "fping\n-B\n9\n-H0\n-b-1\n-Z\n--bogus"},
	};

	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
		seed("ping_fping", lines[i].name, nothing,
			bytes_of(lines[i].line, strlen(lines[i].line)));
}

/* Whole connections, as tests/fuzz/capflow.c takes them. */
static void connection_seeds(void)
{
	static const char *const names[] = {
		"refused", "http6", "half-close", "loss", "zero-window"};
	char path[64];

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		static uint8_t space[SAVEFILE_BYTES];
		struct bytes_out o = bytes_to(space, sizeof space);
		struct savefile *s;

		snprintf(path, sizeof path, "tests/captures/%s.pcapng", names[i]);
		s = savefile_read(path);
		must(s->good);
		for (size_t k = 0; k < s->n && k < 24; k++) {
			bytes_put_u16(&o, 0x0101);
			bytes_put_u16(&o, (uint16_t)s->packets[k].bytes.left);
			bytes_put(&o, s->packets[k].bytes.p, s->packets[k].bytes.left);
		}
		seed("capflow", names[i], nothing, bytes_written(&o));
		free(s);
	}
}

int main(void)
{
	for (size_t i = 0; i < sizeof goldens / sizeof goldens[0]; i++)
		golden_seeds(&goldens[i]);
	tcp_seeds();
	lab_seeds();
	cut_seeds();
	savefile_seeds();
	connection_seeds();
	vendor_seeds();
	flow_seeds();
	proxy_seeds();
	text_seeds();
	patch_seeds();
	ping_seeds();
	ping_lines();
	fping_lines();
	file_seeds();
	answer_seeds();
	resolve_seeds();
	packed_seeds();
	netlink_seeds();
	return 0;
}
