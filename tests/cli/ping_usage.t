#!/bin/sh
# ping_usage: bad command lines are one line on standard error and exit 2; --version and --help.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status
cd "$(dirname "$0")/../.." || exit 99
# shellcheck source=tests/tap.sh
. tests/tap.sh
PING=${PING:-${BUILD:-build}/ping}

# refused TEXT ARGUMENT...
refused()
{
	text=$1
	shift
	run "$PING" "$@"
	is "$status $out $err" "2  ping: $text" "ping $* is refused"
}
refused 'usage error: Destination address required'
refused 'usage error: Destination address required' -c1
refused "invalid option -- 'Z'" -Z
refused "invalid option -- 'Z'" -nqZ 127.0.0.1
refused "invalid option -- 'N'" -N name ::1
refused "unrecognized option '--foo'" --foo 127.0.0.1
refused "unrecognized option '--foo=1'" 127.0.0.1 --foo=1
refused "option '--count' requires an argument" 127.0.0.1 --count
refused "option '--quiet' doesn't allow an argument" --quiet=1 127.0.0.1
refused "option '--co' is ambiguous; possibilities: '--count' '--connect' '--color'" --co 1 127.0.0.1

refused 'only one -4 or -6 option may be specified' -4 -6 127.0.0.1
refused 'only one -4 or -6 option may be specified' -64 ::1
refused 'only one of -T or -R may be used' -R -T tsonly 127.0.0.1
refused 'only one of -T or -R may be used' -T tsonly --source-route 127.0.0.1 127.0.0.1
refused "--source-route is IPv4's, not IPv6's" -6 --source-route 127.0.0.1 ::1
refused 'only one of -Q and --dscp may be used' -Q 8 --dscp ef 127.0.0.1
refused '--warning and --critical belong to --nagios' --warning 1,1% 127.0.0.1
refused '--warning and --critical belong to --nagios' --critical 1,1% 127.0.0.1
one='only one of --json, --prom -, --pcap - and --nagios can have standard output'
run "$PING" --json --nagios 127.0.0.1
is "$status $out$err" "3 PING UNKNOWN - $one" 'a plugin beside JSON is refused'
refused "$one" --json --prom - 127.0.0.1
refused "$one" --json=- --pcap - 127.0.0.1
refused "$one" --pcap - --prom - 127.0.0.1
refused '-T tsprespec takes at most 4 addresses' -T tsprespec 127.0.0.1 127.0.0.2 127.0.0.3 \
	127.0.0.4 127.0.0.5 127.0.0.6

refused ': Name or service not known' ''
refused 'fe80::1%nosuch: no interface has that name' -c1 fe80::1%nosuch
refused '::1: Address family for hostname not supported' -4 -c1 ::1
refused '127.0.0.1: Address family for hostname not supported' -6 -c1 127.0.0.1
refused 'unknown iface: nosuch' -I nosuch ::1
refused 'unknown iface: nosuch' -I nosuch 127.0.0.1
refused 'unknown iface: a-name-that-is-much-longer-than-any' -I a-name-that-is-much-longer-than-any ::1
for label in x =x 'a b=c' 'a-b=c'; do
	refused "label '$label' is not KEY=VALUE with a key of letters, digits and underscores" \
		--label "$label" -c1 127.0.0.1
done

# By the names it is installed by.
folder=$(mktemp -d) || exit 99
trap 'rm -rf "$folder"' EXIT
program=$(readlink -f "$PING")
for name in ping4 ping6 probekit-ping probekit-ping4 probekit-ping6; do
	ln -s "$program" "$folder/$name"
	run "$folder/$name" -Z
	is "$err" "$name: invalid option -- 'Z'" "$name calls itself so"
done
run "$folder/ping4" -6 ::1
is "$status $err" '2 ping4: only one -4 or -6 option may be specified' 'ping4 is -4'
run "$folder/probekit-ping6" -c1 127.0.0.1
is "$status $err" '2 probekit-ping6: 127.0.0.1: Address family for hostname not supported' \
	'probekit-ping6 is -6'

for option in -V --version; do
	run "$PING" $option
	is "$status $err" '0 ' "$option succeeds, on standard output"
	like "$out" '^ping from probekit [0-9]+\.[0-9]+\.[0-9]+.*iputils' '... and names iputils'
	like "$out" 'libnet version' '... the library'
	like "$out" 'ping socket: IPv4 (yes|no), IPv6 (yes|no); cap_net_raw: (yes|no)' '... the privileges'
done
run "$PING" -V -v
like "$out" 'sandbox: .*no_new_privs (yes|no), Landlock (yes|no), seccomp (yes|no)' \
	'-V -v tells of the sandbox'
run "$PING" -V -Z
is "$status" 2 '--version does not hide an unknown option'

tap_done
