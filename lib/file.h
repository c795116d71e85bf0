/* file: output beside its name, renamed at the end; reading lists. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_FILE_H
#define PROBEKIT_FILE_H

#include <stddef.h>
#include <stdio.h>

#include "fail.h"

struct file;

/* Opens a new file beside path (same folder, O_EXCL, mode 0666 less umask, or that of the file it
 * is to replace, and its owner as far as that can be). A path that exists and is no regular file (a
 * FIFO, /dev/null, /dev/stdout) is opened itself and never renamed; "-" is standard output. */
int file_create(struct file **out, const char *path, struct fail *why);
/* Borrowed until commit or abandon. What is no regular file is written as file_write does. */
FILE *file_stream(struct file *f);
int file_fd(const struct file *f); /* the descriptor below it */
/* Where the rename happens, NULL when there is none, or no file; borrowed. */
const char *file_folder(const struct file *f);
/* Flushes, renames over the name, closes and frees f; on any failure (a full disk among them) the
 * new file is removed, the old one stays. */
int file_commit(struct file *f, struct fail *why);
void file_abandon(struct file *f); /* removes the new file and frees f; NULL is fine */

/* Writes all of it to a descriptor that may be a pipe, waiting while its reader does not read. 0 or
 * an errno value: EPIPE when the reader went away, and also when it does not read and a signal is
 * pending that is to end the program, which may have blocked it to read it as data. */
int file_write(int fd, const void *from, size_t n_bytes);

/* Reads a text file ("-" is standard input) line by line: '#' starts a comment, surrounding blanks
 * are cut, empty lines skipped. take returns 0 to go on, else reading stops and returns that. */
int file_lines(const char *path, int (*take)(void *to, const char *line, unsigned number), void *to,
	struct fail *why);

#endif
