#!/bin/sh
# tcpprobe_accuracy: the handshakes' round trips tcpprobe tells beside those that captures on the link saw,
# and what it leaves half-open.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck source=tests/bench.sh
. "$(dirname "$0")/../bench.sh"
bench_enter "$0" "$@"
# shellcheck source=tests/lab/tcpprobe.sh
. "$(dirname "$0")/../lab/tcpprobe.sh"
# Nobody else tells a SYN's round trip by the kernel's stamps.
BENCH_PEER=

RUNS=3 PROBES=500

# Lines "number milliseconds".
told()
{
	sed -n 's/.*"type":"answer".*"seq":\([0-9]*\),.*"rtt_ms":\([0-9.]*\),.*"verdict":"fresh".*/\1 \2/p' "$LAB_TMP/told"
}

# What was told less what the captures saw, in us, a line a probe.
differences()
{
	awk 'NR == FNR { if ($4 >= 0) wire[$2] = $4; next }
		$1 in wire { printf "%.3f\n", $2 * 1000 - wire[$1] / 1000 }' "$LAB_TMP/h1.log" -
}

# once PORT: a run; its result goes to the end of the variables.
once()
{
	lab_start h1 ../bench/wirecap eth0 /run/netns/w a tcp
	in_ns h1 "$TCPPROBE" --json -i 0.01 -c $PROBES "198.18.1.2:$1" >"$LAB_TMP/told"
	left="$left $(half_open_in h2)"
	lab_stop h1 || bail_out "$(cat "$LAB_TMP/h1.err")"
	told | differences >"$LAB_TMP/differences"
	n="$n $(wc -l <"$LAB_TMP/differences")"
	p50="$p50 $(bench_quantile 0.5 <"$LAB_TMP/differences")"
	p99="$p99 $(tr -d - <"$LAB_TMP/differences" | bench_quantile 0.99)"
}

# measure WHAT PORT BAR-OF-MEDIAN BAR-OF-P99
measure()
{
	n='' p50='' p99='' left='' turn=0
	while [ $turn -lt $RUNS ]; do
		once "$2"
		turn=$((turn + 1))
	done
	bench_row "$1: median" "$p50" '' '<=' "$3"
	bench_row "$1: 99th percentile of its size" "$p99" '' '<=' "$4"
	bench_row "$1: round trips" "$n" ''
	bench_row "$1: left half-open" "$left" '' '<=' 0
}

# Segments that come straight from a TCP of this kernel carry no stamp of their arrival.
lab_relayed
listen_in h2 80
bench_head "tcpprobe's accuracy: round trip told less that on the link, us" \
	"$PROBES SYNs at 10 ms over veth and a relay, $RUNS runs; busy is $((2 * $(nproc))) endless loops on $(nproc) CPUs"
measure open 80 2 10
measure closed 81 2 10
bench_busy
measure 'open, busy' 80 2 20
bench_rest
