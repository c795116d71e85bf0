#!/bin/sh
# tcpprobe_walk: whole connections as ladders: answered, refused, rejected, silent, kept open, kept in.
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
in_ns h2 nft -f - <<'END' || skip_all 'nft cannot load these rules here'
table inet t {
	chain in {
		type filter hook input priority 0;
		tcp dport 83 reject with icmpx type port-unreachable
		tcp dport 84 drop
	}
}
END
in_ns h1 nft -f - <<'END' || skip_all 'nft cannot load these rules here'
table inet t {
	chain in {
		type filter hook input priority 0;
		tcp sport 85 drop
	}
	chain out {
		type filter hook output priority 0;
		tcp dport 86 drop
	}
}
END
listen_in h2 80 85
# Answers what it is asked, and closes when its peer does or it has answered.
mkfifo "$LAB_TMP/served"
nsenter --net=/run/netns/h2 -- perl -MSocket=:all -e '
	socket my $s, AF_INET6, SOCK_STREAM, 0 or die $!;
	bind $s, pack_sockaddr_in6(81, IN6ADDR_ANY) or die $!;
	listen $s, 64 or die $!;
	print "ready\n"; close STDOUT;
	while (accept my $c, $s) {
		send $c, "hello $got", 0 if sysread $c, $got, 100;
		close $c;
	}' >"$LAB_TMP/served" &
lab_pids="$lab_pids $!"
read -r _ <"$LAB_TMP/served"

walk_start()
{
	name=$1
	shift
	probe_start "$name" "$@" --walk --pcap "$LAB_TMP/$name.pcapng"
}
walk_start ask4 h1 --send 'GET /\r\n' 198.18.1.2:81
walk_start ask6 h1 --send 'GET /\r\n' '[2001:db8:1::2]:81'
walk_start askl h2 --send 'GET /\r\n' 127.0.0.1:81
walk_start bare h1 198.18.1.2:81
walk_start kept h1 -W0.4 '[2001:db8:1::2]:80'
walk_start mute h1 -W0.4 --send x --explain 198.18.1.2:80
walk_start shut h1 198.18.1.2:9
walk_start icmp h1 '[2001:db8:1::2]:83'
walk_start void h1 -W1.2 198.18.1.2:84
walk_start deaf h1 -W0.4 198.18.1.2:85
walk_start held h1 -W0.4 198.18.1.2:86
walk_start stop h1 -W9 198.18.1.2:80
run in_ns h1 "$TCPPROBE" --walk --nagios --critical 1000,50% 198.18.1.2:81
like "$status $out" '^0 TCPPROBE OK - port 81 is open, loss = 0%, RTA = ' 'a walk as a plugin'
run in_ns h1 "$TCPPROBE" --walk --nagios --refused warn 198.18.1.2:9
like "$status $out" '^1 TCPPROBE WARNING - port 9 is closed' '... of a port that refuses'

for name in ask4 ask6 askl; do
	probe_end "$name"
	is "$status $err" '0 ' "$name: a whole connection"
	is "$(sum state reason) $(rec walk closed_by closed_how)" 'open syn-ack there' '... closed first from there'
	is "$(rec walk sent_bytes) $(rec walk received_bytes) $(rec walk request_answered)" '7 13 true' '... asked and answered'
	like "$(rec segment state_here) $(rec walk state_here)" '^SYN_SENT ESTABLISHED ESTABLISHED .*LAST_ACK CLOSED CLOSED$' '... states here'
	like "$(rec segment state_there)" '^LISTEN SYN_RECEIVED ESTABLISHED .*FIN_WAIT_[12] .*TIME_WAIT' '... and there'
	like "$out" "^ +0\.000  SYN_SENT     .* SYN .* LISTEN\$" '... drawn'
	like "$out" '^             seq 1 \([0-9]+\), ack 1 \([0-9]+\), win [0-9]+ = [0-9]+, ttl 64$' '... with its numbers'
	is "$(strings -n 12 "$LAB_TMP/$name.pcapng" | grep -c ': here [A-Z_1-2]*, there ')" "$(rec segment packet | wc -w)" '... each packet in the capture has its comment'
