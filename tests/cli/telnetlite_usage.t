#!/bin/sh
# telnetlite_usage: bad command lines are one line on standard error and exit 2; --version.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status
cd "$(dirname "$0")/../.." || exit 99
# shellcheck source=tests/tap.sh
. tests/tap.sh
TELNETLITE=${TELNETLITE:-${BUILD:-build}/telnetlite}

# refused TEXT ARGUMENT...
refused()
{
	text=$1
	shift
	run "$TELNETLITE" "$@"
	is "$status $out $err" "2  telnetlite: $text" "telnetlite $* is refused"
}
refused 'no host given'
refused 'too many operands: HOST [PORT]' a 1 b
refused "invalid option -- 'Z'" -Z h
refused "unrecognized option '--foo'" --foo h
refused "option '--send' requires an argument" h --send
refused '--warning and --critical belong to --nagios' --warning 1,1% h
refused "-U wants one path" -U a b
refused 'no proxy leads to a Unix socket: not -U with -x' -U -x p:1 a
refused '--binary and --raw exclude each other' -8 --raw h
refused 'cannot read the trusted certificates of /nonexistent: No such file or directory' -c --cacert /nonexistent 127.0.0.1 9
refused "'(a{1,255}){1,255}{1,255}': too much is nested or repeated in this expression" --expect '(a{1,255}){1,255}{1,255}' h
refused "starttls is known for smtp, pop3, imap and ftp, not for 'gopher'" --starttls gopher h
refused "'\\q' is no escape: \\r \\n \\t \\e \\0 \\\\ \\xNN" --send 'a\q' h
refused 'cannot read /nonexistent: No such file or directory' --script /nonexistent h
refused 'cannot read /nonexistent: No such file or directory' --send-secret /nonexistent h
refused 'cannot read /nonexistent: No such file or directory' --replay /nonexistent
refused '/dev/null: there is no transcript in it' --replay /dev/null
refused 'cannot make the log /nonexistent/log: No such file or directory' --log /nonexistent/log h
script=$(mktemp) || exit 99
printf 'expect ^220\nsned x\n' >"$script"
refused "$script:2: unknown step 'sned'" --script "$script" h
rm -f "$script"

run "$TELNETLITE" --nagios
is "$status $out $err" '3 TELNETLITE UNKNOWN - no host given ' 'a plugin that cannot run'
run "$TELNETLITE" --nagios --prom - h
is "$status" 3 'two that want standard output'
run "$TELNETLITE" --version
is "$status $err" '0 ' '--version succeeds'
like "$out" '^telnetlite from probekit [0-9.]+$' '... and says whose it is'
like "$out" '^(OpenSSL [0-9]|no OpenSSL).*cap_net_raw: (yes|no)$' '... its libraries and privileges'
run "$TELNETLITE" --version --verbose
like "$out" '^sandbox: capabilities dropped (yes|no), ' '... and with -v the sandbox'
run "$TELNETLITE" --version --foo
is "$status" 2 'but not with an option there is not'
tap_done
