#!/bin/sh
# tcpprobe_path_boxes: what middleboxes do to a SYN on its way, and paths that share load.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/tcpprobe.sh
. "$LAB_ROOT/tests/lab/tcpprobe.sh"
lab_require jq nft perl

# h1 - r1 = (ra, rb) = r2 - r3 - h2: of r1's two equal ways the ports decide.
lab_host h1
lab_host h2
for router in r1 ra rb r2 r3; do
	lab_router $router
done
lab_link h1 eth0 r1 eth0
lab_link r1 eth1 ra eth0
lab_link r1 eth2 rb eth0
lab_link ra eth1 r2 eth0
lab_link rb eth1 r2 eth1
lab_link r2 eth2 r3 eth0
lab_link r3 eth1 h2 eth0
# net N NEARER INTERFACE FARTHER INTERFACE
net()
{
	lab_addr "$2" "$3" "198.18.$1.1/24" "2001:db8:$1::1/64"
	lab_addr "$4" "$5" "198.18.$1.2/24" "2001:db8:$1::2/64"
}
net 1 h1 eth0 r1 eth0
net 2 r1 eth1 ra eth0
net 3 r1 eth2 rb eth0
net 4 ra eth1 r2 eth0
net 5 rb eth1 r2 eth1
net 6 r2 eth2 r3 eth0
net 7 r3 eth1 h2 eth0
lab_default h1 198.18.1.2 2001:db8:1::2
lab_default ra 198.18.4.2 2001:db8:4::2
lab_default rb 198.18.5.2 2001:db8:5::2
lab_default r2 198.18.6.2 2001:db8:6::2
lab_default r3 198.18.6.1 2001:db8:6::1
lab_default h2 198.18.7.1 2001:db8:7::1
ip -n r1 route add default nexthop via 198.18.2.2 nexthop via 198.18.3.2
ip -n r1 -6 route add default nexthop via 2001:db8:2::2 nexthop via 2001:db8:3::2
lab_sysctl r1 net/ipv4/fib_multipath_hash_policy 1
lab_sysctl r1 net/ipv6/fib_multipath_hash_policy 1
ip -n ra route add 198.18.1.0/24 via 198.18.2.1
ip -n ra route add 2001:db8:1::/64 via 2001:db8:2::1
ip -n rb route add 198.18.1.0/24 via 198.18.3.1
ip -n rb route add 2001:db8:1::/64 via 2001:db8:3::1
for net in 1 2; do
	ip -n r2 route add 198.18.$net.0/24 via 198.18.4.1
	ip -n r2 route add 2001:db8:$net::/64 via 2001:db8:4::1
done
ip -n r2 route add 198.18.3.0/24 via 198.18.5.1
ip -n r2 route add 2001:db8:3::/64 via 2001:db8:5::1
listen_in h2 80 443 444 8443
in_ns r2 nft -f - <<'END'
table inet edits {
	chain forward {
		type filter hook forward priority mangle
		tcp dport 80 tcp flags syn tcp option maxseg size set 1300
		tcp dport 443 ip dscp set cs0
		tcp dport 443 ip6 dscp set cs0
		tcp dport 443 ip ecn set not-ect
		tcp dport 443 ip6 ecn set not-ect
		tcp dport 444 tcp flags syn reset tcp option timestamp
		tcp dport 444 tcp flags syn reset tcp option sack-perm
	}
	chain backward {
		type filter hook forward priority mangle
		tcp sport 443 tcp flags syn tcp option maxseg size set 1200
	}
}
table ip stateless {
	chain prerouting {
		type filter hook prerouting priority raw
		ip daddr 198.18.77.1 notrack ip daddr set 198.18.7.2
		tcp sport 8443 notrack ip saddr set 198.18.77.1
	}
}
END
in_ns r3 nft 'table ip translated { chain prerouting { type nat hook prerouting priority dstnat
	ip daddr 198.18.88.1 tcp dport 8080 dnat to 198.18.7.2:80
}; }'
# rb alone drops port 8444.
in_ns rb nft 'table inet filter { chain forward { type filter hook forward priority 0
	tcp dport 8444 drop
}; }'

