#!/bin/sh
# ping_user: what an ordinary user may not do: floods, bursts, groups; what root may without privilege.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/ping.sh
. "$LAB_ROOT/tests/lab/ping.sh"
lab_require setpriv

lab_direct
lab_sysctl h2 net/ipv4/icmp_echo_ignore_broadcasts 0

# By another user's number, as which nothing in here gives any privilege.
user()
{
	run in_ns h1 unshare -U --map-user=1000 -- "$PING" "$@"
}

refused()
{
	text=$1
	shift
	user -c2 "$@"
	is "$status $err" "2 ping: $text" "a user's ping $* is refused"
}

flood='cannot flood, minimal interval for user must be >= 2 ms, use -i 0.002 (or higher)'
refused "$flood" -i 0 198.18.1.2
refused "$flood" -i 0.0019 198.18.1.2
refused "$flood" -f 198.18.1.2
refused "$flood" -f -i 0.001 198.18.1.2
refused 'cannot set preload to value greater than 3: 4' -l 4 198.18.1.2
refused 'cannot set preload to value greater than 3: 65536' -l 65536 198.18.1.2

# At how many targets is the user's choice; how often at each of them is not.
again="cannot flood, minimal time-out before a user's retry must be >= 2 ms, use -W 0.002 (or higher)"
refused "$again" -W 0.0019 --retries 1 198.18.1.2 198.18.1.3
refused "$flood" -i 0.001 198.18.1.2 198.18.1.3
user -q --rate max -W 0.0019 --retries 0 --min-alive 0 198.18.1.2 198.18.1.3
is "$status $err" '0 ' 'a user sweeps at any rate'

for target in 198.18.1.255 224.0.0.1; do
	refused 'minimal interval for broadcast ping for user must be >= 1000 ms, use -i 1 (or higher)' \
		-b -i 0.999 -I eth0 $target
	refused 'broadcast ping does not fragment' -b -M dont -I eth0 $target
done
refused 'minimal interval for multicast ping for user must be >= 1000 ms, use -i 1 (or higher)' \
	-i 0.2 ff02::1%eth0

for options in '-i 0.002' '-f -i 0.002' '-l 3' '-f -i 0.01 -l 3' '-A' '-M dont'; do
	# shellcheck disable=SC2086 # words
	user -q -c5 -i 0.01 $options 198.18.1.2
	is "$status $err" '0 ' "a user's ping $options is not"
done
user -q -b -c1 -W0.2 198.18.1.255
is "$status $err" '0 WARNING: pinging broadcast address' '... nor one to all, a second apart'

# Adaptive: no sooner than 2 ms after the last, however fast the answers are.
user -q -A -c200 --json 198.18.1.2
between 397 "$(printf '%s\n' "$out" | sed -n 's/.*"elapsed_ms":\([0-9.]*\).*/\1/p')" 5000 \
	"a user's -A keeps to 2 ms"
user -q -f -i 0.002 -c200 --json 198.18.1.2
between 397 "$(printf '%s\n' "$out" | sed -n 's/.*"elapsed_ms":\([0-9.]*\).*/\1/p')" 5000 \
	'... and so does -f -i 0.002'

# It is the user that decides, not the privilege.
run in_ns_bare h1 "$PING" -q -A -c200 --json 198.18.1.2
between 0 "$(printf '%s\n' "$out" | sed -n 's/.*"elapsed_ms":\([0-9.]*\).*/\1/p')" 390 "root's -A does not"
for options in '-i 0' '-f' '-l 100 -i 0.01' '-b -i 0.01'; do
	# shellcheck disable=SC2086
	run in_ns_bare h1 "$PING" -q -c5 $options 198.18.1.2
	is "$status $err" '0 ' "root without privilege may ping $options"
done
ping_noise='^WARNING: pinging broadcast address$'
ping_in h1 -c3 -i 0.01 -b 198.18.1.255
is "$(sum answered)" 3 'root may ping all at any pace'
ping_done
