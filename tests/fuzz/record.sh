#!/bin/sh
# record: captures of the tools at work in the lab, for tests/fuzz/lab; `make seeds` then cuts the
# corpora out of them.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2016,SC2034,SC3043 # of perl; some are for the lab; every Linux sh knows local
#
# usage: BUILD=FOLDER tests/fuzz/record.sh [FOLDER]; needs `make peers` (dumpcap) and openssl.
cd "$(dirname "$0")/../.." || exit 99
# shellcheck source=tests/tap.sh
. tests/tap.sh
# shellcheck source=tests/lab/lab.sh
. tests/lab/lab.sh
lab_enter tests/fuzz/record.sh "$@"
lab_require dumpcap openssl
to=$(readlink -f "${1:-tests/fuzz/lab}")
PING=$BUILD/ping ARPING=$BUILD/arping TCPPROBE=$BUILD/tcpprobe
dumpcap=$(lab_find dumpcap)

# record NAME HOST INTERFACE: from now on; done_recording ends it.
record()
{
	local log="$LAB_TMP/record.log"

	recording=$1
	nsenter --net="/run/netns/$2" "$dumpcap" -q -P -s 0 -i "$3" -w "$LAB_TMP/$recording.pcap" 2>"$log" &
	recorder=$!
	lab_wait 10 grep -q '^File:' "$log" || bail_out "dumpcap does not start: $(cat "$log")"
}

done_recording()
{
	# What was sent is in the file when the file stops growing.
	lab_wait 5 still "$LAB_TMP/$recording.pcap"
	kill "$recorder"
	wait "$recorder"
	install -m 644 "$LAB_TMP/$recording.pcap" "$to/$recording.pcap"
	note "$recording: $(stat -c %s "$to/$recording.pcap") bytes"
}

still()
{
	local was

	was=$(stat -c %s "$1")
	sleep 0.3
	[ "$was" = "$(stat -c %s "$1")" ]
}

# The command's own result is no matter: what goes over the link is.
quietly()
{
	nsenter --net=/run/netns/h1 timeout 20 "$@" >/dev/null 2>&1 </dev/null
}

record_link()
{
	lab_peer p h1 eth0 --rule 'mac 02:00:00:00:00:0a,02:00:00:00:00:0b to=198.18.1.3' \
		--rule 'mac 02:00:00:00:00:0a from fe80::fe type=133' --tcp-open 80
	lab_addr h1 eth0 198.18.1.1/24 2001:db8:1::1/64
	record link h1 eth0
	quietly "$ARPING" -f 198.18.1.2
	quietly "$ARPING" -c1 198.18.1.3
	quietly "$ARPING" -D -c1 -I eth0 198.18.1.4
	quietly "$ARPING" -U -c1 -I eth0 198.18.1.1
	quietly "$ARPING" -f 2001:db8:1::2
	quietly "$ARPING" --router -I eth0
	quietly "$ARPING" -f -w2 --vlan 3 198.18.1.5
	done_recording
	lab_stop p
	ip -n h1 link del eth0
}

record_path()
{
	lab_link h1 eth0 r eth0
	lab_link r eth1 h2 eth0
	lab_routed_addrs
	record path h1 eth0
	quietly "$PING" -n -c1 198.18.2.1
	quietly "$PING" -n -c1 -R 198.18.2.1
	quietly "$PING" -n -c1 -T tsonly 198.18.2.1
	quietly "$PING" -n -c1 -s 4000 198.18.2.1
	quietly "$PING" -n -c1 -t1 -W1 198.18.2.1
	quietly "$PING" -n -c1 -W1 198.18.77.1
	quietly "$PING" -n -c1 2001:db8:2::1
	quietly "$PING" -n -c1 -t1 -W1 2001:db8:2::1
	quietly "$PING" -n -c1 -s 4000 2001:db8:2::1
	quietly "$TCPPROBE" -n -c1 198.18.2.1:81
	quietly "$TCPPROBE" -n --path -c1 '[2001:db8:2::1]:81'
	done_recording
}

# What a scripted web server says, a connection each.
record_web()
{
	local base

	in_ns h2 perl tests/lab/webpeer.pl tests/lab/webpeer.txt "$LAB_TMP/port" 198.18.2.1 &
	lab_pids="$lab_pids $!"
	lab_wait 5 test -s "$LAB_TMP/port" || bail_out 'webpeer does not start'
	base=http://198.18.2.1:$(cat "$LAB_TMP/port")
	record web h1 eth0
	for path in keep chunked trailers close old interim empty again cached part length-two te-unknown \
		chunk-wraps chunk-junk chunk-cut nul bare-lf escape; do
		quietly "$BUILD/httpget" -m 3 "$base/$path"
	done
	done_recording
	record coded h1 eth0
	for path in gzip gzip-cut gzip-extra gzip-two deflate deflate-raw; do
		quietly "$BUILD/httpget" -m 3 --compressed "$base/$path"
	done
	done_recording
}

record_tls()
{
	local ca="$LAB_TMP/ca" port=1 options

	mkdir "$ca"
	sh tests/lab/tls-ca.sh "$ca" >/dev/null 2>&1 || bail_out 'openssl here cannot make a CA'
	for options in -tls1_2 -tls1_3 '-tls1_2 -cipher ECDHE-RSA-AES256-SHA384' '-tls1_3 -alpn http/1.1'; do
		# shellcheck disable=SC2086 # words
		(cd "$ca" && in_ns h2 openssl s_server -accept 198.18.2.1:$port -cert good.pem -cert_chain \
			good.pem -key good.key -www -quiet $options >/dev/null 2>&1) &
		lab_pids="$lab_pids $!"
		port=$((port + 1))
	done
	for port in 1 2 3 4; do
		lab_wait 10 in_ns h2 sh -c "ss -Hltn 'sport = :$port' | grep -q ." || bail_out 'no TLS server'
	done
	record tls h1 eth0
	for port in 1 2 3 4; do
		quietly "$BUILD/httpget" -k -m 3 "https://198.18.2.1:$port/"
	done
	done_recording
}

