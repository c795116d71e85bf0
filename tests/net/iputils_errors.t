#!/bin/sh
# iputils_errors: every ICMP error reads and counts as in iputils ping, by raw and ping socket.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC3043,SC2317 # every Linux sh knows local; run calls functions
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
# shellcheck source=tests/net/compare.sh
. "$(dirname "$0")/compare.sh"
lab_enter "$0" "$@"
compare_start
lab_require nft

# The peer on h1's eth1 answers with the error whose type and code stand in the address, as if from
# a router: 198.18.3.1 on is type 3, 198.18.4.1 on type 4 and so forth, 2001:db8:101:: type 1.
codes4='3:0 3:1 3:2 3:3 3:5 3:6 3:7 3:8 3:9 3:10 3:11 3:12 3:13 3:14 3:15 11:0 11:2'
codes6='1:0 1:1 1:2 1:3 1:4 1:5 1:6 1:7 3:0 3:1 3:2'
lab_routed
set -- --rule 'error 3 4 mtu 1300 from 198.18.9.9 request to=198.18.9.4/32' \
	--rule 'error 12 0 pointer 20 from 198.18.9.9 request to=198.18.9.5/32' \
	--rule 'error 4 0 from 198.18.9.9 request to=198.18.9.6/32' \
	--rule 'error 5 1 gateway 198.18.9.8 from 198.18.9.9 request to=198.18.9.7/32' \
	--rule 'error 5 1 gateway 198.18.9.8 from 198.18.9.9 too request to=198.18.9.10/32' \
	--rule 'error 4 0 from 198.18.9.9 too request to=198.18.9.11/32' \
	--rule 'error 3 1 from 198.18.9.9 too request to=198.18.9.12/32' \
	--rule 'error 3 1 from 198.18.9.9 request seq=2 to=198.18.9.13/32' \
	--rule 'error 3 1 quote 8 from 198.18.9.9 request to=198.18.9.14/32' \
	--rule 'error 3 1 wrong-id from 198.18.9.9 request to=198.18.9.15/32' \
	--rule 'error 2 0 mtu 1280 from 2001:db8:9::9 request to=2001:db8:9::4/128' \
	--rule 'error 4 0 pointer6 6 from 2001:db8:9::9 request to=2001:db8:9::5/128' \
	--rule 'error 4 1 pointer6 40 from 2001:db8:9::9 request to=2001:db8:9::6/128' \
	--rule 'error 4 2 pointer6 40 from 2001:db8:9::9 request to=2001:db8:9::7/128' \
	--rule 'error 4 3 pointer6 40 from 2001:db8:9::9 request to=2001:db8:9::8/128' \
	--rule 'error 1 3 quote 8 from 2001:db8:9::9 request to=2001:db8:9::14/128'
for c in $codes4; do
	set -- "$@" --rule "error ${c%:*} ${c#*:} from 198.18.9.9 request to=198.18.1${c%:*}.${c#*:}/32"
done
for c in $codes6; do
	set -- "$@" --rule \
		"error ${c%:*} ${c#*:} from 2001:db8:9::9 request to=2001:db8:10${c%:*}::${c#*:}/128"
done
lab_peer p h1 eth1 "$@"
lab_addr h1 eth1 198.18.9.254/24 2001:db8:9::fe/64
ip -n h1 route add 198.18.13.0/24 via 198.18.9.9
ip -n h1 route add 198.18.111.0/24 via 198.18.9.9
ip -n h1 route add 2001:db8:101::/48 via 2001:db8:9::9
ip -n h1 route add 2001:db8:103::/48 via 2001:db8:9::9
# One question for a neighbour instead of three: a second a failure.
lab_sysctl h1 net/ipv4/neigh/eth0/mcast_solicit 1
lab_sysctl h1 net/ipv6/neigh/eth0/mcast_solicit 1
lab_sysctl r net/ipv4/neigh/eth1/mcast_solicit 1

from_the_wire()
{
	for c in $codes4; do
		same ping -c1 -W1 "198.18.1${c%:*}.${c#*:}"
	done
	for c in $codes6; do
		same ping -c1 -W1 "2001:db8:10${c%:*}::${c#*:}"
	done
	for host in 4 5 14; do
		same ping -c1 -W1 198.18.9.$host
		same ping -c1 -W1 2001:db8:9::$host
		ip -n h1 route flush cache
		ip -n h1 -6 route flush cache
	done
	for host in 6 7 8; do
		same ping -c1 -W1 2001:db8:9::$host
	done
	same ping -c2 -i.2 -W1 198.18.9.12
	same ping -c3 -i.2 -W1 198.18.9.13
	same ping -c1 -W.3 198.18.9.15
}

