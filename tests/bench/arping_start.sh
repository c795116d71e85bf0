#!/bin/sh
# arping_start: what one lookup of an address that answers takes from its start to its end.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck source=tests/bench.sh
. "$(dirname "$0")/../bench.sh"
export BENCH_OF=arping
bench_enter "$0" "$@"

RUNS=200 BLOCKS=10

# column A|B EXPRESSION: the median of every block of runs, of what awk's expression gives.
column()
{
	awk '$1 == "'"$1"'" { print '"$2"' }' "$LAB_TMP/cost" >"$LAB_TMP/column"
	block=$((RUNS / BLOCKS)) at=1
	while [ $at -le $RUNS ]; do
		tail -n +$at "$LAB_TMP/column" | head -n $block | bench_quantile 0.5
		at=$((at + block))
	done | tr '\n' ' '
}

# measure WHAT ADDRESS [PEER]
measure()
{
	what=$1
	set -- "$ARPING" -q -f -I eth0 "$2" ${3:+-- "$3" -q -f -I eth0 "$2"}
	in_ns h1 "$BENCH_BIN/cost" $RUNS "$@" >"$LAB_TMP/cost" || bail_out "$what: a lookup fails"
	# shellcheck disable=SC2016 # awk's fields
	{
		bench_row "$what: wall, ms" "$(column A '$2 / 1000')" "$(column B '$2 / 1000')" '<=' 25
		bench_row "$what: CPU, ms" "$(column A '($3 + $4) / 1000')" \
			"$(column B '($3 + $4) / 1000')" ratio
		bench_row "$what: peak memory, MiB" "$(column A '$5 / 1024')" \
			"$(column B '$5 / 1024')" '<=' 4
	}
}

lab_direct
bench_head "arping's start: arping -q -f ADDRESS" "$RUNS runs in $BLOCKS blocks, of each its median"
measure ARP 198.18.1.2 "$BENCH_PEER"
measure 'neighbour discovery' 2001:db8:1::2
