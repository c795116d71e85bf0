#!/bin/sh
# ping_path: every hop of a path: who answers, who does not answer all, where loss begins, what is
# changed, where it ends.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/path.sh
. "$LAB_ROOT/tests/lab/path.sh"
lab_require jq nft

# shellcheck disable=SC2119
lab_chain

routers()
{
	case $1 in
	4) echo '198.18.1.2 198.18.2.2 198.18.3.2 198.18.4.2' ;;
	6) echo '2001:db8:1::2 2001:db8:2::2 2001:db8:3::2 2001:db8:4::2' ;;
	esac
}

path_start root4 in_ns h1 -n -c3 -i0.3 -s 60 198.18.4.2
path_start root6 in_ns h1 -n -c3 -i0.3 -s 60 2001:db8:4::2
path_start user4 in_ns_bare h1 -n -c3 -i0.3 -s 60 198.18.4.2
path_start user6 in_ns_bare h1 -n -c3 -i0.3 -s 60 2001:db8:4::2
path_start plugin in_ns h1 -n -c2 -i0.3 -s 60 --nagios 198.18.4.2
path_start over in_ns h1 -n -c2 -i0.3 -s 60 --nagios --critical 0.000001,5% 198.18.4.2
path_start dead in_ns h1 -n -c2 -i0.2 -W0.4 -s 60 --nagios 198.18.4.99
path_start back in_ns_bare h1 -n -c2 -i0.2 -s 60 --nagios 198.18.77.1
path_start near in_ns h1 -n -c2 -i0.2 -t2 -s 60 --nagios 198.18.4.2
path_start nobody in_ns h1 -n -c2 -i0.2 -W0.4 -s 60 198.18.4.99
path_start noroute in_ns h1 -n -c2 -i0.2 -s 60 198.18.77.1
path_start noroute6 in_ns_bare h1 -n -c2 -i0.2 -s 60 2001:db8:77::1
path_start short in_ns h1 -n -c2 -i0.2 -t2 -s 60 198.18.4.2

for family in 4 6; do
	for who in root user; do
		name=$who$family
		path_end $name
		is "$status $(path_key $name fate)" '0 reached' "$name: the target is reached"
		is "$(hops $name hop_addr)" "$(routers $family)" '... by way of all routers'
		is "$(hops $name sent)" '3 3 3 3' '... three probes each, none to hops behind it'
		is "$(hops $name loss_percent)" '0 0 0 0' '... none lost'
		like "$out" '^no loss in 3 probes to the target, hop 4$' '... and says so'
	done
	is "$(hops root$family quoted_ttl)" '1 1 1 null' 'a raw socket shows what the probes had left'
	is "$(hops root$family hops_back)" '1 2 3 4' '... and how long the way back is'
done
is "$(jq -r 'select(.type == "start") | .socket' "$LAB_TMP/root4.json" "$LAB_TMP/user4.json" | paste -sd' ')" \
	'raw ping' 'it takes a raw socket where it may, else a ping socket'

path_end plugin
like "$status $out" '^0 PING OK - no loss in 2 probes to the target, hop 4, RTA = [0-9.]+ ms\|pl=0%;;;0 rta=[0-9.]+ms;;;0$' \
	'--nagios: the target is reached'
run in_ns h1 "$LAB_BIN/pty" until='PING OK - no loss in 1 probe' never='q quit' end -- \
	"$PING" --path --nagios -n -c1 -i0.2 198.18.1.2
is "$status" 0 '... on a terminal without the live view'
path_end over
like "$status $out" '^2 PING CRITICAL - no loss in 2 probes' '... its time is over the limit'
path_end dead
like "$status $out" '^2 PING CRITICAL - nothing answers beyond hop 3 \(198\.18\.3\.2\)' '... nobody is there'
path_end back
like "$status $out" '^2 PING CRITICAL - the path stops at hop 3: 198\.18\.3\.2 says net-unreachable\|' '... a router has no route'
path_end near
like "$status $out" '^3 PING UNKNOWN - the last to answer is hop 2 .*: nobody behind it was asked\|' '... who is behind it is unknown'
path_end nobody
is "$status $(path_key nobody fate) $(path_key nobody hop_addr)" '1 ends 198.18.3.2' 'nobody there: the last who answers'
like "$out" 'nothing answers beyond hop 3 \(198\.18\.3\.2\)' '... in a sentence'
like "$out" '^   4  \*  ' '... and a row for the first who does not'
path_end noroute
is "$status $(path_key noroute fate) $(path_key noroute hop) $(path_key noroute icmp_name)" \
	'1 stops 3 net-unreachable' 'a router without a route'
like "$out" '   3  198\.18\.3\.2 .*  !N' '... is marked'
path_end noroute6
is "$status $(path_key noroute6 fate) $(path_key noroute6 icmp_name)" '1 stops no-route-to-destination' '... IPv6'
path_end short
is "$status $(path_key short fate) $(path_key short hop)" '1 ends 2' '-t is the largest hop'

# One path for all: the same checksum, and flow label, in every request.
in_ns r1 nft -f - <<'END'
table inet seen {
	set sums4 {
		typeof icmp checksum
		flags dynamic
		size 99
	}
	set sums6 {
		typeof icmpv6 checksum . ip6 flowlabel
		flags dynamic
		size 99
	}
	set numbers {
		typeof icmp sequence
		flags dynamic
		size 99
	}
	chain through {
		type filter hook forward priority 0
		icmp type echo-request add @sums4 { icmp checksum } add @numbers { icmp sequence }
		icmpv6 type echo-request add @sums6 { icmpv6 checksum . ip6 flowlabel }
	}
}
END
# elements SET: how many it has.
elements()
{
	in_ns r1 nft -j list set inet seen "$1" | jq '.nftables[] | select(.set) | .set.elem | length'
}
path_start flow4 in_ns_bare h1 -n -c3 -i0.2 -s 60 198.18.4.2
path_start flow6 in_ns h1 -n -c3 -i0.2 -s 60 2001:db8:4::2
path_end flow4
path_end flow6
is "$(elements sums4)" 1 'all requests have one checksum'
is "$(elements sums6)" 1 'IPv6: one checksum and one flow label'
between 9 "$(elements numbers)" 12 '... though their numbers differ'

# r2 takes the DSCP away; r1 answers a quarter of what ends there.
in_ns r2 nft -f - <<'END'
table inet marks {
	chain through {
		type filter hook forward priority 0
		ip dscp set cs0
		ip6 dscp set cs0
	}
}
END
in_ns r1 nft -f - <<'END'
table inet mean {
	chain out {
		type filter hook output priority 0
		icmp type time-exceeded numgen inc mod 4 != 0 drop
		icmpv6 type time-exceeded numgen inc mod 4 != 0 drop
	}
}
END
path_start marks in_ns h1 -n -c8 -i0.2 -W0.5 -s 60 --dscp ef 198.18.4.2
path_start marks6 in_ns h1 -n -c8 -i0.2 -W0.5 -s 60 --dscp ef 2001:db8:4::2
path_end marks
path_end marks6
for name in marks marks6; do
	is "$(hops $name quoted_tos)" '184 184 0 null' "$name: the DS field each router saw"
	like "$out" '^DSCP ef -> cs0 between hop 2 and 3$' '... in a sentence'
	is "$(hops $name limits)" 'true false false false' '... a router that answers a quarter limits its answers'
	like "$out" '   1 .* 75\.0% .*  limits its answers' '... is marked'
	like "$out" '^no loss in 8 probes to the target, hop 4; hop 1 answers only some probes' '... and is not the path'
done
in_ns r1 nft delete table inet mean

tap_done
