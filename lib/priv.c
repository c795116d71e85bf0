/* priv: raise, open, drop for good; no_new_privs, Landlock, seccomp. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "priv.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/capability.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sanitized.h"

/* LeakSanitizer traces its own process at the end and needs what the sandbox forbids. A build that
 * must write files at its exit (coverage) defines this itself. */
#ifndef PRIV_NO_SANDBOX
#define PRIV_NO_SANDBOX SANITIZED
#endif

/* glibc removes its own (LD_*, HOSTALIASES, LOCPATH, TMPDIR ...: ld.so(8)) before main; these
 * belong to other libraries. */
static const char *const file_variables[] = {"CTLOG_FILE", "OSSL_QFILTER", "QLOGDIR", "RANDFILE",
	"SSLKEYLOGFILE", "TERMCAP", "TERMINFO", "TERMINFO_DIRS"};
/* All whose names begin so. */
static const char *const file_prefixes[] = {"OPENSSL_", "SSL_"};

/* What no network tool does once it is running. io_uring would do the rest behind the filter's
 * back. Names that a kernel does not know cost nothing. */
static const int denied_calls[] = {SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(ptrace),
	SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev), SCMP_SYS(kcmp),
	SCMP_SYS(pidfd_getfd), SCMP_SYS(io_uring_setup), SCMP_SYS(io_uring_enter),
	SCMP_SYS(io_uring_register), SCMP_SYS(bpf), SCMP_SYS(perf_event_open),
	SCMP_SYS(userfaultfd), SCMP_SYS(setns), SCMP_SYS(unshare), SCMP_SYS(mount),
	SCMP_SYS(umount2), SCMP_SYS(fsopen), SCMP_SYS(open_tree), SCMP_SYS(move_mount),
	SCMP_SYS(pivot_root), SCMP_SYS(chroot), SCMP_SYS(init_module), SCMP_SYS(finit_module),
	SCMP_SYS(kexec_load), SCMP_SYS(kexec_file_load), SCMP_SYS(reboot), SCMP_SYS(swapon),
	SCMP_SYS(keyctl), SCMP_SYS(add_key), SCMP_SYS(request_key)};

enum {
	LOW_32_BITS = 0xffffffff,    /* all the kernel looks at of an int */
	SOCKET_TYPE = 0xf,	     /* less SOCK_NONBLOCK and SOCK_CLOEXEC */
	FILTER_ROOM_BYTES = 1 << 19, /* four times what building the filter takes */
	FS_READ = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
	/* Landlock rights that the headers of an older system lack, and since which version. */
	FS_VERSION_1 = (1 << 13) - 1,
	FS_REFER_2 = 1 << 13,
	FS_TRUNCATE_3 = 1 << 14,
	FS_IOCTL_DEV_5 = 1 << 15
};

static int set_capabilities(
	const cap_value_t *effective, int n, bool keep_permitted, struct fail *why)
{
	cap_t set = keep_permitted ? cap_get_proc() : cap_init();
	int rc = 0;

	if (!set || cap_clear_flag(set, CAP_EFFECTIVE) ||
		(n && cap_set_flag(set, CAP_EFFECTIVE, n, effective, CAP_SET)) || cap_set_proc(set))
		rc = fail_errno(why, "changing capabilities");
	cap_free(set);
	return rc;
}

static bool permitted(cap_value_t which)
{
	cap_flag_value_t value = CAP_CLEAR;
	cap_t set = cap_get_proc();

	if (set)
		cap_get_flag(set, which, CAP_PERMITTED, &value);
	cap_free(set);
	return value == CAP_SET;
}

/* Else the first socket or file would get the number of an output that was closed, and the text
 * meant for that. A path refuses reading and writing with the same EBADF. */
static int fill_standard_descriptors(struct fail *why)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/", O_PATH | O_DIRECTORY) < 0)
			return fail_errno(why, "opening / in place of a closed descriptor");
	return 0;
}

/* What a set-user-ID file would lend is another user's files; the capabilities stay. Only where
 * there is something to give up: ids that a namespace does not map cannot be set. */
