#!/bin/sh
# telnetlite_tty: at a terminal: its modes, the escape key, and that it is left as it was found.
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
echo     "hi\r\n" echo
hold     "hi\r\n" hold
keys     "\xff\xfb\x01\xff\xfb\x03login: " hold
kludge   "\xff\xfb\x03\xff\xfb\x01one" read"1" "\xff\xfc\x03two" hold
hidden   "\xff\xfb\x01Password: " read"\n" "\r\n\xff\xfc\x01welcome\r\n" hold
toggles  "hi\r\n" read"1\r\n" *20"\xff\xfb\x01\xff\xfc\x01" "one " read"2\r\n" *20"\xff\xfb\x01\xff\xfc\x01" "\xff\xfb\x01Password: " hold
window   "\xff\xfd\x1f" read"\xff\xf0" "one " read"\x64\x00\x28\xff\xf0" "two " hold
unended  "hi\r\nend" wait=0.1 reset
enter    "hi\r\n" read"a\r\n" "heard" hold
enternvt "\xff\xfb\x01\xff\xfb\x03login: " read"a\r\n" "heard" hold
again    "\xff\xfd\x1f\xff\xfb\x01\xff\xfb\x03" read=18 "one " read=27 "two " hold
evil     "\x1b]0;owned\x07\x1b[6n\rback\r\nend\r\n" hold
flood    *20000000"\xff\xfd\x06" "done" hold
evilnvt  "\xff\xfb\x01\x1b[31mred\x1b[6nend\r\n" hold
SCRIPT

# at NAME STEP...: telnetlite at a terminal with the peer NAME.
at()
{
	at_name=$1
	shift
	run "$LAB_BIN/pty" "$@" -- "$TELNETLITE" ${at_options:+"$at_options"} 127.0.0.1 "$(port "$at_name")"
}

# last_is WORDS NAME: every step was done, and this is the last line.
last_is()
{
	is "$status $(printf '%s\n' "$out" | tail -n1)" "0 $1" "$2" || diag "$out"
}

at echo until=connected 'until=the escape key is ^]' until=hi mode=line 'type=abc\n' until=abc until=abc 'type=\x1d' \
	until='telnetlite> ' mode=found 'type=quit\n' end mode=found
last_is mode=found 'a plain session in lines; quit'
got_is echo 6162630d0a 'Enter is CR LF'
at echo until=hi 'type=~.\n' end
last_is 'end 0' '~. at the start of a line ends it'
at echo until=hi 'type=\x1d' until='> ' 'type=status\n' until='plain, line mode' 'type=\x1d' until='> ' 'type=mode char\n' \
	mode=keys 'type=x~.\r' until='x~.' 'type=~~\r' until='~' 'type=~.' end mode=found
last_is mode=found 'commands; ~. within a line is none, ~~ is one tilde'
at enter until=hi 'type=\x1d' until='> ' 'type=mode char\n' mode=keys 'type=a\r' until=heard 'type=~.' end
last_is 'end 0' 'Enter goes out at once also where each key does'
at_options=--eol=crlf
at enternvt until=login: mode=keys 'type=a\r' until=heard 'type=~.' end
at_options=
last_is 'end 0' 'and as --eol says with a telnet server'
at echo until=hi 'type=\x04' until='closed by the peer' end
last_is 'end 0' 'the end of input is a half close'
at echo until=hi 'type=\x1d' until='telnetlite> ' 'type=\x04' until='closed by the peer' end mode=found
last_is mode=found '... at the prompt too'
at unended until='reset by the peer' never=endtelnetlite end
last_is 'end 5' 'a message begins a line of its own'
at echo until=hi 'type=\x1d' until='> ' 'type=log\n' until='telnetlite: log wants a file' 'type=~.\n' end
last_is 'end 0' 'a log without a file'
at keys until=login: mode=keys 'type=a\x03\r' 'type=\x1d' until='> ' mode=found 'type=\n' mode=keys 'type=~.' end mode=found
last_is mode=found 'a server that echoes and suppresses go-ahead gets each key'
got_is keys fffd01fffd0361030d00 'as it is, Enter as CR NUL'
at kludge until=one mode=keys type=1 until=two mode=keys 'type=\x1d' until='> ' 'type=quit\n' end
last_is 'end 0' 'and goes on so where it takes go-ahead back, but echoes'
at hidden until=Password: mode=hidden 'type=secret\n' until=welcome mode=line never=secret 'type=~.\n' end
last_is 'end 0' 'a server that only echoes hides a line'
at toggles until=hi 'type=1\n' until='one ' 'type=2\n' until=Password: mode=hidden 'type=\n~.\n' end
last_is 'end 0' 'however often in a session'
at hold until=hi 'type=\x03' end mode=found
is "$(printf '%s\n' "$out" | tail -n2 | tr '\n' ' ')" 'end 130 mode=found ' '^C ends a plain session'
at window until=one size=100x40 until=two 'type=\x1d' until='> ' 'type=q\n' end
last_is 'end 0' 'a new size of the window is told'
at_options=--log=$LAB_TMP/log
at window until=one size=100x40 until=two 'type=\x1d' until='> ' 'type=q\n' end
at_options=
run "$TELNETLITE" --replay "$LAB_TMP/log"
is "$status" 0 'a transcript knows its window' || cat "$LAB_TMP/log" >&2
got_is window fffb1ffffa1f00500018fff0fffa1f00640028fff0 'by NAWS'

