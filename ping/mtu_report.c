/* mtu_report: what was found of a path's MTU, in a sentence and a record. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "mtu_report.h"

#include <inttypes.h>

#include "icmp.h"
#include "plural.h"
#include "reason.h"
#include "records_types.h"
#include "report_table.h"

struct record {
	const char *target;
	struct addr addr, told_by, refused_by;
	const char *refused;
	uint64_t mtu, passed, told, probes;
	int64_t took_ns;
	int8_t black_hole, first_link, up;
};

static const struct report_field fields[] = {
	MUST(record, "target", REPORT_TEXT, target, "The target as it was given."),
	MUST(record, "addr", REPORT_ADDR, addr, "The address that was probed."),
	MUST(record, "up", REPORT_BOOL, up, "Whether a reply came at all."),
	FIELD(record, "path_mtu_bytes", REPORT_U64, mtu,
		"The path MTU: the largest whole packet that came through."),
	FIELD(record, "at_least_bytes", REPORT_U64, passed,
		"The same, also where the run ended before larger ones were tried."),
	FIELD(record, "black_hole", REPORT_BOOL, black_hole,
		"Larger packets vanish and no router says so; null: the run ended before, or "
		"answers came too late to tell."),
	MUST(record, "first_link", REPORT_BOOL, first_link, "The limit is this host's own link."),
	FIELD(record, "told_by", REPORT_ADDR, told_by,
		"Who announced that MTU; null: nobody was seen to."),
	FIELD(record, "told_bytes", REPORT_U64, told, "The MTU that was announced."),
	FIELD(record, "rejecter", REPORT_ADDR, refused_by,
		"Who sent the last other ICMP error, as of a missing route."),
	FIELD(record, "icmp_name", REPORT_TEXT, refused, "What that error says."),
	MUST(record, "probes", REPORT_U64, probes, "How many probes it took."),
	MUST(record, "took_ms", REPORT_MS, took_ns, "And how long."),
};
const struct report_type records_mtu_type = {
	"ping", "mtu", "The path's MTU.", fields, COUNT(fields)};

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
		.mtu = f->complete && f->mtu_bytes ? f->mtu_bytes : UINT64_MAX,
		.passed = f->mtu_bytes ? f->mtu_bytes : UINT64_MAX,
		.told = f->told_bytes ? f->told_bytes : UINT64_MAX,
		.probes = f->probes,
		.took_ns = f->took_ns,
		.black_hole = f->complete ? f->black_hole : -1,
		.first_link = f->first_link,
		.up = f->mtu_bytes > 0};

	return report_put(r->report, &records_mtu_type, &record, realtime_ns);
}

static void why_unknown(struct report *r, const struct mtu_config *c, const struct mtu_found *f)
{
	char from[ADDR_TEXT], reason[128];

	if (f->refused_by.family)
		report_text(r, "unknown, %s says %s", report_addr(from, &f->refused_by),
			reason_text(reason, sizeof(reason), (enum addr_family)c->target.family,
				f->refused_type, f->refused_code, 0));
	else if (f->none_fits)
		report_text(r, "unknown, %s says that even %u bytes are too large",
			addr_print(from, &f->told_by), c->least);
	else if (!f->complete)
		report_text(r, "unknown, the end came before any answer");
	else
		report_text(r, "unknown, nothing came back, not even for %u bytes", c->least);
}

static void why(struct report *r, const char *device, const struct mtu_found *f)
{
	char router[ADDR_TEXT];

	if (f->first_link)
		report_text(r, ", the MTU of this host's own link %s", device);
	else if (f->told_bytes == f->mtu_bytes)
		report_text(r, ", as %s says", report_addr(router, &f->told_by));
	else if (f->told_bytes)
		report_text(r, ": a black hole, larger packets vanish, though %s says %u",
			report_addr(router, &f->told_by), f->told_bytes);
	else
		report_text(r, ": a black hole, larger packets vanish and nobody says so");
}

void mtu_report_text(struct report *r, const char *host, const char *device,
	const struct mtu_config *c, const struct mtu_found *f)
{
	char text[ADDR_TEXT];

	report_text(r, "path MTU to %s (%s): ", host, report_addr(text, &c->target));
	if (f->mtu_bytes && !f->complete) {
		report_text(r, "at least %u bytes (-s %u), %s", f->mtu_bytes,
			f->mtu_bytes - c->header_bytes,
			f->late ? "answers come later than -W waits"
				: "the end came before larger ones were tried");
	} else if (f->mtu_bytes) {
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
