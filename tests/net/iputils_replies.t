#!/bin/sh
# iputils_replies: headers, replies and statistics read as iputils ping's, by raw and ping socket.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC3043,SC2317 # every Linux sh knows local; run calls functions
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
# shellcheck source=tests/net/compare.sh
. "$(dirname "$0")/compare.sh"
lab_enter "$0" "$@"
compare_start

# h1 - r - h2 as ever, and on h1's eth1 a peer that is every address of 198.18.3.0/24.
lab_routed
lab_peer p h1 eth1 \
	--rule 'twice gap 60 request to=198.18.3.11/32' --rule 'twice gap 60 request to=2001:db8:3::11/128' \
	--rule 'from 198.18.3.99 request to=198.18.3.12/32' --rule 'from 2001:db8:3::99 request to=2001:db8:3::12/128' \
	--rule 'silent request to=198.18.3.13/32' --rule 'silent request to=2001:db8:3::13/128' \
	--rule 'silent request seq=2 to=198.18.3.14/32' --rule 'silent seq=2 request to=2001:db8:3::14/128' \
	--rule 'late 350 request to=198.18.3.15/32' --rule 'ttl 3 request to=198.18.3.16/32' \
	--rule 'oversize 5 request to=198.18.3.17/32' --rule 'oversize 5 request to=2001:db8:3::17/128' \
	--rule 'from 198.18.3.1 twice gap 60 request to=224.0.0.1/32'
lab_addr h1 eth1 198.18.3.254/24 2001:db8:3::fe/64
ip -n h1 route add 224.0.0.0/4 dev eth1
lab_sysctl h1 net/ipv4/icmp_echo_ignore_broadcasts 1
lab_sysctl r net/ipv4/icmp_echo_ignore_broadcasts 0

printf 'hosts: files\n' >"$LAB_TMP/nsswitch"
cat >"$LAB_TMP/hosts" <<'END'
198.18.2.1 far.example far
2001:db8:2::1 far6.example far6
198.18.3.1 both.example
2001:db8:3::1 both.example
198.18.2.254 router.example
END
mount --bind "$LAB_TMP/nsswitch" /etc/nsswitch.conf
mount --bind "$LAB_TMP/hosts" /etc/hosts

# What is meant to differ. Ours keeps the times of its probes itself, whatever their size.
timed='iputils needs 16 bytes for a time'
timing='s/( ttl=[0-9]+)$/\1 time=T ms/
	/packet loss/{ n; s,.*,1| rtt min/avg/max/mdev = T/T/T/T ms,; }'
# -v says which socket it is and what is missing, nothing of descriptors and getaddrinfo, and the
# identifier by either socket.
terse='iputils shows its descriptors'
fewer='/^1\| ai->ai_family/d; /^2\|$/d; s/^2\| ping: sock4.*/2| ping: SOCKET/; s/(icmp_seq=[0-9]+) ttl/\1 ident=I ttl/'

plain()
{
	same ping -c1 127.0.0.1
	same ping -c1 ::1
	same ping -c2 -i.2 198.18.2.1
	same ping -c2 -i.2 2001:db8:2::1
	same ping4 -c1 198.18.2.1
	same ping6 -c1 2001:db8:2::1
	same ping -q -c2 -i.2 198.18.2.1
	same ping -c1 127.1
	same ping -c1 0
	same ping -c1 0x7f000001
	same ping -c1 ::
	for size in 16 17 24 1000 1472 1473 4000; do
		same ping -c2 -i.1 -s $size 198.18.2.1
		same ping -c2 -i.1 -s $size 2001:db8:2::1
	done
	for size in 0 1 7 8 15; do
		differs "$timed" "$timing" ping -c2 -i.1 -s $size 198.18.2.1
		differs "$timed" "$timing" ping -c2 -i.1 -s $size 2001:db8:2::1
		differs "$timed" "$timing" ping -q -c1 -s $size 198.18.2.1
	done
	same ping -c1 -t 2 198.18.2.1
	same ping -c1 -Q 0x20 198.18.2.1
	same ping -c1 198.18.3.16
	same ping -D -c2 -i.2 198.18.2.1
	same ping -a -c2 -i.2 198.18.2.1
	same ping -U -c2 -i.2 198.18.2.1
	differs "$terse" "$fewer" ping -n -v -D -W1 -i.2 -c2 -M 'do' -s 56 -O 198.18.2.1
	differs "$terse" "$fewer" ping -v -c1 -e 77 2001:db8:2::1
	newer 20231222 ping -3 -c2 -i.2 198.18.2.1
}

sources()
{
	same ping -c1 -I eth0 198.18.2.1
	same ping -c1 -I eth0 2001:db8:2::1
	same ping -c1 -I 198.18.1.1 198.18.2.1
	same ping -c1 -I 2001:db8:1::1 2001:db8:2::1
	same ping -c1 -I eth0 -I 198.18.1.1 198.18.2.1
	same ping -c1 -I eth0 -I 2001:db8:1::1 2001:db8:2::1
	same ping -c1 -I 2001:db8:1::1 198.18.2.1
	same ping -c1 -I 198.18.1.1 2001:db8:2::1
	same ping -c1 -B 198.18.2.1
	same ping -c1 -B 2001:db8:2::1
	same ping -c1 -C 198.18.2.1
	same ping -c1 -r 198.18.1.254
	differs 'a send that fails is told and counted' \
		's/ received, 100%/ received, +1 errors, 100%/
		s/^exit/2| ping: sendmsg: Network is unreachable\n&/' ping -c1 -W.3 -r 198.18.2.1
	same ping -c1 -F 0 2001:db8:2::1
	same ping -c1 -F 0 -I eth0 2001:db8:2::1
}

