#!/bin/sh
# telnetlite_servers: real servers, as Debian has them: inetutils' telnetd, redis, memcached, nginx, aiosmtpd.
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
# What is not here, or does not start, is skipped further below.
if nginx=$(lab_find nginx); then
	echo hello >"$LAB_TMP/page"
	cat >"$LAB_TMP/nginx.conf" <<-END
		user root root; daemon off; master_process off; pid $LAB_TMP/nginx.pid; error_log $LAB_TMP/nginx.error;
		events { worker_connections 16; }
		http {
			access_log off; client_body_temp_path $LAB_TMP/t1; proxy_temp_path $LAB_TMP/t2; fastcgi_temp_path $LAB_TMP/t3;
			uwsgi_temp_path $LAB_TMP/t4; scgi_temp_path $LAB_TMP/t5; server { listen 127.0.0.1:8001; root $LAB_TMP; }
		}
	END
	"$nginx" -p "$LAB_TMP" -c "$LAB_TMP/nginx.conf" >"$LAB_TMP/nginx.log" 2>&1 &
	lab_pids="$lab_pids $!"
fi
if memcached=$(lab_find memcached); then
	"$memcached" -u root -t 1 -l 127.0.0.1 -p 11211 >"$LAB_TMP/memcached.log" 2>&1 &
	lab_pids="$lab_pids $!"
fi
if aiosmtpd=$(lab_find aiosmtpd) && command -v openssl >/dev/null; then
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$LAB_TMP/key" -out "$LAB_TMP/cert" -days 2 \
		-subj /CN=mail.example -addext subjectAltName=DNS:mail.example >"$LAB_TMP/openssl.log" 2>&1
	"$aiosmtpd" -n -l 127.0.0.1:2525 --tlscert "$LAB_TMP/cert" --tlskey "$LAB_TMP/key" --no-requiretls >"$LAB_TMP/aiosmtpd.log" 2>&1 &
	lab_pids="$lab_pids $!"
fi
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
like "$err" '^< [0-9.]+ ms, byte [0-9]+: WILL AUTHENTICATION: refused, not spoken here; answer DONT AUTHENTICATION$' 'no AUTHENTICATION'
like "$err" '^< [0-9.]+ ms, byte [0-9]+: SB TERMINAL-TYPE SEND: answered; answer SB TERMINAL-TYPE IS UNKNOWN$' 'a type'
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

# serves PROGRAM PORT: it does; else what is skipped is told.
serves()
{
	lab_find "$1" >/dev/null && lab_wait 5 listens "$2" && return 0
	skip "$2: $1 is not here or does not start"
	return 1
}
if serves memcached 11211; then
	run "$TELNETLITE" --send 'set k 0 0 1\r\nv\r\n' --expect '^STORED$' --send 'get k\r\n' --expect '^VALUE k 0 1$' \
		--expect '^END$' --send 'quit\r\n' 127.0.0.1 11211
	is "$status" 0 'memcached, by script'
fi
if serves nginx 8001; then
	printf 'GET /page HTTP/1.0\r\n\r\n' >"$LAB_TMP/nginx.in"
	run sh -c '"$1" 127.0.0.1 8001 <"$2"' sh "$TELNETLITE" "$LAB_TMP/nginx.in"
	is "$status $(printf '%s\n' "$out" | tail -n1)" '0 hello' 'nginx, by a pipe'
fi
if serves aiosmtpd 2525; then
	run "$TELNETLITE" --facts --starttls smtp --cacert "$LAB_TMP/cert" --tls-name mail.example --send 'EHLO x\r\n' \
		--expect '^250 ' --send 'QUIT\r\n' --expect '^221 ' 127.0.0.1 2525
	is "$status" 0 'SMTP: the greeting, STARTTLS, a script behind it' || diag "$err"
	like "$err" '^\* certificate of .*mail\.example' 'and whose certificate it was'
	run "$TELNETLITE" --starttls smtp --tls-name mail.example --send 'QUIT\r\n' 127.0.0.1 2525
	is "$status" 4 'one that is not believed ends it'
fi
tap_done
