#!/bin/sh
# ping_route: routes that refuse or are not there, at the start and in mid-run, and neighbours that do
# not answer.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154,SC2317 # lab_wait calls; run sets out, err and status
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/ping.sh
. "$LAB_ROOT/tests/lab/ping.sh"

lab_direct

# not_begun TARGET WORDS NAME: a run that cannot start says so in one line and nothing else.
not_begun()
{
	rm -f "$LAB_TMP/records"
	# shellcheck disable=SC2086 # words or none
	run in_ns h1 "$PING" $raw --json="$LAB_TMP/records" -c1 "$1"
	is "$status/$out/$err" "2//ping: connect: $2" "$3"
	fails '... and no file' test -e "$LAB_TMP/records"
}

# Identifier 0 is one that only a raw socket can have.
for how in ping raw; do
	raw=
	[ $how = ping ] || raw='-e 0'
	for kind in 'unreachable No route to host' 'blackhole Invalid argument' \
		'throw Network is unreachable'; do
		ip -n h1 route add "${kind%% *}" 198.18.9.0/24
		ip -n h1 route add "${kind%% *}" 2001:db8:9::/64
		not_begun 198.18.9.1 "${kind#* }" "$how: a route that is ${kind%% *}"
		not_begun 2001:db8:9::1 "${kind#* }" '... IPv6 too'
		ip -n h1 route del "${kind%% *}" 198.18.9.0/24
		ip -n h1 route del "${kind%% *}" 2001:db8:9::/64
	done
	not_begun 198.19.9.1 'Network is unreachable' "$how: no route at all"
	not_begun 2001:db9::1 'Network is unreachable' '... IPv6 too'
done
firewall='Do you want to ping broadcast? Then -b. If not, check your local firewall rules'
ip -n h1 route add prohibit 198.18.9.0/24
run in_ns h1 "$PING" -c1 198.18.9.1
is "$status/$out/$err" "2//ping: $firewall" 'a route that prohibits'
run in_ns h1 "$PING" -c1 198.18.1.255
is "$status/$out/$err" "2//ping: $firewall" 'a broadcast address without -b'

# Unreachable of one address of a name: the next one is tried.
ip -n h1 route add unreachable 2001:db8:9::/64
printf '2001:db8:9::1 both.test\n198.18.1.2 both.test\n' >"$LAB_TMP/hosts"
printf 'hosts: files\n' >"$LAB_TMP/nsswitch.conf"
if [ -e /etc/hosts ] && [ -e /etc/nsswitch.conf ]; then
	mount --bind "$LAB_TMP/hosts" /etc/hosts
	mount --bind "$LAB_TMP/nsswitch.conf" /etc/nsswitch.conf
	ping_in h1 -n -c1 both.test
	is "$status $(rec start addr)" '0 198.18.1.2' 'a name whose first address has no route has a second'
else
	skip 'there are no /etc/hosts and /etc/nsswitch.conf to put others over'
fi

# told N, answered N: as many lines of that kind are there.
told()
{
	[ "$(grep -c 'sendmsg: ' "$LAB_TMP/mid.err")" -ge "$1" ]
}

answered()
{
	[ "$(grep -c ' bytes from ' "$LAB_TMP/mid.out")" -ge "$1" ]
}

# mid_run KIND WORDS TARGET: the route comes and goes while the run goes on.
mid_run()
{
	ping_noise="^ping: sendmsg: $2\$"
	bits=32
	case $3 in
	*:*) bits=128 ;;
	esac
	# shellcheck disable=SC2086
	ping_start mid h1 $raw -i0.03 "$3"
	lab_wait 5 answered 2
	ip -n h1 route add "$1" "$3/$bits"
	lab_wait 5 told 3
	ip -n h1 route del "$1" "$3/$bits"
	before=$(grep -c ' bytes from ' "$LAB_TMP/mid.out")
	ok "$how $3: a route that is $1 comes and goes" lab_wait 5 answered $((before + 3))
	kill -INT "$ping_pid"
	ping_end mid
	is "$status" 0 '... the run goes on'
	is "$(rec unsent error | sed "s/$2/x/g" | tr -d ' ' | tr -s x)" x "... refused: $2"
	is "$(sum lost rejected) $(sum unsent)" "0 0 $(printf '%s\n' "$err" | wc -l)" \
		'... told each time, and no loss'
	is "$(sum transmitted)" "$(($(sum answered) + $(sum unsent) + $(sum pending)))" \
		'... the numbers add up'
}

for how in ping raw; do
	raw=
	[ $how = ping ] || raw='-e 0'
	for target in 198.18.1.2 2001:db8:1::2; do
		mid_run unreachable 'No route to host' $target
		mid_run prohibit 'Permission denied' $target
		mid_run blackhole 'Invalid argument' $target
		mid_run throw 'Network is unreachable' $target
	done
done
ping_noise='^$'

# One question in place of three, so that it takes a second.
lab_sysctl h1 net/ipv4/neigh/eth0/mcast_solicit 1
lab_sysctl h1 net/ipv6/neigh/eth0/mcast_solicit 1
n=70
for how in ping raw; do
	raw=
	[ $how = ping ] || raw='-e 0'
	n=$((n + 1))
	# shellcheck disable=SC2086
	ping_in h1 $raw -c3 -i0.1 198.18.1.$n
	is "$(printf '%s\n' "$out" | grep ^From)" "From 198.18.1.1 icmp_seq=1 Destination Host Unreachable
From 198.18.1.1 icmp_seq=2 Destination Host Unreachable
From 198.18.1.1 icmp_seq=3 Destination Host Unreachable" "$how: nobody answers ARP"
	like "$out" '^pipe 3$' '... all three at once'
	is "$(sum rejected lost) $status" '3 0 1' '... rejected, not lost'
	# shellcheck disable=SC2086
	ping_in h1 $raw -c2 -i0.1 2001:db8:1::$n
	is "$(printf '%s\n' "$out" | grep ^From)" \
		"From 2001:db8:1::1 icmp_seq=1 Destination unreachable: Address unreachable
From 2001:db8:1::1 icmp_seq=2 Destination unreachable: Address unreachable" \
		'... nor neighbour solicitations'
	n=$((n + 1))
	# shellcheck disable=SC2086
	ping_in h1 $raw -c1 -W0.2 198.18.1.$n
	is "$(sum rejected lost) $status" '0 1 1' '... with no time for it, a loss'
done
ping_done
