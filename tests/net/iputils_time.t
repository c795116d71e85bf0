#!/bin/sh
# iputils_time: a run lasts as long as iputils ping's: waits, deadlines, counts and the pace.
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
lab_peer p h1 eth0 --rule 'silent request to=198.18.1.13/32' \
	--rule 'silent request to=2001:db8:1::13/128' --rule 'silent request seq=2- to=198.18.1.14/32' \
	--rule 'late 400 request to=198.18.1.15/32' --rule 'error 3 1 request seq=2 to=198.18.1.16/32' \
	--rule 'late 400 request seq=1 to=198.18.1.17/32' --rule 'silent request seq=2 to=198.18.1.17/32'
lab_addr h1 eth0 198.18.1.1/24 2001:db8:1::1/64

# lasts MS SENT COMMAND...: both last MS milliseconds (THEIRS/OURS where that is meant to differ),
# with at most half a second for the machine's sake; the time that the statistics tell, from the
# start to the last probe, is SENT; and what they print is the same.
lasts()
{
	local ms="$1" sent="$2" who

	shift 2
	same "$@"
	for who in theirs ours; do
		[ $who = theirs ] || ms=${ms#*/}
		between "$((${ms%/*} - 20))" "$(cat "$LAB_TMP/$who.ms")" "$((${ms%/*} + 500))" \
			"$who: it lasts ${ms%/*} ms"
		between "$((sent - 20))" "$(sed -n 's/.* time \([0-9]*\)ms$/\1/p' "$LAB_TMP/$who.out")" \
			"$((sent + 250))" "$who: it says $sent ms"
	done
}

where=raw
# No answer: the time to wait, after the last probe.
lasts 300 0 ping -c1 -W.3 198.18.1.13
lasts 1000 0 ping -c1 -W1 2001:db8:1::13
lasts 700 400 ping -c3 -i.2 -W.3 198.18.1.13
lasts 500 400 ping -c3 -i.2 -W.1 198.18.1.13
lasts 800 600 ping -c2 -i.6 -W.2 198.18.1.13
# An answer came: an interval, or two of the longest round trips, and with ours no longer than the
# time to wait.
lasts 600 300 ping -c2 -i.3 -W5 198.18.1.14
lasts 600/400 300 ping -c2 -i.3 -W.1 198.18.1.14
lasts 1300 500 ping -c2 -i.5 -W5 198.18.1.17
# A burst without an answer yet waits its whole time.
lasts 700 0 ping -c3 -l3 -W.7 198.18.1.14
# Answers that are late but not too late.
lasts 600 200 ping -c2 -i.2 -W1 198.18.1.15
lasts 400 0 ping -c1 -W1 198.18.1.15
# The last answer ends it at once; so does an error in its place.
lasts 0 0 ping -c1 198.18.1.1
lasts 400 400 ping -c3 -i.2 198.18.1.1
lasts 400 400 ping -c3 -i.2 198.18.1.16
# A deadline: ends it whatever happens, keeps sending past the count until that many are answered.
lasts 1000 0 ping -w1 198.18.1.13
lasts 1000 700 ping -w1 -i.35 198.18.1.13
lasts 1000 0 ping -w1 -c1 198.18.1.13
lasts 1000 700 ping -w1 -i.35 198.18.1.1
lasts 400 400 ping -w2 -i.2 -c3 198.18.1.1
lasts 1000 700 ping -w1 -i.35 -c100 198.18.1.1
lasts 1000 700 ping -w1 -i.35 -c2 198.18.1.14
lasts 1000 700 ping -w1 -i.35 -c2 -W.1 198.18.1.13
lasts 1000 700 ping -w1 -W0 -i.35 198.18.1.13
lasts 200 200 ping -w2 -i.2 198.18.1.16
lasts 1000 700 ping -w1 -O -i.35 198.18.1.13
# The pace.
lasts 600 600 ping -l2 -i.3 -c4 198.18.1.1
lasts 220 20 ping -f -c3 -W.2 198.18.1.13
lasts 600 400 ping -A -i.2 -c3 -W.2 198.18.1.13
tap_done
