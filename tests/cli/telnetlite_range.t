#!/bin/sh
# telnetlite_range: every option's values at, below and above their ends, and those that are none.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status
cd "$(dirname "$0")/../.." || exit 99
# shellcheck source=tests/tap.sh
. tests/tap.sh
TELNETLITE=${TELNETLITE:-${BUILD:-build}/telnetlite}

# accepted OPTION VALUE: it can be read; nothing listens there.
accepted()
{
	run "$TELNETLITE" "$1" "$2" -U /nonexistent/socket
	is "$status" 3 "$1 $2 is accepted"
}

# refused OPTION VALUE WORDS
refused()
{
	run "$TELNETLITE" "$1" "$2" -U /nonexistent/socket
	is "$status $out $err" "2  telnetlite: $3" "$1 '$2' is refused"
}

# seconds OPTION: fractions, with a dot.
seconds()
{
	accepted "$1" 0.5
	accepted "$1" 2147483647
	refused "$1" 2147483648 "option $1: '2147483648' is out of range: 0 to 2147483647"
	refused "$1" -1 "option $1: '-1' is out of range: 0 to 2147483647"
	refused "$1" 1,5 "option $1: '1,5' is not a number of seconds"
}
seconds -w
seconds -i
seconds -q
seconds --deadline
seconds --keepalive
seconds --timeout
accepted -p 0
accepted -p 65535
refused --ttl 0 "option --ttl: '0' is out of range: 1 to 255"
refused --ttl 256 "option --ttl: '256' is out of range: 1 to 255"
refused --mark 4294967296 "option --mark: '4294967296' is out of range: 0 to 4294967295"
refused -p 65536 "option -p: '65536' is out of range: 0 to 65535"
refused -p x "option -p: 'x' is not a whole number"
accepted --expect-quiet 1.5
refused --expect-quiet soon "'soon' is not a number of seconds up to a day"
for word in as-is crlf lf cr; do
	accepted --eol $word
done
refused --eol lfcr "option --eol: 'lfcr' is none of as-is, crlf, lf, cr"
for word in iso local unix delta; do
	accepted --time-format $word
done
refused --time-format utc "option --time-format: 'utc' is none of iso, local, unix, delta"
for word in auto always never; do
	accepted --color $word
done
refused --color blue "option --color: 'blue' is none of auto, always, never"
refused -X 4 "option -X: '4' is none of 5, connect"
tap_done
