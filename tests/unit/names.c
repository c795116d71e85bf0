/* names: lines that wait for names. This program itself stands in for the process that looks
 * names up, so that it says what it wants, when it wants. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "names.h"

#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "resolve_child.h"
#include "tap.h"

#include "said.h"

enum { LINES_HELD = 128, ADDRESSES_KEPT = 64 };
static const int64_t second = CLOCK_SECOND;

struct desk {
	struct resolve *resolver;
	struct report *report;
	struct names *names;
	int child; /* our end of what the other process had */
};

static struct desk desk_open(void)
{
	const struct report_config plain = {
		.color = REPORT_COLOR_NEVER, .clock = REPORT_CLOCK_UNIX};
	struct desk d;
	int ends[2];

	if (resolve_open(&d.resolver, NULL) < 0 || resolve_start(d.resolver, NULL) < 0 ||
		report_open(&d.report, &plain, NULL) < 0 ||
		names_open(&d.names, d.report, d.resolver, NULL) < 0 ||
		socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends) < 0 ||
		dup2(ends[0], resolve_fd(d.resolver)) < 0)
		abort();
	close(ends[0]);
	d.child = ends[1];
	said_begin();
	return d;
}

static const char *desk_close(struct desk *d)
{
	report_flush(d->report);
	said_end();
	names_close(d->names);
	report_abandon(d->report);
	resolve_close(d->resolver);
	close(d->child);
	return said.out;
}

/* How much was printed so far. */
static size_t printed(const struct desk *d)
{
	off_t n;

	report_flush(d->report);
	n = lseek(said.fds[0], 0, SEEK_END);
	return n < 0 ? 0 : (size_t)n;
}

static struct addr host(unsigned n)
{
	return addr_v4((const uint8_t[]){198, 18, (uint8_t)(n >> 8), (uint8_t)n});
}

static void put(const struct desk *d, const char *word, const struct addr *a, int64_t now_ns)
{
	struct names_line l = {.used = 0};

	names_add(&l, "%s ", word);
	if (a)
		names_add_addr(&l, a);
	names_add(&l, ".\n");
	names_put(d->names, &l, now_ns);
}

static void put_host(const struct desk *d, unsigned n, int64_t now_ns)
{
	struct addr a = host(n);
	char word[16];

	snprintf(word, sizeof word, "%u:", n);
	put(d, word, &a, now_ns);
}

/* The address of the next question, ADDR_NONE when there is none. */
static struct addr asked(const struct desk *d)
{
	struct resolve_question q = {.kind = RESOLVE_FORWARD};
	ssize_t n = recv(d->child, &q, sizeof q, MSG_DONTWAIT);

	return n == sizeof q && q.kind == RESOLVE_REVERSE ? q.addr
							  : (struct addr){.family = ADDR_NONE};
}

static unsigned questions(const struct desk *d)
{
	unsigned n = 0;

	while (asked(d).family)
		n++;
	return n;
}

static void answer(const struct desk *d, unsigned n, const char *name)
{
	struct resolve_answer a = {.kind = RESOLVE_REVERSE, .addr = host(n)};

	memcpy(a.name, name, strnlen(name, sizeof a.name - 1));
	if (send(d->child, &a, sizeof a, MSG_DONTWAIT) != sizeof a)
		abort();
}

static void without_resolver(void)
{
	const struct report_config plain = {.color = REPORT_COLOR_NEVER};
	struct desk d = {.child = -1};
	struct addr a = host(1);

	if (report_open(&d.report, &plain, NULL) < 0 ||
		names_open(&d.names, d.report, NULL, NULL) < 0)
		abort();
	said_begin();
	names_ask(d.names, &a, 0);
	put_host(&d, 1, 0);
	put(&d, "none", NULL, 0);
	names_turn(d.names, 0);
	names_finish(d.names);
	is_text(desk_close(&d), "1: 198.18.0.1.\nnone .\n", "without a resolver nothing waits");
	names_close(NULL);
}

