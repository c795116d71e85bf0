# bench: what the benches share: the programs they compare, and tables of what they found; sourced.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh disable=SC3043 # every Linux sh knows local
#
#	. "$(dirname "$0")/../bench.sh"
#	bench_enter "$0" "$@"        # goes on inside a lab, or says what is missing and ends
#	bench_head 'TITLE, unit'
#	bench_row 'what' "$ours" "$peers" 'ratio >=' 1.3    # values of several runs, by turns
#
# A bar that is missed fails nothing: machines and their load differ. Only what cannot run does.

# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
BENCH_BIN=$BUILD/tests/bench

bench_enter()
{
	local why

	if [ -z "${LAB_INSIDE-}" ] && why=$(lab_forbidden); then
		echo "$(basename "$1" .sh): not measured: $why"
		exit 0
	fi
	lab_enter "$@"
	bench_peer
}

# iputils' program of the name BENCH_OF (ping), as BENCH_PEER; empty, with the reason told, where
# there is none.
bench_peer()
{
	local name="${BENCH_OF:-ping}"

	BENCH_PEER=$(lab_find "$name") &&
		"$BENCH_PEER" -V 2>/dev/null | grep -q "^$name from iputils [0-9]" && return
	BENCH_PEER=
	echo "No iputils-$name to compare with: run make peers."
}

# bench_busy: two endless loops a CPU, until bench_rest.
bench_busy()
{
	local n

	bench_loops=
	n=$((2 * $(nproc)))
	while [ $n -gt 0 ]; do
		while :; do :; done &
		bench_loops="$bench_loops $!"
		n=$((n - 1))
	done
	lab_pids="$lab_pids $bench_loops"
}

bench_rest()
{
	local pid

	for pid in $bench_loops; do
		kill "$pid"
		wait "$pid"
	done 2>/dev/null
	bench_loops=
}

# bench_quantile P: of numbers, one a line.
bench_quantile()
{
	sort -g | awk -v p="$1" '{ v[NR] = $1 }
		END { if (NR) print v[int((NR - 1) * p + 0.5) + 1] }'
}

# bench_head TITLE HOW
bench_head()
{
	printf '\n%s\n(%s; load %s)\n%-36s  %-26s  %-26s  %-26s  %-12s %s\n' "$1" "$2" \
		"$(cut -d' ' -f1 /proc/loadavg)" '' ours "${BENCH_PEER:+${BENCH_PEER_NAME:-iputils}}" \
		"${BENCH_PEER:+ratio or difference}" bar met
}

# bench_row WHAT OURS PEERS HOW BAR: each the values of several runs. A bar on "ratio" is one on
# ours / theirs of the same turn, else on the size of ours; no HOW is no bar.
bench_row()
{
	awk -v what="$1" -v ours="$2" -v theirs="$3" -v how="$4" -v bar="$5" -f "$LAB_ROOT/tests/bench/row.awk"
}

# bench_column A|B EXPRESSION: what awk's expression gives for each run of what cost wrote to
# $LAB_TMP/cost.
bench_column()
{
	awk '$1 == "'"$1"'" { print '"$2"' }' "$LAB_TMP/cost" | tr '\n' ' '
}

# bench_blocks SIZE A|B EXPRESSION: the median of each block of so many runs.
bench_blocks()
{
	local size="$1" at=1

	shift
	bench_column "$@" | tr ' ' '\n' >"$LAB_TMP/column"
	while [ $at -le "$(wc -l <"$LAB_TMP/column")" ]; do
		tail -n +$at "$LAB_TMP/column" | head -n "$size" | bench_quantile 0.5
		at=$((at + size))
	done | tr '\n' ' '
}
