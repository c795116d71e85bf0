#!/bin/sh
# httpget_get: content and where it goes, redirections, connections used again, -w, records.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status; webpeer.sh folder and base
cd "$(dirname "$0")/../.." || exit 99
# shellcheck source=tests/tap.sh
. tests/tap.sh
# shellcheck source=tests/json.sh
. tests/json.sh
HTTPGET=${HTTPGET:-${BUILD:=build}/httpget}
# shellcheck source=tests/lab/webpeer.sh
. tests/lab/webpeer.sh

# get WANTED NAME ARGUMENT...: "STATUS STDOUT" of a run, and nothing on standard error.
get()
{
	wanted=$1 name=$2
	shift 2
	run timeout 30 "$HTTPGET" "$@"
	is "$status $out" "$wanted" "$name"
	[ -z "$err" ] || is "$err" '' '... in silence'
}
get '0 hello' 'content' "$base/keep"
get '0 hellohello' 'two URLs' "$base/keep" "$base/chunked"
get '0 ' 'content of another status' -o /dev/null "$base/missing"
get "0 $(printf 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello')" '-i' -i "$base/keep"
get '0 hello' '-L' -L "$base/again"
get '0 xxx' 'a redirection without it' "$base/again"
get '0 hello' '--unix-socket is no proxy' -x '' "$base/keep"
run "$HTTPGET" -f "$base/missing"
is "$status $out $err" '1  httpget: the server answered 404' '-f'
run "$HTTPGET" -L --max-redirs 3 "$base/loop"
is "$status $out $err" '5  httpget: more than 3 redirections' '--max-redirs'
run "$HTTPGET" -L --max-redirs 1 "$base/loop"
is "$status $err" '5 httpget: more than 1 redirection' '... one'
get '0 ' 'a redirection to nowhere' -L "$base/nowhere"
run "$HTTPGET" -L "$base/away"
is "$status $err" "5 httpget: redirected to 'ftp://x/': 'ftp' is neither http nor https" 'a redirection out of HTTP'
run "$HTTPGET" -L "$base/odd-host"
like "$status $err" '^5 httpget: redirected to .http://\\xc2\\x9b31m\.example/.: ' 'what the network says is escaped on its way to the terminal'
run timeout 30 "$HTTPGET" -s --max-filesize 0.5 "$base/keep"
is "$status" 5 'a limit of half a byte is one'

run "$HTTPGET" -s -w ' %{http_code} %{num_connects} %{size_download}\n' "$base/keep" "$base/keep"
is "$out" "$(printf 'hello 200 1 5\nhello 200 0 5')" 'the second request needs no connection'
run "$HTTPGET" -s --fresh -w ' %{num_connects}\n' "$base/keep" "$base/keep"
is "$out" "$(printf 'hello 1\nhello 1')" '--fresh makes one each'
get "0 302 2 $base/loop $base/loop HTTP $(printf '\t')%" '-w' -o /dev/null \
	-w '%{response_code} %{num_headers} %{url} %{redirect_url} %{scheme} \t%{nothing}%%' "$base/loop"
run "$HTTPGET" -sL -o /dev/null -w '%{num_redirects} %{http_code} %{size_header} %{url_effective}' "$base/again"
is "$out" "1 200 96 $base/keep" '-w behind a redirection'

run "$HTTPGET" -sL -o /dev/null -w '%{time_redirect} %{time_connect} %{time_pretransfer} %{time_starttransfer} %{time_total}' "$base/again"
is "$(echo "$out" | awk '{ print ($1 > 0 && $2 > 0 && $2 <= $3 && $3 < $4 && $1 < $5 && $4 <= $5) ? "sums" : $0 }')" sums \
	'times of several hops are added up'
run "$HTTPGET" -sf -w '%{errormsg}' "$base/missing"
is "$status $out" '1 the server answered 404' 'what -f fails by has a message'