from_routers()
{
	same ping -c1 -t1 198.18.2.1
	same ping -c1 -t1 2001:db8:2::1
	same ping -c2 -i.2 -t1 198.18.2.1
	same ping -c2 -i.2 -q -t1 198.18.2.1
	same ping -c2 -i.2 -D -O -t1 198.18.2.1
	same ping -c3 -f -t1 198.18.2.1
	same ping -c2 -A -i.2 -t1 198.18.2.1
	same ping -c2 -a -i.2 -t1 2001:db8:2::1
	same ping -w2 -i.2 -t1 198.18.2.1
	same ping -w2 -i.2 -c3 -t1 198.18.2.1
	same ping -w2 -i.2 -c3 -t1 2001:db8:2::1
	same ping -c1 -R -t1 198.18.2.1
	same ping -c3 -i.2 198.18.1.77
	same ping -c1 -n 198.18.2.77
	same ping -c1 2001:db8:1::77
	for kind in unreachable blackhole prohibit throw; do
		for at in h1 r; do
			ip -n $at route add $kind 198.19.1.0/24
			ip -n $at route add $kind 2001:db8:77::/64
			same ping -c1 -W.3 198.19.1.1
			same ping -c1 -W.3 2001:db8:77::1
			ip -n $at route del $kind 198.19.1.0/24
			ip -n $at route del $kind 2001:db8:77::/64
		done
	done
}

# rejected EDIT WHERE CHAIN ADDRESS VERDICT: as differs, while that host's firewall does so.
rejected()
{
	local edit="$1" at="$2" chain="$3" to="$4" family=ip

	shift 4
	case $to in *:*) family=ip6 ;; esac
	in_ns "$at" nft "add table $family t
		add chain $family t c { type filter hook $chain priority 0; }
		add rule $family t c $family daddr $to $*"
	differs "${edit:+a send that fails is told and counted}" "$edit" ping -c2 -i.2 -W.3 "$to"
	in_ns "$at" nft delete table $family t
}

from_firewalls()
{
	local told='s/ received, 100%/ received, +2 errors, 100%/
		s/^exit/2| ping: sendmsg: Operation not permitted\n2| ping: sendmsg: Operation not permitted\n&/'

	rejected '' r forward 198.18.2.1 reject with icmp type net-unreachable
	rejected '' r forward 198.18.2.1 reject with icmp type admin-prohibited
	rejected '' r forward 2001:db8:2::1 reject with icmpv6 type admin-prohibited
	rejected '' r forward 2001:db8:2::1 reject with icmpv6 type policy-fail
	rejected '' h2 input 198.18.2.1 reject with icmp type port-unreachable
	rejected '' h2 input 2001:db8:2::1 drop
	# Not every kernel tells a ping socket.
	if [ "$where" = raw ]; then
		rejected "$told" h1 output 198.18.2.1 drop
		rejected "$told" h1 output 2001:db8:2::1 drop
	fi
	rejected '' h1 output 198.18.2.1 reject with icmp type admin-prohibited
}

# narrow COMMAND...: the same where neither has been told the path's MTU.
narrow()
{
	local ours theirs

	theirs=$(transcript theirs "$@" | sed -E -f "$LAB_TMP/newer.sed")
	ip -n h1 route flush cache
	ip -n h1 -6 route flush cache
	ours=$(transcript ours "$@")
	ip -n h1 route flush cache
	ip -n h1 -6 route flush cache
	is "$ours" "$theirs" "$where: $* (nothing known of the path)"
}

too_big()
{
	ip -n r link set eth1 mtu 1300
	ip -n h2 link set eth0 mtu 1300
	narrow ping -c2 -i.2 -W.3 -M want -s 1400 198.18.2.1
	narrow ping -c2 -i.2 -W.3 -M want -s 1400 2001:db8:2::1
	narrow ping -c1 -W.3 -M dont -s 1400 198.18.2.1
	narrow ping -c2 -i.2 -W.3 -M 'do' -s 1400 198.18.2.1
	narrow ping -c1 -W.3 -M 'do' -s 1400 2001:db8:2::1
	narrow ping -c2 -i.2 -W.3 -s 1400 198.18.2.1
	ip -n r link set eth1 mtu 1500
	ip -n h2 link set eth0 mtu 1500
	narrow ping -c2 -i.2 -W.3 -M 'do' -s 1600 198.18.2.1
	narrow ping -c1 -W.3 -M 'do' -s 1600 2001:db8:2::1
	narrow ping -f -c3 -W.3 -M 'do' -s 1600 198.18.2.1
}

# Routers' hints: a redirect is no error, and the probe goes on. iputils knows that of its raw socket
# only: by a ping socket it counts and ends -c1. A source quench, which no router may send any more,
# is to ours the error that it is to iputils by a ping socket.
hints()
{
	same ping -c1 -W.3 198.18.9.7
	same ping -c1 -W1 198.18.9.10
	same ping -c2 -i.2 -W1 -q 198.18.9.10
	same ping -c2 -i.2 -W1 -D 198.18.9.10
	differs 'a quench counts' 's/9: icmp/9 icmp/; s/ received, /&+1 errors, /' \
		ping -c1 -W.3 198.18.9.6
}

all()
{
	from_the_wire
	from_routers
	from_firewalls
	too_big
}

where=raw
all
hints
redirect=$(transcript ours ping -c2 -i.2 -W1 198.18.9.10)
lab_open h1
where=socket
all
is "$(transcript ours ping -c2 -i.2 -W1 198.18.9.10)" "$redirect" 'socket: a redirect is no error'
same ping -c1 -W.3 198.18.9.6
same ping -c2 -i.2 -W1 198.18.9.11
tap_done
