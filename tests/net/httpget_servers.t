#!/bin/sh
# httpget_servers: real servers, caches and proxies: content, probes, what they say of themselves, each leg.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/json.sh
. "$(dirname "$0")/../json.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
cd "$LAB_ROOT" || exit 99
ip link set lo up
unset http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY no_proxy NO_PROXY
# shellcheck source=tests/lab/webservers.sh
. tests/lab/webservers.sh
mkdir "$LAB_TMP/www" "$LAB_TMP/talk"
seq 1 2000 >"$LAB_TMP/www/a.txt"
sum=$(cksum <"$LAB_TMP/www/a.txt")
web_start nginx apache2 haproxy squid varnishd tinyproxy
web_has nginx || skip_all 'there is no nginx here (make peers)'

# skipping NAME COUNT: tests that need a server that is not there.
skipping()
{
	web_has "$1" && return 1
	skip "there is no $1 here" "$2"
}
# probe KIND URL [OPTION...]: only what it found.
probe()
{
	kind=$1 url=$2
	shift 2
	run timeout 20 "$HTTPGET" --probe "$kind" "$@" "$url"
	out="$status
$(printf '%s\n' "$out" | grep '^[*!]')"
}
whole()
{
	is "$(timeout 20 "$HTTPGET" "$@" | cksum)" "$sum" "all of it: $*"
}

whole http://127.0.0.1:8001/a.txt
whole --compressed http://127.0.0.1:8001/a.txt
whole --unix-socket "$LAB_TMP/socket" http://any.example/a.txt
whole 'http://[::1]:8004/a.txt'
ip link add web type veth peer name other && ip addr add fe80::1/64 dev web nodad && ip link set web up &&
	ip link set other up
whole 'http://[fe80::1%web]:8004/a.txt'
whole 'http://[fe80::1%25web]:8004/a.txt'
run "$HTTPGET" -v -o /dev/null 'http://[fe80::1%web]:8004/a.txt'
like "$err" '^> Host: \[fe80::1\]:8004$' 'a zone is nothing that a server is told'
run "$HTTPGET" 'http://[fe80::1%none]:8004/'
is "$status $err" "8 httpget: fe80::1%none: no interface has that name" 'a zone that is none'
printf '1\n2\n' >"$LAB_TMP/part"
run "$HTTPGET" -C - -o "$LAB_TMP/part" http://127.0.0.1:8001/a.txt
is "$status $(cksum <"$LAB_TMP/part")" "0 $sum" 'nginx goes on with a part'
run "$HTTPGET" -z "$LAB_TMP/www/a.txt" -w '%{http_code}' http://127.0.0.1:8001/a.txt
is "$status $out" '0 304' 'a file that is as new as the server'"'"'s'
run "$HTTPGET" --probe range --json http://127.0.0.1:8001/a.txt
printf '%s\n' "$out" >"$LAB_TMP/json"
ok 'the records of a probe are as the schema says' json_lines_valid lib/json.schema.json "$LAB_TMP/json"
like "$out" '"type":"probe_step".*"step":"last-byte","status":206.*"content_range":"bytes 8892-8892/8893"' '... its steps'
like "$out" '"type":"probe_result".*"result":"if-range","is_fault":false' '... its results'
is "$(printf '%s\n' "$out" | grep -c '"type":"exchange"')" 5 '... and its exchanges'
probe encoding http://127.0.0.1:8001/a.txt
like "$out" '^\* gzip: [0-9]+ bytes instead of 8893$' 'nginx codes by gzip'
like "$out" '^! .* lacks Vary: Accept-Encoding \[gzip\]$' '... and its default lacks Vary'
probe encoding http://127.0.0.1:8001/kept/a.txt --strict
unlike "$out" '^!' '... with gzip_vary it does not'
like "$out" '^0$' '... so that --strict has nothing to say'
probe encoding http://127.0.0.1:8001/a.txt --strict
like "$out" '^5$' '... else it fails'
probe cache http://127.0.0.1:8002/kept/a.txt
like "$out" '^\* a cache on the way keeps it.*\[X-Cache-Status\]$' 'nginx as a cache keeps it'
like "$out" '^\* the cache answers by itself, although' '... and heeds no no-cache'
run "$HTTPGET" --explain http://127.0.0.1:8002/gone/
like "$err" "^  A gateway could not use its upstream's answer.*\[status 502\]\$" 'nginx without its upstream'

if ! skipping apache2 3; then
	whole --compressed http://127.0.0.1:8011/a.txt
	probe range http://127.0.0.1:8011/a.txt
	unlike "$out" '^!' 'apache knows ranges'
	probe encoding http://127.0.0.1:8011/a.txt
	unlike "$out" '^!' '... and varies by coding'
fi
if ! skipping haproxy 3; then
	whole http://127.0.0.1:8021/a.txt
	run "$HTTPGET" -w '%{http_code}' -o /dev/null http://127.0.0.1:8022/a.txt
	is "$status $out" '0 503' 'haproxy without a server'
	run "$HTTPGET" --count 3 --interval 0 http://127.0.0.1:8021/a.txt
	is "$(printf '%s\n' "$out" | grep -c 'connection used again')" 2 '... keeps connections'
fi
if ! skipping varnishd 3; then
	probe cache http://127.0.0.1:8041/kept/a.txt
	like "$out" '^\* a cache on the way keeps it: the second request was a hit \[X-Varnish\]$' 'varnish keeps it'
	run "$HTTPGET" --explain -o /dev/null http://127.0.0.1:8041/kept/a.txt
	like "$err" '^  It came by 1\.1 .*[Vv]arnish.*\[Via\]$' '... says that it is there'
	like "$err" '^  The nearest cache that speaks had it \[X-Varnish: ' '... and that it had it'
