#!/bin/sh
# arping_sweep: a link asked as a whole beside arp-scan; whole networks by the clock; two owners found.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck source=tests/bench.sh
. "$(dirname "$0")/../bench.sh"
export BENCH_OF=arping
bench_enter "$0" "$@"

RUNS=9 MOST=16384 OWNERS=100
block=198.19.0.0-198.19.63.255

# rates A|B: thousands of addresses a second of every run.
rates()
{
	awk -v n=$MOST '$1 == "'"$1"'" { printf "%.3f ", n * 1000 / $2 }' "$LAB_TMP/cost"
}

# swept WANTED ARGUMENT...: the seconds a sweep takes; one that finds another number is no sweep.
swept()
{
	wanted=$1
	shift
	in_ns h1 "$BENCH_BIN/cost" 1 "$ARPING" -q -I eth0 --json="$LAB_TMP/json" "$@" >"$LAB_TMP/cost" ||
		bail_out "arping $*: fails"
	found=$(sed -n 's/.*"type":"summary".*"alive":\([0-9]*\),.*/\1/p' "$LAB_TMP/json")
	[ "$found" -eq "$wanted" ] || bail_out "arping $*: found $found of $wanted"
	awk '$1 == "A" { printf "%.3f ", $2 / 1e6 }' "$LAB_TMP/cost"
}

# The kernel answers for whatever is local to it.
answer()
{
	for net; do
		ip -n h2 route add local "$net" dev lo
	done
}

lab_direct
scan=$(lab_find arp-scan) || scan=
# shellcheck disable=SC2034 # the head's second column
BENCH_PEER=$scan BENCH_PEER_NAME=arp-scan
answer 198.19.0.0/18
bench_head "arping's sweep of $MOST addresses: thousand a second" \
	"over veth, all answer and none is missed, $RUNS runs"
set -- "$ARPING" -q -I eth0 --rate max $block
[ -z "$scan" ] || set -- "$@" -- "$scan" -q -I eth0 --bandwidth=1000M -r 1 $block
in_ns h1 "$BENCH_BIN/cost" $RUNS "$@" >"$LAB_TMP/cost" 2>"$LAB_TMP/told" ||
	bail_out "a sweep fails: $(tail -n1 "$LAB_TMP/told")"
bench_row "against --bandwidth=1000M -r 1" "$(rates A)" "$(rates B)" 'ratio >=' 1
swept $MOST --rate max $block >"$LAB_TMP/column"

ip -n h2 route del local 198.19.0.0/18 dev lo
answer 198.19.7.0/27 198.19.100.64/28 198.19.200.8/29 198.19.250.0/31 198.19.251.1/32
# shellcheck disable=SC2034 # for bench_head
BENCH_PEER=
bench_head "arping's sweeps: seconds" 'over veth, 59 of a /16 answer, none is missed'
bench_row '/16 --rate 20000' "$(swept 59 --rate 20000 198.19.0.0-198.19.255.255)" '' '<=' 10
bench_row '/24 by default' "$(for run in 1 2 3; do swept 31 198.19.7.0/24; done)" '' '<=' 1

lab_peer p h1 eth1 --rule 'mac 02:00:00:00:00:0a,02:00:00:00:00:0b arp'
lab_addr h1 eth1 198.18.9.1/24
seen=0 run=0
while [ $run -lt $OWNERS ]; do
	in_ns h1 "$ARPING" -q -c1 -W 0.1 --unique -I eth1 198.18.9.$((run + 2)) || seen=$((seen + 1))
	run=$((run + 1))
done
bench_row "two owners not found in $OWNERS runs" "$((OWNERS - seen))" '' '<=' 0
