/* options_words: which options a kind of run has no place for. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "options_parts.h"

const char *options_first(const struct options_word *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (words[i].given)
			return words[i].name;
	return NULL;
}

const char *options_of_plain_runs(const struct options *o)
{
	const struct options_word words[] = {
		{o->flood, "-f"},
		{o->adaptive, "-A"},
		{o->preload > 1, "-l"},
		{o->record_route, "-R"},
		{o->timestamp != TIMESTAMP_NONE, "-T"},
		{o->source_route.n > 0, "--source-route"},
		{o->outstanding, "-O"},
		{o->breakdown, "--breakdown"},
		{o->graph, "--graph"},
		{o->first_reply, "-o"},
		{o->up_in_row > 0, "--until-up"},
		{o->down_in_row > 0, "--until-down"},
	};

	return OPTIONS_FIRST(words);
}
