#!/bin/sh
# lookups: the names of a list are looked up several at a time, and all else is as if they were not.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154,SC2317 # run sets out, err and status; lab_wait calls functions
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"

printf '127.0.0.1 none.invalid\n' >"$LAB_TMP/hosts"
printf 'nameserver 127.0.0.1\noptions timeout:20 attempts:1\n' >"$LAB_TMP/resolv.conf"
printf 'hosts: dns\n' >"$LAB_TMP/nsswitch.conf"
for file in hosts resolv.conf nsswitch.conf; do
	[ -e /etc/$file ] || skip_all "there is no /etc/$file to put another over"
	mount --bind "$LAB_TMP/$file" /etc/$file || bail_out "cannot put another over /etc/$file"
done
ip link set lo up
echo '0 0' >/proc/sys/net/ipv4/ping_group_range || bail_out 'no sockets for ping'

# How many are asked for at a time, and a rule a name: answered when that many have been asked for.
at_once=32
held=$(seq -f 'm%g.test' $at_once)
set --
for i in $(seq $at_once); do
	set -- "$@" "m$i.test A with $at_once 127.0.1.$i"
done
for i in $(seq 8); do
	set -- "$@" "c$i.test A alone 0.05 127.0.2.$i"
done
for i in $(seq 60); do
	set -- "$@" "d$i.test A 127.0.6.$i"
done
mkfifo "$LAB_TMP/dns"
"$LAB_ROOT/tests/lab/dns.pl" "$@" 'late.test A after 0.3 nxdomain' 'mute.test * silent' \
	'up.test A 127.0.3.1' "last.test A behind 118 127.0.6.99" "* PTR with $at_once there.test" '* * nxdomain' >"$LAB_TMP/dns" &
read -r pid <"$LAB_TMP/dns" || bail_out 'the name server does not start'
lab_pids="$lab_pids $pid"
unknown='Name or service not known'
cd "$LAB_TMP" || exit 99

# Literals between them, and names that fail, the first of them last.
{
	echo late.test
	printf '%s\n' "$held" | sed '3a 127.0.4.1 # no name\n127.0.4.8/30'
	echo gone.test
	echo up.test
} >list
{
	printf '%s\n' "$held" | sed '3a 127.0.4.1\n127.0.4.9\n127.0.4.10'
	echo up.test
} >wanted
run timeout 20 "$PING" -4 --targets list --alive --rate max
is "$out" "$(cat wanted)" "$at_once names are asked for before the first is known, and stay in their order"
is "$err" "ping: late.test: $unknown
ping: gone.test: $unknown" '... and so do those that are not known'
run sh -c 'ulimit -n 64 && exec timeout 20 "$0" -4 --targets - --alive --rate max <list' "$PING"
is "$out" "$(cat wanted)" '... from a pipe, with few descriptors'
grep -v / list >plain
ln -s "$(readlink -f "$PING")" fping
run timeout 20 ./fping -4 -A -i 1 -a -f plain
is "$(printf '%s\n' "$out" | sort -u | grep -c .) $err" "$((at_once + 2)) late.test: $unknown
gone.test: $unknown" 'so it is under the name of fping'
seq -f '127.0.5.%g' $at_once >plain
run timeout 20 ./fping -4 -A -n -i 1 -a -f plain
is "$out" "$(sed 's/.*/there.test (&)/' plain)" '... and the names of addresses'
# It has its answer when 50 of the others have been asked for: 67 questions came before.
{ echo last.test && seq -f 'd%g.test' 60; } >plain
run timeout 15 "$PING" -4 --targets plain --alive --rate max
is "$out $err" "$(cat plain) " 'one that is slow holds up no other'
run timeout 20 "$TCPPROBE" -4 -p 9 up.test late.test 300.1.1.1/8 gone.test
is "$status $err" "2 tcpprobe: late.test: $unknown" 'an error of an operand comes before those behind it'
printf 'up.test\nlate.test\n127.0.4.1\ngone.test\n%05000d\n' 0 >bad
run timeout 20 "$TCPPROBE" -4 -p 9 --targets bad
is "$status $err" "2 tcpprobe: bad, line 2: late.test: $unknown" 'an error of a line as well'
sed -i 's/^late/up/; s/^gone/up/' bad
run timeout 20 "$TCPPROBE" -4 -p 9 --targets bad
is "$status $err" '2 tcpprobe: bad line 5 is longer than 4095 bytes' '... or one that cannot be read'

run timeout 30 "$PING" -4 --alive --rate max c1.test c2.test c3.test c4.test gone.test c5.test c6.test c7.test c8.test
is "$out $err" "$(seq -f 'c%g.test' 8) ping: gone.test: $unknown" 'a name server that stands one question at a time is asked so'

# workers PID: the processes that look something up for it.
workers()
{
	read -r child _ <"/proc/$1/task/$1/children" # which has no line's end
	cat "/proc/$child/task/$child/children"
}

# looks_up_twice PID
looks_up_twice()
{
	[ "$(workers "$1" | wc -w)" -ge 2 ]
}

# none_is_left PID...
none_is_left()
{
	for each; do
		[ ! -e "/proc/$each" ] || return 1
	done
}

env --default-signal=INT "$PING" mute.test mute.test mute.test >int 2>&1 &
pid=$!
if [ -e "/proc/$$/task/$$/children" ]; then
	lab_wait 10 looks_up_twice $pid || diag 'no two questions at a time'
	left=$(workers $pid)
	since=$(date +%s)
	kill -INT $pid
	wait $pid
	is "$? $(cat int)" '130 ' 'INT ends it while names are looked up'
	between 0 $(($(date +%s) - since)) 10 '... and not when they would have been'
	# shellcheck disable=SC2086 # words
	ok '... with all its processes' lab_wait 10 none_is_left $left
else
	kill $pid
	skip "the kernel does not tell a process's children" 3
fi
tap_done
