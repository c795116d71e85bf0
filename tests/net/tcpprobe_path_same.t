#!/bin/sh
# tcpprobe_path_same: the hops of a port's path are those that traceroute -T and tcptraceroute find.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/tcpprobe.sh
. "$LAB_ROOT/tests/lab/tcpprobe.sh"
lab_require jq nft perl traceroute.db tcptraceroute.mt
traceroute=$(lab_find traceroute.db)
tcptraceroute=$(lab_find tcptraceroute.mt)

# shellcheck disable=SC2119
lab_chain
listen_in h2 80 443 444 445
in_ns r2 nft 'table inet filter { chain forward { type filter hook forward priority 0
	tcp dport 443 drop
	tcp dport 444 reject with icmpx type admin-prohibited
	tcp dport 445 reject with tcp reset
}; }'

# What a tool prints, as "hop address" lines: silent hops left out.
hops()
{
	sed -nE 's/^ *([0-9]+) +([0-9a-f.:]+)( .*)?$/\1 \2/p' "$1" | grep '[.:]'
}
for port in 80 81 443 444 445; do
	for host in 198.18.4.2 2001:db8:4::2; do
		name=$port-$host
		[ $host = 198.18.4.2 ] && target=$host || target="[$host]"
		probe_start "$name" h1 --path -n -c2 -i0.2 -W0.4 --ttl 6 "$target:$port"
		in_ns h1 "$traceroute" -T -n -q1 -w0.4 -m6 -p "$port" $host >"$LAB_TMP/$name.t" 2>&1 &
		lab_pids="$lab_pids $!"
		echo $! >"$LAB_TMP/$name.t.pid"
	done
	in_ns h1 "$tcptraceroute" -n -q1 -w1 -m6 198.18.4.2 $port >"$LAB_TMP/$port.mt" 2>/dev/null &
	echo $! >"$LAB_TMP/$port.mt.pid"
done
for port in 80 81 443 444 445; do
	for host in 198.18.4.2 2001:db8:4::2; do
		probe_end "$port-$host"
		printf '%s\n' "$out" >"$LAB_TMP/ours"
		wait "$(cat "$LAB_TMP/$port-$host.t.pid")"
		hops "$LAB_TMP/$port-$host.t" >"$LAB_TMP/theirs"
		between 2 "$(grep -c . "$LAB_TMP/theirs")" 4 "$host port $port: traceroute -T finds hops"
		is "$(hops "$LAB_TMP/ours")" "$(cat "$LAB_TMP/theirs")" '... and tcpprobe the same'
	done
	wait "$(cat "$LAB_TMP/$port.mt.pid")"
	is "$(hops "$LAB_TMP/$port-198.18.4.2.out")" "$(hops "$LAB_TMP/$port.mt")" "port $port: and so does tcptraceroute"
done
tap_done
