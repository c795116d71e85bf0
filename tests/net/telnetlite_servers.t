#!/bin/sh
# telnetlite_servers: real servers, as Debian has them: inetutils' telnetd, redis, nginx.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154,SC2016 # run sets out, err and status; the shell there expands
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/talk.sh
. "$(dirname "$0")/../lab/talk.sh"
lab_require telnetd redis-server

ip link set lo up
telnetd=$(lab_find telnetd)
"$(lab_find redis-server)" --port 6399 --save '' --dir "$LAB_TMP" --daemonize no >"$LAB_TMP/redis" 2>&1 &
lab_pids="$lab_pids $!"
talk_peers <<SCRIPT
shell exec"$telnetd -h -E /bin/sh"
SCRIPT
# shellcheck disable=SC2317 # lab_wait calls it
listens()
{
	ss -tnlH "sport = :$1" | grep -q .
}

run "$TELNETLITE" -T --trace --expect '[#$] $' --send 'echo a$((6*7))b\r' --expect '^a42b' --send 'exit\r' \
	127.0.0.1 "$(port shell)"
is "$status" 0 'a login by script'
like "$err" '^< [0-9]*: WILL AUTHENTICATION: refused, unknown here; answer DONT AUTHENTICATION$' 'no AUTHENTICATION'
like "$err" '^< [0-9]*: SB TERMINAL-TYPE SEND: answered; answer SB TERMINAL-TYPE IS UNKNOWN$' 'a type'
run "$LAB_BIN/pty" until='# ' mode=keys 'type=stty size\r' until='24 80' size=90x33 'type=stty size\r' until='33 90' \
	'type=echo $TERM\r' until=dumb 'type=sleep 100\r' until=100 'type=\x03' until='# ' 'type=exit\r' \
	until='closed by the peer' end mode=found -- env TERM=dumb "$TELNETLITE" -T 127.0.0.1 "$(port shell)"
is "$status $(printf '%s\n' "$out" | tail -n1)" '0 mode=found' 'and by hand: window, type, ^C' || diag "$out"

lab_wait 10 listens 6399
printf 'PING\r\nSET k v\r\nGET k\r\n' >"$LAB_TMP/redis.in"
run sh -c '"$1" 127.0.0.1 6399 <"$2"' sh "$TELNETLITE" "$LAB_TMP/redis.in"
is "$status $(printf '%s\n' "$out" | tr -d '\r' | tr '\n' ' ')" '0 +PONG +OK $1 v ' 'redis, by a pipe'
run "$TELNETLITE" --send 'PING\r\n' --expect '^\+PONG$' --send 'QUIT\r\n' --expect '^\+OK$' 127.0.0.1 6399
is "$status" 0 'redis, by script'
tap_done
