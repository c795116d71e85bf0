# arping: runs of arping in the lab, each one's records checked; sourced behind lab_enter.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh disable=SC3043,SC2034 # every Linux sh knows local; err is for the tests
#
#	arping_in h1 -c2 198.18.1.2            # $out, $err, $status as run leaves them
#	is "$(sum answers owners)" '2 1' '...'
#	arping_start NAME h1 -c3 198.18.1.3    # in the background; arping_end NAME waits for it
#	arping_done                            # what held in every run, and the end of the test
#
# Each run writes text and records. Of each: the records fit the schema and end with a summary, the
# numbers agree with each other and with the text.

# shellcheck source=tests/json.sh
. "$LAB_ROOT/tests/json.sh"
# shellcheck source=tests/lab/records.sh
. "$LAB_ROOT/tests/lab/records.sh"
arping_schema=$LAB_ROOT/lib/json.schema.json
arping_bad=0
: >"$LAB_TMP/arping.jsonl"

arping_in()
{
	local ns="$1"

	shift
	records=$LAB_TMP/run.json
	rm -f "$records"
	run in_ns "$ns" "$ARPING" --json="$records" "$@"
	arping_check "$*"
}

arping_start()
{
	local name="$1" ns="$2"

	shift 2
	rec_start "$name" "$ns" "$ARPING" "$@"
}

# arping_end NAME: $out, $err, $status and the records are those of that run.
arping_end()
{
	rec_end "$1"
	arping_check "$1"
}

# A run that could not begin has no records, and says why.
arping_check()
{
	[ -e "$records" ] || [ "$status" -ne 2 ] || return 0
	if ! arping_books >"$LAB_TMP/books" 2>&1; then
		arping_bad=$((arping_bad + 1))
		diag "arping $1: $(cat "$LAB_TMP/books")" "$out"
	fi
	cat "$records" >>"$LAB_TMP/arping.jsonl"
}

arping_books()
{
	[ -e "$records" ] || return 0
	"$LAB_BIN/jsonlint" --schema "$arping_schema" --summary <"$records" &&
		printf '%s\n' "$out" | arping_agree
}

# The records' numbers against the summary's, and these against the text on standard input.
arping_agree()
{
	awk "$records_awk"'
	NR == FNR && /"type":"(reply|conflict|router)"/ {
		n["answer"]++
		routers += field("type") == "router"
		n[field("verdict")]++
		macs[field("mac")]
		next
	}
	NR == FNR && /"type":"claim"/ { macs[field("mac")] }
	NR == FNR && !/"type":"summary"/ { n[field("type")]++; next }
	NR == FNR {
		sent = field("sent"); cast = field("broadcasts"); got = field("answers")
		want(got == n["answer"] + 0, "received: " got)
		if (!routers)
			want(field("answered") == n["fresh"] + n["late"], "answered: " field("answered"))
		want(field("claims") == n["claim"] + 0, "claims: " field("claims"))
		want(field("malformed") == n["malformed"] + 0, "malformed: " field("malformed"))
		want(field("elsewhere") == n["elsewhere"] + 0, "elsewhere: " field("elsewhere"))
		want(field("unsent") == n["unsent"] + 0, "unsent: " field("unsent"))
		want(n["lost"] + 0 == field("lost") + field("late"), "lost: " field("lost"))
		for (m in macs)
			owners++
		want(field("owners") == owners + 0, "owners: " field("owners"))
		next
	}
	/^Sent / { want($2 == sent && $4 == "(" cast, "text: " $0) }
	/^Received / { want($2 == got, "text: " $0) }
	END { exit bad }' "$records" -
}

arping_done()
{
	is "$arping_bad" 0 "every run's records are valid and agree with the text"
	ok '... as another reader of the schema finds' \
		json_lines_valid "$arping_schema" "$LAB_TMP/arping.jsonl"
	tap_done
}
