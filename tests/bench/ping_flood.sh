#!/bin/sh
# ping_flood: how many packets a second ping -f sends, and what it loses by itself.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck source=tests/bench.sh
. "$(dirname "$0")/../bench.sh"
bench_enter "$0" "$@"

RUNS=7 PACKETS=50000

# by_turns NAMESPACE ARGUMENT...: both pings, RUNS times, into $LAB_TMP/cost.
by_turns()
{
	ns=$1
	shift
	if [ -n "$BENCH_PEER" ]; then
		in_ns "$ns" "$BENCH_BIN/cost" $RUNS "$PING" "$@" -- "$BENCH_PEER" "$@"
	else
		in_ns "$ns" "$BENCH_BIN/cost" $RUNS "$PING" "$@"
	fi >"$LAB_TMP/cost" || bail_out "ping $* fails"
}

# rates A|B EXPRESSION: thousands of packets a second of the time that the expression gives in us.
rates()
{
	bench_column "$1" "$PACKETS * 1000 / ($2)"
}

# flood WHAT HOW BAR NAMESPACE ARGUMENT...: rows by wall time, for which the bar is, and CPU time.
flood()
{
	what=$1 how=$2 bar=$3
	shift 3
	by_turns "$@"
	# shellcheck disable=SC2016 # awk's fields
	bench_row "$what, wall" "$(rates A '$2')" "$(rates B '$2')" "$how" "$bar"
	# shellcheck disable=SC2016
	bench_row "$what, CPU" "$(rates A '$3 + $4')" "$(rates B '$3 + $4')" ratio
}

# Replies that came to the host, whoever took them.
# shellcheck disable=SC2016 # awk's fields
replies()
{
	in_ns h1 awk '/^Icmp:/ && !n { for (i = 1; i <= NF; i++) if ($i == "InEchoReps") n = i; next }
		/^Icmp:/ { print $n }' /proc/net/snmp
}

# own_loss COMMAND...: replies that came to the host and that the command does not count, percent of
# what it sent.
own_loss()
{
	before=$(replies)
	in_ns h1 "$@" -q -f -l 1000 -c $PACKETS 198.18.1.2 >"$LAB_TMP/flood" 2>&1
	awk -v came=$(($(replies) - before)) '/packets transmitted/ {
			printf "%.3f ", $1 ? (came - $4) * 100 / $1 : 0 }' "$LAB_TMP/flood"
}

preload()
{
	ours='' peer='' turn=0
	while [ $turn -lt $RUNS ]; do
		ours="$ours$(own_loss "$PING")"
		[ -z "$BENCH_PEER" ] || peer="$peer$(own_loss "$BENCH_PEER")"
		turn=$((turn + 1))
	done
	bench_row 'veth -f -l 1000, own loss, %' "$ours" "$peer" '<=' 0
}

lab_direct
bench_head "ping's flood: thousand packets a second" \
	"$PACKETS packets, output into a pipe, $RUNS runs; own loss is replies that came but were not counted"
flood 'loopback -f' 'ratio >=' 1.3 h1 -f -c $PACKETS 127.0.0.1
# shellcheck disable=SC2016
bench_row 'loopback -f, peak memory, MiB' "$(bench_column A '$5 / 1024')" "$(bench_column B '$5 / 1024')"
flood 'loopback -f -q' ratio '' h1 -f -q -c $PACKETS 127.0.0.1
flood 'veth -f' 'ratio >=' 1.3 h1 -f -c $PACKETS 198.18.1.2
flood 'veth -f -q' ratio '' h1 -f -q -c $PACKETS 198.18.1.2
preload
