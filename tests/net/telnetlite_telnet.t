#!/bin/sh
# telnetlite_telnet: negotiation on the wire, its limits, urgent data, transcripts and their replay.
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
begin     read=6 fin hold
asks      "\xff\xfd\x18\xff\xfd\x1f\xff\xfd\x25\xff\xfb\x01\xff\xfb\x03\xff\xfd\xc8" "\xff\xfa\x18\x01\xff\xf0" "ok\r\0\n" read=24 wait=0.1 fin hold
env       "\xff\xfd\x27\xff\xfa\x27\x01\x00USER\x03SECRETVAR\xff\xf0ok\n" read=27 wait=0.1 fin hold
noenv     "\xff\xfd\x27ok\n" read=3 fin hold
iac       "a\xff\xffb" read"end" fin hold
endless   "\xff\xfb\x03\xff\xfa\x18" *300000"AAAAAAAA" "\xff\xf0done\n" fin hold
flood     "\xff\xfb\x03" *5000000"\xff\xfd\xfa\xff\xfb\xfa\xff\xfa\x18\x01\xff\xf0" "done\n" fin hold
subs      "\xff\xfb\x03\xff\xfa\x18\x01" wait=3 "\xff\xf0\xff\xfa\xc9one " wait=3 "two\xff\xf0done\n" fin hold
urgent    "\xff\xfb\x03" read=3 urgent"lost\xff\xf2" wait=0.1 "kept" fin hold
SCRIPT

half='--no-half-close -i 5'

# Takes 6 s, beside all the others.
tl subs --no-half-close -i 9 >"$LAB_TMP/subs" 2>&1 &
subs=$!

# shellcheck disable=SC2086 # words
{
	run tl begin -T --ttype vt100 --trace $half
	like "$err" '^> [0-9.]+ ms: WILL TERMINAL-TYPE$' '--trace says when something was asked'
	got_is begin fffd03fffb18 '-T asks for what a client wants: no go-ahead, the type'
	run tl asks --ttype vt100 --trace $half
	got_is asks fffb18fffc1ffffc25fffd01fffd03fffcc8fffa18005654313030fff0 \
		'a server that asks: type and echo yes, no window, AUTHENTICATION and unknown ones no'
	is "$(printf %s "$out" | od -An -c | tr -d ' ')" 'ok\r' 'CR NUL is CR'
	like "$err" '^< [0-9.]+ ms, byte 0: DO TERMINAL-TYPE: agreed; answer WILL TERMINAL-TYPE$' '--trace says what was asked'
	like "$err" '^< [0-9.]+ ms, byte 6: DO AUTHENTICATION: refused, not spoken here; answer WONT AUTHENTICATION$' 'and why not'
	run tl asks --raw --no-half-close -i 0.3
	is "$(got asks)" '' '--raw answers nothing'

	run env USER=jo SECRETVAR=secret "$TELNETLITE" $half --env USER --env LANG=C --trace 127.0.0.1 "$(port env)" </dev/null
	got_is env fffb27fffa27000055534552016a6f03534543524554564152fff0 'only what --env names is told'
	like "$err" 'USER sent, SECRETVAR not sent' 'and it is said what was not'
	env USER=jo "$TELNETLITE" $half --env USER --env LANG=C --log "$LAB_TMP/envlog" 127.0.0.1 "$(port env)" </dev/null >/dev/null
	run "$TELNETLITE" --replay "$LAB_TMP/envlog"
	is "$status" 0 'a transcript knows what might be told'
	run env USER=jo "$TELNETLITE" $half 127.0.0.1 "$(port noenv)" </dev/null
	got_is noenv fffc27 'without --env the option is refused'

	printf 'x\377y\nend' >"$LAB_TMP/iac"
	TALK_INPUT=$LAB_TMP/iac run tl iac -T --no-half-close
	is "$(printf %s "$out" | od -An -tx1)" ' 61 ff 62' 'IAC IAC is one 0xff'
	like "$(got iac)" '^fffd03.*78ffff790a656e64$' 'and 0xff goes out as two'

	run tl endless $half
	is "$status $out" '0 done' 'a suboption of 2 MB is no data, and is left when it ends'
	run tl urgent $half
	is "$out" kept 'SYNCH: what was sent before the mark is thrown away'
}

# 60 MB of requests and their answers unread: memory stays, and the end comes.
"$TELNETLITE" --no-half-close 127.0.0.1 "$(port flood)" </dev/null >"$LAB_TMP/out" &
pid=$!
peak=0
while kill -0 $pid 2>/dev/null; do
	now=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' /proc/$pid/status 2>/dev/null)
	[ "${now:-0}" -le "$peak" ] || peak=$now
	sleep 0.02
done
wait $pid
is "$? $(cat "$LAB_TMP/out")" '0 done' 'a flood of requests ends'
ok "with little memory: $peak KiB" test "$peak" -lt 32768
is "$(got flood | tr -d '\n' | wc -c)" $((2 * 3 * (1 + 64))) 'and 64 answers an option'

# A transcript, and what the engine makes of it once more.
# shellcheck disable=SC2086 # words
tl asks --ttype vt100 --log "$LAB_TMP/log" $half >/dev/null
like "$(cat "$LAB_TMP/log")" ' <! \\xff\\xfd\\x18$' 'a transcript has each command'
like "$(cat "$LAB_TMP/log")" ' < ok\\r\\n$' 'and the text'
is "$(stat -c %a "$LAB_TMP/log")" 600 'for its owner alone'
run tl asks --log "$LAB_TMP/log"
is "$status" 2 'no file is written over'
like "$(cat "$LAB_TMP/log")" " -- connected to 127\.0\.0\.1:$(port asks)\$" 'with whom'
like "$(cat "$LAB_TMP/log")" ' -- end: closed by the peer$' 'and how it ended'
run "$TELNETLITE" --replay "$LAB_TMP/log"
is "$status" 0 'replayed, the engine answers the same'
run "$TELNETLITE" --ttype vt100 --replay "$LAB_TMP/log"
is "$status" 0 'as it does where it is given the same'
run "$TELNETLITE" --replay "$LAB_TMP/log" 127.0.0.1
is "$status $err" '2 telnetlite: --replay connects to no host' 'nobody is connected to'
run "$TELNETLITE" --ttype other --replay "$LAB_TMP/log"
is "$status" 1 'and otherwise where it was given something else'
wait $subs
is "$? $(cat "$LAB_TMP/subs")" '0 done' 'the time limit of a suboption is none of the next one'
tap_done
