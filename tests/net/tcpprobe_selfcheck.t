#!/bin/sh
# tcpprobe_selfcheck: faults of this host are found, each by its name; what cannot be seen is not guessed.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154,SC2016,SC2317 # probe_in sets out, err and status; perl expands; lab_wait calls
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/tcpprobe.sh
. "$(dirname "$0")/../lab/tcpprobe.sh"

lab_routed
# found WHAT: its result.
found()
{
	sed -n "s/.*\"what\":\"$1\",\"result\":\"\([^\"]*\)\".*/\1/p" "$records"
}

no_carrier()
{
	ip -n "$1" link show dev "$2" | grep -q NO-CARRIER
}

is_duplicate()
{
	ip -n "$1" -6 addr show dadfailed | grep -q "$2"
}

probe_in h1 --self-check --explain 198.18.2.1
is "$status $err $(sum up faults)" '0  true 0' 'a host in order'
is "$(found route) $(found interface) $(found source) $(found 'source port') $(found rp_filter)" \
	'fine fine fine fine fine' '... in all that was looked at'
is "$(found neighbour)" 'not examined' '... whose router was never asked for'
like "$out" '^  fine          route            via 198.18.1.254 by eth0 from 198.18.1.1, MTU 1500$' 'the text says how'
like "$out" '^Nothing that was examined keeps SYNs' '--explain'
probe_in h1 -c1 -W5 198.18.2.1
probe_in h1 --self-check 198.18.2.1
is "$(found neighbour)" fine 'a router that has answered'
probe_in h1 --self-check 127.0.0.1
is "$status $(found neighbour)" '0 fine' 'loopback needs no neighbour'

ip -n h1 neigh replace 198.18.1.66 dev eth0 nud failed
probe_in h1 --self-check --explain 198.18.1.66:443
is "$status $(found neighbour) $(sum up faults)" '1 fault false 1' 'a neighbour that did not answer'
like "$out" 'did not answer for its link address on eth0 \(neighbour, fault\)' '... explained'
run in_ns h1 "$TCPPROBE" --self-check --nagios 198.18.1.66
like "$status $out" '^2 TCPPROBE CRITICAL - 198.18.1.66 did not answer .*\|faults=1;;;0$' '... to a plugin'
probe_in h1 --self-check 203.0.113.1
is "$status" 0 'what the default route reaches has a route'
ip -n h1 route del default
probe_in h1 --self-check 203.0.113.1
is "$status $(found route) $(rec self_check addr | tr ' ' '\n' | sort -u)" '1 fault null' 'without one it has none'
ip -n h1 route add unreachable 203.0.113.0/24
probe_in h1 --self-check 203.0.113.1
is "$status $(found route)" '1 fault' 'nor where it is forbidden'

ip -n h1 route add blackhole 203.0.114.0/24
probe_in h1 --self-check 203.0.114.1
is "$status $(found route)" '1 fault' 'nor where all is thrown away'
like "$out" '^  fault         route            connect: Invalid argument: a blackhole route' '... and says so'
run in_ns h1 "$TCPPROBE" 203.0.114.1:80
is "$status $err" '2 tcpprobe: connect: Invalid argument: a blackhole route (ip route)' '... as a probe does'

# Two next hops: the link of one has no carrier, or nobody is there, or all is well.
lab_link h1 eth5 r eth5
lab_addr h1 eth5 198.18.5.1/24
lab_addr r eth5 198.18.5.254/24
ip -n h1 route add 198.18.9.0/24 nexthop via 198.18.1.254 nexthop via 198.18.5.254
probe_in h1 --self-check 198.18.9.1
is "$status $(found 'next hops')" '0 fine' 'two next hops'
like "$out" 'shares connections among 2: 198\.18\.1\.254 by eth0, 198\.18\.5\.254 by eth5$' '... by name'
ip -n h1 neigh replace 198.18.5.254 dev eth5 nud failed
probe_in h1 --self-check --explain 198.18.9.1
is "$status $(found 'next hops')" '1 fault' 'one that does not answer'
like "$out" '198\.18\.5\.254 by eth5 \(which does not answer for its link address\)' '... is named'
lab_sysctl h1 net/ipv4/fib_multipath_use_neigh 1
probe_in h1 --self-check 198.18.9.1
is "$status $(found 'next hops')" '0 doubt' '... and no fault where the kernel passes it over'
lab_sysctl h1 net/ipv4/fib_multipath_use_neigh 0
ip -n r link set eth5 down
lab_wait 5 no_carrier h1 eth5 || bail_out 'the carrier stays'
probe_in h1 --self-check 198.18.9.1
is "$status $(found 'next hops')" '1 fault' 'one without carrier'
like "$out" '198\.18\.5\.254 by eth5 \(without carrier\)' '... is named'
ip -n h1 link del eth5

