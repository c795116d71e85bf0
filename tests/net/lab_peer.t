#!/bin/sh
# lab_peer: the lab's scripted host answers as its rules say, and the lab's routers route.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"

a4=198.18.1.2
a6=2001:db8:1::2

poke()
{
	run in_ns h1 "$LAB_BIN/poke" "$@"
}

# each RULE NAME WANTED-4 WANTED-6 [COUNT]: one rule, and the line that comes in for each family.
each()
{
	lab_play p --rule "$1"
	poke --count "${5:-1}" eth0 echo 198.18.1.1 $a4
	like "$out" "$3" "$2"
	poke --count "${5:-1}" eth0 echo 2001:db8:1::1 $a6
	like "$out" "$4" '... IPv6 too'
}

lab_peered
each 'note' 'without a rule it answers as a host does' \
	'kind=icmp type=0 code=0 id=1 seq=1 from=198.18.1.2 .* ttl=64 .* checksum=ok payload=ok' \
	'kind=icmp6 type=129 code=0 id=1 seq=1 from=2001:db8:1::2 .* ttl=64 .* checksum=ok payload=ok'
each 'late 25 request' 'late' '^ms=(2[5-9]|[3-9][0-9]|[0-9]{3})\.' '^ms=(2[5-9]|[3-9][0-9]|[0-9]{3})\.'
each 'wrong-id request' 'wrong-id' 'type=0 .* id=21844 seq=1 .* checksum=ok' \
	'type=129 .* id=21844 seq=1 .* checksum=ok'
each 'wrong-seq request' 'wrong-seq' 'type=0 .* id=1 seq=4370 .* checksum=ok' \
	'type=129 .* id=1 seq=4370 .* checksum=ok'
each 'wrong-payload 20 request' 'wrong-payload' 'checksum=ok payload=wrong@20' \
	'checksum=ok payload=wrong@20'
each 'wrong-auth request' 'wrong-auth' 'checksum=ok payload=wrong@0' 'checksum=ok payload=wrong@0'
each 'wrong-checksum request' 'wrong-checksum' 'checksum=bad payload=ok' 'checksum=bad payload=ok'
each 'truncate 10 request' 'truncate' 'checksum=ok payload=10/56' 'checksum=ok payload=10/56'
each 'oversize 8 request' 'oversize' 'checksum=ok payload=64/56' 'checksum=ok payload=64/56'
each 'ttl 9 tos 184 request' 'ttl and tos' 'ttl=9 tos=184 ' 'ttl=9 tos=184 '
each 'silent request' 'silent' 'total sent=1 came=0' 'total sent=1 came=0'
each 'twice gap 5 request n=1,3' 'twice' 'total sent=2 came=3' 'total sent=2 came=3' 2
each 'inject 2 silent request' 'inject' 'id=1 seq=3 from=198.18.1.2 .* checksum=ok' \
	'id=1 seq=3 from=2001:db8:1::2 .* checksum=ok'

lab_play p --rule 'from 198.18.9.9,198.18.9.10 icmp' --rule 'forge 1 by 2001:db8:9::9 icmp6'
poke eth0 echo 198.18.1.1 $a4
like "$out" 'from=198.18.9.9 ' 'from: another address answers'
like "$out" 'from=198.18.9.10 ' '... and a second'
unlike "$out" 'from=198.18.1.2 ' '... and not the one that was asked'
poke eth0 echo 2001:db8:1::1 $a6
like "$out" 'seq=2 from=2001:db8:9::9 .* payload=wrong@0' 'forge: somebody answers what was not asked'
like "$out" 'seq=1 from=2001:db8:1::2 .* payload=ok' '... beside the real answer'

# Errors: the second word and the length tell MTU, pointer, gateway and quote. 14 + 20 + 8 bytes
# are before a quote, the whole packet is 84.
lab_play p --rule 'error 3 1 from 198.18.1.254 icmp seq=1' --rule 'error 3 4 mtu 1000 quote 8 icmp seq=2' \
	--rule 'error 12 0 pointer 5 quote -4 icmp seq=3' --rule 'error 4 0 quote all icmp seq=4' \
	--rule 'error 5 1 gateway 198.18.1.9 too icmp seq=5' --rule 'error 2 0 mtu 1280 icmp6 seq=1' \
	--rule 'error 4 1 pointer6 40 quote 8 icmp6 seq=2' --rule 'error 1 3 from 2001:db8:7::1 request'
