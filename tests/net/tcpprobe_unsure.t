#!/bin/sh
# tcpprobe_unsure: answers that say nothing of a port: of older connections, from TIME_WAIT, and those that
# this host dropped itself.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154,SC2016 # run sets out, err and status; perl expands
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
command -v nft >/dev/null || skip_all 'there is no nft here'
lab_enter "$0" "$@"
# shellcheck source=tests/lab/tcpprobe.sh
. "$(dirname "$0")/../lab/tcpprobe.sh"

lab_direct
listen_in h2 80
in_ns h2 nft 'add table inet t; add chain inet t i { type filter hook input priority 0; }; add rule inet t i tcp dport 84 counter drop' ||
	skip_all 'nft cannot load these rules here'

# More segments from a port than any buffer holds, while the prober stands still.
# shellcheck disable=SC2317
asked()
{
	! in_ns h2 nft list chain inet t i | grep -q 'packets 0 '
}
probe_start silent h1 -c1 -W3 --explain 198.18.1.2:84
lab_wait 5 asked
kill -STOP "$(cat "$LAB_TMP/silent.pid")"
in_ns h2 perl -MSocket=:all -e '
	socket my $s, AF_INET, SOCK_RAW, IPPROTO_TCP or die $!;
	my $to = pack_sockaddr_in(0, inet_aton("198.18.1.1"));
	my $segment = pack "nnNNCCnnn", 84, 9, 1, 1, 0x50, 0x10, 512, 0, 0;
	for (1 .. 20000) { send $s, $segment, 0, $to or select undef, undef, undef, 0.001 }' &
flood=$!

# Connections that h1 forgot and h2 did not: a server there holds them.
in_ns h1 perl -MSocket=:all -e '
	system("nft add table ip t; nft add chain ip t o \"{ type filter hook output priority 0; }\"; nft add rule ip t o tcp sport 5555-5556 tcp flags rst drop") and exit 1;
	for my $port (5555, 5556) {
		socket my $s, AF_INET, SOCK_STREAM, 0 or die $!;
		setsockopt $s, SOL_SOCKET, SO_LINGER, pack "ii", 1, 0;
		bind $s, pack_sockaddr_in($port, INADDR_ANY) or die $!;
		connect $s, pack_sockaddr_in(80, inet_aton("198.18.1.2")) or die $!;
		close $s;
	}
	system("nft delete table ip t") and exit 1;' || bail_out 'no connection to forget'
probe_in h1 -c1 --source-port 5555 198.18.1.2
is "$status $(sum state reason confidence sent)" '1 stale challenge-ack medium 1' 'an ACK of another number: no answer of the port'
like "$out" '^198.18.1.2 port 80: stale connection \(ACK of another number\), seq=1 ttl=64' '... and shown'
probe_in h1 -c1 --source-port 5555 198.18.1.2
is "$status $(sum state)" '0 open' '... our RST ended the old connection'

# A translator gives the first probe the port of an older connection, the next one its own.
if in_ns h1 nft 'add table ip n; add chain ip n p { type nat hook postrouting priority srcnat; }; add rule ip n p ip daddr 198.18.1.2 tcp dport 80 numgen inc mod 2 == 0 snat to 198.18.1.1:5556'; then
	probe_in h1 -c1 198.18.1.2
	is "$status $(sum state sent stale open)" '0 open 2 1 1' 'another port asks once more'
	in_ns h1 nft delete table ip n
else
	ok 'another port asks once more # SKIP no address translation here' true
fi

# h2 ends a connection first and so keeps it in TIME_WAIT.
# No function: its own process would be what ends.
nsenter --net=/run/netns/h2 -- perl -MSocket=:all -e '
	socket my $s, AF_INET, SOCK_STREAM, 0 or die $!;
	setsockopt $s, SOL_SOCKET, SO_REUSEADDR, 1;
	bind $s, pack_sockaddr_in(85, INADDR_ANY) or die $!;
	listen $s, 4 or die $!;
	print "ready\n"; close STDOUT;
	for (1, 2) { accept my $c, $s or die $!; close $c; }
	sleep 300;' >"$LAB_TMP/closer.ready" 2>"$LAB_TMP/closer.err" &
lab_pids="$lab_pids $!"
lab_wait 5 grep -q ready "$LAB_TMP/closer.ready"
in_ns h1 perl -MSocket=:all -e '
	for my $port (6001, 6002) {
		socket my $s, AF_INET, SOCK_STREAM, 0 or die $!;
		bind $s, pack_sockaddr_in($port, INADDR_ANY) or die $!;
		connect $s, pack_sockaddr_in(85, inet_aton("198.18.1.2")) or die $!;
		sysread $s, my $end, 1;
		close $s;
	}'
# shellcheck disable=SC2317
waiting()
{
	[ "$(in_ns h2 cat /proc/net/tcp | awk '$4 == "06"' | grep -c .)" -eq 2 ]
}
lab_wait 5 waiting
probe_start wait.1 h1 -c2 -i0.05 --source-port 6001 198.18.1.2:85
probe_start wait.2 h1 -c2 -i0.05 --source-port 6002 198.18.1.2:85
for i in 1 2; do
	probe_end wait.$i
	like "$status $(sum state)" '^(0 open|1 stale)$' "a port in TIME_WAIT there: open or stale, never closed"
done
probe_in h1 -c2 -i0.01 198.18.1.2:85
is "$status $(sum state open)" '0 open 2' '... and open from a fresh one'

wait "$flood"
kill -CONT "$(cat "$LAB_TMP/silent.pid")"
probe_end silent
is "$status $(sum state reason who confidence)" '1 unknown own-drops this-host null' \
	'where answers may have been dropped here a port is not called filtered'
like "$(sum drops)" '^[1-9]' '... the drops are counted'
like "$out" 'port 84 is unknown: [0-9]+ packets were dropped at our own socket$' '... and said'
like "$out" '^[0-9]+ packets were dropped at our own socket \(drops\): answers may be among them' '... and explained'
probe_in h1 -c1 -W0.2 198.18.1.2:84
is "$(sum state reason)" 'filtered silence' 'without drops it is'
is "$(half_open_in h2)" 0 'nothing is left half-open'
probe_done