# An Ethernet that asks nobody, and knows nobody.
lab_link h1 eth6 r eth6
lab_addr h1 eth6 198.18.6.1/24
ip -n h1 link set eth6 arp off
probe_in h1 --self-check 198.18.6.2
is "$status $(found neighbour)" '0 doubt' 'a link without ARP'
like "$out" 'eth6 is set not to ask for link addresses \(arp off\), and nobody has set that of 198\.18\.6\.2' '... and what that means'
ip -n h1 neigh replace 198.18.6.2 lladdr 02:00:00:00:00:06 dev eth6 nud permanent
probe_in h1 --self-check 198.18.6.2
is "$status $(found neighbour)" '0 fine' '... is in order with an address that somebody has set'

# An address that another host has.
lab_addr r eth0 2001:db8:1::98/64
lab_sysctl h1 net/ipv6/conf/all/accept_dad 1
lab_sysctl h1 net/ipv6/conf/eth0/accept_dad 1
ip -n h1 addr add 2001:db8:1::98/64 dev eth0
lab_wait 10 is_duplicate h1 2001:db8:1::98 || bail_out 'no address is found twice'
probe_in h1 --self-check 2001:db8:1::fe
is "$status $(found source)" '0 doubt' 'an address beside that failed duplicate address detection'
like "$out" '2001:db8:1::1 is this host.s, and 2001:db8:1::98 is not to be used' '... is named'
probe_in h1 --self-check -I 2001:db8:1::98 2001:db8:1::fe
is "$status $(found source)" '1 fault' '... as the source is a fault'
ip -n h1 addr del 2001:db8:1::98/64 dev eth0

ip -n h1 addr add 2001:db8:1::99/64 dev eth0 nodad preferred_lft 0 valid_lft 1000
probe_in h1 --self-check -I 2001:db8:1::99 2001:db8:1::fe
is "$status $(found source)" '0 doubt' 'a deprecated source'
lab_sysctl h1 net/ipv4/conf/eth0/rp_filter 1
lab_link h1 eth7 r eth7
lab_addr h1 eth7 198.18.7.1/24
lab_sysctl h1 net/ipv4/conf/eth7/rp_filter 1
probe_in h1 --self-check 198.18.1.254
is "$status $(found rp_filter)" '0 fine' 'a strict filter that the way back passes'
probe_in h1 --self-check -I eth7 198.18.1.254
is "$status $(found rp_filter)" '1 fault' 'one that it does not'
lab_sysctl h1 net/ipv4/conf/eth0/rp_filter 0
lab_addr h1 eth7 198.18.1.7/24
probe_in h1 --self-check 198.18.1.254
is "$status $(found rp_filter)" '0 doubt' 'one on another interface of the same network'
like "$out" 'strict on eth7, which is in the same network as eth0' '... by name'
lab_sysctl h1 net/ipv4/conf/eth7/arp_ignore 1
probe_in h1 --self-check 198.18.1.254
is "$status $(found rp_filter)" '0 fine' '... which asks for nothing that is not its own'
ip -n h1 addr del 198.18.1.7/24 dev eth7
lab_sysctl h1 net/ipv4/conf/eth0/rp_filter 1
lab_sysctl h1 net/ipv4/tcp_sack 0
probe_in h1 --self-check 198.18.1.254
is "$status $(found settings)" '0 doubt' 'no SACK of our own'

