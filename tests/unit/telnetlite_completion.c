/* telnetlite_completion: the shells' files are what telnetlite's option table says. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "shells.h"

#include "../../telnetlite/options_parts.h"

int main(int argc, char **argv)
{
	const struct completion c = {"telnetlite", &options_cli, COMPLETION_HOST_PORT};

	return completion_main(argc, argv, &c, "telnetlite");
}
