#!/bin/sh
# ping_pcap: --pcap writes the run's own packets, in order, with what became of each.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2016,SC2317 # awk's fields; lab_wait calls
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/ping.sh
. "$LAB_ROOT/tests/lab/ping.sh"

a4=198.18.1.2
a6=2001:db8:1::2
pcap=$LAB_TMP/run.pcapng

# capture ARGUMENT...: a run and its file, whose lines it leaves in $packets.
capture()
{
	rm -f "$pcap"
	ping_in h1 --pcap "$pcap" "$@"
	read_pcap
}

read_pcap()
{
	packets=$(od -An -v -tu1 -w1 "$pcap" | awk -f "$LAB_ROOT/tests/lab/pcapng.awk")
}

# sound NAME: every packet is whole, its sums are right, and none is older than the one before, but
# for what the two clocks of this host drift apart.
sound()
{
	is "$(printf '%s\n' "$packets" | awk '
		/^odd/ || !/ ip=ok icmp=ok / || $1 < before - 100 { print }
		{ before = $1 }')" '' "$1"
}

# story: direction, type, sequence and comment of each packet, its times made alike.
story()
{
	printf '%s\n' "$packets" | sed -E 's/^[0-9-]+ (in|out) [46] [0-9]+ ip=ok icmp=ok /\1 /
		s/rtt [0-9]+\.[0-9]{3} ms/rtt T ms/'
}

lab_relayed
for how in "ping $a4" "ping $a6" "raw $a4" "raw $a6"; do
	to=${how#* } raw='' rebuilt=' (IP header rebuilt)' request=8 reply=0
	[ "${how%% *}" = ping ] || raw='-e 0'
	[ "$to" = $a4 ] || request=128 reply=129
	# A raw IPv4 socket is given the header: nothing of a reply is rebuilt.
	[ "$how" != "raw $a4" ] || rebuilt=''
	lab_rules w 'drop request seq=2' 'dup gap 1 reply seq=3' 'corrupt data+20 fix reply seq=4'
	# shellcheck disable=SC2086 # words or none
	capture $raw -c 5 -i 0.05 "$to"
	sound "$how: whole packets with good sums, in order"
	is "$(story)" "out $request 1 probe 1: reply, rtt T ms (IP header rebuilt)
in $reply 1 probe 1: reply, rtt T ms$rebuilt
out $request 2 probe 2: lost (IP header rebuilt)
out $request 3 probe 3: reply, rtt T ms (IP header rebuilt)
in $reply 3 probe 3: reply, rtt T ms$rebuilt
in $reply 3 probe 3: duplicate reply, rtt T ms$rebuilt
out $request 4 probe 4: corrupted reply, not counted (IP header rebuilt)
in $reply 4 probe 4: corrupted reply, not counted$rebuilt
out $request 5 probe 5: reply, rtt T ms (IP header rebuilt)
in $reply 5 probe 5: reply, rtt T ms$rebuilt" '... each with what became of it'
	is "$(printf '%s\n' "$packets" | sed -n 's/.* probe \([0-9]*\): reply, rtt \([0-9.]*\) ms.*/\1 \2/p' | uniq |
		cut -d' ' -f2 | tr '\n' ' ')" \
		"$(rec reply rtt_ms | tr ' ' '\n' | awk 'NR != 3 { printf "%.3f ", $1 }')" \
		'... with the times of the records'
	is "$(printf '%s\n' "$packets" | awk '
		$2 == "out" { sent[$8] = $1 }
		$2 == "in" && / reply, rtt/ && !/duplicate/ {
			off = ($1 - sent[$8]) / 1e6 - substr($0, match($0, /rtt /) + 4)
			if (off > 0.001 || off < -0.001) print
		}')" '' '... which are those between the packets'
done

# Late, reordered, forged and many at once.
lab_rules w 'delay 150 reply seq=2' 'reorder 1 reply seq=7'
capture -c 8 -i 0.05 -W 0.1 $a4
sound 'late and reordered: whole and in order'
is "$(story | sed -n '/ 2 probe/p')" 'out 8 2 probe 2: lost (IP header rebuilt)
in 0 2 probe 2: late reply, rtt T ms (IP header rebuilt)' '... a late reply beside its loss'
is "$(story | sed -n 's/^in 0 \([78]\) .*/\1/p' | tr '\n' ' ')" '8 7 ' '... in the order they came'

lab_rules w 'delay 60 arp'
ip -n h1 neigh flush dev eth0
capture -c 6 -i 0.02 $a4
sound 'requests that waited for a neighbour stand where they left'
lab_rules w 'delay 30 reply'
capture -c 1500 -l 1300 -i 0 -q $a6
sound 'more under way than are held back'
is "$(printf '%s\n' "$packets" | cut -d' ' -f2 | sort | uniq -c | tr -s ' \n' ' ')" ' 1500 in 1500 out ' \
	'... and all are there'

