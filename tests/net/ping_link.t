#!/bin/sh
# ping_link: an interface that goes down and up, or loses its address, in mid-run.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154,SC2317 # lab_wait and each_way call; run sets out, err and status
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/ping.sh
. "$LAB_ROOT/tests/lab/ping.sh"

unanswered()
{
	[ "$(grep -c 'no answer yet' "$LAB_TMP/mid.out")" -ge "$1" ]
}

addresses()
{
	ip -n h1 addr replace 198.18.1.1/24 dev eth0
	ip -n h1 addr replace 2001:db8:1::1/64 dev eth0 nodad
}

begin()
{
	# shellcheck disable=SC2086 # words or none
	ping_start mid h1 $raw -O -i0.03 -W0.5 "$@" "$target"
	lab_wait 5 answered 2 || diag "no answers: $(cat "$LAB_TMP/mid.out" "$LAB_TMP/mid.err")"
}

# goes_on NAME: answers come again; the run ends well, as asked.
goes_on()
{
	before=$(grep -c ' bytes from ' "$LAB_TMP/mid.out")
	ok "$how: $1" lab_wait 5 answered $((before + 3))
	kill -INT "$ping_pid"
	ping_end mid
	is "$status" 0 '... and the run goes on'
	is "$(sum transmitted)" "$(($(sum answered) + $(sum lost) + $(sum rejected) + $(sum pending) + \
		$(printf '%s\n' "$err" | grep -c sendmsg)))" '... the numbers add up'
}

down_up()
{
	ping_noise='^ping: sendmsg: Network is unreachable$'
	begin
	ip -n h1 link set eth0 down
	lab_wait 5 told 3
	ip -n h1 link set eth0 up
	addresses
	goes_on 'its interface goes down and up'
	like "$(rec unsent error)" '^Network is unreachable' '... refused meanwhile'
	is "$(sum rejected)" 0 '... that is no word of the network'
}

address_removed()
{
	ping_noise='^ping: sendmsg: (Network is unreachable|Cannot assign requested address)$'
	begin
	ip -n h1 addr flush dev eth0 scope global
	lab_wait 5 told 3
	addresses
	goes_on 'its address is removed and put back'
}

# What the socket is bound to (here by -I and -B) is missed where it is not there.
bound_address_removed()
{
	# A raw IPv4 socket sends from an address that it was bound to, whatever became of it.
	begin -B
	ip -n h1 addr flush dev eth0 scope global
	ip -n h1 addr add 198.18.1.3/24 dev eth0
	ip -n h1 addr add 2001:db8:1::3/64 dev eth0 nodad
	ping_noise='^ping: sendmsg: '
	lab_wait 5 unanswered 3
	addresses
	ip -n h1 addr del 198.18.1.3/24 dev eth0
	ip -n h1 addr del 2001:db8:1::3/64 dev eth0
	addresses
	goes_on 'the address it is bound to is removed and put back'
}

far_down_up()
{
	ping_noise='^$'
	begin
	ip -n h2 link set eth0 down
	lab_wait 5 unanswered 3
	ip -n h2 link set eth0 up
	ip -n h2 addr replace 198.18.1.2/24 dev eth0
	ip -n h2 addr replace 2001:db8:1::2/64 dev eth0 nodad
	goes_on "the other end's interface goes down and up"
}

lab_direct
each_way "198.18.1.2 2001:db8:1::2" down_up
each_way "198.18.1.2 2001:db8:1::2" address_removed
each_way "198.18.1.2 2001:db8:1::2" bound_address_removed
each_way "198.18.1.2 2001:db8:1::2" far_down_up
ping_done
