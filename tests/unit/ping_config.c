/* ping_config: each option as the value of the module it is for. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <unistd.h>

#include "options.h"
#include "tap.h"

enum { WORDS = 32 };

/* The options of a line of words between blanks; valid until the next call. */
static struct options *parsed(const char *line)
{
	static struct options o;
	static char words[512], *argv[WORDS + 1];
	struct fail why = {.error = 0};
	char *rest = words;
	int argc = 0;

	snprintf(words, sizeof words, "%s", line);
	while (argc < WORDS && (argv[argc] = strsep(&rest, " ")))
		argc++;
	argv[argc] = NULL;
	if (options_parse(&o, argc, argv, &why) < 0)
		ok(false, "%s: %s", line, why.text);
	return &o;
}

static struct destination path_to(const char *target)
{
	struct destination p = {.host = "host", .literal = true, .ifindex = 3, .leaves_by = "v0"};

	if (!addr_parse(&p.target, target))
		abort();
	addr_parse(&p.source, p.target.family == ADDR_V6 ? "2001:db8::1" : "198.18.0.1");
	return p;
}

static uint8_t ip_options[IP4_OPTIONS_MAX_BYTES];

static struct wire_config wire_to(const char *line, const struct destination *p)
{
	struct fail why = {.error = 0};
	struct wire_config c = {.ttl = 0};

	if (options_wire(parsed(line), p, ip_options, &c, &why) < 0)
		ok(false, "%s: %s", line, why.text);
	return c;
}

static struct wire_config wire_of(const char *line)
{
	struct destination p = path_to("198.18.0.2");

	return wire_to(line, &p);
}

static void wire_defaults(void)
{
	struct wire_config c = wire_of("ping host");

	is_int(c.family, ADDR_V4, "the target's family");
	is_int(c.stamps, WIRE_STAMPS_ALL, "a stamp each");
	ok(c.ttl == -1 && c.tos == -1 && c.pmtudisc == -1 && !c.mark && !c.flow_label,
		"the system's TTL, TOS, path MTU discovery");
	ok(!c.source.family && !c.connect.family && !c.device && !c.multicast_ifindex,
		"no source, link or connection");
	ok(!c.broadcast && !c.debug && !c.dont_route && !c.no_multicast_loop &&
			!c.send_buffer_bytes && !c.ip_options.left,
		"nothing special");
	is_int(c.packet_bytes, 64, "room for 56 bytes and a header");
	is_int(c.burst, 8, "a few at a time");
}

static void wire_options(void)
{
	is_int(wire_of("ping -t 7 host").ttl, 7, "-t");
	is_int(wire_of("ping -t 0 host").ttl, 0, "-t 0");
	is_int(wire_of("ping -Q 0xb8 host").tos, 0xb8, "-Q");
	is_int(wire_of("ping --dscp cs5 host").tos, 40 << 2, "--dscp");
	is_int(wire_of("ping -m 4294967295 host").mark, UINT32_MAX, "-m");
	is_int(wire_of("ping -S 4096 host").send_buffer_bytes, 4096, "-S");
	is_int(wire_of("ping -s 1000 host").packet_bytes, 1008, "-s");
	is_int(wire_of("ping -s 0 host").packet_bytes, 8, "-s 0");
	is_int(wire_of("ping -U host").stamps, WIRE_STAMPS_NONE, "-U");
	ok(wire_of("ping -b host").broadcast, "-b");
	ok(wire_of("ping -d host").debug, "-d");
	ok(wire_of("ping -r host").dont_route, "-r");
	ok(wire_of("ping -L host").no_multicast_loop, "-L");
	is_int(wire_of("ping -M do host").pmtudisc, IP_PMTUDISC_DO, "-M do");
	is_int(wire_of("ping -M dont host").pmtudisc, IP_PMTUDISC_DONT, "-M dont");
	is_int(wire_of("ping -M want host").pmtudisc, IP_PMTUDISC_WANT, "-M want");
	is_int(wire_of("ping -M probe host").pmtudisc, IP_PMTUDISC_PROBE, "-M probe");
	is_int(wire_of("ping -R host").ip_options.left, 40, "-R");
	is_int(wire_of("ping -T tsonly host").ip_options.left, 40, "-T tsonly");
	is_int(wire_of("ping -T tsandaddr host").ip_options.left, 36, "-T tsandaddr");
	is_int(wire_of("ping -T tsprespec 198.18.0.5 198.18.0.6 host").ip_options.left, 20,
		"-T tsprespec");
	is_int(wire_of("ping --source-route 198.18.0.5 host").ip_options.left, 12,
		"--source-route");
}

