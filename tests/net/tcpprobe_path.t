#!/bin/sh
# tcpprobe_path: how far SYNs to a port get, who ends them, and where two ports part.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/tcpprobe.sh
. "$LAB_ROOT/tests/lab/tcpprobe.sh"
lab_require jq nft perl

# shellcheck disable=SC2119
lab_chain
listen_in h2 80 443 444 445
in_ns r2 nft -f - <<'END'
table inet filter {
	chain forward {
		type filter hook forward priority 0
		tcp dport 443 tcp flags syn drop
		tcp dport 444 reject with icmpx type admin-prohibited
		tcp dport 445 reject with tcp reset
	}
}
END
in_ns h2 nft 'table inet filter { chain input { type filter hook input priority 0
	tcp dport 82 drop
	tcp dport 83 reject with icmpx type port-unreachable
}; }'

# path NAME NAMESPACE [user] ARGUMENT...: two rounds, in the background.
path()
{
	name=$1
	shift
	probe_start "$name" h1 --path -n -c2 -i0.2 -W0.5 "$@"
}
# port PORT KEY: of the verdict on a port; hops PORT KEY: of its hops, on one line. One jq a run.
port()
{
	fact "port $1 $2"
}
hops()
{
	fact "hop $1 $2"
}
fact()
{
	sed -n "s/^$1 //p" "$LAB_TMP/facts" | paste -sd' '
}
# path_end NAME
path_end()
{
	probe_end "$1"
	jq -r 'if .type == "path_port" then "port \(.port) \(to_entries[] | "\(.key) \(.value)")"
		elif .type == "path_hop" then "hop \(.port) \(to_entries[] | "\(.key) \(.value)")"
		elif .type == "path_probe" and .hop < 4 then
			"sport \(.source_port)", "probe \(.verdict) \(.quote) \(.rtt_source)"
		elif .type == "summary" then "summary \(.state) \(.open) \(.lost)"
		else empty end' "$records" >"$LAB_TMP/facts"
}

for family in 4 6; do
	host=198.18.4.2
	[ $family = 4 ] || host='[2001:db8:4::2]'
	path open$family "$host":80
	path filtered$family --compare 80 "$host":443
	path rejected$family --compare 80 "$host":444
	path forged$family --compare 80 "$host":445
	path silent$family --compare 80 "$host":82
	path refused$family "$host":83
	path closed$family --refused ok "$host":81
done
path nobody --compare 80 198.18.4.99:81
path near --ttl 1 --compare 81 198.18.4.2:80
probe_start plugin h1 --path -n -c1 -W0.5 --nagios 198.18.4.2:443
run in_ns h1 "$TCPPROBE" --path -n -c1 -i0.2 -W0.5 --nagios 198.18.4.2:80
like "$status $out" "^0 TCPPROBE OK - port 80 is open: SYN-ACK from the target's address, hop 4 .198.18.4.2..pl=0%" 'as a plugin'
probe_end plugin
like "$status $out" '^2 TCPPROBE CRITICAL - port 443 is filtered: the SYN dies after hop 2 .198.18.2.2., or its answer does.pl=100%' '... who says where it dies'
in_ns_bare h1 "$TCPPROBE" --json="$LAB_TMP/user.json" --path -n -c2 -i0.2 -W0.5 --compare 80 198.18.4.2:443 \
	>"$LAB_TMP/user.out" 2>"$LAB_TMP/user.err" &
echo $! >"$LAB_TMP/user.pid"
in_ns_bare h1 "$TCPPROBE" --json="$LAB_TMP/user6.json" --path -n -c2 -i0.2 -W0.5 '[2001:db8:4::2]:444' \
	>"$LAB_TMP/user6.out" 2>"$LAB_TMP/user6.err" &
echo $! >"$LAB_TMP/user6.pid"

routers()
{
	case $1 in
	4) echo "198.18.1.2 198.18.2.2 198.18.3.2 198.18.4.2" ;;
	6) echo "2001:db8:1::2 2001:db8:2::2 2001:db8:3::2 2001:db8:4::2" ;;
	esac
}
# router FAMILY HOP
router()
{
	routers "$1" | cut -d' ' -f"$2"
}

