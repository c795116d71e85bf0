/* telnetlite_telnet: a telnet peer's bytes, whole and in pieces. The first byte says how long those
 * are and what the engine was given. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "telnet.h"

#include "must.h"
#include "telnet_text.h"

struct seen {
	uint64_t sum, data, answered;
};

static void add(struct seen *s, const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		s->sum = (s->sum ^ p[i]) * UINT64_C(1099511628211);
}

static void see(struct seen *s, const struct telnet_event *e, size_t size)
{
	struct strbuf text = {0};

	must(e->offset < size + 1 && !e->answer.bad && e->answer.left <= TELNET_ANSWER_BYTES);
	if (e->kind == TELNET_DATA || e->kind == TELNET_SKIPPED) {
		must(e->data.left && !e->answer.left);
		s->data += e->data.left;
		add(s, e->data.p, e->data.left);
		return;
	}
	must(e->data.left <= TELNET_SUB_BYTES && e->data.left <= e->all + (e->kind != TELNET_SUB));
	must(!e->answer.left || e->answer.p[0] == TELNET_IAC);
	s->answered += e->answer.left > 0;
	add(s, (const uint8_t[]){(uint8_t)e->kind, e->verb, e->option, (uint8_t)e->reason}, 4);
	add(s, e->answer.p, e->answer.left);
	telnet_say(&text, e);
	for (size_t i = 0; i < text.used; i++)
		must(text.p[i] >= 0x20 && text.p[i] < 0x7f);
	strbuf_close(&text);
}

static struct seen feed(const uint8_t *data, size_t size, size_t piece, uint8_t how)
{
	static const char *const env[] = {"USER=jo\xff", "LANG"};
	const struct telnet_config c = {.terminal = how & 1 ? "XTERM" : NULL,
		.env = env,
		.n_env = how & 2 ? 2 : 0,
		.columns = how & 4 ? 255 : 0,
		.rows = 24};
	static struct telnet t;
	struct telnet_event e;
	struct seen s = {0};

	telnet_init(&t, &c);
	if (how & 8)
		telnet_ask(&t, TELNET_DO, TELNET_BINARY, &e);
	telnet_synch(&t, how & 8);
	for (size_t at = 0; at < size; at += piece) {
		struct exact x = exact(data + at, size - at < piece ? size - at : piece);
		struct bytes in = x.view;

		while (telnet_next(&t, &in, &e) != TELNET_MORE)
			see(&s, &e, size);
		must(!in.left);
		free(x.block);
	}
	must(s.data <= size && s.answered * 2 <= size);
	return s;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct seen whole, pieces;

	if (!size)
		return 0;
	whole = feed(data + 1, size - 1, size, data[0]);
	pieces = feed(data + 1, size - 1, 1 + (data[0] >> 4), data[0]);
	must(whole.sum == pieces.sum && whole.data == pieces.data);
	must(whole.answered == pieces.answered);
	return 0;
}
