#!/bin/sh
# telnetlite_session: every byte both ways, the half close, limits of time, exit statuses.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/talk.sh
. "$(dirname "$0")/../lab/talk.sh"
# shellcheck source=tests/json.sh
. "$(dirname "$0")/../json.sh"

ip link set lo up
talk_peers <<'SCRIPT'
count     eof count
late      eof wait=0.7 "late\n"
reset     read=1 reset
silent    hold
smtp      "220 hi\r\n" read"\r\n" "250-a\r\n250 b\r\n" eof
bytes     *20000"\xff\xfd\xfe\x00\r\x00\r\n" fin eof
ffdata    "a\xff\xfb\x01b" fin eof
utf16     "\xff\xfeh\x00i\x00" fin eof
pieces    "\xff" wait=0.1 "\xfd" wait=0.1 "\x18hello" read=3 fin eof
stray     "\xff" wait=0.1 "\xfd" fin eof
lonely    "\xff" read=1 "\xfd\x18" fin eof
full      eof "x"
half      "bye" fin wait=0.2 eof
escape    "\x1b]0;evil\x07ok\n" fin eof
flow      *200000"abcdefghijklmnopqrstuvwxyz" fin eof
flowhalf  eof *200000"abcdefghijklmnopqrstuvwxyz"
halftake  "bye" fin wait=0.1 eof
untaken   "bye" fin wait=0.1
unread    wait=20
slow      wait=0.5 read=6400000 count
login     "user " read"\n" "pass " read"mel" read"\n" "ok\n" eof
SCRIPT

printf 'hello\n' >"$LAB_TMP/hello"
TALK_INPUT=$LAB_TMP/hello
run tl count
is "$status $out $err" '0 6 ' 'all of a pipe, then FIN, then the answer, and nothing else is said'
run tl late
is "$status $out" '0 late' 'an answer that comes late is read'
got_is late 68656c6c6f0a 'the bytes went out as they were'
run tl count --eol crlf
is "$out" 7 '--eol crlf makes LF CR LF'
printf 'a\r\nb\n' >"$LAB_TMP/mixed"
TALK_INPUT=$LAB_TMP/mixed run tl count --eol crlf
is "$out $(got count)" '6 610d0a620d0a' 'a CR LF that is there is not doubled'
printf 'data\035!touch %s/hacked\n' "$LAB_TMP" >"$LAB_TMP/escape"
TALK_INPUT=$LAB_TMP/escape run tl count
is "$out" "$(wc -c <"$LAB_TMP/escape")" 'the escape key from a pipe is data'
head -c 5000000 /dev/urandom >"$LAB_TMP/noise"
TALK_INPUT=$LAB_TMP/noise run tl count
is "$out" 5000000 'five million random bytes go out'
ok 'as they were' cmp "$LAB_TMP/noise" "$talk_folder/count.got"

TALK_INPUT=$LAB_TMP/noise run tl halftake
is "$status $out" '0 bye' 'a peer that closes its half first'
ok 'still gets all' cmp "$LAB_TMP/noise" "$talk_folder/halftake.got"
TALK_INPUT=$LAB_TMP/noise run tl untaken
is "$status" 5 'one that closes altogether does not, which is no success'
like "$err" 'did not take all' 'and it is said why'
(printf x; sleep 0.3; printf y) | timeout 20 "$TELNETLITE" 127.0.0.1 "$(port halftake)" >"$LAB_TMP/slow"
is "$? $(cat "$LAB_TMP/slow")" '0 bye' 'what is still to come of a pipe'
got_is halftake 7879 'is waited for'
mkfifo "$LAB_TMP/never"
run sh -c 'exec timeout 5 "$@" 8<>"$0" <&8' "$LAB_TMP/never" "$TELNETLITE" 127.0.0.1 "$(port escape)"
is "$status" 0 'a pipe that never said anything is not'
(TALK_INPUT=/dev/null tl flow -q 0.3; echo "$?" >"$LAB_TMP/status") | (sleep 1; wc -c) >"$LAB_TMP/slow" &
(TALK_INPUT=/dev/null tl flowhalf -q 0.3; echo "$?" >"$LAB_TMP/status2") | (sleep 1; wc -c) >"$LAB_TMP/slow2"
wait $!
is "$(cat "$LAB_TMP/status" "$LAB_TMP/slow" | tr '\n' ' ')" '0 5200000 ' 'a reader that takes its time gets all'
is "$(cat "$LAB_TMP/status2" "$LAB_TMP/slow2" | tr '\n' ' ')" '0 5200000 ' 'also of a peer that goes on behind our FIN'
TALK_INPUT=/ run tl count
is "$status $err" '2 telnetlite: standard input: Is a directory' 'an input that cannot be read: 2'
mkdir "$LAB_TMP/small"
mount -t tmpfs -o size=64k small "$LAB_TMP/small"
TALK_INPUT=$LAB_TMP/noise run tl count --log "$LAB_TMP/small/log" --log-input
is "$status $out" '2 5000000' 'a full disk ends the log and not the session: 2'
like "$err" '^telnetlite: the log cannot be written any more: No space' 'which is said'

TALK_INPUT=/dev/null
tl bytes >"$LAB_TMP/in"
perl -e 'print "\xff\xfd\xfe\x00\r\x00\r\n" x 20000' | cmp - "$LAB_TMP/in"
is $? 0 'a pipe gets exact bytes of a server that speaks no telnet'
is "$(tl ffdata | od -An -tx1)" ' 61 ff fb 01 62' 'also where they look like it later'
is "$(tl utf16 | od -An -tx1)" ' ff fe 68 00 69 00' 'and a text in UTF-16'
is "$(tl pieces --no-half-close 2>&1)" hello 'a negotiation that comes in three pieces is none of the data'
got_is pieces fffb18 'and is answered'
is "$(tl stray | od -An -tx1)" ' ff fd' 'the beginning of one without an end is data'
is "$(LC_ALL=C tl lonely --expect '^.' --send x | od -An -tx1)" ' ff fd 18' 'also where nothing follows it in a second'
is "$(tl escape | od -An -c | tr -d ' \n')" '033]0;evil\aok\n' 'escapes are exact in a pipe'

