#!/bin/sh
# faults_limits: memory and descriptors that run out: a success all the same, or one line and 2.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2317 # lab/faults.sh calls functions by name
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
grep -q __asan_init "$PING" && skip_all "a sanitizer's program has an allocator of its own"
# shellcheck source=tests/lab/faults.sh
. "$LAB_ROOT/tests/lab/faults.sh"
# shellcheck disable=SC2034 # webpeer.sh
webpeer_address=198.18.1.2
# shellcheck source=tests/lab/webpeer.sh
. "$LAB_ROOT/tests/lab/webpeer.sh"

talk_peers <<'SCRIPT'
open hold
line "hi\r\n" read"\n" "bye\r\n" fin eof
answer read"\n" "bye\r\n" fin eof
SCRIPT
webpeer_start port nsenter --net=/run/netns/h2
webpeer_wait port

allocations 0 "$PING" -n -c2 -i0.01 $to
allocations 0 "$PING" -n -c2 -i0.01 --json --label a=b $to
allocations 0 "$PING" -n -q -c2 -i0.01 --stats --pcap $kept/a.pcap --prom $kept/a.prom --json=$kept/a.json $to
allocations 0 "$PING" -c1 --retries 0 198.18.1.1-2
allocations 0 "$PING" --mtu $to
faults_local=3
allocations 0 "$PING" --nagios -c1 $to
faults_local=2
allocations 0 "$ARPING" -f $to
allocations 0 "$ARPING" -f --pcap $kept/a.pcap --prom $kept/a.prom --json=$kept/a.json $to
allocations 0 "$TCPPROBE" -c2 -i0.01 "$to:$(port open)"
allocations 0 "$TCPPROBE" -c1 --pcap $kept/a.pcap --prom $kept/a.prom --json=$kept/a.json "$to:$(port open)"
allocations 0 "$PING" -n -c1 --graph $to
allocations 0 "$PING" -n --path -c1 $to
# Whose FIN comes first, and with which ACK, is not the tool's to say; who speaks first would not be
# either, so that this peer is asked.
closed_somehow()
{
	grep -vE '_WAIT|CLOSING|LAST_ACK' | sort -u
}
faults_order=closed_somehow
allocations 0 "$TCPPROBE" --walk --send 'x\n' "$to:$(port answer)"
faults_order=
allocations 0 "$TCPPROBE" -n --path -c1 "$to:$(port open)"

web=http://$to:$(cat "$folder/port")
body=$kept/a.body
allocations 0 "$HTTPGET" "$web/whole"
allocations 0 "$HTTPGET" -o $body "$web/long"
allocations 0 "$HTTPGET" -u user:secret -L -w '%{http_code} %{redirect_url}\n' "$web/again"
allocations 0 "$HTTPGET" --compressed -i "$web/gzip"
allocations 0 "$HTTPGET" -o $body --pcap $kept/a.pcap "$web/trailers"
# Packets are seen where they can be.
# shellcheck disable=SC2034 # faults.sh
faults_optional='packets|event'
allocations 0 "$HTTPGET" -o $body --json=$kept/a.json --prom $kept/a.prom "$web/cached"
allocations 0 "$HTTPGET" --probe range "$web/mirror"
faults_local=3
allocations 0 "$HTTPGET" --nagios "$web/plain"
faults_local=2
printf 'x\n' >"$LAB_TMP/line"
faults_input=$LAB_TMP/line
allocations 0 "$TELNETLITE" $to "$(port line)"
allocations 0 "$TELNETLITE" --json=$kept/a.json --log $kept/a.log --pcap $kept/a.pcap $to "$(port line)"
allocations 0 "$TELNETLITE" --explain --stats $to "$(port line)"
allocations 0 "$TELNETLITE" --replay "$LAB_ROOT/tests/fuzz/corpus/telnetlite_transcript/session"
printf 'expect hi\nsend x\\n\nexpect bye\n' >"$LAB_TMP/steps"
allocations 0 "$TELNETLITE" --script "$LAB_TMP/steps" $to "$(port line)"
allocations 0 "$TELNETLITE" --expect hi --send 'x\n' --expect bye $to "$(port line)"

faults_optional=
descriptors 0 "$TELNETLITE" $to "$(port line)"
memory 0 "$TELNETLITE" $to "$(port line)"
descriptors 0 "$TELNETLITE" --json=$kept/a.json --log $kept/a.log $to "$(port line)"
faults_input=
for way in descriptors memory; do
	$way 0 "$PING" -n -c1 $to
	$way 0 "$PING" -n --path -c1 $to
	$way 0 "$ARPING" -f $to
	$way 0 "$TCPPROBE" -c1 "$to:$(port open)"
	$way 0 "$TCPPROBE" -n --path -c1 "$to:$(port open)"
	$way 0 "$HTTPGET" "$web/long"
done
descriptors 0 "$PING" -n -c1 --pcap $kept/a.pcap --prom $kept/a.prom --json=$kept/a.json $to
descriptors 0 "$PING" -c1 --retries 0 198.18.1.1-2
faults_order=closed_somehow
descriptors 0 "$TCPPROBE" --walk --send 'x\n' "$to:$(port answer)"
faults_order=
faults_optional='packets|event'
descriptors 0 "$HTTPGET" -o $body --json=$kept/a.json "$web/whole"
tap_done
