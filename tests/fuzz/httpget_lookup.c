/* httpget_lookup: /etc/resolv.conf and /etc/hosts, and datagrams of name servers: two texts with
 * NUL behind them, then messages, two bytes of length before each. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "lookup.h"

#include <string.h>

#include "must.h"

static void must_hold(const struct lookup *l)
{
	must(l->n <= LOOKUP_QUESTIONS && l->n_servers <= LOOKUP_SERVERS);
	for (unsigned i = 0; i < l->n; i++) {
		const struct lookup_question *q = &l->question[i];

		must(q->asked || q->answered_ns != INT64_MIN);
		must(memchr(q->answer.name, 0, sizeof q->answer.name));
	}
}

static void watch(struct lookup *l, struct bytes in)
{
	struct addr us, server;
	int64_t at_ns = 0;

	addr_parse(&us, "198.18.0.1");
	addr_parse(&server, "198.18.0.53");
	while (in.left && !in.bad) {
		uint16_t n = bytes_u16(&in);
		struct bytes message = bytes_take(&in, n & 0xfff);

		if (in.bad)
			break;
		at_ns += 1000;
		if (n & 0x8000)
			lookup_take(l, &server, 53, &us, 40000 + (n >> 12 & 7), message, at_ns);
		else
			lookup_take(l, &us, 40000 + (n >> 12 & 7), &server, 53, message, at_ns);
		must_hold(l);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct lookup_files f = {.n_servers = 0};
	struct lookup l;
	struct addr a;
	size_t first, second;
	char *text = calloc(1, size + 2);

	must(text);
	if (size)
		memcpy(text, data, size);
	first = strlen(text) + 1;
	lookup_files_servers(&f, text);
	must(f.n_servers <= LOOKUP_SERVERS);
	f.hosts = strdup(first < size ? text + first : "");
	must(f.hosts);
	second = first + strlen(f.hosts) + 1;
	addr_parse(&a, "198.18.0.7");
	lookup_files_name(&f, "www.example", &a);
	lookup_begin(&l, "www.example", &f);
	must_hold(&l);
	if (second < size)
		watch(&l, bytes_of(data + second, size - second));
	lookup_files_close(&f);
	free(text);
	return 0;
}
