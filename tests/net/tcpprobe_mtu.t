#!/bin/sh
# tcpprobe_mtu: the path MTU inside connections: clean, announced, silent, clamped, unheard, closed.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
command -v nft >/dev/null || skip_all 'there is no nft here'
lab_enter "$0" "$@"
# shellcheck source=tests/lab/tcpprobe.sh
. "$(dirname "$0")/../lab/tcpprobe.sh"

lab_routed
# To these addresses r takes 1400 bytes, and says so.
lab_addr h2 eth0 198.18.2.9/24 198.18.2.10/24 198.18.2.11/24 2001:db8:2::9/64
for to in 198.18.2.9 198.18.2.10 198.18.2.11 2001:db8:2::9; do
	ip -n r route add "$to" dev eth1 mtu lock 1400 || bail_out "no route to $to"
done
in_ns r nft -f - <<'END' || skip_all 'nft cannot load these rules here'
table inet t {
	chain through {
		type filter hook forward priority 0;
		ip version 4 tcp dport 81 ip length > 1333 drop
		ip6 version 6 tcp dport 81 ip6 length > 1360 drop
		tcp sport 82 tcp flags syn tcp option maxseg size set 1200
		tcp dport 87 reject with icmpx type admin-prohibited
		tcp dport 84 tcp flags & (syn | ack) == ack meta length > 200 reject with tcp reset
		tcp dport 86 drop
	}
}
END
in_ns h1 nft -f - <<'END' || skip_all 'nft cannot load these rules here'
table ip t {
	chain in {
		type filter hook input priority 0;
		icmp type destination-unreachable @th,192,32 0xc612020a drop
	}
}
END
listen_in h2 80 81 82 84 86

mtu_start()
{
	name=$1
	shift
	probe_start "$name" h1 --mtu "$@"
}
mtu_start clean4 198.18.2.1
mtu_start clean6 '[2001:db8:2::1]:80'
mtu_start told4 -v --pcap "$LAB_TMP/told.pcapng" 198.18.2.9
mtu_start told6 '[2001:db8:2::9]:80'
mtu_start hole4 --explain 198.18.2.1:81
mtu_start hole6 '[2001:db8:2::1]:81'
mtu_start clamp 198.18.2.1:82
mtu_start unheard 198.18.2.10
mtu_start closed 198.18.2.1:83
mtu_start broken 198.18.2.1:84
mtu_start silent -W0.3 198.18.2.1:86
mtu_start stop 198.18.2.1:81
probe_start loop h2 --mtu 127.0.0.1
records=$LAB_TMP/bare.json
run in_ns_bare h1 "$TCPPROBE" --mtu --json="$records" 198.18.2.11
probe_keep
is "$status $err $(rec mtu verdict) $(rec mtu told_bytes) $(rec mtu told_by)" '0  told 1400 null' 'without privilege: somebody said 1400'
run in_ns_bare h1 "$TCPPROBE" --mtu 198.18.2.1:87
like "$status $out" 'no connection: rejected by 198.18.1.254: Packet filtered \(ICMP 3/13\)$' 'a router that rejects is named'
probe_start plugin h1 --mtu --nagios 198.18.2.1:81
run in_ns h1 "$TCPPROBE" --mtu --nagios 198.18.2.9
like "$status $out" '^0 TCPPROBE OK - no black hole: packets of up to 1400 bytes come through.pl=0%' \
	'as a plugin: announced is fine'
lab_wait 9 grep -q 'silent' "$LAB_TMP/stop.out"
kill -TERM "$(cat "$LAB_TMP/stop.pid")"

probe_end plugin
like "$status $out" '^2 TCPPROBE CRITICAL - black hole: packets of up to 1333 bytes come through, those of 1334 vanish.pl=0%' '... a black hole is not'
for v in 4 6; do
	probe_end clean$v
	is "$status $err $(rec mtu verdict) $(rec mtu passes_bytes) $(rec mtu limited_by)" '0  clean 1500 link' "IPv$v: a clean path"
	is "$(rec mtu connections) $(sum state up)" '1 open true' '... one connection is enough'
	probe_end told$v
	is "$status $err $(rec mtu verdict) $(rec mtu passes_bytes) $(rec mtu told_bytes)" '0  told 1400 1400' "IPv$v: a router that says what it takes"
	case $v in
	4) from=198.18.1.254 ;;
	6) from=2001:db8:1::fe ;;
	esac
	is "$(rec mtu told_by)" "$from" '... by name'
	like "$out" "says: .*(Frag needed and DF set|Packet too big).*1400" '... is shown'
	probe_end hole$v
	is "$status $err $(rec mtu verdict) $(rec mtu told_bytes)" '1  black-hole null' "IPv$v: a black hole"
	is "$(rec mtu passes_bytes) $(rec mtu silent_bytes)" "$((v == 4 ? 1333 : 1400)) $((v == 4 ? 1334 : 1401))" '... of a size'
	like "$out" '^nobody said "fragmentation needed"' '... and nobody says so'
	[ $v = 6 ] || like "$out" '^The handshake and small segments pass and large ones do not' '--explain'
done
like "$(strings -n 12 "$LAB_TMP/told.pcapng")" 'fragmentation-needed \(3/4\) from 198\.18\.1\.254 about a segment of ours, MTU 1400$' 'who says so is in the capture'
probe_end clamp
is "$status $(rec mtu verdict) $(rec mtu passes_bytes) $(rec mtu limited_by) $(rec mtu peer_mss_bytes)" '0 clean 1240 peer-mss 1200' 'a clamped MSS'
like "$out" '^no black hole: packets of up to 1240 bytes come through; the MSS of the SYN-ACK, 1200, allows no more$' '... keeps TCP from more'
probe_end unheard
is "$status $(rec mtu verdict) $(rec mtu passes_bytes) $(rec mtu unheard) $(rec mtu told_by)" \
	'1 black-hole 1400 true 198.18.1.254' 'a firewall of this host that drops what the router says'
like "$out" "^198.18.1.254 said that the MTU is 1400, but this host's kernel did not take it\$" '... is found out'
probe_end broken
is "$status $(rec mtu verdict)" '1 unknown' 'connections that break off say nothing'
is "$(rec mtu broken)" 3 '... after three of them it ends'
probe_end closed
is "$status $(rec mtu verdict) $(sum state)" '1 no-connection closed' 'a closed port'
probe_end silent
is "$status $(rec mtu verdict) $(sum state)" '1 no-connection filtered' 'a silent port'
probe_end loop
is "$status $(rec mtu verdict) $(rec mtu told_bytes)" '0 clean null' 'loopback'
probe_end stop
is "$status $(rec mtu interrupted) $(rec mtu verdict)" '1 true black-hole' 'SIGTERM ends it with what is known'
is "$(half_open_in h2)" 0 'nothing is left half-open'
probe_done
