#!/bin/sh
# ping_corrupt: answers whose data is changed, cut or too long.
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

# The text between header and statistics, its times made alike.
body()
{
	printf '%s\n' "$out" | sed '1d; /^---/,$d; s/time=[0-9.]* ms/time=T/' | sed '$d'
}

ping_probe()
{
	# shellcheck disable=SC2086 # words or none
	ping_in h1 $raw -W 0.3 "$@" "$to"
}

rows='#16	10 11 12 13 eb 15 16 17 18 19 1a 1b 1c 1d 1e 1f 20 21 22 23 24 25 26 27 28 29 2a 2b 2c 2d 2e 2f 
#48	30 31 32 33 34 35 36 37 '
lab_peered
for how in "ping $a4" "ping $a6" "raw $a4" "raw $a6"; do
	to=${how#* } raw=
	[ "${how%% *}" = ping ] || raw='-e 0'
	lab_play p --rule 'wrong-payload 20 request seq=2'
	ping_probe -c 3 -i 0.02 -W 0.1
	is "$(body)" "64 bytes from $to: icmp_seq=1 ttl=64 time=T
64 bytes from $to: icmp_seq=2 ttl=64 time=T
wrong data byte #20 should be 0x14 but was 0xeb
$rows
64 bytes from $to: icmp_seq=3 ttl=64 time=T" "$how: changed data is shown as ping does"
	like "$out" '^3 packets transmitted, 2 received, \+1 corrupted, 33.3333% packet loss' \
		'... and not counted as received'
	is "$(sum answered corrupted lost duplicates forged) $status" '2 1 1 0 0 0' '... in the records'
	is "$(rec corrupt seq) $(rec corrupt wrong_at_bytes) $(rec corrupt checksum_bad)" \
		'2 20 false' '... with the place'

	# The first data byte behind the tag, the last one, and those of small probes.
	lab_play p --rule 'wrong-payload 16 request seq=1' --rule 'wrong-payload 55 request seq=2' \
		--rule 'wrong-payload 40 twice request seq=3'
	ping_probe -c 4 -i 0.05
	is "$(rec corrupt wrong_at_bytes)" '16 55 40 40' "$how: from the first byte to the last"
	is "$(sum answered corrupted lost duplicates)" '1 4 3 0' '... each packet counts'
	lab_play p --rule 'wrong-payload 2 request'
	ping_probe -c 2 -i 0.2 -s 3
	is "$(rec corrupt wrong_at_bytes) $status" '2 2 1' '... three bytes are compared too'
	lab_play p --rule 'wrong-payload 8 request'
	ping_probe -c 1 -s 9 -W 0.3 -p fe
	like "$out" '^wrong data byte #8 should be 0xfe but was 0x1$' '... and a pattern'

	# Shorter and longer ones; what still holds the tag is an answer.
	set --
	n=0
	for bytes in 0 8 15 16 20 55; do
		n=$((n + 1))
		set -- "$@" --rule "truncate $bytes request seq=$n"
	done
	lab_play p "$@" --rule 'oversize 8 request seq=7' --rule 'oversize 1380 request seq=8'
	ping_probe -c 8 -i 0.05
	is "$(body)" "24 bytes from $to: icmp_seq=4 ttl=64 (truncated)
28 bytes from $to: icmp_seq=5 ttl=64 (truncated)
63 bytes from $to: icmp_seq=6 ttl=64 (truncated)
72 bytes from $to: icmp_seq=7 ttl=64 time=T
1444 bytes from $to: icmp_seq=8 ttl=64 time=T" "$how: cut and longer answers that hold the tag"
	is "$(rec reply truncated) $(sum answered forged corrupted)" 'true true true false false 5 3 0' \
		'... in the records; the others are not proven'
	lab_play p --rule 'truncate 7 request seq=1' --rule 'truncate 8 request'
	ping_probe -c 2 -i 0.05 -s 15
	is "$(rec reply seq) $(sum forged)" '2 1' '... a tag of eight bytes is either there'
	lab_play p --rule 'truncate 0 request'
	ping_probe -c 1 -s 7
	is "$(rec reply truncated) $(sum answered)" 'true 1' '... and without one length is all'

	# The kernel checks sums but on a raw IPv4 socket, where ping must.
	lab_play p --rule 'wrong-checksum request seq=1'
	ping_probe -c 2 -i 0.05
	case $how in
	raw*$a4)
		is "$(body)" "64 bytes from $to: icmp_seq=1 ttl=64 time=T (BAD CHECKSUM!)
