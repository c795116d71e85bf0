#!/bin/sh
# demo: shows what the tools say, in a small lab of namespaces or, without any, on loopback.
# SPDX-License-Identifier: BSD-2-Clause
set -u
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/lab.sh"

# say TEXT...: what comes next, set apart.
say()
{
	printf '\n-- %s\n' "$*"
}

# show NAMESPACE COMMAND...: the command as a user would type it, what it prints, and its status.
show()
{
	ns=$1
	shift
	printf '%s$ %s\n' "$ns" "$(basename "$1") $(shift && printf %s "$*")"
	in_ns "$ns" "$@"
	status=$?
	[ $status -eq 0 ] || echo "(exit status $status)"
	return $status
}

# refused NAMESPACE COMMAND...: the same for one that must exit with 1.
refused()
{
	show "$@"
	[ $? -eq 1 ] || failed=1
}

# Words that only newer builds of ping have.
ping_has()
{
	"$PING" --help 2>&1 | grep -q -e "$1"
}

ping_in_lab()
{
	explain=
	ping_has --explain && explain=--explain

	say 'a link that drops the third request and delays every reply by 20 ms'
	lab_rules w 'drop request seq=3' 'delay 20 reply'
	# shellcheck disable=SC2086 # a word or none
	show h1 "$PING" -c 5 -i 0.2 $explain 198.18.2.1 || failed=1
	dropped=$(lab_count w 'act=drop')
	echo "The link's own log: $dropped packet dropped."
	[ "$dropped" -eq 1 ] || failed=1

	say 'a link that doubles one reply and lets another overtake, over IPv6'
	lab_rules w 'dup gap 5 reply seq=2' 'reorder 1 reply seq=4'
	show h1 "$PING" -c 6 -i 0.02 2001:db8:2::1 || failed=1

	say 'an address behind the router that nobody has'
	# shellcheck disable=SC2086
	refused h1 "$PING" -c 1 -W 5 $explain 198.18.2.99

	say 'a packet that may live for one hop only'
	# shellcheck disable=SC2086
	refused h1 "$PING" -c 1 -t 1 $explain 198.18.2.1

	say 'a packet larger than the next link, not to be cut'
	ip -n r link set dev eth1 mtu 1280
	# shellcheck disable=SC2086
	refused h1 "$PING" -c 1 -M 'do' -s 1400 $explain 198.18.2.1
}

# Three hosts on one switch, two of which were given one address.
arping_in_lab()
{
	ip netns add sw
	ip -n sw link add name br type bridge forward_delay 0
	ip -n sw link set dev br up
	for host in a b; do
		lab_host $host
	done
	for host in h1:eth1 a:eth0 b:eth0; do
		lab_link "${host%:*}" "${host#*:}" sw "${host%:*}"
		ip -n sw link set dev "${host%:*}" master br
	done
	lab_addr h1 eth1 198.18.3.1/24
	lab_addr a eth0 198.18.3.10/24
	lab_addr b eth0 198.18.3.10/24

	say 'who has this address, and is anyone else claiming it?'
	refused h1 "$ARPING" -c 2 -i 0.2 --unique --explain 198.18.3.10

	say 'and is this one free?'
	show h1 "$ARPING" -D --dad-scale 0.1 -I eth1 198.18.3.77 || failed=1
}

# A request by hand, and a greeting by script.
telnetlite_in_lab()
{
	command -v perl >/dev/null || return 0
	# shellcheck source=tests/lab/talk.sh
	. "$(dirname "$0")/talk.sh"
	lab_rules w note
	# shellcheck disable=SC2034 # for talk.sh
	TALK_ADDRESS=198.18.2.1 TALK_HOST=h2
	talk_peers <<-'SCRIPT'
		http "HTTP/1.0 200 OK\r\nContent-Length: 6\r\n\r\nhello\n" eof
		smtp "220 mail.example ESMTP\r\n" read"\r\n" "221 bye\r\n" eof
	SCRIPT

	say 'an HTTP request by hand: all of it goes out, all that comes is printed'
	printf '$ printf "GET / HTTP/1.0\\r\\n\\r\\n" | telnetlite 198.18.2.1 %s\n' "$(port http)"
	printf 'GET / HTTP/1.0\r\n\r\n' | in_ns h1 "$TELNETLITE" 198.18.2.1 "$(port http)" || failed=1

	say 'an SMTP greeting by script, and what the connection is like'
	show h1 "$TELNETLITE" --facts --trace --expect '^220 ' --send 'QUIT\r\n' --expect '^221 ' \
		198.18.2.1 "$(port smtp)" 2>&1 || failed=1
}

