/* resolve_ahead: names asked for before they are needed, where this host has little room for
 * processes. What looks them up in here has no name server. */
/* SPDX-License-Identifier: BSD-2-Clause */
/* The fortified declarations of newer C libraries leave no room for other functions. */
#undef _FORTIFY_SOURCE

#include <errno.h>
#include <netdb.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
#include "resolve.h"
#include "resolve_queue.h"
#include "tap.h"

enum { ROOM = 2, MANY = 20 };

/* Of each process by itself. */
static int running;

/* NOLINTBEGIN(readability-*): libc's own are reserved */
pid_t fork(void)
{
	pid_t pid;

	if (running >= ROOM) {
		errno = EAGAIN;
		return -1;
	}
	pid = _Fork();
	running = pid > 0 ? running + 1 : 0;
	return pid;
}

pid_t waitpid(pid_t pid, int *status, int flags)
{
	pid_t ended = (pid_t)syscall(SYS_wait4, pid, status, flags, NULL);

	running -= ended > 0;
	return ended;
}

/* A name that begins with "d" is the death of who has it looked up. */
int getaddrinfo(
	const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **out)
{
	const struct timespec moment = {.tv_nsec = 5 * CLOCK_MS};

	(void)service;
	(void)hints;
	*out = NULL;
	nanosleep(&moment, NULL);
	for (; *name == 'd'; pause())
		kill(getppid(), SIGKILL);
	return EAI_NONAME;
}
/* NOLINTEND(readability-*) */

static struct resolve *open_or_die(void)
{
	struct resolve *r = NULL;

	if (resolve_open(&r, NULL) < 0)
		abort();
	return r;
}

static int look_up(struct resolve *r, const char *name, int family)
{
	struct resolve_result found;

	return resolve_name(r, name, family, INT64_MAX, &found, NULL);
}

/* What there is no process for waits for one. */
static void test_room(void)
{
	struct resolve *r = open_or_die();
	unsigned asked = 0, known = 0;

	while (asked < MANY && resolve_ahead(r, "a.test", AF_INET))
		asked++;
	is_int(asked, MANY, "many are asked for");
	for (unsigned i = 0; i < MANY; i++)
		known += look_up(r, "a.test", AF_INET) == -ENOENT;
	is_int(known, MANY, "each has its answer, though there is room for few processes");
	ok(resolve_ahead(r, "a.test", AF_INET), "and more may be asked for");
	resolve_close(r);
}

static void test_most(void)
{
	struct resolve *r = open_or_die();
	char longest[RESOLVE_NAME + 1];
	unsigned asked = 0;

	memset(longest, 'x', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	ok(!resolve_ahead(r, longest, AF_INET), "what is too long for a name is not asked for");
	is_int(resolve_fd(r), -1, "and needs no process");
	while (asked < 2 * RESOLVE_KEPT &&
		resolve_ahead(r, asked & 1 ? "a.test" : "b.test", AF_INET))
		asked++;
	is_int(asked, RESOLVE_KEPT, "so many are asked for ahead");
	ok(!resolve_is_known(r, "b.test", AF_INET6), "of another family nothing is known");
	is_int(look_up(r, "b.test", AF_INET6), -ENOENT, "another family is asked for then");
	ok(resolve_is_known(r, "b.test", AF_INET), "the first are known by then");
	is_int(look_up(r, "b.test", AF_INET), -ENOENT, "one is taken");
	ok(resolve_ahead(r, "c.test", AF_INET), "which makes room for another");
	ok(!resolve_ahead(r, "c.test", AF_INET), "and for one");
	resolve_close(r);
}

static void test_death(void)
{
	struct resolve *r = open_or_die();

	ok(resolve_ahead(r, "death.test", AF_INET) && resolve_ahead(r, "a.test", AF_INET),
		"a question ends the process");
	is_int(look_up(r, "death.test", AF_INET), -ECHILD, "so it has no answer");
	is_int(look_up(r, "a.test", AF_INET), -ENOENT, "the next has one, of another process");
	resolve_close(r);
}

struct taken {
	unsigned n, ends_at;
	unsigned numbers[256];
	struct resolve *r;
};

static int take(void *to, const char *text, unsigned number)
{
	struct taken *t = to;

	if (*text != '1')
		look_up(t->r, text, AF_INET);
	t->numbers[t->n++] = number;
	return t->n == t->ends_at ? -EINVAL : 0;
}

/* More names than can be asked for, and more literals between them than can wait. */
static int fill(struct resolve_queue *q, unsigned n)
{
	int rc = 0;

	for (unsigned i = 0; rc >= 0 && i < n; i++) {
		bool name = i % 4 == 0 && i < 160;

		rc = resolve_queue_put(q, name ? "a.test" : "198.18.0.1", i, name, NULL);
	}
	return rc;
}

static void test_queue(void)
{
	struct taken t = {.r = open_or_die()};
	struct resolve_queue q = {.resolver = t.r, .family = AF_INET, .take = take, .to = &t};
	unsigned in_order = 0;

	is_int(resolve_queue_put(&q, "198.18.0.1", 7, false, NULL), 0, "a literal");
	is_int(t.n, 1, "is taken at once where nothing waits");
	t.n = 0;
	is_int(fill(&q, 200), 0, "names and literals");
	is_int(resolve_queue_end(&q), 0, "are all taken");
	for (unsigned i = 0; i < t.n; i++)
		in_order += t.numbers[i] == i;
	is_int(in_order, 200, "in their order");
	t.n = 0;
	t.ends_at = 3;
	is_int(fill(&q, 2), 0, "some wait");
	is_int(t.n, 0, "and are not yet taken");
	is_int(fill(&q, 200), -EINVAL, "one that is refused ends it");
	is_int(t.n, 3, "and no more is taken");
	resolve_queue_close(&q);
	is_int(q.n, 0, "then nothing waits");
	resolve_close(t.r);
}

int main(void)
{
	test_room();
	test_most();
	test_death();
	test_queue();
	return tap_done();
}
