/* sanitized: whether this build has address sanitizer, as gcc and clang each tell it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_SANITIZED_H
#define PROBEKIT_SANITIZED_H

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

#endif
