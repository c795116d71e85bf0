/* capflow: any IP packets at any interface as those of one connection, drawn as a ladder. The first
 * TCP segment says whose it is; before each packet a step of time, an interface and its length. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "../../lib/capflow_parts.h"

#include <stdlib.h>

#include "given.h"
#include "ladder.h"

enum { RAW = 101, WIDEST = 200 };

/* Lines of printable ASCII, none wider than the ladder but for a long list of flags. */
static void check_text(struct strbuf *text)
{
	size_t width = 0;

	must(!text->bad && text->used && text->p[text->used - 1] == '\n');
	for (size_t i = 0; i < text->used; i++) {
		must(text->p[i] == '\n' || (text->p[i] >= ' ' && text->p[i] < 0x7f));
		width = text->p[i] == '\n' ? 0 : width + 1;
		must(width < WIDEST);
	}
	strbuf_close(text);
}

static void check(const struct capflow *w)
{
	const struct ladder l = {.columns = 80};
	const struct capflow_packet *p = &w->packet;
	const struct flow *f = capflow_flow(w, p->flow);
	struct strbuf text = {0};

	must(f && p->n_events <= FLOW_EVENTS && p->number == w->packets && p->joined);
	must(w->headers_bytes <= w->frame.left);
	ladder_head(&text, &l, capflow_tuple(w, p->flow));
	ladder_packet(&text, &l, f, p);
	check_text(&text);
}

static struct watched *watch_first(const struct frame *f)
{
	struct watched *w = calloc(1, sizeof(*w));
	struct packet p;

	must(w);
	packet_read(f, &p);
	w->tuple = (struct flow_tuple){.addr = {p.source, p.destination},
		.port = {p.tcp.source_port, p.tcp.destination_port}};
	flow_init(&w->flow);
	return w;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct clock_map clock = {.offset_ns = 0};
	struct bytes b = bytes_of(data, size);
	struct capflow *w = calloc(1, sizeof(*w));
	int64_t at_ns = 0;

	must(w);
	w->clock = &clock;
	while (b.left > 4) {
		struct frame f = {.layer = FRAME_LINK, .linktype = RAW};

		at_ns += bytes_u8(&b) * INT64_C(1000000);
		f.at_ns = at_ns;
		f.ifindex = bytes_u8(&b);
		f.whole_bytes = bytes_u16(&b);
		f.bytes = given_piece(&b, f.whole_bytes);
		if (!w->flow[0])
			w->flow[0] = watch_first(&f);
		if (capflow_read(w, &f))
			check(w);
	}
	free(w->flow[0]);
	free(w);
	return 0;
}
