#!/bin/sh
# ping_router: what real routers say: a TTL that is used up, routes that refuse, redirects.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154,SC2317 # each_way calls; run sets out, err and status
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/ping.sh
. "$LAB_ROOT/tests/lab/ping.sh"

# h1 - r1 - r2 - h2, and a third host in the LAN of h1 and r1 (the bridge is in sw).
lab_host h1
lab_host h3
lab_host sw
lab_router r1
lab_router r2
lab_host h2
lab_link h1 eth0 sw p1
lab_link r1 eth0 sw p2
lab_link h3 eth0 sw p3
ip -n sw link add br0 type bridge mcast_snooping 0 || skip_all 'there is no bridge here'
ip -n sw link set br0 up
for port in p1 p2 p3; do
	ip -n sw link set $port master br0
done
lab_link r1 eth1 r2 eth0
lab_link r2 eth1 h2 eth0
lab_addr h1 eth0 198.18.1.1/24 2001:db8:1::1/64
lab_addr h3 eth0 198.18.1.3/24 2001:db8:1::3/64
lab_addr r1 eth0 198.18.1.254/24 2001:db8:1::fe/64
lab_addr r1 eth1 198.18.2.1/24 2001:db8:2::1/64
lab_addr r2 eth0 198.18.2.2/24 2001:db8:2::2/64
lab_addr r2 eth1 198.18.3.254/24 2001:db8:3::fe/64
lab_addr h2 eth0 198.18.3.1/24 2001:db8:3::1/64
ip -n h3 addr add 198.18.33.1/32 dev lo
ip -n h3 addr add 2001:db8:33::1/128 dev lo
lab_default h1 198.18.1.254 2001:db8:1::fe
lab_default h2 198.18.3.254 2001:db8:3::fe
lab_default r1 198.18.2.2 2001:db8:2::2
for route in unreachable prohibit blackhole; do
	n=$((40 + ${#route}))
	ip -n r1 route add $route 198.18.$n.0/24
	ip -n r1 -6 route add $route 2001:db8:$n::/64
done
ip -n r2 route add 198.18.1.0/24 via 198.18.2.1
ip -n r2 -6 route add 2001:db8:1::/64 via 2001:db8:2::1
ip -n r1 route add 198.18.33.0/24 via 198.18.1.3
# A redirect names the router by its address of the link (RFC 4861 8.2).
h3=$(ip -n h3 -6 addr show dev eth0 scope link | sed -n 's/.*inet6 \([^/]*\).*/\1/p')
ip -n r1 -6 route add 2001:db8:33::/64 via "$h3" dev eth0

each_way()
{
	for how in ping raw; do
		raw=
		[ $how = ping ] || raw='-e 0' # an identifier that only a raw socket can have
		"$@"
	done
}

# answered LINE NAME OPTION... TARGET: the line for the first probe, without its time.
answered()
{
	wanted=$1 name=$2
	shift 2
	# shellcheck disable=SC2086 # words or none
	ping_in h1 $raw -c1 -W0.5 "$@"
	is "$(printf '%s\n' "$out" | sed -n '2s/ time=.*//;2p')" "$wanted" "$name"
}

ttl()
{
	answered 'From 198.18.1.254 icmp_seq=1 Time to live exceeded' \
		"$how socket: a TTL of 1 ends at the first router" -t1 198.18.3.1
	is "$status $(rec error icmp_name)" '1 time-exceeded-in-transit' '... exit 1'
	answered 'From 198.18.2.2 icmp_seq=1 Time to live exceeded' \
		'... of 2 at the second' -t2 198.18.3.1
	answered '64 bytes from 198.18.3.1: icmp_seq=1 ttl=62' '... of 3 arrives' -t3 198.18.3.1
	answered 'From 2001:db8:1::fe icmp_seq=1 Time exceeded: Hop limit' \
		'... IPv6 alike' -t1 2001:db8:3::1
	answered 'From 2001:db8:2::2 icmp_seq=1 Time exceeded: Hop limit' \
		'... its second router' -t2 2001:db8:3::1
	answered '64 bytes from 2001:db8:3::1: icmp_seq=1 ttl=62' \
		'... and the target' -t3 2001:db8:3::1
	answered '64 bytes from 198.18.3.1: icmp_seq=1 ttl=62' '-t 255' -t255 198.18.3.1
}

refuses()
{
	answered "From 198.18.1.254 icmp_seq=1 $2" \
		"$how socket: the router's route: $2" "198.18.$1.1"
	answered "From 2001:db8:1::fe icmp_seq=1 Destination unreachable: $3" \
		'... and of IPv6' "2001:db8:$1::1"
}

silent()
{
	answered '' "$how socket: the router's black hole says nothing" 198.18.49.1
	is "$(sum lost rejected) $status" '1 0 1' '... that is a loss'
}

# The router answers for a neighbour that does not.
neighbour()
{
	# shellcheck disable=SC2086
	ping_in h1 $raw -c1 -W5 198.18.2.77
	like "$out" '^From 198.18.1.254 icmp_seq=1 Destination Host Unreachable$' \
		"$how socket: nobody answers the router's ARP"
	# shellcheck disable=SC2086
	ping_in h1 $raw -c1 -W5 2001:db8:2::77
	like "$out" '^From 2001:db8:1::fe icmp_seq=1 Destination unreachable: Address unreachable$' \
		'... nor its neighbour solicitation'
}

redirect()
{
	lab_sysctl r1 net/ipv4/conf/all/send_redirects 1
	lab_sysctl h1 net/ipv4/conf/all/accept_redirects 0
	ip -n h1 route flush cache
	ip -n h1 -6 route flush cache
	# shellcheck disable=SC2086
	ping_in h1 $raw -c1 198.18.33.1
	like "$out" '^From 198.18.1.254: icmp_seq=1 Redirect Host\(New nexthop: 198.18.1.3\)$' \
		"$how socket: the router's redirect"
	like "$out" '^64 bytes from 198.18.33.1: icmp_seq=1 ' '... and the answer'
	is "$status $(sum answered redirects rejected)" '0 1 1 0' '... which counts'
	# shellcheck disable=SC2086
	ping_in h1 $raw -c1 2001:db8:33::1
	if [ "$how" = ping ]; then
		# icmpv6_err() of the kernel hands a ping socket no redirect.
		is "$status $(sum answered redirects rejected)" '0 1 0 0' '... IPv6 answers too'
		return
	fi
	is "$status $(sum answered redirects rejected)" '0 1 1 0' '... IPv6 alike'
	like "$out" '^From fe80::[^ ]*: icmp_seq=1 Redirect' '... its words'
	is "$(rec redirect icmp_type) $(rec redirect icmp_name)" '137 redirect' '... its record'
}

each_way ttl
each_way refuses 51 'Destination Host Unreachable' 'No route'
each_way refuses 48 'Packet filtered' 'Administratively prohibited'
each_way silent
each_way neighbour
each_way redirect
ping_done
