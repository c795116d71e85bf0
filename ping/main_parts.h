/* main_parts: what main's files share. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PING_MAIN_PARTS_H
#define PROBEKIT_PING_MAIN_PARTS_H

#include "options.h"

/* A run with many targets; prints its errors and returns the exit status. */
int main_sweep(const struct options *o);
/* The program under fping's name: its options, its lines, its exit status. */
int main_fping(int argc, char **argv);

#endif
