/* idn: host names that are not ASCII, by libidn2. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "idn.h"

#include <dlfcn.h>
#include <errno.h>
#include <idn2.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "load.h"

struct library {
	typeof(idn2_to_ascii_8z) *to_ascii;
	typeof(idn2_to_unicode_8z8z) *to_unicode;
	typeof(idn2_strerror) *strerror;
	typeof(idn2_free) *free;
	typeof(idn2_check_version) *check_version;
};

/* dlsym gives a data pointer, which C does not turn into a function's. */
static bool find(void *in, const char *name, void *to)
{
	void *found = dlsym(in, name);

	memcpy(to, &found, sizeof found);
	return found;
}

static int load(struct library *lib, struct fail *why)
{
	void *in;
	int rc = load_library(&in, "libidn2.so.0",
		"names that are not ASCII need libidn2, which is not installed (package "
		"libidn2-0 or libidn2): write the name as xn--",
		why);

	if (rc < 0)
		return rc;
	if (find(in, "idn2_to_ascii_8z", &lib->to_ascii) &&
		find(in, "idn2_to_unicode_8z8z", &lib->to_unicode) &&
		find(in, "idn2_strerror", &lib->strerror) && find(in, "idn2_free", &lib->free) &&
		find(in, "idn2_check_version", &lib->check_version))
		return 0;
	fail_set(why, ENOENT, "libidn2 is too old");
	return -ENOENT;
}

int idn_load(struct fail *why)
{
	struct library lib;

	return load(&lib, why);
}

const char *idn_version(void)
{
	struct library lib;

	return load(&lib, NULL) < 0 ? NULL : lib.check_version(NULL);
}

static int copy(char to[static IDN_TEXT], const char *from)
{
	return (size_t)snprintf(to, IDN_TEXT, "%s", from) < IDN_TEXT ? 0 : -EINVAL;
}

int idn_ascii(char to[static IDN_TEXT], const char *name, struct fail *why)
{
	struct library lib;
	char *made = NULL;
	int rc;

	if ((rc = load(&lib, why)) < 0)
		return rc;
	/* As curl and browsers do: what IDNA2008 knows differs from 2003 is read by 2008. */
	rc = lib.to_ascii(name, &made, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
	if (rc != IDN2_OK)
		return fail_set(
			why, EINVAL, "'%.100s' is no host name: %s", name, lib.strerror(rc));
	rc = copy(to, made);
	lib.free(made);
	return rc < 0 ? fail_set(why, EINVAL, "the host name is longer than 255 bytes") : 0;
}

bool idn_unicode(char to[static IDN_TEXT], const char *name)
{
	struct library lib;
	char *made = NULL;
	bool done;

	if (!strstr(name, "xn--") || load(&lib, NULL) < 0 ||
		lib.to_unicode(name, &made, 0) != IDN2_OK)
		return false;
	done = copy(to, made) >= 0 && strcmp(to, name) != 0;
	lib.free(made);
	return done;
}

/* One character of UTF-8, 0 at the end and where it is broken; c goes on behind it. */
static uint32_t take_character(const unsigned char **c)
{
	uint32_t value = *(*c)++;
	unsigned more = value >= 0xf0 ? 3 : value >= 0xe0 ? 2 : value >= 0xc0 ? 1 : 0;

	value &= more ? 0x3fU >> more : 0xff;
	for (; more; more--) {
		if ((**c & 0xc0) != 0x80)
			return 0;
		value = value << 6 | (*(*c)++ & 0x3f);
	}
	return value;
}

/* A bit for each alphabet, 0 for what belongs to none of these. */
static unsigned alphabet(uint32_t c)
{
	static const struct {
		uint32_t first, last;
		unsigned bit;
	} ranges[] = {{'A', 'Z', 1}, {'a', 'z', 1}, {0xc0, 0x24f, 1}, {0x370, 0x3ff, 2},
		{0x400, 0x52f, 4}, {0x531, 0x587, 8}, {0x13a0, 0x13fd, 16}, {0x1e00, 0x1eff, 1},
		{0x1f00, 0x1fff, 2}, {0xa640, 0xa69f, 4}, {0xab70, 0xabbf, 16}};

	for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
		if (c >= ranges[i].first && c <= ranges[i].last)
			return ranges[i].bit;
	return 0;
}

bool idn_mixed(const char *name)
{
	const unsigned char *c = (const unsigned char *)name;
	unsigned seen = 0;

	while (*c) {
		uint32_t value = take_character(&c);

		seen = value == '.' || value == 0x3002 ? 0 : seen | alphabet(value);
		if (seen & (seen - 1))
			return true;
	}
	return false;
}
