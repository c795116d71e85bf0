#!/bin/sh
# tcpprobe_list: many ports and hosts, expectations and their diff, shards, every output, own drops.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154,SC2016 # run sets out, err and status; sh and perl expand
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
command -v nft >/dev/null || skip_all 'there is no nft here'
command -v jq >/dev/null || skip_all 'there is no jq here'
lab_enter "$0" "$@"
# shellcheck source=tests/lab/tcpprobe.sh
. "$(dirname "$0")/../lab/tcpprobe.sh"

lab_routed
listen_in h2 80 443
in_ns h2 nft 'add table inet t; add chain inet t i { type filter hook input priority 0; }; add rule inet t i tcp dport 82 drop; add rule inet t i tcp dport 83 reject with icmpx type port-unreachable' ||
	skip_all 'nft cannot load these rules here'
in_ns r nft 'add table inet t; add chain inet t f { type filter hook forward priority 0; }; add rule inet t f tcp dport 93 reject with icmpx type admin-prohibited'
four=198.18.2.1 six=2001:db8:2::1

# While it stands still, segments of nobody's fill its socket's buffer: what it asked meanwhile is not known.
probe_start drops h1 -p 80,82,84 --rate 5 --source-port 4100 -W0.3 --retries 0 --explain $four
lab_wait 9 sh -c '[ "$(nsenter --net=/run/netns/h1 cat /proc/net/raw | wc -l)" -gt 1 ]'
kill -STOP "$(cat "$LAB_TMP/drops.pid")"
in_ns h2 perl -MSocket=:all -e '
	socket my $s, AF_INET, SOCK_RAW, IPPROTO_TCP or die $!;
	my $segment = pack("nnNNnnnn", 9, 4100, 1, 1, 0x5010, 1, 0, 0) . "x" x 1000;
	send $s, $segment, 0, pack_sockaddr_in(0, inet_aton("198.18.1.1")) for 1 .. 8000;'
kill -CONT "$(cat "$LAB_TMP/drops.pid")"
probe_start first h1 -p 61-100 --rate 100 -w0.15 --resume "$LAB_TMP/state" $four
# What is silent costs each run its time-outs: they wait together.
probe_start all h1 -p 80-83,93,443 -W0.3 --retries 1 --stats --explain $four $six
probe_start right h1 --expect open:80,443 --expect closed:81 --expect filtered:82 \
	--expect rejected:83,93 -W0.3 --retries 0 $four
probe_start wrong h1 --expect open:80-81 --expect closed/rejected:82 --expect rejected:83 -W0.3 --retries 0 $four
probe_start pinned h1 -p 80-83 --source-port 4000 -W0.3 --retries 1 $four
probe_start refused h1 -p 80,81 --refused ok $four
for i in 1 2 3; do
	probe_start "part$i" h1 -p 61-100 --rate 5000 --seed 9 --shard $i/3 -W0.3 --retries 0 $four $six
done

# state ADDR PORT: of the last run's record.
state()
{
	jq -r --arg a "$1" --argjson p "$2" 'select(.type == "port" and .addr == $a and .port == $p).state' "$records"
}

probe_end first
is "$status" 1 'a run that its deadline ends'
early=$(($(sum open) + $(sum closed) + $(sum rejected) + $(sum filtered) + $(sum unknown))) left=$(sum left)
is "$((early + left))" 40 '... leaves what it does not know'
cp "$records" "$LAB_TMP/both.json"
probe_start second h1 -p 61-100 --rate 1000 --resume "$LAB_TMP/state" -W0.3 --retries 0 $four
probe_end all
is "$status $err" '1 ' 'ports of two hosts'
for to in $four $six; do
	is "$(for p in 80 81 82 83 93 443; do state "$to" $p; done | paste -sd' ')" \
		'open closed filtered rejected rejected open' "... $to's"
