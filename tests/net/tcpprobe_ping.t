#!/bin/sh
# tcpprobe_ping: a port asked again and again: own addresses, outputs, statuses, what this host refuses.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154,SC2016 # run sets out, err and status; perl expands
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
command -v nft >/dev/null || skip_all 'there is no nft here'
lab_enter "$0" "$@"
# shellcheck source=tests/lab/tcpprobe.sh
. "$(dirname "$0")/../lab/tcpprobe.sh"

lab_direct
in_ns h2 nft 'add table inet t; add chain inet t i { type filter hook input priority 0; }; add rule inet t i tcp dport 83 reject with icmpx type port-unreachable; add rule inet t i tcp dport 84 drop' ||
	skip_all 'nft cannot load these rules here'
listen_in h2 80
for to in 127.0.0.1 '[::1]' 198.18.1.2 '[2001:db8:1::2]'; do
	probe_in h2 -c2 -i0.01 "$to:80"
	is "$status $(sum sent open)" '0 2 2' "h2 finds its own $to open"
	probe_in h2 -c1 "$to:81"
	is "$status $(sum sent closed)" '1 1 1' '... and another port closed'
done

probe_in h1 -c5 -i0.01 --stats --explain 198.18.1.2
is "$status $err" '0 ' 'five probes of port 80'
like "$out" '^TCPPROBE 198.18.1.2 \(198.18.1.2\) port 80 from 198.18.1.1: SYN, MSS 1460$' 'it says what is sent'
is "$(printf '%s\n' "$out" | grep -cE '^198.18.1.2 port 80: open, seq=[1-5] ttl=64 time=[0-9.]+ ms$')" 5 'a line each'
like "$out" '^198.18.1.2 port 80 is open$' 'what they say together'
like "$out" '^5 probes: 5 open, 0 closed, 0 rejected, 0 stale, 0% without answer$' 'in numbers'
like "$out" '^rtt percentiles: p50 [0-9.]+, ' '--stats'
like "$out" '^Port 80 accepts connections: SYN-ACKs acknowledged 5 of our SYNs' '--explain'
is "$(rec answer source_port | tr ' ' '\n' | sort -u | grep -c .)" 5 'each from a port of its own'
probe_in h1 -c3 -i0.01 --source-port 4000 198.18.1.2
is "$(rec answer source_port) $(sum open)" '4000 4000 4000 3' '--source-port pins it'
probe_in h1 -c1 --source-port 53 198.18.1.2
is "$status $err $(rec answer source_port)" '0  53' 'also one that takes privilege'
run in_ns h1 "$TCPPROBE" -c1 -I 198.18.9.9 198.18.1.2
is "$status $err" '2 tcpprobe: 198.18.9.9 is no address of this host' 'an address of nobody'
run in_ns h1 "$TCPPROBE" --path -c1 --source-port 53 198.18.1.2
like "$status $out" '^0 PATH .* by SYN from port 53, ' 'of a path'
run in_ns h1 "$TCPPROBE" --walk --source-port 53 198.18.1.2
is "$status" 0 'of a walk'
is "$(half_open_in h2)" 0 'nothing is left half-open'

probe_in h1 -c1 --refused ok 198.18.1.2:81
is "$status $(sum state up)" '0 closed true' '--refused ok: closed is as wanted'
run in_ns h1 "$TCPPROBE" -c1 --nagios 198.18.1.2
like "$status $out" '^0 TCPPROBE OK - port 80 is open, loss = 0%, RTA = [0-9.]+ ms\|pl=0%;;;0 rta=[0-9.]+ms;;;0$' 'a plugin'
run in_ns h1 "$TCPPROBE" -c1 --nagios --refused warn 198.18.1.2:81
like "$status $out" '^1 TCPPROBE WARNING - port 81 is closed' '... --refused warn'
run in_ns h1 "$TCPPROBE" -c1 --nagios 198.18.1.2:81
like "$status $out" '^2 TCPPROBE CRITICAL - ' '... and crit'
run in_ns h1 "$TCPPROBE" -c1 --nagios --critical 0.000001,50% 198.18.1.2
like "$status $out" '^2 TCPPROBE CRITICAL - port 80 is open' '... a threshold'
run in_ns h1 "$TCPPROBE" -c1 --prom - 198.18.1.2
like "$out" '^probe_success\{target="198.18.1.2"\} 1$' 'metrics'
like "$out" '^probe_tcp_answers_total\{target="198.18.1.2",state="open"\} 1$' '... of every state'

for to in 198.18.1.2 '[2001:db8:1::2]:80'; do
	run in_ns h1 "$TCPPROBE" -q -c1 --pcap "$LAB_TMP/run.pcapng" "$to"
	is "$status $out$err" '0 ' "$to: -q is silent"
	is "$(strings -n 12 "$LAB_TMP/run.pcapng" | grep -c 'probe 1: open (SYN-ACK), rtt ')" 2 'probe and answer are in the capture'
done

in_ns h1 nft 'add table ip t; add chain ip t o { type filter hook output priority 0; }; add rule ip t o tcp dport 82 drop'
probe_in h1 -c2 -i0.01 --explain 198.18.1.2:82
is "$status $(sum state unsent sent)" '2 unknown 2 0' 'what this host refuses to send says nothing of the port'
like "$err" '^tcpprobe: sendto: Operation not permitted$' '... and is said'
like "$out" '^This host refused to send 2 probes \(unsent: Operation not permitted\)' '... and explained'

probe_start long h1 -i0.05 198.18.1.2
lab_wait 9 grep -q 'seq=3 ' "$LAB_TMP/long.out"
kill -INT "$(cat "$LAB_TMP/long.pid")"
probe_end long
is "$status $(sum state interrupted)" '0 open true' 'SIGINT ends it with its summary'

# connect_in PORT: the same without privilege.
connect_in()
{
	records=$LAB_TMP/run.json
	run in_ns_bare h1 "$TCPPROBE" -v -c2 -W1 --json="$records" "$1"
	probe_keep
}
for to in 198.18.1.2 2001:db8:1::2; do
	connect_in "[$to]:80"
	is "$status $err $(rec start method) $(sum state open user_stamped)" '0  connect open 2 0' "$to by connect(): open"
	like "$out" '^Without cap_net_raw connect\(\) asks, which cannot tell: challenge-ack, syn-proxy, forged-rst, own-drops; ' '... which says what it cannot tell'
	connect_in "[$to]:81"
	is "$status $(sum state closed)" '1 closed 2' '... closed'
	connect_in "[$to]:83"
	is "$status $(sum state rejecter)" "1 rejected $to" '... a port unreachable is no RST'
	connect_in "[$to]:84"
	is "$status $(sum state lost)" '1 filtered 2' '... silent'
done
connect_in 198.18.1.2:82
is "$status $(sum state unsent)" '1 filtered 0' '... as is what this host drops itself'
run in_ns_bare h1 "$TCPPROBE" -c1 --source-port 4000 198.18.1.2
like "$status $err" '^2 tcpprobe: a raw socket needs cap_net_raw: ' 'what only a raw socket can do is refused without'
probe_done
