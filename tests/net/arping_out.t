#!/bin/sh
# arping_out: what a run leaves: text with marks and clocks, statistics, explanation, metrics, plugin,
# capture, and what signals and closed pipes do to it.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154,SC2016 # run sets out, err and status; an inner shell expands
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/arping.sh
. "$(dirname "$0")/../lab/arping.sh"

a=02:00:00:00:00:0a b=02:00:00:00:00:0b
lab_host h1
lab_peer p h1 eth0 --rule "mac 00:00:5e:00:01:07 arp to=198.18.1.2" --rule "mac $a,$b arp to=198.18.1.3" \
	--rule 'silent arp to=198.18.1.4' --rule "mac $a late 30 arp to=198.18.1.5" --rule 'vlan 9 arp to=198.18.1.6' \
	--rule "mac $a claim silent arp to=198.18.1.8" --rule 'silent arp to=198.18.1.7 n=2' --rule "mac $a arp to=198.18.1.7" --rule 'silent arp to=203.0.113.0/24'
lab_addr h1 eth0 198.18.1.1/24
lab_default h1 198.18.1.254

arping_start claims h1 -c1 -W0.8 --explain 198.18.1.8
arping_start tagged h1 -c1 -W0.8 --explain 198.18.1.6
arping_start lossy h1 -c3 -i0.6 -W0.5 --explain 198.18.1.7
arping_in h1 -c2 -i0.3 -w9 --stats --explain 198.18.1.2
like "$out" '^rtt min/avg/max/mdev = ([0-9.]+/){3}[0-9.]+ ms$' '--stats: times'
like "$out" '^rtt percentiles: p50 [0-9.]+,.* p99.9 [0-9.]+ ms$' '... percentiles'
like "$out" '^00:00:5E:00:01:07: 2 answers, 0 claims, first rtt [0-9.]+ ms$' '... each MAC'
like "$out" '^198.18.1.2 is on this link: 2 of 2 probes answered, by 00:00:5e:00:01:07, a virtual router'"'"'s \(VRRP\), median' \
	'--explain: who it is'
arping_in h1 -c2 -w9 --explain 198.18.1.3
like "$out" '^2 MACs say that they have 198.18.1.3 \(owners, reply and claim records\)' '... a duplicate'
arping_in h1 -c1 -W0.1 --explain 198.18.1.4
like "$out" '^Nobody on eth0 answered for 198.18.1.4 in 1 probe \(answers 0, sent\)' '... silence'
arping_end tagged
like "$out" '1 message came on another VLAN \(elsewhere\). Next: --vlan' '... another VLAN'
arping_end claims
like "$out" '^Nobody answered for 198.18.1.8 \(answers 0\), but 1 message said unasked who has it \(claims\): '"$a" '... a claim'
arping_in h1 -c1 -W0.1 --explain 203.0.113.1
like "$out" '^203.0.113.1 is not of this link: the route to it goes by 198.18.1.254' '... behind a router'
arping_in h1 -c1 -W0.1 --explain 198.18.1.1
like "$out" '^198.18.1.1 is an address of this host, which does not answer itself' '... our own'
arping_end lossy
like "$out" '^1 of 3 probes had no answer \(lost, sent\), the longest run 1' '... losses'
arping_in h1 -D -c1 -i9 --explain 198.18.1.3
like "$out" "^198.18.1.3 is in use by $a, of no vendor" '... a conflict'
arping_in h1 -U -c1 --explain 198.18.1.1
like "$out" '^1 announcement left \(sent\). Nobody answers it' '... announcements'

arping_in h1 -c2 -i0.3 -w9 --label site=lab --time-format unix 198.18.1.2
like "$out" '^\[[0-9]{10}\.[0-9]{6}\] Unicast reply from 198.18.1.2 ' '--time-format is before a line'
is "$(rec reply label_site)" 'lab lab' '--label is in each record'
arping_in h1 -c2 -w9 --color always 198.18.1.3
like "$(printf '%s' "$out" | cat -v)" '\^\[\[31m\(duplicate address\)\^\[\[0m$' '--color marks a duplicate'
arping_in h1 -f -w9 -q 198.18.1.3
is "$status $out$err" '0 ' '-q is silent'
arping_in h1 -f -i9 198.18.1.5
between 30 "$(sum rtt_min_ms)" 5000 'the time is that of the wire'
is "$(rec reply rtt_source)" kernel '... by kernel stamps at both ends'

