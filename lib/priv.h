/* priv: raise, open, drop for good; no_new_privs, Landlock, seccomp. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PRIV_H
#define PROBEKIT_PRIV_H

#include <stdbool.h>
#include <stddef.h>

#include "fail.h"

/* First thing in main: user and group become the real ones and the effective set empty (permitted
 * stays), so that arguments are read and files made without privilege. Standard descriptors that
 * were closed are taken, lest anything opened later gets their numbers; using them stays an error.
 * With AT_SECURE, variables that name files or libraries are removed from the environment. */
int priv_begin(struct fail *why);
/* CAP_NET_RAW (and CAP_NET_ADMIN and CAP_NET_BIND_SERVICE, if the file or user has them) effective
 * between these two. Raise returns 1 when CAP_NET_RAW is there, 0 when not. */
int priv_raise(struct fail *why);
int priv_lower(struct fail *why);
bool priv_has_net_raw(void); /* in the permitted set */
/* All capability sets empty, and no more than that: what root runs has them again. */
int priv_empty(struct fail *why);
/* "setcap cap_net_raw=p /path/of/this/program", for messages. */
const char *priv_setcap_command(char *to, size_t size);

enum { PRIV_FOLDERS = 8 };
struct priv_limits {
	/* Where files can still be made, written, renamed and removed, but not read; NULL none. */
	const char *folders[PRIV_FOLDERS];
	/* Files, and folders with all below them, that can still be read, NULL at the end; what is
	 * not there is left out. NULL none. */
	const char *const *readable;
	bool keep_reading; /* files and folders everywhere can be read */
	bool keep_files;   /* no Landlock: the program still has to open files of any kind */
	bool keep_calls;   /* no seccomp */
};
struct priv_state {
	bool capabilities_empty, no_new_privs, landlock, seccomp;
};
/* For good: all capability sets empty, no_new_privs, Landlock and a
 * seccomp deny list (execve, ptrace, new namespaces, new raw and packet sockets, sockets of other
 * families than Unix, IPv4, IPv6 and netlink, mount, bpf ...: EPERM). Best effort but for the
 * capabilities, whose failure is an error. No Landlock when a folder cannot be opened; neither it
 * nor seccomp in a build with AddressSanitizer or -DPRIV_NO_SANDBOX=1 (coverage is written at
 * exit). Takes about 0.2 ms. out may be NULL. */
int priv_drop(const struct priv_limits *limits, struct priv_state *out, struct fail *why);

#endif
