#!/bin/sh
# httpget_wire: phases, retransmissions, round trips and zero windows that httpget tells, beside tshark's of a capture.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # webpeer.sh sets folder
# shellcheck source=tests/bench.sh
. "$(dirname "$0")/../bench.sh"
bench_enter "$0" "$@"
if ! tshark=$(lab_find tshark) || ! dumpcap=$(lab_find dumpcap); then
	echo 'httpget_wire: not measured: there is no tshark here (make peers)'
	exit 0
fi
cd "$LAB_ROOT" || exit 99
lab_relayed note
webpeer_address=198.18.1.2
# shellcheck source=tests/lab/webpeer.sh
. tests/lab/webpeer.sh
webpeer_start server in_ns h2
webpeer_wait server
base=http://198.18.1.2:$(cat "$folder/server")
RUNS=30

# What tshark says, a line a connection: our port, then in us connect wait ack transfer, then how
# many segments either side sent again, how often our window closed, and the SYN's round trip.
analysed()
{
	"$tshark" -r "$LAB_TMP/capture" -T fields -E separator=, -e frame.time_epoch -e tcp.srcport -e tcp.dstport \
		-e tcp.flags.syn -e tcp.flags.ack -e tcp.len -e tcp.analysis.retransmission \
		-e tcp.analysis.out_of_order -e tcp.analysis.zero_window \
		2>/dev/null | awk -F, -v server="${base##*:}" '
		function us(t, from) { return (substr(t, 6) - substr(from, 6)) * 1e6 }
		{ out = $3 == server; p = out ? $2 : $3 }
		out && $4 { again_syn[p] = $1 }
		!(p in syn) && out && $4 { syn[p] = $1; ports[++n] = p }
		!out && $4 && $5 && !(p in open) { open[p] = $1; rtt[p] = us($1, again_syn[p]) }
		out && $6 && !$7 { asked[p] = $1 }
		!out && !$4 && (p in asked) && !(p in acked) { acked[p] = $1 }
		!out && $6 { if (!(p in first)) first[p] = $1; if (!$7) last[p] = $1 }
		($7 || $8) && out { again_out[p]++ }
		($7 || $8) && !out { again_in[p]++ }
		out && $9 { zero[p]++ }
		END { for (i = 1; i <= n; i++) { p = ports[i]; printf "%s %.1f %.1f %.1f %.1f %d %d %d %.1f\n", p,
			us(open[p], syn[p]), us(first[p], asked[p]), us(acked[p], asked[p]), us(last[p], first[p]),
			again_out[p], again_in[p], zero[p], rtt[p] } }'
}

# The same of httpget's records.
told()
{
	awk '
		function value(key,    rest) {
			if (!match($0, "\"" key "\":")) return "?"
			rest = substr($0, RSTART + RLENGTH)
			match(rest, /^[^,}]*/)
			return substr(rest, 1, RLENGTH)
		}
		/"type":"packets"/ { again = value("sent_retransmits") " " \
				value("received_retransmits") + value("received_out_of_order") " " value("sent_zero_window_segments")
			rtt = value("handshake_rtt_ms") * 1000 }
		/"type":"exchange"/ { syns = value("syn_retransmits")
			split(again, a, " ")
			printf "%s %.1f %.1f %.1f %.1f %d %d %d %.1f\n", value("source_port"), value("connect_ms") * 1000,
				value("wait_ms") * 1000, value("ack_ms") * 1000, value("transfer_ms") * 1000,
				a[1] + syns, a[2], a[3], rtt }' "$LAB_TMP/told"
}

# capture COMMAND...
capture()
{
	rm -f "$LAB_TMP/capture" "$LAB_TMP/told"
	# Its own number is what ends it: that of in_ns is a shell.
	nsenter --net=/run/netns/h1 -- "$dumpcap" -q -i eth0 -s 128 -w "$LAB_TMP/capture" >"$LAB_TMP/dumpcap" 2>&1 &
	capturing=$!
	lab_wait 10 grep -q '^File:' "$LAB_TMP/dumpcap" || bail_out "$(cat "$LAB_TMP/dumpcap")"
	"$@"
	sleep 0.5
	kill $capturing
	{ wait $capturing; } 2>/dev/null
	analysed >"$LAB_TMP/analysed"
	told >"$LAB_TMP/ours"
}

# differences COLUMN: ours less tshark's, a line a connection.
differences()
{
	awk -v c="$1" 'NR == FNR { theirs[$1] = $c; next } $1 in theirs { printf "%.3f\n", $c - theirs[$1] }' \
		"$LAB_TMP/analysed" "$LAB_TMP/ours"
}

# phases WHO: of the last capture.
phases()
{
	column=2
	for what in connect wait ack transfer; do
		bench_row "$1: $what, median" "$(differences $column | bench_quantile 0.5)" '' '<=' 50
		bench_row "$1: $what, worst" "$(differences $column | tr -d - | bench_quantile 1)" '' '<=' 50
		column=$((column + 1))
	done
}

get_many()
{
	who=$1
	shift
	turn=0
	while [ $turn -lt $RUNS ]; do
		"in_ns$who" h1 "$HTTPGET" -s --json "$@"
		turn=$((turn + 1))
	done >"$LAB_TMP/told"
}
# shellcheck disable=SC2317 # capture calls it
get_odd()
{
	{
		for path in long long long; do
			in_ns h1 "$HTTPGET" -s --json "$base/$path"
		done
		in_ns h1 "$HTTPGET" -s --json --limit-rate 40K -m 1.5 "$base/endless-body"
	} >"$LAB_TMP/told"
}

BENCH_PEER=
bench_head "httpget's phases less tshark's, us" "$RUNS requests over veth, the server thinks for 20 ms"
capture get_many '' "$base/think"
phases 'by packets'
capture get_many _bare "$base/think"
phases 'without privilege'
bench_head "httpget's counts less tshark's" 'a lost SYN, lost data, a slow reader'
lab_rules w 'drop b2a tcp bytes=1000- n=40,41,90,300' 'drop a2b tcp flags=S n=2'
capture get_odd
for row in '6 sent again by us' '7 sent again by the server' '8 zero windows of ours'; do
	bench_row "${row#* }, of $(awk -v c="${row%% *}" '{ n += $c } END { print n }' "$LAB_TMP/analysed")" \
		"$(differences "${row%% *}" | tr -d - | bench_quantile 1)" '' '<=' 0
done
bench_row "the SYN's round trip, us" "$(differences 9 | tr -d - | bench_quantile 1)" '' '<=' 10
