/* hops_answer: what came back for a probe of --path, as trace wants it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PING_HOPS_ANSWER_H
#define PROBEKIT_PING_HOPS_ANSWER_H

#include <stdbool.h>

#include "outcome.h"
#include "trace.h"

/* False for an outcome by which nobody on the path is known better: a duplicate, a forgery, a
 * loss. */
bool hops_answer(struct trace_answer *out, const struct outcome *o);

#endif
