#!/bin/sh
# arping_start: what one lookup of an address that answers takes from its start to its end.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck source=tests/bench.sh
. "$(dirname "$0")/../bench.sh"
export BENCH_OF=arping
bench_enter "$0" "$@"

RUNS=200 BLOCKS=10
medians()
{
	bench_blocks $((RUNS / BLOCKS)) "$@"
}

# measure WHAT ADDRESS [PEER]
measure()
{
	what=$1
	set -- "$ARPING" -q -f -I eth0 "$2" ${3:+-- "$3" -q -f -I eth0 "$2"}
	in_ns h1 "$BENCH_BIN/cost" $RUNS "$@" >"$LAB_TMP/cost" || bail_out "$what: a lookup fails"
	# shellcheck disable=SC2016 # awk's fields
	{
		bench_row "$what: wall, ms" "$(medians A '$2 / 1000')" "$(medians B '$2 / 1000')" '<=' 25
		bench_row "$what: CPU, ms" "$(medians A '($3 + $4) / 1000')" \
			"$(medians B '($3 + $4) / 1000')" ratio
		bench_row "$what: peak memory, MiB" "$(medians A '$5 / 1024')" \
			"$(medians B '$5 / 1024')" '<=' 4
	}
}

lab_direct
bench_head "arping's start: arping -q -f ADDRESS" "$RUNS runs in $BLOCKS blocks, of each its median"
measure ARP 198.18.1.2 "$BENCH_PEER"
measure 'neighbour discovery' 2001:db8:1::2
