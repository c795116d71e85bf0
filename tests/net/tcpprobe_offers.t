#!/bin/sh
# tcpprobe_offers: what a peer's TCP offers: its options, ECN, fast open, MPTCP, SYN cookies, a SYN proxy,
# SYN-ACKs that come again, and what stands in for several hosts.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154,SC2016,SC3043 # probe_end sets out, err and status; perl expands; every Linux sh knows local
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
command -v nft >/dev/null || skip_all 'there is no nft here'
lab_enter "$0" "$@"
# shellcheck source=tests/lab/tcpprobe.sh
. "$(dirname "$0")/../lab/tcpprobe.sh"

# h1 has a link to each: sN is 198.18.N.2 and 2001:db8:N::2.
lab_host h1
star()
{
	local n

	for n in "$@"; do
		lab_host "s$n"
		lab_link h1 "e$n" "s$n" eth0
		lab_addr h1 "e$n" "198.18.$n.1/24" "2001:db8:$n::1/64"
		lab_addr "s$n" eth0 "198.18.$n.2/24" "2001:db8:$n::2/64"
	done
}
star 1 2 3 4

# serve NAMESPACE PORT[:mptcp|:fastopen|:mss=N]...: as listen_in, with sockets of these kinds.
serve()
{
	local ns="$1"

	shift
	mkfifo "$LAB_TMP/serve"
	nsenter --net="/run/netns/$ns" -- perl -MSocket=:all -e '
		for (@ARGV) {
			my ($port, $how) = split /:/;
			$how //= "";
			socket my $s, AF_INET6, SOCK_STREAM, $how eq "mptcp" ? 262 : 0 or die "$how: $!";
			setsockopt $s, IPPROTO_TCP, 23, 16 or die $! if $how eq "fastopen";
			setsockopt $s, IPPROTO_TCP, 2, 0 + $1 or die $! if $how =~ /mss=(\d+)/;
			bind $s, pack_sockaddr_in6($port, IN6ADDR_ANY) or die $!;
			listen $s, 64 or die $!;
			push @held, $s;
		}
		print "ready\n"; close STDOUT; sleep 300;' "$@" >"$LAB_TMP/serve" 2>"$LAB_TMP/serve.err" &
	lab_pids="$lab_pids $!"
	read -r _ <"$LAB_TMP/serve" || bail_out "no server: $(cat "$LAB_TMP/serve.err")"
	rm "$LAB_TMP/serve"
}

mptcp=:mptcp
in_ns s1 sh -c '[ -e /proc/sys/net/mptcp/enabled ] && echo 1 >/proc/sys/net/mptcp/enabled' || mptcp=
lab_sysctl s1 net/ipv4/tcp_ecn 1
lab_sysctl s1 net/ipv4/tcp_fastopen 3
serve s1 80 "81$mptcp" 82:fastopen
lab_sysctl s2 net/ipv4/tcp_syncookies 2
lab_sysctl s2 net/ipv4/tcp_ecn 0
serve s2 80
for key in timestamps sack window_scaling ecn; do
	lab_sysctl s3 net/ipv4/tcp_$key 0
done
serve s3 80
serve s4 80 84 8080:mss=1300 8081:mss=1200
in_ns s4 nft -f - <<'END' || skip_all 'nft cannot load these rules here'
table inet t {
	chain in {
		type filter hook input priority 0;
		tcp dport 84 tcp flags & (ecn | cwr) == ecn | cwr drop
		tcp dport 84 tcp option 34 exists reject with tcp reset
		tcp dport 85 drop
		tcp dport 86 reject with icmpx type admin-prohibited
	}
}
END
proxied=yes
in_ns s4 nft 'add table ip p; add chain ip p raw { type filter hook prerouting priority -300; }
	add rule ip p raw tcp dport 80 tcp flags syn notrack
	add chain ip p in { type filter hook input priority -1; }
	add rule ip p in tcp dport 80 ct state invalid,untracked synproxy mss 1400 wscale 5 timestamp sack-perm' 2>/dev/null ||
	proxied=
