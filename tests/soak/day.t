#!/bin/sh
# day: each tool for a day in virtual time (tests/soak/day.c): its counts are those of who answers
# it, and its memory does not grow.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC3043,SC2154 # every Linux sh knows local; run sets out
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
grep -q __asan_init "$PING" && skip_all "a sanitizer's program wants its libraries first"
lab_enter "$0" "$@"
command -v jq >/dev/null || skip_all 'there is no jq here'
unset http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY
cd "$LAB_TMP" || exit 99

# A day has that many probes at a second's interval; SOAK_DAY=1 gives tcpprobe its own interval of a
# tenth, and httpget a second.
seconds=86400
tcpprobe_every=1 tcpprobe_n=$seconds httpget_every=10 httpget_n=8640
[ -z "${SOAK_DAY-}" ] || tcpprobe_every=0.1 tcpprobe_n=864000 httpget_every=1 httpget_n=$seconds

# place NAME: a namespace with one link that begins and ends there; its end vb is the peer's.
place()
{
	lab_host "$1"
	in_ns "$1" sh -c 'echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6
		echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6
		ip link add va type veth peer name vb && ip link set va up && ip link set vb up &&
		ip addr add 198.18.0.1/24 dev va && ip neigh add 198.18.0.2 lladdr 02:00:00:00:00:02 dev va' ||
		bail_out "no link in $1"
}

# day NAME FATES COMMAND...: begins it; its report is NAME.day, its records NAME.json.
day()
{
	local name="$1" fates="$2"

	shift 2
	in_ns "$name" env LD_PRELOAD="$BUILD/tests/soak/day.so" DAY_REPORT="$LAB_TMP/$name.day" \
		DAY_FATES="$fates" "$@" >"$name.out" 2>"$name.err" </dev/null &
	lab_pids="$lab_pids $!"
	eval "${name}_pid=$!"
}

# ended NAME: waits for its end.
ended()
{
	local pid

	name=$1
	eval "pid=\$${1}_pid"
	wait "$pid"
	is "$?" 0 "$1: a day without an error" || diag "$(cat "$1.err")"
}

# the KEY: what the report of who answered has.
the()
{
	sed -n "s/^$1=//p" "$name.day"
}

# said KEY...: what the tool's summary has.
said()
{
	local keys=''

	for key; do
		keys="$keys${keys:+,}.$key"
	done
	tail -n1 "$name.json" | jq -r "[$keys] | join(\" \")"
}

# From its third hour on: the heap as it is, what is resident within 16 pages.
flat()
{
	local heap pages

	ok "$name: a day went by" [ "$(the hours)" -ge 24 ]
	heap=$(sed -n 's/^hour\([3-9]\|[12][0-9]\)_heap_bytes=//p' "$name.day" | sort -nu)
	pages=$(sed -n 's/^hour\([3-9]\|[12][0-9]\)_pages=//p' "$name.day" | sort -n |
		awk 'NR == 1 { least = $1 } END { print $1 - least }')
	ok "$name: its heap is the same each hour" [ $(($(echo "$heap" | tail -n1) - $(echo "$heap" | head -n1))) -le 1024 ] ||
		diag "$(grep heap "$name.day")"
	ok "$name: its memory does not grow" [ "$pages" -le 16 ] || diag "$(grep pages "$name.day")"
}

for name in ping arping tcpprobe; do
	place $name
done
lab_host httpget
lab_host telnetlite
# Each 10th is lost, each 35th 15 s late, each 25th answered twice, after 3 ms.
DAY_LINK=va,vb,echo day ping 10,35,25,3,15000 "$PING" -n -q -c $seconds --json="$LAB_TMP/ping.json" 198.18.0.2
DAY_LINK=va,vb,arp day arping 10,0,25,3,0 "$ARPING" -q -c $seconds -I va --json="$LAB_TMP/arping.json" 198.18.0.3
DAY_LINK=va,vb,syn day tcpprobe 10,35,25,3,15000 "$TCPPROBE" -n -q -c $tcpprobe_n -i $tcpprobe_every \
	--json="$LAB_TMP/tcpprobe.json" 198.18.0.2:80
# Each 10th answer is 503, each 35th takes 200 ms, each 25th ends its connection.
DAY_SERVE=http,8000 day httpget 10,35,25,3,200 "$HTTPGET" -s -o /dev/null --count $httpget_n \
	--interval $httpget_every --json="$LAB_TMP/httpget.json" http://127.0.0.1:8000/
# A line a second, while nothing is typed.
DAY_SERVE=ticks,8001 DAY_TICKS=$seconds day telnetlite 0 "$TELNETLITE" --no-half-close --json="$LAB_TMP/telnetlite.json" 127.0.0.1 8001

ended ping
lost=$(the lost) late=$(the late) twice=$(the twice)
is "$(the asked) $lost $late $twice" '86400 8640 1234 1481' 'the peer did what it was to do'
is "$(said transmitted answered lost late duplicates)" \
	"$(the asked) $(($(the asked) - lost)) $lost $late $twice" 'ping: sent, received, lost, late, twice'
is "$(grep -c '"type":"reply"' ping.json)" "$(the answers)" '... a record each'
like "$(cat ping.out)" "$(the asked) packets transmitted, $(($(the asked) - lost)) received, \+$twice duplicates" \
	'... and in words'
is "$(said rtt_min_ms rtt_max_ms)" '3.0005 15000.0005' '... after the time they took'
flat

ended arping
is "$(said sent answered lost duplicates answers)" \
	"$(the asked) $(($(the asked) - $(the lost))) $(the lost) $(the twice) $(the answers)" \
	'arping: sent, answered, lost, repeated, received'
flat

ended tcpprobe
# An answer that was still due at the end was not heard.
heard=$(($(the answers) - $(the twice)))
is "$(said sent open lost late duplicates)" "$(the asked) $heard $(($(the asked) - heard)) \
$(($(the late) - $(the asked) + $(the lost) + heard)) $(the twice)" 'tcpprobe: sent, open, lost, late, duplicates'
ok '... the peer lost each tenth' [ "$(the lost)" -eq $((tcpprobe_n / 10)) ]
flat

ended httpget
is "$(said requests responses failed read_bytes)" "$(the asked) $(the asked) 0 $(the sent_bytes)" \
	'httpget: requests, responses, and each byte'
is "$(grep '"type":"exchange"' httpget.json | grep -c '"status":503')" "$(the busy)" \
	'... of which so many were busy'
is "$(the connections)" "$(($(the closed) + 1))" '... on a new connection where one had ended'
flat

ended telnetlite
is "$(said received_bytes sent_bytes) $(the got_bytes)" "$(the sent_bytes) 0 0" 'telnetlite: each byte'
is "$(tail -n1 telnetlite.out | tr -d '\r')" "tick $(the ticked)" '... to the last line'
is "$(wc -l <telnetlite.out)" $seconds '... and every one'
flat
tap_done
