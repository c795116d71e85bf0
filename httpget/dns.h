/* dns: a message to or from a name server, as far as a lookup shows (RFC 1035 4). Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_DNS_H
#define PROBEKIT_HTTPGET_DNS_H

#include <stdbool.h>

#include "addr.h"
#include "bytes.h"

enum { DNS_NAME = 256, DNS_A = 1, DNS_CNAME = 5, DNS_AAAA = 28 };

struct dns_message {
	uint16_t id;
	bool response, truncated;
	uint8_t code;	     /* of a response: 0 fine, 3 no such name ... */
	char name[DNS_NAME]; /* of the question, with dots, none at the end; from the network */
	uint16_t type;
	/* of a response: */
	unsigned addresses; /* of the question's type */
	struct addr first;  /* of them; ADDR_NONE for none */
	bool alias;	    /* a CNAME led to them */
	uint32_t ttl_s;	    /* the least of the answers'; UINT32_MAX without any */
};

/* False for what is no message with one question, or is cut before the end of the first answer;
 * answers behind a cut are left out. */
bool dns_read(struct bytes b, struct dns_message *out);
const char *dns_code_name(uint8_t code);  /* "NXDOMAIN"; static */
const char *dns_type_name(uint16_t type); /* "A", "AAAA"; "another type"; static */

#endif
