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

static bool is_turned_off(const struct telnet_event *e)
{
	return e->reason == TELNET_UNWANTED || e->reason == TELNET_UNKNOWN;
}

/* RFC 1143's first rule: no answer to what changes nothing, but that a wish that is not granted is
 * refused. Of timing marks, which are no state, the other rule is that each is answered. */
static void changes(void)
{
	uint32_t seed = 17;
	unsigned bad = 0, answers = 0, silent = 0;
	static struct telnet t;

	telnet_init(&t, &run_full);
	for (int i = 0; i < 20000; i++) {
		uint8_t in[] = {TELNET_IAC, (uint8_t)(TELNET_WILL + next_random(&seed) % 4),
			(uint8_t)(next_random(&seed) % 48)};
		struct bytes view = bytes_of(in, sizeof in);
		struct telnet_event e;
		uint8_t us, him;

		if (in[2] == TELNET_TIMING_MARK)
			continue;
		if (next_random(&seed) % 4 == 0)
			telnet_ask(&t, in[1], in[2], &e);
		us = t.us[in[2]];
		him = t.him[in[2]];
		memset(t.answers, 0, sizeof t.answers);
		telnet_next(&t, &view, &e);
		answers += e.answer.left > 0;
		silent += !e.answer.left;
		bad += e.answer.left && us == t.us[in[2]] && him == t.him[in[2]] &&
		       !(is_turned_off(&e) && in[1] != TELNET_WONT && in[1] != TELNET_DONT);
	}
	is_int(bad, 0, "no answer without a change of state, but refusals of wishes");
	ok(answers > 1000 && silent > 1000, "of %u that were answered and %u that were not",
		answers, silent);
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
	changes();
	rest();
	return tap_done();
}