# Files.
cd "$folder" || exit 99
case $HTTPGET in /*) ;; *) HTTPGET=$OLDPWD/$HTTPGET ;; esac
printf old >f
get '0 ' '-o' -o f "$base/keep"
is "$(cat f)" hello 'the file has the content'
run "$HTTPGET" -s -o f "$base/chunk-cut"
is "$status $(cat f)" '5 hello' 'what is cut does not take its place'
run "$HTTPGET" -o fresh "$base/length-long"
is "$status $(ls)" "5 f
port" 'nor does it leave anything'
run "$HTTPGET" -sL -w '%{url_effective}' "$base/odd-host"
is "$status $out" '5 http://\xc2\x9b31m.example/' '... without what a terminal would obey'
run "$HTTPGET" -w '%{redirect_url}' "$base/far-off"
is "${#out}" 3019 '... and whole'
get '0 ' '-O' -O "$base/chunked"
is "$(cat chunked)" hello '... names the file as the URL ends'
printf he >f
get '0 ' '-C -' -C - -o f "$base/part"
is "$(cat f)" hello 'goes on behind what is there'
run "$HTTPGET" -C - -o f "$base/whole"
is "$status $(cat f) $err" '5 hello httpget: the server does not go on from byte 5: it sent the whole' \
	'a server that sends the whole changes nothing'
printf h >f
run "$HTTPGET" -C - -o f "$base/part"
is "$status $(cat f) $err" '5 h httpget: the server goes on from byte 2, not from 1' 'nor does one that sends another part'
printf hello >f
get '0 ' 'a file that is whole' -C - -o f "$base/behind"
printf he >f
run "$HTTPGET" -s -S -C - -o f "$base/part-size"
is "$status $err $(cat f)" "5 httpget: the server's part is not as long as it says he" 'a part that is not what it says is not put behind it'
run "$HTTPGET" -s -S -C - -o f "$base/part-some"
is "$status $err $(cat f)" '5 httpget: the part is not all that lies behind byte 2 hell' 'one that is not all is no success'
run "$HTTPGET" -s -S -C - -o f "$base/not-modified"
is "$status $err" '5 httpget: the server answered 304 to what goes on from byte 4' 'nor is no part'
printf hello >f
printf hello! >f
run "$HTTPGET" -C - -o f "$base/behind"
is "$status $(cat f) $err" "5 hello! httpget: the file has 6 bytes, the server's 5" 'one that has more than the server'
cd "$OLDPWD" || exit 99

# The request.
run "$HTTPGET" -H 'X-A: b' -A me -u u:p -e r -b c=d -r 1-2 --compressed "$base/mirror"
for line in 'GET /mirror HTTP/1\.1' "Host: ${base#http://}" 'User-Agent: me' 'X-A: b' 'Authorization: Basic dTpw' \
	'Referer: r' 'Cookie: c=d' 'Range: bytes=1-2' 'Accept-Encoding: deflate, gzip, br, zstd'; do
	like "$out" "^$line.\$" "it has $line"
done
run "$HTTPGET" -d a=b -d c "$base/mirror"
like "$out" '^POST ' '-d posts'
like "$out" '^Content-Length: 5.$' '... all of it'
run "$HTTPGET" -0 "$base/mirror"
like "$out" '^GET /mirror HTTP/1\.0.$' '-0'
http_proxy=$base "$HTTPGET" http://nosuch.invalid/mirror >"$folder/out"
like "$(cat "$folder/out")" '^GET http://nosuch\.invalid/mirror HTTP/1\.1' 'by a proxy of the environment'
run env http_proxy=http://127.0.0.1:9/ no_proxy=127.0.0.0/8 "$HTTPGET" "$base/keep"
is "$status $out" '0 hello' 'no_proxy'
run "$HTTPGET" -x "$base" -U a:b http://nosuch.invalid/mirror
like "$out" '^Proxy-Authorization: Basic YTpi' '-x and -U'
run "$HTTPGET" --resolve "nosuch.invalid:${base##*:}:127.0.0.1" "http://nosuch.invalid:${base##*:}/keep"
is "$status $out" '0 hello' '--resolve'
run "$HTTPGET" -6 --resolve "nosuch.invalid:${base##*:}:127.0.0.1" "http://nosuch.invalid:${base##*:}/keep"
is "$status $err" '8 httpget: nosuch.invalid: no address given is of IPv6' '... of the family that is wanted'
run "$HTTPGET" -6 --resolve "nosuch.invalid:${base##*:}:127.0.0.1,[::1]" "http://nosuch.invalid:${base##*:}/keep"
like "$status $err" '^3 .*cannot connect to ::1 port ' '... alone'
run "$HTTPGET" --connect-to "::${base#http://}" http://nosuch.invalid/mirror
like "$out" '^Host: nosuch\.invalid.$' '--connect-to leaves the request as it is'
port=${base##*:}
for name in bücher.example BÜCHER.example xn--bcher-kva.example; do
	run "$HTTPGET" --report --resolve "*:$port:127.0.0.1" "http://$name:$port/mirror"
	like "$status $out" "^Host: xn--bcher-kva\\.example:$port.\$" "$name is sent as DNS has it"
	like "$err" '^  xn--bcher-kva\.example is the name bücher\.example$' '... and reported as people read it'
done
run "$HTTPGET" -L --resolve "*:$port:127.0.0.1" "$base/foreign"
like "$status $out" "^Host: xn--bcher-kva\\.example:$port.\$" 'so is the name of a redirection'
run "$HTTPGET" 'http://１２７.0.0.1/'
is "$status $out $err" '2  httpget: the host is the address 127.0.0.1 in digits that are not ASCII: write it so if it is meant' \
	'an address in other digits is refused'
run "$HTTPGET" -vL -H 'X-Key: secret' -u a:b "$base/far"
is "$status $out" '0 hello' 'a redirection to another origin'
like "$err" '^\* another origin: not sent there: Authorization, X-Key$' 'what is not sent there'
is "$(printf '%s\n' "$err" | grep -c '^> X-Key')" 1 '... was sent once'
run "$HTTPGET" --json -L -H 'X-Key: secret' "$base/far"
like "$out" '"type":"exchange".*"request":2,.*"dropped":"X-Key"' '... and is in the records'
run "$HTTPGET" --json -L -H 'X-Key: secret' -x "$base" http://a.example/over
like "$out" '"type":"exchange".*"request":2,.*"dropped":"X-Key"' '... also where the connection was gone and it was asked anew'
run "$HTTPGET" --report -L "$base/user"
unlike "$out$err" '^Authorization|is sent as basic authentication' 'whom a redirection names is not sent, nor said to be'

run "$HTTPGET" -v --fresh --probe range -H 'Range: bytes=7-8' -H 'X-F: 1' "$base/mirror"
is "$(printf '%s\n' "$err" | sed -n 's/^> \(Range\|X-F\): //p' | tr '\n' ' ')" '1 bytes=0-0 1 bytes=-1 1 bytes=9223372036854775000- 1 bytes=0-0 1 ' \
	'--probe asks for its own ranges'

run "$HTTPGET" -v "$base/date-bad"
is "$(printf '%s\n' "$err" | grep '^!')" '! warning at byte 17: a date that is no HTTP date (RFC 9110 5.6.7)
! note at byte 0: content without Content-Type (RFC 9110 8.3)' '-v shows what the fields and the content say'

# Records.
run "$HTTPGET" --json --label a=b -L "$base/again" "$base/trailers" "$base/chunk-cut" "$base/escape" "$base/cached"
printf '%s\n' "$out" >"$folder/json"
ok 'records are as the schema says' json_lines_valid lib/json.schema.json "$folder/json"
is "$(printf '%s\n' "$out" | grep -c '"type":"exchange"')" 6 'one for each exchange'
like "$out" '"type":"field".*"name":"X-Sum","value":"7".*"trailer":true' 'trailers'
like "$out" '"type":"finding".*"finding":"cut-chunk","severity":"error"' 'findings'
like "$out" '"type":"summary".*"requests":6,"responses":5,"failed":1' 'the summary'
unlike "$out" "$(printf '\033')" 'nothing that a terminal would obey'

run "$HTTPGET" -L --har "$folder/har" -o /dev/null "$base/again" "$base/mirror?a=b&c" "$base/chunk-cut"
is "$(perl tests/lab/har.pl "$folder/har" 2>&1)" '' 'the archive is one'
is "$(grep -c '"startedDateTime"' "$folder/har")" 4 '... with an entry for each exchange'
like "$(cat "$folder/har")" '"queryString":\[\{"name":"a","value":"b"\},\{"name":"c","value":""\}\]' '... its query'
like "$(cat "$folder/har")" '"name":"User-Agent","value":"probekit-httpget' '... its request'
like "$(cat "$folder/har")" '"status":302.*"redirectURL":"/keep"' '... its response'
like "$(cat "$folder/har")" '"_error":"the body was cut' '... and what was wrong'

run "$HTTPGET" -0 -d 1234567 --compressed --har "$folder/har" -o /dev/null "$base/mirror" "$base/gzip" http://127.0.0.1:1/ "$base/html"
is "$(perl tests/lab/har.pl "$folder/har" 2>&1)" '' 'so is one of other requests, failures too'
like "$(cat "$folder/har")" '"method":"POST".*"httpVersion":"HTTP/1\.0".*"bodySize":7\}' '... with the size of what was sent'
sed 's/"wait":[0-9.]*/"wait":"soon"/' "$folder/har" >"$folder/har.wrong"
fails 'a member of another type is seen' perl tests/lab/har.pl "$folder/har.wrong"

