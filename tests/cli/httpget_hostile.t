#!/bin/sh
# httpget_hostile: of each odd response: the exit status, the content, and what is found in it.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status
test=$(basename "$0")
cd "$(dirname "$0")/../.." || exit 99
# shellcheck source=tests/tap.sh
. tests/tap.sh
HTTPGET=${HTTPGET:-${BUILD:=build}/httpget}
# shellcheck source=tests/lab/webpeer.sh
. tests/lab/webpeer.sh

# seen NAME [OPTION...]: "STATUS CONTENT: FINDING..." of one response; ? for bytes beyond ASCII, nothing
# of what is coded. None of them has a type.
seen()
{
	name=$1 to=$folder/$1.$$
	shift
	status=0
	timeout 30 "$HTTPGET" -s --timeout 10 "$@" --json="$to.json" -o "$to" "$base/$name" || status=$?
	case $name$* in gzip*-compressed* | deflate*-compressed*) ;; gzip* | deflate* | png | bomb) : >"$to" ;; esac
	printf '%s %s:' "$status" "$(LC_ALL=C tr '\200-\377' '?' 2>/dev/null <"$to")"
	sed -n 's/.*"finding":"\([^"]*\)".*/ \1/p' "$to.json" | grep -v ' type-missing' | tr -d '\n'
	rm -f "$to" "$to.json"
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
endless-ext|5 : limit-extension
gzip-extra|0 : coded-extra
gzip-two|0 :
gzip-thrice|0 : limit-stages
gzip-fields|0 :
deflate|0 :
deflate-raw|0 :
empty-line|0 hello: empty-line
status-high|0 hello: status-range
status-599|0 hello:
status-blanks|0 hello: status-blanks
reason-blanks|0 hello:
no-reason|0 hello: no-reason
empty-reason|0 hello:
version-small|0 hello: version
version-1.2|0 hello:
version-2|0 hello: version
tab-value|0 hello:
high-bytes|0 hello:
no-name|0 hello: no-name
no-value|0 hello:
name-blanks|0 hello: name-byte
name-odd|0 hello:
fold-first|0 hello: fold-first
fold-length|5 : fold length-invalid
type-twice|0 hello: twice
type-same|0 hello:
cookies|0 hello:
length-same|0 hello: length-repeated
length-zeros|0 hello:
length-empty|5 : length-invalid
length-minus|5 : length-invalid
length-late|5 : length-conflict
length-204|0 : length-no-body
length-304|0 :
te-twice|5 : coding-repeated
te-capital|0 hello:
te-gzip|5 : coding-unknown
te-last|5 : coding-unknown
te-identity|0 hello: coding-identity
te-204|0 : coding-no-body
te-304|0 :
chunk-zeros|0 hello: chunk-zeros
chunk-sixteen|0 hello:
chunk-blank|0 hello: chunk-blank
chunk-minus|5 : chunk-size
chunk-none|5 : chunk-size
chunk-ext|0 hello: chunk-extension
chunk-letters|0 01234567890123456789:
chunk-short|5 : chunk-end
chunk-after|0 hello: extra
trailer-length|0 hello: trailer trailer-field
trailer-cut|5 : cut-trailer
trailer-cut-line|5 : cut-trailer
part|0 llo: range-unasked
nowhere|0 : location-missing
again|0 xxx:
date-bad|0 hello: date-bad
date-old|0 hello:
png-not|0 hello: type-differs
html-not|0 <html>: type-differs
xhtml|0 <?xml:
utf8-not|0 h?llo: charset-differs
utf8|0 h??llo:
latin1|0 h?llo:
interim-two|0 hello:
interim-cut|5 : cut-head
http2|5 : not-http
tls|5 : not-http
smtp|5 : not-http'
# Several at a time: what takes time is to start and to wait.
printf '%s\n' "$rows" | cut -d'|' -f1 >"$folder/names"
pids=
while read -r name; do
	seen "$name" >"$folder/seen.$name" 2>/dev/null &
	pids="$pids $!"
	# shellcheck disable=SC2086 # words
	case $pids in *' '*' '*' '*' '*' '*' '*) wait $pids && pids= ;; esac
done <"$folder/names"
# Without a number wait would wait for webpeer, too.
# shellcheck disable=SC2086 # words
[ -z "$pids" ] || wait $pids
while IFS='|' read -r name wanted; do
	is "$(cat "$folder/seen.$name")" "$wanted" "$name"
done <<END
$rows
END

# Coded content, decoded.
is "$(seen gzip-two --compressed)" '0 hellohello:' 'two members of gzip'
for row in 'png|0 llo:' 'utf8|0 ?lo:' 'gzip|0 llo:' 'close|0 llo:' 'cut|5 : range-wrong' \
	'chunked|5 : range-wrong' 'more|0 lloo: range-wrong'; do
	is "$(seen "part-${row%|*}" -r 2-4)" "${row#*|}" "a part: ${row%|*}"