in_ns s4 nft 'add table ip t; add chain ip t p { type nat hook prerouting priority -100; }
	add rule ip t p tcp dport 87 redirect to :numgen inc mod 2 map { 0 : 8080, 1 : 8081 }' ||
	skip_all 'nft cannot load these rules here'

# ask NAME TARGET OPTION...
ask()
{
	local name="$1" target="$2"

	shift 2
	probe_start "$name" h1 --offers -i0.02 -W0.5 --retransmits 1.9 "$@" "$target"
}
ask plain 198.18.1.2 --explain --pcap "$LAB_TMP/run.pcapng" --prom "$LAB_TMP/prom"
ask mptcp '[2001:db8:1::2]:81'
ask fastopen 198.18.1.2:82
ask cookies '[2001:db8:2::2]:80' --explain
ask bare 198.18.3.2
ask strict 198.18.4.2:84
ask shared 198.18.4.2:87
ask closed 198.18.1.2:9
ask silent '[2001:db8:4::2]:85'
ask rejected 198.18.4.2:86
ask own 127.0.0.1:9
ask long 198.18.1.2 --retransmits 60
[ -z "$proxied" ] || ask proxy 198.18.4.2

# offer KEY...: of the card.
offer()
{
	local key values=''

	for key; do
		values="$values${values:+ }$(rec offers "$key")"
	done
	echo "$values"
}
probe_end plain
is "$status $err" '0 ' 'an open port offers something'
is "$(offer state mss_bytes sack timestamps timestamp_hz ecn accurate_ecn fast_open mptcp)" \
	'open 1460 true true 1000 true false false false' 'a Linux host'
is "$(offer syn_cookies syn_proxy hosts syn_ack_retransmits unanswered refused drops)" 'false false 1 1 null null 0' '... in order'
is "$(offer asked answered)" '17 17' 'each question has its answer'
ok '... and the SYN-ACK came again after a second' \
	perl -e 'exit !($ARGV[0] > 900 && $ARGV[0] < 1900)' "$(rec offer_answer after_ms | tr ' ' '\n' | grep -v null)"
like "$out" '^  SYN-ACK again     after 1\.[0-9]+ s; watched for 1\.9 s$' 'the card says so'
like "$out" '^SYN cookies are not active \(syn_cookies\): ' '--explain'
like "$(cat "$LAB_TMP/prom")" '^probe_tcp_offer_mss_bytes\{target="198.18.1.2"\} 1460$' 'metrics'
is "$(strings -n 12 "$LAB_TMP/run.pcapng" | grep -c 'SYN-ACK to SYN ')" 18 'every SYN-ACK is in the capture'
is "$(strings -n 12 "$LAB_TMP/run.pcapng" | grep -c 'RST that ends the half-open')" 1 '... and our RST'
probe_end mptcp
if [ -n "$mptcp" ]; then
	is "$status $(offer mptcp mptcp_version syn_cookies)" '0 true 1 false' 'MPTCP'
else
	skip 'no MPTCP here'
fi
probe_end fastopen
is "$status $(offer fast_open cookie_bytes mptcp)" '0 true 8 false' 'a fast open cookie'
probe_end cookies
is "$status $(offer syn_cookies sack syn_ack_retransmits ecn)" '0 true true 0 false' 'SYN cookies are active'
like "$out" '^SYN cookies are active \(syn_cookies\): ' '... and explained'
probe_end bare
is "$status $(offer sack timestamps window_scale timestamp_hz clock syn_cookies)" '0 false false null null null null' \
	'without any option nothing is known of cookies'
probe_end strict
is "$status $(offer ecn accurate_ecn fast_open mptcp unanswered refused)" '0 null null null false ecn accecn fast-open' \
	'what is dropped for what it adds is said, and not called absent'