# Repetition and reports.
run "$HTTPGET" --count 3 --interval 0 "$base/keep"
is "$status" 0 '--count'
is "$(printf '%s\n' "$out" | grep -Ec '^[123]: 200, 5 bytes')" 3 '... a line each'
is "$(printf '%s\n' "$out" | grep -c 'connection used again')" 2 '... over one connection'
like "$out" '^3 requests, 3 responses, 0% failed' '... and a summary'
like "$out" '^total +[0-9.]+ +[0-9.]+ +[0-9.]+ +[0-9.]+$' '... with percentiles'
run "$HTTPGET" --slo think=100 -o /dev/null "$base/slow"
is "$status" 1 '--slo beyond its limit'
like "$err" '^httpget: think took [0-9.]+ [mu]?s, more than the 100 ms of --slo$' '... says which'
run "$HTTPGET" --slo total=20000 -o /dev/null "$base/keep"
is "$status" 0 '... within it'
run "$HTTPGET" --report -o /dev/null "$base/slow"
like "$err" '^  think +3[0-9][0-9] ms  \|.*=.*\|$' 'the waterfall has the server'"'"'s part'
like "$err" '^  3[0-9][0-9] ms of 3[0-9][0-9] ms: the server thought; RTT is [0-9.]+ us\.$' 'and a verdict'
run "$HTTPGET" --explain -o /dev/null "$base/cached"
like "$err" '^  The nearest cache that speaks had it \[X-Cache: HIT\]$' '--explain speaks of caches'
like "$err" 'another 4 s \[Cache-Control: max-age, Age\]' '... and freshness'
run "$HTTPGET" --wire "$base/chunked"
like "$err" '^< +[0-9.]+ ms( #[0-9]+)? +47 +3 chunk +5\\r\\n$' '--wire shows a chunk'"'"'s size at its offset'
like "$err" '^> +[0-9.]+ ms( #[0-9]+)? +0 +23 request +GET /chunked HTTP/1\.1\\r\\n$' '... and the request'
run "$HTTPGET" --hex -o /dev/null "$base/keep"
like "$err" '^< 00000026  *68 65 6c 6c 6f  *hello$' '--hex'
run "$HTTPGET" --nagios --warning 10000,10% "$base/keep"
like "$status $out" '^0 HTTP OK - 1 of 1 response, median .*\|' '--nagios'
run "$HTTPGET" --nagios --warning 10,10% "$base/slow"
like "$status $out" '^1 HTTP WARNING' '... and its thresholds'
run "$HTTPGET" --prom - "$base/keep" -o /dev/null
like "$out" '^probe_http_responses_total\{.*\} 1$' '--prom'
like "$out" '^probe_success\{.*\} 1$' '... with the one word that all tools have'
# The second try a second later.
printf 01234 >"$folder/held"
"$HTTPGET" --retry 1 -m 0.5 -C 5 -o "$folder/held" "$base/part-held" 2>"$folder/held.err" &
held=$!
"$HTTPGET" --retry 1 --deadline 2 -v "$base/busy-until" 2>"$folder/until.err" &
until=$!
"$HTTPGET" --count 2 --interval 60 "$base/keep" >"$folder/quit.out" 2>"$folder/quit.err" &
asking=$!
turns=2000
until grep -q '^1: 200' "$folder/quit.out" || [ $((turns -= 1)) -eq 0 ]; do sleep 0.01; done
until grep -q request "$folder/quit.err" || [ $((turns -= 1)) -le 0 ]; do
	kill -QUIT $asking
	sleep 0.01