done
is "$(seen part -H 'Range: bytes=2-4')" '0 llo:' 'a part that -H asks for'
is "$(seen part -H 'Range: bytes=1-4')" '0 llo: range-wrong' '... and one that it does not'
is "$(seen head -X HEAD)" '0 :' '-X HEAD asks for no content'
is "$(seen plain -I -X GET | tr -d '\r' | tail -n1)" ':' '-I -X GET shows none'
is "$(seen gzip-fields --compressed)" '0 hello:' 'two codings in a field each'
is "$(seen gzip-extra --compressed)" '0 hello: coded-extra' 'bytes behind gzip'
is "$(seen gzip-thrice --compressed)" '5 : limit-stages' 'three codings'
is "$(seen gzip-thrice --compressed --max-stages 3)" '0 hello:' '... where three are allowed'
is "$(seen deflate --compressed)" '0 hello:' 'deflate with its head'
is "$(seen deflate-raw --compressed)" '0 hello:' '... and without'
is "$(seen bomb --compressed --max-ratio 100)" '5 : limit-ratio' 'what grows and grows'
is "$(seen bomb --compressed --max-filesize 1M)" '5 : limit-body' '... beyond a size'

# Limits, and what just keeps to them.
is "$(seen head-long --max-head 128)" '5 : limit-head' '--max-head'
is "$(seen head-long --max-head 243)" '0 hello:' '... as large as it is'
is "$(seen head-long --max-head 242)" '5 : limit-head' '... one byte less'
is "$(seen head-long --max-line 204)" '5 : limit-line' '--max-line'
is "$(seen head-long --max-line 205)" '0 hello:' '... as long as it is'
is "$(seen trailer-long --max-trailer 100)" '5 : limit-trailer' '--max-trailer'
is "$(seen trailers --max-trailer 12)" '0 hello: trailer' '... as large as they are'
is "$(seen chunk-ext --max-extension 4)" '5 : limit-extension' '--max-extension'
is "$(seen interim-two --max-interim 1)" '5 : limit-interim' '--max-interim'
is "$(seen interim-two --max-interim 2)" '0 hello:' '... as many as there are'
is "$(seen keep --max-filesize 5)" '0 hello:' 'a body of just --max-filesize'
is "$(seen keep --max-filesize 4)" '5 : limit-body' '... one byte more'
is "$(seen drip -m 0.2)" '5 : not-http' 'what drips and is no HTTP'
is "$(seen drip-body -m 0.2)" '6 : no-length' 'a body that drips, by -m'
is "$(seen drip-body --min-rate 1000,0.2)" '6 : no-length' '... by --min-rate'
run "$HTTPGET" --min-rate 1000,0.2 -w '%{size_download}' -o /dev/null "$base/burst"
is "$status $out" '0 5005' '... of what was fast enough on average, not'
run "$HTTPGET" --min-rate 100000,0.1 -o /dev/null "$base/burst"
is "$status $err" '6 httpget: slower than 100000 bytes a second' '... of what was not, with the reason'
is "$(seen endless-body -m 0.2 --limit-rate 1M)" '6 : no-length' 'a body without end'

# Parts.
is "$(seen part -r 2-4)" '0 llo:' 'the part that was asked for'
is "$(seen part-wrong -r 2-4)" '0 hel: range-wrong' 'another part'
is "$(seen part-none -r 2-4)" '0 llo: range-wrong' 'a part that does not say which'
is "$(seen part-size -r 2-4)" '0 ll: range-wrong' 'a part of another size than it says'

is "$(seen gzip --compressed)" '0 hello:' 'gzip is undone with --compressed'
is "$(seen gzip-plain --compressed)" '5 : coded-bad' 'what is no gzip is refused then'
is "$(seen html --http0.9)" '0 <html>hello</html>: version-0.9' 'HTTP/0.9 where it is allowed'
is "$(seen endless-body --max-filesize 1M)" '5 : no-length limit-body' 'a body beyond --max-filesize'
is "$(seen length-short --strict)" '5 hello: extra' '--strict fails on a finding'
is "$(seen fold --strict)" '5 hello: fold' '... of severity error'
is "$(seen trailers --strict)" '0 hello: trailer' '... not of a note'
is "$(seen silent --timeout 0.2)" '6 :' 'silence times out'
is "$(seen stalled --timeout 0.2)" '6 :' '... in the middle too'
# These know a request by its empty line, which neither TLS nor SOCKS has, and read no content.
head -c 20000000 /dev/zero | tr '\0' x >"$folder/much"
for arguments in "-k https://${base#http://}/silent" "-x socks5h://${base#http://} http://nosuch.invalid/" \
	"-d @$folder/much $base/silent"; do
	# shellcheck disable=SC2086 # words
	run timeout 20 "$HTTPGET" -s --timeout 0.3 $arguments
	is "$status $out" '6 ' "... before a response: ${arguments%% *}"
