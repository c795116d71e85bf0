/* destination: which address is probed, from where and by which link, in a network and with names
 * of the test's own. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "destination.h"

#include <errno.h>
#include <sys/mount.h>

#include "tap.h"

#include "netns.h"
#include "scratch.h"

static bool make_links(void)
{
	static const char *const lines[] = {"link add v0 type veth peer name v1",
		"link add w0 type veth peer name w1", "addr add 198.18.0.1/24 dev v0",
		"addr add 2001:db8::1/64 dev v0 nodad", "addr add 198.18.1.1/24 dev w0",
		"link set v0 up", "link set v1 up", "link set w0 up", "link set w1 up",
		"route add unreachable 198.19.1.0/24", "route add prohibit 198.19.2.0/24",
		"route add blackhole 198.19.3.0/24", "-6 route add prohibit 2001:db8:2::/64"};

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		if (!netns_ip(lines[i]))
			return false;
	return netns_runs("v0") && netns_runs("w0");
}

/* Names come from these files alone. */
static bool make_names(void)
{
	scratch_put("hosts", "198.18.0.2 four.example four\n"
			     "2001:db8::2 six.example six\n"
			     "198.18.0.3 both.example\n2001:db8::3 both.example\n"
			     "198.18.0.4 half.example\n2001:db8:9::4 half.example\n");
	scratch_put("nsswitch", "hosts: files\n");
	return !unshare(CLONE_NEWNS) && !mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) &&
	       !mount("hosts", "/etc/hosts", NULL, MS_BIND, NULL) &&
	       !mount("nsswitch", "/etc/nsswitch.conf", NULL, MS_BIND, NULL);
}

static int find_with(struct destination *p, struct destination_want want,
	const char *const *interfaces, size_t n, struct fail *why)
{
	struct resolve *r;
	int rc;

	if (resolve_open(&r, why) < 0)
		abort();
	*why = (struct fail){.error = 0};
	want.interfaces = interfaces;
	want.n_interfaces = n;
	rc = destination_find(p, &want, r, why);
	resolve_close(r);
	return rc;
}

static int find(struct destination *p, const char *name, const char *interface)
{
	const struct destination_want want = {.name = name};
	struct fail why;
	int rc = find_with(p, want, &interface, interface ? 1 : 0, &why);

	if (rc < 0)
		printf("# %s\n", why.text);
	return rc;
}

static bool is(const struct addr *a, const char *text)
{
	char shown[ADDR_TEXT];

	return !strcmp(addr_print(shown, a), text);
}

static void fails(const char *name, const char *interface, int error, const char *text)
{
	const struct destination_want want = {.name = name};
	struct fail why;
	struct destination p;

	is_int(find_with(&p, want, &interface, interface ? 1 : 0, &why), -error, "%s%s%s", name,
		interface ? " by " : "", interface ? interface : "");
	is_text(why.text, text, "... %s", text);
}

static void literals(void)
{
	struct destination p;

	is_int(find(&p, "198.18.0.2", NULL), 0, "an address");
	ok(p.literal && is(&p.target, "198.18.0.2") && !strcmp(p.host, "198.18.0.2"),
		"... as given");
	ok(is(&p.source, "198.18.0.1") && !p.source_given, "... from the kernel's choice");
	ok(!strcmp(p.leaves_by, "v0") && !*p.device && p.ifindex == if_nametoindex("v0"),
		"... by its link");
	ok(!p.broadcast && !p.group, "... to one host");
	is_int(find(&p, "127.1", NULL), 0, "inet_aton's forms");
	ok(is(&p.target, "127.0.0.1") && !strcmp(p.host, "127.1") && !strcmp(p.leaves_by, "lo"),
		"... are read and shown as given");
	is_int(find(&p, "0", NULL), 0, "this host");
	ok(!addr_is_unspecified(&p.target), "... answers from an address");
	is_int(find(&p, "2001:db8::2", NULL), 0, "an IPv6 address");
	ok(is(&p.target, "2001:db8::2") && is(&p.source, "2001:db8::1") && !p.target.zone,
		"... needs no zone");
}

static void links(void)
{
	struct destination p;

	is_int(find(&p, "fe80::9%v0", NULL), 0, "an address of a link");
	ok(p.target.zone == if_nametoindex("v0") && !strcmp(p.leaves_by, "v0") &&
			!strcmp(p.host, "fe80::9%v0"),
		"... with its zone");
	is_int(find(&p, "fe80::9", "w0"), 0, "... or by the interface");
	ok(p.target.zone == if_nametoindex("w0") && !strcmp(p.leaves_by, "w0"),
		"... that is given");
	fails("fe80::9%nosuch", NULL, ENODEV, "fe80::9%nosuch: no interface has that name");
}