static int become_real_user(struct fail *why)
{
	uid_t uid, euid, suid;
	gid_t gid, egid, sgid;

	getresuid(&uid, &euid, &suid);
	getresgid(&gid, &egid, &sgid);
	if (euid == uid && suid == uid && egid == gid && sgid == gid)
		return 0;
	if (prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) ||
		((egid != gid || sgid != gid) && setresgid(gid, gid, gid)) ||
		((euid != uid || suid != uid) && setresuid(uid, uid, uid)) ||
		prctl(PR_SET_KEEPCAPS, 0, 0, 0, 0))
		return fail_errno(why, "giving up another user's rights");
	return 0;
}

static bool begins_so(const char *entry)
{
	for (size_t i = 0; i < sizeof file_prefixes / sizeof *file_prefixes; i++)
		if (!strncmp(entry, file_prefixes[i], strlen(file_prefixes[i])))
			return true;
	return false;
}

static void forget_files(void)
{
	char **kept = environ;

	for (size_t i = 0; i < sizeof file_variables / sizeof *file_variables; i++)
		unsetenv(file_variables[i]);
	for (char **e = environ; e && *e; e++)
		if (!begins_so(*e))
			*kept++ = *e;
	if (kept)
		*kept = NULL;
}

int priv_begin(struct fail *why)
{
	int rc = fill_standard_descriptors(why);

	if (rc < 0 || (rc = become_real_user(why)) < 0)
		return rc;
	if (getauxval(AT_SECURE))
		forget_files();
	return set_capabilities(NULL, 0, true, why);
}

int priv_raise(struct fail *why)
{
	cap_value_t wanted[3];
	int n = 0, rc;

	if (permitted(CAP_NET_RAW))
		wanted[n++] = CAP_NET_RAW;
	if (permitted(CAP_NET_ADMIN))
		wanted[n++] = CAP_NET_ADMIN;
	if (permitted(CAP_NET_BIND_SERVICE))
		wanted[n++] = CAP_NET_BIND_SERVICE;
	rc = set_capabilities(wanted, n, true, why);
	return rc < 0 ? rc : n && wanted[0] == CAP_NET_RAW;
}

int priv_lower(struct fail *why)
{
	return set_capabilities(NULL, 0, true, why);
}

bool priv_has_net_raw(void)
{
	return permitted(CAP_NET_RAW);
}

const char *priv_setcap_command(char *to, size_t size)
{
	char path[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);

	path[n < 0 ? 0 : n] = '\0';
	snprintf(to, size, "setcap cap_net_raw=p %s", n < 0 ? "this-program" : path);
	return to;
}

