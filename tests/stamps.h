/* stamps: keeps the kernel's receive stamps on, machine-wide. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_STAMPS_H
#define PROBEKIT_STAMPS_H

#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/net_tstamp.h>

/* Whether a datagram sent to itself came with a stamp. */
static inline int stamps_come(int fd, const struct sockaddr_in *self)
{
	char byte = 0, control[128];
	struct iovec vector = {&byte, 1};
	struct msghdr m = {.msg_iov = &vector,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof control};

	return sendto(fd, &byte, 1, 0, (const struct sockaddr *)self, sizeof *self) == 1 &&
	       recvmsg(fd, &m, 0) == 1 && m.msg_controllen > 0;
}

/* The kernel stamps what it receives only while some socket of the machine wants it, and begins a
 * moment after the first one asked (net_enable_timestamp): a test that asks alone would find its
 * first packets without. Returns a socket that asks, once stamps are there; it is for keeping. -1
 * where there is no loopback. */
static inline int stamps_hold(void)
{
	enum { TRIES = 2000, STEP_US = 50 };
	/* What a socket alone wants is given at once, but not always the time the packet came. */
	int flags = SOF_TIMESTAMPING_SOFTWARE | SOF_TIMESTAMPING_RX_SOFTWARE;
	struct sockaddr_in self = {
		.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	struct timeval patience = {.tv_usec = 100000};
	socklen_t size = sizeof self;
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPING, &flags, sizeof flags) ||
		setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) ||
		bind(fd, (struct sockaddr *)&self, sizeof self) ||
		getsockname(fd, (struct sockaddr *)&self, &size))
		return -1;
	for (int i = 0; i < TRIES && !stamps_come(fd, &self); i++)
		usleep(STEP_US);
	return fd;
}

#endif
