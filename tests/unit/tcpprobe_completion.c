/* tcpprobe_completion: the shells' files are what tcpprobe's option table says. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "shells.h"

#include "../../tcpprobe/options.h"

int main(int argc, char **argv)
{
	const struct completion c = {"tcpprobe", &options_cli, COMPLETION_HOSTS};

	return completion_main(argc, argv, &c, "tcpprobe");
}
