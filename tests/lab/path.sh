# path: runs of ping --path in the lab, several at once; sourced behind lab_enter.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh disable=SC3043 # every Linux sh knows local
#
#	path_start a in_ns h1 -c3 198.18.4.2   # in the background, a is its name
#	path_end a                             # $out, $err, $status
#	is "$(hop a 3 hop_addr)" 198.18.3.2        # what its records say
#
# Each run's records fit the schema and end with a summary, and standard error stays empty.

path_start()
{
	local name="$1" how="$2" ns="$3"

	shift 3
	{
		"$how" "$ns" "$PING" --path --json="$LAB_TMP/$name.json" "$@" \
			>"$LAB_TMP/$name.out" 2>"$LAB_TMP/$name.err"
		echo $? >"$LAB_TMP/$name.status"
	} &
	echo $! >"$LAB_TMP/$name.pid"
}

# shellcheck disable=SC2034 # for the test
path_end()
{
	wait "$(cat "$LAB_TMP/$1.pid")"
	out=$(cat "$LAB_TMP/$1.out")
	err=$(cat "$LAB_TMP/$1.err")
	status=$(cat "$LAB_TMP/$1.status")
	is "$err" '' "$1: nothing on standard error"
	ok "$1: its records fit the schema" path_records "$1"
}

path_records()
{
	"$LAB_BIN/jsonlint" --schema "$LAB_ROOT/lib/json.schema.json" --summary <"$LAB_TMP/$1.json" \
		>"$LAB_TMP/lint" 2>&1 || {
		diag "$(cat "$LAB_TMP/lint")"
		return 1
	}
}

# path_key NAME KEY: of the path record; hop NAME N KEY: of a hop's. Text without its quotes.
path_key()
{
	jq -r "select(.type == \"path\") | .$2" "$LAB_TMP/$1.json"
}

hop()
{
	jq -r "select(.type == \"path_hop\" and .hop == $2) | .$3" "$LAB_TMP/$1.json"
}

# hops NAME KEY: of all hops, on one line.
hops()
{
	jq -r "select(.type == \"path_hop\") | .$2" "$LAB_TMP/$1.json" | paste -sd' '
}
