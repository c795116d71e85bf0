#!/bin/sh
# tcpprobe_table: sixteen behaviours of a port, by the host and by routers, in IPv4 and IPv6: every verdict
# right, and nmap's answers equalled where there is one.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154,SC2119 # run sets out, err and status
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
command -v nft >/dev/null || skip_all 'there is no nft here'
lab_enter "$0" "$@"
# shellcheck source=tests/lab/tcpprobe.sh
. "$(dirname "$0")/../lab/tcpprobe.sh"

lab_chain
listen_in h2 80 86 92 94
lab_sysctl h2 net/ipv4/tcp_syncookies 2
in_ns h2 nft -f - <<'END' || skip_all 'nft cannot load these rules here'
table inet t {
	chain in {
		type filter hook input priority 0;
		tcp dport 82 drop
		tcp dport 83 reject with icmpx type port-unreachable
		tcp dport 84 reject with icmpx type admin-prohibited
		ip version 4 tcp dport 87 reject with icmp type host-prohibited
		ip version 4 tcp dport 88 reject with icmp type net-prohibited
		ip version 4 tcp dport 89 reject with icmp type net-unreachable
		ip version 4 tcp dport 90 reject with icmp type host-unreachable
		ip version 4 tcp dport 91 reject with icmp type prot-unreachable
		ip6 version 6 tcp dport 89 reject with icmpv6 type no-route
		ip6 version 6 tcp dport 90 reject with icmpv6 type addr-unreachable
		tcp dport 95 reject with tcp reset
	}
}
END
in_ns r1 nft 'add table inet t; add chain inet t f { type filter hook forward priority 0; }; add rule inet t f tcp dport 85 reject with tcp reset'
in_ns r2 nft -f - <<'END' || skip_all 'nft cannot load these rules here'
table inet t {
	chain through {
		type filter hook forward priority 0;
		tcp dport 86 drop
		tcp dport 92 tcp flags syn tcp option maxseg size set 1300
		tcp sport 92 tcp flags & (syn | ack) == syn | ack tcp option maxseg size set 1200
		tcp dport 93 reject with icmpx type admin-prohibited
	}
}
END
# A kernel without SYN proxies has one row less; in IPv6 none answers here.
proxied=94
in_ns r1 nft -f - <<'END' 2>/dev/null || proxied=
table inet p {
	chain first {
		type filter hook prerouting priority raw;
		tcp dport 94 tcp flags syn notrack
	}
	chain through {
		type filter hook forward priority 0;
		tcp dport 94 ct state invalid,untracked synproxy mss 1460 wscale 7 timestamp sack-perm
	}
}
END

ports4="80 81 82 83 84 85 86 87 88 89 90 91 92 93 $proxied 95" ports6="80 81 82 83 84 85 86 89 90 92 93 95"
h4=198.18.4.2 h6=2001:db8:4::2
# What says the same where there is one; it asks silent ports twice.
nmap=$(lab_find nmap) && for family in 4 6; do
	eval to="\$h$family ports=\$ports$family"
	[ $family = 4 ] && six='' || six=-6
	# shellcheck disable=SC2086 # words
	in_ns h1 "$nmap" $six -sS -n -Pn --reason --max-retries 1 -p "$(echo $ports | tr ' ' ,)" "$to" \
		>"$LAB_TMP/nmap.$family" 2>&1 &
	echo $! >"$LAB_TMP/nmap.$family.pid"
done
for port in $ports4; do
	probe_start "4.$port" h1 -c1 -W2 "$h4:$port"
done
for port in $ports6; do
	probe_start "6.$port" h1 -c1 -W2 "[$h6]:$port"
done
for port in 81 85 95; do
	probe_start "4.$port.known" h1 -c1 --reference 80 "$h4:$port"
	probe_start "6.$port.known" h1 -c1 --reference 80 "[$h6]:$port"
done
probe_start 4.ttl h1 -c1 -W2 --ttl 1 "$h4:80"
probe_start 6.ttl h1 -c1 -W2 --ttl 1 "[$h6]:80"

probe_as=$probe_bare
for port in 83 84 85 87 91 93; do
	probe_start "4.$port.bare" h1 -c1 -W2 "$h4:$port"
done
probe_start 4.ttl.bare h1 -c1 -W2 --ttl 2 "$h4:81"
for port in 83 84 89 90 93; do
	probe_start "6.$port.bare" h1 -c1 -W2 "[$h6]:$port"
done
probe_start 6.ttl.bare h1 -c1 -W2 --ttl 2 "[$h6]:81"

# found NAME STATUS STATE REASON WHO CONFIDENCE [FROM TYPE CODE]
found()
{
	probe_end "$1"
	is "$status $err$(sum state reason who confidence)" "$2 $3 $4 $5 $6" "$1: $3 ($4) by $5"
	[ $# -eq 6 ] || is "$(sum rejecter icmp_type icmp_code)" "$7 $8 $9" "... $7, ICMP $8/$9"
	case $1 in *.ttl* | *.bare) return ;; esac
	said "$1" "$(sum state icmp_type icmp_code)" >>"$LAB_TMP/ours.${1%%.*}"
}

