#!/bin/sh
# arping_dad: whether an address is free: every kind of conflict, at even times and at the RFCs'.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/arping.sh
. "$(dirname "$0")/../lab/arping.sh"

b=02:00:00:00:00:0b
B=02:00:00:00:00:0B
lab_host h1
lab_peer p h1 eth0 --own 198.18.1.0/28 --own 2001:db8:1::/124 --own 198.18.1.16/28 --own 2001:db8:1::10/124 \
	--rule "mac $b arp to=198.18.1.2" --rule "mac $b claim silent arp to=198.18.1.3 n=2" \
	--rule "mac $b probe silent arp to=198.18.1.4" --rule "mac $b probe silent arp to=198.18.1.10" --rule "mac $b from 198.18.1.99 arp to=198.18.1.5" \
	--rule "mac $b vlan 7 arp to=198.18.1.6" --rule "silent arp" \
	--rule "mac $b ns to=ff02::1:ff00:2" --rule "mac $b claim silent ns to=ff02::1:ff00:3" \
	--rule "mac $b probe silent ns to=ff02::1:ff00:4" --rule "mac $b ttl 254 ns to=ff02::1:ff00:5" \
	--rule "mac $b no-option ns to=ff02::1:ff00:6" --rule 'silent ns'
lab_addr h1 eth0 198.18.1.1/24 2001:db8:1::1/64

# All at once: most of a run is waiting. Those that end early have the longer times.
dad()
{
	arping_start "$1" h1 -D --dad-scale "${3:-0.2}" -I eth0 "$2"
}
dad owner 198.18.1.2 1
dad claim 198.18.1.3 1
dad probe 198.18.1.4 1
dad other 198.18.1.5
dad vlan 198.18.1.6
dad free 198.18.1.20
arping_start announce h1 -D --announce --dad-scale 0.1 -I eth0 198.18.1.7
arping_start many h1 -D --dad-scale 0.02 -c 6 -I eth0 198.18.1.8
arping_start even h1 -D -c 3 -i 0.3 -I eth0 198.18.1.9
arping_start even_probe h1 -D -c 3 -i 0.3 -I eth0 198.18.1.10
arping_start early h1 -D --dad-scale 100 -I eth0 198.18.1.11
dad owner6 2001:db8:1::2 2
dad claim6 2001:db8:1::3 2
dad probe6 2001:db8:1::4 2
dad far6 2001:db8:1::5 0.5
dad bare6 2001:db8:1::6 2
dad free6 2001:db8:1::20
arping_start self h1 -c 1 --explain -I eth0 198.18.1.1
arping_start own h1 -D --dad-scale 0.2 --explain -I eth0 198.18.1.1
arping_start announce6 h1 -D --announce --dad-scale 0.1 -I eth0 2001:db8:1::7

conflict() # NAME TRANSMITTED TEXT
{
	arping_end "$1"
	is "$status $(sum sent answers conflict available mac)" "1 $2 1 true null $b" "$1: a conflict"
	like "$out" "$3" '... in words'
}
free() # NAME TRANSMITTED ADDRESS
{
	arping_end "$1"
	is "$status $(sum sent answers conflict available mac)" "0 $2 0 false true null" "$1: none"
	like "$out" "^$3 is free$" '... in words'
}
conflict owner 1 "^198.18.1.2 is in use by $B$"
conflict claim 2 "^Broadcast request from 198.18.1.3 \[$B\] for 198.18.1.3 \[00:00:00:00:00:00\] [0-9.]+ms$"
conflict probe 1 "^198.18.1.4 is not to be used: $B is about to take it$"
like "$out" "^Broadcast request from 0.0.0.0 \[$B\]  [0-9.]+ms \(it wants the address too\)$" \
	'... by a probe, named in brackets'
is "$(rec conflict message)" request '... and in the records'
free other 3 198.18.1.5
free vlan 3 198.18.1.6
between 1 "$(sum elsewhere)" 3 '... though a host of another VLAN has it'
free free 3 198.18.1.20
between 800 "$(sum elapsed_ms | sed 's/\..*//')" 4000 '... after a fifth of the times of RFC 5227'
is "$(rec start source interval_ms)" 'null' '... asked by nobody'
arping_end own
is "$status $(sum sent conflict available)" '0 3 false true' "this host's own address: no conflict"
like "$out" "^198\.18\.1\.1 is this host's own, and nobody else has it$" '... which is said'
like "$out" "198\.18\.1\.1 is this host's own alone, as far as" '... and explained'
arping_end self
like "$out" '^198\.18\.1\.1 is an address of this host, which does not answer itself' '... nor when it is asked for'
arping_end announce
is "$status $(sum sent announced available)" '0 5 2 true' 'a free address is taken'
like "$out" '^198.18.1.7 was free and is announced$' '... in words'
is "$(lab_count p 'op=1 .*from=198.18.1.7 to=198.18.1.7 ')" 0 '(announcements ask nobody)'
free many 6 198.18.1.8
arping_end even
is "$status $(sum sent conflict available)" '0 3 false null' '-c with -i asks at even times'
unlike "$out" free '... and says no more than ever'
arping_end even_probe
is "$status $(sum sent conflict)" '1 1 true' '... and knows a simultaneous probe too'

