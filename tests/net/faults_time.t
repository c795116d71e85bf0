#!/bin/sh
# faults_time: runs that are stopped, and wall clocks that step an hour, in mid-run: times and totals
# are right. ping's own are in ping_signal.t (TSTP) and ping_rtt.t (steps).
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154,SC2317,SC2086 # run sets out, err and status; lab_wait calls; words or none
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/json.sh
. "$LAB_ROOT/tests/json.sh"
# shellcheck source=tests/lab/records.sh
. "$LAB_ROOT/tests/lab/records.sh"
# shellcheck source=tests/lab/talk.sh
. "$LAB_ROOT/tests/lab/talk.sh"

lab_direct
# shellcheck disable=SC2034 # talk.sh
TALK_HOST=h2 TALK_ADDRESS=198.18.1.2
talk_peers <<'SCRIPT'
open hold
slow "hi\r\n" wait=0.3 "there\r\n" wait=0.3 "bye\r\n" fin
body read"\r\n\r\n" "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n" wait=0.3 "hello" wait=0.3 "again" fin
keys "\xff\xfb\x01\xff\xfb\x03hi" hold
drip read"\r\n\r\n" "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" *50000"x" wait=1.1 *1000"x" hold
SCRIPT
to=198.18.1.2
body=http://$to:$(port body)

# begin NAME PREFIX: that tool's run of half a second or more, as rec_start.
begin()
{
	case ${1%_*} in
	ping) rec_start "$1" h1 $2 "$PING" -n -c12 -i0.05 $to ;;
	arping) rec_start "$1" h1 $2 "$ARPING" -c4 -i0.2 $to ;;
	tcpprobe) rec_start "$1" h1 $2 "$TCPPROBE" -c12 -i0.05 "$to:$(port open)" ;;
	httpget) rec_start "$1" h1 $2 "$HTTPGET" "$body" ;;
	telnetlite) rec_start "$1" h1 $2 "$TELNETLITE" $to "$(port slow)" ;;
	esac
}

# What every record of a run must hold: it fits the schema, no time is negative or of another hour.
right()
{
	"$LAB_BIN/jsonlint" --schema "$LAB_ROOT/lib/json.schema.json" --summary <"$records" || return 1
	awk '{
		text = $0
		while (match(text, /"[a-z0-9_]*_ms":-?[0-9.]+/)) {
			pair = substr(text, RSTART, RLENGTH)
			split(pair, part, ":")
			if (part[2] + 0 < 0 || part[2] + 0 > 60000) { print pair " in " $0; bad = 1 }
			text = substr(text, RSTART + RLENGTH)
		}
	} END { exit bad }' "$records"
}
# answered NAME: its run has begun.
answered()
{
	[ -s "$LAB_TMP/$1.out" ]
}

is_stopped()
{
	grep -q '^State:.*stopped' "/proc/$1/status"
}

tools='ping arping tcpprobe httpget telnetlite'
steps=yes
# A sanitizer reads the clock itself.
grep -q __asan_init "$PING" && steps=
for t in $tools; do
	[ -z "$steps" ] || begin "${t}_steps" "env LD_PRELOAD=$LAB_BIN/clockstep.so CLOCKSTEP=150:3600,400:-3600"
	begin "${t}_stop"
done
for t in $tools; do
	lab_wait 10 answered "${t}_stop"
	kill -STOP "$(cat "$LAB_TMP/${t}_stop.pid")"
done
for t in $tools; do
	lab_wait 5 is_stopped "$(cat "$LAB_TMP/${t}_stop.pid")"
	is $? 0 "$t is stopped"
done
sleep 0.7 # the stop itself
for t in $tools; do
	kill -CONT "$(cat "$LAB_TMP/${t}_stop.pid")"
done

# holds NAME: that run was as one that nothing happened to.
holds()
{
	rec_end "$1"
	is "$status/$err" 0/ "$1"
	ok '... the records are whole, no time is negative or of another hour' right
	case $1 in
	ping*) is "$(sum transmitted answered lost late unsent) $(rec reply seq | wc -w)" '12 12 0 0 0 12' '... totals' ;;
	# It hears the answers to the other run, too.
	arping*) is "$(sum sent answered lost late unsent)" '4 4 0 0 0' '... totals' ;;
	tcpprobe*) is "$(sum sent open lost late unsent) $(rec answer seq | wc -w)" '12 12 0 0 0 12' '... totals' ;;
	httpget*) is "$out $(sum responses content_bytes)" 'helloagain 1 10' '... totals' ;;
	telnetlite*) is "$(printf '%s' "$out" | tr '\r\n' '. ') $(sum received_bytes)" 'hi. there. bye. 16' '... totals' ;;
	esac
	case $1 in
	*_stop) between 600 "$(sum elapsed_ms duration_ms | tr -d ' ')" 20000 '... and the whole took as long as it did' ;;
	*) between 500 "$(sum elapsed_ms duration_ms | tr -d ' ')" 20000 '... and the whole took as long as it did' ;;
	esac
	# What the kernel stamped is not longer for who slept; a connection's times are its own.
	case $1 in
	ping_* | arping_* | tcpprobe_*) between 0 "$(sum rtt_max_ms)" 500 '... no round trip did' ;;
	esac
}
for t in $tools; do
	[ -z "$steps" ] || holds "${t}_steps"
	holds "${t}_stop"
done

# At a terminal: what is stopped in the middle leaves it as it was at the end.
# at NAME STEP... -- COMMAND...
at()
{
	what=$1
	shift
	run in_ns h1 "$LAB_BIN/pty" "$@"
	is "$status $(printf '%s\n' "$out" | tail -n1)" '0 mode=found' "$what leaves the terminal as it was" || diag "$out"
}
set -- signal=19 stopped signal=18
at 'ping --graph' until=sent "$@" signal=2 end mode=found -- "$PING" --graph -i0.05 $to
at 'ping --path' until=hop "$@" signal=2 end mode=found -- "$PING" --path -n -i0.1 $to
at 'tcpprobe --path' until=hop "$@" signal=15 end mode=found -- "$TCPPROBE" --path -n -i0.1 "$to:$(port open)"
at 'httpget with progress' until=kB "$@" signal=2 end mode=found -- "$HTTPGET" -o "$LAB_TMP/body" "http://$to:$(port drip)"
at telnetlite until=hi "$@" signal=15 end mode=found -- "$TELNETLITE" $to "$(port keys)"

# gone STATUS UNTIL COMMAND...: its terminal is closed, of which no signal tells it.
gone()
{
	wanted=$1 until=$2
	shift 2
	run in_ns h1 "$LAB_BIN/pty" until="$until" hangup end -- env --ignore-signal=HUP "$@"
	is "$status $(printf '%s\n' "$out" | tail -n1)" "0 end $wanted" "$(echo "$*" | sed 's,.*build/,,') ends without its terminal" || diag "$out"
}
ln -s "$PING" "$LAB_TMP/fping"
gone 2 'bytes from' "$PING" -i0.05 $to
gone 2 sent "$PING" --graph -i0.05 $to
gone 2 'q quit' "$PING" --path -n -i0.1 $to
gone 2 open "$TCPPROBE" -i0.05 "$to:$(port open)"
gone 2 'q quit' "$TCPPROBE" --path -n -i0.1 "$to:$(port open)"
gone 2 reply "$ARPING" -i0.1 $to
gone 4 ms "$LAB_TMP/fping" -l -p50 $to
tap_done
