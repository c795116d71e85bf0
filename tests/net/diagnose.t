#!/bin/sh
# diagnose: twenty broken networks get the right sentence and no other, five healthy ones are called that.
# Each run also tells its rungs, of which none but the broken one may be blamed, and its next step is run.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154,SC2317,SC3043,SC2016 # run sets out; wait calls; every sh knows local
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/diagnose.sh
. "$LAB_ROOT/tests/lab/diagnose.sh"

cat >pages <<'END'
whole    "%HEAD%Content-Length: 5\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\nhello"
slow     wait=1.5 "%HEAD%Content-Length: 5\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\nhello"
cut      "%HEAD%Content-Length: 50\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\nhello"
stale    "%HEAD%Content-Length: 5\r\nContent-Type: text/plain\r\nAge: 500\r\nCache-Control: max-age=60\r\nX-Cache: HIT\r\nConnection: close\r\n\r\nhello"
much     "%HEAD%Content-Length: 40000\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n" *4000"0123456789"
busy     "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
END

# The plain network, and what differs by port alone.
net 0
pages s0 198.18.2.1
pages r0 198.18.1.254
web=$(cat port.s0)
secure s0 443 good
secure s0 444 expired
secure s0 445 other
rules s0 <<'END'
table inet t {
	chain in {
		type filter hook input priority 0;
		tcp dport 1000 drop
		tcp dport 1003 reject with icmp type port-unreachable
	}
}
END
rules r0 <<'END'
table inet t {
	chain through {
		type filter hook forward priority 0;
		tcp dport 2000 drop
		tcp dport 2001 reject with icmp type net-unreachable
		tcp dport 2002 reject with icmp type host-unreachable
		tcp dport 2003 reject with icmp type prot-unreachable
		tcp dport 2004 reject with icmp type net-prohibited
		tcp dport 2005 reject with icmp type host-prohibited
		tcp dport 2006 reject with icmp type admin-prohibited
		tcp dport 2007 reject with tcp reset
	}
}
END
start plain c0 "http://www.example:$web/whole"
start expired c0 https://www.example:444/
start other c0 https://www.example:445/
start slow c0 "http://www.example:$web/slow"
start cut c0 "http://www.example:$web/cut"
start stale c0 "http://www.example:$web/stale"
start busy c0 "http://www.example:$web/busy"
start silent c0 198.18.2.1:1000
start dropped c0 198.18.2.1:2000
start closed c0 198.18.2.1:9
says plain 0 '^healthy: www.example is 198.18.2.1 .*gateway 198.18.1.254 answers .*port [0-9]+ is open, www.example answers 200 '
says expired 1 '^broken at TLS: TLS with www.example fails: the certificate of CN=www.example expired on 2020-02-01' 'is for|trusted|signed by itself'
says other 1 '^broken at TLS: TLS with www.example fails: the certificate is for .*other.example' 'expired|trusted'
says slow 1 '^impaired at HTTP: the server is slow, not the network: [1-9][.0-9]* s of [1-9][.0-9]* s: the server thought' 'loses|name server is slow|cut'
says cut 1 '^broken at HTTP: the body was cut' 'slow|timed out|reset'
says stale 1 '^impaired at cache: a cache on the way gives an old copy' 'slow|cut'
says busy 1 '^broken at HTTP: www.example answers 503 Service Unavailable$' 'slow|cut|proxy'
says silent 1 '^broken at port: port 1000 of 198.18.2.1 is filtered: packets .* vanish behind 198.18.1.254' 'closed|rejected|down'
says dropped 1 '^broken at port: port 2000 of 198.18.2.1 is filtered: packets .* vanish behind ' 'closed|rejected|down'
says closed 1 '^broken at port: port 9 of 198.18.2.1 is closed: the host is there and nothing listens$' 'filtered|middlebox|firewall'

# Each kind of rejection, by the router and by the host; a router's RST is told from the host's by another
# port of it.
for n in 1 2 3 4 5 6; do
	start "code$n" c0 198.18.2.1:200$n
done
start icmp c0 198.18.2.1:1003
start forged c0 198.18.2.1:2007
says icmp 1 '^broken at port: port 1003 of 198.18.2.1 is rejected by 198.18.2.1: Destination Port Unreachable$' 'is filtered|closed'
says forged 1 '^broken at port: port 2007 (of 198.18.2.1 is closed, but hardly by the host: by its TTL 198.18.1.254 sent the RST in its name|is closed by a middlebox in 198.18.2.1.s name: .*ttl)' 'nothing listens|is filtered'
n=0
for what in 'Net Unreachable' 'Host Unreachable' 'Protocol Unreachable' 'Net Prohibited' 'Host Prohibited' 'Packet filtered'; do
	n=$((n + 1))
	says "code$n" 1 "^broken at port: port 200$n of 198.18.2.1 is rejected by 198.18.1.254: .*$what" 'is filtered|closed|by 198.18.2.1:'
