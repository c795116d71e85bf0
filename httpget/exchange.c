/* exchange: one request and its response. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "exchange.h"

#include <stdlib.h>

#include "when.h"

void exchange_init(struct exchange *x)
{
	const int64_t unknown = INT64_MIN;

	*x = (struct exchange){.hop = 1,
		.run = 1,
		.method = "GET",
		.begun_ns = unknown,
		.secured_ns = unknown,
		.written_ns = unknown,
		.sent_ns = unknown,
		.acked_ns = unknown,
		.first_ns = unknown,
		.head_ns = unknown,
		.last_ns = unknown,
		.ended_ns = unknown,
		.decoded_bytes = UINT64_MAX,
		.rtt_ns = unknown};
	x->link = (struct link_facts){.begun_ns = unknown,
		.named_ns = unknown,
		.connecting_ns = unknown,
		.connected_ns = unknown,
		.syn_retransmits = UINT32_MAX};
}

void exchange_close(struct exchange *x)
{
	free(x->text);
	free(x->tls);
	free(x->packets);
	free(x->request);
	http_close(&x->http);
	x->text = NULL;
	x->tls = NULL;
	x->packets = NULL;
	x->request = NULL;
}

int64_t exchange_since(const struct exchange *x, int64_t at_ns)
{
	return when_between(x->begun_ns, at_ns);
}

bool exchange_may_pass(const struct exchange *x)
{
	static const int statuses[] = {408, 429, 500, 502, 503, 504};

	for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
		if (x->http.status == statuses[i])
			return true;
	return false;
}

bool exchange_is_redirect(const struct exchange *x)
{
	int s = x->http.head_done ? x->http.status : 0;

	return (s == 301 || s == 302 || s == 303 || s == 307 || s == 308) &&
	       http_value(&x->http, "location", 0).p;
}
