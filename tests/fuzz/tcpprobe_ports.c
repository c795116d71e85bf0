/* tcpprobe_ports: a list of ports, what --expect says and a file of --resume, one text behind the
 * other, NUL between them; what is asked is found again. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "expect.h"
#include "given.h"
#include "grid.h"
#include "resume.h"

/* Whatever is left is below what there is, ascending, and no more than that. */
static void must_resume(const char *text, uint32_t *n)
{
	char path[GIVEN_PATH];
	int fd = given_file(text, strlen(text), path);
	struct resume r;
	uint32_t *left = NULL;
	struct fail why;
	int rc;

	rc = resume_open(&r, path, &why);
	must(rc == 0 || rc == -EINVAL || rc == -EACCES || rc == -EPERM || rc == -ENOENT);
	/* Read it was, though no next file can be made there. More are not to be listed here. */
	if (rc != -EINVAL && r.questions < 1 << 16 && resume_left(&r, &left, n, &why) == 0) {
		must(*n <= r.questions);
		for (uint32_t i = 0; i < *n; i++)
			must(left[i] < r.questions && (!i || left[i - 1] < left[i]));
	}
	free(left);
	resume_close(&r);
	close(fd);
}

static void must_expect(const char *text, const struct portset *ports)
{
	struct expect e = {.given = false};
	struct portset named = {0};
	char words[EXPECT_TEXT];
	struct fail why;
	int rc = expect_add(&e, text, &why);

	must(rc == 0 || rc == -EINVAL);
	if (rc < 0)
		return;
	expect_ports(&e, &named);
	for (uint32_t port = 1; port < PORTSET_PORTS; port += 97) {
		unsigned states = expect_of(&e, (uint16_t)port);

		must(!portset_has(&named, (uint16_t)port) || states);
		must(!states == !*expect_print(words, states));
	}
	portset_join(&named, ports);
	must(portset_count(&named) >= portset_count(ports));
}

static void must_ask(const struct portset *ports, uint64_t seed)
{
	struct targets *hosts = targets_open(0);
	const struct targets_order order = {
		.seed = seed, .shard = 1 + (uint32_t)(seed % 3), .shards = 3};
	struct grid *g = malloc(sizeof *g);
	struct grid_cell cell;
	struct fail why;
	uint64_t back;

	must(hosts && g && targets_add(hosts, "198.18.0.1-3", &why) == 1);
	must(targets_seal(hosts, NULL, &why) == 0);
	must(grid_init(g, hosts, ports, &order, &why) == 0);
	for (uint64_t i = 0; i < g->count && i < 200; i++) {
		must(grid_at(g, i, &cell) && portset_has(ports, cell.port));
		must(grid_find(g, &cell.target.addr, cell.port, &back) && back == i);
	}
	must(!grid_at(g, g->count, &cell));
	free(g);
	targets_close(hosts);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = calloc(1, size + 3);
	struct portset ports = {0};
	const char *expected, *state;
	struct fail why;
	uint32_t left = 0;
	int rc;

	must(text);
	if (size)
		memcpy(text, data, size);
	expected = text + strlen(text) + 1;
	state = expected - text <= (ptrdiff_t)size ? expected + strlen(expected) + 1 : expected;
	rc = portset_add(&ports, text, &why);
	must((rc == 0 && portset_count(&ports)) || rc == -EINVAL);
	must(!portset_has(&ports, 0));
	must_expect(expected - text <= (ptrdiff_t)size ? expected : "", &ports);
	if (portset_count(&ports))
		must_ask(&ports, size);
	must_resume(state - text <= (ptrdiff_t)size ? state : "", &left);
	free(text);
	return 0;
}
