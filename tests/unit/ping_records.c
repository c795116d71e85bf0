/* ping_records: what each record says, and null for what is not known. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "records.h"

#include <errno.h>
#include <fcntl.h>

#include "address.h"
#include "tap.h"

#include "said.h"

static const int64_t when_ns = 1767225599123456789; /* 2025-12-31T23:59:59.123456789Z */

static struct report *json_open(void)
{
	const struct report_config c = {.json = "-", .color = REPORT_COLOR_NEVER};
	struct report *r;

	if (report_open(&r, &c, NULL) < 0)
		abort();
	said_begin();
	return r;
}

static void json_close(struct report *r)
{
	said_end();
	report_abandon(r);
}

static struct records records_of(struct report *r, enum addr_family family)
{
	return (struct records){.report = r, .target = "peer.example", .family = family};
}

static void record(enum addr_family family, const struct outcome *o)
{
	struct report *r = json_open();
	struct records records = records_of(r, family);
	int rc = records_outcome(&records, o);

	json_close(r);
	if (rc)
		ok(false, "the record is written");
}

/* Whether the record has the key with that value, as JSON has it. */
static void has(const char *key, const char *value)
{
	char wanted[256];
	const char *at;
	size_t n = (size_t)snprintf(wanted, sizeof wanted, "\"%s\":%s", key, value);

	at = strstr(said.out, wanted);
	if (!ok(at && (at[n] == ',' || at[n] == '}'), "%s", wanted))
		printf("# in %s", said.out);
}

static void has_not(const char *key)
{
	char wanted[64];

	snprintf(wanted, sizeof wanted, "\"%s\":", key);
	ok(!strstr(said.out, wanted), "no %s", key);
}

static struct outcome reply(void)
{
	return (struct outcome){.kind = OUTCOME_REPLY,
		.nth = 65536,
		.match = {.kind = MATCH_REPLY,
			.has_probe = true,
			.target = address("198.18.0.2"),
			.from = address("198.18.0.2"),
			.sequence = 1,
			.ttl = 61,
			.tos = 0xb8 | 2,
			.icmp_bytes = 64,
			.wrong_at = SIZE_MAX},
		.answer = {.verdict = ANSWER_FRESH,
			.stamp = STAMP_KERNEL,
			.rtt_ns = 52123,
			.sent_ns = 1000,
			.sent_user_ns = 400},
		.at_ns = 53123,
		.at_user_ns = 60000,
		.at_realtime_ns = when_ns};
}

static void replies(void)
{
	struct outcome o = reply();

	record(ADDR_V4, &o);
	ok(!strncmp(said.out,
		   "{\"v\":1,\"tool\":\"ping\",\"type\":\"reply\",\"ts\":\"2025-12-31T23:59:59."
		   "123456789Z\",",
		   strlen("{\"v\":1,\"tool\":\"ping\",\"type\":\"reply\",\"ts\":\"2025-12-31T23:59:"
			  "59."
			  "123456789Z\",")),
		"its head");
	has("target", "\"peer.example\"");
	has("addr", "\"198.18.0.2\"");
	has("from", "\"198.18.0.2\"");
	has("seq", "65537");
	has("icmp_seq", "1");
	has("rtt_ms", "0.052123");
	has("rtt_source", "\"kernel\"");
	has("verdict", "\"fresh\"");
	has("bytes", "64");
	has("ttl", "61");
	has("tos", "186");
	has("dscp", "\"ef\"");
	has("ecn_codepoint", "\"ect0\"");
	has("truncated", "false");
	has("other_address", "false");
	ok(strchr(said.out, '\n') == said.out + strlen(said.out) - 1, "one line");
}

static void unknowns(void)
{
	struct outcome o = reply();

	o.match.ttl = o.match.tos = -1;
	o.match.truncated = o.match.other_address = true;
	o.answer = (struct answer){.verdict = ANSWER_DUPLICATE, .stamp = STAMP_NONE, .rtt_ns = -1};
	record(ADDR_V4, &o);
	has("ttl", "null");
	has("tos", "null");
	has("dscp", "null");
	has("ecn_codepoint", "null");
	has("rtt_ms", "null");
	has("rtt_source", "null");
	has("verdict", "\"duplicate\"");
	has("truncated", "true");
	has("other_address", "true");
	o = reply();
	o.match.tos = 63 << 2 | 3;
	o.answer.stamp = STAMP_USER;
	o.answer.verdict = ANSWER_LATE;
	record(ADDR_V4, &o);
	has("tos", "255");
	has("dscp", "null");
	has("ecn_codepoint", "\"ce\"");
	has("rtt_source", "\"user\"");
	has("verdict", "\"late\"");
}

static void corrupted(void)
{
	struct outcome o = reply();

	o.kind = OUTCOME_CORRUPT;
	o.match.wrong_at = 21;
	o.match.checksum_bad = true;
	record(ADDR_V4, &o);
	has("type", "\"corrupt\"");
	has("wrong_at_bytes", "21");
	has("checksum_bad", "true");
	has("seq", "65537");
	o.match.wrong_at = SIZE_MAX;
	record(ADDR_V4, &o);
	has("wrong_at_bytes", "null");
	o.kind = OUTCOME_FORGED;
	o.match.has_probe = false;
	o.match.sequence = 9;
	record(ADDR_V4, &o);
	has("type", "\"forged\"");
	has("seq", "null");
	has("icmp_seq", "9");
}

static struct outcome error(uint8_t type, uint8_t code, uint32_t info)
{
	struct outcome o = reply();

