/* telnetlite_negotiate: random streams and negotiations: any split means the same, all of them end.
 */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "tap.h"
#include "telnet_run.h"

static uint32_t next_random(uint32_t *state)
{
	*state = *state * 1664525 + 1013904223;
	return *state >> 8;
}

static uint8_t random_byte(uint32_t *state)
{
	static const uint8_t often[] = {255, 255, 255, 250, 240, 251, 252, 253, 254, 242, 0, 1, 3,
		6, 24, 31, 39, 13, 10, 'a'};
	uint32_t r = next_random(state);

	return r & 1 ? often[(r >> 1) % sizeof often] : (uint8_t)(r >> 8);
}

static void splits(void)
{
	uint32_t seed = 11;
	unsigned different = 0;

	for (int round = 0; round < 300; round++) {
		uint8_t in[400];
		static struct telnet a, b;
		static struct run whole, pieces;

		whole = pieces = (struct run){0};
		for (size_t i = 0; i < sizeof in; i++)
			in[i] = random_byte(&seed);
		telnet_init(&a, &run_full);
		telnet_init(&b, &run_full);
		feed(&a, &whole, in, sizeof in, sizeof in);
		feed(&b, &pieces, in, sizeof in, 1 + (size_t)(round % 5));
		different += whole.n_data != pieces.n_data || whole.commands != pieces.commands ||
			     memcmp(whole.data, pieces.data, whole.n_data) != 0 ||
			     whole.n_answers != pieces.n_answers ||
			     memcmp(whole.answers, pieces.answers, whole.n_answers) != 0;
	}
	is_int(different, 0, "300 random streams mean the same in pieces as whole");
}

/* Two engines that ask each other at random come to rest, and agree on every option. */
static void rest(void)
{
	uint32_t seed = 5;
	unsigned bad = 0;

	for (int round = 0; round < 200; round++) {
		static struct telnet side[2];
		static struct run r[2];
		struct telnet_event e;

		r[0] = r[1] = (struct run){0};
		telnet_init(&side[0], &run_full);
		telnet_init(&side[1], &run_full);
		for (int i = 0; i < 6; i++) {
			int who = (int)(next_random(&seed) & 1);

			telnet_ask(
				&side[who], (uint8_t)(TELNET_WILL + next_random(&seed) % 4), 0, &e);
			note(&r[who], &e);
		}
		for (int turn = 0; turn < 64 && (r[0].n_answers || r[1].n_answers); turn++) {
			struct run *from = &r[turn & 1];
			size_t n = from->n_answers;

			from->n_answers = 0;
			feed(&side[!(turn & 1)], &r[!(turn & 1)], from->answers, n, n + 1);
		}
		bad += r[0].n_answers || r[1].n_answers || side[0].us[0] != side[1].him[0] ||
		       side[0].him[0] != side[1].us[0];
	}
	is_int(bad, 0, "200 random negotiations end, both sides of one mind");
}

int main(void)
{
	splits();
	rest();
	return tap_done();
}
