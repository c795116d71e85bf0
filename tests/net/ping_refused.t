#!/bin/sh
# ping_refused: what this host's own firewall and queues take back is told apart from loss.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154,SC2317 # each_way calls; run sets out, err and status
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/ping.sh
. "$LAB_ROOT/tests/lab/ping.sh"
lab_require nft tc

# Identifier 0 is one that only a raw socket can have. An IPv6 ping socket is never told that its
# packet was dropped here: the kernel's ping_v6_sendmsg() keeps it to itself.
each_way()
{
	for how in 'ping 198.18.1.2 ip icmp' 'raw 198.18.1.2 ip icmp' 'raw 2001:db8:1::2 ip6 icmpv6'; do
		# shellcheck disable=SC2086 # words
		set_way $how
		"$@"
	done
}

set_way()
{
	target=$2 family=$3 icmp=$4 raw=
	[ "$1" = ping ] || raw='-e 0'
}

# firewall VERDICT: on echo requests that leave h1.
firewall()
{
	in_ns h1 nft "add table $family t
		add chain $family t c { type filter hook output priority 0; }
		add rule $family t c $icmp type echo-request $1" || bail_out 'nft takes no rule'
}

dropped()
{
	ping_noise='^ping: sendmsg: Operation not permitted$'
	firewall drop
	# shellcheck disable=SC2086 # words or none
	ping_in h1 $raw -c3 -i0.03 -W0.2 "$target"
	in_ns h1 nft delete table "$family" t
	is "$(rec unsent seq)/$(sum transmitted unsent lost)/$status" '1 2 3/3 3 0/1' \
		"$how: the firewall drops what leaves: no loss"
	is "$err" 'ping: sendmsg: Operation not permitted
ping: sendmsg: Operation not permitted
ping: sendmsg: Operation not permitted' '... told each time'
	firewall drop
	# shellcheck disable=SC2086 # words or none
	ping_in h1 $raw -q -c3 -i0.03 -W0.2 "$target"
	in_ns h1 nft delete table "$family" t
	is "$(sum unsent) $err" '3 ping: sendmsg: Operation not permitted' '... once with -q'
	ping_noise='^$'
}

mid_run()
{
	ping_noise='^ping: sendmsg: Operation not permitted$'
	# shellcheck disable=SC2086
	ping_start mid h1 $raw -i0.03 -W0.5 "$target"
	lab_wait 5 grep -q icmp_seq=2 "$LAB_TMP/mid.out"
	firewall drop
	lab_wait 5 grep -q sendmsg "$LAB_TMP/mid.err"
	in_ns h1 nft delete table "$family" t
	before=$(grep -c 'bytes from' "$LAB_TMP/mid.out")
	ok "$how: the firewall drops for a while" lab_wait 5 more "$before"
	kill -INT "$ping_pid"
	ping_end mid
	is "$status $(sum lost)" '0 0' '... and nothing is lost'
	ping_noise='^$'
}

more()
{
	[ "$(grep -c 'bytes from' "$LAB_TMP/mid.out")" -gt "$1" ]
}

rejected()
{
	ping_noise='^ping: sendmsg: Operation not permitted$'
	words='Packet filtered' from=198.18.1.1
	[ "$family" = ip ] || words='Destination unreachable: Administratively prohibited' from=2001:db8:1::1
	firewall "reject with $icmp type admin-prohibited"
	# shellcheck disable=SC2086
	ping_in h1 $raw -c1 -W0.5 "$target"
	in_ns h1 nft delete table "$family" t
	like "$out" "^From $from icmp_seq=1 $words\$" "$how: the firewall's own rejection"
	is "$status $(sum answered lost)" '1 0 0' '... is no loss either'
	ping_noise='^$'
}

# full OPTION...: more probes than the queue of h1's interface holds.
full()
{
	# shellcheck disable=SC2086
	ping_in h1 $raw -c60 -W5 -q "$@" "$target"
	is "$status $(sum lost pending loss_percent)" '0 0 0 0' "$how, a full queue, $*: no loss"
	is "$(($(sum answered) + $(sum unsent)))" 60 '... what it took came back, the rest is unsent'
	like "$out" "^$(sum answered) packets transmitted, $(sum answered) received, 0% packet loss" \
		'... and not transmitted, in the text'
}

queues()
{
	for options in '-i0.001 -l40' '-f' '-f -l60'; do
		# shellcheck disable=SC2086
		full $options
		# A flood may keep to the queue's own pace.
		is "$(rec unsent error | sed 's/No buffer space available//g' | tr -d ' ')" '' '... for that reason'
		[ "$options" = -f ] || between 1 "$(sum unsent)" 59 '... some of each'
	done
}

lab_direct
each_way dropped
each_way mid_run
each_way rejected
in_ns h1 tc qdisc add dev eth0 root tbf rate 64kbit burst 2000 limit 1000 ||
	bail_out 'tc takes no tbf'
each_way queues
# A send buffer that holds less than the queue: a probe that does not fit waits.
set_way ping 198.18.1.2 ip icmp
how='ping 198.18.1.2'
full -S 2048 -i0.001
is "$(sum answered)" 60 '... and goes out later'

# Too long for the link, which the kernel says.
ping_noise='^ping: sendmsg: Message too long$'
for to in 198.18.1.2 2001:db8:1::2; do
	ping_in h1 -c 2 -i 0.02 -W 0.1 -M 'do' -s 2000 "$to"
	is "$(rec unsent error) $(rec unsent mtu_bytes)" 'Message too long Message too long 1500 1500' \
		"$to: longer than its link takes: the record says how long that is"
done
ping_done
