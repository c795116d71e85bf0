/* seeds_text: seeds that are files of text, and what is packed or told by this program itself. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_SEEDS_TEXT_H
#define PROBEKIT_SEEDS_TEXT_H

#include <brotli/encode.h>
#include <glob.h>
#include <linux/netlink.h>
#include <zstd.h>

#include "../../lib/resolve_child.h"
#include "seeds.h"

static inline void file_seeds(void)
{
	static const struct {
		const char *target, *name, *text;
	} files[] = {
		{"arping_vendor", "list",
			"28-6F-B9   (hex)\t\tSome Maker\n286FB9  (base 16)\tSome "
			"Maker\n0055DA0\tLess\n"
			"70B3D5E1B\tLeast\n"},
		{"gather", "list", "\1\n198.18.0.0/30 # four\n 198.18.0.9-12\r\n2001:db8::1\n"},
		{"gather", "exclusions",
			"\x1a"
			"198.18.0.1\n2001:db8::/120\n198.18.0.0/24\n2001:db8::1-1ff\n"},
		{"gather", "mark",
			"\1\n\xef\xbb\xbf"
			"198.18.0.1\n"},
		{"gather", "name", "\1\n198.18.0.1\nwww.example\n"},
		{"ping_fping_file", "list",
			"198.18.0.1 one\n# none\n\n  127.1\n2001:db8::1\nwww.example\n"},
		{"httpget_files", "headers", "# a comment\nX-One: 1\n\nHost;\r\nAccept:\n"},
		{"httpget_files", "format", "%{http_code} %{url}\\n%{nosuch}%%"},
		{"httpget_files", "bad header", "no colon here\n"},
		{"httpget_plain", "text", "\3plain\ttext\r\n"},
		{"httpget_plain", "escapes", "\1\033[31mred\033[0m\7\177"},
		{"httpget_plain", "unicode",
			"\2b\xc3\xbc"
			"cher \xe2\x80\xae \xf0\x9f\x99\x82 \xc3\xed\xa0\x80\xff"},
		{"tcpprobe_tables", "tcp",
			"  sl  local_address rem_address   st tx_queue rx_queue tr tm->when "
			"retrnsmt   uid\n"
			"   0: 0100007F:9C40 00000000:0000 0A 00000000:00000000 00:00000000 "
			"00000000     0\n"
			"   1: 011212C6:A1B2 021212C6:0050 01 00000000:00000000 00:00000000 "
			"00000000     0\n"},
		{"tcpprobe_tables", "reserved", "8080,9000-9100,50000-50010\n"},
		{"tcpprobe_tables", "neighbours",
			"entries  allocs   destroys hash_grows\n00000003  00000005 00000002 "
			"00000000\n"},
		{"tcpprobe_tables", "sockstat",
			"sockets: used 120\nTCP: inuse 5 orphan 0 tw 2 alloc 7 mem 3\nUDP: inuse 2 "
			"mem 1\n"},
		{"tcpprobe_tables", "names", "nat\nfilter\nmangle\n"},
		{"tcpprobe_tables", "range", "32768\t60999\n"},
		{"httpget_http", "chunk extensions",
			"\x20HTTP/1.1 200 OK\r\nTransfer-Encoding: "
			"chunked\r\n\r\n5;a=b;c=\"d\\\"e\" ; f\r\nhello\r\n"
			"0;last\r\nX-Sum: 7\r\nContent-Length: 3\r\n\r\n"},
		{"httpget_http", "range",
			"\x20HTTP/1.1 206 Partial Content\r\nContent-Range: bytes "
			"2-4/5\r\n\r\nllo"},
	};

	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		seed(files[i].target, files[i].name, nothing,
			bytes_of(files[i].text, strlen(files[i].text)));
}

/* As tests/fuzz/answered.h has them: how; flags or type and code, changes, options. */
static inline void answer_seeds(void)
{
	static const struct {
		const char *name, *text;
		size_t size;
	} answers[] = {
		{"syn-ack", "\0\x12\0\2\4\5\xb4\1\3\3\7", 11},
		{"syn-ack 6", "\1\x12\0\2\4\5\xa0\4\2\0\0", 11},
		{"rst", "\0\x14\0", 3},
		{"stale", "\0\x10\1\x0b\x55", 5},
		{"pinned", "\x08\x12\0\2\4\5\xb4", 7},
		{"expired", "\2\x0b\0\0", 4},
		{"expired 6", "\3\3\0\0", 4},
		{"rejected", "\6\3\x0d\0", 4},
		{"rejected 6", "\7\1\1\0", 4},
		{"rewritten", "\2\x0b\0\3\x22\x7f\x18\x01\x20\x05", 10},
		{"flows", "\x0e\x0b\0\0", 4},
	};

	for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
		seed("tcpprobe_syn", answers[i].name, nothing,
			bytes_of(answers[i].text, answers[i].size));
		seed("tcpprobe_trail", answers[i].name, nothing,
			bytes_of(answers[i].text, answers[i].size));
	}
}

