/* mtu_search: which sizes to try for a path's MTU, and what is known of it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "mtu_search.h"

/* Ethernet, PPPoE, and what tunnels of all kinds leave of 1500. */
static const uint32_t usual[] = {
	576, 1280, 1400, 1420, 1450, 1480, 1492, 1500, 4352, 9000, 16384, 65535};

void mtu_search_init(struct mtu_search *s, uint32_t least, uint32_t most)
{
	*s = (struct mtu_search){
		.passes = 0, .fails = most + 1, .told = least < most ? least : most};
}

void mtu_search_passed(struct mtu_search *s, uint32_t size)
{
	if (size > s->passes)
		s->passes = size;
	/* A size that came through was not too big, whatever was lost before. */
	if (size >= s->fails)
		s->fails = size + 1;
}

void mtu_search_failed(struct mtu_search *s, uint32_t size, uint32_t announced)
{
	if (size < s->fails && size > s->passes)
		s->fails = size;
	if (announced > s->passes && announced < s->fails) {
		s->told = announced;
		s->fails = announced + 1;
	}
}

static bool open_to(const struct mtu_search *s, uint32_t size)
{
	return size > s->passes && size < s->fails;
}

/* What was announced and one more tell whether the router was right. */
static size_t told(struct mtu_search *s, uint32_t *sizes)
{
	size_t n = 0;

	if (open_to(s, s->told))
		sizes[n++] = s->told;
	s->told = 0;
	return n;
}

static size_t split(const struct mtu_search *s, uint32_t *sizes)
{
	uint32_t width = s->fails - s->passes - 1;
	uint32_t n = width < MTU_SEARCH_SIZES ? width : MTU_SEARCH_SIZES;

	for (uint32_t i = 0; i < n; i++)
		sizes[i] = s->passes + (uint32_t)((uint64_t)(width + 1) * (i + 1) / (n + 1));
	if (n)
		sizes[n - 1] = width <= MTU_SEARCH_SIZES ? s->fails - 1 : sizes[n - 1];
	return n;
}

size_t mtu_search_next(struct mtu_search *s, uint32_t sizes[static MTU_SEARCH_SIZES])
{
	size_t n = told(s, sizes);

	if (n)
		return n;
	for (size_t i = sizeof(usual) / sizeof(*usual); i-- > 0 && n < MTU_SEARCH_SIZES - 1;)
		if (open_to(s, usual[i]) && s->fails - s->passes > 2 * MTU_SEARCH_SIZES)
			sizes[n++] = usual[i];
	if (n < 2)
		return split(s, sizes);
	if (open_to(s, s->fails - 1))
		sizes[n++] = s->fails - 1;
	return n;
}