done
probe_end bare
is "$status $(rec walk closed_by) $(rec segment flags | cut -d" " -f1-4)" '0 here SYN SYN ACK FIN' 'without a request: closed at once'
is "$(rec walk state_here) $(rec walk state_there)" 'TIME_WAIT CLOSED' '... in order'
probe_end kept
is "$status $(rec walk kept_open) $(rec mark what)" '0 true the peer does not close its end: reset' 'a peer that keeps its end'
is "$(rec segment flags)" 'SYN SYN ACK FIN ACK RST' '... is reset'
probe_end mute
is "$status $(rec walk request_answered)" '0 false' 'a peer that does not answer'
like "$(rec mark what)" '^no answer to what was sent the peer does not close its end: reset$' '... is told'
like "$out" '^Port 80 accepts connections: ' '--explain'
like "$out" '^The request was sent and nothing came back \(request_answered\): ' '... of this connection'
like "$out" '^The other end did not close after this one \(kept_open, state_there\): ' '... and its end'
probe_end shut
is "$status $(sum state closed) $(rec segment flags)" '1 closed 1 SYN RST' 'a refusal'
like "$out" '^ +[0-9.]+  connect\(\): Connection refused$' '... as connect() says it'
probe_end icmp
is "$status $(sum state rejecter) $(rec segment_icmp icmp_code) $(rec segment_icmp seq)" \
	'1 rejected 2001:db8:1::2 4 0' 'an ICMP error about the SYN'
like "$out" '^             - 2001:db8:1::2 says: Destination unreachable: Port unreachable;$' '... and is told'
probe_end void
is "$status $(sum state lost) $(rec walk syns)" '1 filtered 1 2' 'silence: two SYNs, no answer'
like "$out" '^             - SYN again: attempt 2$' '... the second is named'
probe_end deaf
is "$status $(sum state)" '1 filtered' 'a SYN-ACK that a rule of this host drops'
like "$out" "^a SYN-ACK came, but this host's kernel did not take it" '... is seen all the same'
probe_end held
is "$status $(sum state sent unsent)" '2 unknown 0 1' 'a SYN that a rule of this host keeps'
like "$out" '^no SYN was seen to leave: ' '... says nothing of the port'

lab_wait 5 grep -q FIN_WAIT_2 "$LAB_TMP/stop.out"
kill -TSTP "$(cat "$LAB_TMP/stop.pid")"
lab_wait 5 grep -q '^State:.*stopped' "/proc/$(cat "$LAB_TMP/stop.pid")/status"
kill -CONT "$(cat "$LAB_TMP/stop.pid")"
kill -INT "$(cat "$LAB_TMP/stop.pid")"
probe_end stop
is "$(rec pause length_ms | wc -w)" 1 'a suspension is told'
is "$status $(sum state interrupted) $(rec mark what)" '0 open true interrupted: reset' 'SIGINT resets what stands'
# Port 85's answers never reached the kernel that would reset them.
is "$(in_ns h2 cat /proc/net/tcp /proc/net/tcp6 | awk '$4 == "03" && $2 !~ /:0055$/ { n++ } END { print n + 0 }')" 0 \
	'nothing is left half-open'

# Without privilege no packet is seen.
records=$LAB_TMP/run.json
run in_ns_bare h1 "$TCPPROBE" --walk --send x --json="$records" 198.18.1.2:81
probe_keep
is "$status $err $(sum state) $(rec walk received_bytes)" '0  open 7' 'without privilege'
like "$out" '^No packet is seen: watching packets needs cap_net_raw: ' '... it says what is missing'
like "$out" '^ +[0-9.]+  connected: rtt [0-9.]+ ms, mss 1448, sack, timestamps, window scale$' '... and what the kernel says'
run in_ns_bare h1 "$TCPPROBE" --walk --pcap "$LAB_TMP/no.pcapng" 198.18.1.2:81
is "$status $out" '2 ' '... a capture is refused'

# numbers KEY...: of every segment, a line each.
numbers()
{
	for key; do
		rec segment "$key" | tr ' ' '\n' | sed 's/null/0/' >"$LAB_TMP/key.$key"
		set -- "$@" "$LAB_TMP/key.$key"
		shift
	done
	paste -d, "$@"
}
tshark=$(lab_find tshark)
for name in ask6 kept; do
	[ -n "$tshark" ] || break
	records=$LAB_TMP/$name.json
	is "$("$tshark" -r "$LAB_TMP/$name.pcapng" -T fields -E separator=, -e tcp.seq -e tcp.seq_raw -e tcp.ack \
		-e tcp.ack_raw -e tcp.len -e tcp.window_size_value -e tcp.window_size 2>/dev/null)" \
		"$(numbers seq seq_absolute ack ack_absolute payload_bytes window window_bytes)" \
		"$name: tshark reads the same numbers"
done
[ -n "$tshark" ] || skip 'there is no tshark here'
probe_done