# Another run's packets are none of ours, also where a raw socket sees them.
lab_rules w
ping_start other h1 -e 4711 -q -c 2000 -i 0.001 $a4
lab_wait 5 test -s "$LAB_TMP/other.out"
for raw in '' '-e 0'; do
	# shellcheck disable=SC2086 # words or none
	run in_ns h1 "$PING" $raw --pcap "$pcap" -c 5 -i 0.02 $a4
	read_pcap
	is "$(story | grep -c ' probe [1-5]: reply')" 10 "${raw:-ping socket}: beside another run"
	is "$(printf '%s\n' "$packets" | wc -l)" 10 '... its own packets only'
done
ping_end other
is "$(sum answered)" 2000 '... as has the other'

# What is not proven is there and says so; an end before the answer, too.
lab_host k1
lab_peer p k1 eth0 --rule 'forge 0 request seq=1' --rule 'silent request seq=2'
lab_addr k1 eth0 198.18.1.1/24
ping_start cut k1 --pcap "$pcap" -i 5 -l 2 $a4
lab_wait 5 grep 'icmp_seq=1' "$LAB_TMP/cut.out"
lab_wait 5 grep 'seq=2 ' "$LAB_TMP/p.log"
kill -INT "$ping_pid"
ping_end cut
read_pcap
sound 'an interrupted run has its file'
is "$(story | sort)" 'in 0 1 not an answer of ours: its tag or sequence is wrong (IP header rebuilt)
in 0 1 probe 1: reply, rtt T ms (IP header rebuilt)
out 8 1 probe 1: reply, rtt T ms (IP header rebuilt)
out 8 2 probe 2: no answer when this was written (IP header rebuilt)' '... with a forged answer, and one to come'

# To standard output, and read by others.
in_ns h1 "$PING" --pcap - -c 3 -i 0.02 $a4 >"$pcap"
read_pcap
sound 'standard output takes it'
is "$(printf '%s\n' "$packets" | wc -l)" 6 '... and nothing else'
# A reader gets the packets while they come, and may leave.
# shellcheck disable=SC2016 # that shell is to expand them
in_ns h1 sh -c '"$0" --json="$1" --pcap - -c 300 -i 0.01 "$2" 2>"$1.err"; echo $? >"$1.status"' \
	"$PING" "$ping_json" $a4 | head -c 300 >/dev/null
is "$(cat "$ping_json.status") $(cat "$ping_json.err")" '0 ' 'a reader that leaves ends it quietly'
between 1 "$(sum transmitted)" 100 '... soon'

# A reader that does not read: the run stands still, and a signal still ends it.
replies()
{
	in_ns h1 awk '/^Icmp:/ && !n { for (i = 1; i <= NF; i++) if ($i == "InEchoReps") n = i; next }
		/^Icmp:/ { print $n }' /proc/net/snmp
}

stands_still()
{
	was=$(replies)
	sleep 0.1
	[ "$was" -gt 100 ] && [ "$(replies)" = "$was" ]
}

mkfifo "$LAB_TMP/stuck"
exec 8<>"$LAB_TMP/stuck"
lab_rules w
nsenter --net=/run/netns/h1 -- env --default-signal=INT "$PING" -f -c 100000 --pcap - $a4 \
	>"$LAB_TMP/stuck" 2>"$LAB_TMP/stuck.err" &
stuck=$!
lab_pids="$lab_pids $stuck"
ok 'a pipe that is not read holds the run up' lab_wait 5 stands_still
kill -INT $stuck
gone()
{
	grep -q '^State:.*Z' "/proc/$stuck/status"
}
ok '... and SIGINT ends it' lab_wait 5 gone
is "$(cat "$LAB_TMP/stuck.err")" '' '... quietly'
exec 8<&-

tshark=$(lab_find tshark)
capinfos=$(lab_find capinfos)
if [ -z "$tshark" ] || [ -z "$capinfos" ]; then
	skip 'there is no tshark here' 4
	ping_done
fi
lab_rules w 'drop request seq=2'
for to in $a4 $a6; do
	capture -c 3 -i 0.02 "$to"
	seq=$("$tshark" -r "$pcap" -o ip.check_checksum:TRUE -T fields -e frame.comment \
		-e icmp.seq -e icmpv6.echo.sequence_number -Y '!_ws.malformed && !_ws.expert.severity > 6000000
			&& (icmp.checksum.status == 1 || icmpv6.checksum.status == 1)' 2>/dev/null |
		sed -E 's/.*probe [0-9]: ([a-z]+).*\t([0-9]+)\t*$/\1 \2/' | tr '\n' ' ')
	is "$seq" 'reply 1 reply 1 lost 2 reply 3 reply 3 ' "$to: tshark reads it and finds the sums good"
	like "$("$capinfos" "$pcap" 2>/dev/null)" '^Number of packets: +5$' '... and capinfos'
done
ping_done
