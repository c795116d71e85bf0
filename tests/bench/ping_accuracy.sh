#!/bin/sh
# ping_accuracy: the round trips ping tells beside those that captures on the link saw.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck source=tests/bench.sh
. "$(dirname "$0")/../bench.sh"
bench_enter "$0" "$@"

RUNS=3 PROBES=3000
# Some pings fall far behind on a busy machine.
SECONDS_MOST=6

# Lines "sequence milliseconds".
told_by_ours()
{
	sed -n 's/.*"icmp_seq":\([0-9]*\),.*"rtt_ms":\([0-9.]*\),.*/\1 \2/p' "$LAB_TMP/told"
}

told_by_peer()
{
	sed -n 's/.* icmp_seq=\([0-9]*\) .* time=\([0-9.]*\) ms$/\1 \2/p' "$LAB_TMP/told"
}

# What was told less what the captures saw, in us, a line a probe.
differences()
{
	awk 'NR == FNR { if ($4 >= 0) wire[$2] = $4; next }
		$1 in wire { printf "%.3f\n", $2 * 1000 - wire[$1] / 1000 }' "$LAB_TMP/h1.log" -
}

# once WHO COMMAND...: a run; its result goes to the end of the variables WHO_*.
once()
{
	who=$1
	shift
	lab_start h1 ../bench/wirecap eth0 /run/netns/h2 eth0
	in_ns h1 "$@" -i 0.001 -c $PROBES -w $SECONDS_MOST 198.18.1.2 >"$LAB_TMP/told"
	lab_stop h1 || bail_out "$(cat "$LAB_TMP/h1.err")"
	"told_by_$who" | differences >"$LAB_TMP/differences"
	n=$(wc -l <"$LAB_TMP/differences")
	[ "$n" -gt 0 ] || bail_out "$1: no round trip to compare"
	eval "${who}_n=\"\$${who}_n $n\""
	eval "${who}_p50=\"\$${who}_p50 $(bench_quantile 0.5 <"$LAB_TMP/differences")\""
	eval "${who}_p99=\"\$${who}_p99 $(tr -d - <"$LAB_TMP/differences" | bench_quantile 0.99)\""
}

# measure STATE BAR-OF-MEDIAN BAR-OF-P99
measure()
{
	ours_n='' ours_p50='' ours_p99='' peer_n='' peer_p50='' peer_p99=''
	turn=0
	while [ $turn -lt $RUNS ]; do
		once ours "$PING" --json
		[ -z "$BENCH_PEER" ] || once peer "$BENCH_PEER"
		turn=$((turn + 1))
	done
	bench_row "$1: median" "$ours_p50" "$peer_p50" '<=' "$2"
	bench_row "$1: 99th percentile of its size" "$ours_p99" "$peer_p99" '<=' "$3"
	bench_row "$1: round trips in $SECONDS_MOST s" "$ours_n" "$peer_n"
}

lab_direct
in_ns h1 "$PING" -c1 198.18.1.2 >"$LAB_TMP/told" || bail_out 'h1 does not reach h2'
bench_head "ping's accuracy: round trip told less that on the link, us" \
	"$PROBES probes at 1 ms over veth, $RUNS runs; busy is $((2 * $(nproc))) endless loops on $(nproc) CPUs"
measure idle 2 10
bench_busy
measure busy 2 20
bench_rest