named()
{
	same ping -c1 far
	same ping -c1 -n far
	same ping -4 -c1 far.example
	same ping -6 -c1 far6
	same ping -n -c1 far6
	same ping -q -c1 far
	same ping -c1 -I eth0 far
	same ping -c1 both.example
	same ping -6 -c1 both.example
	differs 'older ones lose the name' 's/^1\| PING  /1| PING both.example /
		s/^1\| ---  /1| --- both.example /' ping -4 -c1 both.example
	same ping -4 -R -c1 far.example
}

paced()
{
	same ping -f -c3 198.18.2.1
	same ping -f -c3 2001:db8:2::1
	same ping -f -q -c3 198.18.2.1
	same ping -f -a -c3 198.18.2.1
	same ping -f -c1 198.18.2.1
	same ping -f -i.01 -c3 198.18.2.1
	same ping -A -c3 198.18.2.1
	same ping -A -q -c3 198.18.2.1
	same ping -A -c1 198.18.2.1
	same ping -A -f -c3 198.18.2.1
	same ping -l3 -c3 198.18.2.1
	same ping -l3 -q -c3 198.18.2.1
	same ping -f -c3 -W.2 198.18.3.13
	same ping -f -c3 -W.2 2001:db8:3::13
	same ping -l3 -c3 -W.2 198.18.3.13
	same ping -O -c3 -i.2 -W.2 198.18.3.13
	same ping -O -c3 -i.2 -W.2 2001:db8:3::13
	same ping -O -D -c3 -i.2 -W.2 198.18.3.13
	same ping -O -q -c3 -i.2 -W.2 198.18.3.13
	same ping -O -f -c3 -i.2 -W.2 198.18.3.13
	same ping -O -c3 -i.2 198.18.3.14
	same ping -c3 -i.2 2001:db8:3::14
	same ping -A -c3 -i.2 198.18.3.14
	same ping -f -c3 198.18.3.14
	same ping -c3 -i.1 -W2 198.18.3.15
	same ping -c3 -i.2 -O -W2 198.18.3.15
	same ping -c2 -i.2 -O -W.1 198.18.3.15
}

answered()
{
	same ping -c2 -i.2 198.18.3.11
	same ping -c2 -i.2 2001:db8:3::11
	same ping -q -c2 -i.2 198.18.3.11
	same ping -c2 -i.2 198.18.3.12
	same ping -c2 -i.2 2001:db8:3::12
	same ping -c2 -i.2 198.18.3.17
	same ping -c2 -i.2 2001:db8:3::17
	same ping -c2 -i.3 -I eth1 224.0.0.1
	differs "$terse" "$fewer" ping -c2 -i.3 -v -I eth1 224.0.0.1
	same ping -c1 198.18.1.255
	same ping -c1 -W1 -b 198.18.1.255
}

recorded()
{
	same ping -R -c1 198.18.2.1
	same ping -R -c3 -i.2 198.18.2.1
	same ping -R -n -c1 far
	same ping -R -q -c1 far
	same ping -R -c1 127.0.0.1
	same ping -T tsonly -c1 198.18.1.254
	same ping -T tsandaddr -c1 198.18.1.254
	same ping -T tsandaddr -c1 198.18.2.1
	same ping -T tsprespec -c1 198.18.2.1
	same ping -T tsprespec -c1 198.18.1.1 198.18.2.1
	same ping -T tsprespec -c1 198.18.1.1 198.18.2.254 198.18.2.1
}

# Ours knows the source and the zone and has no need to warn.
zoned()
{
	ll=$(in_ns r ip -6 addr show dev eth0 scope link | sed -n 's,.*inet6 \([^/]*\)/.*,\1,p')
	own=$(in_ns h1 ip -6 addr show dev eth0 scope link | sed -n 's,.*inet6 \([^/]*\)/.*,\1,p')
	sure='the source is known'
	surely="s/ from :: eth0:/ from $own%eth0 eth0:/; /^2\\| ping: Warning: (IPv6 link-local|source) addr/d
		s/^(1\\| PING [^ ]+ \\([^ %]+)\\) from/\\1%eth0) from/"
	same ping -c1 "$ll%eth0"
	same ping -c1 -n "$ll%eth0"
	differs "$sure" "$surely" ping -c1 -I eth0 "$ll%eth0"
	differs "$sure" "$surely" ping -c1 -I eth0 "$ll"
	differs "$sure" "$surely" ping -c1 -I "$own%eth0" "$ll"
	differs "$sure" "$surely" ping -c1 -L -I eth0 ff02::1
	same ping -c1 -L ff02::1%eth0
}

all()
{
	plain
	sources
	named
	paced
	answered
	recorded
	zoned
}

where=raw
all
lab_open h1
where=socket
all
tap_done
