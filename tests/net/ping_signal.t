#!/bin/sh
# ping_signal: summaries on signals, pauses that lose nothing, and readers that leave early.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2016,SC2317 # sh -c expands; lab_wait calls functions
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/ping.sh
. "$LAB_ROOT/tests/lab/ping.sh"

a4=198.18.1.2
a6=2001:db8:1::2

# shown SEQ: the run printed that reply.
shown()
{
	lab_wait 10 grep "icmp_seq=$1 " "$LAB_TMP/run.out"
}

stopped()
{
	grep -q '^State:.*stopped' "/proc/$ping_pid/status"
}

lab_relayed
for how in "INT $a4" "TERM $a6" "HUP $a4"; do
	signal=${how% *} to=${how#* }
	lab_rules w
	ping_start run h1 -i 0.02 "$to"
	shown 3
	kill "-$signal" "$ping_pid"
	ping_end run
	is "$status" 0 "$signal: ends a run that had answers well"
	is "$(sum interrupted lost)" 'true 0' '... with its summary'
	is "$(($(sum answered) + $(sum pending)))" "$(sum transmitted)" '... that calls nothing lost'
	like "$out" '^[0-9]+ packets transmitted, [0-9]+ received, [0-9.]+% packet loss, time [0-9]+ms$' \
		'... in the text'
	like "$out" '^rtt min/avg/max/mdev = ' '... to its last line'

	lab_rules w 'drop request'
	ping_start run h1 -O -i 0.02 "$to"
	lab_wait 10 grep -q '_seq=2$' "$LAB_TMP/run.out"
	kill "-$signal" "$ping_pid"
	ping_end run
	is "$status $(sum answered interrupted)" '1 0 true' "$signal: and one without badly"
	is "$(sum pending)" "$(sum transmitted)" '... whose probes are not lost yet'
done

# QUIT tells how it stands and goes on.
lab_rules w 'drop request seq=2'
ping_noise='^.[0-9]+/[0-9]+ packets, '
ping_start run h1 -i 0.05 -c 20 $a4
shown 3
kill -QUIT "$ping_pid"
lab_wait 5 test -s "$LAB_TMP/run.err"
kill -QUIT "$ping_pid"
ping_end run
is "$status $(sum transmitted answered interrupted)" '0 20 19 false' 'QUIT: the run goes on'
like "$(printf '%s\n' "$err" | head -n 1 | tr '\r' '>')" \
	'^>[0-9]+/[0-9]+ packets, [0-9]+% loss, min/avg/ewma/max = [0-9.]+/[0-9.]+/[0-9.]+/[0-9.]+ ms$' \
	'... after a line of how it stands'
is "$(printf '%s\n' "$err" | wc -l)" 2 '... each time'
lab_rules w 'drop request'
ping_start run h1 -O -i 0.05 -c 5 -W 0.1 $a4
lab_wait 10 grep -q '_seq=2$' "$LAB_TMP/run.out"
kill -QUIT "$ping_pid"
ping_end run
like "$(printf '%s\n' "$err" | tr '\r' '>')" '^>0/[0-9]+ packets, 100% loss$' '... without times if there are none'
ping_noise='^$'

# A pause: what was under way when it began is neither lost nor late for it.
for raw in '' '-e 0'; do
	how="${raw:-ping socket}:"
	lab_rules w 'delay 150 reply'
	# shellcheck disable=SC2086 # words or none
	ping_start run h1 $raw -c 12 -i 0.1 -W 0.4 $a4
	shown 2
	kill -TSTP "$ping_pid"
	lab_wait 5 stopped
	is $? 0 "$how TSTP stops it"
	sleep 1.5 # the pause itself
	kill -CONT "$ping_pid"
	ping_end run
	is "$status $(sum transmitted answered lost late)" '0 12 12 0 0' '... and CONT lets it go on, without loss'
	between 1450 "$(rec pause length_ms)" 4000 '... which the record of the pause tells'
	between 150 "$(sum rtt_min_ms)" 400 '... times are right'
	between 150 "$(sum rtt_max_ms)" 400 '... all of them, by the kernel'"'"'s stamps'
	is "$(rec lost seq)" '' '... nothing was called lost even for a while'
	is "$(sum longest_loss outage_ms)" '0 0' '... nor is there an outage'
done
ping_start run h1 -c 6 -i 0.2 -w 5 $a4
shown 2
for turn in 1 2; do
	kill -TSTP "$ping_pid"
	lab_wait 5 stopped
	sleep 0.3 # the pause itself
	kill -CONT "$ping_pid"
	shown $((2 * turn + 1))
done
ping_end run
is "$status $(rec pause length_ms | wc -w) $(sum answered lost)" '0 2 6 0' 'two pauses'

# Who reads only the start, or nothing.
lab_rules w
start=$(date +%s)
for option in '' --json --stats '-D -O' -f; do
	# shellcheck disable=SC2086 # words or none
	run in_ns h1 sh -c '"$0" "$@" | head -n 1' "$PING" $option -c 3000 -i 0.01 $a4
	is "$err" '' "| head ends it quietly ${option:+with $option}"
	is "$(printf '%s\n' "$out" | wc -l)" 1 '... after the line that was wanted'
done
between 0 $(($(date +%s) - start)) 20 '... and soon'
# The status is ping's own.
in_ns h1 sh -c '{ "$0" -c 3000 -i 0.01 "$1"; echo $? >&3; } 3>"$2" | head -n 2 >"$3"' \
	"$PING" $a4 "$LAB_TMP/status" "$LAB_TMP/two"
like "$(cat "$LAB_TMP/status")" '^[012]$' 'a reader that left does not kill it by a signal'
rm -f "$ping_json"
in_ns h1 sh -c '"$0" --json="$2" -c 3000 -i 0.01 "$1" | head -n 2 >"$3"' "$PING" $a4 \
	"$ping_json" "$LAB_TMP/two"
ok '... and its records are whole' json_lines_strict
ping_done
