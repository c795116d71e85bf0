#!/bin/sh
# diagnose_blame: what looks like a fault and is none, what a user without privilege is told, two faults at once,
# faults behind a second router, by IPv6.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154,SC2016,SC2034 # run sets out; nothing is to expand; start_as is for start
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/diagnose.sh
. "$LAB_ROOT/tests/lab/diagnose.sh"

cat >pages <<'END'
whole    "%HEAD%Content-Length: 5\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\nhello"
evil     "HTTP/1.1 503 \x1b[31mRed\x1b]0;x\x07\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
long     "%HEAD%Content-Length: 50000000\r\n\r\n" drip"xxxxxxxxxxxxxxxx"
redir    "HTTP/1.1 302 Found\r\nLocation: http://portal.example/login?u=1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
END

# ---- one network, where the server's addresses differ in what they answer

net 0
for n in 2 3 4 5; do
	lab_addr s0 eth0 198.18.2.$n/24
done
pages s0 0.0.0.0
web=$(cat port.s0)
secure s0 443 good
rules s0 <<END
table inet t {
	chain in {
		type filter hook input priority 0;
		ip daddr 198.18.2.2 icmp type echo-request drop
		ip daddr 198.18.2.3 icmp type echo-request limit rate over 10/second burst 5 packets drop
		ip daddr 198.18.2.4 icmp type echo-request meta length > 1000 drop
		ip daddr 198.18.2.5 tcp dport $web tcp flags syn numgen inc mod 2 == 0 reject with tcp reset
	}
}
END
in_ns c0 "$LAB_ROOT/tests/lab/dns.pl" 'fail.test * servfail' 'blocked.test A 127.0.0.1' 'dual.test A 198.18.2.1' 'dual.test AAAA 2001:db8:2::1' >dns.0 ||
	bail_out 'no name server'
lab_pids="$lab_pids $(cat dns.0)"
start noping c0 "http://198.18.2.2:$web/whole"
start records c0 --json "http://198.18.2.2:$web/whole"
start records-closed c0 --json 198.18.2.1:9
start limited c0 "198.18.2.3:$web"
start limited-host c0 198.18.2.3
start big c0 "198.18.2.4:$web"
start mixed c0 "198.18.2.5:$web"
DIAGNOSE_SECONDS=2 start long c0 "http://www.example:$web/long"
start redir c0 "http://www.example:$web/redir"
start evil c0 "http://www.example:$web/evil"
start missing c0 "http://www.example:$web/nosuch?a=1&b='\$(id)'"
start root c0 198.18.2.1:443
start address c0 https://198.18.2.1/
start plain-tls c0 http://www.example:443/
secure s0 444 early
start early c0 https://www.example:444/
start own c0 "blocked.test"
start servfail c0 fail.test
cat >nameless <<'END'
: >none
mount --bind none /etc/resolv.conf && exec "$@"
END
start_as='unshare -m sh nameless'
start nameless c0 fail.test
start_as=
start dual c0 "dual.test:$web"
start itself c0 198.18.1.1:9
start zone c0 "[$(ip -n r0 -6 addr show dev eth0 scope link | awk '$1 == "inet6" { sub("/.*", "", $2); print $2 }')%eth0]:9"
start_as=$diagnose_bare
start bare c0 "http://www.example:$web/whole"
start bare-closed c0 198.18.2.1:9
start_as=

# ---- behind a second router, by IPv6 too

far 1
rules q1 <<'END'
table inet t {
	chain through {
		type filter hook forward priority 0;
		tcp dport 2000 drop
		tcp dport 2001 reject with icmpx type admin-prohibited
		tcp dport 2002 reject with tcp reset
	}
}
END
for n in 0 1 2; do
	start "far$n" c1 "[2001:db8:2::1]:200$n"
done
start_as=$diagnose_bare
start bare-forged c1 198.18.2.1:2002
start_as=
ip -n r1 route add unreachable 198.18.10.0/24
ip -n c1 route add blackhole 198.18.12.0/24
start unreachable c1 198.18.10.1
start blackhole c1 198.18.12.1:80
start loop c1 198.18.9.9:80

# The hole is in a path that carries no pings.
far 2 1300
ip -n s2 link set eth0 mtu 1500
rules q2 <<'END'
table inet t {
	chain out {
		type filter hook output priority 0;
		icmp type destination-unreachable icmp code frag-needed drop
	}
	chain through {
		type filter hook forward priority 0;
		icmp type echo-request drop
	}
}
END
pages s2 198.18.2.1
start hole c2 "198.18.2.1:$(cat port.s2)"

# ---- the rest

