/* options_table: the words of telnetlite's command line. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <stddef.h>

#include "dscp.h"
#include "options_parts.h"

#define AT(field) offsetof(struct options, field)
#define SECOND INT64_C(1000000000)
#define DAYS_68 (INT64_C(2147483647) * SECOND)
#define FLAG(letter, name, field, help)                                                            \
	{                                                                                          \
		letter, name, CLI_FLAG, AT(field), 0, 0, NULL, help, NULL, NULL                    \
	}
#define TEXT(letter, name, field, argument, help)                                                  \
	{                                                                                          \
		letter, name, CLI_TEXT, AT(field), 0, 0, argument, help, NULL, NULL                \
	}
#define SECONDS(letter, name, field, help)                                                         \
	{                                                                                          \
		letter, name, CLI_SECONDS, AT(field), 0, DAYS_68, "S", help, NULL, NULL            \
	}
#define STEP(name, kind, argument, help)                                                           \
	{                                                                                          \
		0, name, CLI_ORDERED, AT(steps), kind, 0, argument, help, NULL, NULL               \
	}
#define CHOICE(name, field, choices, help)                                                         \
	{                                                                                          \
		0, name, CLI_CHOICE, AT(field), 0, 0, "HOW", help, choices, NULL                   \
	}

static const char *const proxy_words[] = {"5", "connect", NULL};
static const char *const scheme_words[] = {"socks5://", "http://", NULL};
static const char *const starttls_words[] = {"smtp", "pop3", "imap", "ftp", NULL};
static const char *const none_words[] = {"none", NULL};
static const char *const eol_words[] = {"as-is", "crlf", "lf", "cr", NULL};
static const char *const clock_words[] = {"iso", "local", "unix", "delta", NULL};

static const struct cli_option table[] = {
	{'4', "ipv4", CLI_FLAG, AT(ipv4), 0, 0, NULL, "IPv4 only", NULL, "Connection"},
	FLAG('6', "ipv6", ipv6, "IPv6 only"),
	SECONDS('w', "connect-timeout", connect_ns, "seconds to connect, over all addresses"),
	SECONDS('i', "idle", idle_ns, "end when nothing came or went for so long"),
	SECONDS(0, "deadline", deadline_ns, "end after so many seconds in all"),
	SECONDS('q', "linger", linger_ns,
		"after the end of input, wait so long for more from the peer (10)"),
	FLAG('N', "half-close", half_close, "send FIN at the end of input (the default)"),
	FLAG(0, "no-half-close", no_half_close, "send no FIN at the end of input"),
	{'s', "interface", CLI_TEXT, AT(interface), 0, 0, "NAME or ADDR",
		"leave by this interface or VRF, or from this address", NULL, NULL},
	{'p', "source-port", CLI_INTEGER, AT(source_port), 0, 65535, "N", "leave from this port",
		NULL, NULL},
	{0, "ttl", CLI_INTEGER, AT(ttl), 1, 255, "N", "time to live, or hop limit", NULL, NULL},
	{0, "dscp", CLI_TEXT, AT(dscp), 0, 0, "NAME or N", "the DSCP: ef, af41, cs5 or 0 to 63",
		dscp_names, NULL},
	{0, "mark", CLI_INTEGER, AT(mark), 0, UINT32_MAX, "N", "firewall mark of what is sent",
		NULL, NULL},
	SECONDS(0, "keepalive", keepalive_ns, "ask a silent peer every S seconds whether it lives"),
	FLAG('U', "unix", unix_socket, "the target is the path of a Unix socket"),
	{'x', "proxy", CLI_TEXT, AT(proxy), 0, 0, "[SCHEME://]HOST:PORT",
		"go by a proxy: socks5 (the default) or http", scheme_words, NULL},
	{'X', "proxy-protocol", CLI_CHOICE, AT(proxy_kind), 0, 0, "HOW",
		"the proxy's protocol, as nc has it", proxy_words, NULL},
	FLAG('z', "zero", zero, "only test whether the port is open"),
	FLAG('n', "numeric", numeric, "take no names, only addresses"),

	{'c', "tls", CLI_FLAG, AT(tls), 0, 0, NULL, "TLS from the first byte on", NULL, "TLS"},
	{0, "starttls", CLI_TEXT, AT(starttls), 0, 0, "PROTOCOL",
		"ask for TLS by smtp, pop3, imap or ftp", starttls_words, NULL},
	FLAG(0, "insecure", insecure, "go on though the certificate is not believed"),
	TEXT(0, "cacert", ca_file, "FILE", "believe the certificates in FILE alone"),
	TEXT(0, "tls-name", tls_name, "NAME", "whom the certificate must name"),

	{'T', "telnet", CLI_FLAG, AT(telnet), 0, 0, NULL,
		"begin negotiation, as is done on port 23", NULL, "Telnet and text"},
	FLAG(0, "raw", raw, "never negotiate: every byte is data"),
	FLAG('8', "binary", binary, "ask for eight bits both ways"),
	TEXT(0, "ttype", ttype, "NAME", "the terminal's type, when it is asked for (TERM)"),
	{0, "env", CLI_LIST, AT(env), 0, 0, "NAME[=VALUE]",
		"a variable the server may be told (repeatable)", NULL, NULL},
	CHOICE("eol", eol, eol_words, "line ends that go out"),
	{'e', "escape", CLI_TEXT, AT(escape), 0, 0, "KEY",
		"the escape key: ^], a character or none", none_words, NULL},
	FLAG('E', "no-escape", no_escape, "no escape key"),
	FLAG(0, "raw-output", raw_output, "show a terminal every byte as it is"),

	{0, "send", CLI_ORDERED, AT(steps), SCRIPT_SEND, 0, "TEXT", "send TEXT, with C's escapes",
		NULL, "Script"},
	STEP("send-secret", SCRIPT_SECRET, "FILE", "send the first line of FILE, shown nowhere"),
	STEP("expect", SCRIPT_EXPECT, "REGEX", "wait until this comes"),
	STEP("expect-fail", SCRIPT_FAIL, "REGEX", "from here on this must not come"),
	STEP("expect-quiet", SCRIPT_QUIET, "S", "wait until nothing came for S seconds"),
	SECONDS(0, "timeout", timeout_ns, "time limit of each step (10)"),
	TEXT(0, "script", script, "FILE", "steps from a file, one a line"),

	{0, "facts", CLI_FLAG, AT(facts), 0, 0, NULL,
		"how the connection came to be, what it is like, how it ended", NULL, "Output"},
	FLAG(0, "trace", trace, "each step of the negotiation, decoded"),
	FLAG(0, "hex", hex, "the bytes of both directions in hex"),
	FLAG(0, "packets", packets, "every packet of the connection, as a ladder"),
	{0, "pcap", CLI_TEXT, OUTPUTS_AT(AT(out), pcap), 0, 0, "FILE",
		"pcapng of this run's packets", NULL, NULL},
	CHOICE("time-format", time_format, clock_words, "a time before each line"),
	TEXT(0, "log", log, "FILE", "a transcript of what comes, into a new file"),
	FLAG(0, "log-input", log_input, "what is sent too, unless the server echoes it"),
	TEXT(0, "replay", replay, "FILE", "run a transcript through the telnet engine"),
	{0, "json", CLI_OPTIONAL, OUTPUTS_AT(AT(out), json), 0, 0, "FILE",
		"JSON Lines on standard error, or into FILE", NULL, NULL},
	{0, "prom", CLI_TEXT, OUTPUTS_AT(AT(out), prom), 0, 0, "FILE",
		"Prometheus text at the end; - is standard output", NULL, NULL},
	FLAG(0, "stats", out.stats, "times of steps, silences, what TCP sent again"),
	FLAG(0, "explain", out.explain, "what the result means and what to try next"),
	FLAG(0, "nagios", out.nagios, "one monitoring plugin line"),
	TEXT(0, "warning", out.warning, "RTT,LOSS%", "thresholds of --nagios, RTT in ms"),
	TEXT(0, "critical", out.critical, "RTT,LOSS%", "the same for critical"),
	{0, "label", CLI_LIST, OUTPUTS_AT(AT(out), labels), 0, 0, "KEY=VALUE",
		"copied into every record (repeatable)", NULL, NULL},
	{0, "color", CLI_CHOICE, OUTPUTS_AT(AT(out), color), 0, 0, "WHEN", "colour on a terminal",
		outputs_colors, NULL},
	FLAG('v', "verbose", verbose, "say more"),
	FLAG('h', "help", help, "this text"),
	FLAG('V', "version", version, "version and privileges"),
};

const struct cli options_cli = {
	.synopsis = "[options] HOST [PORT]", .options = table, .n = sizeof(table) / sizeof(*table)};
