#!/bin/sh
# ping_loss: ping reports the losses that a link made, to the packet.
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
# Once an answer came the wait at the end is two of the longest round trips: enough of it for a busy
# machine.
slow='delay 40 reply'

lab_relayed
# Identifier 0 is one that only a raw socket can have.
for how in "ping $a4" "ping $a6" "raw $a4" "raw $a6"; do
	to=${how#* } raw=
	[ "${how%% *}" = ping ] || raw='-e 0'
	lab_rules w 'drop request seq=3,5-7' "$slow"
	# shellcheck disable=SC2086 # words or none
	ping_in h1 $raw -c 10 -i 0.01 "$to"
	is "$(rec start socket)" "${how%% *}" "$how: the socket that is meant"
	is "$status" 0 '... a loss is no failure'
	like "$out" '^10 packets transmitted, 6 received, 40% packet loss, time [0-9]+ms$' \
		'... four of ten are lost'
	is "$(rec reply seq)" '1 2 4 8 9 10' '... the others came'
	is "$(rec lost seq)" '3 5 6 7' '... these did not'
	is "$(sum lost loss_percent)" "$(lab_count w 'act=drop') 40" '... as the link says'
	is "$(sum longest_loss loss_runs)" '3 2' '... in two runs'
	between 10 "$(sum outage_ms)" 5000 '... the longest from the fifth to the eighth'
done

lab_rules w 'drop reply seq=2' "$slow"
ping_in h1 -c 3 -i 0.01 $a4
is "$(rec lost seq)" 2 'a reply that is dropped is a loss too'
like "$out" '^3 packets transmitted, 2 received, 33.3333% packet loss' '... in six digits'

# By chance, with a fixed seed; what both directions drop adds up.
for percent in 1 5 30; do
	lab_rules w "drop request percent=$percent" "drop reply percent=$percent" "$slow"
	ping_in h1 -q -c 1000 -i 0.001 $a4
	dropped=$(($(lab_total w dropped side=a2b) + $(lab_total w dropped side=b2a)))
	is "$(sum lost answered)" "$dropped $((1000 - dropped))" "$percent %: as the link says"
	isnt "$dropped" 0 '... which dropped some'
	is "$(sum loss_percent)" "$(awk "BEGIN { printf \"%g\", $dropped / 10 }")" '... in percent'
	like "$out" "received, $(awk "BEGIN { printf \"%g\", $dropped / 10 }")% packet loss" \
		'... in the text'
	is "$(rec lost seq | wc -w)" "$dropped" '... and by name'
done

# Flood: a silent lane goes on at a hundred a second.
lab_rules w 'drop request percent=1' 'delay 5 reply'
ping_in h1 -q -f -l 20 -c 2000 $a6
is "$(sum lost)" "$(lab_total w dropped side=a2b)" 'a flood loses what the link dropped'

lab_rules w 'drop request'
ping_in h1 -c 3 -i 0.01 -W 0.1 $a4
is "$status" 1 'all lost is a failure'
is "$(printf '%s\n' "$out" | sed 's/time [0-9]*ms/time Nms/')" \
	"PING $a4 ($a4) 56(84) bytes of data.

--- $a4 ping statistics ---
3 packets transmitted, 0 received, 100% packet loss, time Nms" '... with the text of ping'
is "$(sum up answered lost loss_percent rtt_min_ms rtt_p50_ms jitter_ms)" \
	'false 0 3 100 null null null' '... and a summary whose times are unknown'
for waited in $(rec lost waited_ms); do
	between 99 "$waited" 1000 '... after the time-out'
done
ping_in h1 -c 3 -i 0.01 -w 0.2 $a4
is "$status" 1 'a deadline ends what gets no answer'
is "$(sum answered)" 0 '... with nothing received'
between 5 "$(sum transmitted)" 21 '... probing on until then'

# With a deadline, count is of answers.
lab_rules w 'drop request seq=2-4'
ping_in h1 -c 5 -i 0.04 -w 10 $a4
is "$status $(sum answered)" '0 5' 'with a deadline five answers are waited for'
between 8 "$(sum transmitted)" 20 '... with as many probes as that takes'

lab_rules w 'drop request seq=2,3'
ping_in h1 -O -c 5 -i 0.05 $a4
is "$(printf '%s\n' "$out" | grep -E '^(no|64)' | sed 's/ ttl.*//')" "64 bytes from $a4: icmp_seq=1
no answer yet for icmp_seq=2
no answer yet for icmp_seq=3
64 bytes from $a4: icmp_seq=4
64 bytes from $a4: icmp_seq=5" '-O tells of each when the next one goes'

# A run of its own after a long silence: nothing is left of the first.
lab_rules w 'drop request n=5-' "$slow"
ping_in h1 -c 12 -i 0.01 -W 0.1 --stats $a4
is "$(sum lost longest_loss loss_runs)" '8 8 1' 'an outage to the end is one run'
like "$out" '^path: 8 lost, 0 late, 0 pending, 0 rejected, 0 duplicate, 0 corrupted, 0 forged$' \
	'... as --stats says'
like "$out" '^outage: 0\.[01][0-9][0-9] s from [-0-9]+T[0-9:]+Z, longest run 8 probes of 1 run$' \
	'... with its length'
ping_done