# What servers say to telnetlite: telnet's options, a mail server's greeting.
record_talk()
{
	TALK_HOST=h2 TALK_ADDRESS=198.18.2.1
	# shellcheck source=tests/lab/talk.sh
	. tests/lab/talk.sh
	talk_peers <<'PEERS'
telnetd "\xff\xfd\x18\xff\xfd\x20\xff\xfd\x23\xff\xfd\x27\xff\xfb\x03" wait=0.1 "\xff\xfa\x18\x01\xff\xf0\xff\xfa\x27\x01\xff\xf0" wait=0.1 "\r\nlogin: " fin
smtp "220 mail.example ESMTP\r\n" read"\n" "250-mail.example\r\n250 STARTTLS\r\n" read"\n" "221 bye\r\n" fin
socks read=3 "\x05\x00" read=10 "\x05\x00\x00\x01\xc6\x12\x02\x01\x00\x50" "hello" fin
refusing read=3 "\x05\x00" read=10 "\x05\x05\x00\x01\x00\x00\x00\x00\x00\x00" fin
connect read"\r\n\r\n" "HTTP/1.1 200 OK\r\n\r\nhello" fin
forbids read"\r\n\r\n" "HTTP/1.1 403 No\r\nContent-Length: 3\r\n\r\nno!" fin
PEERS
	record talk h1 eth0
	quietly "$TELNETLITE" --telnet -w 5 198.18.2.1 "$(port telnetd)"
	quietly "$TELNETLITE" -w 5 --expect '^220' --send 'EHLO me' --expect '^250 ' --send QUIT 198.18.2.1 "$(port smtp)"
	done_recording
	record proxy h1 eth0
	for name in socks refusing; do
		quietly "$TELNETLITE" -w 5 -X 5 -x "198.18.2.1:$(port $name)" 198.18.2.1 80
	done
	for name in connect forbids; do
		quietly "$TELNETLITE" -w 5 -X connect -x "198.18.2.1:$(port $name)" 198.18.2.1 80
	done
	done_recording
}

record_names()
{
	in_ns h1 tests/lab/dns.pl 'www.example A 198.18.2.1' 'www.example AAAA 2001:db8:2::1' \
		'alias.example A cname www.example 198.18.2.1' 'missing.example A nxdomain' '* A servfail' \
		>"$LAB_TMP/dns.pid" || bail_out 'dns.pl does not start'
	lab_pids="$lab_pids $(cat "$LAB_TMP/dns.pid")"
	echo 'nameserver 127.0.0.1' >"$LAB_TMP/resolv.conf"
	mount --bind "$LAB_TMP/resolv.conf" /etc/resolv.conf
	record dns h1 lo
	for name in www alias missing other; do
		quietly "$BUILD/httpget" -m 3 "http://$name.example:9/"
	done
	done_recording
}

# The kernel's answers to questions of netlink, as tests/fuzz/route.c takes them.
record_routes()
{
	mkdir -p tests/fuzz/corpus/route
	in_ns h1 perl -e 'use Socket;
		sub ask { my ($name, $type, $flags, $body) = @_;
			socket my $s, 16, 3, 0 or die; bind $s, pack "S S L L", 16, 0, 0, 0 or die;
			send $s, pack("L S S L L", 16 + length $body, $type, 1 | $flags, 1, 0) . $body, 0 or die;
			my $out = "";
			while (1) {
				recv $s, my $got, 32768, 0; $out .= pack("n", length $got) . $got;
				my (undef, $is, $has) = unpack "L S S", $got;
				last if !($has & 2) || $is == 3 || $is == 2;
			}
			open my $to, ">", "tests/fuzz/corpus/route/$name" or die; print $to $out; }
		sub to { pack "S S a*", 4 + length $_[1], $_[0], $_[1] }
		ask "lab-link", 18, 0, pack("C C S l L L", 0, 0, 0, 0, 0, 0) . to(3, "eth0\0\0\0\0");
		ask "lab-links", 18, 0x300, pack "C C S l L L", 0, 0, 0, 0, 0, 0;
		ask "lab-addresses", 22, 0x300, pack "C C C C L", 0, 0, 0, 0, 0;
		ask "lab-route4", 26, 0, pack("C8 L", 2, 32, 0, 0, 0, 0, 0, 0, 0) . to(1, inet_aton "198.18.2.1");
		ask "lab-route6", 26, 0, pack("C8 L", 10, 128, 0, 0, 0, 0, 0, 0, 0) .
			to(1, Socket::inet_pton(10, "2001:db8:2::1"));
		ask "lab-refused", 26, 0, pack("C8 L", 2, 32, 0, 0, 0, 0, 0, 0, 0) . to(1, "\xf0\0\0\1");
		ask "lab-neighbour", 30, 0, pack("C C S l S C C", 2, 0, 0, 2, 0, 0, 0) . to(1, inet_aton "198.18.1.254");'
}

lab_host h1
lab_router r
lab_host h2
record_link
record_path
record_routes
record_web
record_tls
record_talk
record_names