poke --count 5 eth0 echo 198.18.1.1 $a4
like "$out" 'type=3 code=1 .* from=198.18.1.254 .* bytes=126 checksum=ok' 'an error of another host'
like "$out" 'type=3 code=4 id=0 seq=1000 .* bytes=70 checksum=ok' 'an MTU, and a quote of 8 bytes'
like "$out" 'type=12 code=0 id=1280 seq=0 .* bytes=58 checksum=ok' 'a pointer, and a quote cut short'
like "$out" 'type=4 code=0 .* bytes=126 checksum=ok' 'a source quench that quotes all'
like "$out" 'type=5 code=1 id=50706 seq=265 ' 'a redirect'
like "$out" 'type=0 .* seq=5 .*payload=ok' '... and the answer too'
poke --count 3 eth0 echo 2001:db8:1::1 $a6
like "$out" 'type=2 code=0 id=0 seq=1280 .* bytes=166 checksum=ok' 'packet too big'
like "$out" 'type=4 code=1 id=0 seq=40 .* bytes=110 checksum=ok' 'an IPv6 pointer and a short quote'
like "$out" 'type=1 code=3 .* from=2001:db8:7::1 ' 'an IPv6 error of another host'
is "$(lab_count p '^at=.*rule=[1-5] .*kind=icmp ')" 5 'the log has a line each'

lab_play p --tcp-open 80,443-445 --rule 'silent tcp dport=23' --rule 'reset tcp dport=445' \
	--rule 'mac 02:00:00:00:00:07 arp to=198.18.1.7' --rule 'silent udp'
for port in 80 444; do
	poke --port $port eth0 syn 198.18.1.1 $a4
	like "$out" "kind=tcp sport=$port .* flags=SA .*checksum=ok" "TCP port $port is open"
done
poke --port 445 eth0 syn 2001:db8:1::1 $a6
like "$out" 'kind=tcp sport=445 .* flags=RA .*checksum=ok' 'a rule closes a port'
poke --port 81 eth0 syn 2001:db8:1::1 $a6
like "$out" 'kind=tcp sport=81 .* flags=RA .*checksum=ok' 'others are closed'
poke --port 23 eth0 syn 198.18.1.1 $a4
like "$out" 'came=0' 'a silent one says nothing'
poke eth0 arp 198.18.1.1 198.18.1.7
like "$out" 'kind=arp op=2 mac=02:00:00:00:00:07 from=198.18.1.7 to=198.18.1.1 ' 'ARP with the MAC it is told'
poke eth0 ns 2001:db8:1::1 2001:db8:1::77
like "$out" 'type=136 .* from=2001:db8:1::77 .* ttl=255 .* checksum=ok' 'neighbour advertisement'

# The link layer: two owners, a tag, a liar, an announcement and a probe beside the answer.
a=02:00:00:00:00:0a b=02:00:00:00:00:0b all=ff:ff:ff:ff:ff:ff
lab_play p --rule "mac $a,$b arp to=198.18.1.2" --rule "mac $a sender $b arp to=198.18.1.3" \
	--rule 'vlan 0x6005 broadcast arp to=198.18.1.4' --rule 'claim probe silent arp to=198.18.1.5' \
	--rule 'truncate 20 opcode 7 to 198.18.1.77 arp to=198.18.1.6' \
	--rule "mac $a,$b na-flags 5 ns to=ff02::1:ff00:2" --rule 'claim probe silent ns to=ff02::1:ff00:5' \
	--rule 'no-option broadcast ttl 254 ns to=ff02::1:ff00:6'