64 bytes from $to: icmp_seq=2 ttl=64 time=T" "$how: a bad checksum"
		is "$(sum answered corrupted lost) $(rec corrupt checksum_bad)" '1 1 1 true' \
			'... is corruption'
		;;
	*)
		is "$(sum answered corrupted lost)" '1 0 1' "$how: a bad checksum never arrives"
		;;
	esac
done

# Both at once, and twice.
raw='-e 0' to=$a4
lab_play p --rule 'wrong-checksum wrong-payload 30 request seq=1'
ping_probe -c 2 -i 0.05
is "$(rec corrupt wrong_at_bytes) $(rec corrupt checksum_bad)" '30 true' \
	'a bad checksum and a wrong byte are both told'
like "$out" '^64 bytes .* \(BAD CHECKSUM!\)$' '... first the one'
like "$out" '^wrong data byte #30 should be 0x1e but was 0xe1$' '... then the other'

# More than any buffer of ours holds.
lab_host j1
LAB_MTU=9000 lab_peer jp j1 eth0 --rule 'oversize 8000 wrong-payload 60 request'
lab_addr j1 eth0 198.18.1.1/24 2001:db8:1::1/64
for to in $a4 $a6; do
	for raw in '' '-e 0'; do
		# shellcheck disable=SC2086 # words or none
		ping_in j1 $raw -c 2 -i 0.05 "$to"
		is "$(sum answered corrupted lost)" '2 0 0' \
			"$to $raw: what is longer than our buffer is no corruption"
	done
done

# A link that changes what it carries, and one that mends the sum behind it.
lab_host k1
lab_host k2
lab_relay w k1 eth0 k2 eth0
lab_addr k1 eth0 198.18.1.1/24 2001:db8:1::1/64
lab_addr k2 eth0 198.18.1.2/24 2001:db8:1::2/64
for to in $a4 $a6; do
	lab_rules w 'corrupt data+33:01 fix reply seq=1' 'corrupt data+33:01 reply seq=2' \
		'truncate 60 reply seq=3' 'corrupt data+40:80 fix request seq=4'
	ping_in k1 -c 5 -i 0.02 -W 0.3 "$to"
	is "$(rec reply seq) $(rec corrupt seq)" '5 1 4' \
		"$to: of changed packets those arrive whose sum is right"
	like "$out" '^wrong data byte #33 should be 0x21 but was 0x20$' '... changed in a bit'
	like "$out" '^wrong data byte #40 should be 0x28 but was 0xa8$' '... either way'
	is "$(sum lost corrupted)" '4 2' '... and are lost all the same'
done
lab_rules w 'corrupt data+33 fix reply'
ping_in k1 -q -f -c 20 -w 0.3 $a4
is "$(sum answered)" 0 'a flood of changed replies has no answer'
is "$(sum corrupted)" "$(lab_count w 'act=corrupt')" '... and counts them as the link does'

# What came back, if changed, tells how long to wait for the others at the end.
began=$(date +%s)
ping_in k1 -c 3 -i 0.05 $a4
is "$(sum answered corrupted) $status" '0 3 1' 'all are changed: none is received'
between 0 $(($(date +%s) - began)) 6 '... and ten seconds are not waited for more'
ping_done
