#!/bin/sh
# diagnose: a route of several next hops one of which is not there, a link without ARP, a SYN proxy on the way,
# rules of this host in front of all others.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154,SC2034 # run sets out; start_as is for start
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/diagnose.sh
. "$LAB_ROOT/tests/lab/diagnose.sh"

cat >pages <<'END'
whole    "%HEAD%Content-Length: 5\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\nhello"
END

# shared N: a second way from cN to rN, which the route to 198.18.2.1 shares with the first.
shared()
{
	net "$1"
	lab_link "c$1" eth1 "r$1" eth2
	lab_addr "c$1" eth1 198.18.3.1/24
	lab_addr "r$1" eth2 198.18.3.254/24
	ip -n "c$1" route add 198.18.2.1 nexthop via 198.18.1.254 nexthop via 198.18.3.254 ||
		skip_all 'this kernel shares no route'
	pages "s$1" 198.18.2.1
}

# What is known of the one is that it did not answer; it would by now, so that each connection works.
shared 0
ip -n c0 neigh replace 198.18.3.254 dev eth1 nud failed
start failed c0 "http://198.18.2.1:$(cat port.s0)/whole"

# Neither answers questions for its address, and their frames come all the same.
shared 1
for way in 'eth0 198.18.1.254 eth0' 'eth1 198.18.3.254 eth2'; do
	# shellcheck disable=SC2086 # words
	set -- $way
	lab_sysctl r1 "net/ipv4/conf/$3/arp_ignore" 8
	ip -n c1 neigh replace "$2" dev "$1" nud permanent lladdr \
		"$(ip -n r1 link show dev "$3" | sed -n 's,.*link/ether \([^ ]*\).*,\1,p')"
done
start mute c1 "http://198.18.2.1:$(cat port.s1)/whole"

# An Ethernet that asks nobody, with one address for both ends, so that frames arrive.
lab_host c2
lab_host s2
lab_link c2 eth0 s2 eth0
lab_addr c2 eth0 198.18.1.1/24
lab_addr s2 eth0 198.18.1.2/24
for host in c2 s2; do
	ip -n $host link set eth0 arp off address 02:00:00:00:00:01
done
pages s2 198.18.1.2
start unasking c2 "http://198.18.1.2:$(cat port.s2)/whole"

# SYN cookies that no server sends.
net 3
pages s3 198.18.2.1
lab_sysctl r3 net/netfilter/nf_conntrack_tcp_loose 0
if in_ns r3 nft -f - 2>"$LAB_TMP/nft" <<'END'
table ip t {
	chain early {
		type filter hook prerouting priority -300
		iifname eth0 tcp flags syn notrack
	}
	chain through {
		type filter hook forward priority 0
		meta l4proto tcp ct state invalid,untracked synproxy mss 1460 wscale 7 sack-perm
		ct state invalid drop
	}
}
END
then
	start proxied c3 "http://198.18.2.1:$(cat port.s3)/whole"
fi

# In front of what the self-check can tell: as a packet leaves, as it comes, and for who may not read rules.
net 4
early=yes
in_ns c4 nft -f - 2>/dev/null <<'END' || early=
table netdev t {
	chain out {
		type filter hook egress device eth0 priority 0
		ip protocol tcp tcp dport 81 drop
	}
	chain in {
		type filter hook ingress device eth0 priority 0
		ip protocol tcp tcp sport 82 drop
	}
}
END
rules c4 <<'END'
table inet t {
	chain out {
		type filter hook output priority 0
		tcp dport 83 reject with icmpx type admin-prohibited
	}
}
END
start leaving c4 198.18.2.1:81
start coming c4 198.18.2.1:82
start_as=$diagnose_bare
start unread c4 198.18.2.1:83
start_as=

says failed 1 '^impaired at this host: the route shares connections among 2: 198.18.1.254 by eth0, 198.18.3.254 by eth1 \(which does not answer for its link address\)$'
says mute 1 '^impaired at link: 198.18.[13].254 does not answer on eth[01], and connections that go by it may fail: the route shares connections among 2: ' \
	'forwards all the same'
says unasking 0 '^healthy: '
like "$(cat unasking.out)" '^remark: eth0 is set not to ask for link addresses \(arp off\), and nobody has set that of 198.18.1.2' \
	'... with a remark that the link asks nobody'
if [ -s "$LAB_TMP/nft" ]; then
	skip 'no SYN proxy here' 4
else
	says proxied 0 '^healthy: '
	like "$(cat proxied.out)" '^remark: a SYN proxy seems to answer for 198.18.2.1 port ' '... with a remark on the SYN proxy'
fi
if [ -n "$early" ]; then
	says leaving 1 '^broken at this host: it does not send SYNs to port 81 of 198.18.2.1: No buffer space available; rule [0-9]+ of netdev t out may drop our SYNs'
	says coming 1 '^broken at port: port 82 of 198.18.2.1 is filtered: '
	like "$(cat coming.out)" '^remark: this host itself may be why: rule [0-9]+ of netdev t in may drop the answers' '... with a remark on its rule'
else
	skip 'no rules at the ends of an interface here' 11
fi
says unread 1 '^broken at this host: a rule of its own rejects port 83 of 198.18.2.1: Packet filtered$' 'asks for the link address'
tap_done
