/* mtu_report: what was found of a path's MTU, in a sentence and a record. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "mtu_report.h"

#include <inttypes.h>

#include "icmp.h"
#include "plural.h"
#include "reason.h"
#include "records_types.h"

struct record {
	const char *target;
	struct addr addr, told_by, refused_by;
	const char *refused;
	uint64_t mtu, told, probes;
	int64_t took_ns;
	int8_t black_hole, first_link, up;
};

#define FIELD(key, kind, member, flags, help)                                                      \
	{                                                                                          \
		key, kind, offsetof(struct record, member), flags, help, NULL, NULL                \
	}
static const struct report_field fields[] = {
	FIELD("target", REPORT_TEXT, target, REPORT_REQUIRED, "The target as it was given."),
	FIELD("addr", REPORT_ADDR, addr, REPORT_REQUIRED, "The address that was probed."),
	FIELD("up", REPORT_BOOL, up, REPORT_REQUIRED, "Whether a reply came at all."),
	FIELD("mtu_bytes", REPORT_U64, mtu, 0,
		"The path MTU: the largest whole packet that came through."),
	FIELD("black_hole", REPORT_BOOL, black_hole, REPORT_REQUIRED,
		"Larger packets vanish and no router says so."),
	FIELD("first_link", REPORT_BOOL, first_link, REPORT_REQUIRED,
		"The limit is this host's own link."),
	FIELD("told_by", REPORT_ADDR, told_by, 0,
		"Who sent \"fragmentation needed\" or \"packet too big\"."),
	FIELD("told_bytes", REPORT_U64, told, 0, "The MTU it gave."),
	FIELD("refused_by", REPORT_ADDR, refused_by, 0,
		"Who sent the last other ICMP error, as of a missing route."),
	FIELD("icmp_name", REPORT_TEXT, refused, 0, "What that error says."),
	FIELD("probes", REPORT_U64, probes, REPORT_REQUIRED, "How many probes it took."),
	FIELD("took_ms", REPORT_MS, took_ns, REPORT_REQUIRED, "And how long."),
};
const struct report_type records_mtu_type = {
	"ping", "mtu", "The path's MTU.", fields, sizeof(fields) / sizeof(*fields)};

int mtu_report_record(struct records *r, const struct mtu_config *c, const struct mtu_found *f,
	int64_t realtime_ns)
{
	const struct record record = {.target = r->target,
		.addr = c->target,
		.told_by = f->told_by,
		.refused_by = f->refused_by,
		.refused = f->refused_by.family ? icmp_name((enum addr_family)c->target.family,
							  f->refused_type, f->refused_code)
						: NULL,
		.mtu = f->mtu_bytes ? f->mtu_bytes : UINT64_MAX,
		.told = f->told_bytes ? f->told_bytes : UINT64_MAX,
		.probes = f->probes,
		.took_ns = f->took_ns,
		.black_hole = f->black_hole,
		.first_link = f->first_link,
		.up = f->mtu_bytes > 0};

	return report_put(r->report, &records_mtu_type, &record, realtime_ns);
}

static void why_unknown(struct report *r, const struct mtu_config *c, const struct mtu_found *f)
{
	char from[ADDR_TEXT], reason[128];

	if (f->refused_by.family)
		report_text(r, "unknown, %s says %s", addr_print(from, &f->refused_by),
			reason_text(reason, sizeof(reason), (enum addr_family)c->target.family,
				f->refused_type, f->refused_code, 0));
	else
		report_text(r, "unknown, nothing came back, not even for %u bytes", c->least);
}

static void why(struct report *r, const char *device, const struct mtu_found *f)
{
	char router[ADDR_TEXT];

	if (f->first_link)
		report_text(r, ", the MTU of this host's own link %s", device);
	else if (f->told_bytes == f->mtu_bytes)
		report_text(r, ", as %s says", addr_print(router, &f->told_by));
	else if (f->told_bytes)
		report_text(r, ": a black hole, larger packets vanish, though %s says %u",
			addr_print(router, &f->told_by), f->told_bytes);
	else
		report_text(r, ": a black hole, larger packets vanish and nobody says so");
}

void mtu_report_text(struct report *r, const char *host, const char *device,
	const struct mtu_config *c, const struct mtu_found *f)
{
	char text[ADDR_TEXT];

	report_text(r, "path MTU to %s (%s): ", host, addr_print(text, &c->target));
	if (f->mtu_bytes) {
		report_text(r, "%u bytes (-s %u)", f->mtu_bytes, f->mtu_bytes - c->header_bytes);
		why(r, device, f);
	} else {
		why_unknown(r, c, f);
	}
	report_text(r, " [%" PRIu64 " %s, %" PRId64 ".%03" PRId64 " s]\n", f->probes,
		plural(f->probes, "probe", "probes"), f->took_ns / 1000000000,
		f->took_ns / 1000000 % 1000);
	report_flush(r);
}
