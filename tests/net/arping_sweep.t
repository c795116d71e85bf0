#!/bin/sh
# arping_sweep: a link asked as a whole: who is there, who is there twice, who answers for others.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154,SC2317 # run sets out, err and status; lab_wait calls
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/arping.sh
. "$(dirname "$0")/../lab/arping.sh"

a=02:00:00:00:00:0a b=02:00:00:00:00:0b
lab_host h1
lab_peer p h1 eth0 --rule "mac $a arp to=198.18.1.2" --rule "mac $b silent arp to=198.18.1.3 n=1" \
	--rule "mac $b arp to=198.18.1.3" --rule "mac $a,$b arp to=198.18.1.4" \
	--rule "mac $a sender $b arp to=198.18.1.5" --rule "mac $b vlan 7 arp to=198.18.1.6" \
	--rule 'truncate 20 arp to=198.18.1.8' --rule "mac 52:54:00:00:00:0c arp to=198.18.1.64/28" \
	--rule "mac $b ns to=ff02::1:ff00:2" --rule 'silent arp' --rule 'silent ns'
lab_addr h1 eth0 198.18.1.1/24 2001:db8:1::1/64
ip -n h1 addr add 198.18.7.1/32 dev lo

# sweep NAME ARGUMENT...: a run beside others; swept NAME: its $out, $status and records.
sweep()
{
	name=$1
	shift
	arping_start "$name" h1 "$@"
}
swept()
{
	status=0
	wait "$(cat "$LAB_TMP/$1.pid")" || status=$?
	out=$(cat "$LAB_TMP/$1.out") err=$(cat "$LAB_TMP/$1.err") records=$LAB_TMP/$1.json
	"$LAB_BIN/jsonlint" --schema "$arping_schema" --summary <"$records" >"$LAB_TMP/lint" 2>&1 ||
		diag "$1 writes bad records: $(cat "$LAB_TMP/lint")"
}
printf '%s\n' '# some' 198.18.1.2 '198.18.1.8-9  # a range' >"$LAB_TMP/list"
echo 198.18.1.9 >"$LAB_TMP/not"
printf '525400\tSome Maker\n' >"$LAB_TMP/makers"

# Runs on one host hear each other's answers: the one that counts all of them goes first.
sweep net 198.18.1.0/28 --stats --explain --pcap "$LAB_TMP/net.pcapng"
swept net
is "$status" 0 'a prefix: somebody is there'
is "$(printf '%s\n' "$out" | sed '1d;/^14 /,$d;s/  *[0-9.]* ms/ /;s/  *-  */ /' | tr -s ' ' | sed 's/ $//;s/^\(198.18.1.1\) [^ ]*/\1 OWN/')" \
	'198.18.1.1 OWN this host
198.18.1.2 02:00:00:00:00:0A
198.18.1.3 02:00:00:00:00:0B
198.18.1.4 02:00:00:00:00:0A DUPLICATE
198.18.1.4 02:00:00:00:00:0B DUPLICATE
198.18.1.5 02:00:00:00:00:0B from another MAC'"'s frame" '... each in its line, in order, with its marks'
like "$out" '^198\.18\.1\.2 +02:00:00:00:00:0A +[0-9]+\.[0-9]{3} ms$' '... and its time'
like "$out" '^14 addresses, 4 answered, 1 with more than one MAC, [0-9.]+ s$' '... and the totals'
is "$(sum mode targets alive duplicate_addresses proxies liars sent up)" 'sweep 14 4 1 0 1 23 true' \
	'... in the summary, where the silent were asked twice'
is "$(rec host addr | tr ' ' '\n' | sort | tr '\n' ' ')" \
	'198.18.1.2 198.18.1.3 198.18.1.4 198.18.1.4 198.18.1.5 ' '... a record for each MAC'
