/* offload: turns off what a device would leave to its peer (checksums, large segments, merging). */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

static int turn_off(int fd, const char *interface, __u32 what)
{
	struct ethtool_value value = {.cmd = what};
	struct ifreq r = {0};

	if (strlen(interface) >= sizeof r.ifr_name)
		return -ENODEV;
	memcpy(r.ifr_name, interface, strlen(interface));
	r.ifr_data = (void *)&value;
	if (ioctl(fd, SIOCETHTOOL, &r) < 0 && errno != EOPNOTSUPP)
		return -errno;
	return 0;
}

int main(int argc, char **argv)
{
	static const __u32 all[] = {ETHTOOL_STSO, ETHTOOL_SGSO, ETHTOOL_SGRO, ETHTOOL_STXCSUM};
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), rc;

	if (argc < 2) {
		fprintf(stderr, "usage: offload INTERFACE...\n");
		return 2;
	}
	for (int i = 1; i < argc; i++)
		for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
			rc = turn_off(fd, argv[i], all[k]);
			if (rc < 0) {
				fprintf(stderr, "offload: %s: %s\n", argv[i], strerror(-rc));
				return 1;
			}
		}
	close(fd);
	return 0;
}
