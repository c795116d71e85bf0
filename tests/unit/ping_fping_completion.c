/* ping_fping_completion: the shells' files for fping are what its option table says. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "shells.h"

#include "../../ping/fping_options.h"

int main(int argc, char **argv)
{
	const struct completion c = {"fping", &fping_options_cli, COMPLETION_HOSTS};

	return completion_main(argc, argv, &c, "ping");
}
