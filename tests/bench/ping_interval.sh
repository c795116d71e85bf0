#!/bin/sh
# ping_interval: how well ping keeps its interval, by when its packets came out of the link.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck source=tests/bench.sh
. "$(dirname "$0")/../bench.sh"
bench_enter "$0" "$@"

RUNS=3

# error_of ID INTERVAL: the mean gap of that identifier's probes less the interval, in ms.
error_of()
{
	awk -v id="$1" -v i="$2" '$1 == id { n++; if (n == 1) first = $3; last = $3 }
		END { if (n > 1) printf "%.4f", (last - first) / (n - 1) / 1e6 - i * 1e3 }' "$LAB_TMP/h1.log"
}

# start ID COMMAND...: one of several pings that run at once, told apart by their identifiers.
start()
{
	id=$1
	shift
	in_ns h1 "$@" -q -e "$id" 198.18.1.2 >"$LAB_TMP/$id" 2>&1 &
	pids="$pids $!"
}

# At these rates they do not touch each other.
once()
{
	pids=
	lab_start h1 ../bench/wirecap eth0 /run/netns/h2 eth0
	start 1001 "$PING" -i 0.2 -c 50
	start 1002 "$PING" -i 1 -c 8
	if [ -n "$BENCH_PEER" ]; then
		start 2001 "$BENCH_PEER" -i 0.2 -c 50
		start 2002 "$BENCH_PEER" -i 1 -c 8
	fi
	for pid in $pids; do
		wait "$pid" || bail_out "$(cat "$LAB_TMP"/[12]00[12])"
	done
	lab_stop h1 || bail_out "$(cat "$LAB_TMP/h1.err")"
	ours_short="$ours_short $(error_of 1001 0.2)" ours_long="$ours_long $(error_of 1002 1)"
	peer_short="$peer_short $(error_of 2001 0.2)" peer_long="$peer_long $(error_of 2002 1)"
}

ours_short='' ours_long='' peer_short='' peer_long=''
lab_direct
in_ns h1 "$PING" -c1 198.18.1.2 >"$LAB_TMP/told" || bail_out 'h1 does not reach h2'
turn=0
while [ $turn -lt $RUNS ]; do
	once
	turn=$((turn + 1))
done
bench_head "ping's interval: mean gap between probes less the interval, ms" \
	"over veth, all at once, $RUNS runs"
bench_row '-i 0.2, 50 probes' "$ours_short" "$peer_short" '<=' 0.1
bench_row '-i 1, 8 probes' "$ours_long" "$peer_long" '<=' 0.1