fi

# Proxies.
if ! skipping squid 11; then
	whole -x 127.0.0.1:8031 http://127.0.0.1:8001/a.txt
	probe cache http://127.0.0.1:8001/kept/a.txt -x 127.0.0.1:8031
	like "$out" '^\* a cache on the way keeps it: the second request was a hit \[X-Cache\]$' 'squid keeps it'
	like "$out" '^\* a request with no-cache reaches the origin' '... and heeds no-cache'
	run "$HTTPGET" --explain -o /dev/null -x 127.0.0.1:8031 http://127.0.0.1:8009/
	like "$err" '^  Squid says: ERR_CONNECT_FAIL, Connection refused \[X-Squid-Error\]$' 'its error is explained'
	run "$HTTPGET" --report -x 127.0.0.1:8031 https://127.0.0.1:8009/
	is "$status" 7 'CONNECT to nowhere'
	like "$err" '^  through the proxy: it answered 50[0-9] [^0-9].* after [0-9.]+ [mu]?s$' '... is answered in a time of its own'
	like "$err" '^  \| .*(ERR_CONNECT_FAIL|Connection refused|Connection to)' '... with a page that is shown'
	like "$err" '^  proxy +[0-9.]+ [mu]?s ' '... and is a phase'
	run "$HTTPGET" --json -x 127.0.0.1:8031 https://127.0.0.1:8009/
	like "$out" '"type":"exchange".*"proxy_ms":[0-9.]+,"proxy_status":50[0-9],"proxy_reason":"[A-Z][^"]+","proxy_body":"' \
		'... and in the records'
	run timeout 20 "$HTTPGET" --compare proxy -x 127.0.0.1:8031 --count 3 --interval 0 http://127.0.0.1:8001/a.txt
	like "$status $out" '^0 .*: 200, 8893 bytes' 'by the proxy and without it'
	like "$out" '^(direct|proxy) takes|^both take the same time' '... compared'
	run "$HTTPGET" --all-addresses -x 127.0.0.1:8031 http://127.0.0.2:8001/a.txt
	is "$status $err" "2 httpget: --all-addresses: which address is asked is up to the proxy (-x); --noproxy '*' asks without it" \
		'each address by a proxy is refused'
	run "$HTTPGET" -sS -x 127.0.0.1:8031 --connect-to ::127.0.0.1:8001 http://nowhere.invalid/a.txt
	is "$status $(printf %s "$out" | cksum)" "0 $(printf %s "$(cat "$LAB_TMP/www/a.txt")" | cksum)" \
		'--connect-to goes through it by CONNECT'
fi
if ! skipping tinyproxy 4; then
	whole -x 127.0.0.1:8051 http://127.0.0.1:8001/a.txt
	run "$HTTPGET" --explain -o /dev/null -x 127.0.0.1:8051 http://127.0.0.1:8001/a.txt
	like "$err" '^  It came by 1\.1 .*tinyproxy.*\[Via\]$' 'tinyproxy says that it is there'
	run "$HTTPGET" -v -x 127.0.0.1:8051 https://127.0.0.1:8009/
	is "$status" 7 'it refuses CONNECT'
	like "$err" '^\* the proxy answered 403 [A-Z]' '... and says so'
fi

# SOCKS 5, played: the greeting and the request, their answers, then nginx.
perl tests/lab/talkpeer.pl "$LAB_TMP/talk" 127.0.0.1 <<'END' &
good read=3 "\x05\0" read=10 "\x05\0\0\x01\0\0\0\0\0\0" relay=8001
named read=3 "\x05\0" read=22 "\x05\0\0\x01\0\0\0\0\0\0" relay=8001
refuses read=3 "\x05\0" read=10 "\x05\x05\0\x01\0\0\0\0\0\0"
wants read=3 "\x05\xff"
END
lab_pids="$lab_pids $!"
lab_wait 10 test -s "$LAB_TMP/talk/ports" || bail_out 'talkpeer does not start'
socks()
{
	sed -n "s/^$1 //p" "$LAB_TMP/talk/ports"
}
whole -x "socks5://127.0.0.1:$(socks good)" http://127.0.0.1:8001/a.txt
whole -x "socks5h://127.0.0.1:$(socks named)" http://nosuch.invalid:8001/a.txt
ok 'the proxy got the name' grep -q nosuch.invalid "$LAB_TMP/talk/named.got"
run "$HTTPGET" --report -x "socks5://127.0.0.1:$(socks refuses)" http://127.0.0.1:8001/
is "$status" 7 'a SOCKS proxy that refuses'
like "$err" '^  through the proxy: it answered 5 ' '... by its number'
run "$HTTPGET" -x "socks5://127.0.0.1:$(socks wants)" http://127.0.0.1:8001/
is "$status" 7 'one that wants to know who asks'

# Two families.
printf '127.0.0.1 two.example\n::1 two.example\n' >"$LAB_TMP/etc-hosts"
if mount --bind "$LAB_TMP/etc-hosts" /etc/hosts 2>/dev/null; then
	run timeout 20 "$HTTPGET" --compare family http://two.example:8001/a.txt
	is "$status" 3 'one family that does not work fails'
	like "$out" '^IPv4 works, IPv6 does not$' '... and is named'
	run timeout 20 "$HTTPGET" --compare family --json http://two.example:8001/a.txt
	like "$out" '"type":"comparison".*"first":"IPv4","second":"IPv6".*"first_responses":1,"second_responses":0' '... in a record'
else
	skip 'no bind mounts here' 3
fi
tap_done
