#!/bin/sh
# ping_priv: ping with no privilege, with a ping socket, with a raw one; what it keeps while it runs.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154,SC2317 # lab_wait and run call functions; run sets out, err and status
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
lab_require setpriv setcap

t4=198.18.1.2
t6=2001:db8:1::2
noroot=--securebits=+noroot,+noroot_locked

# answered NAME COMMAND...: one reply, nothing on standard error; prints the kind of socket.
answered()
{
	name=$1
	shift
	run "$@" -c1
	like "$out" '^64 bytes from [0-9a-f:.]+: icmp_seq=1 ttl=64 time=' "$name"
	is "$status $err" '0 ' '... quietly'
	run "$@" -c1 --json
	kind=$(printf '%s\n' "$out" | sed -n 's/.*"socket":"\([a-z]*\)".*/\1/p')
}

# neither PROGRAM COMMAND...: one sentence that names what to do, and exit 2.
neither()
{
	path=$1
	shift
	run "$@" -c1
	is "$status/$out/$err" "2//ping: no socket: net.ipv4.ping_group_range does not hold this group \
(sysctl -w net.ipv4.ping_group_range=\"0 2147483647\"), and a raw socket needs cap_net_raw \
(setcap cap_net_raw=p $path)" "$name"
}

LAB_CLOSED=1
lab_direct
cap=$(lab_copy_capable "$PING" cap_net_raw=p) || skip_all 'no file capabilities here'
ping=$(readlink -f "$PING")

name='no privilege at all: a sentence that says what to do'
neither "$ping" in_ns_bare h1 "$PING" $t4
name='... IPv6 too'
neither "$ping" in_ns_bare h1 "$PING" $t6
name='... another user too'
neither "$ping" in_ns h1 unshare -U --map-user=1000 "$PING" $t4
name='... and a program without the capability, beside one with it'
neither "$ping" in_ns_capable h1 "$PING" $t4
name='a capability that the bounding set lacks'
neither "$cap" in_ns h1 setpriv --bounding-set=-all $noroot --inh-caps=-all "$cap" $t4
name='... or that no_new_privs keeps away'
neither "$cap" in_ns_capable h1 setpriv --no-new-privs "$cap" $t4
run in_ns_bare h1 "$PING" --json="$LAB_TMP/none" --pcap "$LAB_TMP/none.pcapng" --prom "$LAB_TMP/none.prom" -c1 $t4
is "$status $(find "$LAB_TMP" -name 'none*' -o -name '.probekit*')" '2 ' '... and no file is left'
run in_ns_bare h1 "$PING" -V
like "$out" 'ping socket: IPv4 no, IPv6 no; cap_net_raw: no' '--version says what there is'

for target in $t4 $t6; do
	answered "$target: root of the namespace" in_ns h1 "$PING" "$target"
	is "$kind" raw '... by a raw socket'
	answered 'cap_net_raw=p on the file' in_ns_capable h1 "$cap" "$target"
	is "$kind" raw '... by a raw socket'
done
run in_ns_capable h1 "$cap" -V
like "$out" 'ping socket: IPv4 no, IPv6 no; cap_net_raw: yes' '--version says so'
answered '=ep works as well' in_ns_capable h1 "$(cp "$PING" "$LAB_TMP/ep" &&
	setcap cap_net_raw=ep "$LAB_TMP/ep" && echo "$LAB_TMP/ep")" $t4

lab_open h1
for target in $t4 $t6; do
	answered "$target: the group is in ping_group_range" in_ns_bare h1 "$PING" "$target"
	is "$kind" ping '... by a ping socket'
	answered '... another user' in_ns h1 unshare -U --map-user=1000 "$PING" "$target"
	is "$kind" ping '... by a ping socket'
	answered 'with both, too' in_ns h1 "$PING" "$target"
	is "$kind" ping '... by a ping socket'
done
run in_ns_bare h1 "$PING" -V
like "$out" 'ping socket: IPv4 yes, IPv6 yes; cap_net_raw: no' '--version says so'
run in_ns_bare h1 "$PING" -c1 -e 0 $t4
is "$status $err" "2 ping: no socket: identifier 0 takes a raw one, which needs cap_net_raw \
(setcap cap_net_raw=p $ping)" 'identifier 0 is for raw sockets'
run in_ns_bare h1 "$PING" -c1 -e 77 -v $t4
like "$out" ' ident=77 ' 'another one is not'
run in_ns_bare h1 "$PING" -c1 -m 5 $t4
is "$status" 0 'without the privilege for a mark it goes on'
like "$err" '^ping: WARNING: failed to set mark: 5: Operation not permitted$' '... and says so'
run in_ns_bare h1 "$PING" -c1 -v --json $t4
like "$err" "missing: .*setcap cap_net_raw=p $ping" '-v says what is missing, and the command'
like "$out" "\"type\":\"start\".*\"missing\":\".*setcap cap_net_raw=p $ping\"" '... and so does the record'
run in_ns_capable h1 "$cap" -c1 -v --json $t4
like "$out" '"type":"start".*"missing":null' 'with the capability nothing is'

# What a running one keeps, as its status tells; its own child, that looks names up, too.
printf '198.18.1.2 peer.test\n' >"$LAB_TMP/hosts"
printf 'hosts: files\n' >"$LAB_TMP/nsswitch.conf"
for file in hosts nsswitch.conf; do
	[ ! -e /etc/$file ] || mount --bind "$LAB_TMP/$file" /etc/$file
done

# kept PID: the fields of its status that tell of privilege.
kept()
{
	sed -n 's/^\(Cap[IPEA][a-z]*\|NoNewPrivs\|Seccomp\):[[:space:]]*/\1 /p' "/proc/$1/status" | tr '\n' ' '
}

bare='CapInh 0000000000000000 CapPrm 0000000000000000 CapEff 0000000000000000 CapAmb 0000000000000000 NoNewPrivs 1 Seccomp 2 '
# running NAME COMMAND...: it has given all up when its first reply is out.
running()
{
	name=$1
	shift
	rm -f "$LAB_TMP/run.out"
	nsenter --net=/run/netns/h1 -- "$@" -i0.2 peer.test >"$LAB_TMP/run.out" 2>&1 &
	pid=$!
	lab_pids="$lab_pids $pid"
	lab_wait 5 grep -q icmp_seq=1 "$LAB_TMP/run.out" || diag "$(cat "$LAB_TMP/run.out")"
	child=$(cat "/proc/$pid/task/$pid/children")
	is "$(kept "$pid")" "$bare" "$name: no capability, no_new_privs, a filter of calls"
	isnt "${child:-none}" none '... it has a child for names'
	is "$(kept "${child% }")" "$bare" '... which has no capability either, and a filter'
	kill "$pid"
	wait "$pid"
}

if grep -qE '__asan_init|__gcov_exit' "$PING"; then
	skip 'a program for sanitizers or counts has no sandbox' 12
elif [ ! -e "/proc/$$/task/$$/children" ]; then
	skip 'this kernel does not tell of children' 12
else
	running 'root of the namespace' "$PING"
	running '... by a raw socket' "$PING" -e 0
	running 'cap_net_raw=p' setpriv $noroot --inh-caps=-all "$cap" -e 0
	running 'a user' setpriv --bounding-set=-all --inh-caps=-all "$PING"
fi
tap_done
