/* resolve: what a process that looks names up may say: datagrams, two bytes of length before each.
 * The first byte says how many reverse questions are asked before a name is, and how often that
 * name is asked for ahead. */
/* SPDX-License-Identifier: BSD-2-Clause */
/* The fortified declarations of newer C libraries leave no room for other functions. */
#undef _FORTIFY_SOURCE

#include "resolve.h"

#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "given.h"
#include "names.h"

enum { FD = 900, CHILD = 1 << 30, ASKED = 64 };

static struct bytes answers;

/* In place of the C library's, so that there is no other process. */
/* NOLINTBEGIN(readability-*): libc's own are reserved */
int socketpair(int family, int type, int protocol, int ends[2])
{
	(void)family, (void)type, (void)protocol;
	ends[0] = FD;
	ends[1] = FD + 1;
	return 0;
}

pid_t fork(void)
{
	return CHILD;
}

int kill(pid_t pid, int number)
{
	(void)number;
	must(pid == CHILD);
	return 0;
}

pid_t waitpid(pid_t pid, int *status, int flags)
{
	(void)status, (void)flags;
	return pid;
}

int close(int fd)
{
	must(fd == FD || fd == FD + 1 || fd == FD + 2);
	return 0;
}

int eventfd(unsigned count, int flags)
{
	(void)count, (void)flags;
	return FD + 2;
}

int dup3(int from, int to, int flags)
{
	(void)from, (void)flags;
	return to;
}

ssize_t send(int fd, const void *p, size_t n, int flags)
{
	(void)fd, (void)p, (void)flags;
	return (ssize_t)n;
}

ssize_t recv(int fd, void *to, size_t size, int flags)
{
	(void)fd, (void)flags;
	return given_datagram(to, size, &answers);
}

int ppoll(struct pollfd *fds, nfds_t n, const struct timespec *wait, const sigset_t *mask)
{
	(void)fds, (void)n, (void)wait, (void)mask;
	return 0;
}

int poll(struct pollfd *fds, nfds_t n, int wait_ms)
{
	(void)fds, (void)n, (void)wait_ms;
	return 0;
}
/* NOLINTEND(readability-*) */

static struct addr host(unsigned i)
{
	const uint8_t bytes[4] = {198, 18, 0, (uint8_t)i};

	return addr_v4(bytes);
}

/* Names that a terminal may see, of lines that wait for them. */
static void look_back(struct resolve *r, unsigned asked)
{
	const struct report_config quiet = {.no_text = true, .color = REPORT_COLOR_NEVER};
	struct report *report = NULL;
	struct names *n = NULL;
	int64_t now_ns = 0;

	must(!report_open(&report, &quiet, NULL) && !names_open(&n, report, r, NULL));
	for (unsigned i = 0; i < asked; i++) {
		struct names_line l = {.used = 0};
		struct addr a = host(i);

		names_add_addr(&l, &a);
		names_put(n, &l, now_ns);
	}
	names_turn(n, now_ns);
	for (unsigned i = 0; i < asked; i++) {
		struct addr a = host(i);
		const char *name = names_known(n, &a);

		must(!name ||
			(*name && !strpbrk(name, "\n\033") && strlen(name) < 4 * RESOLVE_NAME));
	}
	names_flush(n);
	names_close(n);
	report_abandon(report);
}

static void look_up(struct resolve *r)
{
	struct fail why = {.error = 0};
	struct resolve_result found;
	int rc = resolve_name(r, "www.example", 0, 0, &found, &why);

	must(rc == 0 || (rc < 0 && why.error == -rc && *why.text));
	must(found.n <= RESOLVE_ADDRS && memchr(found.canonical, 0, sizeof found.canonical));
	for (unsigned i = 0; i < found.n && !rc; i++)
		must(found.addrs[i].family == ADDR_V4 || found.addrs[i].family == ADDR_V6);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct exact input = exact(data, size);
	struct bytes in = input.view;
	uint8_t first = bytes_u8(&in);
	unsigned asked = first % ASKED, ahead = first / ASKED;
	struct resolve_reverse back;
	struct resolve *r = NULL;

	answers = in;
	must(!resolve_open(&r, NULL) && !resolve_start(r, NULL));
	for (unsigned i = 0; i < asked; i++) {
		struct addr a = host(i);

		must(resolve_ask_reverse(r, &a));
	}
	for (unsigned i = 0; i < ahead; i++)
		must(resolve_ahead(r, "www.example", 0));
	look_up(r);
	look_back(r, asked);
	while (resolve_next(r, &back))
		must(memchr(back.name, 0, sizeof back.name));
	resolve_close(r);
	free(input.block);
	return 0;
}
