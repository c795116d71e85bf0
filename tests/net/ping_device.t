#!/bin/sh
# ping_device: an interface that is removed, and made anew, in mid-run.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154,SC2317 # lab_wait and each_way call; run sets out, err and status
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/ping.sh
. "$LAB_ROOT/tests/lab/ping.sh"

ended()
{
	grep 'packets transmitted' "$LAB_TMP/mid.out"
}

anew()
{
	lab_link h1 eth0 h2 eth0
	lab_addr h2 eth0 198.18.1.2/24 2001:db8:1::2/64
	lab_addr h1 eth0 198.18.1.1/24 2001:db8:1::1/64
}

begin()
{
	# shellcheck disable=SC2086 # words or none
	ping_start mid h1 $raw -O -i0.03 -W0.5 "$@" "$target"
	lab_wait 5 answered 2 || diag "no answers: $(cat "$LAB_TMP/mid.out" "$LAB_TMP/mid.err")"
}

# goes_on NAME: answers come again; the run ends well, as asked.
goes_on()
{
	before=$(grep -c ' bytes from ' "$LAB_TMP/mid.out")
	ok "$how: $1" lab_wait 5 answered $((before + 3))
	kill -INT "$ping_pid"
	ping_end mid
	is "$status" 0 '... and the run goes on'
	is "$(sum transmitted)" "$(($(sum answered) + $(sum lost) + $(sum rejected) + $(sum pending) + \
		$(printf '%s\n' "$err" | grep -c sendmsg)))" '... the numbers add up'
}

device_removed()
{
	ping_noise='^ping: (sendmsg: |the interface it was to leave by is gone$)'
	begin -I eth0
	ip -n h1 link del eth0
	ok "$how: its interface is removed: the run ends" lab_wait 5 ended
	ping_end mid
	is "$status" 2 '... with 2'
	like "$out" '^[0-9]+ packets transmitted, [0-9]+ received, ' '... its summary'
	is "$(printf '%s\n' "$err" | tail -n1)" 'ping: the interface it was to leave by is gone' \
		'... and the reason'
	anew
}

device_replaced()
{
	ping_noise='^ping: sendmsg: (Network is unreachable|No such device)$'
	begin
	ip -n h1 link del eth0
	lab_wait 5 told 3
	anew
	goes_on 'without -I it goes on when the interface is made anew'
}

zone_removed()
{
	ping_noise='^ping: (sendmsg: |the interface it was to leave by is gone$)'
	target=$(ip -n h2 -6 addr show dev eth0 scope link | sed -n 's/.*inet6 \([^/]*\).*/\1/p')%eth0
	begin
	ip -n h1 link del eth0
	ok "${how%% *}: so does that of a zone" lab_wait 5 ended
	ping_end mid
	is "$status" 2 '... with 2'
	anew
}

lab_direct
each_way "198.18.1.2 2001:db8:1::2" device_removed
each_way "198.18.1.2 2001:db8:1::2" device_replaced
for how in ping raw; do
	raw=
	[ $how = ping ] || raw='-e 0'
	zone_removed
done
ping_done