for family in 4 6; do
	path_end open$family
	is "$status $err" '0 ' "IPv$family, an open port: fine, and nothing on standard error"
	is "$(port 80 fate) $(port 80 hop)" 'open 4' '... is open at the fourth hop'
	is "$(hops 80 hop_addr)" "$(routers $family)" '... by way of all routers'
	is "$(hops 80 sent) $(hops 80 loss_percent)" '2 2 2 2 0 0 0 0' '... two probes each, none lost'
	is "$(hops 80 quoted_ttl)" '1 1 1 null' '... which come there with nothing left'
	is "$(port 80 quoted_to) $(port 80 changes)" '3 0' '... quoted whole and unchanged by the third'
	is "$(fact sport | tr ' ' '\n' | sort -u | wc -l)" 1 '... all from one port'
	is "$(grep ^probe "$LAB_TMP/facts" | sort -u)" 'probe transit whole kernel' '... times between kernel stamps'
	is "$(fact summary)" 'open 2 0' \
		'... which the summary counts'

	path_end filtered$family
	is "$status $(port 443 fate) $(port 443 hop) $(port 443 hop_addr)" "1 dies 2 $(router $family 2)" \
		'a port that a router drops: its SYN dies behind it'
	is "$(port 443 contrast) $(port 443 other_port) $(port 443 other_hop)" 'stopped 80 4' '... another one passes'
	like "$out" "^443 dies after hop 2 \($(router $family 2)\), 80 passes to the target, hop 4 \($(router $family 4)\); so 443 is dropped by $(router $family 2) on its way out, or by $(router $family 3) on its way in" \
		'... in a sentence'
	like "$(fact summary)" '^filtered ' '... the port is filtered'

	path_end rejected$family
	is "$status $(port 444 fate) $(port 444 hop) $(port 444 by_target)" '1 rejected 2 false' \
		'a port that a router rejects: by that one'
	like "$out" "port 444 is rejected by hop 2 \($(router $family 2)\): communication-administratively-prohibited" \
		'... in a sentence'
	is "$(port 444 quoted_to)" 2 '... who quotes it once more for what should have gone farther'

	path_end forged$family
	is "$status $(port 445 fate) $(port 445 hop) $(port 445 in_name)" '1 closed 3 true' \
		'a port that a router resets: nearer than the target is'
	like "$out" "a middlebox answers in its name, before hop 3 \($(router $family 3)\)" '... in a sentence'

	is "$(port 445 nearer) $(port 80 nearer)" 'true false' '... and by its TTL'

	path_end silent$family
	is "$(port 82 fate) $(port 82 hop) $(port 82 contrast)" 'dies 3 stopped' 'a port that the target drops'
	like "$out" "dropped by $(router $family 3) on its way out, or by $(router $family 4), the target" '... or the last router'

	path_end refused$family
	is "$status $(port 83 fate) $(port 83 by_target) $(port 83 icmp_name)" '1 rejected true port-unreachable' \
		'a port that the target rejects'
	path_end closed$family
	is "$status $(port 81 fate) $(port 81 hop)" '0 closed 4' 'a closed port, as it should be'
done

path_end nobody
is "$(port 81 fate) $(port 81 contrast)" 'dies alike' 'a host that is not there: the ports make no difference'
path_end near
is "$status $(port 80 fate) $(port 80 hop) $(fact summary | cut -d' ' -f1)" '1 unknown 1 unknown' 'what was not asked is not filtered'
like "$out" '^port 80 is unknown: the last to answer is hop 1 .*, and nobody behind it was asked$' '... and it is said why'
like "$out" '^80 cannot be compared with 81: too little is known of it$' '... of two ports'
path_end user
is "$status $err" '1 ' 'without privilege'
is "$(port 443 fate) $(port 443 hop) $(port 443 contrast)" 'dies 2 stopped' '... by connect() the same'
is "$(port 443 quoted_to) $(port 443 changes) $(port 443 source_port)" '2 0 null' '... quotes of its segment are seen'
like "$out" 'without privilege by connect\(\): translation, ' '... and what is not, is said'
path_end user6
is "$(port 444 fate) $(port 444 hop) $(port 444 icmp_name)" 'rejected 2 communication-administratively-prohibited' \
	'... IPv6, rejected by a router'
is "$(half_open_in h2)" 0 'nothing half-open is left at the target'
# Python's validator takes long over so many.
run "$LAB_BIN/jsonlint" --schema "$LAB_ROOT/lib/json.schema.json" <"$LAB_TMP/tcpprobe.jsonl"
is "$status $err" '0 ' 'every record is one that the schema has'
tap_done
