#!/bin/sh
# environment: with a capability on its file no tool reads a file that the environment names: not by
# itself, not by a library, not in the process that looks names up. Without one, what can be is read.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154,SC2086,SC2016 # run sets out, err and status; words; perl expands
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
lab_require setcap perl
grep -q __asan_init "$PING" && skip_all "a sanitizer's program wants its libraries first"

# Names are asked for in vain, at once: nobody answers at 127.0.0.1.
printf '127.0.0.1 localhost\n' >"$LAB_TMP/hosts"
printf 'nameserver 127.0.0.1\noptions timeout:1 attempts:1\n' >"$LAB_TMP/resolv.conf"
printf 'hosts: files dns\n' >"$LAB_TMP/nsswitch.conf"
for file in hosts resolv.conf nsswitch.conf; do
	[ -e /etc/$file ] || skip_all "there is no /etc/$file to put another over"
	mount --bind "$LAB_TMP/$file" /etc/$file || skip_all "cannot put another over /etc/$file"
done

# The kernel calls an exec secure where a user gains something by it, not where root does.
mkfifo "$LAB_TMP/ready"
# shellcheck disable=SC2016 # the inner shell's
unshare -Un --map-user=1000 --map-group=1000 --keep-caps sh -c 'ip link set lo up
	ip link add eth0 type veth peer name eth1 && ip link set eth0 up && ip link set eth1 up
	ip addr add 198.18.1.1/24 dev eth0 && echo "1000 1000" >/proc/sys/net/ipv4/ping_group_range
	echo up >"$1" && exec sleep 300' sh "$LAB_TMP/ready" &
holder=$!
lab_pids="$lab_pids $holder"
read -r line <"$LAB_TMP/ready"
[ "$line" = up ] || skip_all 'no namespaces within namespaces here'
user()
{
	nsenter -t "$holder" -U -n --preserve-credentials -- "$@"
}

# Whoever connects is hung up on: enough for TLS to want certificates.
user perl -MIO::Socket::INET -e '
	my $s = IO::Socket::INET->new(Listen => 9, LocalAddr => "127.0.0.1") or die; $| = 1;
	print $s->sockport, "\n"; close STDOUT; while (my $c = $s->accept) { sysread $c, my $x, 1; close $c }
	' >"$LAB_TMP/port" &
lab_pids="$lab_pids $!"
lab_wait 5 test -s "$LAB_TMP/port" || bail_out 'no server starts'
port=$(cat "$LAB_TMP/port")

trap=$LAB_TMP/trap
mkdir -p "$trap/lib" "$trap/certs" "$trap/home/.terminfo/x" "$trap/home/.config" "$trap/tmp" "$trap/terminfo/x" \
	"$trap/locale/xx_XX" "$trap/modules" "$trap/gconv" "$trap/zones" "$trap/nis"
for file in preload.so audit.so cert.pem openssl.cnf keys aliases hostconf gconv/gconv-modules rand trace qlog \
	home/.curlrc home/.netrc home/.telnetrc home/.ldaprc home/.terminfo/x/xterm terminfo/x/xterm \
	locale/xx_XX/LC_CTYPE zones/XX nis/hosts certs/12345678.0; do
	: >"$trap/$file"
done
echo 'short localhost' >"$trap/aliases"
library=$(ldd "$PING" | sed -n 's/.*libcap\.so.* => \([^ ]*\) .*/\1/p')
cp "$library" "$trap/lib/libcap.so.2"
variables="LD_PRELOAD=$trap/preload.so LD_AUDIT=$trap/audit.so LD_LIBRARY_PATH=$trap/lib HOSTALIASES=$trap/aliases
	RESOLV_HOST_CONF=$trap/hostconf RES_OPTIONS=ndots:0 LOCALDOMAIN=test NIS_PATH=$trap/nis
	LOCPATH=$trap/locale LC_ALL=xx_XX GCONV_PATH=$trap/gconv NLSPATH=$trap/nls TZDIR=$trap/zones TZ=XX
	TMPDIR=$trap/tmp MALLOC_TRACE=$trap/trace HOME=$trap/home XDG_CONFIG_HOME=$trap/home/.config
	CURL_HOME=$trap/home NETRC=$trap/home/.netrc TERM=xterm TERMINFO=$trap/terminfo TERMCAP=$trap/terminfo/x
	OPENSSL_CONF=$trap/openssl.cnf OPENSSL_MODULES=$trap/modules OPENSSL_ENGINES=$trap/modules
	SSL_CERT_FILE=$trap/cert.pem SSL_CERT_DIR=$trap/certs SSLKEYLOGFILE=$trap/keys RANDFILE=$trap/rand
	QLOGDIR=$trap/qlog CURL_CA_BUNDLE=$trap/cert.pem COLUMNS=50 LINES=9 NO_COLOR=1"

# opened PROGRAM ARGUMENT...: what it opened of the trap.
opened()
{
	run "$LAB_BIN/opened" "$LAB_TMP/list" "$trap" \
		nsenter -t "$holder" -U -n --preserve-credentials -- env $variables "$@"
	opened=$(sort -u "$LAB_TMP/list" | tr '\n' ' ')
}

# neither PROGRAM WANTED ARGUMENT...: the plain program opens what is wanted, the capable nothing.
neither()
{
	program=$1 wanted=$2
	shift 2
	opened "$program" "$@"
	for file in $wanted; do
		like " $opened" " $file " "${program##*/} $1: $file is read without a capability"
	done
	unlike "$opened" 'home/' '... and none of its own from HOME'
	cap=$LAB_TMP/${program##*/}
	[ -e "$cap" ] || lab_copy_capable "$program" cap_net_raw=p >/dev/null || skip_all 'no file capabilities here'
	opened "$cap" "$@"
	is "$opened" '' '... and nothing with one'
	isnt "$status" 0 '... which finds no name, or nobody'
}

always='preload.so audit.so lib/libcap.so.2 locale/xx_XX/LC_CTYPE'
names='hostconf aliases'
neither "$PING" "$always $names" -c1 -W1 short
neither "$ARPING" "$always $names" -c1 -w1 -I eth0 short
neither "$TCPPROBE" "$always $names" -c1 -W1 short:80
neither "$HTTPGET" "$always $names" http://short/
neither "$TELNETLITE" "$always $names" short 80
if "$HTTPGET" -V | grep -q OpenSSL; then
	tls='openssl.cnf cert.pem'
	neither "$HTTPGET" "$tls" "https://127.0.0.1:$port/"
	neither "$TELNETLITE" "$tls" -c 127.0.0.1 "$port"
else
	skip 'there is no OpenSSL here' 10
fi
run user "$LAB_TMP/ping" -c1 -e 0 127.0.0.1
is "$status" 0 'the capability was there'
tap_done
