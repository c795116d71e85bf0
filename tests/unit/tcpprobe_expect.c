/* tcpprobe_expect: which states --expect allows a port, and which ports it names. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "../../tcpprobe/expect.h"

#include <errno.h>

#include "tap.h"

enum {
	OPEN = 1 << VERDICT_OPEN,
	CLOSED = 1 << VERDICT_CLOSED,
	REJECTED = 1 << VERDICT_REJECTED,
	FILTERED = 1 << VERDICT_FILTERED
};

int main(void)
{
	static const char *const bad[] = {"", "open", ":", "open:", "opened:22", "open/shut:22",
		"/open:22", "open:22,", "open:0", "unknown:22", "mixed:22"};
	struct expect e = {.given = false};
	struct portset named = {0};
	char text[EXPECT_TEXT];

	is_int(expect_of(&e, 22), 0, "nothing is judged before anything is said");
	is_int(expect_add(&e, "open:22,https", NULL), 0, "open:22,https");
	is_int(expect_add(&e, "closed/filtered:3306", NULL), 0, "closed/filtered:3306");
	is_int(expect_add(&e, "rejected:9-11", NULL), 0, "rejected:9-11");
	ok(e.given, "something is expected");
	is_int(expect_of(&e, 22), OPEN, "22 is to be open");
	is_int(expect_of(&e, 443), OPEN, "... 443 too");
	is_int(expect_of(&e, 3306), CLOSED | FILTERED, "3306 closed or filtered");
	is_int(expect_of(&e, 10), REJECTED, "10 rejected");
	is_int(expect_of(&e, 80), 0, "80 anything");
	is_text(expect_print(text, CLOSED | FILTERED), "closed/filtered", "in words");
	expect_ports(&e, &named);
	is_int(portset_count(&named), 6, "six ports are named");
	is_int(expect_add(&e, "closed:rest", NULL), 0, "closed:rest");
	is_int(expect_of(&e, 80), CLOSED, "then 80 is to be closed");
	is_int(expect_of(&e, 22), OPEN, "... and 22 still open");
	portset_join(&named, &e.ports[0]);
	is_int(portset_count(&named), 6, "the rest names no ports");
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		is_int(expect_add(&e, bad[i], NULL), -EINVAL, "'%s' is refused", bad[i]);
	return tap_done();
}
