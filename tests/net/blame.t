#!/bin/sh
# blame: a connection that an ICMP error refuses: all tools say whose it is, and name no other.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC3043 # every Linux sh knows local
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
PATH=$PATH:$(cd "$(dirname "$0")/../.." && pwd)/build/peers/bin:/usr/sbin:/sbin
command -v nft >/dev/null || skip_all 'there is no nft here'
lab_enter "$0" "$@"
cd "$LAB_TMP" || exit 99

# ---- h1 - r - h2; rules on each of them, nobody at .77 to .79

# soon HOST INTERFACE: who does not answer there is given up after a tenth of a second.
soon()
{
	local family

	for family in ipv4 ipv6; do
		lab_sysctl "$1" "net/$family/neigh/$2/retrans_time_ms" 100
		lab_sysctl "$1" "net/$family/neigh/$2/mcast_solicit" 1
	done
}

# rules HOST HOOK PORT
rules()
{
	in_ns "$1" nft -f - <<END || skip_all 'no rules that reject here'
table inet t {
	chain c {
		type filter hook $2 priority 0
		tcp dport $3 reject with icmpx type admin-prohibited
	}
}
END
}

lab_routed
soon h1 eth0
soon r eth1
rules r forward 81
rules h2 input 82
rules h1 output 83
ip -n h1 route add 198.18.9.0/24 via 198.18.1.77
ip -n h1 route add 2001:db8:9::/64 via 2001:db8:1::77
# No default route: IPv6 turns to it when a gateway does not answer.
ip -n h1 -6 route add 2001:db8:2::/64 via 2001:db8:1::fe
ip -n h1 -6 route del default
ip -n h1 route add unreachable 198.18.10.0/24
ip -n h1 route add unreachable 2001:db8:10::/64

# ---- all at once

# start NAME COMMAND...
start()
{
	local name="$1"

	shift
	(
		"$@" >"$name.out" 2>&1
		echo $? >"$name.status"
	) &
	asked="$asked $!"
}

# ask NAME ADDRESS PORT
ask()
{
	local name="$1" host="$2"

	case $2 in *:*) host="[$2]" ;; esac
	start "$name.talk" in_ns h1 "$BUILD/telnetlite" --explain -z -w 10 "$2" "$3"
	start "$name.get" in_ns h1 "$BUILD/httpget" --report -o /dev/null --connect-timeout 10 "http://$host:$3/"
	start "$name.probe" in_ns_bare h1 "$TCPPROBE" --json="$name.json" --explain -c1 -W 10 "$host:$3"
}

asked=
for family in 4 6; do
	case $family in
	4) near=198.18.1.7 far=198.18.2. beyond=198.18.9. barred=198.18.10.1 ;;
	6) near=2001:db8:1::7 far=2001:db8:2:: beyond=2001:db8:9:: barred=2001:db8:10::1 ;;
	esac
	ask way$family "${far}1" 81
	ask filter$family "${far}1" 82
	ask here$family "${far}1" 83
	ask absent$family "${far}77" 80
	ask gateway$family "${beyond}1" 80
	ask link$family "${near}8" 80
	ask route$family "$barred" 80
	start gateway$family.ping in_ns h1 "$PING" -n --explain -c1 -W 10 "${beyond}2"
	start link$family.ping in_ns h1 "$PING" -n --explain -c1 -W 10 "${near}9"
done
for pid in $asked; do
	wait "$pid"
done

# ---- who is blamed

# says NAME STATUS ERE
says()
{
	is "$(cat "$1.status")" "$2" "$1 ends with $2"
	like "$(cat "$1.out")" "$3" '... and says whose it is' || diag "$(cat "$1.out")"
	case $1 in
	*.talk) unlike "$(cat "$1.out")" 'A refusal is an answer' '... which is not the peer' ;;
	esac
}

for family in 4 6; do
	case $family in
	4) here=198.18.1.1 r=198.18.1.254 host=198.18.2.1 near=198.18.1.7 ;;
	6) here=2001:db8:1::1 r=2001:db8:1::fe host=2001:db8:2::1 near=2001:db8:1::7 ;;
	esac
	says way$family.talk 3 '^That is not the host: look there for a rule'
	says way$family.get 3 ": $r lets nothing go on to the address"
	says way$family.probe 1 "port 81 is rejected by $r: "
	like "$(cat way$family.probe.out)" '^That is not the host: look there for a rule' '... explained'
	says filter$family.talk 3 '^The host itself says so by ICMP'
	says filter$family.get 3 "refused by the host's own firewall"
	says filter$family.probe 1 "port 82 is rejected by $host itself: "
	says here$family.talk 3 '^This host itself keeps it from leaving'
	says here$family.get 3 ': this host let nothing leave'
	says here$family.probe 1 "port 83 is rejected by $here, which is this host: "
	like "$(cat here$family.probe.out)" '^That is this host: a rule or a route of its own' '... explained'
	like "$(cat here$family.json)" '"type":"summary".*"who":"this-host"' '... and in the record'
	says absent$family.talk 3 '^That is not the host: on the link behind, nobody answers'
	says absent$family.get 3 ": nobody answers behind $r for the address"
	says absent$family.probe 1 '^That is not the host: on the link behind, nobody answers'
	says gateway$family.talk 3 '^This host says so itself: the next hop does not answer'
	says gateway$family.get 3 ": the next hop does not answer on this host's link"
	says gateway$family.probe 1 "^That is this host: the gateway ${near}7 does not answer on its link"
	says gateway$family.ping 1 "^$here, which is this host, refused: "
	like "$(cat gateway$family.ping.out)" "own link nobody answered for the gateway ${near}7: .* arping -I eth0 ${near}7" '... and asks the gateway'
	says link$family.talk 3 '^This host says so itself: the next hop does not answer'
	says link$family.get 3 ": the next hop does not answer on this host's link"
	says link$family.probe 1 "^That is this host: ${near}8 does not answer on its link"
	says link$family.ping 1 "^$here, which is this host, refused: "
	like "$(cat link$family.ping.out)" "own link nobody answered for it: .* arping -I eth0 ${near}9" '... and asks the target'
	says route$family.talk 3 '^This host itself keeps it from leaving'
	says route$family.get 3 ': this host let nothing leave'
done
tap_done