done
like "$out" "^$four +80  open      SYN-ACK, ttl=63 time=[0-9.]+ ms\$" '... an open one in the table'
like "$out" "^$six +93  rejected  .*ICMPv6 1/1\\) from 2001:db8:1::fe, ttl=64" '... and who rejects'
like "$out" "^$four +82  filtered  no answer to 2 SYNs\$" '... silence was asked again'
like "$out" '^12 asked: 4 open, 2 closed, 4 rejected, 2 filtered$' '... in numbers'
like "$out" '^14 SYNs in 2 rounds, ' '--stats'
like "$out" '^4 ports accept connections: ' '--explain'
is "$(sum open closed rejected filtered sent recovered drops)" '4 2 4 2 14 0 0' 'the same in the record'

probe_end second
is "$(sum asked left interrupted)" "$left 0 false" 'the next run asks it alone'
cat "$records" >>"$LAB_TMP/both.json"
is "$(jq -r 'select(.type == "port").port' "$LAB_TMP/both.json" | sort | uniq -c | awk '{ print $1 }' | sort | uniq -c | tr -s ' ')" \
	' 40 1' '... and every port is told once'
probe_in h1 -p 61-100 --resume "$LAB_TMP/state" $four
is "$status $(sum asked)" '0 0' '... until nothing is left'
run in_ns h1 "$TCPPROBE" -p 60-100 --resume "$LAB_TMP/state" $four
is "$status $err" "2 tcpprobe: $LAB_TMP/state is of other hosts, ports or another --shard" '... of that list'

probe_end right
is "$status $(sum up unexpected)" '0 true 0' 'all as expected'
like "$out" '^All as expected$' '... which it says'
probe_end wrong
is "$status $(sum up unexpected)" '1 false 2' 'not as expected'
like "$out" "^- $four 81 open\$" '... a diff: what was to be'
like "$out" "^\\+ $four 81 closed: RST, ttl=63" '... and what is'
like "$out" "^- $four 82 closed/rejected\$" '... one of several states'
probe_end pinned
is "$(for p in 80 81 82 83; do state $four $p; done | paste -sd' ')" 'open closed filtered rejected' 'from one source port'
probe_end drops
is "$(for p in 80 82 84; do state $four $p; done | paste -sd' ')" 'open filtered closed' 'what this host drops makes nothing filtered'
isnt "$(sum drops)" 0 '... which it counts'
like "$out" "^$four +82  filtered  no answer to 2 SYNs\$" '... and asks again, though no retry was wanted'
like "$out" '^[0-9]+ packets were dropped at our own socket \(drops\)' '... and explains'
probe_end refused
is "$status" 0 '--refused ok: closed is as good'

: >"$LAB_TMP/parts.json"
for i in 1 2 3; do
	probe_end "part$i"
	between 26 "$(sum asked)" 27 "part $i of 3 asks its third"
	cat "$records" >>"$LAB_TMP/parts.json"
done
is "$(jq -r 'select(.type == "port") | "\(.addr) \(.port)"' "$LAB_TMP/parts.json" | sort -u | wc -l)" 80 \
	'the parts together are the whole'
is "$(jq -r 'select(.type == "port" and .state == "open") | "\(.addr) \(.port)"' "$LAB_TMP/parts.json" | sort | paste -sd,)" \
	"$four 80,$six 80" '... with what is open'

