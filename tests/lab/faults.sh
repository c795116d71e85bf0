# faults: runs of the tools with something failing in turn; sourced behind lab_enter. The runs are
# in h1 of lab_direct, and what they ask is in h2: talk_peers starts its servers there.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh disable=SC3043,SC2034,SC2154 # every Linux sh knows local; run sets out, err and status
#
#	faults_local=3                                # the status of a local error, where it is not 2
#	faults_optional='packets|event'               # records that a run may lack
#	faults_unlike=yes                             # its text differs from run to run
#	faults_order=closed_somehow                   # a filter that makes two good runs alike
#	allocations 0 "$PING" -c1 198.18.1.2          # a result: all went well that way
#	descriptors 0 "$PING" -c1 198.18.1.2          # the same with few of them
#	memory 0 "$PING" -c1 198.18.1.2               # ... in a small address space
#	lost 2 'writing' "$PING" -c1 198.18.1.2       # its output closed or full: status and beginning of the line
#
# What may come of a fault in a tool's own host: the run is a success as without it, or it ends with
# the status of a local error and one line that says so. Never a crash, a hang, less than was asked
# for without a word, or a file that is not whole. FAULTS=all tries every place, else some are passed
# over (make faults).

#
# Which test holds what, of each tool; every one is in tests/net and ends in .t:
#
#	fault                ping           arping         tcpprobe       httpget        telnetlite
#	output closed, full  ping_disk      faults_output  faults_output  faults_output  faults_output
#	  of nagios, prom    faults_output  faults_output  faults_output  faults_output  faults_output
#	  --json, --pcap     ping_disk      faults_output  faults_output  faults_output  faults_output
#	  -o, --har, --log   -              -              -              faults_output  faults_output
#	  a reader leaves    closed_pipe    closed_pipe    closed_pipe    closed_pipe    closed_pipe
#	interface removed    ping_device    arping_sweep   faults_link    faults_link    faults_link
#	                     faults_link    faults_link
#	address removed      ping_link      faults_link    faults_link    faults_link    faults_link
#	route flaps          faults_link    faults_link    faults_link    faults_link    faults_link
#	STOP, CONT           faults_time    faults_time    faults_time    faults_time    faults_time
#	TSTP                 ping_signal    -              tcpprobe_walk  -              telnetlite_tty
#	clock steps          ping_rtt       faults_time    faults_time    faults_time    faults_time
#	few descriptors      faults_limits  faults_limits  faults_limits  faults_limits  faults_limits
#	small address space  faults_limits  faults_limits  faults_limits  faults_limits  faults_limits
#	no allocation        faults_limits  faults_limits  faults_limits  faults_limits  faults_limits
#	all of these by TLS  -              -              -              faults_tls     faults_tls
#	... many targets     faults_many    faults_many    faults_many    faults_many    -
#	  ..., going, time   faults_lists   faults_lists   faults_lists   -              -
#	terminal as before   faults_time    -              faults_time    faults_time    faults_time
#	                     ping_graph, ping_path_live    tcpprobe_path_live            telnetlite_tty
#	... closed           faults_time    faults_time    faults_time    -              -

# shellcheck source=tests/lab/talk.sh
. "$LAB_ROOT/tests/lab/talk.sh"
lab_direct
TALK_HOST=h2 TALK_ADDRESS=198.18.1.2
to=198.18.1.2
faults_folder=$LAB_TMP/faults
kept=$faults_folder/kept
mkdir "$faults_folder"

# faults_plain <TEXT: its words, without numbers: lines are broken where these leave room.
faults_plain()
{
	sed -E 's/0x[0-9a-f]+/N/g; s/FIN was sent by (this end|the peer)/FIN was sent/; s/([0-9a-f]{2}:){5}[0-9a-f]{2}/MAC/g; s/[0-9]+([.:][0-9]+)*/N/g' | tr -s ' \n' '\n' |
		${faults_order:-cat}
}

# faults_said: its text, where that is alike from one run to the next.
faults_said()
{
	[ -n "${faults_unlike-}" ] || faults_plain <"$faults_folder/out"
}

# faults_kept: what the run left in its files, records without their values.
faults_kept()
{
	local f

	for f in "$kept"/*; do
		case $f in
		*.json) sed -E 's/"type":"([a-z_]+)".*/\1/; s/.*\{"v.*tool":"[a-z]+",//' "$f" |
			grep -Ev -e "^(${faults_optional:-none})\$" | sort | uniq -c ;;
		*.prom) sed 's/[ {].*//' "$f" | sort | uniq -c ;;
		*.body) cksum <"$f" ;;
		*.pcap) od -An -tx1 -N4 "$f" ;;
		esac
	done
	find "$kept" -mindepth 1 -printf '%f\n' | sort
}

# faults_run COMMAND...: leaves faults_status, and out, err and kept in files of that name.
faults_run()
{
	rm -rf "$kept"
	mkdir "$kept"
	faults_status=0
	timeout 20 nsenter --net=/run/netns/h1 -- "$@" >"$faults_folder/out" 2>"$faults_folder/err" \
		<"${faults_input:-/dev/null}" || faults_status=$?
}