net 3
ip -n c3 route replace default via 198.18.1.253
ip -n c3 -6 route replace default via 2001:db8:1::dead
start gateway6 c3 2001:db8:2::1
start_as=$diagnose_bare
start bare-gateway c3 198.18.2.1
start_as=
near 4 'drop a2b percent=25'
start lossy-closed c4 198.18.1.2:9
start_as=$diagnose_bare
start bare-lossy c4 198.18.1.2
start_as=
near 9 'delay 300'
pages s9 198.18.1.2
start distant c9 "http://198.18.1.2:$(cat port.s9)/whole"
net 5
pages s5 198.18.2.1
rules r5 <<'END'
table ip t {
	chain through {
		type filter hook forward priority 0;
		ip saddr 198.18.1.1 tcp sport & 3 == 1 drop
	}
}
END
start paths c5 "198.18.2.1:$(cat port.s5)"
net 8
pages s8 198.18.2.1
rules r8 <<'END'
table ip t {
	chain through {
		type filter hook forward priority 0;
		ip saddr 198.18.1.1 tcp flags & (syn | psh) == psh reject with tcp reset
	}
}
END
start request-reset c8 "http://198.18.2.1:$(cat port.s8)/whole"
net 6
rules c6 <<'END'
table inet t {
	chain out {
		type filter hook output priority 0;
		tcp dport 443 drop
	}
}
END
net 7
(
	lab_wait 30 test -s going.err
	ip -n c7 link del eth0
) &
start going c7 198.18.2.1:80
start own-rule c6 198.18.2.1:443
start own-rule-of-others c6 198.18.2.1

# remarked NAME ERE
remarked()
{
	like "$(sed -n 's/^remark: //p' "$1.out")" "$2" '... with that remark'
}

says noping 0 '^healthy: .*198.18.2.2 answers 200 '
remarked noping '^198.18.2.2 answers no ping, which alone proves nothing$'
says limited 0 '^healthy: ' 'loses|black hole'
remarked limited 'not one of [26]0 SYNs to its port .* pings alone are limited or lost'
says limited-host 0 '^healthy: ' 'loses|black hole'
says big 0 '^healthy: ' 'black hole'
remarked big '^pings of more than 1000 bytes stay without answer, but connections carry packets of 1500$'
says mixed 1 '^broken at port: port [0-9]+ of 198.18.2.5 is open to some SYNs and not to others' 'nothing listens|filtered'
says long 0 '^healthy: .* answers 200 ' 'cut|timed out'
remarked long '^after 2[.0-9]* s [0-9]+ bytes of .* had come, and more was coming$'
says redir 0 '^healthy: .* answers 302 '
remarked redir '^it sends on to http://portal.example/login\?u=1, another place: .* captive portal'
says evil 1 '^broken at HTTP: www.example answers 503 \?\[31mRed\?\]0;x\?$'
says missing 1 '^broken at HTTP: www.example answers 404 Not Found$'
unlike "$(cat missing.pasted)" 'uid=|not found' '... which runs nothing but itself'
says root 0 '^healthy: .*port 443 is open' 'expired'
remarked root '^port 443 speaks TLS, with a certificate for names: www.example '
says address 1 '^broken at TLS: TLS with 198.18.2.1 fails: the certificate is for www.example .*, not for 198.18.2.1$' 'expired|trusted'
says plain-tls 1 '^broken at HTTP: port 443 of www.example speaks TLS, not plain HTTP$' 'cut'
like "$(cat plain-tls.next)" 'httpget -i https://www.example:443/$' '... and what to ask instead'
says early 1 '^broken at TLS: TLS with www.example fails: the certificate of CN=www.example is not valid before 2089-01-01' 'expired'
like "$(sed -n 2p early.out)" '^evidence: .*; the clock here says 20[0-9-]* [0-9:]* UTC$' '... and what the time is'
says own 0 '^healthy: blocked.test is 127.0.0.1 '
remarked own '^blocked.test leads to this very host'
says servfail 1 '^broken at name: the name servers give no answer about fail.test' 'no name fail.test|has no'
says nameless 1 '^broken at name: no name server is configured here, and no file has the name fail.test$' 'give no answer'
says dual 1 '^broken at port: port [0-9]+ of 2001:db8:2::1 is closed'
remarked dual "^dual.test has other addresses, and port $web of 198.18.2.1 is open$"
says itself 1 '^broken at port: port 9 of 198.18.1.1 is closed' 'gateway|duplicate'
is "$(cat itself.next)" "ss -ltn 'sport = :9'" '... and that is to be run here'
says zone 1 '^broken at port: port 9 of fe80::[0-9a-f:]+%eth0 is closed: the host is there' 'not examined'
like "$(cat noping.out redir.out)" '^healthy: www.example is 198.18.2.1 .[0-9]+ ms, by a file of this host.' 'the name is by a file'
like "$(cat zone.err)" '^fine +this host +by eth0 from fe80::' '... over the right link'

