/* replay: a transcript run through the engine once more. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TELNETLITE_REPLAY_H
#define PROBEKIT_TELNETLITE_REPLAY_H

#include "fail.h"
#include "telnet.h"

/* What c does not have, a terminal or variables, is what the transcript says they were; so always
 * the window. Says on standard error what the engine makes of each command, and writes the data to
 * standard output, made visible on a terminal. 0; 1 where it answers otherwise than the transcript
 * has it; -errno for a file that is no transcript. */
int replay_file(const char *path, const struct telnet_config *c, struct fail *why);

#endif
