#!/bin/sh
# route: its unit test again, where there are routers, rules, refusals and more than one link.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
set -e
ip link set lo up
ip link add v0 address 02:00:00:00:00:10 type veth peer name v1
ip link add u0 mtu 1300 type veth peer name u1 mtu 1300
ip link add w0 type veth peer name w1
for link in v0 v1 u0 u1; do
	ip link set $link addrgenmode none up
done
ip link set w0 arp off
ip link property add dev v0 altname an-alternative-name
if ip link add red type vrf table 10 2>/dev/null; then
	export LAB_VRF=1
fi

ip addr add 198.18.0.1/24 brd + dev v0
ip addr add 198.18.0.2/24 brd + dev v0
ip addr add 198.18.1.1/24 dev u0
ip route add default via 198.18.0.254 mtu 1400
ip route add 198.19.5.0/24 via inet6 fe80::99 dev v0
ip route add unreachable 198.19.6.0/24
ip route add prohibit 198.19.7.0/24
ip route add blackhole 198.19.8.0/24
ip addr add 198.18.2.1/24 dev w1
ip link set w1 up
ip route add 198.19.9.0/24 nexthop via 198.18.0.254 nexthop via inet6 fe80::98 dev u0 nexthop via 198.18.2.254
ip rule add fwmark 7 table 77
ip route add default via 198.18.0.77 table 77
ip rule add tos 0x10 table 78
ip route add default via 198.18.0.78 table 78

ip addr add 2001:db8::1/64 dev v0 nodad
ip addr add fe80::10/64 dev v0 nodad
ip addr add fe80::11/64 dev u0 nodad
# The kernel makes the route to an address of its own a moment later.
lab_wait 10 sh -c 'ip -6 route show table local dev v0 | grep -q "local 2001:db8::1 "'
ip route add 2001:db8:5::/48 via fe80::99 dev v0 mtu 1290
ip route add 2001:db8:a::/48 nexthop via fe80::98 dev v0 nexthop via fe80::97 dev u0
ip route add unreachable 2001:db8:6::/48
ip route add prohibit 2001:db8:7::/48
ip route add blackhole 2001:db8:8::/48
ip neigh add 198.18.0.9 lladdr 02:00:00:00:00:99 dev v0 nud stale
ip neigh add 198.18.0.10 dev v0 nud failed
ip neigh add 198.18.0.12 lladdr 02:00:00:00:00:98 dev v0 nud permanent
ip neigh add 2001:db8::9 lladdr 02:00:00:00:00:96 dev v0 nud reachable
"$BUILD/tests/unit/route" lab
