#!/bin/sh
# faults_many: of runs with many targets, addresses or hops, what faults_limits, faults_output and
# faults_time hold of runs with one.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154,SC2034 # run sets out, err and status; faults.sh
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
grep -q __asan_init "$PING" && skip_all "a sanitizer's program has an allocator of its own"
# shellcheck source=tests/lab/faults.sh
. "$LAB_ROOT/tests/lab/faults.sh"
# shellcheck disable=SC2034 # webpeer.sh
webpeer_address=::
# shellcheck source=tests/lab/webpeer.sh
. "$LAB_ROOT/tests/lab/webpeer.sh"

talk_peers <<'SCRIPT'
open hold
SCRIPT
webpeer_start port nsenter --net=/run/netns/h2
webpeer_wait port
printf '127.0.0.1 localhost\n198.18.1.2 web.example\n2001:db8:1::2 web.example\n' >"$LAB_TMP/hosts"
mount --bind "$LAB_TMP/hosts" /etc/hosts || skip_all 'no mount over /etc/hosts here'
# It has the name in its messages that it is called by.
PATH=$LAB_TMP:$PATH
ln -s "$PING" "$LAB_TMP/fping"
open=198.18.1.2:$(port open)
web=http://web.example:$(cat "$folder/port")
printf '198.18.1.1\n198.18.1.2 # comment\n2001:db8:1::2\n' >"$LAB_TMP/list"
printf '198.18.1.2-3\n' >"$LAB_TMP/hosts4"
printf '198.18.1.3\n' >"$LAB_TMP/less"
list=$LAB_TMP/list hosts4=$LAB_TMP/hosts4 less=$LAB_TMP/less

allocations 0 "$PING" -n --retries 0 -W 0.5 --targets "$list"
allocations 0 "$PING" -n --retries 0 -W 0.5 --json --stats --exclude "$less" --targets "$hosts4"
faults_local=4
allocations 0 fping -n -r0 -t 200 -f "$list"
allocations 0 fping -C2 -q -p20 $to 198.18.1.1
allocations 0 fping -g 198.18.1.1 198.18.1.2
faults_local=2
allocations 0 "$ARPING" --retries 0 -W 0.2 --targets "$hosts4" --exclude "$less"
allocations 0 "$TCPPROBE" --retries 0 -W 0.2 --targets "$hosts4" --exclude "$less" -p "$(port open)"
if [ "${FAULTS-}" = all ]; then
	allocations 0 "$TCPPROBE" --offers --retransmits 0.2 "$open"
	allocations 0 "$TCPPROBE" --mtu "$open"
	allocations 0 "$HTTPGET" --count 3 --interval 0 --stats -o /dev/null "$web/whole"
fi
allocations 0 "$HTTPGET" --har $kept/a.har "$web/whole"
# Which way is the faster one is a matter of moments.
faults_unlike=yes
allocations 0 "$HTTPGET" --compare family "$web/whole"
faults_unlike=
allocations 0 "$HTTPGET" --all-addresses "$web/whole"

if [ "${FAULTS-}" != all ]; then
	faults_numbers='4 6 8 20'
	faults_sizes='6000000 12000000 200000000'
fi
faults_local=4
for way in descriptors memory; do
	$way 0 fping -C2 -q -p20 $to 198.18.1.1
done
faults_local=2
for way in descriptors memory; do
	$way 0 "$PING" -n --retries 0 -W 0.5 --targets "$list"
	$way 0 "$ARPING" --retries 0 -W 0.2 --targets "$hosts4" --exclude "$less"
	$way 0 "$TCPPROBE" --retries 0 -W 0.2 --targets "$hosts4" --exclude "$less" -p "$(port open)"
	$way 0 "$HTTPGET" --har $kept/a.har "$web/whole"
done

text='cannot write to standard output'
lost 2 "$text" "$PING" -n --retries 0 -W 0.5 --json --targets "$list"
lost 2 "$text" "$PING" -n -c1 --graph $to
lost 2 "$text" "$ARPING" --retries 0 -W 0.2 --json --targets "$hosts4" --exclude "$less"
lost 2 "$text" "$TCPPROBE" --retries 0 -W 0.2 --targets "$hosts4" --exclude "$less" -p "$(port open)"
lost 2 "$text" "$TCPPROBE" --offers --retransmits 0.2 "$open"
lost 2 "$text" "$TCPPROBE" --self-check "$open"
lost 2 "$text" "$HTTPGET" --compare family "$web/whole"
lost 2 "$text" "$HTTPGET" --all-addresses --json "$web/whole"
lost 4 "$text" fping -a $to
tap_done
