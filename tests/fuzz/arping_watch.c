/* arping_watch: a state file, a NUL, then frames that a watch hears, two bytes of length before
 * each; its state is written and read again. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "../../arping/watch.h"

#include <string.h>
#include <unistd.h>

#include "../../arping/nodes.h"
#include "../../arping/watch_state.h"
#include "given.h"

enum { MOST = 32 };
#define SECOND INT64_C(1000000000)

static struct watch *opened(void)
{
	struct watch_config c = {.most = MOST,
		.both_ns = 60 * SECOND,
		.quiet_ns = 300 * SECOND,
		.ask_every_ns = SECOND,
		.gone_ns = 10 * SECOND,
		.mac = {{2, 0, 0, 0, 0, 1}},
		.vlan = -2};
	struct watch *w;

	addr_parse(&c.gateways[0], "198.18.0.1");
	addr_parse(&c.own[0], "198.18.0.2");
	w = watch_open(&c);
	must(w);
	return w;
}

static int load(struct watch *w, const void *text, size_t size)
{
	char path[GIVEN_PATH];
	int fd = given_file(text, size, path), rc;
	struct fail why = {.error = 0};

	rc = watch_load(w, path, 0, &why);
	must(rc >= 0 || *why.text);
	must(watch_count(w) <= MOST);
	close(fd);
	return rc;
}

static void must_tell(struct watch *w, int64_t now_ns)
{
	struct watch_event e;
	struct addr a;
	struct mac m;

	while (watch_next(w, &e))
		must(e.addr.family != ADDR_NONE && *watch_name(e.kind));
	for (unsigned i = 0; i < 4 && watch_ask(w, now_ns, &a, &m); i++)
		if (i == 3)
			watch_unasked(w);
	must(watch_count(w) <= MOST);
}

static void hear(struct watch *w, struct bytes in)
{
	struct frame f = {.layer = FRAME_LINK, .linktype = 1, .ttl = -1, .tos = -1};
	struct nodes *nodes = calloc(1, sizeof *nodes);
	int64_t now_ns = 0;

	must(nodes);
	while (in.left && !in.bad) {
		uint16_t n = bytes_u16(&in), sequence;
		struct packet p;

		f.bytes = bytes_take(&in, n & 0x7ff);
		f.whole_bytes = (uint32_t)f.bytes.left;
		if (in.bad)
			break;
		now_ns += (n >> 11) * 7 * SECOND;
		p = must_read(&f);
		watch_feed(w, &p, now_ns);
		watch_tick(w, now_ns);
		must_tell(w, now_ns);
		if (nodes_match(&p, 7, &sequence))
			nodes_take(nodes, &p, now_ns);
	}
	nodes_sort(nodes);
	must(nodes->n <= NODES_MAX);
	free(nodes);
}

static void must_come_back(const struct watch *w)
{
	struct watch *again = opened();
	char *text = NULL;
	size_t size = 0, alive = 0;
	FILE *to = open_memstream(&text, &size);

	must(to);
	watch_save(w, to, 0);
	must(fclose(to) == 0);
	for (size_t i = 0; i < watch_count(w); i++)
		alive += !watch_at(w, i)->gone;
	must(load(again, text, size) == 0 && watch_count(again) == alive);
	free(text);
	watch_close(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct exact input = exact(data, size);
	size_t n = strnlen((const char *)input.p, size);
	struct watch *w = opened();

	load(w, input.p, n);
	if (n < size)
		hear(w, bytes_of(input.p + n + 1, size - n - 1));
	must_come_back(w);
	watch_close(w);
	free(input.block);
	return 0;
}
