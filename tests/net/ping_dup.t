#!/bin/sh
# ping_dup: answers that come more than once, and groups whose every member answers.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/ping.sh
. "$LAB_ROOT/tests/lab/ping.sh"

a4=198.18.1.2
a6=2001:db8:1::2

# The text of the replies without their times.
replies()
{
	printf '%s\n' "$out" | grep ' bytes from ' | sed 's/ time=[0-9.]* ms//'
}

lab_relayed
for how in "ping $a4" "ping $a6" "raw $a4" "raw $a6"; do
	to=${how#* } raw=
	[ "${how%% *}" = ping ] || raw='-e 0'
	lab_rules w 'dup 2 gap 1 reply seq=2'
	# shellcheck disable=SC2086 # words or none
	ping_in h1 $raw -c 3 -i 0.05 "$to"
	is "$(replies)" "64 bytes from $to: icmp_seq=1 ttl=64
64 bytes from $to: icmp_seq=2 ttl=64
64 bytes from $to: icmp_seq=2 ttl=64 (DUP!)
64 bytes from $to: icmp_seq=2 ttl=64 (DUP!)
64 bytes from $to: icmp_seq=3 ttl=64" "$how: what came again is marked"
	like "$out" '^3 packets transmitted, 3 received, \+2 duplicates, 0% packet loss, time' \
		'... and counted apart'
	is "$(rec reply verdict)" 'fresh fresh duplicate duplicate fresh' '... in the records too'
	is "$(sum answered duplicates lost) $status" '3 2 0 0' '... and is no failure'
done
second=$(rec reply rtt_ms | cut -d' ' -f2)
between "$second" "$(rec reply rtt_ms | cut -d' ' -f3)" 1000 'the copy has a time of its own'
is "$(sum rtt_max_ms)" "$(printf '%s\n' "$(rec reply rtt_ms)" | awk '{ m = $1
	if ($2 > m) m = $2; if ($5 > m) m = $5; print m }')" '... that the statistics leave out'

lab_rules w 'dup request seq=1-4'
ping_in h1 -c 5 -i 0.05 $a4
is "$(sum answered duplicates)" '5 4' 'a doubled request has two answers'

# A copy of the last one, and of one that was called lost.
lab_rules w 'drop reply seq=2' 'dup 3 gap 5 reply seq=1'
ping_in h1 -c 3 -i 0.05 -W 1 --stats $a4
is "$(sum answered duplicates lost)" '2 3 1' 'duplicates do not make up for a loss'
like "$out" '^path: 1 lost, 0 late, 0 pending, 0 rejected, 3 duplicate,' '... in --stats'

lab_rules w 'dup reply seq=1-1999'
ping_in h1 -q -f -c 2000 $a4
is "$(sum answered duplicates lost)" '2000 1999 0' 'in a flood all copies are counted'

lab_rules w 'dup 999 reply seq=1'
ping_in h1 -q -c 2 -i 0.2 $a4
is "$(sum answered) $(($(sum duplicates) + $(sum drops)))" '2 999' 'a thousand copies of one'

# Groups: every answer but the first is one too many by count, and none is marked.
lab_host g1
lab_peer gp g1 eth0 --rule 'from 198.18.1.11,198.18.1.12,198.18.1.13 request icmp' \
	--rule 'from fe80::11,fe80::12,2001:db8:1::13 request icmp6'
lab_addr g1 eth0 198.18.1.1/24 2001:db8:1::1/64
ip -n g1 route add 224.0.0.0/4 dev eth0
ping_noise='^WARNING: pinging broadcast address$|^ping: ping socket, identifier [0-9]+$'
for to in 224.0.0.251 198.18.1.255 ff02::fb%eth0; do
	members='198.18.1.11 198.18.1.12 198.18.1.13'
	case $to in
	*:*) members='fe80::11%eth0 fe80::12%eth0 2001:db8:1::13' ;;
	esac
	ping_in g1 -b -c 2 -i 0.05 $to
	is "$status" 0 "$to: a group answers"
	is "$(rec reply from | cut -d' ' -f1-4)" "$members ${members%% *}" '... each member'
	like "$out" '^2 packets transmitted, 2 received, \+[234] duplicates, 0% packet loss' \
		'... counted as ping does'
	unlike "$out" 'DUP|DIFFERENT' '... without a mark'
	is "$(rec reply other_address | tr ' ' '\n' | sort -u)" false '... in the records neither'
	ping_in g1 -v -b -c 2 -i 0.05 $to
	like "$out" 'icmp_seq=1 .*DUP!' '... unless -v asks for it'
done
ping_noise='^$'
like "$(replies)" 'from fe80::1[12]%eth0: ' 'a link-local member has its zone'
ping_in g1 -6 -I eth0 -c 1 ff02::fb
is "$status" 0 'an interface does for a zone'
run in_ns g1 "$PING" -c 1 198.18.1.255
is "$status $out" '2 ' 'a broadcast address is refused without -b'
like "$err" '^ping: Do you want to ping broadcast\? Then -b' '... with the words of ping'
ping_done
