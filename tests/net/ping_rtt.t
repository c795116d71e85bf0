#!/bin/sh
# ping_rtt: round-trip times are the network's, by stamps of the kernel, whatever the clocks do.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2317 # ok calls the functions
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
# ICMP types, and at most 50 ms of the hosts'.
times_hold()
{
	rec reply rtt_ms | tr ' ' '\n' >"$LAB_TMP/rtts"
	link_times "$1" >"$LAB_TMP/out"
	link_times "$2" >"$LAB_TMP/back"
	paste -d' ' "$LAB_TMP/rtts" "$LAB_TMP/out" "$LAB_TMP/back" |
		awk '{ if ($1 < $3 - $2 || $1 > $3 - $2 + 50) { print; bad = 1 } }
			END { exit bad || NR < 10 }'
}

spread()
{
	rec reply rtt_source | tr ' ' '\n' | sort | uniq -c | tr -s ' \n' ' '
}

# first_time [OPTION]: sets first to the time of a probe sent when the neighbour is not known.
first_time()
{
	ip -n h1 neigh flush dev eth0
	# shellcheck disable=SC2086 # words or none
	ping_in h1 $raw "$@" -c 3 -i 0.2 "$to"
	first=$(rec reply rtt_ms | cut -d' ' -f1)
}

# stepping STEPS ARGUMENT...: as ping_in, with a wall clock that steps (tests/lab/clockstep.c).
stepping()
{
	ping_env="LD_PRELOAD=$LAB_BIN/clockstep.so CLOCKSTEP=$1"
	shift
	ping_in h1 "$@"
	ping_env=''
}

# grid COUNT MS TYPE: the requests left as far apart as they should; a busy machine may be late for
# some, and the first is one of them, so the earliest in its place is what the rest are held against.
grid()
{
	link_times "$3" | awk -v n="$1" -v ms="$2" '
		{ off[NR] = $1 - (NR - 1) * ms; if (NR == 1 || off[NR] < base) base = off[NR] }
		END {
			for (i = 1; i <= NR; i++)
				if (off[i] - base > 20) late++
			if (NR != n || late > n / 3)
				print NR, late
			exit NR != n || late > n / 3
		}'
}

lab_relayed
for how in "ping $a4" "ping $a6" "raw $a4" "raw $a6"; do
	to=${how#* } raw='' asked=8 answer=0
	[ "${how%% *}" = ping ] || raw='-e 0'
	[ "$to" = $a4 ] || asked=128 answer=129
	lab_rules w 'note request' 'note reply'
	# shellcheck disable=SC2086 # words or none
	ping_in h1 $raw -c 20 -i 0.02 --stats "$to"
	is "$(spread) $(sum user_stamped)" ' 20 kernel  0' "$how: all times are by the kernel's stamps"
	like "$out" '^this host: 0 not sent, 0 dropped at our socket, 0 timed by this program' \
		'... as --stats says'
	ok '... no less than the link saw, and little more' times_hold $asked $answer
	ok '... on the grid of the interval' grid 20 20 $asked
	# shellcheck disable=SC2086 # words or none
	ping_in h1 $raw -U -c 5 -i 0.02 --stats "$to"
	is "$(spread) $(sum user_stamped)" ' 5 user  5' "$how: -U takes its own"
	like "$out" '^this host: 0 not sent, 0 dropped at our socket, 5 timed by this program' \
		'... as --stats says'

	lab_rules w 'delay 20.5 reply'
	# shellcheck disable=SC2086 # words or none
	ping_in h1 $raw -q -c 10 -i 0.02 "$to"
	between 20.5 "$(sum rtt_min_ms)" 30 "$how: a delay is in every time"

	# The first packet waits for its neighbour's address: that is no part of the way.
	lab_rules w 'delay 60 arp' 'delay 60 ns' 'delay 60 na'
	first_time
	between 0 "$first" 50 "$how: address resolution does not count"
	# A question that the other host asked before may still come and tell the address.
	for _ in 1 2 3; do
		first_time -U
		[ "${first%.*}" -lt 55 ] || break
	done
	between 55 "$first" 400 '... but by -U it does'
done

# In a flood stamps are sampled; what has none says so.
lab_rules w
ping_in h1 -f -q -c 3000 $a4
is "$(sum received)" 3000 'a flood'
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
		is "$(sum received lost duplicates late) $status" '45 0 0 0 0' "a step of $step s: no loss"
		is "$(sum clock_steps)" 1 '... is seen'
		between 20 "$(sum rtt_min_ms)" 40 '... times stay right'
		between 20 "$(sum rtt_max_ms)" 300 '... all of them'
		between 1700 "$(sum elapsed_ms)" 2000 "... and so does the run's length"
		ok '... and the interval' grid 45 40 8
		is "$(rec reply rtt_source | tr ' ' '\n' | sed -n '1p;$p' | tr '\n' ' ')" 'kernel kernel' \
			"... the kernel's stamps are soon of use again"
		jump=$(printf '%s\n' "$out" | sed -n 's/^\[\([0-9]*\)\..*/\1/p' | awk '
			NR > 1 && ($1 > b + 60 || $1 < b - 60) { print int(($1 - b + ($1 > b ? 5 : -5)) / 10) * 10 }
			{ b = $1 }')
		is "$jump" "$step" '... and the wall clock is shown as it is'
	done
	stepping "200:3600,400:-3600,600:$minute,610:-$minute" -q -c 20 -i 0.05 -W 5 $a6
	is "$(sum received lost) $status" '20 0 0' 'four steps'
	between 20 "$(sum rtt_min_ms)" "$(sum rtt_max_ms)" '... and times in their order'
fi
ping_done
