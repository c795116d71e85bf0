#!/bin/sh
# ping_error6: every ICMPv6 error has its words, by ping and by raw socket, however much it quotes.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"

router=2001:db8:1::fe
target=2001:db8:7::7

# words FROM: the lines that seq 1 to 13 are to get, in the order of the script below.
words()
{
	sed "s/^/From $1 /" <<-END
		icmp_seq=1 Destination unreachable: No route
		icmp_seq=2 Destination unreachable: Administratively prohibited
		icmp_seq=3 Destination unreachable: Beyond scope of source address
		icmp_seq=4 Destination unreachable: Address unreachable
		icmp_seq=5 Destination unreachable: Port unreachable
		icmp_seq=6 Destination unreachable: Source address failed ingress/egress policy
		icmp_seq=7 Destination unreachable: Reject route to destination
		icmp_seq=8 Packet too big: mtu=1280
		icmp_seq=9 Time exceeded: Hop limit
		icmp_seq=10 Time exceeded: Defragmentation failure
		icmp_seq=11 Parameter problem: Wrong header field at 6
		icmp_seq=12 Parameter problem: Unknown header at 40
		icmp_seq=13 Parameter problem: Unknown option at 48
	END
}

# script EXTRA...: each error in the place of one answer.
script()
{
	set -- "$*"
	for code in 0 1 2 3 4 5 6; do
		set -- "$@" "error 1 $code $1 request ip6 seq=$((code + 1))"
	done
	set -- "$@" "error 2 0 mtu 1280 $1 request ip6 seq=8" "error 3 0 $1 request ip6 seq=9" \
		"error 3 1 $1 request ip6 seq=10" "error 4 0 pointer6 6 $1 request ip6 seq=11" \
		"error 4 1 pointer6 40 $1 request ip6 seq=12" \
		"error 4 2 pointer6 48 $1 request ip6 seq=13"
	shift
	for rule in "$@"; do
		set -- "$@" --rule "$rule"
		shift
	done
	lab_play p "$@"
}

# check NAME FROM
check()
{
	run in_ns h1 "$PING" -c13 -i0.01 -W0.3 $target
	is "$(printf '%s\n' "$out" | grep '^From ')" "$(words "$2")" "$1: words"
	like "$out" "^13 packets transmitted, 0 received, \+13 errors, 100% packet loss, " \
		'... each is counted'
	is "$status $err" '1 ' '... exit 1, nothing on standard error'
}

each()
{
	for quote in 8 28 all; do
		script "quote $quote from $router"
		check "$1 socket, quotes of $quote" $router
	done
	script
	check "$1 socket, from the target itself" $target
	lab_play p --rule 'error 1 7 request seq=1' --rule 'error 3 2 request seq=2' \
		--rule 'error 4 3 pointer6 6 request seq=3' --rule 'error 2 1 mtu 1300 request seq=4' \
		--rule 'error 100 0 request seq=5'
	run in_ns h1 "$PING" -c5 -i0.01 -W0.3 $target
	is "$(printf '%s\n' "$out" | grep '^From ')" "$(sed "s/^/From $target icmp_seq=/" <<-END
		1 Destination unreachable: Unknown code 7
		2 Time exceeded: code 2
		3 Parameter problem: code 3 at 6
		4 Packet too big: mtu=1300, code=1
		5 unknown icmp type: 100
	END
	)" "$1 socket: codes that no document knows"
}

LAB_CLOSED=1
lab_peered
each raw
lab_open h1
each ping
tap_done
