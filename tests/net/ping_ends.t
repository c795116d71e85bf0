#!/bin/sh
# ping_ends: addresses that need more than themselves: of a link, of no host, of a group.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/ping.sh
. "$LAB_ROOT/tests/lab/ping.sh"

# of NAME: its link-local address.
of()
{
	ip -n "$1" -6 -o addr show dev eth0 scope link | sed 's/.*inet6 //; s/\/.*//'
}

lab_direct
here=$(of h1)
there=$(of h2)

# Which link that is, either end tells, or -I.
for raw in '' '-e 0'; do
	for how in "$there%eth0" "-I eth0 $there" "-I $here $there%eth0" "-I $here%eth0 $there" \
		"-I eth0 -I $here $there"; do
		# shellcheck disable=SC2086 # words
		ping_in h1 -c 1 $raw $how
		is "$status $(rec reply addr) $(rec start source)" "0 $there%eth0 $here%eth0" "$raw $how"
	done
done
run in_ns h1 "$PING" -c 1 -I "$here" 2001:db8:1::2
is "$status" 0 'the route tells it as well'

ping_in h1 -c 1 0
is "$(printf '%s\n' "$out" | head -n1)" 'PING 0 (127.0.0.1) 56(84) bytes of data.' \
	'0.0.0.0 is this host'
unlike "$out" DIFFERENT '... whose answer comes from where it was asked'

# This host is a member of the group too, and answers before the packet is on the wire.
for raw in '' '-e 0'; do
	# shellcheck disable=SC2086 # a word or none
	ping_in h1 -c 2 -i 1 $raw ff02::1%eth0
	is "$(rec reply from)" "$here%eth0 $there%eth0 $here%eth0 $there%eth0" "$raw ff02::1: all of the group answer"
	is "$(rec reply rtt_source)" 'user kernel user kernel' '... this host by its own clock'
	for rtt in $(rec reply rtt_ms); do
		between 0.0001 "$rtt" 500 '... in a time that can be'
	done
done
ping_done
