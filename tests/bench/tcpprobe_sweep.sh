#!/bin/sh
# tcpprobe_sweep: all ports of a host and one port of many, beside nmap, zmap and a bare loop;
# how many answers are wrong; what is left half-open.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC3043 # every Linux sh knows local
# shellcheck source=tests/bench.sh
. "$(dirname "$0")/../bench.sh"
bench_enter "$0" "$@"
# shellcheck source=tests/lab/tcpprobe.sh
. "$LAB_ROOT/tests/lab/tcpprobe.sh"

RUNS=7 PORTS=65535 HOSTS=32768
host=198.18.1.2 first=198.19.0.0/17

# all RATE: our own run over all ports; it fails where one is not as it is.
all()
{
	printf '%s' "$TCPPROBE -q -p- --rate $1 --expect open:80 --expect closed:rest $host"
}

# wrong RATE: how many of the ports are not what they are.
wrong()
{
	# shellcheck disable=SC2046 # words
	in_ns h1 $(all "$1") --json="$LAB_TMP/told"
	sed -n 's/.*"type":"summary".*"unexpected":\([0-9]*\),.*/\1/p' "$LAB_TMP/told"
}

# wrong_nmap RATE: the same of nmap: what is not closed, less the one that is open.
wrong_nmap()
{
	in_ns h1 "$nmap" -sS -n -Pn --min-rate "$1" -p- -oG - $host 2>/dev/null |
		awk -v all=$PORTS '/Ports:/ { open = gsub(/\/open\//, "") } /Ignored State: closed/ {
			sub(/.*closed \(/, ""); closed = $0 + 0 } END { print all - closed - (open == 1) }'
}

# by_turns COMMAND... -- COMMAND...: RUNS times into $LAB_TMP/cost.
by_turns()
{
	in_ns h1 "$BENCH_BIN/cost" $RUNS "$@" >"$LAB_TMP/cost" 2>"$LAB_TMP/said" ||
		bail_out "a run failed: $(head -n 3 "$LAB_TMP/said")"
}

# rates A|B N: thousands of questions a second of every run.
rates()
{
	awk -v n="$2" '$1 == "'"$1"'" { printf "%.3f ", n * 1000 / $2 }' "$LAB_TMP/cost"
}

# zmap_finds RATE: how many hosts zmap finds; $LAB_TMP/zmap.ms is how long it takes.
zmap_finds()
{
	local start

	start=$(date +%s%N)
	in_ns h1 "$zmap" -q -p 80 -b /dev/null -i "$link" -G "$mac" -r "$1" -c 1 --disable-syslog \
		-o "$LAB_TMP/zmap.out" $first >/dev/null 2>&1 || :
	echo $((($(date +%s%N) - start) / 1000)) >"$LAB_TMP/zmap.us"
	sort -u "$LAB_TMP/zmap.out" 2>/dev/null | grep -c '^198'
}

# beside_zmap: zmap at rates that grow until it loses, each beside a run of ours.
beside_zmap()
{
	local best=0 us n

	for rate in 10000 20000 40000 80000 120000 160000 240000; do
		n=$(zmap_finds $rate)
		us=$(cat "$LAB_TMP/zmap.us")
		printf 'zmap at %d a second finds %d of %d in %d ms\n' "$rate" "$n" $HOSTS $((us / 1000))
		[ "$n" -eq $HOSTS ] || continue
		[ "$best" -ne 0 ] && [ "$best" -lt "$us" ] || best=$us
	done
	in_ns h1 "$BENCH_BIN/cost" $RUNS "$TCPPROBE" -q -p 80 --rate max $first >"$LAB_TMP/cost" 2>"$LAB_TMP/said" ||
		bail_out "a host was missed: $(head -n 3 "$LAB_TMP/said")"
	[ "$best" -eq 0 ] ||
		bench_row '32,768 hosts, none missed, beside zmap' "$(rates A $HOSTS)" \
			"$(awk "BEGIN { for (i = 0; i < $RUNS; i++) printf \"%.3f \", $HOSTS * 1000 / $best }")" 'ratio >=' 1
}

lab_direct
lab_default h1 198.18.1.2 2001:db8:1::2
ip -n h2 route add local 198.19.0.0/16 dev lo
listen_in h2 80
link=$(in_ns h1 ip -o route get $host | sed 's/.* dev \([^ ]*\).*/\1/')
mac=$(ip -n h2 -o link show | sed -n 's/.*link\/ether \([0-9a-f:]*\).*/\1/p' | head -n 1)
nmap=$(lab_find nmap) || nmap=
zmap=$(lab_find zmap) || zmap=
# shellcheck disable=SC2034 # the head's second column
BENCH_PEER=$nmap BENCH_PEER_NAME=theirs

bench_head "tcpprobe's sweep of $PORTS ports of a host, one open: wrong answers" 'over veth, all answer'
for rate in 20000 100000 max; do
	bench_row "--rate $rate" "$(wrong $rate)" '' '<=' 0
done
[ -z "$nmap" ] || bench_row 'nmap --min-rate 100000, to compare' "$(wrong_nmap 100000)"
bench_row 'half-open connections left behind' "$(half_open_in h2)" '' '<=' 0

bench_head 'the same at --rate max: thousand ports a second' "$RUNS runs by turns"
if [ -n "$nmap" ]; then
	# shellcheck disable=SC2046 # words
	by_turns $(all max) -- "$nmap" -sS -n -Pn -T5 -p- $host
	bench_row 'against nmap -sS -n -Pn -T5 -p-' "$(rates A $PORTS)" "$(rates B $PORTS)" 'ratio >=' 2
fi
# shellcheck disable=SC2046 # words
by_turns $(all max) -- "$BENCH_BIN/baresyn" $host
bench_row 'against a bare sendmmsg and capture loop' "$(rates A $PORTS)" "$(rates B $PORTS)" 'ratio >=' 0.8

bench_head "tcpprobe's sweep of one port of $HOSTS hosts: thousand hosts a second" "over veth, all answer, $RUNS runs"
[ -z "$zmap" ] || beside_zmap
bench_row 'half-open connections left behind' "$(half_open_in h2)" '' '<=' 0

ip netns del h1
ip netns del h2
rm -rf /run/netns/h1 /run/netns/h2
lab_relayed
listen_in h2 80
# shellcheck disable=SC2034 # the head's second column
BENCH_PEER=
bench_head "tcpprobe's sweep of 2,000 ports of a host through a link that drops: wrong answers" \
	'time-outs of 0.2 s'
for percent in 1 5 10; do
	lab_rules w "drop percent=$percent"
	in_ns h1 "$TCPPROBE" -q -p 1-2000 --rate 5000 -W0.2 --expect open:80 --expect closed:rest \
		--json="$LAB_TMP/told" $host
	bench_row "$percent % each way" "$(sed -n 's/.*"type":"summary".*"unexpected":\([0-9]*\),.*/\1/p' "$LAB_TMP/told")" \
		'' '<=' 0
done
