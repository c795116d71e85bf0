#!/bin/sh
# ping_error4: every ICMP error of IPv4 has its words, by ping and by raw socket, however much it quotes.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"

router=198.18.1.254
target=198.18.7.7

# words FROM: the lines that seq 1 to 24 are to get, in the order of the script below. A ping socket
# is never told of 11/1: the kernel keeps it.
words()
{
	sed "s/^/From $1 /; s/^\(From [^ ]*\) \(icmp_seq=1[89]\|icmp_seq=2[01]\) /\1: \2 /" <<-END
		icmp_seq=1 Destination Net Unreachable
		icmp_seq=2 Destination Host Unreachable
		icmp_seq=3 Destination Protocol Unreachable
		icmp_seq=4 Destination Port Unreachable
		icmp_seq=5 Frag needed and DF set (mtu = 1300)
		icmp_seq=6 Source Route Failed
		icmp_seq=7 Destination Net Unknown
		icmp_seq=8 Destination Host Unknown
		icmp_seq=9 Source Host Isolated
		icmp_seq=10 Destination Net Prohibited
		icmp_seq=11 Destination Host Prohibited
		icmp_seq=12 Destination Net Unreachable for Type of Service
		icmp_seq=13 Destination Host Unreachable for Type of Service
		icmp_seq=14 Packet filtered
		icmp_seq=15 Precedence Violation
		icmp_seq=16 Precedence Cutoff
		icmp_seq=17 Source Quench
		icmp_seq=18 Redirect Network(New nexthop: 198.18.1.77)
		icmp_seq=19 Redirect Host(New nexthop: 198.18.1.77)
		icmp_seq=20 Redirect Type of Service and Network(New nexthop: 198.18.1.77)
		icmp_seq=21 Redirect Type of Service and Host(New nexthop: 198.18.1.77)
		icmp_seq=22 Time to live exceeded
		icmp_seq=23 Frag reassembly time exceeded
		icmp_seq=24 Parameter problem: pointer = 20
	END
}

# script EXTRA...: each error in the place of one answer.
script()
{
	set -- "$*"
	for code in 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
		extra=
		[ $code -ne 4 ] || extra='mtu 1300'
		set -- "$@" "error 3 $code $extra $1 request ip4 seq=$((code + 1))"
	done
	set -- "$@" "error 4 0 $1 request ip4 seq=17"
	for code in 0 1 2 3; do
		set -- "$@" "error 5 $code gateway 198.18.1.77 $1 request ip4 seq=$((code + 18))"
	done
	set -- "$@" "error 11 0 $1 request ip4 seq=22" "error 11 1 $1 request ip4 seq=23" \
		"error 12 0 pointer 20 $1 request ip4 seq=24"
	shift
	for rule in "$@"; do
		set -- "$@" --rule "$rule"
		shift
	done
	lab_play p "$@"
}

# each SOCKET OPTION...: each kind of script is answered by the same lines.
each()
{
	socket=$1
	errors=20
	shift
	[ "$socket" = raw ] || errors=19
	for quote in 8 28 all; do
		script "quote $quote from $router"
		check "$socket socket, quotes of $quote" $router "$@"
	done
	script
	check "$socket socket, from the target itself" $target "$@"
}

# check NAME FROM OPTION...
check()
{
	name=$1 from=$2
	shift 2
	run in_ns h1 "$PING" -c24 -i0.01 -W0.3 "$@" $target
	if [ "$socket" = raw ]; then
		is "$(printf '%s\n' "$out" | grep '^From ')" "$(words "$from")" "$name: words"
	else
		is "$(printf '%s\n' "$out" | grep '^From ')" \
			"$(words "$from" | grep -v 'reassembly')" "$name: words"
	fi
	like "$out" "^24 packets transmitted, 0 received, \+$errors errors, 100% packet loss, " \
		'... counted, but for redirects'
	is "$status $err" '1 ' '... exit 1, nothing on standard error'
}

LAB_CLOSED=1
lab_peered
each raw
run in_ns h1 "$PING" -q -c24 -i0.01 -W0.3 $target
is "$(printf '%s\n' "$out" | grep -c '^From ')" 0 '-q leaves the lines out'
like "$out" '\+20 errors' '... and the count in'
run in_ns h1 "$PING" -f -c24 -i0.01 -W0.3 $target
is "$(printf '%s\n' "$out" | tr -cd 'E' | wc -c)" 20 '-f marks each with an E'

lab_open h1
each ping
run in_ns h1 "$PING" -D -n -c1 $target
like "$out" '^\[[0-9]+\.[0-9]{6}\] From 198.18.7.7 icmp_seq=1 Destination Net Unreachable$' \
	'-D stamps errors too'

# Codes that no document knows.
for socket in ping raw; do
	options=
	[ $socket = ping ] || options='-e 0' # an identifier that only a raw socket can have
	lab_play p --rule 'error 5 9 gateway 198.18.1.77 request seq=1' \
		--rule 'error 11 2 request seq=2' --rule 'error 3 4 mtu 4326676 request seq=3' \
		--rule 'error 3 4 mtu 4325376 request seq=4' --rule 'error 3 16 request seq=5'
	# shellcheck disable=SC2086 # words
	run in_ns h1 "$PING" $options -c5 -i0.01 -W0.3 $target
	like "$out" '^From 198.18.7.7: icmp_seq=1 Redirect, Bad Code: 9\(New nexthop: 198.18.1.77\)$' \
		"$socket socket: a redirect of an unknown code"
	like "$out" '^From 198.18.7.7 icmp_seq=2 Time exceeded, Bad Code: 2$' '... and a time exceeded'
	like "$out" '^From 198.18.7.7 icmp_seq=3 Frag needed and DF set \(mtu = 1300\)$' \
		'... the length of the quote (RFC 4884) is no part of the MTU'
	like "$out" '^From 198.18.7.7 icmp_seq=4 Frag needed and DF set \(mtu = 0\)$' \
		'... which may be 0'
done
like "$out" '^From 198.18.7.7 icmp_seq=5 Dest Unreachable, Bad Code: 16$' \
	'... an unreachable, where the kernel keeps it not to itself'
tap_done
