/* httpget_lookup: messages of name servers, what a lookup makes of them, and the resolver's files.
 */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "lookup.h"

#include "tap.h"

#define QUESTION(flags, answers)                                                                   \
	"\0\7" flags "\0\1" answers "\0\0\0\0"                                                     \
	"\3www\7example\0"                                                                         \
	"\0\1\0\1"
static const char asked[] = QUESTION("\1\0", "\0\0");
static const char answered[] = QUESTION("\x81\x80", "\0\2")
	/* an alias for five minutes, and its address for one */
	"\300\14\0\5\0\1\0\0\1\54\0\13\1a\7example\0"
	"\1a\7example\0\0\1\0\1\0\0\0\74\0\4\306\22\0\1";
static const char refused[] = QUESTION("\x81\x83", "\0\0");

static struct bytes of(const char *text, size_t n)
{
	return bytes_of(text, n);
}

static void try_messages(void)
{
	struct dns_message m;
	char addr[ADDR_TEXT];

	ok(dns_read(of(asked, sizeof asked - 1), &m) && !m.response, "a question");
	is_text(m.name, "www.example", "... for a name");
	is_text(dns_type_name(m.type), "A", "... and a type");
	ok(dns_read(of(answered, sizeof answered - 1), &m) && m.response, "an answer");
	is_int(m.addresses, 1, "... with an address");
	is_text(addr_print(addr, &m.first), "198.18.0.1", "... this one");
	ok(m.alias && m.ttl_s == 60, "... by an alias, for the least of both times");
	ok(dns_read(of(refused, sizeof refused - 1), &m), "no such name");
	is_text(dns_code_name(m.code), "NXDOMAIN", "... by its name");
	ok(m.ttl_s == UINT32_MAX, "... has no time");
}

static void try_cuts(void)
{
	/* Behind the first answer a capture may end. */
	enum { FIRST_ANSWER = 29 + 23 };
	struct dns_message m;
	unsigned wrong = 0;

	for (size_t n = 0; n < sizeof answered - 1; n++)
		wrong += dns_read(of(answered, n), &m) != (n >= FIRST_ANSWER);
	is_int(wrong, 0, "what is cut before its first answer's end is refused");
	ok(!dns_read(of("\0\7\1\0\0\2\0\0\0\0\0\0\0\0\1\0\1", 17), &m), "two questions are");
	ok(!dns_read(of("\0\7\1\0\0\1\0\0\0\0\0\0\300\14\0\1\0\1", 18), &m),
		"a pointer in a question is");
}

static void try_lookup(void)
{
	const struct addr server = addr_v4((const uint8_t *)"\306\22\0\65");
	const struct addr here = addr_v4((const uint8_t *)"\306\22\0\2");
	struct lookup l;

	lookup_begin(&l, "www.Example", NULL);
	lookup_take(&l, &here, 4000, &server, 53, of(asked, sizeof asked - 1), 100);
	lookup_take(&l, &here, 4000, &server, 53, of(asked, sizeof asked - 1), 300);
	lookup_take(&l, &server, 53, &here, 4001, of(answered, sizeof answered - 1), 350);
	is_int(l.n, 1, "one question");
	is_int(l.question[0].asked, 2, "... asked twice");
	ok(l.question[0].answered_ns == INT64_MIN, "... whose answer goes to another port");
	lookup_take(&l, &server, 53, &here, 4000, of(answered, sizeof answered - 1), 400);
	is_int(l.question[0].answered_ns, 400, "... and then to this one");
	is_int(l.question[0].asked_ns, 100, "... since the first time");
	lookup_begin(&l, "other.example", NULL);
	lookup_take(&l, &here, 4000, &server, 53, of(asked, sizeof asked - 1), 100);
	is_int(l.n, 0, "what is about another name is somebody else's");
}

/* The identifier of a question is its first two bytes. */
static void take(struct lookup *l, const struct addr *from, uint8_t id, uint16_t port)
{
	const struct addr here = addr_v4((const uint8_t *)"\306\22\0\2");
	char text[sizeof asked];

	memcpy(text, asked, sizeof text);
	text[1] = (char)id;
	lookup_take(l, &here, port, from, 53, of(text, sizeof text - 1), 100);
}

static void try_again(void)
{
	struct addr server = addr_v4((const uint8_t *)"\306\22\0\65");
	struct lookup l;

	lookup_begin(&l, "www.example.", NULL);
	take(&l, &server, 7, 4000);
	take(&l, &server, 8, 4001);
	is_int(l.n, 1, "the same question with other numbers is asked again");
	is_int(l.question[0].asked, 2, "... which counts");
	is_int(l.question[0].id, 8, "... and its answer has the newer number");
	is_int(l.question[0].port, 4001, "... and port");
	for (unsigned i = 0; i < 2 * LOOKUP_QUESTIONS; i++) {
		server.bytes[3] = (uint8_t)i;
		take(&l, &server, 9, 4002);
	}
	is_int(l.n, LOOKUP_QUESTIONS, "of more servers than there is room for the first are kept");
}

static void try_files(void)
{
	static char hosts[] = "# a comment\n127.0.0.1\tlocalhost here # and there\n"
			      "198.18.0.1 www.example WWW2.example\n\n::1 localhost";
	struct lookup_files f = {.hosts = hosts};
	struct addr local, www;
	char text[ADDR_TEXT];

	lookup_files_servers(&f, "# x\nsearch example\nnameserver 198.18.0.53 # no\n"
				 "nameserver\n nameserver ::1\nnameserver x\n");
	is_int(f.n_servers, 2, "name servers of resolv.conf");
	is_text(addr_print(text, &f.server[1]), "::1", "... of both families");
	addr_parse(&local, "127.0.0.1");
	addr_parse(&www, "198.18.0.1");
	ok(lookup_files_name(&f, "here", &local), "a name of hosts");
	ok(lookup_files_name(&f, "www2.example", &www), "... in any case of letters");
	ok(!lookup_files_name(&f, "and", &local), "... not of its comments");
	ok(!lookup_files_name(&f, "www.example", &local), "... with its own address only");
}

int main(void)
{
	try_messages();
	try_cuts();
	try_lookup();
	try_again();
	try_files();
	return tap_done();
}
