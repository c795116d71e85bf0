#!/bin/sh
# ping_quote: an ICMP error is counted only where its quote proves that it is about a probe of this run.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154,SC2317 # each_way calls; run sets out, err and status
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/ping.sh
. "$LAB_ROOT/tests/lab/ping.sh"

lab_peered

ways='198.18.7.7 2001:db8:7::7'

# The second of three probes is answered by an error that is not about it, and then as it ought to
# be: the error must change nothing.
foreign()
{
	# shellcheck disable=SC2086 # words or none
	ping_in h1 $raw -c3 -i0.05 -W3 "$target"
	is "$(rec start socket)" "${how%% *}" "$how, $1: the socket that is meant"
	is "$(rec error seq)" '' '... no error'
	is "$(rec reply seq)" '1 2 3' '... and all the answers'
	is "$status" 0 '... exit 0'
	unlike "$out" 'From|errors' '... nothing of it in the text'
}

# An unreachable is 3/1 and 1/3; rules know the family by the destination's kind.
play()
{
	lab_play p --rule "error 3 1 $1 too request ip4 seq=2" --rule "error 1 3 $1 too request ip6 seq=2"
}
for what in wrong-id wrong-to 'wrong-to quote 8' 'wrong-id quote 8' 'quote 7' 'quote 0' 'quote -10' \
	wrong-auth 'wrong-auth quote 28' wrong-checksum; do
	play "$what from 198.18.1.254"
	each_way "$ways" foreign "$what"
done

# Of what was never sent: sequence + 0x5500.
for what in wrong-seq 'wrong-seq quote 8'; do
	play "$what"
	each_way "$ways" foreign "$what"
done

# The same errors with a right quote are counted, so the runs above had something to refuse.
own()
{
	# shellcheck disable=SC2086 # words or none
	ping_in h1 $raw -c4 -i0.05 -W0.5 "$target"
	is "$(rec error seq)" 2 "$how, $1: the error is counted"
	is "$(rec reply seq | cut -d' ' -f1,2)" '1 2' '... and the answer behind it too'
	like "$out" '^[34] packets transmitted, 3 received, \+1 errors, ' '... in the text'
}
for what in 'quote 8' 'quote 28' 'quote all'; do
	play "$what"
	each_way "$ways" own "$what"
done

# A quote cut within the tag is taken at its word: there is no more to see.
play 'quote 20'
each_way "$ways" own 'quote 20'

# Two runs with one identifier, as two raw sockets may have: each error is that of the run whose
# destination is quoted.
lab_play p --rule 'error 3 1 request to=198.18.7.7'
in_ns h1 "$PING" -e 0 -c20 -i0.02 -W0.3 198.18.7.7 >"$LAB_TMP/other" 2>&1 &
other=$!
lab_pids="$lab_pids $other"
lab_wait 5 grep -q 'icmp_seq=1 ' "$LAB_TMP/other"
ping_in h1 -e 0 -c5 -i0.05 198.18.7.8
is "$(rec error seq) $(rec reply seq)" ' 1 2 3 4 5' 'the errors of another run with the same identifier are its own'
wait $other
is "$(grep -c '^From 198.18.7.7 ' "$LAB_TMP/other")" 20 '... which has them all'
ping_done