done
kill -INT $asking
wait $asking
is "$?" 0 'a signal between two exchanges ends it as it stands'
like "$(head -n1 "$folder/quit.err")" '^1 request, 1 response, 0% failed, median [0-9.]+ [mu]?s$' 'SIGQUIT says how far it came'
run "$HTTPGET" --retry 1 -f -o /dev/null -v "$base/busy"
is "$(printf '%s\n' "$err" | grep -c '^< HTTP/1.1 503')" 2 '--retry asks again'
wait $until
is "$(grep -c '^< HTTP/1.1 503' "$folder/until.err")" 1 '... not before the date that a server names'
wait $held
is "$? $(cat "$folder/held") $(sed -n '$p' "$folder/held.err")" '5 0123456 httpget: the server goes on from byte 5, not from 7' \
	'... behind what came with -C'
run "$HTTPGET" --retry 1 -o "$folder/nosuch/file" "$base/keep"
is "$status $(printf '%s\n' "$err" | grep -c 'No such file')" '2 1' '... but not for what is wrong here'
run "$HTTPGET" --retry 1 -v -w ' %{http_code}' "$base/busy-body"
is "$out $(printf '%s\n' "$err" | grep -c '^< HTTP/1.1 503')" 'busy 503 2' '... behind content, too, and gives that of the last'
tap_done