/* What a process that looks names up says, as tests/fuzz/resolve.c takes it. */
static inline void resolve_seeds(void)
{
	static const uint8_t host[] = {198, 18, 0, 1};
	const struct resolve_answer answers[] = {
		{.kind = RESOLVE_REVERSE,
			.serial = 1,
			.addr = addr_v4(host),
			.name = "host.example"},
		{.kind = RESOLVE_REVERSE,
			.serial = 2,
			.addr = addr_v4(host),
			.name = "e\033[2Jvil"},
		{.kind = RESOLVE_FORWARD,
			.serial = 3,
			.n = 1,
			.addrs = {addr_v4(host)},
			.name = "www.example"},
		{.kind = RESOLVE_FORWARD, .serial = 3, .failed = -2},
		{.kind = RESOLVE_FORWARD, .serial = 3, .failed = -11, .error = 5},
	};
	enum { ONE = sizeof answers[0] };
	uint8_t space[1 + 3 * (2 + ONE)];

	for (unsigned last = 2; last < 5; last++) {
		const unsigned told[] = {0, last, 1};
		struct bytes_out o = bytes_to(space, sizeof space);
		char name[16];

		bytes_put_u8(&o, 2);
		for (unsigned i = 0; i < 3; i++) {
			bytes_put_u16(&o, ONE);
			bytes_put(&o, (const uint8_t *)&answers[told[i]], ONE);
		}
		must(!o.bad);
		snprintf(name, sizeof name, "answers %u", last - 1);
		seed("resolve", name, bytes_written(&o), nothing);
	}
}

/* The messages of a kernel's rules, which tcpprobe_nft's corpus has, as datagrams that answer each
 * question: for chains, for rules, for sets, and for the elements of some. */
static inline void netlink_seed(const char *path)
{
	static uint8_t space[1 << 16], said[1 << 15];
	const struct nlmsghdr done = {.nlmsg_len = NLMSG_LENGTH(0), .nlmsg_type = NLMSG_DONE};
	struct bytes_out o = bytes_to(space, sizeof space);
	FILE *in = fopen(path, "rb");
	size_t n = in ? fread(said, 1, sizeof said, in) : 0;

	must(n > 1 && n < sizeof said);
	fclose(in);
	for (unsigned question = 0; question < 6; question++) {
		size_t messages = question < 3 ? n - 1 : 0;

		bytes_put_u16(&o, (uint16_t)(messages + sizeof done));
		bytes_put(&o, said + 1, messages);
		bytes_put(&o, (const uint8_t *)&done, sizeof done);
	}
	must(!o.bad);
	seed("tcpprobe_netlink", strrchr(path, '/') + 1, bytes_written(&o), nothing);
}

static inline void netlink_seeds(void)
{
	glob_t found;

	must(!glob("tests/fuzz/corpus/tcpprobe_nft/*", 0, NULL, &found));
	for (size_t i = 0; i < found.gl_pathc; i++)
		netlink_seed(found.gl_pathv[i]);
	globfree(&found);
}

static inline void packed_seeds(void)
{
	static const uint8_t text[] = "hello hello hello hello hello hello hello hello\n";
	uint8_t to[256];
	size_t n = sizeof to;

	must(BrotliEncoderCompress(5, 20, BROTLI_MODE_TEXT, sizeof text - 1, text, &n, to));
	seed("httpget_decode", "brotli", bytes_of("\x12", 1), bytes_of(to, n));
	n = ZSTD_compress(to, sizeof to, text, sizeof text - 1, 3);
	must(!ZSTD_isError(n));
	seed("httpget_decode", "zstd", bytes_of("\x13", 1), bytes_of(to, n));
}

#endif
