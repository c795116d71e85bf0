#!/bin/sh
# ping_start: what one ping of loopback takes from its start to its end, and its memory.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck source=tests/bench.sh
. "$(dirname "$0")/../bench.sh"
bench_enter "$0" "$@"

RUNS=200 BLOCKS=10
medians()
{
	bench_blocks $((RUNS / BLOCKS)) "$@"
}

# measure LOCALE: how much of one a program loads differs.
measure()
{
	set -- "$1" "$PING" -c1 127.0.0.1
	[ -z "$BENCH_PEER" ] || set -- "$@" -- "$BENCH_PEER" -c1 127.0.0.1
	locale=$1
	shift
	in_ns h1 env LC_ALL="$locale" "$BENCH_BIN/cost" $RUNS "$@" >"$LAB_TMP/cost" ||
		bail_out 'ping -c1 127.0.0.1 fails'
	# shellcheck disable=SC2016 # awk's fields
	{
		bench_row "$locale: wall, ms" "$(medians A '$2 / 1000')" "$(medians B '$2 / 1000')" \
			'ratio <=' 1.2
		bench_row "$locale: CPU, ms" "$(medians A '($3 + $4) / 1000')" \
			"$(medians B '($3 + $4) / 1000')" ratio
		bench_row "$locale: peak memory, MiB" "$(medians A '$5 / 1024')" \
			"$(medians B '$5 / 1024')" '<=' 3
	}
}

lab_host h1
bench_head "ping's start: ping -c1 127.0.0.1, by locale" \
	"$RUNS runs in $BLOCKS blocks, of each its median"
measure C.UTF-8
measure C
