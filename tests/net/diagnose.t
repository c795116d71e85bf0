#!/bin/sh
# diagnose: twenty broken networks get the right sentence and no other, five healthy ones are called that.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154,SC2317,SC3043,SC2016 # run sets out; wait calls; every sh knows local
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
for needed in nft jq openssl perl; do
	command -v $needed >/dev/null || PATH=$PATH:$(cd "$(dirname "$0")/../.." && pwd)/build/peers/bin
	command -v $needed >/dev/null || skip_all "there is no $needed here"
done
lab_enter "$0" "$@"
unset http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY no_proxy NO_PROXY
export PROBEKIT="${PING%/*}"
cd "$LAB_TMP" || exit 99

# ---- names: of files, and in two cases of a name server on the host itself

printf '127.0.0.1 localhost\n198.18.2.1 www.example other.example\n198.18.1.254 proxy.example\n' >hosts
printf 'nameserver 127.0.0.1\noptions timeout:5 attempts:1\n' >resolv.conf
printf 'hosts: files dns\n' >nsswitch.conf
for file in hosts resolv.conf nsswitch.conf; do
	[ -e /etc/$file ] || skip_all "there is no /etc/$file to put another over"
	mount --bind "$LAB_TMP/$file" /etc/$file || bail_out "cannot put another over /etc/$file"
done
mkdir ca
sh "$LAB_ROOT/tests/lab/tls-ca.sh" ca >/dev/null 2>&1 || skip_all 'openssl here cannot make a CA'
export SSL_CERT_FILE="$LAB_TMP/ca/root.pem"

cat >pages <<'END'
whole    "%HEAD%Content-Length: 5\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\nhello"
slow     wait=1.5 "%HEAD%Content-Length: 5\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\nhello"
cut      "%HEAD%Content-Length: 50\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\nhello"
stale    "%HEAD%Content-Length: 5\r\nContent-Type: text/plain\r\nAge: 500\r\nCache-Control: max-age=60\r\nX-Cache: HIT\r\nConnection: close\r\n\r\nhello"
busy     "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
END

# ---- networks: client cN - router rN - server sN

# net N: 198.18.1.1 - 198.18.1.254, 198.18.2.254 - 198.18.2.1, and the same in IPv6.
net()
{
	lab_host "c$1"
	lab_router "r$1"
	lab_host "s$1"
	lab_link "c$1" eth0 "r$1" eth0
	lab_link "r$1" eth1 "s$1" eth0 "${2:-1500}"
	lab_addr "c$1" eth0 198.18.1.1/24 2001:db8:1::1/64
	lab_addr "r$1" eth0 198.18.1.254/24 2001:db8:1::fe/64
	lab_addr "r$1" eth1 198.18.2.254/24 2001:db8:2::fe/64
	lab_addr "s$1" eth0 198.18.2.1/24 2001:db8:2::1/64
	lab_default "c$1" 198.18.1.254 2001:db8:1::fe
	lab_default "s$1" 198.18.2.254 2001:db8:2::fe
}

# near N RULE...: client and server on one link, 198.18.1.1 - 198.18.1.2, with a relay in between.
near()
{
	local n="$1"

	shift
	lab_host "c$n"
	lab_host "s$n"
	lab_relay "w$n" "c$n" eth0 "s$n" eth0 "$@"
	lab_addr "c$n" eth0 198.18.1.1/24
	lab_addr "s$n" eth0 198.18.1.2/24
}

# pages N ADDRESS: a web server; its port goes to the file port.N.
pages()
{
	nsenter --net="/run/netns/$1" -- perl "$LAB_ROOT/tests/lab/webpeer.pl" "$LAB_TMP/pages" "$LAB_TMP/port.$1" "$2" &
	lab_pids="$lab_pids $!"
	lab_wait 10 test -s "port.$1" || bail_out "no web server in $1"
}

