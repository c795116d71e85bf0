/* idn: host names that are not ASCII, as DNS has them (IDNA2008, RFC 5891), and back; libidn2 is
 * loaded when it is first used. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_IDN_H
#define PROBEKIT_IDN_H

#include <stdbool.h>
#include <stddef.h>

#include "fail.h"

enum { IDN_TEXT = 256 };

/* Loads the library, for a sandbox closes what it is read from. -ENOENT where it is missing. */
int idn_load(struct fail *why);
const char *idn_version(void); /* "2.3.3", static; NULL when it is not installed */
/* The name, UTF-8, in its xn-- form; ASCII stays as it is but for capitals. -EINVAL for what is no
 * name, -ENOENT without the library. */
int idn_ascii(char to[static IDN_TEXT], const char *name, struct fail *why);
/* A name with xn-- labels as UTF-8; false where it has none, is none, or the library is missing. */
bool idn_unicode(char to[static IDN_TEXT], const char *name);
/* Whether one label of a UTF-8 name has letters of two alphabets that look alike (Latin, Greek,
 * Cyrillic, Armenian, Cherokee). Pure. */
bool idn_mixed(const char *name);

#endif