static void wire_paths(void)
{
	struct destination p = path_to("198.18.0.2"), six = path_to("2001:db8::2");
	struct wire_config c = wire_to("ping -B host", &p);

	ok(addr_equal(&c.source, &p.source), "-B binds the kernel's choice");
	c = wire_to("ping -C host", &p);
	ok(addr_equal(&c.connect, &p.target), "-C connects");
	p.source_given = true;
	snprintf(p.device, sizeof p.device, "v0");
	c = wire_to("ping -I v0 host", &p);
	ok(addr_equal(&c.source, &p.source) && !strcmp(c.device, "v0"), "-I binds");
	p.group = true;
	is_int(wire_to("ping host", &p).multicast_ifindex, 3, "a group is asked by its interface");
	is_int(wire_to("ping host", &p).pmtudisc, IP_PMTUDISC_DO, "... in one piece");
	c = wire_to("ping -F 0x12345 host", &six);
	is_int(c.flow_label, 0x12345, "-F");
	ok(addr_equal(&c.connect, &six.target), "... needs a connection");
	c = wire_to("ping -F 0 host", &six);
	ok(c.flow_label && c.flow_label <= 0xfffff, "-F 0 is a label of chance");
	c = wire_to("ping -F 5 -R host", &p);
	ok(!c.flow_label && c.ip_options.left, "IPv4 has no flow label");
	c = wire_to("ping -F 5 -R host", &six);
	ok(c.flow_label == 5 && !c.ip_options.left, "IPv6 no such options");
}

static void sizes(void)
{
	static const struct {
		const char *line, *target;
		bool good;
	} all[] = {
		{"ping -s 65507 host", "198.18.0.2", true},
		{"ping -s 65508 host", "198.18.0.2", false},
		{"ping -s 65467 -R host", "198.18.0.2", true},
		{"ping -s 65468 -R host", "198.18.0.2", false},
		{"ping -s 65527 host", "2001:db8::2", true},
		{"ping -s 65528 host", "2001:db8::2", false},
		{"ping -s 2147483647 host", "2001:db8::2", false},
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		struct destination p = path_to(all[i].target);
		struct fail why = {.error = 0};
		struct wire_config c;

		is_int(options_wire(parsed(all[i].line), &p, ip_options, &c, &why),
			all[i].good ? 0 : -ERANGE, "%s to %s %s", all[i].line, all[i].target,
			why.text);
	}
}

static void bad_hops(void)
{
	static const char *const lines[] = {"ping -T tsprespec nosuch host",
		"ping -T tsprespec ::1 host", "ping --source-route ::1 host",
		"ping --source-route 1.1.1.1 --source-route 1.1.1.1 --source-route 1.1.1.1 "
		"--source-route 1.1.1.1 --source-route 1.1.1.1 --source-route 1.1.1.1 "
		"--source-route 1.1.1.1 --source-route 1.1.1.1 --source-route 1.1.1.1 host"};
	struct destination p = path_to("198.18.0.2");

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		struct fail why = {.error = 0};
		struct wire_config c;

		ok(options_wire(parsed(lines[i]), &p, ip_options, &c, &why) < 0 && *why.text,
			"%.40s: %s", lines[i], why.text);
	}
}

static void plans(void)
{
	struct plan_config c = options_plan(parsed("ping host"));

	ok(c.lanes == 1 && !c.count && c.interval_ns == 1000000000 && c.preload == 1 &&
			c.pace == PLAN_INTERVAL && c.timeout_ns == 10000000000 &&
			c.linger_ns == 10000000000,
		"one a second, ten seconds to wait");
	is_int(options_plan(parsed("ping -c 5 host")).count, 5, "-c");
	is_int(options_plan(parsed("ping -c 5 -w 2 host")).count, 0, "-c with -w counts answers");
	is_int(options_ends(parsed("ping -c 5 -w 2 host")).count, 5, "... which end the run");
	ok(options_ends(parsed("ping -w 2 host")).at_error, "-w ends at an error");
	ok(!options_ends(parsed("ping host")).at_error, "else none does");
	is_int(options_plan(parsed("ping -l 3 host")).preload, 3, "-l");
	is_int(options_plan(parsed("ping -W 0.5 host")).timeout_ns, 500000000, "-W");
	is_int(options_plan(parsed("ping -W 0 host")).timeout_ns, INT64_MAX, "-W 0");
	c = options_plan(parsed("ping -A host"));
	ok(c.pace == PLAN_ADAPTIVE && c.slowest_ns == 1000000000, "-A");
	ok(c.interval_ns == (getuid() ? 2000000 : 0), "... a user not faster than 2 ms");
	if (getuid())
		return;
	c = options_plan(parsed("ping -f host"));
	ok(c.pace == PLAN_ADAPTIVE && !c.interval_ns && c.slowest_ns == 10000000, "-f");
	ok(options_back_to_back(parsed("ping -f host")) &&
			options_back_to_back(parsed("ping -A host")) &&
			options_back_to_back(parsed("ping -i 0 host")) &&
			!options_back_to_back(parsed("ping host")),
		"what has a gap worth telling");
	is_int(wire_of("ping -f host").stamps, WIRE_STAMPS_SAMPLED, "a flood's stamps are sampled");
	is_int(wire_of("ping -f -l 100 host").burst, 164, "with room for its burst");
	is_int(options_plan(parsed("ping -l 65536 host")).in_flight, 65536,
		"65,536 may be in flight");
}

