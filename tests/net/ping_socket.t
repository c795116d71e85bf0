#!/bin/sh
# ping_socket: what ping asks of its sockets, and what they tell it.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/ping.sh
. "$LAB_ROOT/tests/lab/ping.sh"

router4=198.18.1.254
far4=198.18.2.1
far6=2001:db8:2::1

lab_routed

# A ping socket is opened with the privilege there is.
ping_in h1 -c 1 -m 5 $router4
is "$(rec start socket)$err" ping 'a mark can be set on a ping socket'

# Connected, a raw socket is given frames of its peer only.
for how in "198.18.1.254 -C $far4" "2001:db8:1::fe -C $far6" "2001:db8:1::fe -F 0x111 $far6"; do
	# shellcheck disable=SC2086 # words
	ping_in h1 -e 0 -t 1 -c 2 -i 0.02 -W 0.2 ${how#* }
	is "$(rec start socket) $(rec error from)" "raw ${how%% *} ${how%% *}" \
		"${how#* }, raw: a router's errors are heard"
	is "$(rec error icmp_name | cut -d' ' -f1)" \
		"$(case $how in *:*) echo hop-limit ;; *) echo time ;; esac)-exceeded-in-transit" \
		'... for what they are'
done
in_ns r ip route add prohibit 198.18.3.0/24
ping_in h1 -e 0 -C -c 2 -i 0.02 -W 0.2 198.18.3.1
is "$(sum rejected)" 2 '... also where no route leads on'
ping_in h1 -e 0 -C -c 2 -i 0.02 $router4
is "$(sum answered)" 2 '... and the answers of the peer'
lab_peer p h1 eth1 --rule 'error 3 10 from 198.18.4.9 request'
lab_addr h1 eth1 198.18.4.1/24
ping_in h1 -e 0 -C -c 2 -i 0.02 -W 0.2 198.18.4.9
is "$(rec error from)" '198.18.4.9 198.18.4.9' '... and its errors, each of them once'

# A label belongs to one program, and for some seconds to nobody.
ping_in h1 -c 1 -F 0x222 $far6
run in_ns h1 "$PING" -c 1 -F 0x222 $far6
is "$status $err" '2 ping: leasing flow label 0x00222: Operation not permitted' \
	'what a privileged run is refused is not put down to want of privilege'

# The neighbour's address is found with the second question: the wait for it is this host's.
in_ns h1 ip neigh flush dev eth0
in_ns r ip link set dev eth0 arp off
ping_start slow h1 -c 1 -W 5 $router4
lab_wait 5 sh -c "ip -n h1 neigh show $router4 | grep -q INCOMPLETE"
in_ns r ip link set dev eth0 arp on
ping_end slow
is "$(sum answered) $(rec reply rtt_source)" '1 kernel' \
	'a kernel stamp counts however late it comes'
between 0 "$(rec reply rtt_ms)" 500 '... and the RTT is without that wait'

# More than one packet comes for each that is sent: reading must not fall behind.
lab_relay w h1 eth2 h2 eth2 'dup reply'
lab_addr h1 eth2 198.18.5.1/24
lab_addr h2 eth2 198.18.5.2/24
for raw in '' '-e 0'; do
	# shellcheck disable=SC2086 # a word or none
	run in_ns h1 "$PING" $raw -q -f -c 20000 --json 198.18.5.2
	like "$out" '"answered":20000,"lost":0,.*"drops":0,' \
		"$raw flood: answers that all come twice are all read"
done

# Packets that wait for a neighbour fill the send buffer; the kernel gives up after 3 s.
run in_ns h1 timeout 2 "$PING" -q -f -l 100 -S 1 -w 1 198.18.1.99
is "$status" 1 'a full send buffer does not keep a run past its deadline'
ping_in h1 -q -f -l 100 -S 1 -w 1 198.18.1.99
between 1 "$(sum transmitted)" 30 '... nor is what waited for it counted as sent'
between 64 "$(sum unsent)" 100 '... but told apart'
ping_done