	o.kind = OUTCOME_ERROR;
	o.match.kind = MATCH_ERROR;
	o.match.from = address("198.18.0.254");
	o.match.type = type;
	o.match.code = code;
	o.match.info = info;
	return o;
}

static void errors4(void)
{
	struct outcome o = error(3, 4, 1300);

	record(ADDR_V4, &o);
	has("type", "\"error\"");
	has("addr", "\"198.18.0.2\"");
	has("from", "\"198.18.0.254\"");
	has("icmp_type", "3");
	has("icmp_code", "4");
	has("icmp_name", "\"fragmentation-needed\"");
	has("mtu_bytes", "1300");
	has("pointer", "null");
	has("gateway", "null");
	has("rtt_ms", "0.052123");
	o.match.has_probe = false;
	record(ADDR_V4, &o);
	has("seq", "null");
	has("icmp_seq", "null");
	o = error(12, 0, 20);
	record(ADDR_V4, &o);
	has("mtu_bytes", "null");
	has("pointer", "20");
	o = error(3, 1, 77);
	record(ADDR_V4, &o);
	has("mtu_bytes", "null");
	has("pointer", "null");
	has("icmp_name", "\"host-unreachable\"");
	o = error(5, 1, 0xc6120063);
	o.kind = OUTCOME_REDIRECT;
	record(ADDR_V4, &o);
	has("type", "\"redirect\"");
	has("gateway", "\"198.18.0.99\"");
	has("rtt_ms", "null");
}

static void errors6(void)
{
	struct outcome o = error(2, 0, 1280);

	record(ADDR_V6, &o);
	has("mtu_bytes", "1280");
	has("icmp_name", "\"packet-too-big\"");
	o = error(4, 1, 6);
	record(ADDR_V6, &o);
	has("pointer", "6");
	has("mtu_bytes", "null");
	o = error(3, 4, 0);
	record(ADDR_V6, &o);
	has("mtu_bytes", "null");
	o = error(100, 0, 5);
	record(ADDR_V6, &o);
	has("icmp_name", "null");
	o = error(5, 0, 5);
	record(ADDR_V6, &o);
	has("gateway", "null");
}

static void without_answer(void)
{
	struct outcome o = {.kind = OUTCOME_UNSENT,
		.nth = 4,
		.match = {.has_probe = true,
			.target = address("198.18.0.2"),
			.from = address("198.18.0.2"),
			.sequence = 5,
			.error = EMSGSIZE,
			.ttl = -1,
			.tos = -1,
			.wrong_at = SIZE_MAX},
		.answer = {.rtt_ns = -1},
		.at_realtime_ns = when_ns};

	record(ADDR_V4, &o);
	has("type", "\"unsent\"");
	has("error", "\"Message too long\"");
	has("seq", "5");
	has("icmp_seq", "5");
	has("mtu_bytes", "null");
	has_not("rtt_ms");
	o.match.info = 1400;
	record(ADDR_V4, &o);
	has("mtu_bytes", "1400");
	o.kind = OUTCOME_LOST;
	o.match.error = 0;
	o.answer.sent_ns = 1000000000;
	o.at_ns = 2500000000;
	record(ADDR_V4, &o);
	has("type", "\"lost\"");
	has("waited_ms", "1500");
	has_not("error");
}

static void others(void)
{
	struct records_start s = {.target = "peer.example",
		.addr = address("2001:db8::2"),
		.source = address("2001:db8::1"),
		.interface = "v0",
		.socket = "raw",
		.data_bytes = 56,
		.interval_ns = 200000000,
		.timeout_ns = 10000000000,
		.id = 4711};
	struct report *r = json_open();
	struct records records = records_of(r, ADDR_V6);
	int rc;

	rc = records_start(&records, &s, when_ns);
	json_close(r);
	is_int(rc, 0, "a start");
	has("type", "\"start\"");
	has("addr", "\"2001:db8::2\"");
	has("source", "\"2001:db8::1\"");
	has("interface", "\"v0\"");
	has("socket", "\"raw\"");
	has("missing", "null");
	has("id", "4711");
	has("data_bytes", "56");
	has("interval_ms", "200");
	has("timeout_ms", "10000");
	s.timeout_ns = INT64_MAX;
	r = json_open();
	records = records_of(r, ADDR_V6);
	records_start(&records, &s, when_ns);
	json_close(r);
	has("timeout_ms", "null");
	r = json_open();
	records = records_of(r, ADDR_V6);
	records_drops(&records, 12, when_ns);
	records_pause(&records, 1500000000, when_ns);
	json_close(r);
	has("type", "\"drops\"");
	has("count", "12");
	has("type", "\"pause\"");
	has("length_ms", "1500");
}

/* A full disk is told to who writes. */
static void failing(void)
{
	struct outcome o = reply();
	struct report *r;
	struct records records;
	int full = open("/dev/full", O_WRONLY | O_CLOEXEC), kept, rc;

	fflush(stdout);
	kept = dup(STDOUT_FILENO);
	r = json_open();
	said_end();
	dup2(full, STDOUT_FILENO);
	records = records_of(r, ADDR_V4);
	rc = records_outcome(&records, &o);
	dup2(kept, STDOUT_FILENO);
	report_abandon(r);
	close(full);
	close(kept);
	is_int(rc, -ENOSPC, "a full disk");
}

int main(void)
{
	replies();
	unknowns();
	corrupted();
	errors4();
	errors6();
	without_answer();
	others();
	failing();
	return tap_done();
}
