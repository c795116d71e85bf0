#!/bin/sh
# arping_ndp: neighbours and routers of IPv6: flags, who counts, what an advertisement says.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/arping.sh
. "$(dirname "$0")/../lab/arping.sh"

a=02:00:00:00:00:0a b=02:00:00:00:00:0b
A=02:00:00:00:00:0A B=02:00:00:00:00:0B
lab_host h1
lab_peer p h1 eth0 --rule "mac $a ns to=ff02::1:ff00:2" --rule "mac $a ns to=2001:db8:1::2" \
	--rule "mac $a,$b ns to=ff02::1:ff00:3" --rule "mac $a na-flags 7 ns to=ff02::1:ff00:4" \
	--rule "mac $a na-flags 0 no-option ns to=ff02::1:ff00:5" --rule "mac $a ttl 254 ns to=ff02::1:ff00:6" \
	--rule "mac $a zero-option ns to=ff02::1:ff00:7" --rule "mac $a wrong-checksum ns to=ff02::1:ff00:8" \
	--rule "mac $a sender $b ns to=ff02::1:ff00:9" --rule "mac $a truncate 50 ns to=ff02::1:ff00:a" \
	--rule "mac $a broadcast ns to=ff02::1:ff00:b" --rule "mac $a vlan 3 ns to=ff02::1:ff00:c" --rule "mac $a vlan 3 ns to=ff02::1:ff00:f" \
	--rule "mac $a from 2001:db8:1::99 ns to=ff02::1:ff00:d" --rule 'silent ns to=ff02::1:ff00:e' \
	--rule "mac $a from fe80::fe type=133"
lab_addr h1 eth0 198.18.1.1/24 2001:db8:1::1/64

arping_start one h1 -c2 -i0.5 2001:db8:1::2
arping_start two h1 -c2 -i0.5 2001:db8:1::3
arping_start flags h1 -f 2001:db8:1::4
arping_start bare h1 -f 2001:db8:1::5
for i in 6 7 8 c d e; do
	arping_start "bad$i" h1 -c1 -W0.8 2001:db8:1::$i
done
arping_start liar h1 -f 2001:db8:1::9
arping_start all h1 -c1 -W0.8 2001:db8:1::b
arping_start tagged h1 -f -w9 --vlan 3 2001:db8:1::f
arping_start routers h1 --router -I eth0
arping_start noroute h1 -f -w9 -I eth0 2001:db8:77::77
arping_start linklocal h1 -f -I eth0 fe80::77
arping_start by4 h1 -f -w3 -I 198.18.1.1 2001:db8:1::12

arping_end one
is "$status $(sum sent broadcasts answers owners mac)" "0 2 1 2 1 $a" 'a neighbour is found, then asked alone'
like "$out" "^Unicast reply from 2001:db8:1::2 \[$A\]  [0-9]+\.[0-9]{3}ms flags=SO$" 'with its flags'
is "$(rec reply message)" 'NA NA' 'in the records an NA'
arping_end two
is "$(sum owners duplicate broadcasts)" '2 true 2' 'two neighbours with one address'
like "$out" "\[$B\]  [0-9.]+ms flags=SO \(duplicate address\)$" '... the second marked'
arping_end flags
like "$out" 'flags=RSO$' 'all flags'
is "$(rec reply na_router) $(rec reply na_solicited) $(rec reply na_override)" 'true true true' '... in the records'
arping_end bare
like "$out" "\[$A\]  [0-9.]+ms flags=$" 'no flag, and no MAC but the frame'"'"'s'
for pair in '6 hop limit' '7 option length' '8 checksum'; do
	arping_end "bad${pair%% *}"
	is "$status $(sum answers malformed) $(rec malformed fault)" "1 0 1 ${pair#* }" "not counted: ${pair#* }"
done
arping_end badc
is "$status $(sum answers elsewhere)" '1 0 1' 'not counted: on another VLAN'
arping_end badd
is "$status $(sum answers claims)" '1 0 0' 'not counted: of another address'
arping_end bade
is "$status $(sum answers lost)" '1 0 1' 'silence'
arping_end liar
like "$out" "\[$B\] .* \(the frame is from $A\)$" 'an option unlike the frame'
arping_end all
is "$(sum answers claims)" '0 1' 'an answer to all is a claim'
arping_end tagged
is "$status $(rec reply vlan)" '0 3' 'the VLAN that was asked on'
arping_end noroute
is "$status $(rec start source | cut -c1-4)" '0 fe80' 'an address without a route is asked for on the link that is named'
arping_end by4
is "$status $(rec start source) $(rec start interface)" '0 2001:db8:1::1 eth0' '-I of the other family says which link'
arping_end linklocal
is "$status $(rec start source | cut -c1-4)" '0 fe80' 'link-local to link-local'
is "$(rec start addr) $(rec reply addr) $(rec reply from)" 'fe80::77%eth0 fe80::77%eth0 fe80::77%eth0' '... whose link the records tell'

arping_end routers
is "$status $(sum addr)" '0 null' 'a router answers'
like "$out" "^Router fe80::fe \[$A\]  [0-9.]+ms$" 'who'
like "$out" '^  default router for 1800 s, preference medium, hop limit 64, other configuration by DHCPv6' 'what it is'
like "$out" '^  prefix 2001:db8:1::/64, on link, hosts make addresses from it, valid for 86400 s, preferred for 14400 s$' 'its prefix'
like "$out" '^  MTU 1400 bytes$' 'the MTU'
like "$out" '^  DNS server 2001:db8:1::53 for 3600 s$' 'its name server'
like "$out" '^  DNS search lab.example for 3600 s$' 'its search list'
is "$(rec router lifetime_s) $(rec router prefix) $(rec router prefix_bits) $(rec router mtu_bytes) $(rec router server) $(rec router search)" \
	'1800 2001:db8:1:: 64 1400 2001:db8:1::53 lab.example' '... in the records'

# One that is cut before it names anybody: everyone who listens hears it, so it has no company.
arping_in h1 -c1 -W0.5 2001:db8:1::a
is "$status $(sum answers malformed) $(rec malformed fault)" '1 0 1 cut' 'not counted: cut'

lab_play p --rule 'silent type=133'
arping_in h1 --router -c1 -W0.1 -I eth0 --explain
is "$status" 1 'no router'
like "$out" '^No router answered on eth0 \(answers 0\)' '... in words'
lab_play p --rule 'ttl 64 from fe80::fe type=133'
arping_in h1 --router -c1 -W0.5 -I eth0 -v
is "$status $(sum malformed)" '1 1' 'an advertisement from afar is none'
like "$out" 'malformed: hop limit$' '... -v says why'
lab_play p --rule 'from 2001:db8:1::fe type=133'
arping_in h1 --router -c1 -W0.5 -I eth0
is "$status $(sum malformed)" '1 1' 'nor is one from an address that is not link-local'
run in_ns h1 "$ARPING" -c1 fe80::1
is "$status $err" '2 arping: a link-local address needs its link: ADDRESS%INTERFACE or -I INTERFACE' \
	'a link-local address without a link'
arping_done