poke eth0 arp 198.18.1.1 198.18.1.2
like "$out" "op=2 mac=$a from=198.18.1.2 .* ether-from=$a " 'one owner of an address'
like "$out" "op=2 mac=$b from=198.18.1.2 .* ether-from=$b " '... and the other'
poke eth0 arp 198.18.1.1 198.18.1.3
like "$out" "op=2 mac=$b .* ether-from=$a " 'a sender unlike the Ethernet source'
poke eth0 arp 198.18.1.1 198.18.1.4
like "$out" "op=2 .* ether-to=$all vlan=5 pcp=3 " 'a tagged answer to all'
poke eth0 arp 198.18.1.1 198.18.1.5
like "$out" "op=1 .* from=198.18.1.5 to=198.18.1.5 .* ether-to=$all " 'an announcement'
like "$out" "op=1 .* from=0.0.0.0 to=198.18.1.5 .* ether-to=$all " '... and a probe'
unlike "$out" 'op=2 ' '... without an answer'
poke eth0 arp 198.18.1.1 198.18.1.6
like "$out" 'bytes=34' 'an answer cut short'
poke eth0 ns 2001:db8:1::1 2001:db8:1::2
like "$out" "type=136 code=0 id=40960 .* ttl=255 .* ether-from=$a .* checksum=ok" 'two neighbours'
like "$out" "type=136 .* ether-from=$b .* checksum=ok" '... with one address'
poke eth0 ns 2001:db8:1::1 2001:db8:1::5
like "$out" 'type=136 code=0 id=8192 .* to=ff02::1 .* checksum=ok' 'an unsolicited advertisement'
like "$out" 'type=135 .* from=:: to=ff02::1:ff00:5 .* checksum=ok' '... and a duplicate address probe'
poke eth0 ns :: 2001:db8:1::6
like "$out" 'type=136 .* to=ff02::1 ttl=254 .* bytes=78 checksum=ok' 'an answer to nobody goes to all'

lab_play p --own 198.19.0.0/16 --own 2001:db8:9::/48
poke eth0 arp 198.18.1.1 198.19.200.3
like "$out" 'from=198.19.200.3 ' 'it answers for its own prefixes'
poke eth0 arp 198.18.1.1 198.18.1.9
like "$out" 'came=0' '... and for no other'
poke --count 50000 --sweep 65536 --mac "$(ip -n p -o link show p | sed 's/.*ether \([^ ]*\).*/\1/')" \
	eth0 flood 198.18.1.1 198.19.0.0
note "$out"
like "$out" 'sent=50000 .*answers=50000 ring_full=0' 'a sweep over a prefix is answered in full'
is "$(lab_total p answered asks=echo)" 50000 '... as it counts itself'
lab_stop p
is $? 0 'TERM ends the peer'
run "$LAB_BIN/peer" --rule 'late' p
is "$status" 2 'a rule that makes no sense is refused'

# A namespace name is used once; the routed lab has its own.
lab_host g1
lab_router g
lab_host g2
lab_link g1 eth0 g eth0
lab_link g eth1 g2 eth0
lab_addr g1 eth0 198.18.5.1/24 2001:db8:5::1/64
lab_addr g eth0 198.18.5.254/24 2001:db8:5::fe/64
lab_addr g eth1 198.18.6.254/24 2001:db8:6::fe/64
lab_addr g2 eth0 198.18.6.1/24 2001:db8:6::1/64
lab_default g1 198.18.5.254 2001:db8:5::fe
lab_default g2 198.18.6.254 2001:db8:6::fe
mac=$(ip -n g -o link show eth0 | sed 's/.*ether \([^ ]*\).*/\1/')
for to in 198.18.5.1:198.18.6.1 2001:db8:5::1-2001:db8:6::1; do
	case $to in
	*-*) from=${to%-*} to=${to#*-} expired='type=3 code=0' ;;
	*) from=${to%:*} to=${to#*:} expired='type=11 code=0' ;;
	esac
	run in_ns g1 "$LAB_BIN/poke" --mac "$mac" eth0 echo "$from" "$to"
	like "$out" "from=$to .* ttl=63 .*payload=ok" "a router routes to $to"
	run in_ns g1 "$LAB_BIN/poke" --mac "$mac" --count 300 --interval 0.1 --ttl 1 eth0 echo "$from" "$to"
	is "$(printf '%s\n' "$out" | grep -c "$expired")" 300 '... and sends as many errors as it must'
done

# Privilege: none, or what a file gives.
lab_require setpriv
run in_ns_bare g1 "$LAB_BIN/poke" eth0 arp 198.18.5.1 198.18.5.254
like "$err" 'packet socket: Operation not permitted' 'in_ns_bare leaves no capability'
if command -v setcap >/dev/null; then
	capable=$(lab_copy_capable "$LAB_BIN/poke" cap_net_raw=ep)
	run in_ns_capable g1 "$capable" eth0 arp 198.18.5.1 198.18.5.254
	like "$out" 'kind=arp op=2' "in_ns_capable gives what the file has"
	cp "$LAB_BIN/poke" "$LAB_TMP/plain"
	run in_ns_capable g1 "$LAB_TMP/plain" eth0 arp 198.18.5.1 198.18.5.254
	like "$err" 'Operation not permitted' '... and nothing else'
else
	skip 'there is no setcap here' 2
fi
tap_done
