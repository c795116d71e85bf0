#!/bin/sh
# jsonlint: what the checker of JSON Lines itself lets through and what it does not.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154,SC2317,SC2119 # run sets out, err and status and calls functions
cd "$(dirname "$0")/../.." || exit 99
# shellcheck source=tests/tap.sh
. tests/tap.sh

lint=${BUILD:=build}/tests/lab/jsonlint
folder=$(mktemp -d) || exit 99
trap 'rm -rf "$folder"' EXIT
common='"v":1,"tool":"p","type":"a","ts":"2025-12-31T23:59:59.123456789Z"'

# lint BYTES [OPTION]...: BYTES as printf reads them, without the newline.
lint()
{
	# shellcheck disable=SC2059
	printf "$1\n" >"$folder/in"
	shift
	"$lint" "$@" <"$folder/in"
}

good()
{
	ok "good: $1" lint "$1"
}

# bad BYTES MESSAGE
bad()
{
	run lint "$1"
	err=${err#line 1: }
	err=${err#byte * }
	is "$status ${err%%: [ {]*}" "1 $2" "bad: $1"
}

good "{$common}"
good "{$common,\"n\":-0.5e+10,\"l\":[1,null,2],\"t\":true,\"u\":null,\"s\":\"\\\\u00e9 \\\\ud83d\\\\ude00\"}"
good " { $common , \"s\" : \"\\303\\251\\360\\237\\230\\200\" } "

run lint '{"v":tru}'
is "$err" 'line 1: byte 6: no value that JSON knows: {"v":tru}' 'what is wrong is said, and where'
bad "{$common,}" 'a member must start with its key'
bad "{$common,\"n\":01}" 'an object or a list without end'
bad "{$common,\"n\":.5}" 'no value that JSON knows'
bad "{$common,\"n\":NaN}" 'no value that JSON knows'
bad "{$common,\"n\":1.}" 'a dot without digits behind it'
bad "{$common,\"n\":1e}" 'an exponent without digits'
bad "{$common,\"s\":\"\\001\"}" 'a control character in a string'
bad "{$common,\"s\":\"\\377\"}" 'bytes that are not UTF-8'
bad "{$common,\"s\":\"\\355\\240\\200\"}" 'bytes that are not UTF-8'
bad "{$common,\"s\":\"\\\\ud800\"}" 'half a surrogate pair'
bad "{$common,\"s\":\"\\\\x41\"}" 'an escape that JSON does not know'
bad "{$common,\"v\":1}" 'a key stands twice'
bad "{$common} x" 'something behind the value'
bad "{$common" 'an object or a list without end'
bad "[1]" 'it is no object: [1]'
bad "{$common,\"o\":{}}" 'it is not flat'
bad "{$common,\"o\":[[1]]}" 'it is not flat'
bad "{$common,\"o\":[\"s\"]}" 'it is not flat'
bad '{"v":1,"tool":"p","type":"a","ts":"2025-12-31T23:59:59Z"}' 'ts is no time'
bad '{"v":"1","tool":"p","type":"a"}' 'v is not 1'
bad '{"v":1,"type":"a"}' 'tool is no text'

fails 'a line without end' sh -c "printf '{%s}' '$common' | '$lint'"
fails 'no line at all' "$lint" --summary </dev/null
fails 'the last record is no summary' lint "{$common}" --summary
fails 'a line too long' lint "{$common}" --max 60

cat >"$folder/schema" <<'END'
{"oneOf": [{"properties": {"v": {"const": 1}, "tool": {"const": "p"}, "type": {"const": "a"},
 "ts": {"type": "string"}, "n": {"type": ["integer", "null"], "minimum": 0},
 "l": {"type": "array", "items": {"type": ["number", "null"]}}},
 "required": ["v", "tool", "type", "ts", "n"]}]}
END
schema()
{
	lint "$1" --schema "$folder/schema"
}
ok 'schema: what it lists' schema "{$common,\"n\":5,\"l\":[1.5,null]}"
ok 'schema: null where it may be' schema "{$common,\"n\":null}"
ok 'schema: labels' schema "{$common,\"n\":0,\"label_x\":\"y\"}"
fails 'schema: a key it does not list' schema "{$common,\"n\":5,\"m\":1}"
fails 'schema: a key that is missing' schema "{$common}"
fails 'schema: a fraction for a whole number' schema "{$common,\"n\":5.5}"
fails 'schema: a negative one' schema "{$common,\"n\":-5}"
fails 'schema: a number in quotes' schema "{$common,\"n\":\"5\"}"
fails 'schema: a label that is no text' schema "{$common,\"n\":5,\"label_x\":1}"
fails 'schema: another type of record' schema '{"v":1,"tool":"p","type":"b","ts":"2025-12-31T23:59:59.123456789Z","n":1}'
fails 'schema: one that is not there' lint "{$common}" --schema "$folder/none"
tap_done
