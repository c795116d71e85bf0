#!/bin/sh
# telnetlite_reach: several addresses, one of them dead; source, proxies, Unix sockets, time limits.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154,SC2317 # run sets out, err and status; lab_wait calls
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/talk.sh
. "$(dirname "$0")/../lab/talk.sh"

# h1 -- h2: IPv6 to h2 goes nowhere, IPv4 does.
lab_host h1
lab_host h2
lab_link h1 eth0 h2 eth0
lab_addr h1 eth0 198.18.1.1/24 198.18.1.3/24 2001:db8:1::1/64
lab_addr h2 eth0 198.18.1.2/24 2001:db8:1::2/64
in_ns h2 nft -f - <<'RULES' || skip_all 'no nftables here'
table inet t {
	chain in {
		type filter hook input priority 0
		ip6 nexthdr tcp drop
		tcp dport 7 drop
		udp dport 53 counter drop
	}
}
RULES
mkdir -p "$LAB_TMP/etc"
printf '2001:db8:1::2 two\n198.18.1.2 two\n' >"$LAB_TMP/etc/hosts"
mount --bind "$LAB_TMP/etc/hosts" /etc/hosts || skip_all 'no mount over /etc/hosts here'
TALK_ADDRESS=0.0.0.0 TALK_HOST=h2
talk_peers <<'SCRIPT'
hello   "hello\n"
socks   read=3 "\x05\x00" read=13 "\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00" "by socks\n"
refuses read=3 "\x05\x00" read=13 "\x05\x02\x00\x01\x00\x00\x00\x00\x00\x00"
mute    hold
late    read"two\n" "heard\n"
http    read"\r\n\r\n" "HTTP/1.1 200 OK\r\n\r\nby http\n"
SCRIPT

start=$(date +%s%N)
run in_ns h1 "$TELNETLITE" --facts --json="$LAB_TMP/json" two "$(port hello)"
took=$((($(date +%s%N) - start) / 1000000))
is "$status $out" '0 hello' 'a dead IPv6 address with a live IPv4 one'
# Alone it takes two minutes.
ok "costs little: $took ms" test $took -lt 20000
like "$err" '^\* 2001:db8:1::2 port [0-9]*: given-up after ' 'the dead one is told'
is "$(grep -c '"type":"attempt"' "$LAB_TMP/json")" 2 'in the records too'
run in_ns h1 "$TELNETLITE" --json="$LAB_TMP/json" -s 198.18.1.3 two "$(port hello)"
like "$(cat "$LAB_TMP/json")" '"type":"connection".*"source":"198.18.1.3"' 'from an address that is wanted'
run in_ns h1 "$TELNETLITE" -p 20 198.18.1.2 "$(port hello)"
is "$status $out" '0 hello' 'from a port that takes privilege'
run in_ns_bare h1 "$TELNETLITE" -p 21 198.18.1.2 "$(port hello)"
is "$status $err" '2 telnetlite: cannot bind to 0.0.0.0 port 21: Permission denied' 'not without it'
link=$(in_ns h2 ip -6 -o addr show dev eth0 scope link | sed -n 's/.*inet6 \([^/]*\).*/\1/p')
run in_ns h1 "$TELNETLITE" "$link" 23
is "$status $err" "2 telnetlite: $link is the address of a link: say which, as in $link%eth0 or by --interface eth0" \
	'an address of a link wants the link'
run in_ns h1 "$BUILD/httpget" "http://[$link]/"
is "$status $err" "2 httpget: $link is the address of a link: say which, as in $link%eth0 or by --interface eth0" \
	'... of httpget, too'
run in_ns h1 "$TELNETLITE" -z -w 0.3 -s eth0 "$link" 23
is "$status" 6 'which -s may say'
run in_ns h1 "$TELNETLITE" -z -w 0.3 "[$link%eth0]:telnet"
is "$status $err" "6 telnetlite: no connection to $link port 23 in time" 'or the zone, with a service by name'
here=$(in_ns h1 ip -6 -o addr show dev eth0 scope link | sed -n 's/.*inet6 \([^/]*\).*/\1/p')
for own in "$here%eth0" "$here"; do
	run in_ns h1 "$TELNETLITE" -z -w 0.3 -s "$own" "$link%eth0" 23
	is "$status $err" "6 telnetlite: no connection to $link port 23 in time" "from $own"