says bare 0 '^healthy: .*gateway 198.18.1.254 answers .*port [0-9]+ is open, www.example answers 200 '
remarked bare '^not examined without cap_net_raw: duplicate addresses, SYN cookies, zero windows$'
says bare-closed 1 '^broken at port: port 9 of 198.18.2.1 is closed: ' 'middlebox|filtered'
like "$(sed -n 2p bare-closed.out)" '^evidence: tcpprobe 198.18.2.1:9: 20 of 20 SYNs were answered by RST' '... by whose evidence'
says bare-gateway 1 '^broken at link: the gateway 198.18.1.253 does not answer on eth0' 'nothing answers'
like "$(sed -n 2p bare-gateway.out)" '^evidence: ip neigh show 198.18.1.253 dev eth0: (FAILED|INCOMPLETE)$' '... by whose evidence'
says gateway6 1 '^broken at link: the gateway 2001:db8:1::dead does not answer on eth0' 'nothing answers'
says bare-lossy 1 '^impaired at path: the path to 198.18.1.2 loses [0-9.]+ % of the packets' 'limits|black hole'

says far0 1 '^broken at port: port 2000 of 2001:db8:2::1 is filtered: packets .* vanish behind 2001:db8:3::2 \(hop 2\)$' 'closed|rejected'
says far1 1 '^broken at port: port 2001 of 2001:db8:2::1 is rejected by 2001:db8:3::2: .*dministratively prohibited' 'is filtered|closed'
says far2 1 '^broken at port: port 2002 .*(by its TTL 2001:db8:3::2 sent the RST in its name|middlebox .*ttl)' 'nothing listens'
says bare-forged 1 '^broken at port: port 2002 of 198.18.2.1 is closed: ' 'is filtered|rejected'
says unreachable 1 '^broken at ping: 198.18.10.1 does not answer: packets to .* are sent back .*host-unreachable' 'nothing answers'
says blackhole 1 '^broken at this host: there is no way to 198.18.12.1 from here: ' 'is filtered|does not answer'
like "$(cat blackhole.pasted)" '^ +fault +route .* a blackhole route' '... and the next step shows it'
says loop 1 '^broken at port: port 80 of 198.18.9.9 is not reached: packets .* go round in a loop at 198.18.' 'rejected|is filtered'
says hole 1 '^broken at MTU: MTU black hole: packets of more than 1300 bytes vanish on the way to 198.18.2.1' 'filtered|loses'
says distant 0 '^healthy: .* answers in 60[0-9] ms without loss, MTU 1500, .*answers 200 ' 'slow|black hole|cookies'
says paths 1 '^impaired at port: one of several paths to 198.18.2.1 loses connections: [0-9]+ of 16 flows' 'is filtered|closed'
says going 1 '^broken at this host: (eth0 went down|the way to 198.18.2.1 went away)' 'does not answer|filtered'
says request-reset 1 "^broken at HTTP: the connection is reset on the way in 198.18.2.1's name: packet .* TTL 64" 'closed by|slow'
says own-rule 1 '^broken at this host: nftables: rule 2 of inet t out drops our SYNs to 198.18.2.1 port 443' 'is filtered'
says own-rule-of-others 0 '^healthy: '

# Two faults: what breaks, and also what impairs.
finished lossy-closed
like "$(head -n 1 lossy-closed.out)" '^broken at port: port 9 of 198.18.1.2 is closed' 'a closed port behind a lossy link: the port'
like "$(cat lossy-closed.out)" '^also: impaired at path: the path to 198.18.1.2 loses [0-9.]+ %' '... and the link'

# As records: what the text says.
finished records
is "$(jq -r 'select(.type == "summary") | "\(.result)\n\(.remarks)"' records.out)" \
	"$(printf 'healthy\n%s' "$(sed -n 's/^remark: //p' noping.out)")" 'as records: the same end'
is "$(jq -r 'select(.type == "rung") | .result + "=" + .rung' records.out | tr '\n' ' ')" \
	'fine=this host fine=link unknown=ping fine=port fine=HTTP ' '... and the same rungs'
finished records-closed
is "$(jq -r 'select(.type == "summary") | "\(.result) at \(.rung): \(.says)\nevidence: \(.evidence)\nnext: \(.next)"' records-closed.out)" \
	"$(grep -v '^remark: ' bare-closed.out)" '... and what a text says of a fault'
like "$(cat records-closed.status)" '^1$' '... by the same status'
tap_done