done
is "$(seen stalled -m 0.2)" '6 :' '... by -m'
is "$(seen endless-head --max-fields 5)" '5 : limit-fields' '--max-fields'

# Each kind of finding was seen, but for those of TLS.
sed -n 's/^	\[ANOMALY_[A-Z_0-9]*\] = {"\([a-z0-9.-]*\)".*/\1/p' httpget/anomaly.c >"$folder/kinds"
between 60 "$(wc -l <"$folder/kinds")" 200 'there are many kinds of findings'
while read -r kind; do
	case $kind in cut-tls) ;; *) grep -q "[ :]$kind\b" "tests/cli/$test" || echo "$kind" ;; esac
done <"$folder/kinds" >"$folder/unseen"
is "$(cat "$folder/unseen")" '' 'every finding has a response here'

# A clean response for each that is nearly one with the finding: at most a note stays.
twins='empty-line|plain
version|version-1.2
status-digits|status-599
status-range|status-599
status-blanks|reason-blanks
no-reason|empty-reason
bare-lf|lf-body
bare-cr|cr-body
nul|nul-body
control|tab-value
no-colon|no-value
no-name|name-one
name-blank|value-blanks
name-byte|name-odd
fold|value-blanks
fold-first|value-blanks
twice|type-same
length-invalid|length-zeros
length-overflow|length-most
length-repeated|length-other
length-conflict|length-other
length-chunked|chunked
length-no-body|length-304
coding-old|old
coding-unknown|te-capital
coding-repeated|te-capital
coding-identity|te-capital
coding-no-body|te-304
no-length|close
extra|keep
upgrade|interim
chunk-size|chunk-letters
chunk-overflow|chunk-sixteen
chunk-zeros|chunk-sixteen
chunk-blank|chunked
chunk-extension|chunked
chunk-extension-bad|chunk-ext|chunk-extension
chunk-lf|chunk-lf-data
chunk-end|chunk-end-data
trailer|chunk-pieces
trailer-field|trailers|trailer
version-0.9|plain||--http0.9
not-http|version-1.2
cut-empty|empty
cut-head|head-pieces
cut-length|length-pieces
cut-chunk|chunk-pieces
cut-trailer|chunk-pieces
cut-coding|gzip||--compressed
cut-reset|close
limit-line|head-long||--max-line 205
limit-head|head-long||--max-head 243
limit-fields|plain||--max-fields 1
limit-interim|interim-two||--max-interim 2
limit-trailer|trailers|trailer|--max-trailer 12
limit-extension|chunk-ext|chunk-extension|--max-extension 10
limit-body|keep||--max-filesize 5
limit-ratio|bomb||--compressed --max-ratio 2000
limit-stages|gzip-thrice||--compressed --max-stages 3
coded-extra|gzip-two||--compressed
coded-bad|gzip||--compressed
range-unasked|part||-r 2-4
range-wrong|part||-r 2-4
date-bad|date-old
location-missing|again
type-missing|whole
type-differs|xhtml
charset-differs|utf8'
pids=
while IFS='|' read -r kind name _ with; do
	# shellcheck disable=SC2086 # words
	seen "$name" $with >"$folder/twin.$kind" 2>/dev/null &
	pids="$pids $!"
	# shellcheck disable=SC2086 # words
	case $pids in *' '*' '*' '*' '*' '*' '*' '*) wait $pids && pids= ;; esac
done <<END
$twins
END
# shellcheck disable=SC2086 # words
wait $pids
while IFS='|' read -r kind name note _; do
	like "$(tr '\n' ' ' <"$folder/twin.$kind")" "^0 [^:]*:${note:+ $note} *\$" "$name is clean of $kind"
done <<END
$twins
END
# What ends by TLS is in tests/net/httpget_tls.t.
is "$(printf '%s\n' "$twins" | cut -d'|' -f1; echo cut-tls)" "$(grep -vx cut-tls "$folder/kinds"; echo cut-tls)" \
	'each finding has such a twin, in the order of the table'

run "$HTTPGET" "$base/length-short"
is "$status $out" '0 hello' 'content of a response with bytes behind it'
like "$err" '^httpget: byte 43: bytes behind the end' '... which is said once'
run "$HTTPGET" "$base/banner"
is "$status $out $err" '5  httpget: what answered speaks SSH, not HTTP' 'an SSH banner is named'
run "$HTTPGET" -v "$base/escape"
unlike "$err" "$(printf '\033')" 'no escape sequence reaches a terminal'
like "$err" '^< X: \\x1b\[31mred$' '... but its bytes as text'
tap_done
