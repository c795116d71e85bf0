/* ping_completion: the shells' files are what ping's option table says. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "shells.h"

#include "../../ping/options_parts.h"

int main(int argc, char **argv)
{
	const struct completion c = {"ping", &options_cli, COMPLETION_HOSTS};

	return completion_main(argc, argv, &c, "ping");
}