static void reports(void)
{
	struct report_config c = options_report(parsed("ping host"));

	ok(!c.json && !c.prom && !c.no_text && c.clock == REPORT_CLOCK_NONE && !c.n_labels &&
			c.color == REPORT_COLOR_AUTO,
		"plain text");
	is_text(options_report(parsed("ping --json host")).json, "-", "--json");
	is_text(options_report(parsed("ping --json=f host")).json, "f", "--json=FILE");
	c = options_report(parsed("ping --prom - host"));
	ok(c.no_text && !strcmp(c.prom, "-"), "--prom - in place of text");
	c = options_report(parsed("ping --prom f host"));
	ok(!c.no_text && !strcmp(c.prom, "f"), "--prom FILE beside it");
	ok(options_report(parsed("ping --pcap - host")).no_text, "--pcap - in place of text");
	ok(options_report(parsed("ping --nagios host")).no_text, "--nagios, too");
	is_int(options_report(parsed("ping -D host")).clock, REPORT_CLOCK_UNIX, "-D");
	is_int(options_report(parsed("ping --time-format unix host")).clock, REPORT_CLOCK_UNIX,
		"--time-format unix");
	is_int(options_report(parsed("ping -D --time-format iso host")).clock, REPORT_CLOCK_ISO,
		"... iso, before -D");
	is_int(options_report(parsed("ping --time-format local host")).clock, REPORT_CLOCK_LOCAL,
		"... local");
	is_int(options_report(parsed("ping --color always host")).color, REPORT_COLOR_ALWAYS,
		"--color always");
	is_int(options_report(parsed("ping --color never host")).color, REPORT_COLOR_NEVER,
		"--color never");
	c = options_report(parsed("ping --label a=b --label c=d host"));
	ok(c.n_labels == 2 && !strcmp(c.labels[1], "c=d"), "--label");
}

static void texts(void)
{
	struct destination p = path_to("198.18.0.2");
	struct text_config c = options_text(parsed("ping host"), &p);
	struct text_header h;
	struct wire_config w;

	ok(!c.quiet && !c.verbose && !c.flood && !c.precise && !c.audible && c.data_bytes == 56 &&
			!strcmp(c.program, "ping") && !strcmp(c.host, "host"),
		"plain lines");
	c = options_text(parsed("/usr/bin/x-ping -q -v -3 -a -s 9 host"), &p);
	ok(c.quiet && c.verbose && c.precise && c.audible && c.data_bytes == 9 &&
			!strcmp(c.program, "x-ping"),
		"-q -v -3 -a -s, under another name");
	w = wire_of("ping host");
	h = options_header(parsed("ping host"), &p, &w);
	ok(h.header_bytes == 28 && !h.show_source && h.flow_label == -1 && !h.pattern_bytes,
		"a plain header");
	w = wire_of("ping -R host");
	is_int(options_header(parsed("ping -R host"), &p, &w).header_bytes, 68, "-R in it");
	ok(options_header(parsed("ping -B host"), &p, &w).show_source, "-B in it");
	ok(options_header(parsed("ping -I v0 host"), &p, &w).show_source, "-I in it");
	is_int(options_header(parsed("ping -p ff host"), &p, &w).pattern_bytes, 1, "-p in it");
	is_int(options_probe(parsed("ping -p ff00 host"), &p, 7).pattern_bytes, 2,
		"-p in the probes");
	is_int(options_probe(parsed("ping host"), &p, 7).id, 7, "their identifier");
}

static void names(void)
{
	struct destination literal = path_to("198.18.0.2"), name = literal;

	name.literal = false;
	ok(options_wants_names(parsed("ping host"), &name), "a name wants names");
	ok(!options_wants_names(parsed("ping host"), &literal), "an address does not");
	ok(!options_wants_names(parsed("ping -n host"), &name), "nor does -n");
	ok(options_wants_names(parsed("ping -H host"), &literal), "-H does");
}

static void paths(void)
{
	struct destination_want w =
		options_destination(parsed("ping -4 -I a -I b -m 7 -Q 8 -b host"));

	is_text(w.name, "host", "the name");
	ok(w.family == ADDR_V4 && w.n_interfaces == 2 && !strcmp(w.interfaces[1], "b") &&
			w.mark == 7 && w.tos == 8 && w.broadcast_allowed,
		"-4 -I -I -m -Q -b");
	w = options_destination(parsed("ping host"));
	ok(w.family == ADDR_NONE && !w.n_interfaces && !w.mark && !w.tos && !w.broadcast_allowed,
		"and none of them");
}

int main(void)
{
	wire_defaults();
	wire_options();
	wire_paths();
	sizes();
	bad_hops();
	plans();
	reports();
	texts();
	names();
	paths();
	return tap_done();
}
