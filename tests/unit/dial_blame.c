/* dial_blame: whose fault it is that a connection did not come to be, by who says what. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <stdlib.h>

#include "dial.h"
#include "tap.h"

static struct addr address(const char *text)
{
	struct addr a;

	if (!addr_parse(&a, text))
		abort();
	return a;
}

int main(void)
{
	static const struct {
		const char *what, *by; /* NULL no ICMP */
		enum dial_outcome outcome;
		int error;
		uint8_t type, code;
		enum dial_blame blame;
	} cases[] = {
		{"a connection", NULL, DIAL_CONNECTED, 0, 0, 0, DIAL_BLAME_UNKNOWN},
		{"silence", NULL, DIAL_TIMED_OUT, ETIMEDOUT, 0, 0, DIAL_BLAME_UNKNOWN},
		{"silence for the kernel", NULL, DIAL_FAILED, ETIMEDOUT, 0, 0, DIAL_BLAME_UNKNOWN},
		{"a reset", NULL, DIAL_FAILED, ECONNREFUSED, 0, 0, DIAL_BLAME_PEER},
		{"no route", NULL, DIAL_FAILED, ENETUNREACH, 0, 0, DIAL_BLAME_HERE},
		{"a prohibiting one", NULL, DIAL_FAILED, EACCES, 0, 0, DIAL_BLAME_HERE},
		{"the host's firewall", "198.18.2.1", DIAL_FAILED, ECONNREFUSED, 3, 3,
			DIAL_BLAME_FILTER},
		{"a router's", "198.18.1.254", DIAL_FAILED, ECONNREFUSED, 3, 3, DIAL_BLAME_WAY},
		{"a router that finds nobody", "198.18.1.254", DIAL_FAILED, EHOSTUNREACH, 3, 1,
			DIAL_BLAME_ABSENT},
		{"this host that finds nobody", "198.18.1.1", DIAL_FAILED, EHOSTUNREACH, 3, 1,
			DIAL_BLAME_LINK},
		{"this host's rule", "198.18.1.1", DIAL_FAILED, EHOSTUNREACH, 3, 13,
			DIAL_BLAME_HERE},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct dial_attempt a = {.addr = address("198.18.2.1"),
			.local = address("198.18.1.1"),
			.outcome = cases[i].outcome,
			.error = cases[i].error,
			.icmp = {.present = cases[i].by != NULL,
				.type = cases[i].type,
				.code = cases[i].code}};

		if (cases[i].by)
			a.icmp.offender = address(cases[i].by);
		is_int(dial_blame(&a), cases[i].blame, "%s", cases[i].what);
	}
	return tap_done();
}
