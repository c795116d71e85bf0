/* httpget_stamp: reading stamps ends on sockets that have none. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <sys/socket.h>
#include <unistd.h>

#include "stamp.h"
#include "tap.h"

int main(void)
{
	struct stamps s = {0};
	char text[8] = "";
	int pair[2];

	/* A loop without end would be one of them. */
	alarm(20);
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0)
		return tap_skip_all("no Unix sockets here");
	is_int(write(pair[1], "hello", 5), 5, "a Unix socket has something to read");
	stamp_read(&s, pair[0]);
	ok(true, "which is no stamp");
	is_int(read(pair[0], text, sizeof text), 5, "and is still there");
	close(pair[1]);
	stamp_read(&s, pair[0]);
	ok(true, "nor is its end");
	close(pair[0]);
	return tap_done();
}
