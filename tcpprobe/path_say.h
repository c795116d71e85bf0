/* path_say: what the traces of a port's SYNs say, in sentences. Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_PATH_SAY_H
#define PROBEKIT_TCPPROBE_PATH_SAY_H

#include "path_verdict.h"
#include "trace_text.h"

/* Each puts whole lines. look gives names to addresses. */

/* "port 86: the SYN dies after hop 2 (198.18.2.2): ...". */
void path_say_verdict(struct strbuf *to, const struct path_flow *f, const struct path_verdict *v,
	const struct trace_look *look);
/* "86 dies after hop 2 (198.18.2.2), 443 passes: ...". b's newest answers show who lies behind. */
void path_say_compared(struct strbuf *to, const struct path_flow *a, const struct path_verdict *va,
	const struct path_flow *b, const struct path_verdict *vb, const struct trace_look *look);
/* What was changed of the SYN on the way, and how much of it the quotes show. */
void path_say_changes(struct strbuf *to, const struct path_flow *f, const struct path_verdict *v);
/* Which of n flows fare otherwise than most, and which hops have several routers. */
void path_say_flows(struct strbuf *to, const struct path_flow *flows, unsigned n,
	const struct trace *all, const struct addr *target, const struct trace_look *look);

#endif
