#!/bin/sh
# httpget_curl: command lines that httpget and curl understand alike: the same request, the same output.
# SPDX-License-Identifier: BSD-2-Clause
cd "$(dirname "$0")/../.." || exit 99
# shellcheck source=tests/tap.sh
. tests/tap.sh
HTTPGET=${HTTPGET:-${BUILD:=build}/httpget}
case $HTTPGET in /*) ;; *) HTTPGET=$PWD/$HTTPGET ;; esac
curl=$PWD/build/peers/bin/curl
[ -x "$curl" ] || curl=curl
"$curl" --version 2>/dev/null | grep -q '^curl 7\.8[89]\|^curl 8' || skip_all 'there is no curl 7.88 or later here'
# shellcheck source=tests/lab/webpeer.sh
. tests/lab/webpeer.sh
cd "$folder" || exit 99
printf '# left out\nX-F: 1\n\nX-G: 2\n' >fields
printf 'a=b\n' >data
# shellcheck disable=SC1003 # a backslash that is meant
printf '%%{http_code}\\n' >format
touch -d '2020-01-02 03:04:05 UTC' file

# sorted PROGRAM ARGUMENT...: what it prints, but for what curl adds by itself, in any order of the fields.
sorted()
{
	timeout 20 "$@" 2>err | tr -d '\r' | grep -v -e '^User-Agent: [cp]' -e '^Proxy-Connection:' | sort
	cat err
}
# same ARGUMENT...
same()
{
	name=$(printf ' %s' "$@")
	is "$(sorted "$HTTPGET" -sS "$@")" "$(sorted "$curl" -sS "$@")" "${name# }"
}
m=$base/mirror
port=${base##*:}
# A command line a row, words parted by |; B is the server, M what shows the request.
rows='M
-H|X: a|M
-H|X:|M
-H|X;|M
-H|Host: z|M
-H|Host:|M
-H|Accept:|M
-H|@fields|M
-A||M
-A|me|M
-e|http://r/|M
-e|http://r/;auto|M
-e|;auto|-L|B/mirrored
-e|r|-L|B/mirrored
-u|u:p|M
-u|u%41:p|M
-u|u:|M
-u|u:p:q|M
http://us%20er:p%40@127.0.0.1:PORT/mirror
http://u@127.0.0.1:PORT/mirror
-u|a:b|http://u:v@127.0.0.1:PORT/mirror
-b|a=b; c=d|M
-r|0-5|M
-r|5|M
-r|5-|M
-r|-5|M
-r|1-2,4-5|M
-z|file|M
-z|-file|M
-z|Thu, 02 Jan 2020 03:04:05 GMT|M
-z|-Thu, 02 Jan 2020 03:04:05 GMT|M
-z|20200102|M
-z|2 Jan 2020 03:04|M
-z|Jan 2 2020|M
-z|Thu Jan  2 03:04:05 2020|M
-z|02-Jan-20 03:04:05 GMT|M
-z|2 Jan 2020 03:04:05 EST|M
-X|PUT|M
-X|POST|M
-d|x|M
-d||M
-d|@data|M
-d|a|-d|@data|M
-X|PUT|-d|x|M
-d|x|-H|Content-Type: text/plain|M
-d|x|-H|Content-Type:|M
-d|x|-L|B/mirrored
-X|POST|-d|x|-L|B/mirrored
-X|PUT|-L|B/mirrored
-G|-d|a=b|-d|c=d|M
-G|-d|a=b|B/mirror?x=y#z
-G|-d|a=b|B/mirror?
-G|M
-d|x|-H|Transfer-Encoding: chunked|M
--compressed|M
--compressed|B/gzip
-0|M
--http1.0|M
--http1.1|M
-I|B/empty
-i|B/keep
-i|-L|B/again
-I|-L|B/on
-L|B/again
-L|--max-redirs|-1|B/again
-L|-H|X-Key: k|-u|a:b|B/mirrored
-f|M
-m|0|M
-4|M
--oauth2-bearer|t|M
--resolve|x.example:PORT:127.0.0.1|http://x.example:PORT/mirror
--resolve|*:PORT:127.0.0.1|http://x.example:PORT/mirror
--connect-to|::127.0.0.1:|http://x.example:PORT/mirror
--resolve|x.example:PORT:127.0.0.9|--resolve|x.example:PORT:127.0.0.1|http://x.example:PORT/mirror
--connect-to|x.example:1:127.0.0.1:PORT|http://x.example:1/mirror
--interface|lo|M
--interface|127.0.0.1|M
--interface|if!lo|M
--interface|host!127.0.0.1|M
--limit-rate|1k|M
--limit-rate|0|M
--max-filesize|1000|M
--max-filesize|0|M
--retry|1|B/keep
-C|2|B/part
-C|-|B/keep
-o|one|B/keep|B/chunked
-o|one|-o|two|B/keep|B/chunked
-O|B/keep
-x|B|http://x.example/mirror
-x|B|http://x.example:81/mirror
-x|B|-U|a:b|http://x.example/mirror
-x|B|-U|a%41:b|http://x.example/mirror
-x|http://a:b@127.0.0.1:PORT|http://x.example/mirror
-x|http://127.0.0.1:9|--noproxy|*|M
-x|http://127.0.0.1:9|--noproxy|127.0.0.0/8|M
-x|http://127.0.0.1:9|--noproxy|x 127.0.0.1|M
-x||M
-w|%{http_code} %{num_connects} %{num_redirects} %{size_download} %{size_header}\n|B/keep|B/keep
-L|-w|%{url} %{url_effective} %{redirect_url} %{num_connects} %{remote_ip} %{remote_port} %{local_ip}\n|B/again
-w|%{redirect_url} %{method} %{http_version} %{num_headers} %{content_type}\n|B/again
-w|%{urlnum} %{referer} %{exitcode} %{errormsg} %{ssl_verify_result} %{http_connect} %{num_certs}\n|-e|x|B/keep|B/keep
-w|%header{content-length} %{size_upload} %{speed_upload} %{ftp_entry_path} %{filename_effective}|-o|one|B/keep
-w|%{header_json}|B/cached
-w|a\tb\q\\ %% %{http_code|B/keep
-w|%{onerror}x|B/keep
-w|%{stderr}a%{stdout}b|B/keep
-w|@format|B/keep'
while read -r row; do
	row=$(printf '%s\n' "$row" | sed "s,PORT,$port,g; s,^M\$,$m,; s,|M\$,|$m,; s,|B|,|$base|,g; s,B/,$base/,g")
	old=$IFS
	IFS='|'
	set -f
	# shellcheck disable=SC2086 # parted at |
	set -- $row
	set +f
	IFS=$old
	same "$@"
done <<END
$rows
END

# Files.
is "$(cat one two)" 'hellohello' 'both -o have theirs'
is "$(cat keep)" hello '-O'
printf old >old
"$HTTPGET" -sS -z 2030-01-01 -o old "$base/dated"
is "$? $(cat old)" '0 old' 'a file stays where nothing is newer, and the server knows no condition'
"$HTTPGET" -sS -z old -o old "$base/not-modified"
is "$? $(cat old)" '0 old' '... or says so'
is "$("$HTTPGET" -sS -o keep -w '%{scheme}' "$base/keep")" HTTP 'the scheme in capitals, as curl had it until 8'
run "$HTTPGET" -z nosuch -o nosuch "$base/dated"
is "$status $err $(cat nosuch)" "0 httpget: -z 'nosuch' is neither a date nor a file: asking without a condition hello" \
	'one that is not there yet is fetched'
run "$HTTPGET" -b jar "$m"
is "$status $err" "2 httpget: -b 'jar' has no '=': cookies are not read from files" 'a file of cookies is refused'
tap_done