# said NAME STATE TYPE CODE: in nmap's words; a table of what RFC 792 and 4443 call them.
said()
{
	# shellcheck disable=SC2086 # words
	set -- "$1" $2
	case ${1%%.*}:$2:$3/$4 in
	?:open:*) set -- "$1" open syn-ack ;;
	?:closed:*) set -- "$1" closed reset ;;
	?:filtered:*) set -- "$1" filtered no-response ;;
	4:rejected:3/3 | 6:rejected:1/4) set -- "$1" filtered port-unreach ;;
	4:rejected:3/13 | 6:rejected:1/1) set -- "$1" filtered admin-prohibited ;;
	4:rejected:3/10) set -- "$1" filtered host-prohibited ;;
	4:rejected:3/9) set -- "$1" filtered net-prohibited ;;
	4:rejected:3/0) set -- "$1" filtered net-unreach ;;
	4:rejected:3/2) set -- "$1" filtered proto-unreach ;;
	6:rejected:1/0) set -- "$1" filtered no-route ;;
	4:rejected:3/1 | 6:rejected:1/3) set -- "$1" filtered host-unreach ;;
	esac
	echo "${1#*.} $2 $3"
}

h=$h4 r=198.18.2.2
found 4.80 0 open syn-ack host high
is "$(rec answer from) $(rec answer ttl) $(rec answer flags)" "$h 61 SYN" '... from the host, by SYN-ACK'
is "$(rec answer mss_bytes) $(rec answer sack) $(rec answer timestamps)" '1460 true true' '... a SYN cookie offers it all'
is "$(rec answer rtt_source) $(rec start source_port)" 'kernel null' '... timed by the kernel'
found 4.81 1 closed rst host medium
found 4.82 1 filtered silence null low
found 4.83 1 rejected icmp host high $h 3 3
found 4.84 1 rejected icmp host high $h 3 13
found 4.85 1 closed rst host medium
found 4.86 1 filtered silence null low
found 4.87 1 rejected icmp host high $h 3 10
found 4.88 1 rejected icmp host high $h 3 9
found 4.89 1 rejected icmp host high $h 3 0
found 4.90 1 rejected icmp host high $h 3 1
found 4.91 1 rejected icmp host high $h 3 2
found 4.92 0 open syn-ack host high
is "$(rec answer mss_bytes)" 1200 '... with an MSS clamped on the way'
found 4.93 1 rejected icmp router high $r 3 13
is "$(sum rejecter_hops)" 2 '... two hops away'
like "$out" "port 93 is rejected by $r \\(2 hops away by its TTL\\): Packet filtered \\(ICMP 3/13\\)\$" '... in words'
like "$out" "port 93: rejected: Packet filtered \\(ICMP 3/13\\) from $r, seq=1 ttl=63 time=" '... and each answer'
[ -z "$proxied" ] || found 4.94 0 open syn-proxy middlebox low
found 4.95 1 closed rst host medium
found 4.ttl 1 rejected icmp router high 198.18.1.2 11 0
h=$h6 r=2001:db8:2::2
found 6.80 0 open syn-ack host high
is "$(rec answer from) $(rec answer ttl) $(rec answer mss_bytes)" "$h 61 1440" '... from the host'
found 6.81 1 closed rst host medium
found 6.82 1 filtered silence null low
found 6.83 1 rejected icmp host high $h 1 4
found 6.84 1 rejected icmp host high $h 1 1
found 6.85 1 closed rst host medium
found 6.86 1 filtered silence null low
found 6.89 1 rejected icmp host high $h 1 0
found 6.90 1 rejected icmp host high $h 1 3
found 6.92 0 open syn-ack host high
is "$(rec answer mss_bytes)" 1200 '... with an MSS clamped on the way'
found 6.93 1 rejected icmp router high $r 1 1
found 6.95 1 closed rst host medium
found 6.ttl 1 rejected icmp router high 2001:db8:1::2 3 0

# By connect(): its own errno would be "refused" for 83 and "unreachable" for most.
found 4.83.bare 1 rejected icmp host high $h4 3 3
is "$(rec start method) $(sum rejecter_hops)" 'connect null' '... by connect(), which knows no TTL'
found 4.84.bare 1 rejected icmp host high $h4 3 13
found 4.85.bare 1 closed rst host medium
found 4.87.bare 1 rejected icmp host high $h4 3 10
found 4.91.bare 1 rejected icmp host high $h4 3 2
found 4.93.bare 1 rejected icmp router high 198.18.2.2 3 13
found 4.ttl.bare 1 rejected icmp router high 198.18.2.2 11 0
found 6.83.bare 1 rejected icmp host high $h6 1 4
found 6.84.bare 1 rejected icmp host high $h6 1 1
found 6.89.bare 1 rejected icmp host high $h6 1 0
found 6.90.bare 1 rejected icmp host high $h6 1 3
found 6.93.bare 1 rejected icmp router high 2001:db8:2::2 1 1
found 6.ttl.bare 1 rejected icmp router high 2001:db8:2::2 3 0

for family in 4 6; do
	for port in 81 95; do
		probe_end $family.$port.known
		is "$(sum state reason who confidence)" 'closed rst host high' "$family.$port beside a known port: the host's"
	done
	probe_end $family.85.known
	is "$(sum state reason who confidence)" 'closed forged-rst middlebox high' "$family.85: a router's"
done
is "$(half_open_in h2)" 0 'nothing is left half-open'

for family in 4 6; do
	if [ -z "$nmap" ]; then
		ok "no nmap to compare IPv$family with # SKIP there is no nmap here" true
		continue
	fi
	wait "$(cat "$LAB_TMP/nmap.$family.pid")"
	is "$(sed -n 's,^\([0-9]*\)/tcp *\([a-z]*\) *[^ ]* *\([a-z-]*\).*,\1 \2 \3,p' "$LAB_TMP/nmap.$family")" \
		"$(cat "$LAB_TMP/ours.$family")" "IPv$family: nmap says the same"
done
probe_done