is "$(offer asked answered)" '17 14' '... of the others each has its answer'
probe_end shared
is "$status $(offer hosts differ_options differ_window)" '0 2 true true' 'two hosts behind one address'
probe_end closed
is "$status $(offer state mss_bytes sent) $(sum state up)" '1 closed null 1 closed false' 'a closed port'
probe_end silent
is "$status $(offer state sent) $(sum state lost)" '1 filtered 3 filtered 3' 'a silent one'
for as in '' "$probe_bare"; do
	# shellcheck disable=SC2086 # words
	run in_ns h1 $as "$TCPPROBE" --offers -w 0.05 -W 9 198.18.4.2:85
	like "$status $out" '^198.18.4.2 port 85 is unknown$' "... ${as:+by connect() }is not called filtered before its time is over"
done
probe_end rejected
is "$status $(offer state) $(sum rejecter icmp_code)" '1 rejected 198.18.4.2 13' 'a rejected one'
probe_end own
is "$status $(offer state)" '1 closed' 'on loopback'
if [ -n "$proxied" ]; then
	probe_end proxy
	is "$status $(offer syn_proxy syn_cookies mss_bytes) $(sum reason)" '0 true true 1400 syn-proxy' 'a SYN proxy'
else
	skip 'no synproxy here'
fi
is "$(half_open_in s1)" 1 'one is still half-open'
kill -INT "$(cat "$LAB_TMP/long.pid")"
probe_end long
like "$status $(offer state syn_ack_retransmits) $(sum interrupted)" '^0 open [1-5] true$' 'SIGINT ends it with what is known'
for n in 1 2 3 4; do
	is "$(half_open_in s$n)" 0 "nothing is left half-open on s$n"
done
run in_ns h1 "$TCPPROBE" --offers --nagios --retransmits 0 -i0.01 198.18.1.2
like "$status $out" '^0 TCPPROBE OK - port 80 is open' 'a plugin'
run in_ns_bare h1 "$TCPPROBE" --offers --retransmits 1 198.18.1.2
like "$status $err" '^2 tcpprobe: a raw socket needs cap_net_raw: ' 'what needs privilege says so'
probe_as=$probe_bare
probe_start connected h1 --offers 198.18.1.2
probe_start less h1 --offers 198.18.3.2
probe_start refused h1 --offers 198.18.1.2:9
probe_start stop h1 --offers -W30 198.18.4.2:85
lab_sysctl h1 net/ipv4/tcp_ecn 1
probe_end connected
is "$status $err" '0 ' '... the rest is told by a connection'
like "$out" '^  MSS               at least 1460$' '... an MSS'
like "$out" '^  window scale      [0-9]+$' '... a scale'
like "$out" '^  timestamps        yes$' '... timestamps'
like "$out" '^A connection told this; what it cannot tell .window, clock rate, ' '... and says what is missing'
is "$(jq -c 'select(.type == "offers") | [.state, .sack, .timestamps, .mss, .window, .syn_cookies, .retransmits, .hosts]' "$records")" \
	'["open",true,true,null,null,null,null,null]' '... in the record null'
probe_end less
like "$out" '^  window scale      none$' 'a peer without options'
is "$(jq -c 'select(.type == "offers") | [.sack, .timestamps, .window_scale]' "$records")" '[false,false,null]' '... has none'
probe_end refused
like "$status $out" '^1 .*closed' 'a port that refuses'
lab_wait 5 in_ns h1 grep -q ':0055 02 ' /proc/net/tcp
stopped=$(cat "$LAB_TMP/stop.pid")
kill -TSTP "$stopped"
ok 'a connection that is waited for can be suspended' lab_wait 5 grep -q '^State:.*stopped' "/proc/$stopped/status"
kill -CONT "$stopped"
kill -INT "$stopped"
probe_end stop
is "$status $(sum state interrupted)" '1 unknown true' '... and ended then'
run in_ns_bare h1 "$TCPPROBE" --offers 198.18.1.2
like "$out" '^  ECN               yes$' 'ECN where this host asks for it'
probe_done
