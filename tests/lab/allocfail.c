/* allocfail: preloaded, it lets one of a program's allocations fail. */
/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ALLOCFAIL=7 fails the seventh allocation that the program itself asks for, ALLOCFAIL=7+ that and
 * all behind it. Descriptor ALLOCFAIL_FD is told of the first that failed, as "7 0x1234", a place
 * in the program. What libraries ask for by themselves is theirs; where they give memory to a
 * caller (strdup, fopen), the call is the program's. A child goes on where its parent was.
 */
#include <dirent.h>
#include <dlfcn.h>
#include <elf.h>
#include <errno.h>
#include <locale.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

static struct {
	uintptr_t from, to; /* where the program is in memory */
	unsigned long at, calls;
	bool on, onward;
	int told;
} state;

#if UINTPTR_MAX > UINT32_MAX
#define SEGMENT Elf64_Phdr
#else
#define SEGMENT Elf32_Phdr
#endif

/* From where its own table of segments lies to what that says of all of them. */
static void find_program(void)
{
	const SEGMENT *h = (const SEGMENT *)getauxval(AT_PHDR);
	size_t n = getauxval(AT_PHNUM);
	uintptr_t base = 0;

	for (size_t i = 0; i < n; i++)
		if (h[i].p_type == PT_PHDR)
			base = (uintptr_t)h - h[i].p_vaddr;
	state.from = UINTPTR_MAX;
	for (size_t i = 0; i < n; i++) {
		uintptr_t from = base + h[i].p_vaddr;

		if (h[i].p_type != PT_LOAD)
			continue;
		if (from < state.from)
			state.from = from;
		if (from + h[i].p_memsz > state.to)
			state.to = from + h[i].p_memsz;
	}
}

__attribute__((constructor)) static void begin(void)
{
	const char *text = getenv("ALLOCFAIL"), *fd = getenv("ALLOCFAIL_FD");
	char *end;

	if (!text)
		return;
	find_program();
	state.at = strtoul(text, &end, 10);
	state.onward = *end == '+';
	state.told = fd ? (int)strtol(fd, NULL, 10) : STDERR_FILENO;
	state.on = true;
}

static bool fails(const void *caller)
{
	uintptr_t at = (uintptr_t)caller;

	if (!state.on || at < state.from || at >= state.to || ++state.calls < state.at)
		return false;
	if (state.calls == state.at)
		dprintf(state.told, "%lu %#jx\n", state.calls, (uintmax_t)(at - state.from - 1));
	state.on = state.onward;
	errno = ENOMEM;
	return true;
}

/* A function of libc's that gives memory, or NULL. */
#define GIVES(type, name, parameters, ...)                                                         \
	type name parameters                                                                       \
	{                                                                                          \
		static type(*next) parameters;                                                     \
                                                                                                   \
		if (!next)                                                                         \
			next = (type(*) parameters)dlsym(RTLD_NEXT, #name);                        \
		return fails(__builtin_return_address(0)) ? NULL : next(__VA_ARGS__);              \
	}

/* NOLINTBEGIN(readability-inconsistent-*,bugprone-reserved-*,cert-dcl*): libc's own are reserved */
GIVES(void *, malloc, (size_t n), n)
GIVES(void *, calloc, (size_t n, size_t each), n, each)
GIVES(void *, realloc, (void *p, size_t n), p, n)
GIVES(void *, reallocarray, (void *p, size_t n, size_t each), p, n, each)
GIVES(char *, strdup, (const char *from), from)
GIVES(char *, strndup, (const char *from, size_t most), from, most)
GIVES(FILE *, fopen64, (const char *path, const char *mode), path, mode)
GIVES(FILE *, fdopen, (int fd, const char *mode), fd, mode)
GIVES(FILE *, fopencookie, (void *cookie, const char *mode, cookie_io_functions_t f), cookie, mode,
	f)
GIVES(DIR *, opendir, (const char *path), path)
GIVES(locale_t, newlocale, (int mask, const char *name, locale_t base), mask, name, base)

int __vasprintf_chk(char **to, int flag, const char *format, va_list ap);
int __asprintf_chk(char **to, int flag, const char *format, ...);
int __asprintf_chk(char **to, int flag, const char *format, ...)
{
	va_list ap;
	int n;

	if (fails(__builtin_return_address(0)))
		return -1;
	va_start(ap, format);
	n = __vasprintf_chk(to, flag, format, ap);
	va_end(ap);
	return n;
}

ssize_t __getdelim(char **line, size_t *size, int end, FILE *in)
{
	static ssize_t (*next)(char **, size_t *, int, FILE *);

	if (!next)
		next = (ssize_t(*)(char **, size_t *, int, FILE *))dlsym(RTLD_NEXT, "__getdelim");
	/* It allocates only where the line has no room. */
	return !*line && fails(__builtin_return_address(0)) ? -1 : next(line, size, end, in);
}
/* NOLINTEND(readability-inconsistent-*,bugprone-reserved-*,cert-dcl*) */
