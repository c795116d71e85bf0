/* telnet_text: negotiation in words, for --trace and transcripts. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TELNETLITE_TELNET_TEXT_H
#define PROBEKIT_TELNETLITE_TELNET_TEXT_H

#include "strbuf.h"
#include "telnet.h"

/* "DO TERMINAL-TYPE: agreed; answer WILL TERMINAL-TYPE", "SB NEW-ENVIRON SEND USER SECRETVAR: USER
 * sent, SECRETVAR not sent; answer ...". What came from outside is printable. */
void telnet_say(struct strbuf *to, const struct telnet_event *e);
/* What we send of ourselves: "WILL BINARY", "SB WINDOW-SIZE 80 24"; several are parted by commas.
 */
void telnet_say_sent(struct strbuf *to, struct bytes sent);

#endif
