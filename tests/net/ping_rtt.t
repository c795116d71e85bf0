#!/bin/sh
# ping_rtt: round-trip times are the network's, by stamps of the kernel, whatever the clocks do.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2317,SC3043 # ok calls the functions; every Linux sh knows local
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/ping.sh
. "$LAB_ROOT/tests/lab/ping.sh"

a4=198.18.1.2
a6=2001:db8:1::2
minute=60000

# link_times TYPE: when the link saw each probe's packet of that ICMP type, in milliseconds.
link_times()
{
	lab_log w "act=.* type=$1 " | sed 's/^at=\([0-9]*\)\([0-9]\{6\}\) .*/\1.\2/'
}

# times_hold REQUEST REPLY: each round-trip time holds what the link saw between packets of these
# ICMP types, and for most at most 50 ms of the hosts': a busy machine may be late for some.
times_hold()
{
	rec reply rtt_ms | tr ' ' '\n' >"$LAB_TMP/rtts"
	link_times "$1" >"$LAB_TMP/out"
	link_times "$2" >"$LAB_TMP/back"
	paste -d' ' "$LAB_TMP/rtts" "$LAB_TMP/out" "$LAB_TMP/back" |
		awk '$1 < $3 - $2 { print; bad = 1 }
			$1 > $3 - $2 + 50 { print; late++ }
			END { exit bad || NR < 10 || late > NR / 2 }'
}

spread()
{
	rec reply rtt_source | tr ' ' '\n' | sort | uniq -c | tr -s ' \n' ' '
}

# first_times [OPTION]: the times of probes sent when the neighbour is not known, of all ways at once.
first_times()
{
	ip -n h1 neigh flush dev eth0
	for how in "ping $a4" "ping $a6" "raw $a4" "raw $a6"; do
		raw=''
		[ "${how%% *}" = ping ] || raw='-e 0'
		# shellcheck disable=SC2086 # words or none
		ping_start "$how" h1 $raw "$@" -c 1 -W 5 "${how#* }"
	done
	for how in "ping $a4" "ping $a6" "raw $a4" "raw $a6"; do
		ping_end "$how"
		echo "$how $(rec reply rtt_ms)"
	done >"$LAB_TMP/firsts"
}

# stepping STEPS ARGUMENT...: as ping_in, with a wall clock that steps (tests/lab/clockstep.c).
stepping()
{
	ping_env="LD_PRELOAD=$LAB_BIN/clockstep.so CLOCKSTEP=$1"
	shift
	ping_in h1 "$@"
	ping_env=''
}

# grid COUNT MS TYPE: the requests left as far apart as they should. A busy machine may be late for
# many, but not for the others on that account: the earliest in its place of each half of them is
# as early as that of the other, where 0.8 ms more or less between all of them would be too much.
grid()
{
	link_times "$3" | awk -v n="$1" -v ms="$2" '
		{ off = $1 - (NR - 1) * ms; half = NR > n / 2 }
		!seen[half]++ || off < least[half] { least[half] = off }
		END {
			drift = (least[1] - least[0]) / (n / 2)
			print NR, drift
			exit NR != n || drift > 0.8 || drift < -0.8
		}'
}

# on_grid COUNT SECONDS TYPE ARGUMENT...: a run whose probes keep to their grid; a machine that is too
# busy for that, at which every second one is late, has two more tries.
on_grid()
{
	local count="$1" seconds="$2" type="$3"

	shift 3
	for _ in 1 2 3; do
		lab_rules w 'note request' 'note reply'
		ping_in h1 -c "$count" -i "$seconds" "$@"
		grid "$count" "$(awk -v s="$seconds" 'BEGIN { print s * 1000 }')" "$type" && return
	done
	return 1
}

