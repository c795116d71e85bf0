/* httpget_completion: the shells' files are what httpget's option table says. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "shells.h"

#include "../../httpget/options_parts.h"

int main(int argc, char **argv)
{
	const struct completion c = {"httpget", &options_cli, COMPLETION_URLS};

	return completion_main(argc, argv, &c, "httpget");
}
