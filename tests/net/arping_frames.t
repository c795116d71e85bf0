#!/bin/sh
# arping_frames: what leaves, field by field: requests, announcements, tags, sources of others.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154,SC2317 # run sets out, err and status, and calls functions
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/arping.sh
. "$(dirname "$0")/../lab/arping.sh"

lab_host h1
lab_mute p
lab_link h1 eth0 p p
lab_addr h1 eth0 198.18.1.1/24 2001:db8:1::1/64
mac=$(ip -n h1 -o link show eth0 | sed 's/.*ether \([^ ]*\).*/\1/')
all=ff:ff:ff:ff:ff:ff

mkfifo "$LAB_TMP/ready"
nsenter --net=/run/netns/p -- "$LAB_BIN/poke" --ready-fd 9 p listen \
	>"$LAB_TMP/heard" 9>"$LAB_TMP/ready" &
lab_pids="$lab_pids $!"
read -r _ <"$LAB_TMP/ready"

# sends NAME ERE COUNT ARGUMENT...: so many such frames, and status 0, or 1 where nobody answers.
sends()
{
	name=$1 ere=$2 count=$3
	shift 3
	arping_in h1 "$@"
	if lab_wait 5 came && [ "$status" -lt 2 ]; then
		pass "$name"
	else
		fail "$name"
		diag "$err" "$(tail -n 5 "$LAB_TMP/heard")"
	fi
}
came()
{
	[ "$(grep -Ec -e "$ere" "$LAB_TMP/heard")" -eq "$count" ]
}

sends 'a request' \
	"^kind=arp op=1 mac=$mac from=198.18.1.1 to=198.18.1.2 ether-from=$mac ether-to=$all bytes=60$" 2 \
	-c2 -i0.05 -W0.05 198.18.1.2
sends 'a request on a VLAN' \
	"to=198.18.1.3 .* ether-to=$all vlan=5 pcp=0 bytes=60$" 1 -c1 -W0.05 --vlan 5 198.18.1.3
sends 'with a priority' \
	"to=198.18.1.4 .* ether-to=$all vlan=4094 pcp=7 bytes=60$" 1 -c1 -W0.05 --vlan 4094:7 198.18.1.4
sends 'a priority alone' "to=198.18.1.5 .* vlan=0 pcp=3 bytes=60$" 1 -c1 -W0.05 --vlan 0:3 198.18.1.5
sends 'announcements by requests' \
	"op=1 mac=$mac from=198.18.1.1 to=198.18.1.1 ether-from=$mac ether-to=$all bytes=60$" 3 \
	-U -c3 -i0.05 198.18.1.1
sends 'announcements by replies' \
	"op=2 mac=$mac from=198.18.1.1 to=198.18.1.1 ether-from=$mac ether-to=$all bytes=60$" 2 \
	-A -c2 -i0.05 198.18.1.1
arping_in h1 -U -c1 -i9 198.18.1.1
between 0 "$(sum elapsed_ms)" 5000 'announcements end without a wait'
sends 'from whom root likes' "op=1 mac=$mac from=198.18.1.77 to=198.18.1.6 " 1 \
	-c1 -W0.05 --spoof -I eth0 -s 198.18.1.77 198.18.1.6
sends 'announced by whom root likes' "op=1 mac=$mac from=198.18.1.78 to=198.18.1.78 " 1 \
	-U -c1 --spoof -I eth0 198.18.1.78
sends 'from the MAC root likes' \
	"op=1 mac=02:00:00:00:00:99 from=198.18.1.1 to=198.18.1.8 ether-from=02:00:00:00:00:99 " 1 \
	-c1 -W0.05 --source-mac 02:00:00:00:00:99 198.18.1.8
sends 'a free address is announced twice' "op=1 mac=$mac from=198.18.1.9 to=198.18.1.9 " 2 \
	-D --announce --dad-scale 0.01 -I eth0 198.18.1.9
sends 'and an IPv6 one' 'type=136 .* from=2001:db8:1::9 to=ff02::1 ttl=255 .*checksum=ok$' 2 \
	-D --announce --dad-scale 0.01 -I eth0 2001:db8:1::9

sends 'a solicitation' \
	"type=135 .* from=2001:db8:1::1 to=ff02::1:ff00:2 ttl=255 .* ether-from=$mac ether-to=33:33:ff:00:00:02 bytes=86 checksum=ok$" \
	2 -c2 -i0.05 -W0.05 2001:db8:1::2
sends 'on a VLAN' 'type=135 .* to=ff02::1:ff00:3 .* vlan=7 pcp=1 bytes=90 checksum=ok$' 1 \
	-c1 -W0.05 --vlan 7:1 2001:db8:1::3
sends 'unsolicited advertisements' \
	'type=136 code=0 id=8192 .* from=2001:db8:1::1 to=ff02::1 ttl=255 .* ether-to=33:33:00:00:00:01 bytes=86 checksum=ok$' \
	2 -U -c2 -i0.05 2001:db8:1::1
sends 'a router solicitation' \
	'type=133 .* to=ff02::2 ttl=255 .* ether-to=33:33:00:00:00:02 .*checksum=ok$' 1 \
	--router -c1 -W0.05 -I eth0

# Probes to the owner alone, once it is known.
theirs=$(ip -n p -o link show p | sed 's/.*ether \([^ ]*\).*/\1/')
in_ns p ip addr add 198.18.1.20/24 dev p
sends 'the second probe is to the owner alone' "op=1 .* to=198.18.1.20 .* ether-to=$theirs bytes=60" 1 \
	-c2 -i0.05 -W0.05 198.18.1.20
arping_done