static int landlock_version(void)
{
	return (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

static bool allow(int rules, const char *path, int flags, uint64_t access)
{
	struct landlock_path_beneath_attr beneath = {
		.allowed_access = access, .parent_fd = open(path, O_PATH | O_CLOEXEC | flags)};
	bool good = beneath.parent_fd >= 0 &&
		    !syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);

	if (beneath.parent_fd >= 0)
		close(beneath.parent_fd);
	return good;
}

static bool allow_rename_in(int rules, const char *folder, uint64_t handled)
{
	return allow(rules, folder, O_DIRECTORY,
		handled & (LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REMOVE_FILE |
				  LANDLOCK_ACCESS_FS_WRITE_FILE | FS_TRUNCATE_3));
}

static void allow_reading(int rules, const char *const *paths)
{
	for (; paths && *paths; paths++)
		if (!allow(rules, *paths, O_DIRECTORY, FS_READ))
			allow(rules, *paths, 0, LANDLOCK_ACCESS_FS_READ_FILE);
}

/* No file can be opened, read (unless that is kept) or run any more, and names change only in the
 * folders. */
static bool close_files(const struct priv_limits *limits)
{
	struct landlock_ruleset_attr files = {.handled_access_fs = FS_VERSION_1};
	int version = landlock_version(), rules;
	bool good;

	if (version < 1 || limits->keep_files)
		return false;
	if (version >= 2)
		files.handled_access_fs |= FS_REFER_2;
	if (version >= 3)
		files.handled_access_fs |= FS_TRUNCATE_3;
	if (version >= 5)
		files.handled_access_fs |= FS_IOCTL_DEV_5;
	if (limits->keep_reading)
		files.handled_access_fs &= ~(uint64_t)FS_READ;
	rules = (int)syscall(SYS_landlock_create_ruleset, &files, sizeof files, 0);
	good = rules >= 0;
	if (good && !limits->keep_reading)
		allow_reading(rules, limits->readable);
	for (size_t i = 0; good && i < PRIV_FOLDERS; i++)
		if (limits->folders[i])
			good = allow_rename_in(rules, limits->folders[i], files.handled_access_fs);
	/* Without a rule for each folder the output could not be kept: then rather none at all. */
	good = good && !syscall(SYS_landlock_restrict_self, rules, 0);
	if (rules >= 0)
		close(rules);
	return good;
}

/* Packet sockets, and all the families no tool here speaks: every number but those of Unix, IPv4,
 * IPv6 and netlink. A rule takes one comparison of an argument, so that they go by their bits. */
static bool deny_families(scmp_filter_ctx filter)
{
	static const struct {
		scmp_datum_t mask, value;
	} family[] = {{LOW_32_BITS, 3}, {LOW_32_BITS & ~3U, 4}, {LOW_32_BITS & ~1U, 8},
		{LOW_32_BITS, 11}, {LOW_32_BITS & ~3U, 12}};
	const uint32_t eperm = SCMP_ACT_ERRNO(EPERM);
	int bad = seccomp_rule_add(
		filter, eperm, SCMP_SYS(socket), 1, SCMP_A0(SCMP_CMP_GT, AF_NETLINK, 0));

	for (size_t i = 0; i < sizeof family / sizeof *family; i++)
		bad |= seccomp_rule_add(filter, eperm, SCMP_SYS(socket), 1,
			SCMP_A0(SCMP_CMP_MASKED_EQ, family[i].mask, family[i].value));
	return !bad;
}

static bool deny_raw_sockets(scmp_filter_ctx filter)
{
	static const int inet[] = {AF_INET, AF_INET6};
	int bad = 0;

	for (size_t i = 0; i < sizeof inet / sizeof *inet; i++)
		bad |= seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(socket), 2,
			SCMP_A0(SCMP_CMP_MASKED_EQ, LOW_32_BITS, (scmp_datum_t)inet[i]),
			SCMP_A1(SCMP_CMP_MASKED_EQ, SOCKET_TYPE, SOCK_RAW));
	return !bad;
}

/* A new user namespace would give all capabilities back. clone3 hides its flags from a filter; told
 * that there is none, the C library uses clone. */
static bool deny_namespaces(scmp_filter_ctx filter)
{
	return !seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1,
		       SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_NEWUSER, CLONE_NEWUSER)) &&
	       !seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
}

/* Typing into the terminal it was started from. */
static bool deny_typing(scmp_filter_ctx filter)
{
	return !seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(ioctl), 1,
		SCMP_A1(SCMP_CMP_MASKED_EQ, LOW_32_BITS, TIOCSTI));
}

/* libseccomp writes through what malloc did not give it (2.5.4, 2.6.0): it gets more than it needs,
 * or is not asked. */
static bool filter_has_room(void)
{
	void *room = mmap(NULL, FILTER_ROOM_BYTES, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return room != MAP_FAILED && !munmap(room, FILTER_ROOM_BYTES);
}

static bool deny_calls(void)
{
	scmp_filter_ctx filter = filter_has_room() ? seccomp_init(SCMP_ACT_ALLOW) : NULL;
	bool good = filter;

	for (size_t i = 0; good && i < sizeof denied_calls / sizeof *denied_calls; i++)
		good = !seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), denied_calls[i], 0);
	good = good && deny_families(filter) && deny_raw_sockets(filter) &&
	       deny_namespaces(filter) && deny_typing(filter);
	/* The kernel runs the filter once for each call it knows: a tree of calls in place of a
	 * list takes 50 us off the start. */
	if (good)
		seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2);
	good = good && !seccomp_load(filter);
	seccomp_release(filter);
	return good;
}

int priv_empty(struct fail *why)
{
	prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
	return set_capabilities(NULL, 0, false, why);
}

int priv_drop(const struct priv_limits *limits, struct priv_state *out, struct fail *why)
{
	struct priv_state state = {0};
	int rc = priv_empty(why);

	if (rc < 0)
		return rc;
	state.capabilities_empty = true;
	state.no_new_privs = !prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	if (state.no_new_privs && !PRIV_NO_SANDBOX) {
		state.landlock = close_files(limits);
		state.seccomp = !limits->keep_calls && deny_calls();
	}
	if (out)
		*out = state;
	return 0;
}
