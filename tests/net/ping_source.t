#!/bin/sh
# ping_source: -I with names and addresses, right ones and wrong ones, -B and -r.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/ping.sh
. "$LAB_ROOT/tests/lab/ping.sh"

lab_routed
lab_addr h1 eth0 198.18.1.9/24 2001:db8:1::9/64

# leaves FROM OPTION... TARGET: the header says so, and so does the answer's own destination.
leaves()
{
	from=$1
	shift
	# shellcheck disable=SC2086 # words or none
	ping_in h1 $raw -c1 "$@"
	like "$out" "^PING [^ ]+ \([^ ]+\) from $from: 56" "$how: $* leaves from $from"
	is "$(rec start source) $(sum answered)" "${from%% *} 1" '... and is answered there'
}

# refused TEXT OPTION... TARGET
refused()
{
	text=$1
	shift
	# shellcheck disable=SC2086
	run in_ns h1 "$PING" $raw -c1 "$@"
	is "$status/$out/$err" "2//ping: $text" "$how: $* is refused"
}

# Identifier 0 is one that only a raw socket can have.
for how in ping raw; do
	raw=
	[ $how = ping ] || raw='-e 0'
	for far in 198.18.1.254 198.18.2.1; do
		leaves '198.18.1.9 ' -I 198.18.1.9 $far
		leaves '198.18.1.1 eth0' -I eth0 $far
		leaves '198.18.1.9 eth0' -I 198.18.1.9 -I eth0 $far
		leaves '198.18.1.9 eth0' -I eth0 -I 198.18.1.9 $far
		leaves '198.18.1.9 ' -I 198.18.1.1 -I 198.18.1.9 $far
		leaves '198.18.1.1 ' -B $far
		leaves '198.18.1.1 ' -I 2001:db8:1::9 $far
	done
	leaves '2001:db8:1::9 ' -I 2001:db8:1::9 2001:db8:2::1
	leaves '2001:db8:1::1 ' -I 2001:db8:1::1 2001:db8:2::1
	leaves '2001:db8:1::1 ' -I 198.18.1.9 -I 2001:db8:1::1 2001:db8:2::1
	refused 'unknown iface: nosuch' -I nosuch 198.18.1.254
	refused 'unknown iface: nosuch' -I nosuch 2001:db8:1::fe
	refused 'unknown iface: eth0 ' -I 'eth0 ' 198.18.1.254
	refused 'bind to 198.18.7.7: Cannot assign requested address' -I 198.18.7.7 198.18.1.254
	refused 'bind to 2001:db8:7::7: Cannot assign requested address' -I 2001:db8:7::7 2001:db8:1::fe
	refused 'fe80::2%lo is of another link than -I eth0' -I eth0 fe80::2%lo
	refused 'bind to fe80::1: Cannot assign requested address' -I fe80::1%eth0 2001:db8:1::fe
	refused 'fe80::1%nosuch: no interface has that name' -I fe80::1%nosuch 2001:db8:1::fe
	# shellcheck disable=SC2086
	ping_in h1 $raw -c1 -r 198.18.1.254
	is "$(sum answered)" 1 "$how: -r reaches this host's own network"
	# shellcheck disable=SC2086
	run in_ns h1 "$PING" $raw -c1 -W0.3 -r 198.18.2.1
	like "$err" '^ping: sendmsg: Network is unreachable$' '... and no other'
done

# A host may be allowed to send from what is not its own.
lab_sysctl h1 net/ipv4/ip_nonlocal_bind 1
run in_ns h1 "$PING" -c1 -W0.3 -I 198.18.7.7 198.18.1.254
like "$out" '^PING 198.18.1.254 \(198.18.1.254\) from 198.18.7.7 : 56' 'ip_nonlocal_bind: any source is taken'
ping_done
