#!/bin/sh
# tcpprobe_table: open, closed, silent and every way to be rejected, by the host and by a router.
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
listen_in h2 80 86
in_ns h2 nft -f - <<'END' || skip_all 'nft cannot load these rules here'
table inet t {
	chain in {
		type filter hook input priority 0;
		tcp dport 82 drop
		tcp dport 83 reject with icmpx type port-unreachable
		tcp dport 84 reject with icmpx type admin-prohibited
		ip version 4 tcp dport 87 reject with icmp type host-prohibited
		ip version 4 tcp dport 88 reject with icmp type net-prohibited
		ip version 4 tcp dport 89 reject with icmp type net-unreachable
		ip version 4 tcp dport 90 reject with icmp type host-unreachable
		ip version 4 tcp dport 91 reject with icmp type prot-unreachable
		ip6 version 6 tcp dport 89 reject with icmpv6 type no-route
		ip6 version 6 tcp dport 90 reject with icmpv6 type addr-unreachable
	}
}
END
in_ns r nft -f - <<'END' || skip_all 'nft cannot load these rules here'
table inet t {
	chain through {
		type filter hook forward priority 0;
		tcp dport 85 reject with tcp reset
		tcp dport 86 drop
		tcp dport 93 reject with icmpx type admin-prohibited
	}
}
END

ports4='80 81 82 83 84 85 86 87 88 89 90 91 93' ports6='80 81 82 83 84 85 86 89 90 93'
for port in $ports4; do
	probe_start "4.$port" h1 -c1 -W2 "198.18.2.1:$port"
done
probe_start 4.ttl h1 -c1 -W2 --ttl 1 198.18.2.1:80
probe_start 6.ttl h1 -c1 -W2 --ttl 1 '[2001:db8:2::1]:80'
for port in $ports6; do
	probe_start "6.$port" h1 -c1 -W2 "[2001:db8:2::1]:$port"
done

# found NAME STATUS STATE [FROM TYPE CODE]
found()
{
	probe_end "$1"
	is "$status $err" "$2 " "$1: status $2, nothing on standard error"
	is "$(sum state)" "$3" "... $3"
	[ $# -eq 3 ] || is "$(sum rejecter icmp_type icmp_code)" "$4 $5 $6" "... by $4, ICMP $5/$6"
}
h=198.18.2.1 r=198.18.1.254
found 4.80 0 open
is "$(rec answer from) $(rec answer ttl) $(rec answer flags)" "$h 63 SYN" '... from the host, by SYN-ACK'
is "$(rec answer mss) $(rec answer sack) $(rec answer timestamps)" '1460 true true' '... which offers all we do'
is "$(rec answer rtt_source) $(rec start source_port)" 'kernel null' '... timed by the kernel'
found 4.81 1 closed
is "$(sum reason who confidence)" 'rst host medium' '... as nothing says otherwise'
found 4.82 1 filtered
is "$(sum reason who confidence)" 'silence null low' '... though one probe might be lost'
found 4.83 1 rejected $h 3 3
is "$(sum reason who)" 'icmp host' '... by the host itself'
found 4.84 1 rejected $h 3 13
found 4.85 1 closed
found 4.86 1 filtered
found 4.87 1 rejected $h 3 10
found 4.88 1 rejected $h 3 9
found 4.89 1 rejected $h 3 0
found 4.90 1 rejected $h 3 1
found 4.91 1 rejected $h 3 2
found 4.93 1 rejected $r 3 13
is "$(sum reason who confidence rejecter_hops)" 'icmp router high 1' '... as records say'
like "$out" "port 93 is rejected by $r \\(1 hop away by its TTL\\): Packet filtered \\(ICMP 3/13\\)\$" 'what the port is'
like "$out" "port 93: rejected: Packet filtered \\(ICMP 3/13\\) from $r, seq=1 ttl=64 time=" 'who and what is shown'
found 4.ttl 1 rejected $r 11 0
h=2001:db8:2::1 r=2001:db8:1::fe
found 6.80 0 open
is "$(rec answer from) $(rec answer ttl) $(rec answer mss)" "$h 63 1440" '... from the host'
found 6.81 1 closed
found 6.82 1 filtered
found 6.83 1 rejected $h 1 4
found 6.84 1 rejected $h 1 1
found 6.85 1 closed
found 6.86 1 filtered
found 6.89 1 rejected $h 1 0
found 6.90 1 rejected $h 1 3
found 6.93 1 rejected $r 1 1
found 6.ttl 1 rejected $r 3 0
is "$(half_open_in h2)" 0 'nothing is left half-open'
probe_done