# path NAME ARGUMENT...: two rounds, in the background.
path()
{
	name=$1
	shift
	probe_start "$name" h1 --path -n -c2 -i0.2 -W0.4 "$@"
}
for family in 4 6; do
	host=198.18.7.2
	[ $family = 4 ] || host='[2001:db8:7::2]'
	path clamp$family --explain --pcap "$LAB_TMP/$family.pcapng" "$host":80
	path marks$family --ecn --dscp ef "$host":443
	path strip$family "$host":444
	in_ns_bare h1 "$TCPPROBE" --json="$LAB_TMP/user$family.json" --path -n -c2 -i0.2 -W0.4 "$host":80 \
		>"$LAB_TMP/user$family.out" 2>"$LAB_TMP/user$family.err" &
	echo $! >"$LAB_TMP/user$family.pid"
	path flows$family -i0.4 --flows 16 --ttl 8 "$host":8444
done
path nat 198.18.77.1:8443
path dnat 198.18.88.1:8080

# of TYPE EXPRESSION: of that run's records of a type.
of()
{
	jq -r "select(.type == \"$1\") | $2" "$records" | paste -sd' '
}
for family in 4 6; do
	probe_end clamp$family
	is "$status $err" '0 ' "IPv$family, a router that clamps the MSS"
	[ $family = 4 ] && was=1460 || was=1440
	is "$(of path_change '"\(.field) \(.was) \(.is) \(.before) \(.hop)"')" "mss $was 1300 3 4" \
		'... is seen, and between which hops'
	like "$out" "^MSS $was -> 1300 between hop 3 and hop 4" '... in a sentence'
	like "$out" '^behind hop 4, the last that quotes the SYN, a change does not show' '... and what cannot be'
	like "$out" 'Routers quote the SYN as it came to them' '... explained'
	is "$(of path_port '"\(.quoted_to) \(.changes) \(.mss_bytes) \(.path_mtu_bytes)"')" "4 1 $was 1500" '... and in numbers'
	is "$(grep -ac 'Time.*xceeded' "$LAB_TMP/$family.pcapng")" 16 '... with the errors in the capture'

	probe_end marks$family
	is "$(of path_change '"\(.field) \(.was) \(.is) \(.before) \(.hop)"')" \
		'dscp ef cs0 3 4 ecn ect0 not-ect 3 4' 'one that takes the marks away'
	like "$out" "^the SYN-ACK offers MSS 1200, the SYN $was: " 'a clamp on the way back shows in the SYN-ACK'

	probe_end strip$family
	is "$(of path_change '"\(.field) \(.is)"')" 'sack none timestamps none' 'one that removes options'
	like "$out" '^option SACK permitted removed between hop 3 and hop 4' '... in a sentence'

	probe_end user$family
	is "$status $(of path_change '"\(.field) \(.was) \(.is) \(.before) \(.hop)"')" "0 mss $was 1300 3 4" \
		'without privilege a clamp is seen too'

	probe_end flows$family
	is "$(of path_port .fate | tr ' ' '\n' | sort | uniq -c | awk '{ print $2 }' | paste -sd' ')" \
		'closed dies' 'of 16 flows some meet a broken one of equal paths'
	like "$out" '^[0-9]+ of 16 flows \(from ports? [0-9, .]+\): port 8444 is filtered: the SYN dies after hop 2' \
		'... and which'
	like "$out" '^the paths part: hop 2 has several routers' '... where they part'
	is "$(of path_port .source_port | tr ' ' '\n' | sort -u | wc -l)" 16 '... each from a port of its own'
done
probe_end nat
is "$status $(of path_change '"\(.field) \(.was) \(.is) \(.translates)"')" \
	'0 destination 198.18.77.1 198.18.7.2 true' 'a router that translates the address'
like "$out" '^destination address 198.18.77.1 -> 198.18.7.2 \(NAT\) between hop 2 and hop 3' '... in a sentence'
probe_end dnat
is "$status $(of path_port '"\(.fate) \(.hop) \(.translated_from)"')" '0 open 5 4' \
	'one that puts the address back in the quotes: its errors bear the target'"'"'s'
like "$out" '^from hop 4 on routers answer by the target.s address: it is translated \(NAT\)' '... in a sentence'
is "$(half_open_in h2)" 0 'nothing half-open is left at the target'
# Python's validator takes long over so many.
run "$LAB_BIN/jsonlint" --schema "$LAB_ROOT/lib/json.schema.json" <"$LAB_TMP/tcpprobe.jsonl"
is "$status $err" '0 ' 'every record is one that the schema has'
tap_done
