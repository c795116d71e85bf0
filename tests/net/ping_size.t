#!/bin/sh
# ping_size: every size of probe, whole and in fragments, has its answer and its time.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/ping.sh
. "$LAB_ROOT/tests/lab/ping.sh"

a4=198.18.1.2
a6=2001:db8:1::2

lab_relayed
for how in "ping $a4" "ping $a6" "raw $a4" "raw $a6"; do
	to=${how#* } raw='' most=65507
	[ "${how%% *}" = ping ] || raw='-e 0'
	[ "$to" = $a4 ] || most=65527
	for size in 0 1 7 8 9 15 16 17 56 1452 1453 1472 1473 4000 $most; do
		header="$size($((size + 28))) bytes of data."
		[ "$to" = $a4 ] || header="$size data bytes"
		# shellcheck disable=SC2086 # words or none
		ping_in h1 $raw -c 2 -i 0.05 -s $size "$to"
		is "$status $(printf '%s\n' "$out" | sed -E '/^$/d; s/time=[0-9.]+ ms/time=T/
			s/time [0-9]+ms/time T/; s;= [0-9.]+/[0-9.]+/[0-9.]+/[0-9.]+ ms(, pipe 2)?;= R;')" \
			"0 PING $to ($to) $header
$((size + 8)) bytes from $to: icmp_seq=1 ttl=64 time=T
$((size + 8)) bytes from $to: icmp_seq=2 ttl=64 time=T
--- $to ping statistics ---
2 packets transmitted, 2 received, 0% packet loss, time T
rtt min/avg/max/mdev = R" "$how: $size bytes"
		is "$(rec reply bytes) $(sum answered corrupted forged duplicates)" \
			"$((size + 8)) $((size + 8)) 2 0 0 0" '... in the records'
	done
	run in_ns h1 "$PING" -c 1 -s $((most + 1)) "$to"
	is "$status $out" '1 ' "$how: $((most + 1)) bytes are too many"
	like "$err" "^ping: invalid -s value: '$((most + 1))': out of range: 0 <= value <= $most$" \
		'... in the words of ping'
done

# On the link: as long as they should be, and all of it.
lab_rules w 'note a2b request'
ping_in h1 -c 1 -s 1472 $a4
ping_in h1 -c 1 -s 1473 $a4
ping_in h1 -c 1 -s 1452 $a6
ping_in h1 -c 1 -s 1453 $a6
is "$(lab_log w 'act=note' | sed 's/.*kind=\([^ ]*\).* bytes=/\1 /; s/$/ /' | tr -d '\n')" \
	'icmp 1514 icmp 1514 icmp6 1514 icmp6 1510 ' 'the largest that fit a link go whole'
is "$(lab_log w 'act=note.* fragment ' | grep -c .)" 2 '... and one byte more in parts'

# A part that is lost takes its packet with it; one out of order does not.
lab_rules w 'drop a2b bytes=1000-1513 ip4' 'delay 20 b2a bytes=1510 ip6'
ping_in h1 -c 2 -i 0.01 -s 2600 -W 0.1 $a4
is "$(sum answered lost)" '0 2' 'a fragment that is lost loses the probe'
ping_in h1 -c 2 -i 0.05 -s 2600 $a6
is "$(sum answered lost)" '2 0' '... parts in another order are put together'
between 20 "$(sum rtt_min_ms)" 200 '... when the last one is there'

# Patterns, whose start is behind the tag.
lab_rules w
for size in 16 17 56 1472; do
	ping_in h1 -c 1 -s $size -p 0123456789abcdef0123456789abcdef $a4
	is "$(sum answered corrupted)" '1 0' "a pattern in $size bytes"
done
like "$out" '^PATTERN: 0x0123456789abcdef0123456789abcdef$' '... is told'
lab_rules w 'corrupt data+1471 fix reply'
ping_in h1 -c 1 -s 1472 -p ff -W 0.1 $a4
like "$out" '^wrong data byte #1471 should be 0xff but was 0x0$' '... and checked to the last byte'

# A link for larger frames.
lab_host j1
lab_host j2
lab_link j1 eth0 j2 eth0 9000
lab_addr j1 eth0 198.18.1.1/24 2001:db8:1::1/64
lab_addr j2 eth0 198.18.1.2/24 2001:db8:1::2/64
ping_in j1 -M 'do' -c 1 -s 8972 $a4
is "$(sum answered)" 1 'a packet of 9,000 bytes, whole'
ping_in j1 -M 'do' -c 1 -s 8952 $a6
is "$(sum answered)" 1 '... and IPv6'
ping_in j1 -f -q -l 100 -c 500 -s 65507 $a4
is "$(sum answered duplicates corrupted drops)" '500 0 0 0' 'a flood of the largest, a hundred at once'
ping_done
