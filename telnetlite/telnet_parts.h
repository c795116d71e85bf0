/* telnet_parts: what telnet's own files share; nobody else includes it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TELNETLITE_TELNET_PARTS_H
#define PROBEKIT_TELNETLITE_TELNET_PARTS_H

#include "telnet.h"

/* A WILL, WONT, DO or DONT came: the new state, the reason, and the answer put into to. */
enum telnet_reason telnet_heard(
	struct telnet *t, uint8_t verb, uint8_t option, struct bytes_out *to);
/* A whole suboption came, in t->sub. */
enum telnet_reason telnet_answer_sub(struct telnet *t, struct bytes_out *to);
void telnet_put_option(struct bytes_out *to, uint8_t verb, uint8_t option);
void telnet_put_window(struct telnet *t, struct bytes_out *to);
/* Counts an answer; false when there were too many. */
bool telnet_may_answer(struct telnet *t, uint8_t option);

#endif
