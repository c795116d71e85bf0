#!/bin/sh
# httpget_range: every option's values at, below and above their ends, and those that are none.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status
cd "$(dirname "$0")/../.." || exit 99
# shellcheck source=tests/tap.sh
. tests/tap.sh
HTTPGET=${HTTPGET:-${BUILD:-build}/httpget}

# accepted OPTION VALUE: it can be read; nothing listens at port 9 of a Unix socket that is none.
accepted()
{
	run "$HTTPGET" "$1" "$2" --unix-socket /nonexistent/socket http://localhost/
	is "$status $err" '3 httpget: cannot connect to /nonexistent/socket: No such file or directory' "$1 $2 is accepted"
}

# refused OPTION VALUE WORDS
refused()
{
	run "$HTTPGET" "$1" "$2" --unix-socket /nonexistent/socket http://localhost/
	is "$status $out $err" "2  httpget: $3" "$1 '$2' is refused"
}

# number NAME MIN BELOW MAX ABOVE
number()
{
	accepted "$1" "$2"
	accepted "$1" "$4"
	refused "$1" "$3" "option $1: '$3' is out of range: $2 to $4"
	refused "$1" "$5" "option $1: '$5' is out of range: $2 to $4"
	refused "$1" x "option $1: 'x' is not a whole number"
}
number --max-redirs -1 -2 1000 1001
number --retry 0 -1 1000 1001 2>/dev/null
number --ttl 1 0 255 256
number --max-line 64 63 2147483647 2147483648
number --max-head 64 63 2147483647 2147483648
number --max-fields 1 0 1000000 1000001
number --max-interim 0 -1 1000000 1000001
number --max-trailer 2 1 2147483647 2147483648
number --max-extension 0 -1 2147483647 2147483648
number --max-ratio 1 0 2147483647 2147483648
number --max-stages 1 0 4 5
accepted --count 1
refused --count 0 "option --count: '0' is out of range: at least 1"
refused --count x "option --count: 'x' is not a whole number"

# seconds OPTION: fractions, with a dot.
seconds()
{
	accepted "$1" 0.5
	accepted "$1" 2147483647
	refused "$1" 2147483648 "option $1: '2147483648' is out of range: 0 to 2147483647"
	refused "$1" -1 "option $1: '-1' is out of range: 0 to 2147483647"
	refused "$1" 1,5 "option $1: '1,5' is not a number of seconds"
}
seconds --connect-timeout
seconds -m
seconds --timeout
seconds --deadline
seconds --interval

accepted --limit-rate 1k
accepted --limit-rate 2.5M
accepted --limit-rate 0
refused --limit-rate 1x "--limit-rate '1x' is no size: a number, K, M or G behind it"
accepted --max-filesize 1G
refused --max-filesize x "--max-filesize 'x' is no size: a number, K, M or G behind it"
accepted --min-rate 10
accepted --min-rate 1K,0.5
refused --min-rate 10,0 "--min-rate '10,0' is not BYTES or BYTES,SECONDS"
refused --min-rate ,5 "--min-rate ',5' is not BYTES or BYTES,SECONDS"
accepted --dscp ef
accepted --dscp 63
refused --dscp 64 "'64' is no DSCP: a name such as ef, af41, cs5, or 0 to 63"
refused --dscp '' "'' is no DSCP: a name such as ef, af41, cs5, or 0 to 63"
accepted --slo first=10.5
refused --slo first "--slo 'first' is not PHASE=MS with name, connect, proxy, tls, send, network, think, transfer, first or total"
refused --slo last=1 "--slo 'last=1' is not PHASE=MS with name, connect, proxy, tls, send, network, think, transfer, first or total"
accepted -H 'X: y'
refused -H X "header 'X' is not 'Name: value', 'Name;' (empty) or 'Name:' (none)"
refused -H 'A b: c' "header 'A b: c' has a blank in its name"
accepted -X PURGE
refused -X 'A B' "'A B' is no method"
refused -X '' "'' is no method"
accepted -d x=1
refused -d @/nonexistent/file '/nonexistent/file: No such file or directory'
accepted -e http://a/
accepted -u a:b
accepted -r 1-2
accepted -z 'Sun, 22 Nov 2026 12:00:00 GMT'
accepted -b a=b
refused -H @/nonexistent/file '/nonexistent/file: No such file or directory'
refused -w @/nonexistent/file '/nonexistent/file: No such file or directory'
line=$(printf 'a\nb')
refused -A "$line" 'a line end in what goes into the head'
refused -r "$line" 'a line end in what goes into the head'
refused -b "a=$line" 'a line end in a cookie'
refused -r 1-2,1-2,1-2,1-2,1-2,1-2,1-2,1-2,1-2,1-2,1-2 "-r '1-2,1-2,1-2,1-2,1-2,1-2,1-2,1-2,1-2,1-2,1-2' is too long"
accepted --resolve 'localhost:80:127.0.0.1'
refused --resolve localhost "--resolve 'localhost' is not HOST:PORT:ADDR"
refused --resolve localhost:80:x "--resolve 'localhost:80:x': 'x' is no address"
accepted --connect-to ':::'
refused --connect-to a:1 "--connect-to 'a:1' is not HOST1:PORT1:HOST2:PORT2"
refused -x ftp://p "proxy 'ftp://p': its scheme is none of http, socks5, socks5h"
accepted -x ''
run "$HTTPGET" -C x -o /nonexistent/f http://localhost/
is "$status $err" "2 httpget: -C 'x' is neither an offset nor -" '-C takes an offset or -'
tap_done