# secure N PORT CERTIFICATE
secure()
{
	(cd ca && exec nsenter --net="/run/netns/$1" -- openssl s_server -accept "$2" -cert "$3.pem" \
		-cert_chain "$3.pem" -key "$3.key" -www -quiet >/dev/null 2>&1) &
	lab_pids="$lab_pids $!"
	lab_wait 10 listens "$1" "$2" || bail_out "no TLS server in $1"
}

# listens N PORT
listens()
{
	in_ns "$1" ss -Hltn "sport = :$2" | grep -q .
}

# rules N: nft's rules from standard input.
rules()
{
	in_ns "$1" nft -f - || skip_all 'nft cannot load these rules here'
}

# ---- runs

# start NAME HOST ARGUMENT...: diagnose in the background.
start()
{
	local name="$1" ns="$2"

	shift 2
	{
		in_ns "$ns" "$LAB_ROOT/examples/diagnose" "$@" >"$name.out" 2>"$name.err" </dev/null
		echo $? >"$name.status"
	} &
	echo $! >"$name.pid"
}

# says NAME STATUS ERE: waits for it; the sentence is the first line, the only one when healthy.
says()
{
	wait "$(cat "$1.pid")"
	is "$(cat "$1.status") $(cat "$1.err")" "$2 " "$1: exit status $2, nothing on standard error"
	like "$(head -n 1 "$1.out")" "$3" "... the sentence"
	case $2 in
	0) is "$(wc -l <"$1.out")" 1 '... and no more' ;;
	*) is "$(sed -n 's/^\(evidence\|next\): ..*/\1/p' "$1.out" | tr '\n' ' ')" 'evidence next ' '... with evidence and a next step' ;;
	esac
	# What must not be said: that all is well, or that it was another layer.
	case $2 in
	1) unlike "$(cat "$1.out")" '^healthy' '... not that all is well' ;;
	*) unlike "$(cat "$1.out")" 'broken|impaired|evidence' '... nothing of a fault' ;;
	esac
}

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
says expired 1 '^broken at TLS: TLS with www.example fails: .*expired'
says other 1 '^broken at TLS: TLS with www.example fails: .*other.example'
says slow 1 '^impaired at HTTP: the server is slow, not the network: 1.5'
says cut 1 '^broken at HTTP: the body was cut: '
says stale 1 '^impaired at cache: a cache on the way gives an old copy'
says busy 1 '^broken at HTTP: www.example answers 503 Service Unavailable$'
says silent 1 '^broken at port: port 1000 of 198.18.2.1 is filtered: packets .* vanish behind 198.18.1.254'
says dropped 1 '^broken at port: port 2000 of 198.18.2.1 is filtered: packets .* vanish behind '
says closed 1 '^broken at port: port 9 of 198.18.2.1 is closed: the host is there and nothing listens$'

# Each kind of rejection, by the router and by the host; a router's RST is told from the host's by another
# port of it.
for n in 1 2 3 4 5 6; do
	start "code$n" c0 198.18.2.1:200$n
done
start icmp c0 198.18.2.1:1003
start forged c0 198.18.2.1:2007
says icmp 1 '^broken at port: port 1003 of 198.18.2.1 is rejected by 198.18.2.1: '
says forged 1 '^broken at port: port 2007 (of 198.18.2.1 is closed, but hardly by the host: by its TTL 198.18.1.254 sent the RST|is closed by a middlebox) in '
n=0
for what in 'Net Unreachable' 'Host Unreachable' 'Protocol Unreachable' 'Net Prohibited' 'Host Prohibited' 'Packet filtered'; do
	n=$((n + 1))
	says "code$n" 1 "^broken at port: port 200$n of 198.18.2.1 is rejected by 198.18.1.254: .*$what"
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
lab_router q6
net 6
ip -n s6 link del eth0
lab_link r6 eth1 q6 eth0
lab_link q6 eth1 s6 eth0
lab_addr r6 eth1 198.18.3.1/24
lab_addr q6 eth0 198.18.3.2/24
lab_addr q6 eth1 198.18.2.254/24
lab_addr s6 eth0 198.18.2.1/24
lab_default s6 198.18.2.254
lab_default r6 198.18.3.2
lab_default q6 198.18.3.1
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

