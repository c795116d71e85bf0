#!/usr/bin/env bash
# campaign: runs each fuzz target for MINUTES (1), CAMPAIGN_JOBS (1) at once, and says what came of
# it; 1 if anything crashed. TARGETS names some of them. `make campaign` runs it.
# SPDX-License-Identifier: BSD-2-Clause
#
# Under $BUILD: corpus/ grows from one campaign to the next; found/ keeps what crashed; new/ holds,
# minimised, what reaches code that the committed corpus does not: any of it may go to
# tests/fuzz/corpus.
set -euo pipefail
cd "$(dirname "$0")/../.."
build=${BUILD:?the folder of the fuzz targets}
corpora=${CORPORA:-tests/fuzz/corpus}
seconds=$(awk -v minutes="${MINUTES:-1}" 'BEGIN { printf "%d", minutes * 60 }')
if [ "$seconds" -lt 1 ]; then
	echo "campaign: MINUTES is not a time: '${MINUTES:-}'" >&2
	exit 2
fi

run() {
	local target=$1 program=$build/tests/fuzz/$1 log=$build/log/$1
	mkdir -p "$build/corpus/$target" "$build/found/$target"
	"$program" -max_total_time="$seconds" -timeout=10 -print_final_stats=1 \
		-artifact_prefix="$build/found/$target/" "$build/corpus/$target" \
		"$corpora/$target" >"$log" 2>&1 || echo "campaign: status $?" >>"$log"
	minimise "$target" "$program"
}

# The smallest inputs that add to the coverage of the committed ones.
minimise() {
	local target=$1 program=$2 fresh=$build/new/$1 all
	rm -rf "$fresh"
	mkdir -p "$fresh"
	all=$(mktemp -d)
	cp "$corpora/$target"/* "$all"
	"$program" -merge=1 -timeout=10 -artifact_prefix="$build/found/$target/" "$all" \
		"$build/corpus/$target" >"$build/log/$target.merge" 2>&1 || true
	for f in "$all"/*; do
		[ -e "$corpora/$target/${f##*/}" ] || mv "$f" "$fresh"
	done
	rm -r "$all"
}

# A line of the table, from the fuzzer's log. A slow input is no crash.
row() {
	local target=$1 crashes
	crashes=$(grep -cE '^artifact_prefix=.*(crash|leak|timeout|oom)-' "$build/log/$target" || true)
	if [ "$crashes" -eq 0 ] && grep -q '^campaign: status' "$build/log/$target"; then
		crashes=1
	fi
	awk -v target="$target" -v crashes="$crashes" \
		-v fresh="$(find "$build/new/$target" -type f | wc -l)" '
		/ cov: / { for (i = 1; i < NF; i++) { if ($i == "cov:") edges = $(i + 1)
			if ($i == "ft:") features = $(i + 1)
			if ($i == "corp:") corpus = $(i + 1) + 0 } }
		/^stat::number_of_executed_units:/ { runs = $2 }
		/^stat::average_exec_per_sec:/ { rate = $2 }
		END { printf "%-22s %12d %8d %6d %8d %7d %5d %7d\n", target, runs, rate, edges,
			features, corpus, fresh, crashes; exit crashes > 0 }' "$build/log/$target"
}

if [ "${1:-}" = --run ]; then
	run "$2"
	exit
fi

mkdir -p "$build/log" "$build/new"
read -ra targets <<<"${TARGETS:-$(cd "$corpora" && printf '%s ' *)}"
export BUILD=$build CORPORA=$corpora
printf '%s\n' "${targets[@]}" | xargs -P"${CAMPAIGN_JOBS:-1}" -n1 "tests/fuzz/${0##*/}" --run

status=0
printf '%-22s %12s %8s %6s %8s %7s %5s %7s\n' target executions per\ s edges features corpus new crashes
for target in "${targets[@]}"; do
	row "$target" || status=1
done
if [ "$status" -ne 0 ]; then
	echo "what crashed:"
	find "$build/found" -type f ! -name 'slow-unit-*'
fi
exit $status