static void waits_for_name(void)
{
	struct desk d = desk_open();
	struct addr a = host(1), got;
	size_t early, waiting;

	put(&d, "first", NULL, 0);
	early = printed(&d);
	put(&d, "from", &a, 0);
	put(&d, "last", NULL, 0);
	names_turn(d.names, second - 1);
	waiting = printed(&d);
	got = asked(&d);
	answer(&d, 1, "peer.example");
	names_turn(d.names, second - 1);
	put(&d, "again", &a, second);
	is_text(desk_close(&d),
		"first .\nfrom peer.example (198.18.0.1).\nlast .\nagain peer.example "
		"(198.18.0.1).\n",
		"a line waits for its name, and the next for it");
	is_int(early, strlen("first .\n"), "the one before does not");
	is_int(waiting, early, "up to a second");
	ok(addr_equal(&got, &a), "the address was asked for");
}

static void patience(void)
{
	struct desk d = desk_open();
	size_t before, after;
	unsigned asked_for;

	put_host(&d, 1, 5 * second);
	names_turn(d.names, 6 * second - 1);
	before = printed(&d);
	names_turn(d.names, 6 * second);
	after = printed(&d);
	put_host(&d, 1, 6 * second);
	answer(&d, 1, "late.example");
	names_turn(d.names, 7 * second);
	put_host(&d, 1, 7 * second);
	asked_for = questions(&d);
	is_text(desk_close(&d), "1: 198.18.0.1.\n1: 198.18.0.1.\n1: late.example (198.18.0.1).\n",
		"who waited a second goes without, a late name is used later");
	is_int(before, 0, "not before the second is over");
	is_int(after, strlen("1: 198.18.0.1.\n"), "but then");
	is_int(asked_for, 1, "an address is asked for once");
}

static void nameless(void)
{
	struct desk d = desk_open();
	size_t n;

	put_host(&d, 1, 0);
	answer(&d, 1, "");
	names_turn(d.names, 1);
	n = printed(&d);
	put_host(&d, 1, 2);
	is_text(desk_close(&d), "1: 198.18.0.1.\n1: 198.18.0.1.\n",
		"an address without a name stands alone");
	ok(n, "at once");
}

static void asked_early(void)
{
	struct desk d = desk_open();
	struct addr a = host(1), none = {.family = ADDR_NONE};
	unsigned asked_for;

	names_ask(d.names, &none, 0);
	names_ask(d.names, &a, 0);
	names_ask(d.names, &a, 0);
	answer(&d, 1, "peer.example");
	names_turn(d.names, 1);
	put_host(&d, 1, 2);
	asked_for = questions(&d);
	is_text(desk_close(&d), "1: peer.example (198.18.0.1).\n",
		"what was asked for early is there");
	is_int(asked_for, 1, "by one question");
}

static void order(void)
{
	struct desk d = desk_open();
	size_t n;

	for (unsigned i = 1; i <= 3; i++)
		put_host(&d, i, 0);
	answer(&d, 3, "c");
	answer(&d, 2, "b");
	names_turn(d.names, 1);
	n = printed(&d);
	answer(&d, 1, "a");
	names_turn(d.names, 2);
	is_text(desk_close(&d), "1: a (198.18.0.1).\n2: b (198.18.0.2).\n3: c (198.18.0.3).\n",
		"names in any order, lines in theirs");
	is_int(n, 0, "all wait for the first");
}

/* Whole routes are in one line. */
static void several(void)
{
	struct desk d = desk_open();
	struct names_line l = {.used = 0};

	names_add(&l, "RR:");
	for (unsigned i = 1; i <= NAMES_A_LINE + 2; i++) {
		struct addr a = host(i);

		names_add(&l, " ");
		names_add_addr(&l, &a);
	}
	names_add(&l, "\n");
	names_put(d.names, &l, 0);
	answer(&d, 10, "last.example");
	answer(&d, 1, "first.example");
	names_turn(d.names, second);
	is_text(desk_close(&d),
		"RR: first.example (198.18.0.1) 198.18.0.2 198.18.0.3 198.18.0.4 198.18.0.5 "
		"198.18.0.6 198.18.0.7 198.18.0.8 198.18.0.9 last.example (198.18.0.10)  \n",
		"ten addresses fit a line");
}

