#!/bin/sh
# telnetlite_check: a session as a check of a service: --nagios, --prom, --stats, --explain.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/talk.sh
. "$(dirname "$0")/../lab/talk.sh"

ip link set lo up
talk_peers <<'SCRIPT'
smtp  "220 mail.example\r\n" read"\r\n" "221 bye\r\n" eof
busy  "421 too|busy\x1b[2J\r\n" eof
slow  "220 " wait=1 "mail.example\r\n" eof
quiet read"\n"
reset read"x" reset
untaken "bye" fin wait=0.1
SCRIPT
line='^TELNETLITE %s - %s\|failed=%s%%;.* time=%sms;'

run tl smtp --nagios --expect '^220 ' --send 'QUIT\r\n' --expect '^221 '
is "$status $err" '0 ' 'a greeting as a check'
# shellcheck disable=SC2059 # the format is above
like "$out" "$(printf "$line" OK '127\.0\.0\.1:[0-9]+: 3 steps in [0-9.]+ ms' 0 '[0-9.]+')" 'is one line, without what came'
is "$(printf '%s\n' "$out" | wc -l)" 1 'and no more'
run tl smtp --nagios --critical 0,50% -z
is "$status" 2 'a time beyond its threshold'
like "$out" '^TELNETLITE CRITICAL - .*connected in .* time=[0-9.]+ms;;0;' 'which the line has'
run tl smtp --nagios --warning 0,50% -z
is "$status" 1 'and so of a warning'
run tl busy --nagios --timeout 0.3 --expect '^220 '
is "$status $err" '2 ' 'another answer is critical'
like "$out" '^TELNETLITE CRITICAL - step 1, expect .*421 too.busy.*\|failed=100%' 'and told, without a second bar'
unlike "$out" "$(printf '\033')" 'nor an escape'
run "$TELNETLITE" --nagios -z 127.0.0.1 1
is "$status $err" '2 ' 'a refusal'
like "$out" '^TELNETLITE CRITICAL - .*refused\|failed=100%;;;0 time=U' 'has no time'

run tl smtp --prom "$LAB_TMP/prom" --json="$LAB_TMP/json" --expect '^220 ' --send 'QUIT\r\n' --expect '^221 '
is "$status" 0 'Prometheus'
like "$(cat "$LAB_TMP/prom")" '^probe_success.* 1$' 'says it went well'
like "$(cat "$LAB_TMP/prom")" '^probe_telnetlite_steps_total.* 3$' 'by how many steps'
like "$(cat "$LAB_TMP/prom")" '^probe_telnetlite_phase_seconds.*phase="first_byte".* 0\.' 'and when'
like "$(cat "$LAB_TMP/json")" '"type":"summary".*"up":true.*"response_ms":[0-9]' 'as the summary has it'
run tl smtp --prom - -z
unlike "$out" mail.example 'which has standard output alone'
run "$TELNETLITE" --prom "$LAB_TMP/prom" -z 127.0.0.1 1
like "$(cat "$LAB_TMP/prom")" '^probe_success.* 0$' 'or that it did not'

run tl slow --stats --explain --json="$LAB_TMP/json" --expect '^220 .*example'
is "$status $(printf %s "$out" | tr -d "\r")" "0 220 mail.example" 'statistics are not among what the peer says'
like "$err" '^1 step, ms: p50 [0-9]{3,}' 'they have the times of steps'
ok 'the longest silence' test "$(sed -n 's/.*"type":"summary".*"silence_ms":\([0-9]*\).*/\1/p' "$LAB_TMP/json")" -ge 500
like "$err" 'The peer spoke: .*\(first_received_ms\), 18 in all \(received_bytes\)' 'what it means, with its evidence'
printf x >"$LAB_TMP/x"
TALK_INPUT=$LAB_TMP/x run tl reset --explain
is "$status" 5 'a reset'
like "$err" '^A reset comes from a program' 'is explained'
TALK_INPUT=$LAB_TMP/x run tl reset --facts --no-half-close
like "$err" '^\* reset by the peer after [0-9.]+ s, reset from there; ' 'and told on the card'
head -c 5000000 /dev/zero >"$LAB_TMP/much"
TALK_INPUT=$LAB_TMP/much run tl untaken --explain
like "$err" '^The peer had said all it had to say, and answered ' 'so is what a peer would not take'
run "$TELNETLITE" --explain -z 127.0.0.1 1
like "$err" '^A refusal is an answer: ' 'and so is a refusal'
run tl quiet --explain --facts --linger 0.3
like "$err" '^\* RTT least .*; no byte came$' 'no byte has no time'
like "$err" '^The peer said nothing at all \(received_bytes\)' 'and silence'
tap_done
