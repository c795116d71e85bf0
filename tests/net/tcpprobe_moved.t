#!/bin/sh
# tcpprobe_moved: a name that gets another address in mid-run is followed there, if --reresolve says so.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # probe_end sets out, err and status
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/tcpprobe.sh
. "$(dirname "$0")/../lab/tcpprobe.sh"

lab_direct
# Without its first address an interface would lose the others of the network.
ip -n h2 addr del 198.18.1.2/24 dev eth0
lab_addr h2 eth0 198.18.1.3/24 198.18.1.2/32
listen_in h2 80
echo 'hosts: files' >"$LAB_TMP/nsswitch.conf"
echo '198.18.1.2 moving.example' >"$LAB_TMP/hosts"
for file in hosts nsswitch.conf; do
	[ -e /etc/$file ] || skip_all "there is no /etc/$file to put another over"
	mount --bind "$LAB_TMP/$file" /etc/$file || bail_out "cannot put another over /etc/$file"
done

probe_start follow h1 -i0.05 -W0.2 --reresolve 3 moving.example
# One by connect(), one that does not follow.
nsenter --net=/run/netns/h1 -- setpriv --bounding-set=-all --inh-caps=-all env --default-signal=INT \
	"$TCPPROBE" -i0.05 -W0.2 --reresolve 3 --json="$LAB_TMP/bare.json" moving.example \
	>"$LAB_TMP/bare.out" 2>"$LAB_TMP/bare.err" </dev/null &
echo $! >"$LAB_TMP/bare.pid"
lab_pids="$lab_pids $!"
probe_start stay h1 -i0.05 -W0.2 moving.example
for name in follow bare stay; do
	lab_wait 9 grep -q 'open, seq=2 ' "$LAB_TMP/$name.out" || fail "$name finds it open"
done
# A name with more addresses is still this one's.
printf '198.18.1.4 moving.example\n198.18.1.2 moving.example\n' >"$LAB_TMP/hosts"
ip -n h2 addr del 198.18.1.2/32 dev eth0
lab_wait 9 sh -c "[ \"\$(grep -c 'no answer, seq=' '$LAB_TMP/follow.out')\" -ge 5 ]"
echo '198.18.1.3 moving.example' >"$LAB_TMP/hosts"
for name in follow bare; do
	lab_wait 9 grep -q '^198.18.1.3 port 80: open' "$LAB_TMP/$name.out"
done
for name in follow bare stay; do
	kill -INT "$(cat "$LAB_TMP/$name.pid")"
	probe_end $name
	case $name in
	stay)
		is "$(rec moved addr)" '' 'without --reresolve it stays'
		;;
	*)
		is "$(rec moved addr) $(rec moved old_addr)" '198.18.1.3 198.18.1.2' "$name: the record says where it went"
		like "$out" '^moving.example is 198.18.1.3 now$' '... and the text'
		like "$out" '^198.18.1.3 port 80: open, seq=' '... where it is open'
		is "$(sum addr)" 198.18.1.3 '... the summary is of the new address'
		;;
	esac
done
is "$(half_open_in h2)" 0 'nothing is left half-open'
run in_ns h1 "$TCPPROBE" --reresolve 1 -c1 198.18.1.3
is "$status $err" '2 tcpprobe: 198.18.1.3 is an address: --reresolve wants a name' 'an address has no name to look up'
probe_done