done

# ---- faults of a network's own

net 1
ip -n r1 link set eth0 down
start carrier c1 198.18.2.1:80
net 2
ip -n c2 route replace default via 198.18.1.253
start gateway c2 198.18.2.1:80

# Two on the link have the gateway's address, and two the client's.
for n in 3 4; do
	net $n
	ip netns add "b$n"
	for side in c r x; do
		[ $side != x ] || lab_host "x$n"
		ip -n "$side$n" link del eth0 2>/dev/null
		lab_link "$side$n" eth0 "b$n" "$side"
	done
	in_ns "b$n" sh -c 'ip link add bridge0 type bridge && for i in c r x; do ip link set $i master bridge0; done && ip link set bridge0 up'
	lab_addr "c$n" eth0 198.18.1.1/24
	lab_addr "r$n" eth0 198.18.1.254/24
	lab_default "c$n" 198.18.1.254
done
lab_addr x3 eth0 198.18.1.254/24
lab_addr x4 eth0 198.18.1.1/24
start twice c3 198.18.2.1
start ours c4 198.18.2.1

net 5 1300
rules r5 <<'END'
table inet t {
	chain out {
		type filter hook output priority 0;
		icmp type destination-unreachable icmp code frag-needed drop
	}
}
END
start hole c5 198.18.2.1

# The second router quotes what the first has clamped.
far 6
rules r6 <<'END'
table inet t {
	chain through {
		type filter hook forward priority 0;
		ip saddr 198.18.1.1 tcp flags syn tcp option maxseg size set 1200
	}
}
END
pages s6 198.18.2.1
start clamp c6 "198.18.2.1:$(cat port.s6)"

near 7 'drop a2b percent=25'
start lossy c7 198.18.1.2
near 8 'drop request bundle=2/4' 'drop tcp a2b sport=32768-39825'
start bundle c8 198.18.1.2

net 9
lab_sysctl s9 net/ipv4/tcp_syncookies 2
pages s9 198.18.2.1
start cookies c9 "198.18.2.1:$(cat port.s9)"

# A program that lets a request lie in its socket, which has little room.
net 10
nsenter --net=/run/netns/s10 -- perl -MSocket=:all -e '
	socket my $l, AF_INET, SOCK_STREAM, 0 or die $!;
	setsockopt $l, SOL_SOCKET, SO_RCVBUF, 1;
	bind $l, pack_sockaddr_in 80, INADDR_ANY or die $!;
	listen $l, 9;
	$SIG{CHLD} = "IGNORE";
	while (accept my $c, $l) {
		next if fork;
		sleep 1;
		my $head = "";
		until ($head =~ /\r\n\r\n/) { sysread $c, $head, 4096, length $head or last }
		syswrite $c, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok" if length $head;
		exit;
	}' &
lab_pids="$lab_pids $!"
lab_wait 10 listens s10 80
start window c10 "http://198.18.2.1/?$(printf '%09000d' 0)"

# A proxy that refuses, and one that does not while there is no other way.
net 11
nsenter --net=/run/netns/r11 -- perl -MIO::Socket::INET -e '
	my $l = IO::Socket::INET->new(LocalAddr => "198.18.1.254", LocalPort => 3128, Listen => 9, ReuseAddr => 1);
	while (my $c = $l->accept) {
		sysread $c, my $x, 4096;
		syswrite $c, "HTTP/1.1 403 Forbidden\r\nContent-Length: 3\r\nConnection: close\r\n\r\nno\n";
		close $c;
	}' &
lab_pids="$lab_pids $!"
lab_wait 10 listens r11 3128
https_proxy=http://proxy.example:3128 start refused c11 https://www.example/

# Name servers.
net 12
for n in 13 14; do
	net $n
	in_ns c$n "$LAB_ROOT/tests/lab/dns.pl" 'slow.test A after 2 198.18.2.1' 'none.test * nxdomain' >"dns.$n" || bail_out 'no name server'
	lab_pids="$lab_pids $(cat dns.$n)"
done
start dns-slow c13 slow.test
start dns-none c14 none.test
start dns-silent c12 slow.test
start dns-wrong c12 --address 198.18.2.7 www.example