# rules PORT WANTED WHAT [OPTION...]: what nftables' rules do with a SYN to it, or its answer.
rules()
{
	port=$1 wanted=$2 what=$3
	shift 3
	probe_in h1 --self-check "$@" "198.18.1.254:$port"
	is "$(found nftables)" "$wanted" "$what"
}
if command -v nft >/dev/null && in_ns h1 nft -f - <<'END'
table inet t {
	set nets { type ipv4_addr; flags interval; elements = { 198.18.2.0/24 } }
	chain o {
		type filter hook output priority 0;
		tcp dport 441 counter drop
		tcp dport { 442, 450-460 } reject with tcp reset
		tcp dport 443 goto c
		tcp dport 444 meta skuid 0 drop
		tcp dport 445 limit rate 1/second accept
		tcp dport 445 drop
		tcp dport 446 meta mark 5 drop
		tcp dport 448 oifname "eth0" ct state vmap { new : drop, established : accept }
		tcp dport 449 ip daddr @nets drop
		oifname "nosuch" drop
		tcp dport != 1-65535 drop
	}
	chain c {
		tcp flags & (fin | syn | rst | ack) == syn jump d
	}
	chain d {
		ip ttl 1 return
		ip version 4 drop
	}
	chain i {
		type filter hook input priority 0; policy drop;
		tcp sport 447 drop
		ct state established,related accept
	}
}
END
then
	rules 440 fine 'rules for other ports'
	rules 441 fault 'a rule that drops our SYNs'
	like "$out" '^  fault         nftables         rule [0-9]+ of inet t o drops our SYNs to 198.18.1.254 port 441$' '... by name'
	rules 455 fault 'one for an interval of ports'
	rules 461 fine '... which ends'
	rules 443 doubt 'one in another chain, behind one that cannot be known'
	rules 444 doubt 'one that asks what cannot be known'
	rules 445 doubt 'one behind another that may accept'
	rules 446 fine 'one for a mark'
	rules 446 fault '... which we set' --mark 5
	rules 447 fault 'one that drops the answers'
	rules 448 fault 'a map of states'
	rules 449 fine 'a set of networks'
	in_ns h1 nft flush chain inet t i
	rules 440 fault 'a policy that drops the answers'
	run in_ns_bare h1 "$TCPPROBE" --self-check 198.18.1.254:441
	like "$out" '^  not examined  nftables         only who has cap_net_admin may read rules$' 'rules that may not be read'
	in_ns h1 nft delete table inet t
else
	skip 'nft cannot load these rules here' 15
fi

lab_sysctl h1 net/ipv4/ip_local_port_range '40000 40003'
lab_sysctl h1 net/ipv4/ip_local_reserved_ports '40001-40002'
mkfifo "$LAB_TMP/held"
nsenter --net=/run/netns/h1 -- perl -MSocket -e '
	for (40000, 40003) {
		socket my $s, AF_INET, SOCK_STREAM, 0 or die $!;
		bind $s, pack_sockaddr_in($_, INADDR_ANY) or die $!;
		listen $s, 1 or die $!;
		push @held, $s;
	}
	print "ready\n"; close STDOUT; sleep 300;' >"$LAB_TMP/held" &
lab_pids="$lab_pids $!"
read -r _ <"$LAB_TMP/held" || bail_out 'nobody takes the ports'
probe_in h1 --self-check 198.18.1.254
is "$status $(found 'ephemeral ports') $(found 'source port')" '1 fault fault' 'ports that are all taken or reserved'
like "$out" '4 of 4 are in use or reserved, of 40000 to 40003$' '... are counted'

run in_ns_bare h1 "$TCPPROBE" --self-check 198.18.1.254
like "$out" '^  doubt         privilege ' 'without privilege it says so'
ip -n r link set eth0 down
lab_wait 5 sh -c '! ip -n h1 link show eth0 | grep -q LOWER_UP'
probe_in h1 --self-check 198.18.1.254
is "$status $(found interface)" '1 fault' 'no carrier'
ip -n h1 link set eth0 down
probe_in h1 --self-check 198.18.1.254
is "$status $(found route) $(found interface)" '1 fault fault' 'an interface that is down'
run in_ns h1 "$TCPPROBE" --self-check nosuch.invalid
is "$status" 2 'a name that is none is no finding'
probe_done
