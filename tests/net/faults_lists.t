#!/bin/sh
# faults_lists: runs with many targets while an interface or an address goes, a route comes and goes,
# they are stopped or wall clocks step: each ends, says so, and its totals add up.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154,SC2317,SC2086,SC2046 # run sets out, err and status; lab_wait calls; words or none
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/json.sh
. "$LAB_ROOT/tests/json.sh"
# shellcheck source=tests/lab/records.sh
. "$LAB_ROOT/tests/lab/records.sh"

# One pair of hosts a fault. The targets are behind a route of their own.
for fault in device address route stop step; do
	lab_host "$fault"
	lab_host "there_$fault"
	lab_link "$fault" eth0 "there_$fault" eth0
	lab_addr "$fault" eth0 198.18.1.1/24
	lab_addr "there_$fault" eth0 198.18.1.2/24
	ip -n "there_$fault" addr add 198.19.0.0/24 dev lo
	ip -n "$fault" route add 198.19.0.0/24 via 198.18.1.2
done
fping=$LAB_TMP/fping
ln -s "$PING" "$fping"
steps=yes
# A sanitizer reads the clock itself.
grep -q __asan_init "$PING" && steps=

# begin FAULT PREFIX: every tool, in the background, for two seconds or so.
begin()
{
	rec_start "ping_$1" "$1" $2 "$PING" -n --rate 60 --retries 0 -W 0.3 -v 198.19.0.0/25
	rec_start "tcpprobe_$1" "$1" $2 "$TCPPROBE" --rate 60 --retries 0 -W 0.3 -p 80 198.19.0.0/25
	rec_start "arping_$1" "$1" $2 "$ARPING" -I eth0 --rate 60 --retries 0 -W 0.3 198.18.1.0/25
	nsenter --net="/run/netns/$1" -- $2 "$fping" -n -c40 -p50 -t200 198.19.0.7 198.19.0.9 >"$LAB_TMP/fping_$1.out" 2>"$LAB_TMP/fping_$1.err" </dev/null &
	echo $! >"$LAB_TMP/fping_$1.pid"
	lab_pids="$lab_pids $!"
}
for fault in device address route stop; do
	begin $fault
done
[ -z "$steps" ] || begin step "env LD_PRELOAD=$LAB_BIN/clockstep.so CLOCKSTEP=150:3600,400:-3600"
for fault in device address route stop; do
	for t in ping tcpprobe arping; do
		rec_goes "${t}_$fault"
	done
	lab_wait 10 grep -q bytes "$LAB_TMP/fping_$fault.out"
done
for t in ping tcpprobe arping fping; do
	kill -STOP "$(cat "$LAB_TMP/${t}_stop.pid")"
done
ip -n device link del eth0
ip -n address addr flush dev eth0
for _ in 1 2 3; do
	ip -n route route del 198.19.0.0/24
	sleep 0.1 # the time without
	ip -n route route add 198.19.0.0/24 via 198.18.1.2
	sleep 0.1 # and with it
done
for t in ping tcpprobe arping fping; do
	kill -CONT "$(cat "$LAB_TMP/${t}_stop.pid")"
done

# holds SUM PART...: the parts make up the whole.
holds()
{
	part=0
	whole=$1
	shift
	for n; do
		part=$((part + n))
	done
	echo "$* are not $whole"
	[ "$part" -eq "$whole" ]
}

valid()
{
	"$LAB_BIN/jsonlint" --schema "$LAB_ROOT/lib/json.schema.json" --summary <"$records"
}

# lists FAULT STATUS: each host has an end of its own, and one alone.
lists()
{
	rec_end "ping_$1"
	is "$status/$err" "$2/" "$1: ping, a sweep"
	ok '... its records are whole' valid
	ok '... who was asked answered or not' holds "$(sum transmitted)" $(sum answered lost rejected pending)
	ok '... and all were asked, or could not be' holds 126 $(sum transmitted unsent)
	unsent=$(sum unsent)
	rec_end "tcpprobe_$1"
	is "$status/$err" 1/ '... tcpprobe, a list'
	ok '... its records are whole' valid
	ok '... each port has a state' holds 126 $(sum open closed rejected filtered stale mixed unknown)
	ok '... that of one that was not asked is unknown' holds "$(sum unknown)" $(sum unsent)
	unsent="$unsent $(sum unsent)"
	rec_end "arping_$1"
	if [ "$1" = device ]; then
		like "$status $(printf '%s\n' "$err" | tail -n1)" '^2 arping: eth0 is gone$' '... arping says that its interface is gone'
	else
		is "$status/$err" 0/ '... arping, a sweep'
	fi
	ok '... its records are whole' valid
	ok '... who was asked answered or not' holds "$(sum sent)" $(sum answered lost pending)
	status=0
	wait "$(cat "$LAB_TMP/fping_$1.pid")" || status=$?
	is "$status $(grep -c 'xmt/rcv/%loss = 40/' "$LAB_TMP/fping_$1.err")" '0 2' '... fping, each target as often as it was to'
}

lists device 1
lists address 1
lists route 1
between 1 "${unsent% *}" 125 '... some of ping could not be sent, some could'
between 1 "${unsent#* }" 125 '... and some of tcpprobe'
for fault in stop ${steps:+step}; do
	lists $fault 0
	is "$unsent" '0 0' '... and nothing is amiss'
	is "$(grep -c '40/40/0%' "$LAB_TMP/fping_$fault.err")" 2 '... with fping either'
	records=$LAB_TMP/ping_$fault.json
	between 2000 "$(sum elapsed_ms)" 20000 '... the whole took as long as it did'
	between 0 "$(sum rtt_max_ms)" 500 '... no round trip did'
done
tap_done
