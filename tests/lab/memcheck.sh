#!/bin/sh
# memcheck: each tool's ways under valgrind: no error, nothing lost. `make memcheck` runs it; there are no
# suppressions. What is still reachable at the end is not counted: libraries are never unloaded.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154,SC2317 # run sets out, err and status, and calls functions
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
lab_require valgrind setpriv
# shellcheck source=tests/lab/talk.sh
. "$LAB_ROOT/tests/lab/talk.sh"
# shellcheck source=tests/lab/tcpprobe.sh
. "$LAB_ROOT/tests/lab/tcpprobe.sh"
grep -q __asan_init "$PING" && skip_all 'a sanitizer stands in for valgrind'
# What a tool writes to a folder of this run only.
kept=$LAB_TMP/kept
mkdir "$kept"

# clean STATUS NAME NAMESPACE COMMAND...: that exit status, and valgrind found nothing in any of its processes.
clean()
{
	wanted=$1 name=$2
	shift 2
	rm -f "$LAB_TMP"/valgrind.*
	run checked "$@" </dev/null
	is "$status" "$wanted" "$name" || diag "$err"
	# Behind -- it says which calls of the kernel (Landlock, seccomp) it does not pass on.
	is "$(cat "$LAB_TMP"/valgrind.* 2>&1 | grep -v '^--')" '' '... without an error, and nothing lost'
}
# checked NAMESPACE PROGRAM...
checked()
{
	where=$1
	shift
	in_ns "$where" ${bare:+setpriv --bounding-set=-all --inh-caps=-all} timeout 120 valgrind --quiet --error-exitcode=99 \
		--leak-check=full --show-leak-kinds=definite,indirect,possible \
		--errors-for-leak-kinds=definite,indirect,possible --log-file="$LAB_TMP/valgrind.%p" "$@"
}
bare=

lab_routed
listen_in h2 80 81
printf '198.18.2.1 far.test\n' >"$LAB_TMP/hosts"
printf 'hosts: files\n' >"$LAB_TMP/nsswitch.conf"
for file in hosts nsswitch.conf; do
	[ ! -e /etc/$file ] || mount --bind "$LAB_TMP/$file" /etc/$file
done
far=198.18.2.1 far6=2001:db8:2::1 near=198.18.1.254
ln -s "$PING" "$LAB_TMP/fping"

outputs="--json=$kept/json --prom $kept/prom --stats --explain"
lines="--json=$kept/json --prom $kept/prom --stats"
pcap="--pcap $kept/pcap"
# shellcheck disable=SC2086 # words, here and below
{
	clean 0 'ping' h1 "$PING" -c3 -i0.1 $outputs $pcap far.test
	clean 0 'ping, IPv6' h1 "$PING" -c3 -i0.1 $outputs $pcap $far6
	clean 1 'ping, no answer' h1 "$PING" -c2 -i0.1 -W0.5 $outputs 198.18.2.9
	clean 0 'ping, many' h1 "$PING" -c2 -i0.1 $lines $far $far6 $near
	clean 0 'ping --path' h1 "$PING" --path -c3 -i0.1 -W1 $outputs far.test
	clean 0 'ping --mtu' h1 "$PING" --mtu --json="$kept/json" $far
	clean 0 'ping --flows' h1 "$PING" --flows 4 -c2 -i0.1 $outputs $far
	clean 0 'ping --nagios' h1 "$PING" --nagios --warning 900,50% --critical 990,90% -c2 -i0.1 $far
	clean 0 'fping' h1 "$LAB_TMP/fping" -c2 -p100 $far $near
	clean 0 'arping' h1 "$ARPING" -c2 -i0.1 -I eth0 $outputs $pcap $near
	clean 0 'arping, IPv6' h1 "$ARPING" -c2 -i0.1 -I eth0 $outputs $pcap 2001:db8:1::fe
	clean 1 'arping -D' h1 "$ARPING" -D -c2 -i0.1 -I eth0 $outputs $near
	clean 0 'arping, many' h1 "$ARPING" -I eth0 $outputs $pcap 198.18.1.240/28
	clean 0 'arping --watch' h1 "$ARPING" --watch -I eth0 -i0.1 -w1 --state "$kept/state" $outputs $pcap
	clean 1 'arping --router' h1 "$ARPING" --router -c1 -W0.5 -I eth0 $outputs
	clean 0 'tcpprobe' h1 "$TCPPROBE" -c3 -i0.1 $outputs $pcap far.test:80
	clean 0 'tcpprobe, IPv6' h1 "$TCPPROBE" -c3 -i0.1 $outputs $pcap "[$far6]:80"
	clean 1 'tcpprobe, a list' h1 "$TCPPROBE" -p 79-90 --rate 200 $outputs $pcap $far
	clean 0 'tcpprobe --path' h1 "$TCPPROBE" --path -c3 -i0.1 -W1 $outputs $pcap $far:80
	clean 0 'tcpprobe --walk' h1 "$TCPPROBE" --walk -W2 --json="$kept/json" --explain $pcap $far:80
	clean 0 'tcpprobe --offers' h1 "$TCPPROBE" --offers --retransmits 0 --json="$kept/json" $pcap $far:80
	clean 0 'tcpprobe --mtu' h1 "$TCPPROBE" --mtu -W2 --json="$kept/json" $far:80
	clean 0 'tcpprobe --self-check' h1 "$TCPPROBE" --self-check --json="$kept/json" $far:80
	bare=1
	clean 0 'ping, a user' h1 "$PING" -c3 -i0.1 $outputs $pcap $far
	clean 0 'tcpprobe, a user' h1 "$TCPPROBE" -c3 -i0.1 $outputs $far:80
	clean 1 'tcpprobe, a list, a user' h1 "$TCPPROBE" -p 79-90 --rate 200 $outputs $far
	bare=
}

