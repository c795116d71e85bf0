#!/bin/sh
# arping_owners: every owner of an address is shown, asked or not, and two are told from one.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/arping.sh
. "$(dirname "$0")/../lab/arping.sh"

a=02:00:00:00:00:0a b=02:00:00:00:00:0b
A=02:00:00:00:00:0A B=02:00:00:00:00:0B
lab_host h1
lab_peer p h1 eth0 --rule "mac $a arp to=198.18.1.2" --rule "mac $a,$b arp to=198.18.1.64/28" \
	--rule "mac $a sender $b arp to=198.18.1.4" --rule "mac $a twice arp to=198.18.1.5" \
	--rule "mac $a arp to=198.18.1.6 n=1,3-" --rule "mac $b arp to=198.18.1.6" \
	--rule "mac $a arp to=198.18.1.7 n=1" --rule 'silent arp to=198.18.1.7 n=2' \
	--rule "mac $a arp to=198.18.1.7" --rule "mac $b claim silent arp to=198.18.1.8 n=2" \
	--rule "mac $a arp to=198.18.1.8" --rule "mac $a broadcast arp to=198.18.1.9" \
	--rule "mac $a,$b arp to=198.18.1.14 n=1" --rule "mac $b,$a arp to=198.18.1.14" \
	--rule "mac $a late 300 arp to=198.18.1.10" --rule 'silent arp to=198.18.1.11'
lab_addr h1 eth0 198.18.1.1/24

# All at once: most of a run is waiting.
arping_start one h1 -c3 -i0.3 198.18.1.2
arping_start two h1 -c3 -i0.3 198.18.1.65
arping_start unique h1 -c2 -i0.3 -W1 --unique 198.18.1.66
arping_start first h1 -f -w9 --unique -W1 198.18.1.67
arping_start liar h1 -c1 198.18.1.4
arping_start twice h1 -c1 198.18.1.5
arping_start change h1 -c4 -i0.3 198.18.1.6
arping_start gap h1 -c4 -i0.5 -W0.4 198.18.1.7
arping_start claim h1 -c3 -i0.3 198.18.1.8
arping_start all h1 -c1 198.18.1.9
arping_start late h1 -c2 -i1.5 -W0.1 198.18.1.10
arping_start none h1 -c2 -i0.1 198.18.1.11
arping_start turns h1 -c3 -i0.3 198.18.1.14
arping_start broad h1 -b -c3 -i0.1 198.18.1.12

arping_end one
is "$status" 0 'an owner is found'
is "$(sum sent broadcasts answers owners duplicate mac)" "3 1 3 1 false $a" \
	'everybody is asked once, then the owner'
like "$out" "^Unicast reply from 198.18.1.2 \[$A\]  [0-9]+\.[0-9]{3}ms$" 'a line each'
unlike "$out" 'uplicate' 'and no word of duplicates'
arping_end two
is "$status" 0 'with two owners a lookup still succeeds'
is "$(sum sent broadcasts answers owners duplicate)" '3 3 6 2 true' \
	'everybody is asked every time'
like "$out" "\[$B\]  [0-9.]+ms \(duplicate address\)$" 'the second is marked'
unlike "$out" "\[$A\].*duplicate" 'the first is not'
like "$out" "^Duplicate address: 198.18.1.65 is at 2 MACs: $A, $B$" 'both are named at the end'
is "$(rec reply other_mac)" 'false true false true false true' 'and in the records'
arping_end unique
is "$status $(sum owners)" '1 2' '--unique refuses two'
arping_end first
is "$status $(sum sent owners)" '1 1 2' '-f --unique hears the others out'
arping_end liar
is "$(sum liars mac)" "1 $b" 'a message unlike its frame is counted'
like "$out" "\[$B\]  .* \(the frame is from $A\)$" '... and shown'
arping_end twice
is "$(sum answers answered duplicates owners)" '2 1 1 1' 'the same answer again'
like "$out" '\(repeated\)$' '... is marked'
arping_end turns
is "$(sum answers owners duplicates)" '6 2 0' 'two that answer in turns repeat nothing'
unlike "$out" '\(repeated\)' '... and are not said to'
arping_end change
is "$(sum owners broadcasts)" '2 3' 'an address that changes its host is asked of all again'
is "$(rec reply owner)" '1 2 1 1' '... and both are shown'
arping_end gap
is "$(sum sent broadcasts answered lost)" '4 2 3 1' 'a silent owner is looked for'
arping_end claim
is "$(sum answers claims owners duplicate)" '2 1 2 true' 'an unasked claim is seen'
like "$out" "^Broadcast request from 198.18.1.8 \[$B\]  claimed, not asked \(duplicate address\)$" \
	'... and shown as a duplicate'
arping_end all
like "$out" "^Broadcast reply from 198.18.1.9 \[$A\]  " 'a reply to all'
like "$out" '^Received 1 response\(s\) \(1 broadcast\(s\)\)$' '... is counted as one'
arping_end late
is "$(sum answers answered late lost)" '1 1 1 1' 'an answer after -W is late'
is "$(rec reply verdict)" 'late' '... in the records too'
between 300 "$(rec reply rtt_ms)" 1499 '... with their own time'
arping_end none
is "$status $(sum answers lost up)" '1 0 2 false' 'silence'
arping_end broad
is "$(sum broadcasts)" 3 '-b asks everybody'

# One first answer ends -f at once, without the wait of -c.
before=$(date +%s%N)
arping_in h1 -f -i9 198.18.1.2
between 0 $((($(date +%s%N) - before) / 1000000)) 5000 '-f ends with the answer'
before=$(date +%s%N)
arping_in h1 -c2 -i0.3 -w9 198.18.1.2
is "$status $(sum answers)" '0 2' '-c with -w counts answers'
between 0 $((($(date +%s%N) - before) / 1000000)) 5000 '... and ends with them'

arping_in h1 -c3 -i0 -w9 198.18.1.2
is "$status $(sum answers)" '0 3' '-i 0 goes on as answers come, and ends'
arping_in h1 -c2 -i0 -W0.2 198.18.1.11
is "$status $(sum sent answers)" '1 2 0' '... and where none come'
arping_in h1 -f -w9 --source-mac 02:00:00:00:00:99 198.18.1.2
is "$status $(sum answers) $(rec start mac)" '0 1 02:00:00:00:00:99' 'an answer to the MAC we pretend to have'

found=0
for _ in 1 2 3 4 5; do
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		nsenter --net=/run/netns/h1 -- "$ARPING" -c1 -W0.5 --unique -q 198.18.1.65 &
		pids="${pids-} $!"
	done
	for pid in $pids; do
		wait "$pid"
		[ $? -ne 1 ] || found=$((found + 1))
	done
	pids=
done
is "$found" 100 'two owners are found in 100 of 100 runs'
arping_done
