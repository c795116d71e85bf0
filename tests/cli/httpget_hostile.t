#!/bin/sh
# httpget_hostile: of each odd response: the exit status, the content, and what is found in it.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status
cd "$(dirname "$0")/../.." || exit 99
# shellcheck source=tests/tap.sh
. tests/tap.sh
HTTPGET=${HTTPGET:-${BUILD:=build}/httpget}
# shellcheck source=tests/lab/webpeer.sh
. tests/lab/webpeer.sh

# seen NAME [OPTION...]: "STATUS CONTENT: FINDING..." of one response. None of them has a type.
seen()
{
	name=$1
	shift
	status=0
	timeout 30 "$HTTPGET" -s --timeout 10 "$@" --json="$folder/json" -o "$folder/content" "$base/$name" ||
		status=$?
	printf '%s %s:' "$status" "$(cat "$folder/content" 2>/dev/null)"
	sed -n 's/.*"finding":"\([^"]*\)".*/ \1/p' "$folder/json" | grep -v ' type-missing' | tr -d '\n'
	rm -f "$folder/content"
}

# Name, then what is seen.
rows='plain|0 hello:
keep|0 hello:
chunked|0 hello:
trailers|0 hello: trailer
close|0 hello:
old|0 hello:
interim|0 hello:
empty|0 :
missing|0 gone:
length-two|5 : length-conflict
length-plus|5 : length-invalid
length-hex|5 : length-invalid
length-letters|5 : length-invalid
length-wraps|5 : length-overflow
length-long|5 : cut-length
length-short|0 hello: extra
length-chunked|0 hello: length-chunked
length-blank|0 hello: name-blank
te-unknown|5 : coding-unknown
te-old|0 hello: coding-old
chunk-wraps|5 : chunk-overflow
chunk-hex|5 : chunk-size
chunk-junk|0 hello: chunk-extension-bad
chunk-lf|0 hello: chunk-lf bare-lf
chunk-cut|5 : cut-chunk
chunk-last|5 : cut-chunk
chunk-end|5 : chunk-end
nul|0 hello: nul
bare-cr|0 hello: bare-cr
bare-lf|0 hello: bare-lf
escape|0 hello: control
fold|0 hello: fold
no-colon|0 hello: no-colon
status-four|5 : status-digits
head-cut|5 : cut-head
head-cut-line|5 : cut-head
head-cut-length|5 : cut-head
nothing|5 : cut-empty
banner|5 : not-http
html|5 : not-http
upgrade|5 : upgrade
no-body|0 : extra
reset|5 : cut-length
reset-close|5 : no-length cut-reset
gzip-cut|5 : cut-coding
gzip-plain|5 : coded-bad
endless-line|5 : limit-line
endless-head|5 : limit-fields
endless-interim|5 : limit-interim
endless-trailer|5 : trailer limit-fields
endless-ext|5 : limit-extension'
while IFS='|' read -r name wanted; do
	is "$(seen "$name")" "$wanted" "$name"
done <<END
$rows
END

is "$(seen gzip --compressed)" '0 hello:' 'gzip is undone with --compressed'
is "$(seen gzip-plain --compressed)" '5 : coded-bad' 'what is no gzip is refused then'
is "$(seen html --http0.9)" '0 <html>hello</html>: version-0.9' 'HTTP/0.9 where it is allowed'
is "$(seen endless-body --max-filesize 1M)" '5 : no-length limit-body' 'a body beyond --max-filesize'
is "$(seen length-short --strict)" '5 hello: extra' '--strict fails on a finding'
is "$(seen fold --strict)" '5 hello: fold' '... of severity error'
is "$(seen trailers --strict)" '0 hello: trailer' '... not of a note'
is "$(seen silent --timeout 0.2)" '6 :' 'silence times out'
is "$(seen stalled --timeout 0.2)" '6 :' '... in the middle too'
is "$(seen stalled -m 0.2)" '6 :' '... by -m'
is "$(seen endless-head --max-fields 5)" '5 : limit-fields' '--max-fields'

run "$HTTPGET" "$base/length-short"
is "$status $out" '0 hello' 'content of a response with bytes behind it'
like "$err" '^httpget: byte 43: bytes behind the end' '... which is said once'
run "$HTTPGET" "$base/banner"
is "$status $out $err" '5  httpget: what answered speaks SSH, not HTTP' 'an SSH banner is named'
run "$HTTPGET" -v "$base/escape"
unlike "$err" "$(printf '\033')" 'no escape sequence reaches a terminal'
like "$err" '^< X: \\x1b\[31mred$' '... but its bytes as text'
tap_done