run in_ns h1 "$ARPING" -c2 -w9 --prom - 198.18.1.3
is "$status $err" '0 ' '--prom -'
like "$out" '^probe_success\{target="198.18.1.3"\} 1$' '... success'
like "$out" '^probe_arp_owners\{target="198.18.1.3"\} 2$' '... owners'
like "$out" '^probe_arp_duplicate\{target="198.18.1.3"\} 1$' '... duplicate'
like "$out" '^# TYPE probe_arp_sent_total counter$' '... types'
unlike "$out" 'Unicast' '... and no text'

plugin() # STATUS ERE ARGUMENT...
{
	wanted=$1 ere=$2
	shift 2
	run in_ns h1 "$ARPING" --nagios "$@"
	is "$status $err" "$wanted " "arping --nagios $*"
	like "$out" "^$ere$" '... its line'
}
plugin 0 'ARPING OK - At 00:00:5e:00:01:07, loss = 0%, RTA = [0-9.]+ ms\|pl=0%;;;0 rta=[0-9.]+ms;;;0' -f -w9 198.18.1.2
plugin 2 'ARPING CRITICAL - Duplicate address: 2 MACs\|.*' -c2 -w9 198.18.1.3
plugin 2 'ARPING CRITICAL - Loss = 100%\|.*' -c1 -W0.1 198.18.1.4
plugin 1 'ARPING WARNING - At .*;20.*' -f -i9 --warning 20,10% --critical 9000,60% 198.18.1.5
plugin 2 "ARPING CRITICAL - In use by $a\|.*" -D -c1 -i9 198.18.1.5
plugin 0 'ARPING OK - Nobody has the address\|.*' -D -c1 -W0.1 198.18.1.4

arping_in h1 -c4 -i0.3 -w9 --pcap "$LAB_TMP/a.pcapng" 198.18.1.3
is "$(od -An -tx1 -N4 "$LAB_TMP/a.pcapng" | tr -d ' ')" 0a0d0d0a '--pcap writes pcapng'
comments=$(tr -c '[:print:]' '\n' <"$LAB_TMP/a.pcapng")
like "$comments" 'probe 1: answer, rtt [0-9.]+ ms' '... with what each frame is'
like "$comments" 'probe 2: answer by another MAC: a duplicate address, rtt' '... and means'
if tshark=$(lab_find tshark); then
	run "$tshark" -r "$LAB_TMP/a.pcapng" -T fields -e arp.opcode -e arp.src.hw_mac -e frame.comment
	is "$(printf '%s\n' "$out" | awk '{ print $1 }' | tr '\n' ' ')" '1 2 2 1 2 2 ' '... as tshark reads it, in order'
	is "$(printf '%s\n' "$out" | awk '{ print $2 }' | grep -c "$b")" 2 '... frames as they were'
else
	skip 'there is no tshark here' 2
fi

# INT ends with the summary, QUIT shows the state, a closed pipe ends it quietly.
arping_start signals h1 -i0.05 198.18.1.2
pid=$rec_pid
lab_wait 5 grep -q Unicast "$LAB_TMP/signals.out"
kill -QUIT "$pid"
lab_wait 5 grep -q 'probes answered, 1 MACs' "$LAB_TMP/signals.err"
is $? 0 'QUIT prints the state'
kill -INT "$pid"
arping_end signals
is "$status $(sum interrupted)" '0 true' 'INT ends with the summary'
like "$out" '^Received [0-9]+ response\(s\)$' '... in text too'
run in_ns h1 sh -c '{ "$0" -i0.01 198.18.1.2 2>/run/lab/pipe.err; echo $? >/run/lab/pipe.status; } | head -n2 >/dev/null' "$ARPING"
is "$(cat "$LAB_TMP/pipe.status") $(cat "$LAB_TMP/pipe.err")" '0 ' 'a reader that leaves ends it quietly'
run in_ns h1 sh -c '"$0" -f -w9 198.18.1.2 >/dev/full' "$ARPING"
is "$status" 2 'a full disk does not'
arping_done