# It hears of the conflict while it still waits before its first probe.
lab_wait 5 grep -q ARPING "$LAB_TMP/early.out"
run in_ns p "$LAB_BIN/poke" --wait 1 p arp 198.18.1.11 198.18.1.11
arping_end early
is "$status $(sum conflict)" '1 true' 'a conflict that comes before the first probe counts'

conflict owner6 1 "^Broadcast reply from 2001:db8:1::2 \[$B\]  [0-9.]+ms flags=O$"
conflict claim6 1 "^2001:db8:1::3 is in use by $B$"
conflict probe6 1 "^2001:db8:1::4 is not to be used: $B is about to take it$"
conflict bare6 1 "^2001:db8:1::6 is in use by $B$"
free far6 1 2001:db8:1::5
is "$(rec malformed fault)" 'hop limit' '... since what comes from afar does not count'
free free6 1 2001:db8:1::20
arping_end announce6
is "$status $(sum sent announced available)" '0 3 2 true' 'a free IPv6 address is taken'

# What was not asked to the end is not known.
arping_start cut h1 -D --dad-scale 100 -I eth0 198.18.1.12
lab_wait 5 grep -q ARPING "$LAB_TMP/cut.out"
kill -INT "$rec_pid"
arping_end cut
is "$status $(sum conflict available)" '2 false null' 'interrupted it does not say that an address is free'
arping_in h1 -D --dad-scale 100 -w 0.2 --explain -I eth0 198.18.1.12
is "$status" 2 '... nor does it when -w comes first'
like "$out" '^The run ended before it could be told whether 198.18.1.12 is free \(available null\)' '... in words'

# What leaves: probes from nobody, announcements from the address, all to everybody.
lab_play p --own 198.18.1.16/28 --own 2001:db8:1::10/124 --rule 'silent arp' --rule 'silent ns' --rule 'note'
arping_in h1 -D --dad-scale 0 -I eth0 198.18.1.21
arping_in h1 -D --dad-scale 0 -I eth0 2001:db8:1::17
like "$(lab_log p 'to=198.18.1.21')" \
	'op=1 mac=[0-9a-f:]{17} from=0.0.0.0 to=198.18.1.21 .* ether-to=ff:ff:ff:ff:ff:ff bytes=60$' \
	'an ARP probe as RFC 5227 2.1.1 has it, padded'
like "$(lab_log p 'type=135')" \
	'from=:: to=ff02::1:ff00:17 ttl=255 tos=0 .* ether-to=33:33:ff:00:00:17 bytes=86$' \
	'an IPv6 probe as RFC 4862 5.4.2 has it, with a nonce'

# Nobody can be asked, or nothing can be known: never 1, which says that the address is in use.
arping_in h1 -D -c1 -I eth0 198.18.1.1
is "$status $(sum conflict)" '0 false' 'our own address is no conflict with ourselves'
# Two interfaces of ours on one switch: the kernel answers by the one for the other.
ip netns add sw
ip -n sw link add name br type bridge forward_delay 0
ip -n sw link set dev br up
for dev in two1 two2; do
	lab_link h1 $dev sw $dev
	ip -n sw link set dev $dev master br
done
lab_addr h1 two1 198.18.7.1/24
lab_addr h1 two2 198.18.7.2/24
arping_in h1 -D -c2 -i0.2 -W0.5 -I two1 198.18.7.2
is "$status $(sum conflict)" '0 false' 'another interface of ours is no conflict'

ip -n h1 link add name other0 type veth peer name other1
in_ns h1 sh -c 'ip link set other0 up'
arping_in h1 -D -c1 -I other0 198.18.1.9
is "$status $err" '2 arping: other0 has no carrier: whether the address is free cannot be told' \
	'without carrier nothing is known'
if in_ns h1 nft 'table netdev t {
	chain out { type filter hook egress device eth0 priority 0; drop; }
}'; then
	arping_in h1 -D -c2 -i0.1 -I eth0 198.18.1.22
	is "$status $(sum sent)" '2 0' 'where nothing leaves the status is 2'
	like "$err" '^arping: sendto: ' '... with the reason'
	in_ns h1 nft delete table netdev t
else
	skip 'no egress hook in this kernel' 2
fi
arping_done
