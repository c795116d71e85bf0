#!/bin/sh
# lab_relay: the lab's relay does to packets what its rules say, and counts it.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"

h2_4=198.18.1.2
h2_6=2001:db8:1::2

# poke OPTIONS... : echo requests from h1 to h2; leaves their answers in $out.
poke4()
{
	run in_ns h1 "$LAB_BIN/poke" "$@" eth0 echo 198.18.1.1 $h2_4
}

poke6()
{
	run in_ns h1 "$LAB_BIN/poke" "$@" eth0 echo 2001:db8:1::1 $h2_6
}

# field NAME: its values in the answers of $out, on one line.
field()
{
	printf '%s\n' "$out" | grep '^ms=' | tr ' ' '\n' | sed -n "s/^$1=//p" | tr '\n' ' ' |
		sed 's/ $//'
}

median()
{
	field ms | tr ' ' '\n' | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

lab_relayed
poke4 --count 20 --interval 2
is "$(field payload | tr ' ' '\n' | sort | uniq -c | tr -s ' ')" ' 20 ok' 'without rules all passes as it is'
is "$(field checksum | tr ' ' '\n' | sort -u)" ok '... with its checksums'
between 0 "$(median)" 20 '... and costs little time'
note "median round trip through the relay: $(median) ms"
poke6 --count 20 --interval 2
is "$(field seq | wc -w)" 20 '... IPv6 too'

lab_rules w 'drop request seq=3,5-7'
poke4 --count 10
is "$(field seq)" '1 2 4 8 9 10' 'drop takes the sequence numbers it names'
is "$(lab_count w 'act=drop .* seq=[3567] ')" 4 '... and the log has each'
poke6 --count 10
is "$(field seq)" '1 2 4 8 9 10' '... IPv6 too'
is "$(lab_total w dropped side=a2b)" 8 '... and the totals count both'

lab_rules w 'drop reply every=4'
poke4 --count 12
is "$(field seq)" '1 2 3 5 6 7 9 10 11' 'every=4 is each fourth of those that match'

lab_rules w 'drop b2a icmp n=2,4-5'
poke4 --count 6
is "$(field seq)" '1 3 6' 'n= counts the packets that match'

lab_rules w 'drop request bytes=120-'
poke4 --count 2 --size 78
is "$(field seq)" '' 'bytes= selects by length'
poke4 --count 2 --size 77
is "$(field seq)" '1 2' '... to the byte'

lab_rules w 'drop from=198.18.1.2 type=0 ttl=64 id=7'
poke4 --id 7
is "$(field seq)" '' 'fields select, all of them'
poke4 --id 8
is "$(field seq)" 1 '... not some'

# The h1 kernel answers unknown SYN-ACKs with a RST of its own; only h2's answers are counted.
lab_rules w 'drop tcp flags=RA sport=81'
run in_ns h1 "$LAB_BIN/poke" --port 81 eth0 syn 198.18.1.1 $h2_4
unlike "$out" 'sport=81' 'ports and flags select'
run in_ns h1 "$LAB_BIN/poke" --port 82 eth0 syn 198.18.1.1 $h2_4
like "$out" 'sport=82 .* flags=RA .* checksum=ok' '... and no others'

# A percentage with a fixed seed drops the same packets each time.
percent()
{
	lab_rules w 'drop request percent=30'
	run in_ns h1 "$LAB_BIN/poke" --count 2000 eth0 flood 198.18.1.1 $h2_4
	answers=$(printf '%s\n' "$out" | sed -n 's/.* answers=\([0-9]*\).*/\1/p')
	dropped=$(lab_total w dropped side=a2b)
}
percent
between 540 "$dropped" 660 'percent=30 drops about 30 of 100'
is "$((answers + dropped))" 2000 '... and the rest comes through, to the packet'
first=$dropped
percent
is "$dropped" "$first" '... the same ones again'

lab_rules w 'delay 20 request'
poke4 --count 10
between 20 "$(field ms | tr ' ' '\n' | sort -n | head -n1)" 25 'delay 20 adds 20 ms and little more'
is "$(field seq)" '1 2 3 4 5 6 7 8 9 10' '... and keeps the order'
poke6 --count 3
between 20 "$(median)" 60 '... IPv6 too'

lab_rules w 'delay 30 request seq=2' 'delay 20.5 request'
poke4 --count 2 --interval 1
is "$(field seq)" '1 2' 'rules that match add up'
between 50.5 "$(field ms | cut -d' ' -f2)" 200 '... in milliseconds with fractions'

lab_rules w 'dup 2 gap 15 reply seq=2'
poke4 --count 3 --interval 1
is "$(field seq)" '1 2 3 2 2' 'dup 2 makes three of one, apart by the gap'
between 30 "$(field ms | cut -d' ' -f5)" 200 '... twice the gap in all'
lab_rules w 'dup request'
poke4 --count 3
is "$(field seq)" '1 1 2 2 3 3' 'dup alone doubles at once'

lab_rules w 'reorder 2 request seq=1' 'reorder 5 40 request seq=4'
poke4 --count 6
is "$(field seq)" '2 3 1 5 6 4' 'reorder lets later packets pass, or its time'

lab_rules w 'corrupt data+20:01 reply'
poke4
is "$(field payload) $(field checksum)" 'wrong@20 bad' 'corrupt changes one byte'
lab_rules w 'corrupt data+20 fix reply'
poke6
is "$(field payload) $(field checksum)" 'wrong@20 ok' '... and fix makes the checksum fit'
lab_rules w 'truncate 60 reply'
poke4
like "$out" 'type=0 .* bytes=60 ' 'truncate cuts the frame'

# A fast sender: every frame of it passes.
lab_rules w
run in_ns h1 "$LAB_BIN/poke" --count 100000 eth0 flood 198.18.1.1 $h2_4
note "$out"
like "$out" 'sent=100000 .*answers=100000 ' 'a flood passes without a loss'
is "$(lab_total w ring_full port=a) $(lab_total w ring_full port=b)" '0 0' '... nor a full ring'
like "$(lab_log w 'total end')" 'not_relayed=0 waiting=0' '... nor a frame left behind'

# Down and up again: the relay sleeps through it.
lab_rules w
ip -n w link set dev a down
poke4
is "$(field seq)" '' 'a link that is down carries nothing'
ip -n w link set dev a up
lab_wait 5 lab_is_up h1 eth0
poke4
is "$(field seq)" 1 '... and carries again when it is up'
between 0 "$(awk '{ print $14 + $15 }' "/proc/$(cat "$LAB_TMP/w.pid")/stat")" 8 '... without a busy relay'

lab_stop w
is $? 0 'TERM ends the relay'

for rule in 'drop bogus' 'delay' 'delay -1' 'drop seq=3-1' 'drop seq=' 'drop every=0' 'drop from=1.2.3' \
	'corrupt data+x' 'drop percent=101' 'truncate 3' 'reorder' 'drop flags=Z'; do
	run "$LAB_BIN/relay" --rule "$rule" a b
	is "$status $(printf '%s' "$err" | grep -c 'makes no sense in')" '2 1' "refused: $rule"
done
run "$LAB_BIN/relay" nothing nowhere
is "$status" 2 'an interface that does not exist is told'
like "$err" 'interface nothing' '... by its name'
tap_done
