#!/bin/sh
# ping_flood: more probes than there are sequence numbers, and more replies than a buffer holds.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2317 # lab_wait calls the function
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/ping.sh
. "$LAB_ROOT/tests/lab/ping.sh"

a4=198.18.1.2
a6=2001:db8:1::2

# lab_sent N: the link sent as many frames to the pinging host.
lab_sent()
{
	[ "$(lab_total w sent port=a)" -ge "$1" ]
}

lab_direct
for how in "ping $a4 56" "raw $a6 7"; do
	size=${how##* } to=${how#* } raw=''
	to=${to% *}
	[ "${how%% *}" = ping ] || raw='-e 0'
	# shellcheck disable=SC2086 # words or none
	ping_in h1 $raw -f -q -s "$size" -c 70000 "$to"
	is "$(sum transmitted answered lost duplicates forged drops)" '70000 70000 0 0 0 0' \
		"$how bytes: 70,000 probes, none taken for another"
	is "$(rec reply seq | tr ' ' '\n' | sort -n | uniq | awk 'END { print NR, $1 }')" '70000 70000' \
		'... each by its number'
	is "$(rec reply icmp_seq | tr ' ' '\n' | tail -n 1)" $((70000 - 65536)) '... which does not wrap'
done

# A copy from before the wrap is of its own probe, not of the new one with that sequence.
lab_host k1
lab_host k2
lab_relay w k1 eth0 k2 eth0 'dup gap 50 reply n=65000-65009' 'delay 30 reply n=65520'
lab_addr k1 eth0 198.18.1.1/24
lab_addr k2 eth0 198.18.1.2/24
ping_in k1 -f -q -l 30 -c 80000 $a4
is "$(sum transmitted answered lost duplicates forged)" '80000 80000 0 10 0' 'copies around the wrap'
is "$(grep '"verdict":"duplicate"' "$ping_json" | sed 's/.*"seq":\([0-9]*\).*/\1/' | sort -n |
	awk '{ if (NR == 1) first = $1 } END { print NR, ($1 - first < 100 && first > 64000) }')" '10 1' \
	'... are of the probes they copy'

# What a flood looks like: a dot out, one back.
ping_in k1 -f -c 50 $a4
is "$(printf '%s\n' "$out" | sed -n 2p | tr -d '\b ' | tr -d '\n' | wc -c)" 50 'a flood draws a dot a probe'
is "$(printf '%s\n' "$out" | sed -n 2p | tr -cd '\b' | wc -c)" 100 '... and takes each back'
lab_rules w 'drop request seq=10,20'
ping_in k1 -f -c 50 $a4
is "$(printf '%s\n' "$out" | sed -n 2p | tr -cd '\b' | wc -c)" 96 '... but for those that are lost'

# A stopped program reads nothing: what its buffer does not hold is dropped on this host, and the
# reply behind it is lost here, not on the way.
for raw in '' '-e 0'; do
	lab_rules w 'delay 300 reply seq=1' 'dup 1000 reply seq=1' 'delay 350 reply seq=2'
	# shellcheck disable=SC2086 # words or none
	ping_start held k1 $raw --stats --explain -c 2 -i 0.01 -W 1.5 $a4
	lab_wait 5 grep 'act=delay=350' "$LAB_TMP/w.log"
	kill -STOP "$ping_pid"
	sent=$(lab_total w sent port=a)
	lab_wait 5 lab_sent "$((sent + 1002))"
	kill -CONT "$ping_pid"
	ping_end held
	how="${raw:-ping socket}:"
	is "$(sum transmitted answered lost) $status" '2 1 1 0' "$how a reply is lost"
	isnt "$(sum drops)" 0 '... and others with it were dropped here'
	is "$(($(sum answered) + $(sum duplicates) + $(sum drops)))" 1002 '... to the packet'
	is "$(rec drops count | tr ' ' '\n' | awk '{ n += $1 } END { print n }')" "$(sum drops)" \
		'... as its records say'
	like "$out" "^this host: 0 not sent, $(sum drops) dropped at our socket, " '... and --stats'
	like "$out" "^$(sum drops) packets were dropped at our own socket \\(drops\\): " '... and --explain'
done
ping_done
