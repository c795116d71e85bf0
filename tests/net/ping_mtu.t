#!/bin/sh
# ping_mtu: what -M makes of a link that is too narrow, of this host or of a router's.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/ping.sh
. "$LAB_ROOT/tests/lab/ping.sh"
ping_noise='^ping: sendmsg: Message too long$'

lab_routed
ip -n r link set eth1 mtu 1300
ip -n h2 link set eth0 mtu 1300

# forget: what was learned of the path.
forget()
{
	ip -n h1 route flush cache
	ip -n h1 -6 route flush cache
}

# learns HOW WANTED NAME: three probes, too large for the second link; seqs of errors, of replies, of
# those the kernel refused, and the exit code.
learns()
{
	forget
	# shellcheck disable=SC2086 # words or none
	ping_in h1 $raw $1 -c3 -i0.03 -W0.3 -s1400 "$target"
	is "$(rec error seq)/$(rec reply seq)/$(rec unsent seq)/$status" "$2" "$3"
}

# Identifier 0 is one that only a raw socket can have.
for how in 'ping 198.18.2.1' 'raw 198.18.2.1' 'ping 2001:db8:2::1' 'raw 2001:db8:2::1'; do
	target=${how#* } raw='' words='Packet too big: mtu=1300' router=2001:db8:1::fe
	[ "${how%% *}" = ping ] || raw='-e 0'
	case $target in
	*.*) words='Frag needed and DF set \(mtu = 1300\)' router=198.18.1.254 ;;
	esac
	learns '' '1/2 3//0' "$how: the router's word is learned"
	is "$(rec error mtu_bytes) $(rec error addr)" "1300 $router" '... from its record'
	like "$out" "^From $router icmp_seq=1 $words\$" '... and in the text'
	learns '-M want' '1/2 3//0' '-M want is the same'
	learns '-M do' '1//2 3/1' '-M do: what was learned is refused here'
	is "$(rec unsent error)" 'Message too long Message too long' '... for that reason'
	is "$err" 'ping: sendmsg: Message too long
ping: sendmsg: Message too long' '... which is said'
	is "$(sum transmitted rejected unsent lost)" '3 1 2 0' '... and no loss'
	like "$out" '^3 packets transmitted, 0 received, \+3 errors, 100% packet loss' '... as iputils counts it'
	learns '-M probe' '1 2 3///1' '-M probe: what was learned is not heeded'
	case $target in
	*.*) learns '-M dont' '/1 2 3//0' '-M dont: the router takes them apart' ;;
	*) learns '-M dont' '1/2 3//0' '-M dont: no IPv6 router takes them apart' ;;
	esac

	for quiet in '' -q; do
		# shellcheck disable=SC2086
		ping_in h1 $raw $quiet -M 'do' -c2 -i0.03 -W0.3 -s1500 "$target"
		is "$(rec unsent seq)/$(sum transmitted unsent)/$status" '1 2/2 2/1' \
			"too large for this host's link, ${quiet:-told}"
		is "$err" 'ping: sendmsg: Message too long
ping: sendmsg: Message too long' '... on standard error'
		is "$(printf '%s\n' "$out" | sed 's/time [0-9]*ms/time Nms/')" "$(printf '%s\n' "$out" | head -n1)

--- $target ping statistics ---
2 packets transmitted, 0 received, +2 errors, 100% packet loss, time Nms" '... nothing else'
	done
	# shellcheck disable=SC2086
	ping_in h1 $raw -f -M 'do' -c3 -i0.03 -W0.3 -s1500 "$target"
	like "$out" '^\.?E\.?E\.?E$' '... -f marks it so'
	is "$err" '' '... and says nothing'
	# shellcheck disable=SC2086
	ping_in h1 $raw -c1 -s9000 "$target"
	is "$(sum received) $(rec reply bytes)" '1 9008' 'without -M it goes in fragments'
done
ping_done
