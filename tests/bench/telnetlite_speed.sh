#!/bin/sh
# telnetlite_speed: a gigabyte both ways, a start and memory beside netcat-openbsd and inetutils' telnet.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2016 # awk's fields, and what the inner shell expands
# shellcheck source=tests/bench.sh
. "$(dirname "$0")/../bench.sh"
bench_enter "$0" "$@"
for name in nc.openbsd inetutils-telnet; do
	lab_find $name >/dev/null || { echo "telnetlite_speed: not measured: there is no $name here (make peers)" && exit 0; }
done
NC=$(lab_find nc.openbsd)
TELNET=$(lab_find inetutils-telnet)
ip link set lo up

# served BYTES: what port 4001 pours.
served()
{
	[ -z "${pouring-}" ] || kill "$pouring"
	rm -f "$LAB_TMP/ready"
	"$BENCH_BIN/pour" 4001 "$1" 4002 >"$LAB_TMP/ready" &
	pouring=$!
	lab_pids="$lab_pids $pouring"
	lab_wait 5 grep -q ready "$LAB_TMP/ready" || bail_out 'the server does not start'
}

# measure TITLE PEER RUNS BAR INPUT OURS... -- THEIRS...: each reads the file INPUT.
measure()
{
	title=$1 BENCH_PEER=$2 BENCH_PEER_NAME=$2 runs=$3 bar=$4 input=$5
	shift 5
	n=$#
	set -- "$@" sh -c 'exec "$@" <"$0"' "$input"
	while [ "$n" -gt 0 ]; do
		[ "$1" != -- ] || set -- "$@" -- sh -c 'exec "$@" <"$0"' "$input"
		[ "$1" = -- ] || set -- "$@" "$1"
		shift
		n=$((n - 1))
	done
	"$BENCH_BIN/cost" "$runs" "$@" >"$LAB_TMP/cost" || bail_out "$title fails"
	bench_head "$title" "$runs runs of each by turns"
	bench_row 'wall, ms' "$(bench_column A '$2 / 1000')" "$(bench_column B '$2 / 1000')" 'ratio <=' "$bar"
	# Wall time has the server's and the reader's part in it, and what else the machine does.
	bench_row 'CPU, ms' "$(bench_column A '($3 + $4) / 1000')" "$(bench_column B '($3 + $4) / 1000')" ratio
	bench_row 'peak memory, MiB' "$(bench_column A '$5 / 1024')" "$(bench_column B '$5 / 1024')" '<=' 4
}

served 1073741824
measure '1 GiB down, as it is' nc 7 1 /dev/null "$TELNETLITE" --raw --no-half-close 127.0.0.1 4001 -- \
	"$NC" -d 127.0.0.1 4001
measure '1 GiB down, by telnet' nc 7 1 /dev/null "$TELNETLITE" -T --no-half-close 127.0.0.1 4001 -- \
	"$NC" -d 127.0.0.1 4001
awk 'BEGIN { line = sprintf("%79s\n", ""); for (i = 0; i < 12800; i++) all = all line; for (i = 0; i < 500; i++) printf "%s", all }' \
	>"$LAB_TMP/lines"
measure '500 MiB up, as it is' nc 7 1 "$LAB_TMP/lines" "$TELNETLITE" 127.0.0.1 4002 -- "$NC" -N 127.0.0.1 4002
measure '500 MiB up, LF to CR LF' nc 7 1.43 "$LAB_TMP/lines" "$TELNETLITE" --eol crlf 127.0.0.1 4002 -- \
	"$NC" -N 127.0.0.1 4002
measure 'is the port open?' nc 300 1 /dev/null "$TELNETLITE" -z 127.0.0.1 4002 -- "$NC" -z 127.0.0.1 4002

# By the median of blocks of 50 runs.
perl "$LAB_ROOT/tests/bench/accepted.pl" 300 "$TELNETLITE" -z 127.0.0.1 PORT -- "$NC" -z 127.0.0.1 PORT >"$LAB_TMP/cost" ||
	bail_out 'start to SYN fails'
BENCH_PEER=nc BENCH_PEER_NAME=nc
bench_head 'from the start to the connection' '300 runs of each by turns, medians of 50'
bench_row 'ms' "$(bench_blocks 50 A '$2 / 1000')" "$(bench_blocks 50 B '$2 / 1000')" 'ratio <=' 1

# A name with an IPv6 address that drops everything and an IPv4 one that answers.
lab_direct
if in_ns h2 nft 'table inet t { chain in { type filter hook input priority 0; ip6 nexthdr tcp drop; }; }' 2>/dev/null &&
	printf '2001:db8:1::2 two\n198.18.1.2 two\n' >"$LAB_TMP/hosts" && mount --bind "$LAB_TMP/hosts" /etc/hosts; then
	in_ns h2 "$NC" -lk 198.18.1.2 4004 >"$LAB_TMP/far" 2>&1 &
	lab_pids="$lab_pids $!"
	lab_wait 5 in_ns h1 "$TELNETLITE" -z 198.18.1.2 4004 2>"$LAB_TMP/far" || bail_out 'the far server does not start'
	for _ in 1 2 3 4 5; do
		in_ns h1 "$TELNETLITE" -z --json="$LAB_TMP/json" two 4004
		sed -n 's/.*"type":"connection".*"connect_ms":\([0-9.]*\).*/\1/p' "$LAB_TMP/json"
	done | tr '\n' ' ' >"$LAB_TMP/dead"
	BENCH_PEER=
	bench_head 'dead IPv6, live IPv4' '5 runs'
	bench_row 'connected after, ms' "$(cat "$LAB_TMP/dead")" '' '<=' 500
else
	echo 'telnetlite_speed: dead IPv6 not measured: no nftables, or no mount over /etc/hosts'
fi

served 134217728
mkfifo "$LAB_TMP/silence"
# Open both ways it has no end; inetutils' telnet leaves at the end of its input.
exec 8<>"$LAB_TMP/silence"
measure '128 MiB down, by telnet' telnet 9 0.125 "$LAB_TMP/silence" "$TELNETLITE" -T 127.0.0.1 4001 -- \
	"$TELNET" 127.0.0.1 4001
