#!/bin/sh
# iputils_signals: signals, a terminal, and output that nobody takes, as iputils ping treats them.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC3043,SC2317 # every Linux sh knows local; run calls functions
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
# shellcheck source=tests/net/compare.sh
. "$(dirname "$0")/compare.sh"
lab_enter "$0" "$@"
compare_start
lab_host h1
lab_peer p h1 eth0 --rule 'silent request to=198.18.1.13/32'
lab_addr h1 eth0 198.18.1.1/24 2001:db8:1::1/64
where=raw

# told LINES SIGNALS COMMAND...: runs it, waits for that many lines on standard output, sends one
# signal after the other (after QUIT waits for its line), and prints the transcript's parts.
told()
{
	local lines="$1" signals="$2" pid signal quits=0

	shift 2
	rm -f "$LAB_TMP/told.out" "$LAB_TMP/told.err"
	"$@" >"$LAB_TMP/told.out" 2>"$LAB_TMP/told.err" </dev/null &
	pid=$!
	lab_wait 5 has_lines "$LAB_TMP/told.out" "$lines" || echo "fewer than $lines lines" >&2
	for signal in $signals; do
		kill -s "$signal" "$pid"
		[ "$signal" = QUIT ] || continue
		quits=$((quits + 1))
		lab_wait 5 has_lines "$LAB_TMP/told.err" "$quits" || echo "no line for QUIT" >&2
	done
	signal=0
	wait "$pid" || signal=$?
	cat "$LAB_TMP/told.out"
	cat "$LAB_TMP/told.err" >&2
	return "$signal"
}

has_lines()
{
	[ -e "$1" ] && [ "$(wc -l <"$1")" -ge "$2" ]
}

# signalled LINES SIGNALS COMMAND...: both print the same.
signalled()
{
	local lines="$1" signals="$2" who

	shift 2
	for who in theirs ours; do
		run told "$lines" "$signals" in_raw_as $who "$@"
		{
			printf '%s\n' "$out" | sed 's/^/1| /'
			printf '%s\n' "$err" | sed 's/^/2| /'
			echo "exit $status"
		} | cat -v | sed -E -f "$LAB_TMP/alike.sed" | sed -E -f "$LAB_TMP/newer.sed" \
			>"$LAB_TMP/$who.told"
	done
	is "$(cat "$LAB_TMP/ours.told")" "$(cat "$LAB_TMP/theirs.told")" "$signals ends: $*"
}

# in_raw_as WHO COMMAND...: replaces this shell, so that its process is the one signalled.
in_raw_as()
{
	local who="$1"

	shift
	exec nsenter --net=/run/netns/h1 -- env PATH="$LAB_TMP/$who:$PATH" LC_ALL=C "$@"
}

signalled 2 INT ping 198.18.1.1
signalled 2 INT ping -c5 2001:db8:1::1
signalled 2 INT ping -w5 -c5 198.18.1.1
signalled 2 INT ping -O -i.3 198.18.1.13
signalled 2 'QUIT INT' ping 198.18.1.1
signalled 2 'QUIT INT' ping -O -i.3 198.18.1.13
signalled 3 'QUIT QUIT INT' ping -i.2 198.18.1.1

# TERM ends with a summary, where iputils says nothing; then it is as if by INT.
run told 2 TERM in_raw_as ours ping 198.18.1.1
like "$out" '^1 packets transmitted, 1 received, 0% packet loss, time 0ms$' 'TERM: a summary'
is "$err" '' 'TERM: nothing else'

# A terminal shows the same bytes, but for colours.
for line in 'ping -c2 -i.1 198.18.1.1' 'ping -f -c3 198.18.1.1' 'ping -f -c3 -W.1 198.18.1.13'; do
	for who in theirs ours; do
		# shellcheck disable=SC2086 # words
		in_raw env PATH="$LAB_TMP/$who:$PATH" TERM=xterm NO_COLOR=1 script -qec "$line" /dev/null </dev/null |
			cat -v | sed 's/\^M$//' | sed -E 's/^/1| /' | sed -E -f "$LAB_TMP/alike.sed" \
			>"$LAB_TMP/$who.told"
	done
	is "$(cat "$LAB_TMP/ours.told")" "$(cat "$LAB_TMP/theirs.told")" "on a terminal: $line"
done

# Nobody reads.
for who in theirs ours; do
	in_raw env PATH="$LAB_TMP/$who:$PATH" timeout 10 ping -i.1 198.18.1.1 2>"$LAB_TMP/$who.err" |
		head -n2 >/dev/null
	is "$(cat "$LAB_TMP/$who.err")" '' "$who: a pipe that closes is no complaint"
done
in_raw env PATH="$LAB_TMP/ours:$PATH" timeout 10 ping -c1 198.18.1.1 2>"$LAB_TMP/ours.err" >/dev/full
is $? 2 'a full device: exit 2, as for any failure of this host (iputils: 1)'
is "$(cat "$LAB_TMP/ours.err")" 'ping: cannot write to standard output: No space left on device' \
	'and the reason'
tap_done
