/* netns: a network of this test's own, with a loopback and no one else. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_NETNS_H
#define PROBEKIT_NETNS_H

#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "stamps.h"

static bool netns_write(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool good = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);

	if (fd >= 0)
		close(fd);
	return good;
}

static bool netns_map(const char *path, unsigned outside)
{
	char text[32];

	snprintf(text, sizeof text, "0 %u 1", outside);
	return netns_write(path, text);
}

static bool netns_loopback_up(void)
{
	struct ifreq request = {.ifr_name = "lo"};
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	bool good;

	request.ifr_flags = IFF_UP | IFF_RUNNING;
	good = fd >= 0 && !ioctl(fd, SIOCSIFFLAGS, &request);
	if (fd >= 0)
		close(fd);
	return good;
}

/* Enters it, as its root, with ping sockets allowed. False where a system forbids such networks:
 * nothing else can be tested then. */
__attribute__((unused)) static bool netns_enter(void)
{
	unsigned uid = getuid(), gid = getgid();

	stamps_hold();
	if (unshare(CLONE_NEWUSER | CLONE_NEWNET))
		return false;
	netns_write("/proc/self/setgroups", "deny");
	return netns_map("/proc/self/uid_map", uid) && netns_map("/proc/self/gid_map", gid) &&
	       netns_loopback_up() && netns_write("/proc/sys/net/ipv4/ping_group_range", "0 0");
}

/* Runs "ip" with these words, up to a NULL; false when that fails or there is no ip. */
__attribute__((unused)) static bool netns_ip(const char *line)
{
	char words[160], *argv[24] = {(char[]){"ip"}};
	int argc = 1, status;
	char *rest = words;
	pid_t pid;

	snprintf(words, sizeof words, "%s", line);
	while (argc < 23 && (argv[argc] = strsep(&rest, " ")))
		argc++;
	pid = fork();
	if (!pid) {
		execvp("ip", argv);
		_exit(127);
	}
	return pid > 0 && waitpid(pid, &status, 0) == pid && !status;
}

/* Waits until a link that was brought up at both ends runs: the kernel notes its carrier by and by,
 * and until then drops in silence what is sent. */
__attribute__((unused)) static bool netns_runs(const char *device)
{
	struct ifreq request = {0};
	char line[64];
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	bool runs = false;

	snprintf(request.ifr_name, sizeof request.ifr_name, "%s", device);
	for (int turns = 0; fd >= 0 && !runs && turns < 3000; turns++) {
		runs = !ioctl(fd, SIOCGIFFLAGS, &request) && request.ifr_flags & IFF_RUNNING;
		if (!runs)
			usleep(10000);
	}
	if (fd >= 0)
		close(fd);
	/* Its queue follows under a lock, which this waits for. */
	snprintf(line, sizeof line, "link set %s up", device);
	return runs && netns_ip(line);
}

#endif
