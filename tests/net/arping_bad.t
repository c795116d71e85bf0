#!/bin/sh
# arping_bad: links that are wrong, go away or carry nonsense: a clear line, a status, no false answer.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/arping.sh
. "$(dirname "$0")/../lab/arping.sh"

a=02:00:00:00:00:0a
lab_host h1
lab_peer p h1 eth0 --rule 'vlan 5 arp to=198.18.1.2' --rule 'vlan 0x6000 arp to=198.18.1.3' \
	--rule 'untagged arp to=198.18.1.4' --rule 'vlan 6 arp to=198.18.1.5' \
	--rule 'opcode 3 arp to=198.18.1.6' --rule 'to 198.18.1.77 arp to=198.18.1.7' \
	--rule "mac $a from 198.18.1.99 arp to=198.18.1.8" --rule 'truncate 27 arp to=198.18.1.9' \
	--rule 'truncate 6 arp to=198.18.1.10' --rule 'silent arp to=198.18.1.11'
lab_addr h1 eth0 198.18.1.1/24 2001:db8:1::1/64
ip -n h1 link add name down0 type veth peer name down1
ip -n h1 addr add 198.18.9.1/24 dev down0
for link in gone gone6 goner downer; do
	ip -n h1 link add name "$link" type veth peer name "${link}_b"
	ip -n h1 link set "$link" up
	ip -n h1 link set "${link}_b" up
done
ip -n h1 addr add 198.18.2.1/24 dev gone
ip -n h1 addr add 2001:db8:2::1/64 dev gone6 nodad
ip -n h1 addr add 198.18.3.1/24 dev goner
ip -n h1 addr add 198.18.4.1/24 dev downer

# These see no interface any more in mid-run.
arping_start gone h1 -i0.2 198.18.2.2
arping_start gone6 h1 -i0.2 -I gone6 2001:db8:2::2
arping_start gone_dad h1 -D --dad-scale 100 -I goner 198.18.3.2
arping_start downer h1 -i0.2 --nagios 198.18.4.2
for name in gone gone6 gone_dad; do
	lab_wait 5 grep -q ARPING "$LAB_TMP/$name.out"
done
ip -n h1 link del gone
ip -n h1 link del gone6
ip -n h1 link del goner
ip -n h1 link set downer down

# Tags: none was asked with, so one is wrong; a priority is none.
for i in 2 3 6 7 8 11; do
	arping_start "plain$i" h1 -c1 -W0.8 198.18.1.$i
done
arping_start tag4 h1 -c1 -W0.8 --vlan 5 198.18.1.4
arping_start tag5 h1 -c1 -W0.8 --vlan 5 198.18.1.5
arping_start tag12 h1 -c1 -W0.8 --vlan 5 198.18.1.12
arping_start tag13 h1 -c1 -W0.8 -v --vlan 5 198.18.1.13

arping_end plain2
is "$status $(sum answers elsewhere)" '1 0 1' 'an answer with a tag is none'
like "$(rec elsewhere vlan)" '^5$' '... and the records say which'
arping_end plain3
is "$status $(sum answers elsewhere) $(rec reply vlan)" '0 1 0 null' 'a priority is no VLAN'
arping_end tag4
is "$status $(sum answers elsewhere)" '1 0 1' 'an answer without the tag is none'
arping_end tag5
is "$status $(sum answers elsewhere)" '1 0 1' 'nor is one with another'
arping_end tag12
is "$status $(sum answers) $(rec reply vlan)" '0 1 5' 'with the same one it is'
arping_end tag13
is "$status $(sum answers)" '0 1' '-v changes no count'
arping_end plain6
is "$status $(sum answers malformed)" '1 0 0' 'an operation that is none of ARP'"'"'s'
arping_end plain7
is "$status $(sum answers claims)" '1 0 1' 'an answer to another address is none of ours'
arping_end plain8
is "$status $(sum answers claims)" '1 0 0' 'nor is one of another address'
arping_end plain11
is "$status $(sum answers lost)" '1 0 1' 'silence'
for i in 9 10; do
	arping_in h1 -c1 -W0.5 -v 198.18.1.$i
	is "$status $(sum answers malformed) $(rec malformed fault)" '1 0 1 cut' 'a message cut short is none'
	like "$out" '^Not counted: from .*, malformed: cut$' '... -v says so'
