#!/bin/sh
# ping_late: answers behind their time-out, and answers in another order.
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

# of SEQ KEY: the values in the replies to that probe.
of()
{
	grep '"type":"reply"' "$ping_json" | grep "\"seq\":$1," |
		sed "s/.*\"$2\":\"\{0,1\}\([^\",}]*\).*/\1/"
}

lab_peered
for how in "ping $a4" "ping $a6" "raw $a4" "raw $a6"; do
	to=${how#* } raw=
	[ "${how%% *}" = ping ] || raw='-e 0'
	lab_play p --rule 'late 250 request seq=2'
	# shellcheck disable=SC2086 # words or none
	ping_in h1 $raw -c 5 -i 0.1 -W 0.15 "$to"
	is "$(rec lost seq)" 2 "$how: what takes too long is called lost"
	is "$(of 2 verdict) $(rec reply verdict | tr ' ' '\n' | grep -c fresh)" 'late 4' \
		'... and late when it comes'
	is "$(sum received lost late duplicates) $status" '5 0 1 0 0' '... counted as received'
	like "$out" '^5 packets transmitted, 5 received, 0% packet loss' '... in the text too'
	like "$out" "^64 bytes from $to: icmp_seq=2 ttl=64 time=[23][0-9][0-9] ms$" \
		'... where it is a reply like the others'
	between 250 "$(of 2 rtt_ms)" 400 '... with its time'
	between 250 "$(sum rtt_max_ms)" 400 '... which is the longest'
done

lab_play p --rule 'late 150 twice gap 20 request seq=2'
ping_in h1 -c 5 -i 0.1 -W 0.1 --stats $a4
is "$(of 2 verdict | tr '\n' ' ')" 'late duplicate ' 'the second of two late ones is a duplicate'
is "$(sum received lost late duplicates)" '5 0 1 1' '... in the summary'
like "$out" '^path: 0 lost, 1 late, 0 pending, 0 rejected, 1 duplicate, ' '... and in --stats'

# After the last probe it waits for a time-out, or two of the longest round trips once one came.
lab_play p --rule 'late 400 request'
ping_in h1 -c 2 -i 0.01 -W 0.1 $a4
is "$(sum received lost late) $status" '0 2 0 1' 'nothing in time: all is lost'
ping_in h1 -c 2 -i 0.01 -W 1 $a4
is "$(sum received lost late)" '2 0 0' '... in time when there is more of it'
is "$(rec reply verdict)" 'fresh fresh' '... and fresh'
lab_play p --rule 'late 100 request seq=1' --rule 'late 150 request seq=2'
ping_in h1 -c 2 -i 0.01 $a4
is "$(sum received lost)" '2 0' 'the wait at the end is twice the longest time'
lab_play p --rule 'silent request seq=2' --rule 'late 100 request'
ping_in h1 -c 2 -i 0.15 $a4
is "$(sum received lost)" '1 1' '... and ends then'
between 195 "$(rec lost waited_ms)" 1000 '... not before'
# The first answer to a burst says nothing of probes that may still be queued in this host.
ping_in h1 -c 2 -l 2 -W 0.5 $a4
is "$(sum received lost)" '1 1' 'the first answer of a burst does not shorten the wait'
between 495 "$(rec lost waited_ms)" 1500 '... which is the whole time-out'
lab_play p --rule 'late 300 request seq=1' --rule 'late 150 request'
ping_in h1 -c 2 -i 0.01 -W 0 $a4
is "$(sum received lost late)" '2 0 0' 'without a time-out nothing is late'

# Several probes under way: pipe says how many.
lab_play p --rule 'late 100 request'
ping_in h1 -c 10 -i 0.02 $a4
is "$(sum received lost late)" '10 0 0' 'many under way at once'
like "$out" '^rtt min/avg/max/mdev = 1[0-9.]*/1[0-9.]*/[0-9.]+/[0-9.]+ ms, pipe ([5-9]|10)$' \
	'... as pipe says'
lab_play p --rule 'late 50 request'
ping_in h1 -q -f -l 100 -c 1000 $a4
is "$(sum received lost late duplicates drops)" '1000 0 0 0 0' 'a hundred under way in a flood'
like "$out" ', pipe 1[0-9][0-9], ipg/ewma ' '... as pipe says'

# Another order on the way.
lab_host k1
lab_host k2
lab_relay w k1 eth0 k2 eth0
lab_addr k1 eth0 198.18.1.1/24 2001:db8:1::1/64
lab_addr k2 eth0 198.18.1.2/24 2001:db8:1::2/64
for to in $a4 $a6; do
	lab_rules w 'reorder 2 reply seq=2'
	ping_in k1 -c 5 -i 0.05 --stats "$to"
	is "$(rec reply seq)" '1 3 4 2 5' "$to: replies in another order"
	is "$(rec reply verdict | tr ' ' '\n' | sort -u)" fresh '... are fresh'
	is "$(sum received lost duplicates reordered)" '5 0 0 1' '... and one is behind a later one'
	like "$out" '^jitter: .*, 1 reordered$' '... in --stats'
	between 60 "$(of 2 rtt_ms)" 500 '... with the time it took'
	like "$out" '^rtt .*, pipe 3$' '... and three under way'
done
lab_rules w 'reorder 3 request seq=1,5'
ping_in k1 -q -c 8 -i 0.02 $a4
is "$(rec reply seq)" '2 3 4 1 6 7 8 5' 'requests too'
is "$(sum reordered)" 2 '... each one counts'
ping_done
