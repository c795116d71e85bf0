#!/bin/sh
# ping_header: TTL and DS field of what is sent and what comes, IPv4 options, and zones.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/ping.sh
. "$LAB_ROOT/tests/lab/ping.sh"

a4=198.18.1.2
a6=2001:db8:1::2

# The replies' text, its times made alike.
body()
{
	printf '%s\n' "$out" | sed '1d; /^---/,$d; s/time=[0-9.]* ms/time=T/' | sed '$d'
}

ping_probe()
{
	# shellcheck disable=SC2086 # words or none
	ping_in h1 $raw "$@" "$to"
}

lab_peered
for how in "ping $a4" "ping $a6" "raw $a4" "raw $a6"; do
	to=${how#* } raw=''
	[ "${how%% *}" = ping ] || raw='-e 0'
	lab_play p --rule 'ttl 9 tos 184 request seq=3' --rule 'ttl 255 tos 1 request seq=5,6' \
		--rule 'note request'
	ping_probe -c 6 -i 0.01 --stats -t 33 -Q 0x2e
	is "$(lab_log p '^at=.* ttl=33 tos=46 ' | grep -c .)" 6 "$how: TTL and DS field are sent"
	is "$(rec reply ttl)" '64 64 9 64 255 255' '... and those that come are told'
	is "$(rec reply tos)" '46 46 184 46 1 1' '... both'
	is "$(rec reply dscp | tr ' ' '\n' | uniq | tr '\n' ' ')" 'null ef null cs0 ' '... by name'
	is "$(rec reply ecn_codepoint)" 'ect0 ect0 not-ect ect0 ect1 ect1' '... and ECN'
	is "$(sum ttl_changes tos_changes)" '3 3' '... and how often they changed'
	like "$out" '^replies: ttl 255, changed 3 times; dscp 0 \(cs0\), ecn 1, changed 3 times$' \
		'... in --stats'
	is "$(body | sed 's/.*ttl=\([0-9]*\).*/\1/' | tr '\n' ' ')" '64 64 9 64 255 255 ' \
		'... and the text'
	lab_play p --rule 'note request'
	ping_probe -c 1 --dscp af41
	is "$(lab_log p '^at=.* tos=136 ' | grep -c .)" 1 "$how: a DSCP by name"
	is "$(rec reply dscp)" af41 '... comes back'
	ping_probe -c 3 -i 0.01 --stats
	like "$out" '^replies: ttl 64, changed 0 times; dscp 0 \(cs0\), ecn 0, changed 0 times$' \
		'... and nothing changed where nothing did'
done

# Options, by kernels on the way and at the end; h2 is behind a router.
lab_host k1
lab_router kr
lab_host k2
lab_link k1 eth0 kr eth0
lab_link kr eth1 k2 eth0
lab_addr k1 eth0 198.18.1.1/24 2001:db8:1::1/64
lab_addr kr eth0 198.18.1.254/24
lab_addr kr eth1 198.18.2.254/24
lab_addr k2 eth0 198.18.2.1/24
lab_default k1 198.18.1.254
lab_default k2 198.18.2.254
to=198.18.2.1

# Absolute times and what each hop adds, made alike.
stamps()
{
	body | sed -E 's/[0-9]+ absolute/A absolute/; s/\t[0-9]{1,3}$/\tD/'
}

for raw in '' '-e 0'; do
	how="${raw:-ping socket}:"
	# shellcheck disable=SC2086 # words or none
	ping_in k1 $raw -R -c 3 -i 0.02 $to
	is "$(body)" "64 bytes from $to: icmp_seq=1 ttl=63 time=T
RR: 	198.18.1.1
	198.18.2.254
	198.18.2.1
	198.18.2.1
	198.18.1.254
	198.18.1.1

64 bytes from $to: icmp_seq=2 ttl=63 time=T	(same route)
64 bytes from $to: icmp_seq=3 ttl=63 time=T	(same route)" "$how -R shows the route once"
	like "$out" "^PING $to \($to\) 56\(124\) bytes of data\.$" '... and counts its bytes'
	# shellcheck disable=SC2086 # words or none
	ping_in k1 $raw -T tsonly -c 1 $to
	is "$(stamps)" "64 bytes from $to: icmp_seq=1 ttl=63 time=T
TS: 	A absolute
	D
	D
	D
	D
	D" "$how -T tsonly shows times"
	midnight=$(printf '%s\n' "$out" | sed -n 's/^TS: \t\([0-9]*\) absolute/\1/p')
	now=$((($(date +%s) % 86400) * 1000))
	[ "$midnight" -le "$((now + 1000))" ] || midnight=$((midnight - 86400000))
	between $((now - 60000)) "$midnight" $((now + 1000)) '... of today'
	# shellcheck disable=SC2086 # words or none
	ping_in k1 $raw -T tsandaddr -c 1 $to
	is "$(stamps)" "64 bytes from $to: icmp_seq=1 ttl=63 time=T
TS: 	198.18.1.1	A absolute
	198.18.1.254	D
	198.18.2.1	D
	198.18.2.1	D
Unrecorded hops: 2" "$how -T tsandaddr shows whose"
	# shellcheck disable=SC2086 # words or none
	ping_in k1 $raw -T tsprespec -c 1 198.18.1.1 198.18.1.254 198.18.2.1 198.18.1.1 $to
	is "$(stamps)" "64 bytes from $to: icmp_seq=1 ttl=63 time=T
TS: 	198.18.1.1	A absolute
	198.18.1.254	D
	198.18.2.1	D
	198.18.1.1	D" "$how -T tsprespec asks four that are named"
done
ping_in k1 -s 65467 -R -c 1 $to
is "$(rec reply bytes)" 65475 'the largest packet with options goes and comes'

for ns in k1 kr k2; do
	for dev in all eth0 eth1; do
		lab_sysctl $ns net/ipv4/conf/$dev/accept_source_route 1 2>/dev/null
	done
done
run in_ns k1 "$PING" -c 1 --source-route 198.18.1.254 $to
if printf '%s\n' "$err" | grep -q 'not permitted'; then
	skip 'this kernel refuses source routes' 2
else
	ping_in k1 -c 1 --source-route 198.18.1.254 $to
	is "$(body)" "64 bytes from $to: icmp_seq=1 ttl=63 time=T
LSRR: 	198.18.1.254" 'a source route is gone by and shown'
	ping_in k1 -c 1 -W 0.2 --source-route 198.18.1.77 $to
	is "$(sum answered) $status" '0 1' '... and one by nobody gets nowhere'
fi

# Link-local addresses: the zone from the address, from -I, or the only one there is.
lab_link k1 eth1 k2 eth1
lab_addr k1 eth1 2001:db8:7::1/64
lab_addr k2 eth1 fe80::7/64
lab_wait 5 lab_is_up k1 eth0
for raw in '' '-e 0'; do
	# shellcheck disable=SC2086 # words or none
	ping_in k1 $raw -c 2 -i 0.01 fe80::7%eth1
	is "$(sum answered) $(body)" "2 64 bytes from fe80::7%eth1: icmp_seq=1 ttl=64 time=T
64 bytes from fe80::7%eth1: icmp_seq=2 ttl=64 time=T" "${raw:-ping socket}: an address with its zone"
	like "$out" '^PING fe80::7%eth1 \(fe80::7%eth1\) 56 data bytes$' '... that the header has'
	# shellcheck disable=SC2086 # words or none
	ping_in k1 $raw -I eth1 -c 1 fe80::7
	is "$(sum answered) $(body)" '1 64 bytes from fe80::7%eth1: icmp_seq=1 ttl=64 time=T' \
		'... with its interface'
	# shellcheck disable=SC2086 # words or none
	ping_in k1 $raw -c 1 -W 0.1 fe80::7%eth0
	is "$(sum answered)" 0 '... in another zone it is nobody'
done
ip -n k1 link del eth0
ping_in k1 -c 1 fe80::7
is "$(sum answered) $(body)" '1 64 bytes from fe80::7%eth1: icmp_seq=1 ttl=64 time=T' \
	'without a zone the only one there is'
ping_done
