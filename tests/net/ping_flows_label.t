#!/bin/sh
# ping_flows_label: --flows over real equal-cost routes that a router chooses by the IPv6 flow label.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/ping.sh
. "$LAB_ROOT/tests/lab/ping.sh"

a6=2001:db8:9::1
flows='--flows 16 --seed 1 -i 0.032 -c 10 -W 0.4'

# h1 - r = h2: two links, of which the second has a relay.
lab_host h1
lab_router r
lab_host h2
lab_link h1 eth0 r eth0
lab_link r eth1 h2 eth0
lab_relay w r eth2 h2 eth1
lab_addr h1 eth0 2001:db8:1::1/64
lab_addr r eth0 2001:db8:1::fe/64
lab_addr r eth1 2001:db8:2::fe/64
lab_addr r eth2 2001:db8:3::fe/64
lab_addr h2 eth0 2001:db8:2::1/64
lab_addr h2 eth1 2001:db8:3::1/64
ip -n h2 addr add $a6/128 dev lo
lab_default h1 2001:db8:1::fe
lab_default h2 2001:db8:2::fe
ip -n r -6 route add 2001:db8:9::/64 nexthop via 2001:db8:2::1 nexthop via 2001:db8:3::1

# shellcheck disable=SC2086 # words
ping_in h1 $flows $a6
is "$status $(rec flows bad_flows) $(sum answered)" '0 0 160' 'both links work: no flow is accused'
between 10 "$(lab_total w seen side=a2b)" 150 '... and both have a share'

lab_rules w 'drop request'
# shellcheck disable=SC2086
ping_in h1 $flows $a6
is "$status" 1 'one link is broken'
is "$(rec flow answered | tr ' ' '\n' | sort -u | tr '\n' ' ')" '0 10 ' '... for a flow wholly or not at all'
between 2 "$(rec flows bad_flows)" 14 '... that is found'
bad=$(rec flow bad)
is "$(rec flow flow_label | tr ' ' '\n' | sort -u | wc -l)" 16 'each flow has a label of its own'
# shellcheck disable=SC2086
run in_ns_bare h1 "$PING" $flows $a6
is "$status" 1 'without privilege it is found as well'
is "$(printf '%s\n' "$out" | sed -n '/ 0x/{/ ! /s/.*/true/;/ 0x/s/.*/false/;p;}' | paste -sd ' ')" \
	"$bad" '... on the same flows'
# No ping socket has the identifier 0.
# shellcheck disable=SC2086
ping_in h1 $flows -e 0 $a6
is "$(rec start socket) $(rec flow bad)" "raw $bad" 'a raw socket finds the same'

ping_done