near 7 'drop request percent=25'
start lossy c7 198.18.1.2
near 8 'drop request bundle=2/4'
start bundle c8 198.18.1.2

net 9
lab_sysctl s9 net/ipv4/tcp_syncookies 2
pages s9 198.18.2.1
start cookies c9 "198.18.2.1:$(cat port.s9)"

# The server's answers say that it takes nothing, for a while.
net 10
pages s10 198.18.2.1
rules r10 <<END
table ip t {
	chain through {
		type filter hook forward priority 0;
		tcp sport $(cat port.s10) tcp flags & (syn | rst | fin) == 0 quota until 300 bytes @th,112,16 set 0
	}
}
END
start window c10 "http://198.18.2.1:$(cat port.s10)/whole"

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

says carrier 1 '^broken at this host: .*carrier'
says gateway 1 '^broken at link: the gateway 198.18.1.253 does not answer on eth0'
says twice 1 '^broken at link: duplicate address: 2 hosts say that they have 198.18.1.254 \('
says ours 1 '^broken at link: duplicate address: [0-9a-f:]* has this host.s address 198.18.1.1 too$'
says hole 1 '^broken at MTU: MTU black hole: packets of more than 1300 bytes vanish on the way to 198.18.2.1'
says clamp 1 '^impaired at handshake: the MSS is clamped on the way to 198.18.2.1: MSS 1460 -> 1200'
says lossy 1 '^impaired at path: the link to 198.18.1.2 loses [0-9.]+ % of the packets'
says bundle 1 '^(impaired|broken) at path: one of several paths to 198.18.1.2 loses packets: .* of 64 flows loses? everything'
says cookies 1 '^impaired at handshake: SYN cookies are active on 198.18.2.1'
says window 1 '^impaired at HTTP: 198.18.2.1 closes its window'
says refused 1 '^broken at proxy: the proxy proxy.example refuses to go to www.example: .*403'
says dns-slow 1 '^impaired at name: looking up slow.test took 2[0-9]{3} ms: a name server is slow'
says dns-none 1 '^broken at name: the name none.test has no address'
says dns-silent 1 '^broken at name: (no name server answers for slow.test|the name slow.test has no address)'
says dns-wrong 1 '^broken at name: www.example leads to 198.18.2.1, not to 198.18.2.7 as it should$'

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
secure s21 8443 good
start six c21 --json '[2001:db8:2::1]:8443'

lab_host c22
lab_host s22
lab_relay w22 c22 eth0 s22 eth0 'delay 60 a2b' 'delay 60 b2a'
lab_addr c22 eth0 198.18.1.1/24
lab_addr s22 eth0 198.18.2.1/24
ip -n c22 route add 198.18.2.0/24 dev eth0
ip -n s22 route add 198.18.1.0/24 dev eth0
pages s22 198.18.2.1
start long c22 "http://www.example:$(cat port.s22)/whole"

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

says nat 0 '^healthy: .*www.example answers 200 '
says long 0 '^healthy: .*www.example answers 200 '
says proxied 0 '^healthy: proxy.example is 198.18.1.254 .*port 3128 is open, www.example answers 200 '
wait "$(cat six.pid)"
is "$(cat six.status) $(cat six.err)" '0 ' 'six: IPv6 alone, as records'
is "$(jq -r 'select(.type == "summary") | "\(.tool) \(.up) \(.result)"' six.out)" 'diagnose true healthy' '... healthy'
is "$(jq -r 'select(.type == "rung") | "\(.rung)=\(.result)"' six.out | tr '\n' ' ')" \
	'this host=fine link=fine ping=fine MTU=fine port=fine ' '... rung by rung'
tap_done
