/* arping_completion: the shells' files are what arping's option table says. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "shells.h"

#include "../../arping/options_parts.h"

int main(int argc, char **argv)
{
	const struct completion c = {"arping", &options_cli, COMPLETION_HOSTS};

	return completion_main(argc, argv, &c, "arping");
}
