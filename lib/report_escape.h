/* report: what UTF-8 a piece of text holds, for the parts of report that clean it. Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_REPORT_ESCAPE_H
#define PROBEKIT_REPORT_ESCAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The bytes of the valid UTF-8 character (Unicode 15, table 3-7) that p starts with, 1 to 4; 0 for
 * anything else. left is at least 1. code is set when it is valid. */
size_t report_utf8(const uint8_t *p, size_t left, uint32_t *code);
/* Characters that are valid and yet do not stay what they look like: C0, DEL, C1, and the controls
 * that turn the direction of a line or break it. */
bool report_hidden(uint32_t code);

#endif
