#!/bin/sh
# ping_goal: runs that end when a host comes or goes, at the first reply, or not at an error; limits
# that decide the exit status; and where a round trip's time went.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/ping.sh
. "$LAB_ROOT/tests/lab/ping.sh"

a4=198.18.1.2

lab_relayed
lab_rules w 'drop request seq=1-3,5'
ping_in h1 --until-up=3 -i 0.02 -W 0.3 -w 10 $a4
is "$status" 0 'until-up: three in a row came'
is "$(rec reply seq)" '4 6 7 8' '... one alone did not count'
is "$(sum goal_reached)" true '... and the summary says so'

lab_rules w 'drop request'
ping_in h1 --until-up -i 0.02 -w 0.3 $a4
is "$status" 1 'until-up: nobody came until the deadline'
is "$(sum goal_reached)" false '... and the summary says so'

lab_rules w 'drop request seq=3,5-'
ping_in h1 --until-down=2 -i 0.05 -W 0.03 -w 10 $a4
is "$status" 0 'until-down: two in a row were lost'
is "$(rec lost seq)" '3 5 6' '... one alone did not count'
ping_in h1 --until-down -i 0.05 -W 0.5 -c 3 198.18.1.99
is "$status" 0 'until-down: nobody answers for the address'

# What is told late belongs to the row of its time, and counts once.
lab_rules w 'drop request seq=1,12-14' 'delay 300 icmp-error'
ping_in h1 --until-up=8 -i 0.05 -W 0.3 -w 10 $a4
is "$(rec reply seq)" '2 3 4 5 6 7 8 9' 'until-up: an older loss ends no row'
ping_in h1 --until-down=3 -i 0.05 -W 0.3 -w 10 $a4
is "$status $(rec lost seq)" '0 1 12 13 14' 'until-down: nor do newer replies'
lab_sysctl h2 net/ipv4/ip_forward 1
ip -n h1 route add 198.18.9.0/24 via $a4
ping_in h1 --until-down=8 -i 0.05 -W 0.1 -w 10 198.18.9.9
is "$status $(rec lost seq)" '0 1 2 3 4 5 6 7 8' '... and an error for one that was lost is none of its own'

lab_rules w
ping_in h1 --until-down=2 -i 0.02 -w 0.3 $a4
is "$status" 1 'until-down: it stayed up until the deadline'
ping_in h1 -o -i 0.02 -c 5 $a4
is "$(sum transmitted answered)" '1 1' 'first-reply: one is enough'

ping_in h1 -w 1 -i 0.05 -t 1 -c 2 --ignore-errors 198.18.1.99
is "$status" 1 'ignore-errors: no reply all the same'
between 5 "$(sum transmitted)" 21 '... but no error ended the run'
run in_ns h1 "$PING" --until-up=0 $a4
is "$status" 2 'a row of none is refused'
run in_ns h1 "$PING" --until-up --until-down $a4
is "$status" 2 'both goals at once are refused'

# Limits decide the exit status of a run with one target, too.
lab_rules w 'drop request seq=3'
ping_in h1 -c 10 -i 0.01 -W 0.3 --max-loss 10 --min-alive 1 --max-rtt max=20000 --stats $a4
is "$status $(sum limits_held limits_failed)" '0 true null' 'limits that hold: 0'
like "$out" '^limits: held$' '... and a line says so'
ping_in h1 -c 10 -i 0.01 -W 0.3 --max-loss 9% --explain $a4
is "$status" 1 'one that does not: 1, though replies came'
is "$(sum limits_held limits_failed)" 'false loss 10% > 9%' '... named in the summary'
like "$out" '^limits: not held: loss 10% > 9% \(limits_failed\)$' '... and in a line'
ping_in h1 -c 1 -W 0.1 --max-loss 100 198.18.1.99
is "$status" 0 'all may be lost where the limit says so'
ping_in h1 -c 1 -W 0.1 --max-rtt p99=1000 198.18.1.99
is "$status" 1 'a limit on times does not hold without one'
ping_in h1 -o -c 5 -i 0.01 --until-up --max-rtt avg=0 $a4
is "$status" 1 'a goal reached beyond the limits is none'
ping_in h1 -c 1 $a4
is "$(sum limits_held limits_failed)" 'null null' 'no limits: unknown'
run in_ns h1 "$PING" --nagios --max-loss 5 $a4
is "$status $out" '3 PING UNKNOWN - --nagios has limits of its own: use --warning and --critical' \
	'a plugin has its own'

lab_rules w 'delay 300 arp'
in_ns h1 ip neigh flush dev eth0
ping_in h1 -c 1 --breakdown $a4
like "$out" 'time=[0-9.]+ ms \(send [0-9.]+, wire [0-9.]+, receive [0-9.]+ ms\)' 'breakdown: three parts'
between 300 "$(rec reply local_send_ms)" 10000 '... address resolution is this host'\''s'
between 0 "$(rec reply rtt_ms)" 300 '... and no part of the round trip'
between 0 "$(rec reply local_receive_ms)" 300 '... nor of the last part'

ping_done
