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
lab_require dumpcap openssl python3
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

# What the kernel says beside packets and of connections, as tests/fuzz/control.h has it.
record_sockets()
{
	mkdir -p tests/fuzz/corpus/wire tests/fuzz/corpus/dial_socket tests/fuzz/corpus/httpget_stamp
	in_ns h2 perl -MIO::Socket::INET -e 'my $l = IO::Socket::INET->new(LocalAddr => "198.18.2.1",
		LocalPort => 7, Listen => 9); while (my $c = $l->accept) { sysread $c, my $x, 9; syswrite $c, "hello" }' &
	lab_pids="$lab_pids $!"
	lab_wait 5 in_ns h2 sh -c "ss -Hltn 'sport = :7' | grep -q ." || bail_out 'no echo server'
	in_ns h1 python3 - <<'PYTHON' || bail_out 'sockets cannot be recorded'
import select, socket as s, struct

STAMPING, QUEUE = 65, s.MSG_ERRQUEUE
KINDS = [(1, 65), (1, 37), (0, 2), (0, 1), (0, 8), (0, 6), (0, 11), (41, 52), (41, 67), (41, 50), (41, 25), (263, 8), (263, 16)]
FLAGS = 16 | 8 | 2 | 2048 | 128 | 1024 # software, both ways; no payload with it; an id; a control message

def message(sock, flags, family):
    """One message as recvmsg gives it; the sender as the kernel has it in memory."""
    data, controls, got, name = sock.recvmsg(2048, 512, flags)
    raw = b""
    if family == s.AF_INET and name:
        raw = struct.pack("=H", 2) + struct.pack("!H", name[1]) + s.inet_aton(name[0]) + bytes(8)
    elif family == s.AF_INET6 and name:
        raw = struct.pack("=H", 10) + struct.pack("!HI", name[1], 0) + s.inet_pton(10, name[0]) + struct.pack("=I", name[3])
    known = [(KINDS.index(c[:2]), c[2]) for c in controls if c[:2] in KINDS][:7]
    out = bytes([got & 0x20, len(raw)]) + raw + bytes([len(known)])
    for kind, body in known:
        # A stamp of then is refused for its age: the target puts the time it is in its place.
        out += bytes([kind | (0x80 if kind < 2 else 0), len(body)]) + body
    return out + struct.pack("!H", len(data)) + data

def take(sock, family, most=4, wait=1.0):
    out = b""
    for i in range(most):
        if not select.select([sock], [], [], wait)[0]:
            break
        for flags in (0, QUEUE):
            try:
                out += message(sock, flags | s.MSG_DONTWAIT, family)
            except OSError:
                pass
    return out

def keep(target, name, data):
    open("tests/fuzz/corpus/%s/lab-%s" % (target, name), "wb").write(data)

def options(sock, four):
    names = ((0, 12, 1), (0, 13, 1), (0, 8, 1), (0, 11, 1), (0, 6, 1)) if four else ((41, 51, 1), (41, 66, 1), (41, 49, 1), (41, 25, 1))
    for level, name, value in names + ((1, STAMPING, FLAGS),):
        try:
            sock.setsockopt(level, name, value)
        except OSError:
            pass # a ping socket has no IP_RECVOPTS

def echo(kind, four, to, ttl, how, name):
    sock = s.socket(s.AF_INET if four else s.AF_INET6, kind, 1 if four else 58)
    options(sock, four)
    sock.setsockopt(0 if four else 41, 2 if four else 16, ttl)
    body = bytes([8, 0]) + struct.pack("!H", 0xf7ff) + bytes(4) if four else bytes([128]) + bytes(7)
    sock.sendto(body, (to, 0))
    keep("wire", name, bytes([how]) + take(sock, sock.family))

echo(s.SOCK_DGRAM, True, "198.18.2.1", 64, 0, "reply")
echo(s.SOCK_DGRAM, True, "198.18.2.1", 1, 0, "expired")
echo(s.SOCK_DGRAM, False, "2001:db8:2::1", 64, 4, "reply6")
echo(s.SOCK_DGRAM, False, "2001:db8:2::1", 1, 4, "expired6")
echo(s.SOCK_RAW, True, "198.18.2.1", 64, 1, "raw")
echo(s.SOCK_RAW, False, "2001:db8:2::1", 64, 5, "raw6")

link = s.socket(s.AF_PACKET, s.SOCK_RAW, s.htons(3))
link.bind(("eth0", 0))
link.setsockopt(263, 8, 1)
link.setsockopt(1, STAMPING, FLAGS)
pinger = s.socket(s.AF_INET, s.SOCK_DGRAM, 1)
pinger.sendto(bytes([8]) + bytes(7), ("198.18.2.1", 0))
keep("wire", "link", bytes([2]) + take(link, s.AF_PACKET))

def connection(to, port, name, ttl=64):
    sock = s.socket(s.AF_INET, s.SOCK_STREAM)
    sock.setsockopt(0, 11, 1)
    sock.setsockopt(0, 2, ttl)
    sock.settimeout(1)
    try:
        sock.connect((to, port))
        sock.setsockopt(1, 37, 16 | 2 | 8 | 512 | 128 | 2048)
        sock.send(b"12345")
        select.select([sock], [], [], 1)
        keep("httpget_stamp", name, message(sock, 0, 0) + take(sock, 0, 2, 0.1))
    except OSError:
        pass
    info = sock.getsockopt(6, 11, 250)
    keep("dial_socket", name, bytes([len(info)]) + info + take(sock, 0, 1, 0.1))

connection("198.18.2.1", 7, "connected")
connection("198.18.2.1", 9, "refused")
connection("198.18.2.1", 7, "expired", 1)
connection("198.18.77.1", 7, "no-route")
PYTHON
}

lab_host h1
lab_router r
lab_host h2
record_link
record_path
record_routes
record_sockets
record_web
record_tls
record_talk
record_names