printf '%s # the first\n%s\n' $four $six >"$LAB_TMP/hosts"
echo $six >"$LAB_TMP/never"
probe_in h1 -p 80 --targets "$LAB_TMP/hosts" --exclude "$LAB_TMP/never"
is "$status $(rec port addr)" "0 $four" 'hosts of a file, less those that are never asked'
run in_ns h1 "$TCPPROBE" -p 80,81 --nagios $four
like "$status $out" '^2 TCPPROBE CRITICAL - 198.18.2.1 81 is closed\|open=1;;;0 unexpected=1;;;0 rta=' 'a plugin'
run in_ns h1 "$TCPPROBE" --expect open:80 --expect closed:81 --nagios $four
like "$status $out" '^0 TCPPROBE OK - 2 ports are as expected\|' '... as expected'
run in_ns h1 "$TCPPROBE" -p 80,81 --prom - $four
like "$out" '^probe_tcp_port_open\{target="198.18.2.1",port="81"\} 0$' 'metrics of each port'
like "$out" '^probe_tcp_ports\{state="closed"\} 1$' '... and of all'
for to in $four $six; do
	run in_ns h1 "$TCPPROBE" -q -p 80,81 --pcap "$LAB_TMP/run.pcapng" "$to"
	is "$status $out$err" '1 ' "$to: -q is silent"
	is "$(strings -n 12 "$LAB_TMP/run.pcapng" | grep -cE 'port 8[01], try 1: (open|closed) \((SYN-ACK|RST)\), rtt ')" 4 \
		'probes and answers are in the capture'
done

run in_ns h1 "$TCPPROBE" -p 80-82 --seed 5 --shard 1/3 -W0.3 --retries 0 $four
like "$out" '^1 of them is asked in this run$' 'a shard of one'
run in_ns h1 "$TCPPROBE" -p- --rate max $four -W0.3 --retries 1
like "$out" '^65535 asked: 2 open, 65530 closed, 2 rejected, 1 filtered$' 'all ports of a host, as fast as can be: nothing is wrong'
like "$out" '^Not shown \(-v shows them\): 65530 closed$' '... and only what matters is shown'

link=$(ip -n r -6 -o addr show scope link | sed -n 's/.*inet6 \(fe80[^/]*\).*/\1/p')
device=$(in_ns h1 ip -o -6 route get 2001:db8:1::fe | sed 's/.* dev \([^ ]*\).*/\1/')
# shellcheck disable=SC2086 # words
probe_in h1 -p 9 -I "$device" -W0.3 --retries 0 $link
is "$(sum closed)" 1 '-I is the zone of link-local hosts'
link=$(echo "$link" | head -n1)%$device
like "$(rec port target) - $(rec port addr)" "(^| )$link .*- (.* )?$link( |\$)" '... which their records have'
like "$out" "^$link +9  closed" '... and their lines'
probe_in h1 -c1 "[$link]:9"
is "$(rec answer addr) $(rec answer from)" "$link $link" '... and the records of one'
like "$out" "^$link port 9: closed" '... and its lines'
run in_ns h1 "$TCPPROBE" -p 9 -I 198.18.9.9 $four
is "$status $err" '2 tcpprobe: 198.18.9.9 is no address of this host' 'an address of nobody'

# connect_in ARGUMENT...: the same without privilege.
run in_ns_bare h1 "$TCPPROBE" --json="$LAB_TMP/run.json" -p 80-83,93,443 -W0.3 --retries 0 --rate 1000 $four
records=$LAB_TMP/run.json
probe_keep
is "$status $err $(rec start method)" '1  connect' 'by connect()'
is "$(for p in 80 81 82 83 93 443; do state $four $p; done | paste -sd' ')" \
	'open closed filtered rejected rejected open' '... the same'
run in_ns_bare h1 "$TCPPROBE" -p 1000-1599 --rate max $four
like "$out" '^600 asked: 600 closed$' '... more than there are descriptors'

in_ns h1 nft 'add table ip t; add chain ip t o { type filter hook output priority 0; }; add rule ip t o tcp dport 81 drop'
probe_in h1 -p 80,81 $four --retries 0 -W0.3
is "$status $(state $four 81) $(state $four 80)" '1 unknown open' 'what this host refuses to send says nothing of the port'
like "$out" "^$four +81  unknown   not sent by this host: Operation not permitted\$" '... and why'
is "$(half_open_in h2)" 0 'nothing is left half-open'
probe_done
