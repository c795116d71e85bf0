/* load: shared libraries that are loaded when they are needed first. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_LOAD_H
#define PROBEKIT_LOAD_H

#include "fail.h"

/* Loads the library of that name for good: unloading takes longer than a program's end, or has no
 * clean way. -ENOENT where it is not installed, which missing says as a sentence; -ENOMEM, -EMFILE
 * or -ENFILE where this host has no room; -ELIBACC with the loader's words for anything else. */
int load_library(void **out, const char *name, const char *missing, struct fail *why);

#endif
