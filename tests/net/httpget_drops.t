#!/bin/sh
# httpget_drops: packets that our own capture drops are counted, and never told as lost by the network.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154,SC2016 # run sets out, err and status; perl expands
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/json.sh
. "$(dirname "$0")/../json.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
command -v jq >/dev/null || skip_all 'there is no jq here'
lab_enter "$0" "$@"
lab_direct
# The socket holds all of the body while nobody reads, the capture a part of it.
lab_sysctl h1 net/ipv4/tcp_rmem '4096 134217728 134217728'
mkfifo "$LAB_TMP/said" "$LAB_TMP/go"
exec 5<>"$LAB_TMP/said" 6<>"$LAB_TMP/go"
nsenter --net=/run/netns/h2 -- perl -MSocket=:all -e '
	$| = 1;
	socket my $s, AF_INET, SOCK_STREAM, 0 or die $!;
	bind $s, pack_sockaddr_in(80, INADDR_ANY) or die $!;
	listen $s, 4 or die $!;
	print "ready\n";
	accept my $c, $s or die $!;
	sysread $c, my $asked, 4096;
	syswrite $c, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 16777216\r\n\r\n";
	print "asked\n";
	<STDIN>;
	my $left = 16777216;
	while ($left > 0) { my $n = syswrite $c, "x" x 65536 or die $!; $left -= $n; }
	print "sent\n";
	sysread $c, $asked, 1;
	# total_retrans of TCP_INFO
	print "again ", unpack("x100 L", getsockopt $c, IPPROTO_TCP, 11), "\n";' <"$LAB_TMP/go" >&5 2>&1 &
lab_pids="$lab_pids $!"
# says WORD: what the server says next.
says()
{
	read -r line <&5
	[ "$line" = "$1" ] || bail_out "the server says $line, not $1"
}
says ready
nsenter --net=/run/netns/h1 -- "$HTTPGET" -s --report --json="$LAB_TMP/json" -o /dev/null http://198.18.1.2/ \
	2>"$LAB_TMP/report" &
pid=$!
lab_pids="$lab_pids $pid"
says asked
kill -STOP "$pid"
echo go >&6
says sent
kill -CONT "$pid"
status=0
wait "$pid" || status=$?
is "$status" 0 'the response is complete'
ok 'its records are valid' json_lines_valid "$LAB_ROOT/lib/json.schema.json" "$LAB_TMP/json"
between 1 "$(jq -r 'select(.type == "packets").drops' "$LAB_TMP/json")" 100000 'what the capture dropped is counted'
# What two CPUs of the server send at a time overtakes: that it was sent before, its IDs tell. Of what
# the server's kernel sent again for it, no more is told.
read -r _ again <&5
seen=$(jq -r 'select(.type == "packets") | .received_retransmits' "$LAB_TMP/json")
between 0 "$seen" "$again" '... no more segments are told as sent again than were'
like "$(cat "$LAB_TMP/report")" '^  [0-9]+ packets were dropped by our own capture$' '... in the report too'
like "$(cat "$LAB_TMP/report")" '; [0-9]+ packets were dropped by our own capture: some of this may be its doing' \
	'... and the verdict'
unlike "$(cat "$LAB_TMP/report")" 'were lost' '... nobody is said to have lost anything'
is "$(jq -r 'select(.type == "packets") | "\(.rest_loss_ms) \(.rest_unknown_ms > 0)"' "$LAB_TMP/json")" '0 true' \
	'... what it waited for is unknown'
tap_done