done

arping_end gone
is "$status $err" '2 arping: gone went down in mid-run, or is gone' 'an interface that goes away ends the run'
like "$out" '^Sent [0-9]+ probes' '... with its summary'
is "$(rec summary up)" false '... in the records too'
arping_end gone6
is "$status $err" '2 arping: gone6 went down in mid-run, or is gone' '... of IPv6 too'
arping_end gone_dad
is "$status $err" '2 arping: goner went down in mid-run, or is gone' '... and never says that an address is free'
is "$(sum conflict available)" 'false null' '... nor that it is not'
arping_end downer
is "$status $err" '3 ' 'an interface that goes down is unknown to a plugin'
like "$out" '^ARPING UNKNOWN - downer went down in mid-run, or is gone\|' '... and in its line'

# What cannot begin.
begins() # STATUS TEXT ARGUMENT...: on either stream, nothing on the other
{
	wanted="$1 $2"
	shift 2
	run in_ns h1 "$ARPING" "$@"
	is "$status $err$out" "$wanted" "arping $*"
}
begins 2 'Interface "down0" is down' -c1 -I down0 198.18.9.2
begins 2 'Interface "down0" is down' -D -c1 -I down0 198.18.9.2
begins 2 'Interface "down0" is down' --router -I down0
begins 2 'arping: connect: Network is unreachable' -c1 203.0.113.1
begins 2 'arping: connect: Network is unreachable' -c1 2001:db8:99::1
begins 2 'arping: bind: Cannot assign requested address' -c1 -s 198.18.1.77 198.18.1.2
begins 2 'arping: bind: Cannot assign requested address' -c1 -I 198.18.1.77 198.18.1.2
begins 2 'arping: bind: Cannot assign requested address' -U -c1 -I eth0 198.18.1.2
begins 2 'arping: bind: Cannot assign requested address' -U -c1 -I eth0 2001:db8:1::2
begins 2 'arping: invalid source 2001:db8:1::1' -c1 -I eth0 -s 2001:db8:1::1 198.18.1.2
begins 2 'arping: invalid source 198.18.1.300' -c1 -I eth0 -s 198.18.1.300 198.18.1.2
for address in 255.255.255.255 198.18.1.255 0.0.0.0 224.0.0.1 ff02::1 ::; do
	begins 2 "arping: $address is no address that a host can have" -c1 -I eth0 $address
done
begins 2 'arping: 0.0.0.0 is no address that a host can have' -D -c1 -I eth0 0.0.0.0
begins 2 'arping: fe80::1%lo is of another link than -I eth0' -c1 -I eth0 fe80::1%lo
begins 3 'ARPING UNKNOWN - connect: Network is unreachable' --nagios -c1 203.0.113.1
begins 3 'ARPING UNKNOWN - Interface "down0" is down' --nagios -c1 -I down0 198.18.9.2
arping_in h1 -f -w9 -I 198.18.1.1 198.18.1.12
is "$status $(rec start source interface)" '0 198.18.1.1' 'an address names its interface'

# Without privilege: one sentence with what to do. With it from the file alone, all works.
lab_require setpriv
run in_ns_bare h1 "$ARPING" -c1 198.18.1.12
is "$status" 2 'without privilege there is nothing'
like "$err" '^arping: a packet socket needs cap_net_raw: run as root, or once as root: setcap cap_net_raw=p /' \
	'... but a sentence'
is "$(printf '%s\n' "$err" | wc -l)" 1 '... one'
if command -v setcap >/dev/null && capable=$(lab_copy_capable "$ARPING" cap_net_raw=p); then
	run in_ns_capable h1 "$capable" -f -w9 198.18.1.12
	is "$status" 0 'the capability of the file is enough'
	run in_ns_capable h1 "$capable" -D -c1 -i9 -I eth0 198.18.1.12
	is "$status" 1 '... for -D too'
else
	skip 'there is no setcap here' 2
fi
arping_done
