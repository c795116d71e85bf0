/* main_refuse: what a run that could not be made says, and its status. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ARPING_MAIN_REFUSE_H
#define PROBEKIT_ARPING_MAIN_REFUSE_H

#include "options.h"

/* The status of what could not be done: 2; a monitoring plugin's 3. */
int main_failure(const struct options *o);
/* Says why on standard error, as a monitoring plugin on standard output; returns the status, 1 for
 * -ERANGE. */
int main_refuse(const struct options *o, const char *program, int rc, const struct fail *why);

#endif
