/* selfcheck_tables: what of this host may be full: ports, connections tracked, neighbours, memory.
 */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "port.h"
#include "proc.h"
#include "selfcheck_parts.h"

enum { PORTS = 65536 };

/* Ports that sockets of this host have, in any state. */
struct ports {
	uint64_t used[PORTS / 64];
	bool any; /* a file could be read */
};

/* "   0: 0100007F:1F90 00000000:0000 0A ...": the local port is behind the second colon. */
static void take_line(struct ports *p, const char *line)
{
	const char *at = strchr(line, ':');
	unsigned long port;

	at = at ? strchr(at + 1, ':') : NULL;
	if (!at)
		return;
	port = strtoul(at + 1, NULL, 16);
	if (port && port < PORTS)
		p->used[port / 64] |= UINT64_C(1) << port % 64;
}

static void read_ports(struct ports *p, const char *path)
{
	FILE *from = fopen(path, "re");
	char line[512];

	if (!from)
		return;
	/* The first one names the columns. */
	p->any = fgets(line, sizeof(line), from) || p->any;
	while (fgets(line, sizeof(line), from))
		take_line(p, line);
	fclose(from);
}

/* "8080,9000-9100": those that are not given out. */
static void read_reserved(struct ports *p)
{
	char text[1024], *at = text, *end;
	FILE *from = fopen("/proc/sys/net/ipv4/ip_local_reserved_ports", "re");

	if (!from)
		return;
	if (!fgets(text, sizeof(text), from))
		text[0] = '\0';
	fclose(from);
	while (*at >= '0' && *at <= '9') {
		unsigned long first = strtoul(at, &end, 10), last = first;

		if (*end == '-')
			last = strtoul(end + 1, &end, 10);
		for (unsigned long i = first; i <= last && i < PORTS; i++)
			p->used[i / 64] |= UINT64_C(1) << i % 64;
		at = *end == ',' ? end + 1 : end;
	}
}

static void count_ports(struct selfcheck *s)
{
	int64_t range[2] = {32768, 60999};
	struct ports p = {.any = false};
	char words[64];
	uint64_t used = 0;

	read_ports(&p, "/proc/net/tcp");
	read_ports(&p, "/proc/net/tcp6");
	if (!p.any || proc_numbers("/proc/sys/net/ipv4/ip_local_port_range", range, 2) < 2 ||
		range[0] < 1 || range[1] < range[0] || range[1] >= PORTS) {
		selfcheck_add(s, "ephemeral ports", SELFCHECK_UNEXAMINED,
			"/proc/net/tcp or ip_local_port_range cannot be read");
		return;
	}
	read_reserved(&p);
	for (int64_t i = range[0]; i <= range[1]; i++)
		used += p.used[i / 64] >> i % 64 & 1;
	snprintf(words, sizeof(words), "are in use or reserved, of %" PRId64 " to %" PRId64,
		range[0], range[1]);
	selfcheck_add_table(s, "ephemeral ports", used, (uint64_t)(range[1] - range[0] + 1), words);
}

void selfcheck_ports(struct selfcheck *s, const struct selfcheck_place *p)
{
	struct fail why = {0};
	uint16_t port = 0;
	int fd = -1;

	count_ports(s);
	if (!p->route)
		return;
	if (port_reserve(&fd, &p->to->source, &port, &why) < 0)
		selfcheck_add(s, "source port", SELFCHECK_FAULT, "this host gives none: %s",
			strerror(why.error));
	else
		selfcheck_add(s, "source port", SELFCHECK_FINE, "this host gives one, %u", port);
	port_release(fd);
}

static void conntrack(struct selfcheck *s)
{
	int64_t n = proc_number("/proc/sys/net/netfilter/nf_conntrack_count", -1);
	int64_t most = proc_number("/proc/sys/net/netfilter/nf_conntrack_max", -1);

	if (n < 0 || most < 0)
		selfcheck_add(s, "conntrack", SELFCHECK_UNEXAMINED,
			"nf_conntrack_count and nf_conntrack_max are not there to be read");
	else if (!most)
		selfcheck_add(s, "conntrack", SELFCHECK_FINE,
			"%" PRId64 " connections are tracked, without a limit", n);
	else
		selfcheck_add_table(
			s, "conntrack", (uint64_t)n, (uint64_t)most, "connections are tracked");
}

/* The first column in hex, the same in every line but the first, which names the columns. */
static int64_t neighbours_used(bool v6)
{
	FILE *from = fopen(v6 ? "/proc/net/stat/ndisc_cache" : "/proc/net/stat/arp_cache", "re");
	char line[512];
	int64_t n = -1;

	if (!from)
		return -1;
	while (n < 0 && fgets(line, sizeof(line), from))
		if (*line != 'e')
			n = (int64_t)strtoull(line, NULL, 16);
	fclose(from);
	return n;
}

/* The table is one for all network namespaces, and shows its size in the first alone. */
static void neighbours(struct selfcheck *s, bool v6)
{
	int64_t n = neighbours_used(v6);
	int64_t most = proc_number(v6 ? "/proc/sys/net/ipv6/neigh/default/gc_thresh3"
				      : "/proc/sys/net/ipv4/neigh/default/gc_thresh3",
		-1);

	if (n < 0 || most <= 0)
		selfcheck_add(s, "neighbour table", SELFCHECK_UNEXAMINED,
			"its size or limit is not shown here (gc_thresh3)");
	else
		selfcheck_add_table(s, "neighbour table", (uint64_t)n, (uint64_t)most,
			"neighbours are known (gc_thresh3)");
}

static void memory(struct selfcheck *s)
{
	FILE *from = fopen("/proc/net/sockstat", "re");
	unsigned long long used = 0;
	int64_t limits[3];
	char line[256], *at;
	bool found = false;

	while (from && fgets(line, sizeof(line), from)) {
		if (strncmp(line, "TCP: ", 5) != 0 || !(at = strstr(line, " mem ")))
			continue;
		used = strtoull(at + 5, NULL, 10);
		found = true;
	}
	if (from)
		fclose(from);
	if (!found || proc_numbers("/proc/sys/net/ipv4/tcp_mem", limits, 3) < 3 || limits[2] <= 0)
		selfcheck_add(s, "TCP memory", SELFCHECK_UNEXAMINED,
			"/proc/net/sockstat or tcp_mem is not there to be read");
	else
		selfcheck_add_table(
			s, "TCP memory", used, (uint64_t)limits[2], "pages are used (tcp_mem)");
}

void selfcheck_tables(struct selfcheck *s, const struct selfcheck_place *p)
{
	conntrack(s);
	neighbours(s, p->to->target.family == ADDR_V6);
	memory(s);
}