is "$(rec host other_mac | tr ' ' '\n' | grep -c true)" 1 '... one of them of a second owner'
is "$(sum malformed elsewhere)" '2 2' 'what is cut, or on another VLAN, is no answer'
like "$out" '^rtt min/avg/max/mdev = ([0-9.]+/){3}[0-9.]+ ms$' '--stats: times'
like "$out" '^rtt percentiles: p50 [0-9.]+,.* p99.9 [0-9.]+ ms$' '... percentiles'
like "$out" '^addresses: 4 answered, of them 1 not every question, 9 silent, 0 not asked, 1 of this host$' '... who answered'
like "$out" '^link: 23 questions, 5 answers, [0-9]+ lost, 0 late, 1 .*, 2 malformed, 2 on another VLAN$' '... what was lost on the link'
like "$out" '^this host: 0 not sent, 0 dropped at our socket, ' '... and at this host'
is "$(sum silent unasked retried answered) $(sum rtt_p50_ms rtt_mdev_ms | grep -c null)" '9 0 1 4 0' '... in the summary'
like "$out" '^4 of 13 addresses are in use on eth0 \(alive, targets\), median' '--explain: who is there'
like "$out" '^9 were asked up to 2 times and are silent \(silent\): 198.18.1.6, 198.18.1.7, .*198.18.1.13 and 1 more\. Free, ' '... who is silent'
like "$out" '^1 answered by more than one MAC .*: 198.18.1.4\. ' '... who is there twice'
like "$out" '^1 answer names another MAC than its frame .*\(liars\)' '... who lies'
like "$out" '^1 answered, but not every question \(retried' '... what a retry hid'
tr -c '[:print:]' '\n' <"$LAB_TMP/net.pcapng" |
	sed -n 's/.*\(198\.18\.1\.[0-9]*, question\)/\1/p; s/.*\(malformed, not\|on another VLAN\)/\1/p' >"$LAB_TMP/comments"
is "$(grep -c '^198.18.1.[0-9]*, question [12]: lost$' "$LAB_TMP/comments") $(grep -c 'question [12]: no answer when this was written$' "$LAB_TMP/comments")" \
	"$(sum lost) $(($(sum sent) - $(sum lost) - $(sum answered)))" '--pcap: every question with its fate'
comments=$(cat "$LAB_TMP/comments")
like "$comments" '^198\.18\.1\.3, question 2: answered, rtt [0-9.]+ ms$' '... that which was answered'
like "$comments" '^198\.18\.1\.4, question 1: answer by another MAC: a duplicate address, rtt ' '... the answer of another MAC'
like "$comments" "^198\.18\.1\.5, question 1: answer, rtt [0-9.]+ ms, from another MAC's frame$" '... that of a liar'
is "$(grep -c '^malformed, not counted: ' "$LAB_TMP/comments") $(grep -c '^on another VLAN, not counted$' "$LAB_TMP/comments")" '2 2' \
	'... what does not count'
is "$err" '' 'standard error is silent'

sweep proxy --explain --vendor="$LAB_TMP/makers" 198.18.1.64-78
sweep local --localnet -I eth0 --rate 10000
sweep file --targets "$LAB_TMP/list" --exclude "$LAB_TMP/not"
sweep elsewhere -I eth0 198.18.7.1-2 --retries 0 -W 0.05
sweep often 198.18.1.2 -c 300 -i 0.002 --rate max --retries 0
sweep none 198.18.1.10 198.18.1.11 --retries 2 -W 0.05
sweep first 198.18.1.2-4 -f --rate 10
sweep unique 198.18.1.4-5 --unique
sweep ended 198.18.1.9-60 --stats --explain --rate 1 -w 0.1
sweep six 2001:db8:1::1 2001:db8:1::2 2001:db8:1::3

swept proxy
like "$out" '^198\.18\.1\.70 .* Some Maker  proxy ARP\?$' 'one MAC for many addresses: a proxy; its maker is told'
is "$(sum alive proxies) $(rec host vendor | tr ' ' '\n' | grep -c Some)" '15 1 15' '... in the records too'
like "$out" '^52:54:00:00:00:0c answers for 15 addresses \(proxies 1, host records: mac\): a router' '... and explained'
swept local
is "$(sum targets alive duplicate_addresses proxies)" '254 20 1 1' 'the networks of an interface'
swept file
is "$(rec host addr) $(sum targets)" '198.18.1.2 2' 'a file, less another'
swept elsewhere
like "$out" '^198\.18\.7\.1 .* this host$' "this host's own address on another interface is not asked"
is "$(sum targets sent)" '2 1' '... unlike others'
swept often
is "$(sum sent unsent)" '300 0' 'as many questions as are wanted'
swept none
is "$status $(sum sent alive)" '1 6 0' 'nobody is there, asked three times each'
swept first
is "$status $(sum alive)" '0 1' '-f ends with the first'
swept unique
is "$status" 1 '--unique: an address with two MACs'
swept ended
like "$out" '^None of 52 addresses answered on eth0 ' 'nobody is explained'
like "$out" '^(49|5[01]) addresses were never asked \(unasked\): the run ended before' '... and what was not asked'
is "$(( $(sum silent) + $(sum unasked) ))" 52 '... is not silent'
like "$out" '^52 addresses, 0 answered, (49|5[01]) not asked, [0-9.]+ s$' '... which the totals say'
swept six
is "$status $(rec host addr) $(rec host mac)" "0 2001:db8:1::2 $b" 'IPv6 addresses, by neighbour discovery'