done
run in_ns h1 "$TELNETLITE" -z -w 0.4 198.18.1.2 7
is "$status" 6 '-w ends a connect that nobody answers'
run in_ns h1 "$TELNETLITE" -x "198.18.1.2:$(port socks)" a.example 99
is "$status $out" '0 by socks' 'by a SOCKS 5 proxy'
run in_ns h1 "$TELNETLITE" -x "http://198.18.1.2:$(port http)" a.example 99
is "$status $out" '0 by http' 'by an HTTP proxy'
run in_ns h1 "$TELNETLITE" -x "198.18.1.2:$(port refuses)" a.example 99
is "$status" 7 'a proxy that refuses: 7'
run in_ns h1 "$TELNETLITE" -w 0.3 -x "198.18.1.2:$(port mute)" a.example 99
is "$status $err" "6 telnetlite: the proxy at 198.18.1.2 port $(port mute) does not answer in time" 'one that says nothing: 6'
# What ICMP says of a connection that stands is no end of it: the segment comes through when it is sent again.
in_ns h2 nft insert rule inet t in tcp dport "$(port late)" tcp flags '& psh == psh' \
	limit rate 1/hour burst 3 packets counter reject with icmpx type host-unreachable
printf 'two\n' >"$LAB_TMP/input"
run in_ns h1 "$TELNETLITE" 198.18.1.2 "$(port late)" <"$LAB_TMP/input"
is "$status $out" '0 heard' 'a router that is at a loss for a moment does not end a session'
like "$(in_ns h2 nft list chain inet t in)" 'counter packets 3 ' '... though it said so'
in_ns h1 nft 'table inet out { counter ours { }; chain out { type filter hook output priority 0
	ip ttl 33 ip dscp ef meta mark 7 tcp flags == syn counter name ours; }; }'
run in_ns h1 "$TELNETLITE" --ttl 33 --dscp ef --mark 7 198.18.1.2 "$(port hello)"
is "$status $out" '0 hello' 'TTL, DSCP and mark'
like "$(in_ns h1 nft list counters)" 'packets 1 ' 'are in what is sent'
run in_ns_bare h1 "$TELNETLITE" --mark 7 198.18.1.2 "$(port hello)"
is "$status $out" '2 ' 'a mark needs privilege'
like "$err" '^telnetlite: .*mark' 'and that is said'
run in_ns_bare h1 "$TELNETLITE" two "$(port hello)"
is "$status $out" '0 hello' 'no privilege is needed'
# A signal while the name is looked up.
echo nameserver 198.18.1.2 >"$LAB_TMP/etc/resolv.conf"
mkdir "$LAB_TMP/left"
asked()
{
	in_ns h2 nft list chain inet t in | grep -q 'udp dport 53 counter packets [1-9]'
}
if mount --bind "$LAB_TMP/etc/resolv.conf" /etc/resolv.conf; then
	nsenter --net=/run/netns/h1 -- env --default-signal=INT "$TELNETLITE" --json="$LAB_TMP/left/json" --prom "$LAB_TMP/left/prom" \
		--log "$LAB_TMP/left/log" slow.example 80 &
	pid=$!
	lab_pids="$lab_pids $pid"
	lab_wait 5 asked
	kill -INT "$pid"
	wait "$pid"
	is "$? $(ls -A "$LAB_TMP/left")" '130 ' 'a signal while a name is looked up leaves no file'
fi
perl -MIO::Socket::UNIX -e '$s = IO::Socket::UNIX->new(Local => $ARGV[0], Listen => 1); $c = $s->accept; print $c "hi\n"' \
	"$LAB_TMP/socket" &
lab_pids="$lab_pids $!"
lab_wait 5 test -S "$LAB_TMP/socket"
run "$TELNETLITE" -U "$LAB_TMP/socket" </dev/null
is "$status $out" '0 hi' 'a Unix socket'
tap_done
