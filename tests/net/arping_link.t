#!/bin/sh
# arping_link: a link's own networks found without being told which, and signals in mid-sweep.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154,SC2317 # run sets out, err and status; lab_wait calls
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/arping.sh
. "$(dirname "$0")/../lab/arping.sh"
lab_direct
lab_host alone

# sweep ARGUMENT...: with its records.
sweep()
{
	records=$LAB_TMP/sweep.json
	run in_ns h1 "$ARPING" --json="$records" "$@"
}
run in_ns alone "$ARPING" --localnet
is "$status $err" '2 arping: no interface has an IPv4 address to ask from' '--localnet without a link'
ip -n h1 addr add 198.18.7.1/32 dev lo
sweep --localnet --rate max --retries 0 -W 0.3
is "$status $(sum alive targets)" '0 1 254' '--localnet asks the one link there is'
lab_link h1 eth1 alone eth0
lab_addr h1 eth1 198.18.3.1/28
run in_ns h1 "$ARPING" --localnet
is "$status $err" "2 arping: which link's networks, eth0's or eth1's? -I INTERFACE says so" '... of two it wants to know which'
sweep --localnet -I eth1 --rate max --retries 0 -W 0.1
is "$(sum alive targets)" '0 14' '... and is told'
ip -n h1 link set eth1 down
ip -n h1 addr flush dev eth0
run in_ns h1 "$ARPING" --localnet
is "$status $err" '2 arping: eth1 is down, has no carrier or no ARP' '... one that is down is no link'
ip -n h1 link set eth1 up
ip -n h1 addr flush dev eth1
ip -n h1 addr add 198.18.3.1/32 dev eth1
run in_ns h1 "$ARPING" --localnet -I eth1
is "$status $err" '2 arping: eth1 has no IPv4 network' '... nor one with an address alone'
lab_addr h1 eth0 198.18.1.1/24

# A sweep that would take a minute: a look in the middle, a stop, the end.
said()
{
	grep -q "$1" "$LAB_TMP/slow.$2"
}
is_stopped()
{
	grep -q '^State:.*stopped' "/proc/$pid/status"
}
arping_start slow h1 --rate 2 -W 0.5 198.18.1.2 198.18.1.16/28
pid=$(cat "$LAB_TMP/slow.pid")
lab_wait 10 grep -q '^ARPING' "$LAB_TMP/slow.out"
rec_goes slow
kill -QUIT "$pid"
ok 'QUIT tells how far it is' lab_wait 10 said '^[01] of 15 addresses answered so far$' err
kill -TSTP "$pid"
ok 'TSTP stops it' lab_wait 10 is_stopped
kill -CONT "$pid"
kill -INT "$pid"
rec_end slow
like "$status $(sum interrupted)" '^[01] true$' 'INT ends it with its summary'
like "$(sum unasked)" '^[1-9]' '... which says who was not asked'
tap_done
