#!/bin/sh
# httpget_usage: bad command lines and URLs are one line on standard error and exit 2.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status
cd "$(dirname "$0")/../.." || exit 99
# shellcheck source=tests/tap.sh
. tests/tap.sh
HTTPGET=${HTTPGET:-${BUILD:-build}/httpget}

# refused TEXT ARGUMENT...
refused()
{
	text=$1
	shift
	run "$HTTPGET" "$@"
	is "$status $out $err" "2  httpget: $text" "httpget $* is refused"
}
refused 'no URL given'
refused 'no URL given' -v
# Letters of curl that are missing have no other meaning.
for letter in E F G J K M N P Q R T Y Z a c g j k l n p q t y; do
	"$HTTPGET" --help | grep -q "^  -$letter," && continue
	refused "invalid option -- '$letter'" "-$letter" http://localhost/
done
refused "unrecognized option '--foo'" --foo http://localhost/
refused 'only one -4 or -6 option may be specified' -46 http://localhost/
refused 'only one of -o and -O may be used' -O -o x http://localhost/x
refused 'only one of --probe, --compare and --all-addresses may be used' --probe cache --compare proxy http://localhost/
refused '--probe goes with none of --count, -o, -O, -X, -I, -d, -C and -r' --probe range -r 1-2 http://localhost/
refused '--compare family goes with neither -4 nor -6' -4 --compare family http://localhost/
refused 'there is no proxy to compare with: neither -x nor the environment names one' --compare proxy -s -S http://localhost/
refused 'only one of -I and -d may be used' -I -d x http://localhost/
refused 'only one of -C and -r may be used' -C - -r 1-2 -o x http://localhost/
refused '--all-addresses goes with none of --unix-socket, --resolve, --connect-to and -O' \
	--all-addresses --connect-to ::x: http://localhost/
refused 'more -o than URLs' -o x -o y http://localhost/
refused 'only one of --http1.0 and --http1.1 may be used' --http1.1 -0 http://localhost/
refused "-r 'abc' is not FROM-TO" -r abc http://localhost/
refused "-r '' is not FROM-TO" -r '' http://localhost/
refused '--unix-socket names no socket' --unix-socket '' http://localhost/
refused "--resolve 'x:99999:127.0.0.1' is not HOST:PORT:ADDR" --resolve x:99999:127.0.0.1 http://localhost:1/
refused 'cannot use interface nosuch: No such device' --interface nosuch http://127.0.0.1:1/
refused "-O: the URL 'http://localhost/' ends without a file name" -O http://localhost/
refused 'only one of --json, --prom -, --pcap - and --nagios can have standard output' \
	--json --prom - http://localhost/
refused '--warning and --critical belong to --nagios' --warning 1,1% http://localhost/
refused "'ftp' is neither http nor https" ftp://localhost/
refused "byte 18 of the URL is a blank: write it as %20 if it is meant" 'http://localhost/a b'
refused 'there are two @ before the host, and programs differ in which one ends the user: write the user'"'"'s as %40' \
	http://a@b@localhost/

run "$HTTPGET" --version
like "$status $out" '^0 httpget from probekit [0-9.]+' '--version'
is "$err" '' '... on standard output'
like "$out" '^zlib [0-9.]+, brotli [0-9.]+, zstd [0-9.]+; cap_net_raw: (yes|no)$' '... with its libraries'
like "$out" '^OpenSSL 3[^,]*, libpcap [^,]*, libidn2 [0-9.]+' '... and those that are loaded'
run "$HTTPGET" --version -v
like "$out" '^sandbox: capabilities dropped yes, no_new_privs yes, ' '... and the sandbox'
run "$HTTPGET" --help
is "$status $err" '0 ' '--help'
run "$HTTPGET" --unix-socket /nonexistent/socket -s http://localhost/
is "$status $out$err" '3 ' '-s says nothing'
run "$HTTPGET" --unix-socket /nonexistent/socket -sS http://localhost/
is "$status $err" '3 httpget: cannot connect to /nonexistent/socket: No such file or directory' '-S says it in spite of that'
run "$HTTPGET" --nagios --unix-socket /nonexistent/socket http://localhost/
like "$status $out" '^2 HTTP CRITICAL - 0 of 1 response' 'a plugin says what it could not do'
run "$HTTPGET" --nagios --warning 100 http://localhost/
is "$status $out $err" "3 HTTP UNKNOWN - --warning: '100' is not RTT,LOSS% " '... and that it was asked wrongly, which is nobody'"'"'s fault'
run "$HTTPGET" http://nosuch.invalid/
is "$status" 8 'a name that is none'
like "$err" '^httpget: nosuch\.invalid: ' '... is said'
run "$HTTPGET" --all-addresses --nagios http://nosuch.invalid/
is "$status $out" '2 HTTP CRITICAL - 0 of 1 response, median unknown|failed=100%;;;0 time=U;;;0' \
	'... of all its addresses'
run "$HTTPGET" -4 'http://[::1]:9/'
is "$status" 8 'an address of the other family'
tap_done