TALK_INPUT=$LAB_TMP/hello
run tl reset
is "$status" 5 'reset by the peer: 5'
like "$err" 'reset by the peer' 'which is said'
run tl half
is "$status $out" '0 bye' 'the peer closed first'
run tl silent -q 0.3
is "$status" 6 'a peer that never closes: 6 after --linger'
run tl silent --no-half-close -i 0.3
is "$status $err" "6 telnetlite: 127.0.0.1:$(port silent): idle for too long" '--idle'
run tl silent --no-half-close --deadline 0.3
is "$status" 6 '--deadline'
run "$TELNETLITE" 127.0.0.1 9
is "$status $err" '3 telnetlite: cannot connect to 127.0.0.1 port 9: Connection refused' 'refused: 3'
run tl count -z
is "$status $out$err" '0 ' '-z: open, nothing said'
run "$TELNETLITE" -z 127.0.0.1 9
is "$status" 3 '-z: closed'
run "$TELNETLITE" -n localhost 9
is "$status" 8 'a name with -n: 8'
tl full --json="$LAB_TMP/json" >/dev/null
is "$(grep -c '"type":"summary".*"exit_status":0.*"closed_by":"here","duration_ms":.*"received_bytes":1,"sent_bytes":6' "$LAB_TMP/json")" 1 \
	'the summary of --json'

tl smtp --send 'EHLO x\r\n' --expect '^250 ' --label site=lab --json="$LAB_TMP/one" >/dev/null
tl smtp --expect '^221 ' --timeout 0.2 --json="$LAB_TMP/two" >/dev/null 2>&1
"$TELNETLITE" --json="$LAB_TMP/three" 127.0.0.1 9 2>/dev/null
cat "$LAB_TMP/json" "$LAB_TMP/one" "$LAB_TMP/two" "$LAB_TMP/three" >"$LAB_TMP/records"
ok 'records are as the schema says' json_lines_valid "$LAB_ROOT/lib/json.schema.json" "$LAB_TMP/records"
is "$(grep -o '"type":"[a-z]*"' "$LAB_TMP/two" | tr -d '\n')" \
	'"type":"attempt""type":"connection""type":"step""type":"summary"' 'a failed script has its step and summary'
like "$(grep '"type":"step"' "$LAB_TMP/two")" '"verdict":"failed","error":"timed out","instead":"220 hi' 'with what came instead'
like "$(cat "$LAB_TMP/three")" '"type":"summary".*"end":"not connected".*"exit_status":3' 'and so has what could not connect'

# In pieces, and two lines of one pipe.
run sh -c '(printf joe; sleep 0.1; printf "\r\nmel"; sleep 0.1; printf "lon\nmore\n") | "$@"' sh "$TELNETLITE" --expect 'user ' \
	--send-secret - --expect 'pass ' --send-secret - --expect ok --hex 127.0.0.1 "$(port login)"
is "$status $(got login)" '0 6a6f650d0a6d656c6c6f6e0d0a' 'secrets from a pipe, a line each'
unlike "$err" mellon 'are not in --hex'
run tl login --send-secret /dev/null
is "$status $err" '2 telnetlite: /dev/null: there is no secret in it' 'an empty file is none'

# More than all buffers between hold: a step that sends waits for room, in its limit of time.
awk 'BEGIN { line = sprintf("%8000s", ""); gsub(/ /, "x", line); while (n++ < 800) print "send", line }' >"$LAB_TMP/much"
run timeout 20 "$TELNETLITE" --timeout 0.5 --script "$LAB_TMP/much" 127.0.0.1 "$(port unread)"
like "$status $err" "^1 telnetlite: step [0-9]+, send 'x+': timed out after [0-9.]+ s" 'a peer that reads nothing ends a script'
echo 'expect 6400000' >>"$LAB_TMP/much"
run timeout 20 "$TELNETLITE" --script "$LAB_TMP/much" 127.0.0.1 "$(port slow)"
is "$status $out" '0 6400000' '... one that reads late does not'

# A pipe that somebody made non-blocking, as other programs do with one they share.
awk 'BEGIN { while (n++ < 3000) printf "2026-01-01T00:00:00.000000Z < %0198d\\r\\n\n", 0 }' >"$LAB_TMP/long"
(perl -MFcntl -e 'fcntl STDOUT, F_SETFL, O_WRONLY | O_NONBLOCK; exec @ARGV' "$TELNETLITE" --replay "$LAB_TMP/long"
	echo $? >"$LAB_TMP/status") | (sleep 0.2; wc -c) >"$LAB_TMP/slow"
is "$(cat "$LAB_TMP/status" "$LAB_TMP/slow" | tr '\n' ' ')" '0 600000 ' 'a replay waits for a reader that takes its time'

for name in TERM:143 HUP:129 INT:130 QUIT:131; do
	"$TELNETLITE" --no-half-close 127.0.0.1 "$(port silent)" </dev/null 2>/dev/null &
	pid=$!
	# Signals are heard from when it has its descriptor for them.
	lab_wait 5 sh -c "ls -l /proc/$pid/fd | grep -q signalfd"
	kill -"${name%:*}" $pid
	wait $pid
	is $? "${name#*:}" "SIG${name%:*}: its exit status"
done
tap_done