static void hostile(void)
{
	struct desk d = desk_open();
	char all[RESOLVE_NAME];
	const char *p;
	size_t n = 0;

	memset(all, '\033', sizeof all - 1);
	all[sizeof all - 1] = '\0';
	put_host(&d, 1, 0);
	put_host(&d, 2, 0);
	put_host(&d, 3, 0);
	answer(&d, 1, "a\033[2J\a\nFrom 10.0.0.1\x7f\xff\001%s%n");
	answer(&d, 2, all);
	answer(&d, 3, "\xe2\x80\xaegro.\xc3\xa9");
	names_turn(d.names, 1);
	p = desk_close(&d);
	ok(strstr(p, "1: a\\x1b[2J\\x07\\x0aFrom 10.0.0.1\\x7f\\xff\\x01%s%n (198.18.0.1).\n"),
		"a hostile name is escaped");
	for (const char *at = p; (at = strstr(at, "\\x1b")); at += 4)
		n++;
	is_int(n, 1 + sizeof all - 1, "one of 255 escapes, too, all of them");
	ok(strstr(p, "3: \\xe2\\x80\\xaegro.\xc3\xa9 (198.18.0.3).\n"),
		"so is what turns the direction of a line");
	ok(!strpbrk(p, "\033\a\177\001"), "no control character is left");
}

static void stamped(void)
{
	struct desk d = desk_open();
	struct names_line l = {.realtime_ns = 1795343332013678999};
	struct addr a = host(1);

	names_add(&l, "late ");
	names_add_addr(&l, &a);
	names_add(&l, "\n");
	names_put(d.names, &l, 0);
	names_turn(d.names, second);
	is_text(desk_close(&d), "[1795343332.013678] late 198.18.0.1\n",
		"a line keeps the time of what it tells");
}

/* More lines than are held, more addresses than are kept, more questions than may wait. */
static void many(void)
{
	struct desk d = desk_open();
	unsigned asked_for;
	size_t held;

	for (unsigned i = 0; i < LINES_HELD; i++)
		put_host(&d, 1, 0);
	held = printed(&d);
	put_host(&d, 1, 0);
	asked_for = questions(&d);
	is_text(desk_close(&d), "1: 198.18.0.1.\n", "a line too many lets the first go");
	is_int(asked_for, 1, "one question for many lines");
	is_int(held, 0, "128 are held");
	d = desk_open();
	for (unsigned i = 1; i <= ADDRESSES_KEPT + 1; i++)
		put_host(&d, i, 0);
	answer(&d, 1, "forgotten.example");
	answer(&d, 2, "b");
	names_turn(d.names, 1);
	names_turn(d.names, second);
	desk_close(&d);
	ok(!strncmp(said.out, "1: 198.18.0.1.\n2: b (198.18.0.2).\n3: 198.18.0.3.\n", 49),
		"the oldest address makes room for a new one");
	ok(strstr(said.out, "65: 198.18.0.65.\n"), "who cannot be asked for stands alone");
}

static void flushed(void)
{
	struct desk d = desk_open();

	put_host(&d, 1, 0);
	put_host(&d, 2, 0);
	answer(&d, 2, "b");
	names_flush(d.names);
	is_text(desk_close(&d), "1: 198.18.0.1.\n2: 198.18.0.2.\n", "a flush waits for nothing");
	d = desk_open();
	put_host(&d, 1, 0);
	is_text(desk_close(&d), "", "what is held at the close is dropped");
}

/* At the end the lines have what is left of their second. */
static void finished(void)
{
	struct desk d = desk_open();
	int64_t start_ns = clock_now(), took_ns;

	put_host(&d, 1, start_ns);
	answer(&d, 1, "a");
	names_finish(d.names);
	put_host(&d, 2, clock_now() - second + 20 * CLOCK_MS);
	names_finish(d.names);
	took_ns = clock_now() - start_ns;
	is_text(desk_close(&d), "1: a (198.18.0.1).\n2: 198.18.0.2.\n", "the end waits for names");
	ok(took_ns >= 15 * CLOCK_MS && took_ns < second,
		"no longer than a line may (%" PRId64 " ms)", took_ns / CLOCK_MS);
}

static void child_gone(void)
{
	struct desk d = desk_open();

	put_host(&d, 1, 0);
	close(d.child);
	names_turn(d.names, 1);
	put_host(&d, 2, 2);
	names_turn(d.names, second);
	d.child = -1;
	is_text(desk_close(&d), "1: 198.18.0.1.\n2: 198.18.0.2.\n",
		"when nobody looks names up any more, addresses stand alone");
}

int main(void)
{
	without_resolver();
	waits_for_name();
	patience();
	nameless();
	asked_early();
	order();
	several();
	hostile();
	stamped();
	many();
	flushed();
	finished();
	child_gone();
	return tap_done();
}
