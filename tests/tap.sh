# tap: the few words a shell test needs to speak TAP; sourced. A test ends with tap_done.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh disable=SC2034 # out, err and status are for the tests

out=''
err=''
status=0
tap_n=0
tap_failed=0
tap_tmp=${TMPDIR:-/tmp}

# Words and characters are compared, in whatever language the user reads.
unset LANGUAGE LC_ALL LC_CTYPE LC_COLLATE LC_MESSAGES LC_NUMERIC LC_TIME
LANG=C.UTF-8
export LANG

# note TEXT...: each line behind "# ", for who reads the whole output.
note()
{
	printf '%s\n' "$*" | sed 's/^/# /'
}

# diag TEXT...: the same on standard error, which prove shows: why a test failed.
diag()
{
	note "$@" >&2
}

# tap_result STATUS NAME: the one place that prints a result; returns STATUS.
tap_result()
{
	tap_n=$((tap_n + 1))
	if [ "$1" -eq 0 ]; then
		printf 'ok %d - %s\n' "$tap_n" "$2"
	else
		tap_failed=$((tap_failed + 1))
		printf 'not ok %d - %s\n' "$tap_n" "$2"
		diag "${0##*/} $tap_n: $2"
	fi
	return "$1"
}

pass()
{
	tap_result 0 "$1"
}

fail()
{
	tap_result 1 "$1"
}

# run COMMAND...: leaves what it printed in $out and $err and its exit code in $status.
run()
{
	tap_err=$(mktemp "$tap_tmp/tap.XXXXXX") || exit 99
	status=0
	out=$("$@" 2>"$tap_err") || status=$?
	err=$(cat "$tap_err")
	rm -f "$tap_err"
}

# ok NAME COMMAND...: the command succeeds; what it prints is shown when it does not.
ok()
{
	tap_name=$1
	shift
	tap_status=0
	tap_text=$("$@" 2>&1) || tap_status=$?
	[ "$tap_status" -eq 0 ] && tap_result 0 "$tap_name" && return 0
	tap_result 1 "$tap_name"
	diag "exit $tap_status: $*"
	[ -z "$tap_text" ] || diag "$tap_text"
	return 1
}

# fails NAME COMMAND...: the command does not succeed.
fails()
{
	tap_name=$1
	shift
	if tap_text=$("$@" 2>&1); then
		tap_result 1 "$tap_name"
		diag "succeeded: $*"
		[ -z "$tap_text" ] || diag "$tap_text"
		return 1
	fi
	tap_result 0 "$tap_name"
}

# is GOT WANTED NAME: the same text.
is()
{
	[ "$1" = "$2" ] && tap_result 0 "$3" && return 0
	tap_result 1 "$3"
	diag "got:    $1"
	diag "wanted: $2"
	return 1
}

isnt()
{
	[ "$1" != "$2" ] && tap_result 0 "$3" && return 0
	tap_result 1 "$3"
	diag "got: $1"
	return 1
}

# one_line PATTERN: grep takes two lines as two patterns, of which an empty one matches anything.
one_line()
{
	case $1 in
	*"
"*) bail_out "a pattern of more than one line: $1" ;;
	esac
}

# like TEXT ERE NAME: some line of the text matches the extended regular expression.
like()
{
	one_line "$2"
	printf '%s\n' "$1" | grep -Eq -e "$2" && tap_result 0 "$3" && return 0
	tap_result 1 "$3"
	diag "no line matches: $2"
	diag "$1"
	return 1
}

unlike()
{
	one_line "$2"
	if printf '%s\n' "$1" | grep -Eq -e "$2"; then
		tap_result 1 "$3"
		diag "a line matches: $2"
		diag "$1"
		return 1
	fi
	tap_result 0 "$3"
}

# between LOW VALUE HIGH NAME: numbers, fractions allowed, ends included.
between()
{
	if awk -v l="$1" -v v="$2" -v h="$3" \
		'BEGIN { exit !(v ~ /^-?[0-9.]+$/ && v + 0 >= l + 0 && v + 0 <= h + 0) }'; then
		tap_result 0 "$4"
		return 0
	fi
	tap_result 1 "$4"
	diag "got $2, wanted $1 to $3"
	return 1
}

# skip WHY [N]: N results (1) that this machine cannot give.
skip()
{
	tap_skip=${2:-1}
	while [ "$tap_skip" -gt 0 ]; do
		tap_n=$((tap_n + 1))
		printf 'ok %d # SKIP %s\n' "$tap_n" "$1"
		tap_skip=$((tap_skip - 1))
	done
}

# skip_all WHY: ends a test before its first result.
skip_all()
{
	printf '1..0 # SKIP %s\n' "$1"
	exit 0
}

# bail_out WHY: ends this test as failed. TAP's own word for it would end all the others too.
bail_out()
{
	tap_result 1 "$1"
	exit 99
}

# tap_done: prints the plan and ends the test; one that dies before has no plan and fails.
tap_done()
{
	printf '1..%d\n' "$tap_n"
	[ "$tap_failed" -eq 0 ] && [ "$tap_n" -gt 0 ]
	exit
}