# A host whose kernel answers: by its link-local address, and by the other where one like it asks.
lab_host h2
lab_link h1 eth1 h2 eth1
lab_addr h1 eth1 2001:db8:2::1/64 198.18.3.1/24
lab_addr h2 eth1 2001:db8:2::2/64
arping_start nodes h1 -6 --localnet -I eth1 -W 0.3
swept nodes
is "$status $(sum alive sent)" '0 2 4' '--localnet -6: all nodes are asked from both kinds of address'
like "$out" '^2001:db8:2::2 +[0-9A-F:]{17} +[0-9.]+ ms$' '... each answers with both of its own'
like "$(rec host addr)" '(^| )fe80::[0-9a-f:]+%eth1( |$)' '... and a record for each'
run in_ns h1 "$ARPING" "$(rec host addr | tr ' ' '\n' | grep %)" fe80::9%eth1 -W 0.1 --retries 0
like "$status $out" '^0 ARPING 2 addresses from fe80::[0-9a-f:]+ eth1' '... whose zone is the link of a sweep'
arping_start plugin h1 -6 --localnet -I eth1 -W 0.3 --nagios
swept plugin
like "$status $out" '^0 ARPING OK - 2 addresses answered on eth1\|pl=U;;;0 rta=[0-9.]+ms;;;0$' '... --nagios'
arping_start nobody h1 -6 --localnet -I eth0 -W 0.1 -c 1 --nagios
swept nobody
like "$status $out" '^2 ARPING CRITICAL - 0 addresses answered on eth0\|' '... that nobody answers is critical'
run in_ns h1 "$ARPING" -6 --localnet -I eth1 -w 0.1 --nagios
like "$status $out" '^3 ARPING UNKNOWN - Ended early; ' '... and an early end is unknown'
arping_start words h1 -6 --localnet -I eth1 -W 0.3 --stats --explain
swept words
like "$out" '^rtt percentiles: p50 ' '... --stats'
like "$out" '^link: 4 questions, [48] answers of 2 addresses, 0 with more than one MAC$' '... all in numbers'
like "$out" '^2 addresses on eth1 answered 4 echo requests to all nodes \(alive, sent\)' '... --explain'
isnt "$(sum rtt_p50_ms)" null '... the times are in the summary'
run in_ns h1 "$ARPING" -6 --localnet --nagios
is "$status $out$err" '3 ARPING UNKNOWN - which link? -I INTERFACE says so' '... what keeps it from running is in the line'
run in_ns h1 "$ARPING" -6 --localnet
is "$status $err" '2 arping: which link? -I INTERFACE says so' '... of a link that is named'

run in_ns h1 "$ARPING" --shard 3/3 --seed 1 --json="$LAB_TMP/shard.json" 198.18.1.2 198.18.1.9
records=$LAB_TMP/shard.json
like "$status $out $err" '^0 addresses, 0 answered, ' 'a part may have no address'
is "$status $(sum targets sent) $(rec start interface)" '0 0 0 null' '... which is no failure'

run in_ns h1 "$ARPING" fe80::5%eth0 fe80::5%eth1
like "$status $err" '^2 arping: fe80::5(%eth[01])? is of another link than eth[01]: one link at a time$' 'a zone names its link'
run in_ns h1 "$ARPING" -I eth0 fe80::4 fe80::5%eth1
is "$status" 2 '... and not that of -I'

