/* options_table: the words of httpget's command line. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <limits.h>
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
#define LIST(letter, name, field, argument, help)                                                  \
	{                                                                                          \
		letter, name, CLI_LIST, AT(field), 0, 0, argument, help, NULL, NULL                \
	}
#define SECONDS(letter, name, field, help)                                                         \
	{                                                                                          \
		letter, name, CLI_SECONDS, AT(field), 0, DAYS_68, "S", help, NULL, NULL            \
	}
#define NUMBER(name, field, low, high, argument, help)                                             \
	{                                                                                          \
		0, name, CLI_INTEGER, AT(field), low, high, argument, help, NULL, NULL             \
	}

static const char *const schemes[] = {"http://", "socks5://", "socks5h://", NULL};
static const char *const none[] = {"none", NULL};
static const char *const phase_words[] = {"name=", "connect=", "proxy=", "tls=", "send=",
	"network=", "think=", "transfer=", "first=", "total=", NULL};
static const char *const probes[] = {"cache", "range", "encoding", NULL};
const char *const options_compares[] = {"family", "proxy", NULL};

static const struct cli_option table[] = {
	{'H', "header", CLI_LIST, AT(headers), 0, 0, "LINE",
		"add, replace or (Name:) remove a header field", NULL, "Request"},
	FLAG('I', "head", head, "ask for the head alone, and print it"),
	TEXT('X', "request", method, "METHOD", "another method than GET"),
	LIST('d', "data", data, "TEXT", "send this content by POST; @FILE reads it"),
	TEXT('A', "user-agent", agent, "TEXT", "name this client so"),
	TEXT('e', "referer", referer, "URL", "where the link was found"),
	FLAG('G', "get", get, "ask by GET, what -d gives behind the URL's ?"),
	LIST('b', "cookie", cookies, "TEXT", "send these cookies"),
	TEXT('u', "user", user, "USER:PASSWORD", "basic authentication"),
	TEXT(0, "oauth2-bearer", bearer, "TOKEN", "bearer authentication"),
	TEXT('r', "range", range, "FROM-TO", "ask for some bytes only"),
	TEXT('z', "time-cond", since, "DATE or FILE",
		"only what changed since; -DATE what did not; or since a FILE was written"),
	FLAG(0, "compressed", compressed, "ask for a content coding and undo it"),
	FLAG('0', "http1.0", http10, "speak HTTP/1.0"),
	FLAG(0, "http1.1", http11, "speak HTTP/1.1, as it does anyway"),
	FLAG(0, "http0.9", allow_09, "take a response without a head for HTTP/0.9"),

	{'4', "ipv4", CLI_FLAG, AT(ipv4), 0, 0, NULL, "IPv4 only", NULL, "Connection"},
	FLAG('6', "ipv6", ipv6, "IPv6 only"),
	FLAG(0, "all-addresses", all_addresses, "ask each address of the name in turn"),
	TEXT(0, "interface", interface, "NAME or ADDR", "leave by this interface or address"),
	NUMBER("ttl", ttl, 1, 255, "N", "time to live, or hop limit"),
	{0, "dscp", CLI_TEXT, AT(dscp), 0, 0, "NAME or N", "the DSCP: ef, af41, cs5 or 0 to 63",
		dscp_names, NULL},
	LIST(0, "resolve", resolve, "HOST:PORT:ADDR[,ADDR]", "addresses of a host, not looked up"),
	LIST(0, "connect-to", connect_to, "H1:P1:H2:P2", "connect to H2:P2 where H1:P1 is meant"),
	TEXT(0, "unix-socket", unix_path, "PATH", "connect to a Unix socket"),
	{'x', "proxy", CLI_TEXT, AT(proxy), 0, 0, "[SCHEME://]HOST:PORT",
		"go by a proxy; empty: by none", schemes, NULL},
	TEXT('U', "proxy-user", proxy_user, "USER:PASSWORD", "basic authentication for the proxy"),
	TEXT(0, "noproxy", no_proxy, "LIST", "hosts that are reached without a proxy"),
	FLAG('k', "insecure", insecure, "believe any certificate"),
	TEXT(0, "cacert", cacert, "FILE", "trust these authorities alone"),
	TEXT(0, "capath", capath, "FOLDER", "the same, a folder"),
	TEXT('E', "cert", cert, "FILE", "our own certificate"),
	TEXT(0, "key", key, "FILE", "its key"),
	{0, "sni", CLI_TEXT, AT(sni), 0, 0, "NAME or none", "ask TLS for another name, or for none",
		none, NULL},
	FLAG(0, "no-sessionid", no_session, "resume no TLS session"),
	FLAG(0, "fresh", fresh, "a new connection for each request"),

	{'L', "location", CLI_FLAG, AT(location), 0, 0, NULL, "follow redirections", NULL,
		"Redirections and repetition"},
	NUMBER("max-redirs", max_redirects, -1, 1000, "N",
		"follow no more than N (10); -1 any number"),
	NUMBER("retry", retries, 0, 1000, "N", "try again after what may pass by itself"),
	{0, "count", CLI_INTEGER, AT(count), 1, INT64_MAX, "N", "ask N times", NULL, NULL},
	SECONDS(0, "interval", interval_ns, "seconds between the beginnings of two (1)"),

	{0, "probe", CLI_CHOICE, AT(probe), 0, 0, "WHAT",
		"ask in several ways, and say what the responses show", probes, NULL},
	{0, "compare", CLI_CHOICE, AT(compare), 0, 0, "WHAT",
		"IPv4 with IPv6 (family), or the proxy with none", options_compares, NULL},

	{0, "connect-timeout", CLI_SECONDS, AT(connect_timeout_ns), 0, DAYS_68, "S",
		"seconds for name and connection", NULL, "Limits"},
	SECONDS('m', "max-time", max_time_ns, "seconds for one URL in all"),
	SECONDS(0, "timeout", timeout_ns, "seconds without a byte"),
	SECONDS(0, "deadline", deadline_ns, "seconds for the whole run"),
	TEXT(0, "limit-rate", rate_text, "BYTES", "read no faster, a second; K, M, G"),
	TEXT(0, "min-rate", slow_text, "BYTES[,S]", "give up below, averaged over S seconds (30)"),
	TEXT(0, "max-filesize", max_size_text, "BYTES", "give up beyond; K, M, G"),
	NUMBER("max-line", max_line, 64, INT_MAX, "BYTES", "of a line of the head (65536)"),
	NUMBER("max-head", max_head, 64, INT_MAX, "BYTES", "of the head (262144)"),
	NUMBER("max-fields", max_fields, 1, 1000000, "N", "fields in the head (1000)"),
	NUMBER("max-interim", max_interim, 0, 1000000, "N", "1xx responses (32)"),
	NUMBER("max-trailer", max_trailer, 2, INT_MAX, "BYTES", "of the trailers (65536)"),
	NUMBER("max-extension", max_extension, 0, INT_MAX, "BYTES", "of chunk extensions (65536)"),
	NUMBER("max-ratio", max_ratio, 1, INT_MAX, "N", "growth by decoding (1000)"),
	NUMBER("max-stages", max_stages, 1, 4, "N", "content codings in a row (2)"),

	{'o', "output", CLI_LIST, AT(outputs), 0, 0, "FILE",
		"write the content to FILE, the next -o that of the next URL", NULL, "Output"},
	FLAG('O', "remote-name", remote_name, "write to a file named as in the URL"),
	TEXT('C', "continue-at", resume, "OFFSET or -", "go on with a file that is there in part"),
	FLAG('i', "include", include, "the head before the content"),
	FLAG('f', "fail", fail, "exit 1 and no content for a status of 400 and above"),
	FLAG(0, "strict", strict, "exit 5 where anything is found that is an error"),
	TEXT('w', "write-out", write_out, "FORMAT", "print this at the end, as curl does"),
	FLAG('s', "silent", silent, "no progress and no messages"),
	FLAG('S', "show-error", show_error, "messages in spite of -s"),
	FLAG(0, "quiet", quiet, "no progress"),
	FLAG('v', "verbose", verbose, "heads and a verdict on standard error"),
	FLAG(0, "report", report, "a waterfall of each request on standard error"),
	FLAG(0, "wire", wire, "the bytes that crossed the wire on standard error"),
	FLAG(0, "hex", hex, "the same in hex, whole"),
	TEXT(0, "har", har, "FILE", "an HTTP Archive of all exchanges"),
	{0, "slo", CLI_LIST, AT(slo), 0, 0, "PHASE=MS",
		"exit 1 where a phase takes longer (repeatable)", phase_words, NULL},

	OUTPUTS_OPTIONS(AT(out)),
	{'h', "help", CLI_FLAG, AT(help), 0, 0, NULL, "print this and exit", NULL, "Else"},
	FLAG('V', "version", version, "print the version and exit"),
};

const struct cli options_cli = {
	.synopsis = "[options] <URL>...", .options = table, .n = sizeof table / sizeof *table};