lab_relayed
for how in "ping $a4" "ping $a6" "raw $a4" "raw $a6"; do
	to=${how#* } raw='' asked=8 answer=0
	[ "${how%% *}" = ping ] || raw='-e 0'
	[ "$to" = $a4 ] || asked=128 answer=129
	# shellcheck disable=SC2086 # words or none
	on_grid 20 0.02 $asked $raw --stats "$to" >"$LAB_TMP/grid"
	is $? 0 "$how: its probes are on the grid of the interval" || diag "$(cat "$LAB_TMP/grid")"
	is "$(spread) $(sum user_stamped)" ' 20 kernel  0' "$how: all times are by the kernel's stamps"
	like "$out" '^this host: 0 not sent, 0 dropped at our socket, 0 timed by this program' \
		'... as --stats says'
	ok '... no less than the link saw, and little more' times_hold $asked $answer
	# shellcheck disable=SC2086 # words or none
	ping_in h1 $raw -U -c 5 -i 0.02 --stats "$to"
	is "$(spread) $(sum user_stamped)" ' 5 user  5' "$how: -U takes its own"
	like "$out" '^this host: 0 not sent, 0 dropped at our socket, 5 timed by this program' \
		'... as --stats says'

	lab_rules w 'delay 20.5 reply'
	# shellcheck disable=SC2086 # words or none
	ping_in h1 $raw -q -c 10 -i 0.02 "$to"
	between 20.5 "$(sum rtt_min_ms)" 40 "$how: a delay is in every time"
done

# The first packet waits for its neighbour's address: that is no part of the way.
lab_rules w 'delay 300 arp' 'delay 300 ns' 'delay 300 na'
first_times
while read -r how to first; do
	between 0 "$first" 290 "$how $to: address resolution does not count"
done <"$LAB_TMP/firsts"
# A question that the other host asked before may still come and tell the address.
for _ in 1 2 3; do
	first_times -U
	[ "$(awk '$3 >= 295' "$LAB_TMP/firsts" | wc -l)" -lt 4 ] || break
done
while read -r how to first; do
	between 295 "$first" 5000 "$how $to: by -U it does"
done <"$LAB_TMP/firsts"

# In a flood stamps are sampled; what has none says so.
lab_rules w
ping_in h1 -f -q -c 3000 $a4
is "$(sum answered)" 3000 'a flood'
is "$(rec reply rtt_source | tr ' ' '\n' | grep -c user)" "$(sum user_stamped)" \
	'... counts the times that are its own'
between 1 "$(rec reply rtt_source | tr ' ' '\n' | grep -c kernel)" 3000 "... some are the kernel's"
is "$(printf '%s\n' "$out" | tail -n1 | sed -E 's,[0-9]+\.[0-9]{3},N,g')" \
	'rtt min/avg/max/mdev = N/N/N/N ms, ipg/ewma N/N ms' '... with gap and average'

# Steps of the wall clock in mid-run.
if grep -q __asan_init "$PING"; then
	skip 'a sanitizer reads the clock itself' 18
else
	for step in 3600 -3600; do
		lab_rules w 'note request' 'delay 20 reply'
		stepping "400:$step" -c 45 -i 0.04 -D $a4
		is "$(sum answered lost duplicates late) $status" '45 0 0 0 0' "a step of $step s: no loss"
		is "$(sum clock_steps)" 1 '... is seen'
		between 20 "$(sum rtt_min_ms)" 40 '... times stay right'
		between 20 "$(sum rtt_max_ms)" 5000 '... all of them'
		between 1700 "$(sum elapsed_ms)" 20000 "... and so does the run's length"
		ok '... and the interval' grid 45 40 8
		is "$(rec reply rtt_source | tr ' ' '\n' | sed -n '1p;$p' | tr '\n' ' ')" 'kernel kernel' \
			"... the kernel's stamps are soon of use again"
		jump=$(printf '%s\n' "$out" | sed -n 's/^\[\([0-9]*\)\..*/\1/p' | awk '
			NR > 1 && ($1 > b + 60 || $1 < b - 60) { print int(($1 - b + ($1 > b ? 5 : -5)) / 10) * 10 }
			{ b = $1 }')
		is "$jump" "$step" '... and the wall clock is shown as it is'
	done
	stepping "200:3600,400:-3600,600:$minute,610:-$minute" -q -c 20 -i 0.05 -W 5 $a6
	is "$(sum answered lost) $status" '20 0 0' 'four steps'
	between 20 "$(sum rtt_min_ms)" "$(sum rtt_max_ms)" '... and times in their order'
fi
ping_done
