#!/bin/sh
# tcpprobe_syn: its SYN is the kernel's own, byte for byte, whatever this host and the route are set to.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2016,SC3043 # perl expands; every Linux sh knows local
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/tcpprobe.sh
. "$(dirname "$0")/../lab/tcpprobe.sh"

lab_direct

# Every SYN that comes, less what differs between two of one host: ports, sequence number, time stamp,
# checksum, IPv4's identification, IPv6's flow label.
hear()
{
	mkfifo "$LAB_TMP/$1.hear"
	nsenter --net="/run/netns/$1" -- perl -e '
		use constant { PACKET => 17, DGRAM => 2, ALL => 0x0300, OUTGOING => 4 };
		socket my $s, PACKET, DGRAM, ALL or die $!;
		syswrite STDOUT, "ready\n";
		while (my $from = recv $s, my $p, 65535, 0) {
			my ($protocol, $kind) = (unpack "SnlSC", $from)[1, 4];
			next if $kind == OUTGOING || $protocol != 0x0800 && $protocol != 0x86dd;
			my $v6 = ord($p) >> 4 == 6;
			next if ord(substr $p, $v6 ? 6 : 9, 1) != 6;
			my $at = $v6 ? 40 : 4 * (ord($p) & 15);
			next if (ord(substr $p, $at + 13, 1) & 0x17) != 2;
			substr $p, $at, 2, "pp";
			substr $p, $at + 4, 4, "seqn";
			substr $p, $at + 16, 2, "cs";
			if ($v6) { substr $p, 1, 3, chr(ord(substr $p, 1, 1) & 0xf0) . "fl"; }
			else { substr $p, 4, 2, "id"; substr $p, 10, 2, "cs"; }
			for (my $o = $at + 20; $o < length $p;) {
				my $kind = ord substr $p, $o, 1;
				substr $p, $o + 2, 4, "time" if $kind == 8;
				$o += $kind < 2 ? 1 : ord substr $p, $o + 1, 1;
			}
			syswrite STDOUT, unpack("H*", $p) . "\n";
		}' >"$LAB_TMP/$1.hear" 2>&1 &
	lab_pids="$lab_pids $!"
}

hear h2
hear h1
exec 7<"$LAB_TMP/h2.hear" 8<"$LAB_TMP/h1.hear"
for fd in 7 8; do
	read -r line <&$fd || line=
	[ "$line" = ready ] || bail_out "nobody hears: $line"
done

# is_own ADDRESS WHAT FD: one after the other, so that the pipe's lines are in this order.
is_own()
{
	local kernel='' ours=''

	in_ns h1 perl -MSocket=:all -e 'my ($af, $to) = $ARGV[0] =~ /:/
			? (AF_INET6, pack_sockaddr_in6(9, inet_pton(AF_INET6, $ARGV[0])))
			: (AF_INET, pack_sockaddr_in(9, inet_aton($ARGV[0])));
		socket my $s, $af, SOCK_STREAM, 0 or die $!;
		setsockopt $s, SOL_SOCKET, 36, $ENV{MARK} + 0 or die "mark: $!" if $ENV{MARK}; # SO_MARK
		connect $s, $to and die "open"; die $! unless $!{ECONNREFUSED};' "$1" || bail_out "no connect() to $1"
	read -r kernel <&"$3"
	in_ns h1 "$TCPPROBE" -q -c1 --refused ok ${MARK:+--mark "$MARK"} "[$1]:9" || bail_out "no probe of $1"
	read -r ours <&"$3"
	is "$ours" "$kernel" "$2"
	in_ns h1 "$TCPPROBE" -q --expect closed:9 ${MARK:+--mark "$MARK"} "$1" || bail_out "no list with $1"
	read -r ours <&"$3"
	is "$ours" "$kernel" "$2, in a list"
}
MARK=
export MARK

# both WHAT: over both families.
both()
{
	is_own 198.18.1.2 "$1, IPv4" 7
	is_own 2001:db8:1::2 "$1, IPv6" 7
}

both 'as this kernel is set'
for to in 127.0.0.1 ::1 198.18.1.1 2001:db8:1::1; do
	is_own "$to" "to its own $to" 8
done
# set_to KEY VALUE: and then as it was.
set_to()
{
	local path="net/$1" was

	was=$(in_ns h1 cat "/proc/sys/$path" 2>/dev/null)
	if ! lab_sysctl h1 "$path" "$2" 2>/dev/null; then
		skip "$1 cannot be set to $2 here" 4
		return
	fi
	both "$1 $2"
	lab_sysctl h1 "$path" "$was"
}
set_to ipv4/tcp_window_scaling 0
set_to ipv4/tcp_sack 0
set_to ipv4/tcp_timestamps 0
set_to ipv4/tcp_ecn 1
set_to ipv4/tcp_ecn 3
set_to ipv4/tcp_ecn 4
set_to ipv4/tcp_rmem '4096 20000 6291456'
set_to ipv4/tcp_rmem '4096 400000 900000000'
set_to ipv4/tcp_workaround_signed_windows 1
set_to ipv4/ip_default_ttl 77
set_to ipv4/ip_no_pmtu_disc 1
set_to ipv6/conf/eth0/mtu 1400
set_to ipv6/conf/eth0/hop_limit 33

# over METRICS...: the route to h2 says so.
over()
{
	ip -n h1 route replace 198.18.1.0/24 dev eth0 src 198.18.1.1 "$@" || bail_out "no route with $*"
	ip -n h1 -6 route replace 2001:db8:1::/64 dev eth0 "$@" || bail_out "no IPv6 route with $*"
	both "a route with $*"
}
over mtu 1300
over advmss 1000
over window 20000
over initrwnd 4
over features ecn
over hoplimit 9
over mtu 1290 advmss 700 window 3000 initrwnd 2
# A mark may have a table of its own, with another source address and MTU.
lab_addr h1 eth0 198.18.1.7/24 2001:db8:1::7/64
in_ns h1 sh -c 'ip rule add fwmark 7 table 7 && ip -6 rule add fwmark 7 table 7 &&
	ip route add 198.18.1.0/24 dev eth0 src 198.18.1.7 mtu 1350 table 7 &&
	ip -6 route add 2001:db8:1::/64 dev eth0 src 2001:db8:1::7 mtu 1350 table 7' || bail_out 'no rule'
MARK=7
both 'a route by mark'
tap_done
