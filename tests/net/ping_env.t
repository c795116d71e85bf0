#!/bin/sh
# ping_env: with a capability on its file ping takes nothing from the environment that names files,
# libraries or name servers.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
lab_require setpriv setcap
grep -q __asan_init "$PING" && skip_all "a sanitizer's program wants its libraries first"

printf '127.0.0.1 localhost\n' >"$LAB_TMP/hosts"
printf 'nameserver 127.0.0.1\noptions timeout:1 attempts:1\n' >"$LAB_TMP/resolv.conf"
printf 'hosts: files dns\n' >"$LAB_TMP/nsswitch.conf"
for file in hosts resolv.conf nsswitch.conf; do
	[ -e /etc/$file ] || skip_all "there is no /etc/$file to put another over"
	mount --bind "$LAB_TMP/$file" /etc/$file || bail_out "cannot put another over /etc/$file"
done
cap=$(lab_copy_capable "$PING" cap_net_raw=p) || skip_all 'no file capabilities here'

# The kernel calls an exec secure where a user gains something by it, not where root does: a user's
# namespaces, with a loopback, a name server and ping sockets.
mkfifo "$LAB_TMP/ready"
# shellcheck disable=SC2016 # the inner shell's
unshare -Un --map-user=1000 --map-group=1000 --keep-caps sh -c 'ip link set lo up
	cd /proc/sys/net/ipv4 && echo "1000 1000" >ping_group_range && echo 0 >ip_unprivileged_port_start
	echo up >"$1" && exec sleep 300' sh "$LAB_TMP/ready" &
holder=$!
lab_pids="$lab_pids $holder"
read -r line <"$LAB_TMP/ready"
[ "$line" = up ] || skip_all 'no namespaces within namespaces here'

user()
{
	nsenter -t "$holder" -U -n --preserve-credentials -- "$@"
}

pid=$(user "$LAB_ROOT/tests/lab/dns.pl" 'peer.test A 127.0.0.1' \
	'1.0.0.127.in-addr.arpa PTR peer.test') || bail_out 'the name server does not start'
lab_pids="$lab_pids $pid"

# with VARIABLE PROGRAM ARGUMENT...: one run with that in the environment.
with()
{
	variable=$1 program=$2
	shift 2
	run user env "$variable" "$program" -4 -c1 -W2 "$@"
}

with NONE=1 "$PING" peer.test
is "$status $err" '0 ' 'the name is known'
with NONE=1 "$cap" peer.test
is "$status $err" '0 ' '... to both programs'
with NONE=1 "$PING" short
is "$status" 2 'a short one is not'

run user "$cap" -c1 -e 0 127.0.0.1
is "$status" 0 'a user is given the capability'

# Each of these does something to a program without a capability, so that there is something to miss.
echo 'short peer.test' >"$LAB_TMP/aliases"
with HOSTALIASES="$LAB_TMP/aliases" "$PING" short
is "$status" 0 'HOSTALIASES makes names'
with HOSTALIASES="$LAB_TMP/aliases" "$cap" short
is "$status $err" '2 ping: short: Name or service not known' '... but not with a capability'
with LOCALDOMAIN=test "$PING" peer
is "$status" 0 'LOCALDOMAIN completes them'
with LOCALDOMAIN=test "$cap" peer
is "$status $err" '2 ping: peer: Name or service not known' '... but not with a capability'
with RES_OPTIONS=use-vc "$PING" peer.test
is "$status" 2 'RES_OPTIONS wants them by TCP'
with RES_OPTIONS=use-vc "$cap" peer.test
is "$status $err" '0 ' '... but not with a capability'
mkdir "$LAB_TMP/lib"
for library in $(ldd "$PING" | awk '$3 ~ /^\// { print $1 }'); do
	echo 'no library' >"$LAB_TMP/lib/$library"
done
with LD_LIBRARY_PATH="$LAB_TMP/lib" "$PING" 127.0.0.1
like "$err" 'invalid ELF header|file too short' 'LD_LIBRARY_PATH finds other libraries'
with LD_LIBRARY_PATH="$LAB_TMP/lib" "$cap" 127.0.0.1
is "$status $err" '0 ' '... but not with a capability'
with LD_PRELOAD="$LAB_TMP/none.so" "$PING" 127.0.0.1
like "$err" 'none\.so' 'LD_PRELOAD loads one'
with LD_PRELOAD="$LAB_TMP/none.so" "$cap" 127.0.0.1
is "$status $err" '0 ' '... but not with a capability'
with LD_DEBUG=files "$PING" 127.0.0.1
like "$err" 'calling init' 'LD_DEBUG tells of them'
with LD_DEBUG=files "$cap" 127.0.0.1
is "$status $err" '0 ' '... but not with a capability'
with LD_AUDIT="$LAB_TMP/none.so" "$cap" 127.0.0.1
is "$status $err" '0 ' 'LD_AUDIT does nothing either'
tap_done
