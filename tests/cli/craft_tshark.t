#!/bin/sh
# craft: what tshark reads in the packets that libnet built for us, and in the pcapng around them.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_require tshark

folder=$(mktemp -d) || bail_out 'no temporary folder'
trap 'rm -rf "$folder"' EXIT
# shellcheck disable=SC2317 # ok calls it
build()
{
	"$LAB_BIN/samples" "$folder/packets" "$folder/frames" >"$folder/wanted"
}
ok 'packets are built' build

# fields FILTER FIELD...: of each packet that matches; of a quoted packet only what is not before.
fields()
{
	set -- "$@" frame.comment
	words="-Y $1"
	shift
	for field; do
		words="$words -e $field"
	done
	# shellcheck disable=SC2086 # words
	"$(lab_find tshark)" -r "$folder/${file:-packets}" -o ip.check_checksum:TRUE \
		-o tcp.check_checksum:TRUE -T fields -E separator='|' -E occurrence=f $words 2>"$folder/said"
}

# wanted VERSION
wanted()
{
	sed -n "s/^$1|//p" "$folder/wanted"
}

is "$(fields icmp ip.len ip.ttl ip.dsfield ip.id ip.flags ip.checksum.status icmp.type icmp.code \
	icmp.checksum.status icmp.ident icmp.seq)" "$(wanted 4)" 'IPv4 packets are as meant'
is "$(fields icmpv6 ipv6.plen ipv6.hlim ipv6.tclass ipv6.flow icmpv6.type icmpv6.code \
	icmpv6.checksum.status icmpv6.echo.identifier icmpv6.echo.sequence_number)" "$(wanted 6)" \
	'IPv6 packets are as meant'
is "$(fields icmp.mtu icmp.mtu)" '1400|built' 'fragmentation needed tells the MTU'
is "$(fields icmpv6.mtu icmpv6.mtu)" '1280|built' 'so does packet too big'
is "$(fields icmp.redir_gw icmp.redir_gw)" '198.18.0.1|built' 'a redirect tells the router'
is "$(fields ip.opt.type ip.opt.type ip.hdr_len)" '7|60|built' 'record route is an option'
is "$(fields _ws.malformed frame.number)" '' 'nothing is malformed'
is "$(fields tcp tcp.srcport tcp.dstport tcp.seq_raw tcp.ack_raw tcp.flags tcp.window_size_value \
	tcp.checksum.status tcp.options.mss_val tcp.options.wscale.shift tcp.len)" "$(wanted t)" \
	'TCP segments are as meant'
file=frames
is "$(fields arp frame.len vlan.id arp.opcode arp.src.hw_mac arp.src.proto_ipv4 arp.dst.hw_mac \
	arp.dst.proto_ipv4)" "$(wanted arp)" 'ARP frames are as meant, with a tag or without'
is "$(fields icmpv6 frame.len vlan.id icmpv6.type icmpv6.checksum.status ipv6.hlim \
	icmpv6.nd.ns.target_address icmpv6.nd.na.target_address icmpv6.opt.linkaddr)" "$(wanted nd)" \
	'so are those of neighbour discovery'
is "$(fields _ws.malformed frame.number)" '' 'nothing is malformed'
tap_done 11
