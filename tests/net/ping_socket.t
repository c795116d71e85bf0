#!/bin/sh
# ping_socket: what ping asks of its sockets, and what they tell it.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/ping.sh
. "$LAB_ROOT/tests/lab/ping.sh"

router4=198.18.1.254
far4=198.18.2.1
far6=2001:db8:2::1

lab_routed

# A ping socket is opened with the privilege there is.
ping_in h1 -c 1 -m 5 $router4
is "$(rec start socket)$err" ping 'a mark can be set on a ping socket'

# A label belongs to one program, and for some seconds to nobody.
ping_in h1 -c 1 -F 0x222 $far6
run in_ns h1 "$PING" -c 1 -F 0x222 $far6
is "$status $err" '2 ping: leasing flow label 0x00222: Operation not permitted' \
	'what a privileged run is refused is not put down to want of privilege'
ping_done
