#!/bin/sh
# httpget_slow: what the network does to a connection is named, priced and told from the server's part.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status; webpeer.sh base
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
cd "$LAB_ROOT" || exit 99
ip link set lo up
# shellcheck source=tests/lab/webpeer.sh
. tests/lab/webpeer.sh
port=${base##*:}
printf '127.0.0.1 two.example localhost\n127.0.0.9 two.example\n' >"$folder/hosts"

# rule TEXT: the one rule for SYNs to the server.
rule()
{
	nft -f - <<-END || bail_out 'nft does not work here'
		table ip web {}
		delete table ip web
		table ip web {
			set seen { type inet_service; flags dynamic; size 64; }
			chain in {
				type filter hook input priority 0;
				tcp dport $port tcp flags & (syn|ack) == syn $1
			}
		}
	END
}

# A server that refuses what is sent, and reads no more of it.
perl -MIO::Socket::INET -e 'my $l = IO::Socket::INET->new(LocalPort => 13, Listen => 5, ReuseAddr => 1);
	for (100, 413, 200) { my $c = $l->accept; sysread $c, my $in, 100;
		print $c "HTTP/1.1 $_ It\r\n", $_ == 100 ? "\r\nHTTP/1.1 200 It\r\n" : "", "Content-Length: 3\r\n\r\nhi\n"; $c->flush; push @c, $c;
		if ($_ != 413) { 1 while sysread $c, $in, 65536 } }
	sleep 60' &
lab_pids="$lab_pids $!"
lab_wait 10 sh -c 'ss -Hltn "sport = :13" | grep -q .'
head -c 20000000 /dev/zero | tr '\0' x >"$folder/large"
for want in 100 413 200; do
	run timeout 20 "$HTTPGET" -s -o /dev/null -w '%{http_code} %{size_request}\n' -d "@$folder/large" "http://127.0.0.1:13/"
	case $want in
	413) like "$out" '^413 [0-9]{5,7}$' 'a response that refuses ends what is sent' ;;
	*) like "$out" '^200 200001[0-9]{2}$' "... $want does not" ;;
	esac
done
# The first SYN of each source port is lost; the kernel sends it again after a second.
nft add table ip probe 2>/dev/null || skip_all 'nftables does not work here'
rule 'tcp sport != @seen add @seen { tcp sport } drop'
"$HTTPGET" --report --pcap "$folder/pcapng" -o /dev/null "$base/slow" 2>"$folder/lost" &
lost=$!
"$HTTPGET" --json --slo connect=500 "$base/keep" >"$folder/json"
is $? 1 'a lost SYN is beyond --slo connect'
wait $lost
is $? 0 'what is slow still comes'
like "$(cat "$folder/lost")" '^  1(\.[0-9]+)? s of 1\.[0-9]+ s: the first SYN got no answer \(1 retransmission\); RTT is [0-9.]+ [mu]s; the server thought for [0-9.]+ ms' \
	'the verdict names the lost SYN, the round trip and the server'
like "$(cat "$folder/lost")" '^  127\.0\.0\.1 .* connected, 1 SYN again$' 'the attempt says so too'
like "$(tr -cd ' -~' <"$folder/pcapng")" 'SYN again: attempt 2.*answers the SYN after 0\.[0-9]+ ms.*FIN' \
	'the capture has it from the first SYN to the end'
like "$(cat "$folder/json")" '"type":"exchange".*"connect_ms":1[0-9]{3}\..*"syn_retransmits":1' 'and the records'

rule 'reject with icmp type admin-prohibited'
run "$HTTPGET" --json "$base/keep"
is "$status" 3 'a router that forbids it'
like "$out" '"type":"attempt".*"outcome":"failed".*"rejecter":"127\.0\.0\.1"' '... is named'
like "$out" '"type":"summary".*"failed_connect":1' '... and counted'
rule 'reject with tcp reset'
run "$HTTPGET" "$base/keep"
is "$status $out" '3 ' 'a port that refuses'
like "$err" '^httpget: .*Connection refused$' '... says so'
rule drop
run "$HTTPGET" --report --connect-timeout 0.3 "$base/keep"
is "$status" 6 'silence times out'
like "$err" '^  total +[3-9][0-9]{2} ms' '... after the time it was given, all of it counted'

# One address of two refuses.
mount --bind "$folder/hosts" /etc/hosts 2>/dev/null
rule accept
run "$HTTPGET" --all-addresses "http://two.example:$port/keep"
is "$status" 3 '--all-addresses fails where one does'
like "$out" '^1: 127\.0\.0\.1: 200, 5 bytes' '... tells who answers'
like "$out" '^1: .*127\.0\.0\.9.*Connection refused$' '... and who does not'
like "$out" '^2 requests, 1 response, 50% failed' '... and counts them'
ip addr add fe80::7/64 dev lo nodad
lab_wait 5 sh -c "ip -6 route show table local | grep -q '^local fe80::7 '"
run "$HTTPGET" --all-addresses 'http://[fe80::7%25lo]:9/'
like "$err" 'fe80::7.* port 9: Connection refused$' '... of an address with a zone, that one'

# Bytes that keep coming do not keep a signal from ending the transfer.
timeout 30 "$HTTPGET" --json="$folder/int" -o /dev/null "$base/endless-body" 2>"$folder/int.err" &
client=$!
lab_wait 10 sh -c "ss -Htin 'dport = :$port' | grep -Eq 'bytes_received:[0-9]{7}'"
kill -INT $client
wait $client
is "$? $(cat "$folder/int.err")" '2 httpget: interrupted' 'INT ends a transfer that never waits'
like "$(cat "$folder/int")" '"type":"summary".*"interrupted":true' '... with a summary'

# Without any privilege all of it is the same.
rule 'accept'
run setpriv --bounding-set=-all --inh-caps=-all "$HTTPGET" --report "$base/keep"
is "$status $out" '0 hello' 'an unprivileged user'
like "$err" '^\* without its packets .* needs cap_net_raw: .* setcap cap_net_raw=p ' '... is told what is missing'
like "$err" '^  network +[0-9.]+ [mu]?s ' '... has the network'"'"'s part of the wait as well'
tap_done
