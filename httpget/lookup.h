/* lookup: how a name was looked up: which server was asked and what it said, where its packets
 * were seen; else what the resolver's files say. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_LOOKUP_H
#define PROBEKIT_HTTPGET_LOOKUP_H

#include "bytes.h"
#include "dns.h"
#include "resolve.h"

enum { LOOKUP_QUESTIONS = 8, LOOKUP_SERVERS = 3 };

/* One question to one server, asked once or again. Times are monotonic, INT64_MIN unknown. */
struct lookup_question {
	struct addr server;
	uint16_t port; /* ours */
	uint16_t id;
	uint32_t asked; /* how often */
	int64_t asked_ns, answered_ns;
	struct dns_message answer; /* of answered; else the question alone */
};

/* What /etc/resolv.conf and /etc/hosts say, read before a sandbox closes the file system. */
struct lookup_files {
	struct addr server[LOOKUP_SERVERS];
	unsigned n_servers;
	char *hosts; /* owned */
};
void lookup_files_read(struct lookup_files *f);
void lookup_files_close(struct lookup_files *f);
/* The same from a file's text: "nameserver 192.0.2.1" lines; "192.0.2.1 name other" lines. */
void lookup_files_servers(struct lookup_files *f, const char *text);
bool lookup_files_name(const struct lookup_files *f, const char *name, const struct addr *a);

struct lookup {
	char name[RESOLVE_NAME];
	bool watched; /* its packets were watched for */
	struct lookup_question question[LOOKUP_QUESTIONS];
	unsigned n;
	bool in_hosts; /* /etc/hosts has the name with the first address that was found */
	struct addr server[LOOKUP_SERVERS]; /* as /etc/resolv.conf has them */
	unsigned n_servers;
};

void lookup_begin(struct lookup *l, const char *name, const struct lookup_files *f);
/* A datagram to or from a name server; what is about another name is left out. */
void lookup_take(struct lookup *l, const struct addr *source, uint16_t source_port,
	const struct addr *destination, uint16_t destination_port, struct bytes payload,
	int64_t at_ns);

#endif
