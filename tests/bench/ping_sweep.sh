#!/bin/sh
# ping_sweep: sweeps beside fping and beside a bare loop; what a million targets take; counted losses.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck source=tests/bench.sh
. "$(dirname "$0")/../bench.sh"
bench_enter "$0" "$@"

RUNS=9 MOST=32768
first=198.19.0.0 last=198.19.127.255

# by_turns COMMAND... [-- COMMAND...]: RUNS times into $LAB_TMP/cost. What misses a target fails.
by_turns()
{
	in_ns h1 "$BENCH_BIN/cost" $RUNS "$@" >"$LAB_TMP/cost" 2>"$LAB_TMP/told" ||
		bail_out "a target was missed: $(cat "$LAB_TMP/told")"
}

# rates A|B: thousands of targets a second of every run.
rates()
{
	awk -v n=$MOST '$1 == "'"$1"'" { printf "%.3f ", n * 1000 / $2 }' "$LAB_TMP/cost"
}

# against NAME HOW BAR COMMAND...: our sweep and theirs by turns.
against()
{
	name=$1 how=$2 bar=$3
	shift 3
	by_turns "$PING" -q --rate max $first-$last -- "$@"
	bench_row "against $name" "$(rates A)" "$(rates B)" "$how" "$bar"
}

# once N PREFIX: wall and CPU time in us and peak memory in KiB of a sweep of N IPv6 targets.
once()
{
	in_ns h1 "$BENCH_BIN/cost" 1 "$PING" -q --rate max "$2" >"$LAB_TMP/cost" 2>"$LAB_TMP/told" ||
		bail_out "$2: a target was missed: $(cat "$LAB_TMP/told")"
	awk '{ print $2, $3 + $4, $5 }' "$LAB_TMP/cost"
}

# grow EXPONENT [BAR]: rows for 2^EXPONENT targets.
grow()
{
	n=$((1 << $1))
	once $n "2001:db8:2::/$((128 - $1))" >"$LAB_TMP/big"
	read -r wall cpu peak <"$LAB_TMP/big"
	bench_row "2^$1: bytes of memory a target" \
		"$(awk "BEGIN { print ($peak - $alone) * 1024 / $n }")" '' "${2:+<=}" "${2-}"
	bench_row "2^$1: CPU us a target" "$(awk "BEGIN { print $cpu / $n }")"
	bench_row "2^$1: thousand targets a second" "$(awk "BEGIN { print $n * 1000 / $wall }")"
}

# loses PERCENT: what our sweep says was lost less what the link dropped, of 2^12 targets.
loses()
{
	lab_rules w "drop request percent=$1" "drop reply percent=$1"
	in_ns h1 "$PING" --json="$LAB_TMP/told" -q -c 4 -i 0.1 -W 1 --rate 20000 198.19.0.0-198.19.3.255
	said=$(sed -n 's/.*"type":"summary".*"lost":\([0-9]*\),.*/\1/p' "$LAB_TMP/told")
	dropped=$(($(lab_total w dropped side=a2b) + $(lab_total w dropped side=b2a)))
	bench_row "$1 % each way: lost less the $dropped dropped" "$((said - dropped))" '' '<=' 0
}

# Every address of those networks is h2's.
answer_all()
{
	lab_default h1 198.18.1.2 2001:db8:1::2
	ip -n h2 route add local 198.19.0.0/16 dev lo
	ip -n h2 route add local 2001:db8:2::/64 dev lo
}

lab_direct
answer_all
fping=$(lab_find fping) || fping=
# shellcheck disable=SC2034 # the head's second column
BENCH_PEER=$fping BENCH_PEER_NAME=theirs
bench_head "ping's sweep of $MOST IPv4 targets: thousand targets a second" \
	"over veth, all answer and none is missed, $RUNS runs"
[ -z "$fping" ] || against 'fping -i 0 -r 0 -q' 'ratio >=' 1.5 \
	"$fping" -i 0 -r 0 -t 1000 -q -g $first $last
against 'a bare sendmmsg and recvmmsg loop' 'ratio >=' 0.8 "$BENCH_BIN/bare" $first $MOST

BENCH_PEER=
bench_head "ping's sweep of IPv6 targets" 'memory less that of a sweep of one, all answer'
alone=$(once 1 2001:db8:2::1/128 | cut -d' ' -f3)
grow 16
grow 18
grow 20 128

ip netns del h1
ip netns del h2
rm -rf /run/netns/h1 /run/netns/h2
lab_relayed
answer_all
bench_head "ping's sweep through a link that drops" '4,096 probes, by the link'\''s own count'
for percent in 1 5 30; do
	loses $percent
done