# A page whose connection loses its first SYN, from a server that thinks.
httpget_in_lab()
{
	command -v perl >/dev/null || return 0
	command -v nft >/dev/null || return 0
	# shellcheck source=tests/lab/talk.sh
	. "$(dirname "$0")/talk.sh"
	lab_rules w note
	# shellcheck disable=SC2034 # for talk.sh
	TALK_ADDRESS=198.18.2.1 TALK_HOST=h2
	talk_peers <<-'SCRIPT'
		page read"\r\n\r\n" wait=0.15 "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nAge: 7\r\nCache-Control: max-age=60\r\nContent-Length: 6\r\n\r\nhello\n"
		odd read"\r\n\r\n" "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nhello\n\r\n0\r\n\r\n"
	SCRIPT
	in_ns r nft "table inet page {
		set seen { type inet_service; flags dynamic; size 64; }
		chain forward { type filter hook forward priority 0
			tcp dport $(port page) tcp flags & (syn|ack) == syn tcp sport != @seen add @seen { tcp sport } drop
	}; }"

	say 'why is this page slow?'
	show h1 "$HTTPGET" --report -o /dev/null "http://198.18.2.1:$(port page)/" 2>&1 || failed=1

	say 'and is this one what it seems?'
	show h1 "$HTTPGET" --explain "http://198.18.2.1:$(port odd)/" 2>&1 || failed=1
}

# A port that the router drops, one that it resets, one whose MSS it clamps.
tcpprobe_in_lab()
{
	command -v perl >/dev/null || return 0
	command -v nft >/dev/null || return 0
	# shellcheck source=tests/lab/tcpprobe.sh
	. "$(dirname "$0")/tcpprobe.sh"
	lab_rules w note
	listen_in h2 22 80 443
	in_ns r nft 'table inet demo { chain forward { type filter hook forward priority 0
		tcp dport 443 drop
		tcp dport 23 reject with tcp reset
		tcp sport 22 tcp flags syn tcp option maxseg size set 1200
	}; }'

	say '443 is filtered: by whom, and where?'
	refused h1 "$TCPPROBE" --path -c 3 -i 0.3 --compare 80 --explain 198.18.2.1:443

	say 'is 23 closed, or does somebody say so in its name?'
	refused h1 "$TCPPROBE" --path -c 3 -i 0.3 --compare 80 198.18.2.1:23

	say 'what becomes of a SYN to port 22, and of its answer?'
	show h1 "$TCPPROBE" --path -c 3 -i 0.3 198.18.2.1:22 || failed=1
}

in_lab()
{
	failed=0
	cat <<-'PICTURE'
		A lab of unprivileged namespaces; nothing leaves this machine:

		    h1 ------------- r ------- w ------- h2
		    198.18.1.1       router    a link    198.18.2.1
		    2001:db8:1::1              by script 2001:db8:2::1

		and, on a switch with h1, two hosts a and b that both are 198.18.3.10
	PICTURE
	lab_routed_relayed note
	ping_in_lab
	arping_in_lab
	telnetlite_in_lab
	httpget_in_lab
	tcpprobe_in_lab
	exit $failed
}

on_loopback()
{
	failed=0
	echo "No lab of namespaces: $1."
	echo 'So this machine pings itself.'
	for address in 127.0.0.1 ::1; do
		say "$address"
		printf '$ ping -c 3 -i 0.2 %s\n' $address
		"$PING" -c 3 -i 0.2 $address && continue
		echo "(exit status $?)"
		# A machine may have IPv6 switched off.
		[ $address = ::1 ] || failed=1
	done
	exit $failed
}

if [ -z "${LAB_INSIDE-}" ] && why=$(lab_forbidden); then
	on_loopback "$why"
fi
lab_enter "$0" "$@"
in_lab
