#!/bin/sh
# tcpprobe_forged: whose RSTs a closed port's are: the host's over paths of unequal length and time, or a
# router's in its name.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154,SC2015 # run sets out, err and status
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
command -v nft >/dev/null || skip_all 'there is no nft here'
command -v jq >/dev/null || skip_all 'there is no jq here'
lab_enter "$0" "$@"
# shellcheck source=tests/lab/tcpprobe.sh
. "$(dirname "$0")/../lab/tcpprobe.sh"

# h1 - r1 - r2 - r3 - h2, and from r1 to r3 a second way of equal cost, one hop shorter and slower.
# shellcheck disable=SC2119
lab_chain
lab_relay w r1 eth2 r3 eth2 'delay 3'
lab_addr r1 eth2 198.18.5.1/24 2001:db8:5::1/64
lab_addr r3 eth2 198.18.5.2/24 2001:db8:5::2/64
for r in r1 r3; do
	lab_sysctl $r net/ipv4/fib_multipath_hash_policy 1 && lab_sysctl $r net/ipv6/fib_multipath_hash_policy 1 ||
		skip_all 'this kernel chooses no path by ports'
done
ip -n r1 route replace 198.18.4.0/24 nexthop via 198.18.2.2 nexthop via 198.18.5.2 &&
	ip -n r3 route replace 198.18.1.0/24 nexthop via 198.18.3.1 nexthop via 198.18.5.1 &&
	ip -n r1 route add 2001:db8:4::/64 nexthop via 2001:db8:2::2 nexthop via 2001:db8:5::2 &&
	ip -n r3 route replace 2001:db8:1::/64 nexthop via 2001:db8:3::1 nexthop via 2001:db8:5::1 ||
	skip_all 'this kernel has no paths of equal cost'
listen_in h2 80
in_ns h2 nft 'add table inet t; add chain inet t i { type filter hook input priority 0; }; add rule inet t i tcp dport 84 drop' &&
	in_ns r1 nft 'add table inet t; add chain inet t f { type filter hook forward priority 0; }; add rule inet t f tcp dport { 85, 86 } reject with tcp reset' ||
	skip_all 'nft cannot load these rules here'
h=198.18.4.2 h6=2001:db8:4::2

many='1 2 3 4 5 6 7 8 9 10' pids=
for i in $many; do
	in_ns h1 "$TCPPROBE" -c100 -i0.01 --reference 80 $h:81 >"$LAB_TMP/many.$i" &
	pids="$pids $!"
done
for to in $h "[$h6]"; do
	probe_start "forged.$to" h1 -c1 --reference 80 --explain "$to:85"
	probe_start "honest.$to" h1 -c1 --reference 80 --explain "$to:81"
	probe_start "resets.$to" h1 -c1 --reference 81 "$to:85"
done
probe_start both h1 -c1 --reference 85 $h:86
probe_start silent h1 -c1 -W0.2 --reference 84 $h:81
probe_start open h1 -c1 --reference 81 $h:80
probe_start list h1 -p 80,85 --explain $h6
probe_start plugin h1 -c1 --nagios --reference 80 $h:85

for to in $h "[$h6]"; do
	probe_end "forged.$to"
	is "$status $err$(sum state reason who)" '1 closed forged-rst middlebox' "$to: a router's RST"
	is "$(grep -cE '"signals":"ttl, (rtt, )?reach"' "$records")" 2 '... by two signals, or three'
	is "$(sum confidence) $(rec comparison reference_state) $(rec comparison hops)" 'high open 1' '... beside SYN-ACKs, by hops'
	is "$(rec comparison low_answered) $(rec comparison reference_low_answered)" '16 0' \
		'... and by a TTL that does not last to the host'
	like "$out" 'port 85 is closed by a middlebox: the RSTs are not the host.s \(ttl, (rtt, )?reach\)$' '... in words'
	like "$out" '^The RSTs of port 85 are not from who answers the other port \(reason, signals: ttl, (rtt, )?reach\)' '... explained'
	probe_end "honest.$to"
	is "$status $err$(sum state reason who confidence signals)" '1 closed rst host high null' "$to: the host's own RST"
	is "$(rec comparison low_ttl)" null '... which no low TTL asked about'
	like "$out" '^They have come as far ' '... explained'
	probe_end "resets.$to"
	is "$(sum reason) $(rec comparison reference_state)" 'forged-rst closed' "$to: also beside the host's RSTs"
done
probe_end both
is "$(sum reason who confidence)" 'rst host medium' 'two ports of one router tell nothing'
probe_end silent
is "$(sum reason confidence) $(rec comparison usable)" 'rst medium false' 'nor does a silent port'
like "$out" '^too few answers to compare$' '... which is said'
probe_end open
is "$(sum reason) $(rec comparison usable)" 'syn-ack ' 'an open port is not compared'
probe_end list
like "$out" "^$h6 +85  closed    RST, ttl=64 time=[0-9.]+ ms, fewer hops than to its open ports\$" 'a list points at it'
like "$out" '^Of 1 closed port the RST has come over fewer hops than any SYN-ACK of the host \(signals\)' '... explained'
is "$(grep '"port":85' "$records" | tail -n1 | jq -r '[.state, .who, .confidence, .signals] | map(. // "null") | join(" ")')" \
	'closed null low ttl' '... in its record'
probe_end plugin
like "$status $out" '^2 TCPPROBE CRITICAL - port 85 is closed by a middlebox, loss' 'a plugin says so too'
# shellcheck disable=SC2086 # words
wait $pids
is "$(cat "$LAB_TMP"/many.* | grep -c ' port 81: closed (RST), ')" 1000 '1000 honest RSTs'
is "$(cat "$LAB_TMP"/many.* | sed -n 's/.* ttl=\([0-9]*\).*/\1/p' | sort -u | tr '\n' ' ')" '61 62 ' '... over ways that differ in length'
is "$(cat "$LAB_TMP"/many.* | grep -c ' port 81 is closed by the host itself$')" 10 '... none called forged'
is "$(half_open_in h2)" 0 'nothing is left half-open'
probe_done
