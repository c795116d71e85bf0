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

# Everything at once, each run to an address of its own; half a second lies between what is to come
# one after the other.
lab_peered --rule 'late 1000 request to=198.18.1.2 seq=2' --rule 'late 1000 request to=2001:db8:1::2 seq=2' \
	--rule 'late 1000 twice gap 20 request to=198.18.1.3 seq=2' \
	--rule 'late 1500 request to=198.18.1.4' \
	--rule 'late 500 request to=198.18.1.5 seq=1' --rule 'late 750 request to=198.18.1.5 seq=2' \
	--rule 'silent request to=198.18.1.6 seq=2' --rule 'late 300 request to=198.18.1.6' \
	--rule 'late 300 request to=198.18.1.7 seq=1' --rule 'late 150 request to=198.18.1.7' \
	--rule 'late 1000 request to=198.18.1.8' --rule 'late 50 request to=198.18.1.9'
for how in "ping $a4" "ping $a6" "raw $a4" "raw $a6"; do
	raw=
	[ "${how%% *}" = ping ] || raw='-e 0'
	# shellcheck disable=SC2086 # words or none
	ping_start "$how" h1 $raw -c 5 -i 0.5 -W 0.5 "${how#* }"
done
ping_start copied h1 -c 5 -i 0.5 -W 0.5 --stats 198.18.1.3
ping_start behind h1 -c 2 -i 0.01 -W 0.1 198.18.1.4
ping_start before h1 -c 2 -i 0.01 -W 5 198.18.1.4
ping_start longest h1 -c 2 -i 0.01 198.18.1.5
ping_start ends h1 -c 2 -i 0.8 198.18.1.6
ping_start burst h1 -c 2 -l 2 -W 2 198.18.1.6
ping_start never h1 -c 2 -i 0.01 -W 0 198.18.1.7
ping_start many h1 -c 10 -i 0.02 198.18.1.8

for how in "ping $a4" "ping $a6" "raw $a4" "raw $a6"; do
	to=${how#* }
	ping_end "$how"
	is "$(rec lost seq)" 2 "$how: what takes too long is called lost"
	is "$(of 2 verdict) $(rec reply verdict | tr ' ' '\n' | grep -c fresh)" 'late 4' \
		'... and late when it comes'
	is "$(sum answered lost late duplicates) $status" '5 0 1 0 0' '... counted as received'
	like "$out" '^5 packets transmitted, 5 received, 0% packet loss' '... in the text too'
	like "$out" "^64 bytes from $to: icmp_seq=2 ttl=64 time=1[0-9]{3} ms$" \
		'... where it is a reply like the others'
	between 1000 "$(of 2 rtt_ms)" 1999 '... with its time'
	is "$(sum rtt_max_ms)" "$(of 2 rtt_ms)" '... which is the longest'
done

ping_end copied
is "$(of 2 verdict | tr '\n' ' ')" 'late duplicate ' 'the second of two late ones is a duplicate'
is "$(sum answered lost late duplicates)" '5 0 1 1' '... in the summary'
like "$out" '^path: 0 lost, 1 late, 0 pending, 0 rejected, 1 duplicate, ' '... and in --stats'

# After the last probe it waits for a time-out, or two of the longest round trips once one came. The
# time is that since the packet left, which may wait for its neighbour.
ping_end behind
is "$(sum answered lost late) $status" '0 2 0 1' 'nothing in time: all is lost'
ping_end before
is "$(sum answered lost late)" '2 0 0' '... in time when there is more of it'
is "$(rec reply verdict)" 'fresh fresh' '... and fresh'
ping_end longest
is "$(sum answered lost)" '2 0' 'the wait at the end is twice the longest time'
ping_end ends
is "$(sum answered lost)" '1 1' '... and ends then'
between 400 "$(rec lost waited_ms)" 1500 '... not before'
# The first answer to a burst says nothing of probes that may still be queued in this host.
ping_end burst
is "$(sum answered lost)" '1 1' 'the first answer of a burst does not shorten the wait'
between 1500 "$(rec lost waited_ms)" 5000 '... which is the whole time-out'
ping_end never
is "$(sum answered lost late)" '2 0 0' 'without a time-out nothing is late'

# Several probes under way: pipe says how many.
ping_end many
is "$(sum answered lost late)" '10 0 0' 'many under way at once'
like "$out" '^rtt min/avg/max/mdev = 1[0-9.]*/1[0-9.]*/[0-9.]+/[0-9.]+ ms, pipe ([5-9]|10)$' \
	'... as pipe says'
ping_in h1 -q -f -l 100 -c 1000 198.18.1.9
is "$(sum answered lost late duplicates drops)" '1000 0 0 0 0' 'a hundred under way in a flood'
like "$out" ', pipe 1[0-9][0-9], ipg/ewma ' '... as pipe says'

# Another order on the way.
lab_host k1
lab_host k2
lab_relay w k1 eth0 k2 eth0
lab_addr k1 eth0 198.18.1.1/24 2001:db8:1::1/64
lab_addr k2 eth0 198.18.1.2/24 2001:db8:1::2/64
for to in $a4 $a6; do
	lab_rules w 'reorder 2 reply seq=2'
	ping_in k1 -c 5 -i 0.1 --stats "$to"
	is "$(rec reply seq)" '1 3 4 2 5' "$to: replies in another order"
	is "$(rec reply verdict | tr ' ' '\n' | sort -u)" fresh '... are fresh'
	is "$(sum answered lost duplicates reordered)" '5 0 0 1' '... and one is behind a later one'
	like "$out" '^jitter: .*, 1 reordered$' '... in --stats'
	between 60 "$(of 2 rtt_ms)" 5000 '... with the time it took'
	like "$out" '^rtt .*, pipe 3$' '... and three under way'
done
lab_rules w 'reorder 3 request seq=1,5'
ping_in k1 -q -c 8 -i 0.02 $a4
is "$(rec reply seq)" '2 3 4 1 6 7 8 5' 'requests too'
is "$(sum reordered)" 2 '... each one counts'
ping_done
