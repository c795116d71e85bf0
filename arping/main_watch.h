/* main_watch: a watch of a link or of a savefile, for main. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ARPING_MAIN_WATCH_H
#define PROBEKIT_ARPING_MAIN_WATCH_H

#include "options.h"

/* The exit status: 0 nothing to worry about, 1 an alarm, 2 it could not be run. */
int main_watch(const struct options *o);

#endif
