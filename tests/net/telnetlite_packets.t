#!/bin/sh
# telnetlite_packets: the connection's own packets as a ladder, as records and as a file.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154,SC2016,SC2317 # run sets out; perl expands; lab_wait calls
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/json.sh
. "$(dirname "$0")/../json.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
cd "$LAB_TMP" || exit 99
ip link set lo up

# A server that answers each line, and goes first at "quit".
perl -MIO::Socket::INET -e '
	my $l = IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => 7, Listen => 5, ReuseAddr => 1) or die;
	while (my $c = $l->accept) {
		while (sysread $c, my $x, 4096) {
			syswrite $c, "got $x";
			last if $x =~ /quit/;
		}
		close $c;
	}' &
lab_pids="$lab_pids $!"
listens()
{
	ss -Hltn 'sport = :7' | grep -q .
}
lab_wait 10 listens || bail_out 'no server'

# talk INPUT OPTION...
talk()
{
	printf '%s\n' "$1" >input
	shift
	run timeout 10 "$TELNETLITE" "$@" 127.0.0.1 7 <input
}

talk hello --facts
is "$status $out" '0 got hello' 'a session with its card'
like "$err" '^ +0\.000  SYN_SENT .*SYN .*LISTEN$' '... begins with the SYN'
like "$err" '^ +[0-9.]+  ESTABLISHED .*SYN,ACK .*SYN_RECEIVED$' '... the answer to it'
like "$err" '^ +[0-9.]+  FIN_WAIT_1 .*FIN,ACK .*CLOSE_WAIT$' '... this end closes first'
like "$err" '^ +[0-9.]+  TIME_WAIT .*ACK .*CLOSED$' '... down to the last ACK'
like "$err" '^\* by the packets: closed first from here by FIN, at the end TIME_WAIT here, CLOSED there$' '... which is said'
unlike "$err" 'PSH,ACK, 6 bytes' '... data alone is left out'

talk quit --no-half-close --packets --pcap all.pcapng --json=all.json
is "$status $out" '0 got quit' 'all packets'
like "$err" 'PSH,ACK, 5 bytes .*ESTABLISHED$' '... data too'
ok '... the records fit the schema' json_lines_valid "$LAB_ROOT/lib/json.schema.json" all.json --summary
like "$(cat all.json)" '"type":"segment".*"flags":"SYN",' '... the SYN is a record'
like "$(tail -n 1 all.json)" '"closed_by":"there".*"closed_how":"fin","state_here":"CLOSED","state_there":"TIME_WAIT","unwatched":null' \
	'... who closed, and how'
is "$(grep -c '"type":"segment"' all.json)" "$(printf '%s\n' "$err" | grep -cE '^ +[0-9]+\.[0-9]+  [A-Z]')" '... a record a rung'
ok '... the request is in the file' grep -q 'quit' all.pcapng

echo mellon >secret
run timeout 10 "$TELNETLITE" --pcap secret.pcapng --send-secret secret --send 'quit\n' --expect quit 127.0.0.1 7
is "$status" 0 'a secret is sent'
fails '... and is not in the file' grep -q mellon secret.pcapng
like "$(od -An -c secret.pcapng | tr -d ' \n')" 'SYN' '... which has the packets'

run timeout 10 "$TELNETLITE" --facts -z 127.0.0.1 8
is "$status" 3 'a closed port'
like "$err" '^ +[0-9.]+  CLOSED .*RST,ACK .*CLOSED$' '... is seen to be reset'

bare='setpriv --bounding-set=-all --inh-caps=-all --'
# shellcheck disable=SC2086 # words
run timeout 10 $bare "$TELNETLITE" --facts --send 'quit\n' --expect quit --json=bare.json 127.0.0.1 7
is "$status" 0 'without privilege the session is the same'
like "$err" '^\* no packets: packets are seen with cap_net_raw only: ' '... and says what is missing'
like "$(tail -n 1 bare.json)" '"unwatched":"packets are seen' '... in the records too'
# shellcheck disable=SC2086 # words
run timeout 10 $bare "$TELNETLITE" --pcap bare.pcapng 127.0.0.1 7
is "$status $(ls bare.pcapng 2>/dev/null)" '2 ' '... a file is refused, none is left'
# shellcheck disable=SC2086 # words
run timeout 10 $bare "$TELNETLITE" --packets 127.0.0.1 7
like "$status $err" '^2 telnetlite: packets are seen with cap_net_raw only: ' '... and so is --packets'
tap_done