static void groups(void)
{
	struct destination_want all = {.name = "198.18.0.255", .broadcast_allowed = true};
	struct destination_want never = {.name = "198.18.0.255"};
	struct fail why;
	struct destination p;

	fails("198.18.0.255", NULL, EACCES, "connect: Permission denied");
	never.refused = "not without a word of yours";
	is_int(find_with(&p, never, NULL, 0, &why), -EACCES, "... in the tool's own words");
	ok(!strcmp(why.text, never.refused), "... where it has some");
	is_int(find_with(&p, all, NULL, 0, &why), 0, "-b allows a broadcast address");
	ok(p.broadcast && p.group, "... which is a group");
	is_int(find(&p, "224.0.0.1", "v0"), 0, "a multicast address");
	ok(!p.broadcast && p.group && !strcmp(p.leaves_by, "v0"), "... is one");
	is_int(find(&p, "ff02::1%v0", NULL), 0, "IPv6's too");
	ok(p.group && p.target.zone == if_nametoindex("v0"), "... on its link");
}

static void interfaces(void)
{
	static const char *const both[] = {"v0", "198.18.0.1"}, *const two[] = {"v0", "w0"},
				 *const six[] = {"2001:db8::1"};
	struct destination_want want = {.name = "198.18.0.2"};
	struct fail why;
	struct destination p;

	is_int(find(&p, "198.18.0.2", "v0"), 0, "by an interface");
	ok(!strcmp(p.device, "v0") && !p.source_given, "... its name");
	is_int(find(&p, "198.18.0.2", "198.18.1.1"), 0, "from an address");
	ok(!*p.device && p.source_given && is(&p.source, "198.18.1.1"), "... that is ours");
	is_int(find_with(&p, want, both, 2, &why), 0, "both");
	ok(!strcmp(p.device, "v0") && p.source_given && is(&p.source, "198.18.0.1"),
		"... are kept");
	is_int(find_with(&p, want, six, 1, &why), 0, "an address of the other family");
	ok(!p.source_given && is(&p.source, "198.18.0.1"), "... is passed over");
	want.name = "198.18.1.2";
	is_int(find_with(&p, want, two, 2, &why), 0, "two interfaces");
	is_text(p.device, "w0", "... the last counts");
	fails("198.18.0.2", "nosuch", ENODEV, "unknown iface: nosuch");
	fails("198.18.0.2", "a-name-that-no-interface-can-have", ENODEV,
		"unknown iface: a-name-that-no-interface-can-have");
}

static void no_routes(void)
{
	fails("203.0.113.1", NULL, ENETUNREACH, "connect: Network is unreachable");
	fails("2001:db8:9::1", NULL, ENETUNREACH, "connect: Network is unreachable");
	fails("198.19.1.1", NULL, EHOSTUNREACH, "connect: No route to host");
	fails("198.19.2.1", NULL, EACCES, "connect: Permission denied");
	fails("198.19.3.1", NULL, EINVAL,
		"connect: Invalid argument: a blackhole route (ip route)");
	fails("2001:db8:2::1", NULL, EACCES, "connect: Permission denied");
}

static void names(void)
{
	struct destination_want want = {.name = "both.example", .family = ADDR_V4};
	struct fail why;
	struct destination p;

	is_int(find(&p, "four", NULL), 0, "a name");
	ok(!p.literal && is(&p.target, "198.18.0.2"), "... has an address");
	is_text(p.host, "four.example", "... and is called by its canonical name");
	is_int(find(&p, "six", NULL), 0, "one with an IPv6 address");
	ok(is(&p.target, "2001:db8::2"), "... has it");
	is_text(p.host, "six", "... and is called as asked");
	is_int(find_with(&p, want, NULL, 0, &why), 0, "of both families one may be asked for");
	ok(is(&p.target, "198.18.0.3"), "... IPv4");
	want.family = ADDR_V6;
	is_int(find_with(&p, want, NULL, 0, &why), 0, "... or");
	ok(is(&p.target, "2001:db8::3"), "... IPv6");
	is_int(find(&p, "half.example", NULL), 0, "an address without a route");
	ok(is(&p.target, "198.18.0.4"), "... gives way to one that has");
	want = (struct destination_want){.name = "six", .family = ADDR_V4};
	is_int(find_with(&p, want, NULL, 0, &why), -EAFNOSUPPORT, "the wrong family");
	is_text(why.text, "six: Address family for hostname not supported", "... is told");
	fails("nosuch.example", NULL, ENOENT, "nosuch.example: Name or service not known");
	fails("", NULL, ENOENT, ": Name or service not known");
}

int main(void)
{
	if (!netns_enter())
		return tap_skip_all("user namespaces are forbidden here");
	if (!make_links())
		return tap_skip_all("no ip, or no veth");
	literals();
	links();
	groups();
	interfaces();
	no_routes();
	if (scratch_open() && make_names())
		names();
	else
		ok(true, "names # SKIP files cannot be put in the place of others");
	scratch_close();
	return tap_done();
}
