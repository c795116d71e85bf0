# usual: the labs that most tests need; sourced by lab.sh.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
#
# Host h1 is 198.18.1.1 and 2001:db8:1::1 on eth0 in each.

# h1 - h2: 198.18.1.2, 2001:db8:1::2.
lab_direct()
{
	lab_host h1
	lab_host h2
	lab_link h1 eth0 h2 eth0 "${LAB_MTU:-1500}"
	lab_addr h1 eth0 198.18.1.1/24 2001:db8:1::1/64
	lab_addr h2 eth0 198.18.1.2/24 2001:db8:1::2/64
}

# lab_relayed RULE...: h1 - w - h2, w a relay whose a side is h1's; addresses as in lab_direct.
# shellcheck disable=SC2120
lab_relayed()
{
	lab_host h1
	lab_host h2
	lab_relay w h1 eth0 h2 eth0 "$@"
	lab_addr h1 eth0 198.18.1.1/24 2001:db8:1::1/64
	lab_addr h2 eth0 198.18.1.2/24 2001:db8:1::2/64
}

# h1 - r - h2: r is 198.18.1.254, 2001:db8:1::fe and 198.18.2.254, 2001:db8:2::fe (eth1); h2 is
# 198.18.2.1, 2001:db8:2::1.
lab_routed()
{
	lab_host h1
	lab_router r
	lab_host h2
	lab_link h1 eth0 r eth0 "${LAB_MTU:-1500}"
	lab_link r eth1 h2 eth0 "${LAB_MTU:-1500}"
	lab_routed_addrs
}

# lab_routed_relayed RULE...: the same with a relay w between r (side a) and h2.
lab_routed_relayed()
{
	lab_host h1
	lab_router r
	lab_host h2
	lab_link h1 eth0 r eth0 "${LAB_MTU:-1500}"
	lab_relay w r eth1 h2 eth0 "$@"
	lab_routed_addrs
}

lab_routed_addrs()
{
	lab_addr h1 eth0 198.18.1.1/24 2001:db8:1::1/64
	lab_addr r eth0 198.18.1.254/24 2001:db8:1::fe/64
	lab_addr r eth1 198.18.2.254/24 2001:db8:2::fe/64
	lab_addr h2 eth0 198.18.2.1/24 2001:db8:2::1/64
	lab_default h1 198.18.1.254 2001:db8:1::fe
	lab_default h2 198.18.2.254 2001:db8:2::fe
}

# lab_peered ARGUMENT...: h1 - p, p a peer that is every other address: those of h1's own networks
# and, as its gateway 198.18.1.254 and 2001:db8:1::fe, all the rest.
# shellcheck disable=SC2120
lab_peered()
{
	lab_host h1
	lab_peer p h1 eth0 "$@"
	lab_addr h1 eth0 198.18.1.1/24 2001:db8:1::1/64
	lab_default h1 198.18.1.254 2001:db8:1::fe
}

# lab_chain [RULE...]: h1 - r1 - r2 - r3 - h2; of network N (198.18.N.0/24, 2001:db8:N::/64) the
# nearer end is .1 on its eth1 (h1: eth0), the farther .2 on its eth0: r2 answers as 198.18.2.2, h2
# is 198.18.4.2. With rules a relay w lies between r2 (side a) and r3.
lab_chain()
{
	lab_host h1
	lab_router r1
	lab_router r2
	lab_router r3
	lab_host h2
	lab_link h1 eth0 r1 eth0
	lab_link r1 eth1 r2 eth0
	if [ $# -gt 0 ]; then
		lab_relay w r2 eth1 r3 eth0 "$@"
	else
		lab_link r2 eth1 r3 eth0
	fi
	lab_link r3 eth1 h2 eth0
	lab_chain_addrs 1 h1 eth0 r1
	lab_chain_addrs 2 r1 eth1 r2
	lab_chain_addrs 3 r2 eth1 r3
	lab_chain_addrs 4 r3 eth1 h2
	lab_default h1 198.18.1.2 2001:db8:1::2
	lab_default r1 198.18.2.2 2001:db8:2::2
	lab_default r2 198.18.3.2 2001:db8:3::2
	lab_default h2 198.18.4.1 2001:db8:4::1
	ip -n r2 route add 198.18.1.0/24 via 198.18.2.1
	ip -n r2 route add 2001:db8:1::/64 via 2001:db8:2::1
	for net in 1 2; do
		ip -n r3 route add 198.18.$net.0/24 via 198.18.3.1
		ip -n r3 route add 2001:db8:$net::/64 via 2001:db8:3::1
	done
}

# Network N between two of them.
lab_chain_addrs()
{
	lab_addr "$2" "$3" "198.18.$1.1/24" "2001:db8:$1::1/64"
	lab_addr "$4" eth0 "198.18.$1.2/24" "2001:db8:$1::2/64"
}
