#!/bin/sh
# tcpprobe_resume: a list whose run is killed, or ended by a signal, is gone on with.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
command -v jq >/dev/null || skip_all 'there is no jq here'
lab_enter "$0" "$@"
# shellcheck source=tests/lab/tcpprobe.sh
. "$(dirname "$0")/../lab/tcpprobe.sh"

lab_direct
to=198.18.1.2

# begin NAME [WORDS...]: 200 ports, 40 a second, so that the first save comes with most of them left.
begin()
{
	name=$1
	shift
	nsenter --net=/run/netns/h1 -- "$@" "$TCPPROBE" --json -p 1001-1200 --rate 40 --resume "$LAB_TMP/$name.state" $to \
		>"$LAB_TMP/$name.first" 2>"$LAB_TMP/$name.err" &
	echo $! >"$LAB_TMP/$name.pid"
	lab_pids="$lab_pids $!"
}
# told NAME...: how many of the ports the records of these runs tell, and how often at most.
told()
{
	jq -r 'select(.type == "port").port' "$@" | sort | uniq -c |
		awk '{ if ($1 > most) most = $1 } END { print NR, most + 0 }'
}
begin raw
begin connects setpriv --bounding-set=-all --inh-caps=-all --
begin term
nsenter --net=/run/netns/h1 -- "$TCPPROBE" -p 1001-1200 --rate 40 --resume "$LAB_TMP/table.state" $to >"$LAB_TMP/table.first" 2>&1 &
table=$!
lab_pids="$lab_pids $table"
for name in raw connects; do
	lab_wait 9 test -e "$LAB_TMP/$name.state" || bail_out "$name saves nothing"
	kill -KILL "$(cat "$LAB_TMP/$name.pid")"
	# The shell would tell of its end.
	wait "$(cat "$LAB_TMP/$name.pid")" 2>/dev/null
	between 1 "$(told "$LAB_TMP/$name.first" | cut -d' ' -f1)" 199 "$name: killed before its end"
	run in_ns h1 "$TCPPROBE" --json -p 1001-1200 --rate 5000 --resume "$LAB_TMP/$name.state" $to
	is "$status $err" '1 ' '... the next run asks'
	printf '%s\n' "$out" >"$LAB_TMP/$name.second"
	between 1 "$(jq -s '.[-1].asked' "$LAB_TMP/$name.second")" 199 '... what was left'
	like "$(told "$LAB_TMP/$name.first" "$LAB_TMP/$name.second")" '^200 [12]$' '... and nothing is left out'
	is "$(sed 1,4d "$LAB_TMP/$name.state")" '' '... in the end'
done
lab_wait 9 test -e "$LAB_TMP/term.state"
kill -TERM "$(cat "$LAB_TMP/term.pid")"
wait "$(cat "$LAB_TMP/term.pid")"
run in_ns h1 "$TCPPROBE" --json -p 1001-1200 --rate 5000 --resume "$LAB_TMP/term.state" $to
printf '%s\n' "$out" >"$LAB_TMP/term.second"
is "$(told "$LAB_TMP/term.first" "$LAB_TMP/term.second")" '200 1' 'ended by TERM: each is told once'
run in_ns h1 "$TCPPROBE" --nagios --refused ok -p 1001-1200 --rate 40 -w 0.2 --resume "$LAB_TMP/plugin.state" $to
like "$status $out" '^3 TCPPROBE UNKNOWN - [0-9]+ ports? (is|are) as expected, 1[0-9]+ left for the next run\|' \
	'a plugin does not call fine what it did not ask'
run in_ns h1 "$TCPPROBE" --expect closed:1001-1200 --rate 40 -w 0.2 --resume "$LAB_TMP/rest.state" $to
like "$status $(printf '%s\n' "$out" | grep expected)" '^1 All that were asked are as expected$' 'nor does the table'
kill -KILL "$table"
wait "$table" 2>/dev/null
ok 'a table is told at the end: its run leaves nothing when killed' test ! -e "$LAB_TMP/table.state"
tap_done
