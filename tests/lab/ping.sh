# ping: runs of ping in the lab, each one's records checked; sourced behind lab_enter.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh disable=SC3043,SC2034 # every Linux sh knows local; err and status are for the tests
#
#	ping_in h1 -c5 198.18.1.2              # $out, $err, $status as run leaves them
#	is "$(rec reply seq)" '1 2 4 5' '...'  # and what the records say
#	ping_done                              # what held in every run, and the end of the test
#
# Each run writes text and records. Of each: the records fit the schema and end with a summary, the
# numbers agree with each other and with the text, standard error has nothing but what ping_noise
# (an extended regular expression) allows.

# shellcheck source=tests/json.sh
. "$LAB_ROOT/tests/json.sh"
# shellcheck source=tests/lab/records.sh
. "$LAB_ROOT/tests/lab/records.sh"
ping_schema=$LAB_ROOT/lib/json.schema.json
ping_noise='^$'
ping_env='' # words for env
ping_bad=0 ping_noisy=0
: >"$LAB_TMP/all.json"

# ping_records NAME: where the records of that run are.
ping_records()
{
	ping_json=$LAB_TMP/$1.json
	records=$ping_json
}
ping_records run

# ping_in NAMESPACE ARGUMENT...
ping_in()
{
	local ns="$1"

	shift
	ping_records run
	rm -f "$ping_json"
	# shellcheck disable=SC2086 # words
	run in_ns "$ns" env $ping_env "$PING" --json="$ping_json" "$@"
	ping_check "$*"
}

# ping_check NAME: that the run behind $out, $err and $ping_json keeps its books.
ping_check()
{
	if ! ping_books >"$LAB_TMP/books" 2>&1; then
		ping_bad=$((ping_bad + 1))
		diag "ping $1: $(cat "$LAB_TMP/books")" "$out"
	fi
	# Of a flood a part will do for the slower reader.
	{ head -n 300 "$ping_json" && tail -n 2 "$ping_json"; } >>"$LAB_TMP/all.json" 2>/dev/null
	[ -n "$err" ] && printf '%s\n' "$err" | grep -Evq -e "$ping_noise" || return 0
	ping_noisy=$((ping_noisy + 1))
	diag "ping $1 says on standard error: $err"
}

ping_books()
{
	json_lines_strict && printf '%s\n' "$out" | ping_agree
}

json_lines_strict()
{
	"$LAB_BIN/jsonlint" --schema "$ping_schema" --summary <"$ping_json"
}

# The records' numbers against the summary's, and these against the text on standard input.
ping_agree()
{
	awk "$records_awk"'
	NR == FNR && /"type":"drops"/ { dropped += field("count"); next }
	NR == FNR && /"type":"reply"/ { n[field("verdict")]++; next }
	NR == FNR && !/"type":"summary"/ { n[field("type")]++; next }
	NR == FNR {
		sent = field("transmitted"); got = field("answered"); lost = field("lost")
		want(got == n["fresh"] + n["late"], "received: " got)
		want(field("late") == n["late"] + 0, "late: " field("late"))
		want(field("duplicates") == n["duplicate"] + 0, "duplicates: " field("duplicates"))
		want(field("corrupted") == n["corrupt"] + 0, "corrupted: " field("corrupted"))
		want(field("forged") == n["forged"] + 0, "forged: " field("forged"))
		want(field("redirects") == n["redirect"] + 0, "redirects: " field("redirects"))
		want(field("unsent") == n["unsent"] + 0, "unsent: " field("unsent"))
		want(n["lost"] + 0 >= lost + n["late"], "lost: " lost)
		want(field("drops") >= dropped + 0, "drops: " field("drops"))
		want(!n["stranger"], "strangers")
		refused = sent - got - lost - field("pending") - field("rejected")
		want(refused >= 0 && refused <= field("unsent"), "transmitted: " sent)
		next
	}
	/ packets transmitted, / { seen = 1; want($1 == sent && $4 == got, "text: " $0) }
	END { exit bad }' "$ping_json" -
}

# ping_start NAME NAMESPACE ARGUMENT...: in the background, ping_end NAME waits for it; several may
# run at once.
ping_start()
{
	local name="$1" ns="$2"

	shift 2
	ping_records "$name"
	rm -f "$ping_json" "$LAB_TMP/$name.out" "$LAB_TMP/$name.err"
	# A background job of a shell without job control would ignore INT and QUIT.
	# Without a function between, its number is the program's own.
	nsenter --net="/run/netns/$ns" -- env --default-signal=INT,QUIT \
		"$PING" --json="$ping_json" "$@" >"$LAB_TMP/$name.out" 2>"$LAB_TMP/$name.err" &
	ping_pid=$!
	echo "$ping_pid" >"$LAB_TMP/$name.pid"
	lab_pids="$lab_pids $ping_pid"
}

ping_end()
{
	status=0
	wait "$(cat "$LAB_TMP/$1.pid")" || status=$?
	rm -f "$LAB_TMP/$1.pid"
	out=$(cat "$LAB_TMP/$1.out")
	err=$(cat "$LAB_TMP/$1.err")
	ping_records "$1"
	ping_check "$1"
}

ping_done()
{
	is "$ping_bad" 0 "every run's records are valid and agree with the text"
	is "$ping_noisy" 0 '... and standard error has nothing'
	ok '... as another reader of the schema finds' \
		json_lines_valid "$ping_schema" "$LAB_TMP/all.json"
	tap_done
}

# each_way 'ADDRESS ADDRESS...' COMMAND...: to each of them by both kinds of socket, with $how, $target
# and $raw set; identifier 0 is one that only a raw socket can have.
each_way()
{
	local ways="$1"

	shift
	for target in $ways; do
		for how in "ping $target" "raw $target"; do
			raw=
			[ "${how%% *}" = ping ] || raw='-e 0'
			"$@"
		done
	done
}

# answered N, told N: so many answers, refused sends, has the run that was begun by "ping_start mid".
answered()
{
	[ "$(grep -c ' bytes from ' "$LAB_TMP/mid.out")" -ge "$1" ]
}

told()
{
	[ "$(grep -c 'sendmsg: ' "$LAB_TMP/mid.err")" -ge "$1" ]
}
