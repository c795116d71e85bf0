/* httpget_gateway: what is read from the fields of caches and gateways. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "gateway.h"

#include "conform.h"
#include "must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char head[] = "HTTP/1.1 206 OK\r\n";
	static const struct http_limits limits = HTTP_LIMITS_DEFAULT;
	struct bytes in = bytes_of(head, sizeof head - 1), rest = bytes_of(data, size);
	struct findings found = {0};
	struct strbuf text = {0};
	struct http h = {0};
	struct http_event e;
	enum http_step step;

	http_begin(&h, &limits, HTTP_HEAD, false, 0);
	while ((step = http_next(&h, &in, &e)) == HTTP_SPAN || step == HTTP_FINDING)
		continue;
	while ((step = http_next(&h, &rest, &e)) == HTTP_SPAN || step == HTTP_FINDING)
		continue;
	if (h.head_done) {
		gateway_put(&text, &h, 1795348800);
		must(text.used <= 64 + 400 * (h.n_fields + 8) * (1 + size));
		conform_head(&found, &h, "bytes=2-4");
		conform_content(&found, &h, rest, true);
		must(found.n <= ANOMALIES);
	}
	strbuf_close(&text);
	http_close(&h);
	return 0;
}
