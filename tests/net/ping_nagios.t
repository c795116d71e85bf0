#!/bin/sh
# ping_nagios: the plugin's line, its performance data and its exit status, by every form of threshold.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"

printf 'hosts: files\n' >"$LAB_TMP/nsswitch.conf"
[ ! -e /etc/nsswitch.conf ] || mount --bind "$LAB_TMP/nsswitch.conf" /etc/nsswitch.conf
target=198.18.7.7

plugin()
{
	run in_ns h1 "$PING" --nagios "$@" $target
}

# judged STATUS WORD THRESHOLD...: the last run's state, with nothing but its one line.
judged()
{
	wanted="$1 PING $2"
	shift 2
	plugin -c4 -i0.01 -W0.3 "$@"
	is "$status ${out%% - *}$err" "$wanted" "$about $*"
	is "$(printf '%s\n' "$out" | wc -l)" 1 '... in one line'
}

# 50 ms late, a quarter lost: averages and percentages with room for a slow machine.
lab_peered --rule 'silent request seq=2' --rule 'late 50 request'
about='25 % loss, 50 ms:'
judged 0 OK
judged 0 OK --warning 3000,25% --critical 5000,50%
judged 1 WARNING --warning 3000,24% --critical 5000,50%
judged 2 CRITICAL --warning 3000,20% --critical 5000,24.9%
judged 1 WARNING --warning 10,25%
judged 2 CRITICAL --critical 10,25%
judged 2 CRITICAL --warning 10,20% --critical 20,24%
judged 2 CRITICAL --warning 3000,80% --critical 10,80%
judged 0 OK --warning 3s,25%
judged 1 WARNING --warning 0.01s,25%
judged 0 OK --warning 10:3000,25:25%
judged 1 WARNING --warning 3000:,25%
judged 0 OK --warning 10:,25%
judged 0 OK --warning ~:3000,~:25%
judged 1 WARNING --warning ~:10,25%
judged 1 WARNING --warning @10:3000,25%
judged 0 OK --warning @1:10,25%
judged 1 WARNING --warning 3000,@20:30%
judged 0 OK --warning 3000,@26:30%
judged 1 WARNING --warning 3000,30:50%

plugin -c4 -i0.01 -W0.3 --warning 3000,30% --critical 5000,50%
like "$out" '^PING OK - Packet loss = 25%, RTA = [0-9]+\.[0-9]{3} ms\|pl=25%;30;50;0 rta=[0-9.]+ms;3000;5000;0$' \
	'the line and its performance data'
rta=$(printf '%s\n' "$out" | sed 's/.*rta=\([0-9.]*\)ms.*/\1/')
between 50 "$rta" 2000 '... in milliseconds'
is "$(printf '%s\n' "$out" | sed 's/.*RTA = \([0-9.]*\) ms.*/\1/')" "$(awk "BEGIN { printf \"%.3f\", $rta }")" \
	'... the same in the text'
plugin -c4 -i0.01 -W0.3 --warning @10:20,~:30% --critical 10:,@1:2%
like "$out" '\|pl=25%;~:30;@1:2;0 rta=[0-9.]+ms;@10:20;10:;0$' '... with ranges as they are written'

lab_play p --rule 'silent request'
about='all lost:'
judged 2 CRITICAL
judged 2 CRITICAL --warning 3000,100% --critical 5000,100%
is "${out%%|*}" 'PING CRITICAL - Packet loss = 100%' '... has no average'
like "$out" '\|pl=100%;100;100;0 rta=U;3000;5000;0$' '... which is unknown to the data, too'
lab_play p --rule 'error 3 1 request'
about='all refused:'
judged 2 CRITICAL

# Beside it: a file of records. Instead of it: nothing.
lab_play p
plugin -c1 --json="$LAB_TMP/json" --prom "$LAB_TMP/prom"
like "$out" '^PING OK - ' 'files may be written beside it'
is "$(grep -c '"type":"summary"' "$LAB_TMP/json")" 1 '... JSON Lines'
is "$(grep -c '^probe_success' "$LAB_TMP/prom")" 1 '... and Prometheus text'
plugin -c1 -D -v -O -a --stats --explain --label site=lab
like "$out" '^PING OK - ' 'other options change nothing'
is "$(printf '%s\n' "$out" | wc -l)" 1 '... in its one line'

# unknown TEXT ARGUMENT...: what could not be asked is UNKNOWN, and on standard output.
unknown()
{
	text=$1
	shift
	run in_ns h1 "$PING" --nagios "$@"
	is "$status $out/$err" "3 PING UNKNOWN - $text/" "unknown: $*"
}
unknown 'nosuch.test: Name or service not known' -c1 nosuch.test
unknown 'a/b: Name or service not known' -c1 'a|b'
unknown 'unknown iface: nosuch' -c1 -I nosuch $target
unknown 'usage error: Destination address required' -c1
unknown "invalid argument: '0': out of range: 1 <= value <= 9223372036854775807" -c0 $target
unknown "cannot write to /nosuch/file: the folder /nosuch: No such file or directory" \
	-c1 --json=/nosuch/file $target
ip -n h1 route add unreachable 198.19.1.0/24
unknown 'connect: No route to host' -c1 198.19.1.1
plugin -c1 --pcap /dev/full
is "$status $err" '3 ping: cannot write to /dev/full: No space left on device' \
	'what it could not write is no success'
tap_done
