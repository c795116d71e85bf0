/* echo: one echo request by the library alone, and the reply's round-trip time. Usage: echo ADDRESS
 */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>

#include "clock.h"
#include "craft.h"
#include "packet.h"
#include "resolve.h"
#include "session.h"

static int fatal(const struct fail *why)
{
	fprintf(stderr, "echo: %s\n", why->text);
	return 2;
}

int main(int argc, char **argv)
{
	struct wire_config c = {
		.socket = WIRE_PING, .packet_bytes = 64, .ttl = -1, .tos = -1, .pmtudisc = -1};
	const struct plan_config one = {.lanes = 1, .count = 1, .timeout_ns = CLOCK_SECOND};
	struct session_config parts = {.deadline_ns = INT64_MAX};
	struct addr none = {0};
	struct wire_to to = {0};
	struct craft *craft;
	struct session *session;
	struct session_event e;
	struct bytes request;
	struct fail why = {0};

	if (argc != 2 || resolve_literal(argv[1], AF_UNSPEC, &to.addr, &why) != 1)
		return fatal(why.error ? &why : &(struct fail){.text = "usage: echo ADDRESS"});
	c.family = (enum addr_family)to.addr.family;
	struct icmp ask = {.family = c.family, .type = c.family == ADDR_V6 ? 128 : 8, .id = 4711};
	if (wire_open(&parts.wires[0], &c, NULL) < 0) {
		c.socket = WIRE_RAW; /* where net.ipv4.ping_group_range forbids the other */
		if (wire_open(&parts.wires[0], &c, &why) < 0)
			return fatal(&why);
	} else {
		ask.id = wire_id(parts.wires[0]);
	}
	parts.plan = plan_open(&one, clock_now());
	if (!parts.plan || craft_open(&craft, &why) < 0 ||
		craft_icmp(craft, &ask, &none, &none, &request, &why) < 0 ||
		wait_open(&parts.wait, &why) < 0 || session_open(&session, &parts, &why) < 0)
		return fatal(&why);
	while (session_next(session, &e, &why) > 0) {
		struct packet p;

		if (e.kind == SESSION_SEND)
			session_put(session, 0, e.probe, request, &to, &why);
		else if (e.kind == SESSION_LOST)
			puts("no answer");
		else if (e.kind == SESSION_FRAME && packet_read(&e.wire.frame, &p) == PACKET_OK &&
			 p.has_icmp && icmp_class(&p.icmp) == ICMP_CLASS_ECHO_REPLY &&
			 p.icmp.id == ask.id)
			printf("%s answered in %.3f ms\n", argv[1],
				(double)plan_answer(parts.plan, (struct probe){0},
					e.wire.frame.at_ns, e.wire.frame.stamp, e.wire.at_user_ns)
						.rtt_ns /
					CLOCK_MS);
	}
	bool answered = plan_tally(parts.plan, 0)->answered > 0;
	session_close(session);
	wait_close(parts.wait);
	plan_close(parts.plan);
	wire_close(parts.wires[0]);
	craft_close(craft);
	return answered ? 0 : 1;
}
