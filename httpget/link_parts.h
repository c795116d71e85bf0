/* link_parts: what the sources of link share. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_LINK_PARTS_H
#define PROBEKIT_HTTPGET_LINK_PARTS_H

#include "link.h"
#include "stamp.h"

struct link {
	int fd;
	struct wait *wait;	 /* borrowed */
	struct packets *packets; /* borrowed; NULL none */
	int64_t idle_ns;
	uint64_t sent, received;
	uint64_t secure_from; /* of received, where TLS begins */
	struct stamps stamp;
	struct addr local, remote;
	uint16_t local_port, remote_port;
	struct tls *tls;	    /* NULL none */
	struct secure_facts *facts; /* borrowed: where what TLS says goes; NULL nowhere */
	uint8_t *net;		    /* bytes for it, NET_BYTES */
};

enum { NET_BYTES = 131072 };

/* Memory, certificates and the library's own state, which take longer than a handshake. */
int link_prepare(struct link *l, const struct tls_config *c, struct fail *why);
/* A signal that ends a program is -EINTR; a stop is a stop. */
int link_heed(struct wait *w, int signal, struct fail *why);

#endif
