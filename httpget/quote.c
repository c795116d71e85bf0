/* quote: text as a JSON string. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "quote.h"

#include "report.h"

void quote_put(struct strbuf *to, struct slice s)
{
	struct bytes from = bytes_of(s.n ? s.p : "", s.n);
	size_t n = report_escape(NULL, 0, from);
	char *room = strbuf_room(to, n + 3);

	if (!room)
		return;
	room[0] = '"';
	report_escape(room + 1, n + 1, from);
	room[n + 1] = '"';
	to->used += n + 2;
}
