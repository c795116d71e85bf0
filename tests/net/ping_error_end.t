#!/bin/sh
# ping_error_end: which errors end a run, and what the records say of them.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154,SC2317 # each_way calls; run sets out, err and status
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/ping.sh
. "$LAB_ROOT/tests/lab/ping.sh"

# each_way COMMAND...: by both kinds of socket; identifier 0 is one that only a raw one can have.
each_way()
{
	for how in ping raw; do
		raw=
		[ $how = ping ] || raw='-e 0'
		"$@"
	done
}

ends()
{
	lab_play p --rule 'error 3 1 from 198.18.1.254 request'
	# shellcheck disable=SC2086 # words or none
	ping_in h1 $raw -c1 -W5 198.18.7.7
	is "$(rec start socket) $status" "$how 1" "$how socket: an error ends -c1 with 1"
	is "$(sum transmitted answered rejected lost pending)" '1 0 1 0 0' '... rejected, not lost'
	between 0 "$(sum elapsed_ms)" 500 '... at once'
	# shellcheck disable=SC2086
	ping_in h1 $raw -c3 -i0.05 198.18.7.7
	is "$(sum transmitted rejected) $(rec error seq)" '3 3 1 2 3' '... -c3 is three of them'
	lab_play p --rule 'error 3 1 from 198.18.1.254 request seq=2'
	# shellcheck disable=SC2086
	ping_in h1 $raw -c3 -i0.05 198.18.7.7
	is "$(rec error seq)/$(rec reply seq)" '2/1 3' '... or answers and errors together'
	is "$status" 0 '... then it is 0'
	# shellcheck disable=SC2086
	ping_in h1 $raw -c1 -w5 -i0.3 198.18.7.7
	is "$(sum transmitted answered) $status" '1 1 0' '-w: an answer in time'
	# shellcheck disable=SC2086
	ping_in h1 $raw -c9 -w5 -i0.3 198.18.7.7
	is "$(sum transmitted answered rejected) $status" '2 1 1 1' '... the first error ends it with 1'
	# shellcheck disable=SC2086
	ping_in h1 $raw -w5 -i0.3 198.18.7.7
	is "$(sum transmitted answered rejected) $status" '2 1 1 0' '... with 0 where no count was to come'
}

# A late error is as good as a late answer: the probe is told apart by its quote.
late()
{
	lab_play p --rule 'late 60 error 3 1 request'
	# shellcheck disable=SC2086
	ping_in h1 $raw -c3 -i0.05 198.18.7.7
	is "$(rec error seq)" '1 2 3' "$how socket: errors that take longer than the interval"
	like "$out" '^pipe [23]$' '... make a pipe'
	between 58 "$(rec error rtt_ms | cut -d' ' -f1)" 200 '... and have a time'
}

redirect()
{
	lab_play p --rule 'error 5 1 gateway 198.18.1.77 from 198.18.1.254 too request'
	# shellcheck disable=SC2086
	ping_in h1 $raw -c1 198.18.7.7
	is "$status" 0 "$how socket: a redirect does not end -c1"
	is "$(printf '%s\n' "$out" | sed -n '2,3{s/ time=.*//;p;}')" 'From 198.18.1.254: icmp_seq=1 Redirect Host(New nexthop: 198.18.1.77)
64 bytes from 198.18.7.7: icmp_seq=1 ttl=64' '... it is told, and the answer too'
	is "$(sum answered rejected redirects)" '1 0 1' '... and counted apart'
	is "$(rec redirect from) $(rec redirect gateway) $(rec redirect icmp_type) $(rec redirect icmp_code)" \
		'198.18.1.254 198.18.1.77 5 1' '... in its record'
	lab_play p --rule 'error 5 1 gateway 198.18.1.77 from 198.18.1.254 request'
	# shellcheck disable=SC2086
	ping_in h1 $raw -c2 -i0.02 -w0.3 -W0.1 198.18.7.7
	is "$(sum answered rejected lost redirects | cut -d' ' -f1,2) $status" '0 0 1' \
		'... no answer behind it is a loss'
	between 3 "$(sum redirects)" 10000 '... nor does it end -w'
}

# fields KEY...: those of the error records, a key a line.
fields()
{
	for key; do
		printf "%s\n" "$(rec error "$key")"
	done
}

records()
{
	from='from 198.18.1.254 request ip4'
	lab_play p --rule "error 3 0 $from seq=1" --rule "error 3 4 mtu 1300 $from seq=2" \
		--rule "error 11 0 $from seq=3" --rule "error 12 0 pointer 20 $from seq=4" \
		--rule 'error 3 1 request ip4 seq=5' --rule 'error 1 3 from 2001:db8:1::fe request seq=1' \
		--rule 'error 2 0 mtu 1300 request seq=2' --rule 'error 4 1 pointer6 40 request seq=3'
	# shellcheck disable=SC2086
	ping_in h1 $raw -c5 -i0.05 198.18.7.7
	is "$(fields seq icmp_seq icmp_type icmp_code icmp_name from mtu_bytes pointer gateway)" \
		"1 2 3 4 5
1 2 3 4 5
3 3 11 12 3
0 4 0 0 1
net-unreachable fragmentation-needed time-exceeded-in-transit pointer-indicates-the-error host-unreachable
198.18.1.254 198.18.1.254 198.18.1.254 198.18.1.254 198.18.7.7
null 1300 null null null
null null null 20 null
null null null null null" "$how socket: the records of IPv4's errors"
	# shellcheck disable=SC2086
	ping_in h1 $raw -c3 -i0.05 2001:db8:7::7
	is "$(fields seq icmp_seq icmp_type icmp_code icmp_name from mtu_bytes pointer gateway)" \
		"1 2 3
1 2 3
1 2 4
3 0 1
address-unreachable packet-too-big unrecognized-next-header-type
2001:db8:1::fe 2001:db8:7::7 2001:db8:7::7
null 1300 null
null null 40
null null null" '... and of IPv6'
	for rtt in $(rec error rtt_ms); do
		between 0.001 "$rtt" 500 '... with a time each'
	done
}

lab_peered
each_way ends
each_way late
each_way redirect
each_way records
ping_done
