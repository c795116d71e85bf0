#!/bin/sh
# faults_limits: memory and descriptors that run out: a success all the same, or one line and 2.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/faults.sh
. "$LAB_ROOT/tests/lab/faults.sh"
# shellcheck source=tests/lab/talk.sh
. "$LAB_ROOT/tests/lab/talk.sh"

grep -q __asan_init "$PING" && skip_all "a sanitizer's program has an allocator of its own"
lab_direct
TALK_HOST=h2 TALK_ADDRESS=198.18.1.2
talk_peers <<'SCRIPT'
open hold
line "hi\r\n" read"\n" "bye\r\n" fin eof
SCRIPT
faults_in=h1
kept=$faults_folder/kept
to=198.18.1.2

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
allocations 0 "$TCPPROBE" --walk --send 'x\n' "$to:$(port line)"
allocations 0 "$TCPPROBE" -n --path -c1 "$to:$(port open)"
tap_done
