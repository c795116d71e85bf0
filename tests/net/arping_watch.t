#!/bin/sh
# arping_watch: a link listened to: who is new, changed, twice there, gone; the same from a savefile.
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
lab_host h1
lab_peer p h1 eth0 --rule "mac $a,$b arp to=198.18.1.4" --rule "mac $a sender $b arp to=198.18.1.5" \
	--rule "mac $a arp to=198.18.1.6 n=1" --rule 'silent arp to=198.18.1.6' \
	--rule "mac $a arp to=198.18.1.254 n=1" --rule "mac $b arp to=198.18.1.254" --rule 'silent arp' \
	--rule "mac $a ns to=ff02::1:ff00:6 n=1" --rule 'silent ns'
lab_addr h1 eth0 198.18.1.1/24 2001:db8:1::1/64
lab_default h1 198.18.1.254
json=$LAB_TMP/watch.json
# shellcheck disable=SC2317 # lab_wait calls it
said()
{
	grep -q "^$2 $1 " "$LAB_TMP/out"
}
# heard EVENT ADDRESS: it is told, and soon.
heard()
{
	ok "$3" lab_wait 10 said "$2" "$1"
}
ask()
{
	in_ns h1 "$ARPING" -c1 -W1 -f "$@" >/dev/null
}

nsenter --net=/run/netns/h1 -- env --default-signal=INT,QUIT "$ARPING" --watch -I eth0 -i 0.1 --gone 2 \
	--json="$json" --state "$LAB_TMP/state" >"$LAB_TMP/out" 2>"$LAB_TMP/err" &
pid=$!
ok 'a watch begins' lab_wait 10 grep -q '^WATCHING eth0$' "$LAB_TMP/out"
ask 198.18.1.6
heard new 198.18.1.6 'somebody new'
ask 2001:db8:1::6
heard new 2001:db8:1::6 '... by IPv6'
ok 'the state file is written while the watch goes on' lab_wait 10 grep -q '^2001:db8:1::6 ' "$LAB_TMP/state"
in_ns h1 "$ARPING" --pcap "$LAB_TMP/seen" -c2 -i0.1 198.18.1.4 >/dev/null
heard duplicate 198.18.1.4 'an address with two owners'
ask 198.18.1.5
in_ns p "$ARPING" -q -c1 -W0.1 --spoof -s 198.18.1.1 -I p 198.18.1.99
heard duplicate 198.18.1.1 "somebody else has this host's address"
heard mismatch 198.18.1.5 "a MAC in another's frame"
ask 198.18.1.254
ask 198.18.1.254
heard gateway-changed 198.18.1.254 'the gateway has another MAC'
heard gone 198.18.1.6 'who is asked and silent is gone'
heard gone 2001:db8:1::6 '... by IPv6'
kill -INT $pid
status=0
wait $pid || status=$?
is "$status" 1 'it ends with an alarm for its status'
records=$json
is "$(sum mode interrupted up)" 'watch true true' 'and with its summary'
ok 'the records are valid' json_lines_valid "$arping_schema" "$json" --summary
like "$(cat "$LAB_TMP/out")" "^gateway-changed 198\.18\.1\.254 $b was $a$" 'the text has both MACs'
is "$(cat "$LAB_TMP/err")" '' 'standard error is silent'
like "$(cat "$LAB_TMP/state")" "^198\.18\.1\.254 $b [0-9]+ [0-9]+$" 'what is known is kept'
unlike "$(cat "$LAB_TMP/state")" '198\.18\.1\.6 ' '... without who is gone'

run in_ns h1 "$ARPING" --read-pcap "$LAB_TMP/seen" --stats --explain --pcap "$LAB_TMP/events"
is "$status $err" '1 ' 'a savefile is watched'
like "$out" '^events: [0-9]+ new, 0 changed, 0 flip-flop, 1 duplicate, 0 gateway-changed, 0 mismatch, 0 gone$' '... --stats has its events'
like "$out" '^this host: 0 dropped at our socket, 0 messages without room' '... and what was lost here'
like "$out" "^1 duplicate \\(event records\\), the first of 198\\.18\\.1\\.4: $b, before $a\\. Two hosts" '... --explain says what they mean'
like "$out" "^The file's frames were read and nobody was asked" '... and what is unknown'
like "$(tr -c '[:print:]' '\n' <"$LAB_TMP/events")" "duplicate 198\\.18\\.1\\.4 $b was $a$" '... --pcap has the frames with what they told'
run in_ns_bare h1 "$ARPING" --read-pcap "$LAB_TMP/events"
like "$out" "^duplicate 198\\.18\\.1\\.4 $b was $a$" '... which tell the same again'
run in_ns_bare h1 "$ARPING" --read-pcap "$LAB_TMP/seen"
is "$status" 1 '... without privilege'
like "$out" "^duplicate 198\.18\.1\.4 $b was $a$" '... for the same events'
run in_ns_bare h1 sh -c "\"$ARPING\" --read-pcap - --state \"$LAB_TMP/none\" -q <\"$LAB_TMP/seen\""
is "$status $out" "1 duplicate 198.18.1.4 $b was $a" '... quietly, from standard input'
# shellcheck disable=SC2016 # the command's own
run in_ns_bare h1 "$ARPING" --read-pcap "$LAB_TMP/seen" \
	--exec 'sleep 0.1; echo "ran $ARPING_EVENT $ARPING_ADDR $ARPING_MAC $ARPING_BEFORE"'
is "$(printf '%s\n' "$err" | grep -c '^ran ')" "$(printf '%s\n' "$out" | grep -c 198.18.1)" \
	'--exec runs for each event, slow as it is'
like "$err" "^ran duplicate 198\.18\.1\.4 $b $a$" '... and is told which'
is "$(printf '%s\n' "$out" | grep -c ran)" 0 '... away from standard output'
run in_ns_bare h1 "$ARPING" --read-pcap "$LAB_TMP/state"
is "$status $err" "2 arping: $LAB_TMP/state: unknown file format" 'what is no savefile is refused by name'
run in_ns_bare h1 "$ARPING" --watch -I eth0
is "$status" 2 'a link is not, without privilege'
like "$err" '^arping: a packet socket needs cap_net_raw: run as root, or once as root: setcap ' '... and what to do is said'
run in_ns h1 "$ARPING" --watch
is "$status $err" '2 arping: which link? -I INTERFACE says so' 'a watch needs its link'
echo '198.18.1.2 02:00:00:00:00:0a 1' >"$LAB_TMP/bad"
run in_ns h1 "$ARPING" --watch -I eth0 --state "$LAB_TMP/bad"
is "$status" 2 'a state file that is none is refused'
like "$err" ':1: not an address, a MAC and two times' '... by line'
tap_done