says carrier 1 '^broken at this host: .*carrier' 'gateway|filtered|does not answer'
says gateway 1 '^broken at link: the gateway 198.18.1.253 does not answer on eth0' 'duplicate|filtered|carrier'
says twice 1 '^broken at link: duplicate address: 2 hosts say that they have 198.18.1.254 \(..:..:..:..:..:.. and ..:' 'does not answer|loses'
says ours 1 '^broken at link: duplicate address: [0-9a-f:]* has this host.s address 198.18.1.1 too$' 'does not answer|loses'
says hole 1 '^broken at MTU: MTU black hole: packets of more than 1300 bytes vanish on the way to 198.18.2.1' 'loses|clamped|slow'
says clamp 1 '^impaired at handshake: the MSS is clamped on the way to 198.18.2.1: MSS 1460 -> 1200' 'black hole|loses'
says lossy 1 '^impaired at path: the path to 198.18.1.2 loses [0-9.]+ % of the packets' 'one of several|black hole|limits|slow'
says bundle 1 '^impaired at path: one of several paths to 198.18.1.2 loses packets: .* of 64 flows loses? everything' 'black hole|limits'
says cookies 1 '^impaired at handshake: SYN cookies are active on 198.18.2.1' 'clamped|filtered|slow'
says window 1 '^impaired at HTTP: 198.18.2.1 closes its window and takes no more data for .*: the program there does not read$' 'path .* loses|black hole|slow'
says refused 1 '^broken at proxy: the proxy proxy.example refuses to go to www.example: .*403' 'www.example (answers|is closed)|TLS'
says dns-slow 1 '^impaired at name: looking up slow.test took 2[0-9]{3} ms: a name server is slow' 'no address|the server is slow|loses'
says dns-none 1 '^broken at name: there is no name none.test, say the name servers \(asked: 127.0.0.1\)$' 'slow|no name server|no address'
says dns-silent 1 '^broken at name: the name servers give no answer about slow.test: they fail, refuse or are not reached' 'no name slow.test|no address'
says dns-wrong 1 '^broken at name: www.example leads to 198.18.2.1, not to 198.18.2.7 as it should$' 'slow|no address'

# ---- healthy ones

net 20
pages s20 198.18.2.1
rules r20 <<'END'
table ip t {
	chain post {
		type nat hook postrouting priority 100;
		oifname eth1 masquerade
	}
}
END
ip -n s20 route del default
start nat c20 "http://www.example:$(cat port.s20)/whole"

net 21
ip -n c21 addr flush dev eth0 scope global
lab_addr c21 eth0 2001:db8:1::1/64
ip -n c21 route replace default via 2001:db8:1::fe
secure s21 443 good
start six c21 https://six.wild.example/
start records c21 --json https://six.wild.example/

# Far away, and half a megabit a second.
lab_host c22
lab_host s22
lab_relay w22 c22 eth0 s22 eth0 'delay 60 a2b' 'delay 60 b2a'
lab_addr c22 eth0 198.18.1.1/24
lab_addr s22 eth0 198.18.2.1/24
ip -n c22 route add 198.18.2.0/24 dev eth0
ip -n s22 route add 198.18.1.0/24 dev eth0
for side in c22 s22; do
	in_ns $side tc qdisc add dev eth0 root tbf rate 512kbit burst 3000 latency 500ms || skip_all 'tc cannot make a thin path here'
done
pages s22 198.18.2.1
start long c22 "http://www.example:$(cat port.s22)/much"

net 23
pages s23 198.18.2.1
rules r23 <<'END'
table inet t {
	chain through {
		type filter hook forward priority 0;
		drop
	}
}
END
nsenter --net=/run/netns/r23 -- perl -MIO::Socket::INET -e '
	my $l = IO::Socket::INET->new(LocalAddr => "198.18.1.254", LocalPort => 3128, Listen => 9, ReuseAddr => 1);
	while (my $c = $l->accept) {
		sysread $c, my $x, 4096;
		syswrite $c, "HTTP/1.1 200 OK\r\nVia: 1.1 proxy\r\nContent-Type: text/plain\r\nContent-Length: 3\r\nConnection: close\r\n\r\nyes";
		close $c;
	}' &
lab_pids="$lab_pids $!"
lab_wait 10 listens r23 3128
http_proxy=http://proxy.example:3128 start proxied c23 "http://www.example:8080/"

says nat 0 '^healthy: .*www.example answers 200 ' 'MSS|cookies'
says six 0 '^healthy: six.wild.example is 2001:db8:2::1 .*gateway 2001:db8:1::fe answers .*port 443 is open, six.wild.example answers 200 ' '198.18'
says long 0 '^healthy: .*www.example answers 200 ' 'slow|cut|timed out'
says proxied 0 '^healthy: proxy.example is 198.18.1.254 .*port 3128 is open, www.example answers 200 ' '198.18.2.1'
finished records
is "$(cat records.status) $(jq -rs '[.[] | select(.type == "rung") | "\(.rung)=\(.result)"] | join(" ")' records.out)" \
	'0 name=fine this host=fine link=fine ping=fine MTU=fine port=fine HTTP=fine' 'as records: rung by rung'
is "$(jq -r 'select(.type == "summary") | "\(.tool) \(.v) \(.up) \(.result) \(.rung) \(.also) \(.remarks)"' records.out)" \
	'diagnose 1 true healthy null null null' '... and the end'
tap_done
