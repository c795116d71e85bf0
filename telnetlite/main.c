/* telnetlite: talk to any TCP port by hand or by script, and a safe telnet client. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>

#include "cli.h"

int main(int argc __attribute__((unused)), char **argv)
{
	printf("%s from probekit %s\n", cli_name(argv), PROBEKIT_VERSION);
	return cli_printed(cli_name(argv), stdout);
}
