#!/bin/sh
# tcpprobe_end: no connection of ours is left half-open at the target, however a run ends and whatever this
# host's conntrack thinks of it.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
command -v nft >/dev/null || skip_all 'there is no nft here'
lab_enter "$0" "$@"
# shellcheck source=tests/lab/tcpprobe.sh
. "$(dirname "$0")/../lab/tcpprobe.sh"

# SYN-ACKs take a while: they come when the run is over.
lab_relayed 'note a2b tcp flags=S' 'delay 700 b2a tcp flags=SA' 'note a2b tcp flags=R' \
	'drop a2b tcp flags=S dport=86-87 n=1,2' 'drop b2a tcp flags=SA sport=82 n=1'
listen_in h2 80 81 82 83 84 85 86
in_ns h1 nft 'add table inet t; add chain inet t i { type filter hook input priority 0; policy drop; }; add rule inet t i ct state invalid drop; add rule inet t i ct state established,related accept; add rule inet t i meta l4proto ipv6-icmp accept' ||
	skip_all 'this kernel has no conntrack'

seen()
{
	lab_count w "rule=$1 .* dport=$2 "
}

# shellcheck disable=SC2317
is_over()
{
	[ "$(half_open_in h2)" -eq 0 ]
}

# shellcheck disable=SC2317
is_half_open()
{
	! is_over
}

# asked NAME PORT: its SYNs have passed the relay.
asked()
{
	lab_wait 5 eval "[ \"\$(seen 1 $2)\" -gt 0 ]"
}

probe_start early.4 h1 -c1 -W0.1 198.18.1.2:80
probe_start early.6 h1 -c1 -W0.1 '[2001:db8:1::2]:81'
probe_start int h1 -W5 198.18.1.2:82
probe_start kill h1 -W5 198.18.1.2:83
probe_start pinned h1 -c1 -W0.1 --source-port 7000 198.18.1.2:84
# Those without privilege are sent again by the kernel, after a second.
probe_as=$probe_bare
probe_start again.open h1 -c1 -W5 198.18.1.2:86
probe_start again.closed h1 -c1 -W5 198.18.1.2:87
probe_as=
probe_start usual h1 -c3 -i0.01 -W4 198.18.1.2:85
ok 'connections are half-open while the answers are on their way' lab_wait 5 is_half_open
asked int 82
kill -INT "$(cat "$LAB_TMP/int.pid")"
asked kill 83
kill -KILL "$(cat "$LAB_TMP/kill.pid")"
for family in 4 6; do
	probe_end "early.$family"
	is "$status $(sum state lost late)" '1 filtered 1 0' "IPv$family: the answer comes after the end"
done
probe_end int
is "$status $(sum state reason)" '1 unknown not-waited' 'a signal before any answer: nothing is known'
status=0
wait "$(cat "$LAB_TMP/kill.pid")" || status=$?
is "$status" 137 'one is killed'
probe_end pinned
probe_end usual
is "$status $(sum open)" '0 3' 'conntrack lets the answers of a raw socket in'

ok 'every one of them is reset' lab_wait 5 is_over
for port in 80 81 82 83 84 85; do
	is "$(seen 3 $port)" "$(seen 1 $port)" "port $port: a RST for each SYN"
done

probe_end again.open
is "$status $(sum state syn_retransmits lost)" '0 open 1 0' 'a SYN that connect() sent again is no loss'
is "$(sum rtt_max_ms | awk '{ print ($1 >= 700 && $1 < 1690) }')" 1 '... and its time is that of the one answered'
probe_end again.closed
is "$status $(sum state syn_retransmits lost rtt_max_ms)" '1 closed 1 0 null' '... unknown, where the kernel does not tell'
like "$out" 'closed \(RST\), seq=1, SYN sent again 1 time$' '... which is said'

# What would be seen if it were not so.
in_ns h1 nft 'add chain inet t o { type filter hook output priority 0; }; add rule inet t o tcp flags rst drop'
probe_in h1 -c1 -W4 198.18.1.2:85
is "$(half_open_in h2)" 1 'without the RST a connection stays half-open'
probe_done
