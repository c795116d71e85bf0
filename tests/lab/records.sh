# records: values out of the JSON Lines of a run; sourced by the tools' own parts of the lab.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh disable=SC3043,SC2154,SC2034 # every Linux sh knows local; records is the file's name

# rec TYPE KEY: the values in the records of that type, on one line.
rec()
{
	awk -v type="\"type\":\"$1\"" -v key="\"$2\":" '
	index($0, type) && (at = index($0, key)) {
		value = substr($0, at + length(key))
		sub(/^"/, "", value)
		sub(/[",}].*/, "", value)
		printf "%s%s", any++ ? " " : "", value
	}' "$records"
}

# sum KEY...: the values in the summary, on one line.
sum()
{
	local key values=''

	for key; do
		values="$values${values:+ }$(rec summary "$key")"
	done
	echo "$values"
}

# For awk: a value of the record in $0, and what is to hold of it.
records_awk='
function field(key) {
	if (!match($0, "\"" key "\":\"?[^\",}]*"))
		return ""
	key = substr($0, RSTART, RLENGTH)
	sub(/^"[^"]*":"?/, "", key)
	return key
}
function want(ok, what) {
	if (ok)
		return
	print what
	bad = 1
}
'

# rec_start NAME NAMESPACE PROGRAM...: a run in the background, with its records in NAME.json.
rec_start()
{
	local name="$1" ns="$2"

	shift 2
	# A background job of a shell without job control would ignore INT and QUIT.
	nsenter --net="/run/netns/$ns" -- env --default-signal=INT,QUIT "$@" --json="$LAB_TMP/$name.json" \
		>"$LAB_TMP/$name.out" 2>"$LAB_TMP/$name.err" </dev/null &
	rec_pid=$!
	echo "$rec_pid" >"$LAB_TMP/$name.pid"
	lab_pids="$lab_pids $rec_pid"
}

# rec_goes NAME: it has given its privilege up, so all that it needs is open.
rec_goes()
{
	lab_wait 10 grep -q '^CapEff:.*0000000000000000' "/proc/$(cat "$LAB_TMP/$1.pid")/status" ||
		diag "$1 does not begin: $(cat "$LAB_TMP/$1.err")"
}

# rec_end NAME: $out, $err, $status and the records are those of that run.
rec_end()
{
	status=0
	wait "$(cat "$LAB_TMP/$1.pid")" || status=$?
	rm -f "$LAB_TMP/$1.pid"
	out=$(cat "$LAB_TMP/$1.out")
	err=$(cat "$LAB_TMP/$1.err")
	records=$LAB_TMP/$1.json
}