for signal in TERM:15 HUP:1 INT:2 QUIT:3; do
	at keys until=login: mode=keys signal="${signal#*:}" end mode=found
	is "$(printf '%s\n' "$out" | tail -n2 | tr '\n' ' ')" "end $((128 + ${signal#*:})) mode=found " \
		"SIG${signal%:*} leaves the terminal as it was"
done
for signal in ABRT:6 USR1:10 ALRM:14 SYS:31; do
	at keys until=login: mode=keys signal="${signal#*:}" end mode=found
	is "$(printf '%s\n' "$out" | tail -n2 | tr '\n' ' ')" "end signal ${signal#*:} mode=found " "so does SIG${signal%:*}"
done
at keys until=login: mode=keys signal=20 stopped mode=found signal=18 mode=keys 'type=~.' end mode=found
last_is mode=found 'a stop puts it back, going on takes it again'
at again until=one mode=keys signal=20 stopped mode=found signal=18 mode=keys until=two 'type=~.' end mode=found
last_is mode=found 'and tells the window once more'
got_is again fffb1ffffa1f00500018fff0fffd01fffd03fffa1f00500018fff0 'though it is as it was'

# 60 MB of DO TIMING-MARK from a server that does not read what is answered.
# shellcheck disable=SC2016 # the shell there expands
"$LAB_BIN/pty" until=connected 'type=\x1d' until='telnetlite> ' 'type=status\n' until=received until=done 'type=\x1d' \
	until='telnetlite> ' 'type=status\n' until='60000004 bytes received' end -- sh -c 'echo $$ >"$0"; exec "$@"' \
	"$LAB_TMP/pid" "$TELNETLITE" 127.0.0.1 "$(port flood)" >"$LAB_TMP/flood" 2>&1 &
lab_pids="$lab_pids $!"
lab_wait 120 grep -q '^until=60000004\|^not:' "$LAB_TMP/flood"
like "$(cat "$LAB_TMP/flood")" '^until=60000004' 'keys are heard in and behind a flood of negotiation' || cat "$LAB_TMP/flood" >&2
peak=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$(cat "$LAB_TMP/pid")/status")
most=16384
! grep -q __asan_init "$TELNETLITE" || most=$((most + 32768)) # its shadow and what it keeps back
ok "in flat memory: $peak KiB of $most" test "${peak:-99999}" -lt $most
kill "$(cat "$LAB_TMP/pid")"

at evil until='^[]0;owned^G^[[6n^Mback' until=end 'type=~.\n' end
last_is 'end 0' 'a plain server: controls are shown'
at_options=--raw-output
at evil until="$(printf '\033]0;owned')" until=end 'type=~.\n' end
at_options=
last_is 'end 0' '--raw-output shows them to the terminal'
at evilnvt until=red until='^[[6nend' 'type=~.\n' end
last_is 'end 0' 'a telnet server: what makes a terminal answer is shown'
tap_done