if in_ns h1 nft 'table netdev t {
	chain out { type filter hook egress device eth0 priority 0; arp daddr ip 198.18.1.9 drop; }
}'; then
	run in_ns h1 "$ARPING" --nagios --retries 0 198.18.1.2 198.18.1.9
	like "$status $out" '^3 ARPING UNKNOWN - 1 not sent by this host: .*; 0 of 1 address silent; ' 'who could not be asked is not known to be well'
	run in_ns h1 "$ARPING" --retries 0 198.18.1.2 198.18.1.9
	like "$status $out" '^2 addresses, 1 answered, 1 not sent by this host, ' '... and told'
	in_ns h1 nft delete table netdev t
else
	skip 'no egress hook in this kernel' 2
fi

run in_ns h1 "$ARPING" 198.19.5.0/28
is "$status" 2 'what is on no link of this host'
like "$err" '198\.19\.5\.[0-9]+|Network is unreachable' '... is not asked for'
for seed in 1 2 3 4; do
	run in_ns h1 "$ARPING" 198.18.1.2 198.19.5.1 --seed $seed
	is "$status ${out}asked" '2 asked' '... wherever in the order it stands'
done
run in_ns h1 "$ARPING" 198.18.1.2 2001:db8:1::2
is "$status $err" '2 arping: either IPv4 or IPv6 addresses in one run' 'one family at a time'
run in_ns h1 "$ARPING" 198.18.1.2 198.18.3.2
is "$status" 2 'one link at a time'
like "$err" '^arping: 198\.18\.[13]\.2 is on eth[01], others are on eth[01]: one link at a time$' '... and it is said which'
run in_ns h1 "$ARPING" -I lo 198.18.1.0/28
is "$status $err" '2 arping: Interface "lo" is not ARPable' 'nor is anything on loopback'
run in_ns h1 "$ARPING" --vendor="$LAB_TMP/list" 198.18.1.2-3
is "$status" 2 'a list of vendors that is none'

plugin() # STATUS ERE ARGUMENT...
{
	wanted=$1 ere=$2
	shift 2
	run in_ns h1 "$ARPING" --nagios "$@"
	is "$status $err" "$wanted " "arping --nagios $*"
	like "$out" "^$ere$" '... its line'
}
plugin 0 'ARPING OK - 0 of 6 addresses silent; RTA = [0-9.]+ ms\|pl=0%;;;0 rta=[0-9.]+ms;;;0' 198.18.1.64/29
plugin 1 'ARPING WARNING - 2 of 10 addresses silent: 198.18.1.62, 198.18.1.63; RTA = [0-9.]+ ms\|pl=20%;10;50;0 rta=.*ms;9000;9000;0' \
	--warning 9000,10% --critical 9000,50% 198.18.1.62-71
plugin 2 'ARPING CRITICAL - 2 of 2 addresses silent: 198.18.1.10, 198.18.1.11\|pl=100%;;;0 rta=U;;;0' 198.18.1.10-11
plugin 2 'ARPING CRITICAL - 1 with more than one MAC: 198.18.1.4; 0 of 2 addresses silent; .*' 198.18.1.4-5
plugin 3 'ARPING UNKNOWN - Ended early, [0-9]+ not asked; .*' --rate 1 -w 0.1 198.18.1.64/29
plugin 3 'ARPING UNKNOWN - Interface "lo" is not ARPable' -I lo 198.18.1.0/28
ip -n h2 link set eth1 down
run in_ns h1 "$ARPING" -W 0.05 198.18.3.2-3
is "$status $err" '1 arping: eth1 has no carrier: nobody is heard' 'a link without carrier is named'
run in_ns h1 "$ARPING" -w 0.05 --watch -I eth1
is "$status $err" '0 arping: eth1 has no carrier: nobody is heard' '... by a watch, too'
# Others asked these before.
asked() { lab_count p 'kind=arp .* to=198\.18\.1\.1(2[89]|3[0-5])'; }
asked_since() { [ "$(asked)" -gt "$1" ]; }
before=$(asked)
in_ns h1 "$ARPING" -W 2 198.18.1.128/29 --rate 5 >"$LAB_TMP/gone.out" 2>"$LAB_TMP/gone.err" &
pid=$!
lab_wait 5 asked_since "$before"
ip -n h1 link del eth0
wait $pid
is $? 2 'an interface that goes away ends it'
is "$(tail -n1 "$LAB_TMP/gone.err")" 'arping: eth0 is gone' '... and says so'
tap_done
