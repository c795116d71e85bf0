/* targets_list: sets out of a line of text, and what is in them as a line of text. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TARGETS_LIST_H
#define PROBEKIT_TARGETS_LIST_H

#include "tap.h"
#include "targets.h"

__attribute__((unused)) static struct targets *sealed(struct targets *t)
{
	struct fail why;

	if (targets_seal(t, NULL, &why) < 0)
		printf("# %s\n", why.text);
	return t;
}

/* What is in the set, in order: "a b c", names and zones with it. */
__attribute__((unused)) static const char *listed(const struct targets *t)
{
	static char text[4096];
	char address[ADDR_TEXT];
	struct target one;
	size_t at = 0;

	text[0] = '\0';
	for (uint64_t i = 0; targets_at(t, i, &one) && at < sizeof text - 200; i++) {
		at += (size_t)snprintf(text + at, sizeof text - at, "%s%s", i ? " " : "",
			addr_print(address, &one.addr));
		if (one.addr.zone)
			at += (size_t)snprintf(text + at, sizeof text - at, "%%%u", one.addr.zone);
		if (one.name)
			at += (size_t)snprintf(text + at, sizeof text - at, "=%s", one.name);
	}
	return text;
}

/* Adds each word; those after a '!' are excluded. */
__attribute__((unused)) static struct targets *filled(unsigned flags, const char *words)
{
	struct targets *t = targets_open(flags);
	char word[128];
	int length;

	while (sscanf(words, " %127s%n", word, &length) == 1) {
		int rc = word[0] == '!' ? targets_exclude(t, word + 1, NULL)
					: targets_add(t, word, NULL);

		if (rc != 1)
			printf("# %s was not taken\n", word);
		words += length;
	}
	return sealed(t);
}

#endif