TALK_HOST=h2 TALK_ADDRESS=$far talk_peers <<'SCRIPT'
smtp   "220 mail.example\r\n" read"\r\n" "221 bye\r\n" eof
telnet "\xff\xfd\x18\xff\xfb\x01\xff\xfb\x03" "login: " read"\r" "ok\r\n" eof
SCRIPT
# shellcheck disable=SC2086
{
	clean 0 'telnetlite, a script' h1 "$TELNETLITE" --expect '^220 ' --send 'QUIT\r\n' --expect '^221 ' \
		--packets --facts $outputs $pcap far.test "$(port smtp)"
	clean 0 'telnetlite, telnet' h1 "$TELNETLITE" -T --trace --hex --ttype vt100 --log "$kept/log" \
		--expect login --send 'me\r' --expect ok $outputs $far "$(port telnet)"
	clean 0 'telnetlite, its transcript' h1 "$TELNETLITE" --replay "$kept/log"
	clean 0 'telnetlite -z' h1 "$TELNETLITE" -z $outputs $far 80
	clean 3 'telnetlite, refused' h1 "$TELNETLITE" $outputs $far 8
}

if perl -MCompress::Zlib -e 1 2>/dev/null; then
	cd "$LAB_ROOT" || exit 99
	# shellcheck disable=SC2034 # webpeer's
	webpeer_address=$far
	# shellcheck source=tests/lab/webpeer.sh
	. "$LAB_ROOT/tests/lab/webpeer.sh"
	webpeer_start web in_ns h2
	webpeer_wait web
	base=http://far.test:$(cat "$folder/web")
	for page in plain chunked trailers gzip interim missing length-two chunk-wraps bare-lf; do
		want=0
		case $page in length-two | chunk-wraps) want=5 ;; esac
		# shellcheck disable=SC2086
		clean $want "httpget, $page" h1 "$HTTPGET" --report --wire -v --compressed $outputs $pcap \
			-o "$kept/body" "$base/$page"
	done
	# shellcheck disable=SC2086
	{
		clean 0 'httpget, two, moved' h1 "$HTTPGET" -L -s --count 2 --interval 0 --har "$kept/har" $outputs \
			-w '%{http_code}\n' "$base/again" "$base/keep"
		clean 0 'httpget --probe' h1 "$HTTPGET" --probe cache $outputs "$base/cached"
		clean 3 'httpget, refused' h1 "$HTTPGET" -s $outputs http://$far:8/
	}
else
	skip 'perl lacks Compress::Zlib' 24
fi

if command -v openssl >/dev/null && mkdir "$LAB_TMP/ca" && cd "$LAB_TMP/ca" &&
	sh "$LAB_ROOT/tests/lab/tls-ca.sh" . >/dev/null 2>&1
then
	echo hello >f
	in_ns h2 openssl s_server -accept 443 -cert good.pem -cert_chain good.pem -key good.key -WWW -quiet >log 2>&1 &
	lab_pids="$lab_pids $!"
	lab_wait 20 sh -c 'ip netns exec h2 ss -Hltn "sport = :443" | grep -q .' || bail_out 'no server of TLS starts'
	# shellcheck disable=SC2086
	{
		clean 0 'httpget, TLS' h1 "$HTTPGET" --report -v --cacert root.pem --resolve www.example:443:$far \
			$outputs $pcap -o "$kept/body" https://www.example/f
		clean 4 'httpget, not believed' h1 "$HTTPGET" --report $outputs https://$far/f
		clean 0 'telnetlite, TLS' h1 "$TELNETLITE" -c --cacert root.pem --tls-name www.example --facts \
			--send 'GET /f HTTP/1.0\r\n\r\n' --expect hello $outputs $far 443
	}
else
	skip 'openssl here cannot make a CA' 6
fi
tap_done
