#!/bin/sh
# faults_link: an interface or an address that goes in mid-run, and a route that comes and goes: each
# tool ends or goes on, and says so, and its totals add up. Of ping: ping_link.t and ping_device.t.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154,SC2317 # run sets out, err and status; lab_wait calls
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/json.sh
. "$LAB_ROOT/tests/json.sh"
# shellcheck source=tests/lab/records.sh
. "$LAB_ROOT/tests/lab/records.sh"
# shellcheck source=tests/lab/talk.sh
. "$LAB_ROOT/tests/lab/talk.sh"

# One pair of hosts a fault. The target is behind a route of its own.
faults='device address route'
far=198.19.0.1
for fault in $faults; do
	lab_host "$fault"
	lab_host "there_$fault"
	lab_link "$fault" eth0 "there_$fault" eth0
	lab_addr "$fault" eth0 198.18.1.1/24
	lab_addr "there_$fault" eth0 198.18.1.2/24
	ip -n "there_$fault" addr add $far/32 dev lo
	ip -n "$fault" route add $far via 198.18.1.2
done

serve()
{
	# shellcheck disable=SC2034 # talk.sh
	TALK_HOST=there_$1 TALK_ADDRESS=$far
	talk_folder=$LAB_TMP/talk_$1
	talk_peers <<'SCRIPT'
open hold
talk "hello\r\n" hold
body read"\r\n\r\n" "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" *5000"x" hold
SCRIPT
}

# begin FAULT: every tool, in the background.
begin()
{
	talk_folder=$LAB_TMP/talk_$1
	rec_start "ping_$1" "$1" "$PING" -n -i0.05 -W0.5 $far
	rec_start "path_$1" "$1" "$PING" -n --path -c9999 -i0.05 -W0.5 $far
	rec_start "arping_$1" "$1" "$ARPING" -I eth0 -i0.1 198.18.1.2
	rec_start "tcpprobe_$1" "$1" "$TCPPROBE" -i0.05 -W0.5 "$far:$(port open)"
	rec_start "trace_$1" "$1" "$TCPPROBE" --path -n -c9999 -i0.05 -W0.5 "$far:$(port open)"
	rec_start "walk_$1" "$1" "$TCPPROBE" --walk --send x -w1.5 "$far:$(port talk)"
	rec_start "httpget_$1" "$1" "$HTTPGET" --timeout 1.5 "http://$far:$(port body)"
	rec_start "telnetlite_$1" "$1" "$TELNETLITE" --idle 1.5 $far "$(port open)"
}

# sums NAME: what was sent is what was answered, lost, refused by the network and still out; what was
# not sent is told apart, once each.
sums()
{
	"$LAB_BIN/jsonlint" --schema "$LAB_ROOT/lib/json.schema.json" --summary <"$records" || return 1
	case $1 in
	ping_*) sums_to "$(sum transmitted)" "$(sum answered lost rejected pending unsent)" ;;
	path_*) sums_to "$(sum transmitted)" "$(sum answered lost rejected pending)" ;;
	arping_*) sums_to "$(sum sent)" "$(sum answered lost pending)" ;;
	tcpprobe_* | trace_*) sums_to "$(sum sent)" "$(sum open closed rejected stale lost pending)" ;;
	walk_*) sums_to "$(sum sent)" "$(sum open closed lost)" ;;
	httpget_*) sums_to "$(printf '%s' "$out" | wc -c)" "$(sum content_bytes)" ;;
	telnetlite_*) sums_to "$(printf '%s' "$out" | wc -c)" "$(sum received_bytes)" ;;
	esac || return 1
	case $1 in
	ping_* | tcpprobe_*) [ "$(rec unsent error | grep -o '[A-Z]' | wc -l)" -eq "$(sum unsent)" ] ;;
	esac
}

sums_to()
{
	# shellcheck disable=SC2086 # words
	set -- "$1" $2
	echo "$*"
	all=$1 part=0
	shift
	for n; do
		part=$((part + n))
	done
	[ "$part" -eq "$all" ]
}

# ended NAME STATUS ERE: with that status; what standard error says last is like ERE.
ended()
{
	rec_end "$1"
	is "$status" "$2" "$1"
	like "$(printf '%s\n' "$err" | tail -n1)" "^$3\$" '... says why'
	ok '... its numbers add up' sums "$1"
}

# told TOOL FAULT: it said that something could not be sent.
told()
{
	grep -q "$1: send" "$LAB_TMP/$1_$2.err"
}

for fault in $faults; do
	serve "$fault"
	begin "$fault"
done
for fault in $faults; do
	for name in ping path arping tcpprobe trace telnetlite; do
		rec_goes "${name}_$fault"
	done
	lab_wait 10 test -s "$LAB_TMP/talk_$fault/body.got"
	lab_wait 10 test -s "$LAB_TMP/talk_$fault/talk.got"
	lab_wait 10 grep -q ' bytes from ' "$LAB_TMP/ping_$fault.out"
	lab_wait 10 grep -q ': open,' "$LAB_TMP/tcpprobe_$fault.out"
	lab_wait 10 grep -q 'reply from' "$LAB_TMP/arping_$fault.out"
done
ip -n device link del eth0
ip -n address addr flush dev eth0
for turn in 1 2 3 4 5; do
	ip -n route route del $far
	sleep 0.1 # the time without
	[ $turn -lt 5 ] || { lab_wait 5 told ping route && lab_wait 5 told tcpprobe route; }
	ip -n route route add $far via 198.18.1.2
	sleep 0.1 # and with it
done
for fault in device address; do
	ok "$fault: ping says so at once" lab_wait 5 told ping $fault
	ok '... tcpprobe too' lab_wait 5 told tcpprobe $fault
done

# Those end by themselves, when nothing comes any more.
for fault in $faults; do
	ended "walk_$fault" 0 ''
	ended "httpget_$fault" 6 'httpget: .*'
	ended "telnetlite_$fault" 6 'telnetlite: .*'
done
ended arping_device 2 'arping: eth0 .*(is gone|went down).*'
for fault in $faults; do
	for name in ping path tcpprobe trace arping; do
		[ "$name$fault" = arpingdevice ] || kill -INT "$(cat "$LAB_TMP/${name}_$fault.pid")"
	done
done
unreachable='Network is unreachable'
for fault in $faults; do
	ended "ping_$fault" 0 "ping: sendmsg: $unreachable"
	isnt "$(sum unsent)" 0 '... not all was sent'
	ended "path_$fault" 0 ''
	like "$out" "^[0-9]+ probes? could not be sent: $unreachable\$" '... in words'
	ended "tcpprobe_$fault" 0 "tcpprobe: sendto: ($unreachable|Cannot assign requested address)"
	isnt "$(sum unsent)" 0 '... not all was sent'
	ended "trace_$fault" 0 ''
	like "$out" "^[0-9]+ probes? could not be sent: $unreachable\$" '... in words'
	# Frames need neither.
	[ "$fault" = device ] || ended "arping_$fault" 0 ''
done
tap_done
