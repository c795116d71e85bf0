/* options_hint: what to use for words of Thomas Habets's arping, which many systems had before. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>

#include "options_parts.h"

#define UNKNOWN "invalid option -- '"
#define NO_NUMBER "invalid argument: '"

static const struct {
	char letter;
	const char *here;
} letters[] = {
	{'C', "-c with -w"},
	{'d', "--unique"},
	{'P', "-A"},
	{'Q', "--vlan ID:PRIORITY"},
	{'r', "--json"},
	{'R', "--json"},
	{'S', "-s"},
	{'0', "-D"},
};

static int hint_letter(char letter, struct fail *why)
{
	for (size_t i = 0; i < sizeof(letters) / sizeof(*letters); i++)
		if (letters[i].letter == letter)
			return fail_set(why, why->error, UNKNOWN "%c' (here it is %s)", letter,
				letters[i].here);
	return -why->error;
}

/* -i eth0 */
static int hint_interface(const char *value, struct fail *why)
{
	const char *end = strchr(value, '\'');
	size_t n = end ? (size_t)(end - value) : 0;
	char name[IF_NAMESIZE];

	if (!n || end[1] || n >= sizeof(name))
		return -why->error;
	memcpy(name, value, n);
	name[n] = 0;
	if (!if_nametoindex(name))
		return -why->error;
	return fail_set(why, why->error, NO_NUMBER "%s' (the interface is -I's here)", name);
}

int options_hint(struct fail *why)
{
	const struct fail said = *why;

	if (!strncmp(said.text, UNKNOWN, strlen(UNKNOWN)))
		return hint_letter(said.text[strlen(UNKNOWN)], why);
	if (!strncmp(said.text, NO_NUMBER, strlen(NO_NUMBER)))
		return hint_interface(said.text + strlen(NO_NUMBER), why);
	return -said.error;
}

int options_check_mac(const char *target, const char *source, struct fail *why)
{
	struct mac m;

	if (source && mac_parse(&m, source))
		return fail_set(
			why, EINVAL, "invalid source %s (a MAC is --source-mac's here)", source);
	if (target && mac_parse(&m, target))
		return fail_set(why, EINVAL,
			"%s is a MAC, not an address: --localnet shows which address has it",
			target);
	return 0;
}
