#!/bin/sh
# arping_usage: bad command lines are one line on standard error and exit 2; --version and --help.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status
cd "$(dirname "$0")/../.." || exit 99
# shellcheck source=tests/tap.sh
. tests/tap.sh
ARPING=${ARPING:-${BUILD:-build}/arping}

# refused TEXT ARGUMENT...
refused()
{
	text=$1
	shift
	run "$ARPING" "$@"
	is "$status $out $err" "2  arping: $text" "arping $* is refused"
}
refused 'usage error: Destination address required'
refused 'usage error: Destination address required' -c1
refused '-D is for one address, not for many' -D 127.0.0.1 127.0.0.2
refused '--pcap does not go with --localnet -6' -6 --localnet --pcap x -I lo
refused '-D does not go with --watch' --watch -D -I lo
refused '--watch hears all: no destination, please' --watch -I lo 127.0.0.1
refused 'either -I or --read-pcap' --read-pcap x -I lo
refused '-c does not go with --watch' --watch -I lo -c 3
refused '-s does not go with --watch' --watch -I lo -s 127.0.0.1
refused '--rate does not go with --watch' --read-pcap x --rate 3
refused '--rate does not go with -D' -D --rate 3 127.0.0.1
refused '--vendor does not go with -U' --vendor -U 127.0.0.1
refused '--seed does not go with --router' --router -I lo --seed 3
refused '--gone belongs to --watch' --gone 3 127.0.0.1
refused '--state belongs to --watch' --state x 127.0.0.1
refused '--exec belongs to --watch' --exec true 127.0.0.1
run "$ARPING" --nagios -f 127.0.0.0/28
is "$status $out$err" '3 ARPING UNKNOWN - --nagios asks all of many: no -f, please' 'a plugin says it on its line'
refused '--shard needs --seed: parts fit together in one order only' --shard 1/2 127.0.0.0/28
refused "--shard: '3/2' is not I/N with I from 1 to N" --shard 3/2 --seed 1 127.0.0.0/28
refused "--rate: '0' is no number of probes a second, or max" --rate 0 127.0.0.0/28
refused '127.0.0.0/99: the length of an IPv4 prefix is 0 to 32' 127.0.0.0/99
refused "invalid option -- 'Z'" -Z
refused "invalid option -- 'd' (here it is --unique)" -d 127.0.0.1
refused "invalid option -- 'S' (here it is -s)" -S 127.0.0.1 127.0.0.2
refused 'invalid source 02:00:00:00:00:07 (a MAC is --source-mac'"'s here)" \
	-s 02:00:00:00:00:07 127.0.0.1
refused '02:00:00:00:00:07 is a MAC, not an address: --localnet shows which address has it' \
	02:00:00:00:00:07
refused "unrecognized option '--foo'" --foo 127.0.0.1
refused "option '--interface' requires an argument" 127.0.0.1 --interface
refused 'only one -4 or -6 option may be specified' -4 -6 127.0.0.1
refused "--router is IPv6's, not IPv4's" -4 --router
refused '--router asks all: no destination, please' --router 127.0.0.1
refused 'which link? -I INTERFACE says so' --router
refused 'only one of -D, -U (or -A) and --router may be used' -D -U 127.0.0.1
refused 'only one of -D, -U (or -A) and --router may be used' -A --router
refused '--announce belongs to -D' --announce 127.0.0.1
refused '--dad-scale belongs to -D' --dad-scale 1 127.0.0.1
refused '--unique belongs to a lookup' --unique -D 127.0.0.1
refused 'only one of --json, --prom -, --pcap - and --nagios can have standard output' \
	--json --prom - 127.0.0.1

refused ': Name or service not known' ''
refused '::1: Address family for hostname not supported' -4 ::1
refused 'fe80::1%nosuch: no interface has that name' fe80::1%nosuch
refused 'a link-local address needs its link: ADDRESS%INTERFACE or -I INTERFACE' fe80::1
refused 'Device nosuch not available.' -I nosuch 198.18.1.1
refused 'Device a-name-that-is-much-longer-than-any not available.' \
	-I a-name-that-is-much-longer-than-any 198.18.1.1

# What root may is no matter of options alone. A build folder that other users cannot enter says
# nothing of arping.
as_user=
[ "$(id -u)" -ne 0 ] || as_user='setpriv --reuid=65534 --regid=65534 --clear-groups --'
# shellcheck disable=SC2086 # words
if $as_user test -x "$ARPING" 2>/dev/null; then
	is_user=1
fi
user_refused()
{
	text=$1
	shift
	[ -n "${is_user-}" ] || { skip 'no other user can start it here' && return; }
	# shellcheck disable=SC2086 # words
	run $as_user "$ARPING" "$@"
	is "$status $out $err" "2  arping: $text" "arping $* is not for users"
}
user_refused "--spoof is for root: it speaks in another's name" --spoof -s 198.18.1.9 198.18.1.1
user_refused "--source-mac is for root: it speaks in another's name" \
	--source-mac 02:00:00:00:00:01 198.18.1.1
user_refused "--announce is for root: it speaks in another's name" -D --announce 198.18.1.1
user_refused 'cannot flood, minimal interval for user must be >= 2 ms, use -i 0.002 (or higher)' \
	-i 0.001 198.18.1.1

# What iputils says of such interfaces goes to standard output.
run "$ARPING" -c1 -I lo 127.0.0.1
is "$status $err$out" '2 Interface "lo" is not ARPable' 'loopback has no ARP'
run "$ARPING" -c1 127.0.0.1
is "$status $err$out" '2 Interface "lo" is not ARPable' '... by its route too'
run "$ARPING" -D -c1 -I lo 127.0.0.1
is "$status $err$out" '0 Interface "lo" is not ARPable' '... and no duplicate addresses'
run "$ARPING" -q -c1 -I lo 127.0.0.1
is "$status $err$out" '2 ' '-q does not say so'
run "$ARPING" --nagios -c1 -I lo 127.0.0.1
is "$status $err$out" '3 ARPING UNKNOWN - Interface "lo" is not ARPable' 'a plugin does in its line'

run "$ARPING" --json -c1 -I lo 127.0.0.1
is "$status $out" '2 ' 'among records it is no text'
is "$err" 'Interface "lo" is not ARPable' '... but an error'

for option in -V --version; do
	run "$ARPING" $option
	is "$status $err" '0 ' "$option succeeds, on standard output"
	like "$out" '^arping from iputils compatible probekit [0-9]+\.[0-9]+\.[0-9]+' '... and names iputils'
	like "$out" 'libnet version' '... the library'
	like "$out" 'cap_net_raw: (yes|no)' '... the privileges'
	unlike "$out" 'ARPing 2' '... and not the other arping'
done
run "$ARPING" -V -v
like "$out" 'sandbox: .*no_new_privs (yes|no), Landlock (yes|no), seccomp (yes|no)' \
	'-V -v tells of the sandbox'

tap_done