# A file that is there is whole: its last record is the summary.
faults_whole()
{
	local f

	for f in "$kept"/*.json; do
		[ ! -e "$f" ] || tail -n1 "$f" | grep -q '"type":"summary"' || return 1
	done
	[ -z "$(find "$kept" -name '.probekit-*')" ]
}

# faults_told PROGRAM: one line says what failed; others only where there are some without a fault.
faults_told()
{
	[ "$(grep -c "^$1: " "$faults_folder/err")" -eq 1 ] &&
		{ [ -s "$faults_folder/base.err" ] || [ "$(wc -l <"$faults_folder/err")" -eq 1 ]; }
}

# faults_good STATUS PROGRAM: the run was whole, or it said why it was not; a plugin in its own line.
faults_good()
{
	if [ "$faults_status" -eq "$1" ] && faults_plain <"$faults_folder/err" | cmp -s - "$faults_folder/base.err"; then
		{ faults_said; faults_kept; } | cmp -s - "$faults_folder/base" && return 0
	fi
	faults_whole || return 1
	# What it can do without, it went on without and said so.
	[ "$faults_status" -eq "$1" ] && grep -q ': no memory for ' "$faults_folder/err" && return 0
	[ "$faults_status" -eq 3 ] && [ ! -s "$faults_folder/err" ] &&
		grep -q '^[A-Z]* UNKNOWN - ' "$faults_folder/out" && return 0
	{ [ "$faults_status" -eq 2 ] || [ "$faults_status" -eq "${faults_local:-2}" ]; } && faults_told "$2"
}

# faults_base STATUS COMMAND...: what comes without a fault.
faults_base()
{
	local wanted="$1"

	shift
	faults_run "$@"
	{ faults_said; faults_kept; } >"$faults_folder/base"
	faults_plain <"$faults_folder/err" >"$faults_folder/base.err"
	[ "$faults_status" -eq "$wanted" ] && return 0
	diag "status $faults_status: $(cat "$faults_folder/out" "$faults_folder/err")"
	return 1
}

# allocations STATUS PROGRAM ARGUMENT...: each allocation of the program fails in turn.
allocations()
{
	local wanted="$1" program="${2##*/}" n=0 bad=0 failed=0

	shift
	faults_base "$wanted" "$@" || bad=1
	while [ $bad -lt 4 ]; do
		n=$((n + 1))
		[ $n -le 4 ] || [ "${FAULTS-}" = all ] || n=$((n + 3))
		exec 9>"$faults_folder/told"
		faults_run env LD_PRELOAD="$LAB_BIN/allocfail.so" ALLOCFAIL=$n ALLOCFAIL_FD=9 "$@"
		exec 9>&-
		[ -s "$faults_folder/told" ] || break
		failed=$((failed + 1))
		faults_good "$wanted" "$program" && continue
		bad=$((bad + 1))
		diag "$*: allocation $(cat "$faults_folder/told"): status $faults_status: $(cat "$faults_folder/err")" \
			"$({ faults_said; faults_kept; } | diff "$faults_folder/base" - | head -n 20)"
	done
	[ $failed -gt 2 ] || bad=9
	shift
	is "$bad" 0 "$program $*: each of its allocations fails in turn"
}

# limits KIND VALUES STATUS PROGRAM ARGUMENT...: under each limit of prlimit's in turn, the last of
# which leaves enough. The loader has words and a status of its own.
limits()
{
	local kind="$1" values="$2" wanted="$3" program="${4##*/}" bad=0 value

	shift 3
	faults_base "$wanted" "$@" || bad=1
	for value in $values; do
		faults_run prlimit "--$kind=$value:$value" "$@"
		faults_good "$wanted" "$program" && continue
		[ "$faults_status" -eq 127 ] && grep -q 'while loading shared libraries' "$faults_folder/err" && continue
		bad=$((bad + 1))
		diag "$*: $kind=$value: status $faults_status: $(cat "$faults_folder/err")" \
			"$({ faults_said; faults_kept; } | diff "$faults_folder/base" - | head -n 20)"
	done
	[ "$faults_status" -eq "$wanted" ] || bad=9
	shift
	is "$bad" 0 "$program $*: $kind limited in turn"
}

descriptors()
{
	limits nofile "${faults_numbers:-3 4 5 6 7 8 9 10 11 12 20}" "$@"
}

memory()
{
	limits as "${faults_sizes:-4000000 6000000 8000000 10000000 12000000 16000000 24000000 200000000}" "$@"
}

# lost STATUS BEGINNING PROGRAM ARGUMENT...: standard output is closed, then full: one line says so.
lost()
{
	local wanted="$1 ${3##*/}: $2"

	shift 2
	run in_ns h1 sh -c 'exec timeout 20 "$@" >&-' sh "$@"
	is "$status $err" "$wanted: Bad file descriptor" "$(echo "$*" | sed "s,.*build/,,"): standard output is closed"
	run in_ns h1 sh -c 'exec timeout 20 "$@" >/dev/full' sh "$@"
	is "$status $err" "$wanted: No space left on device" '... or full'
}
