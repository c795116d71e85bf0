/* where: which host and port a request really goes to: --resolve, --connect-to, a proxy, a socket.
 */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_WHERE_H
#define PROBEKIT_HTTPGET_WHERE_H

#include "link.h"
#include "proxy.h"

enum { WHERE_ADDRS = 8, WHERE_KEY = 3 * URL_HOST_TEXT + 300 };

struct where_want {
	const char *const *resolve; /* HOST:PORT:ADDR[,ADDR]; HOST may be * */
	size_t n_resolve;
	const char *const *connect_to; /* HOST1:PORT1:HOST2:PORT2; each may be empty */
	size_t n_connect_to;
	const char *unix_path;
	struct proxy_want proxy;
	const char *proxy_user;	 /* "user:password" */
	const struct addr *only; /* this address, whatever else would be found; NULL any */
	const char *only_host;	 /* ... of this host, which may point to others */
};

struct where {
	struct proxy proxy;
	char host[URL_HOST_TEXT + 40]; /* with its zone, as resolve takes it */
	uint16_t port;
	struct addr addrs[WHERE_ADDRS];
	unsigned n_addrs;
	const char *unix_path;
	enum dial_proxy
		tunnel; /* how the proxy is asked; an http URL by an http proxy needs no asking */
	char target[URL_HOST_TEXT + 40]; /* behind it */
	uint16_t target_port;
	bool target_here; /* its name is looked up here, not by the proxy */
	bool asks_proxy;  /* user and password are for it */
	char user[256], password[256];
	char key[WHERE_KEY]; /* two requests with the same may share a connection */
};

/* -EINVAL for an option that cannot be read. */
int where_find(
	struct where *out, const struct where_want *w, const struct url *url, struct fail *why);

#endif
