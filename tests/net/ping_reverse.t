#!/bin/sh
# ping_reverse: names of targets and of who answers, by a name server that is slow, silent or hostile.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/ping.sh
. "$LAB_ROOT/tests/lab/ping.sh"

escape=$(printf '\033')
printf '127.0.0.1 localhost\n198.18.7.5 both.test\n2001:db8:7::5 both.test\n198.18.7.6 %s[31mred%s]0;title\n' \
	"$escape" "$escape" >"$LAB_TMP/hosts"
printf 'nameserver 127.0.0.1\noptions timeout:5 attempts:1\n' >"$LAB_TMP/resolv.conf"
printf 'hosts: files dns\n' >"$LAB_TMP/nsswitch.conf"
for file in hosts resolv.conf nsswitch.conf; do
	[ -e /etc/$file ] || skip_all "there is no /etc/$file to put another over"
	mount --bind "$LAB_TMP/$file" /etc/$file || bail_out "cannot put another over /etc/$file"
done

# in_addr A.B.C.D: its name for a PTR question.
in_addr()
{
	echo "$1" | awk -F. '{ print $4 "." $3 "." $2 "." $1 ".in-addr.arpa" }'
}

lab_peered --rule 'error 3 1 from 198.18.9.9 request to=198.18.7.4'
long=$(printf 'x%.0s' $(seq 60)).$(printf 'y%.0s' $(seq 60)).$(printf 'z%.0s' $(seq 60)).test
pid=$(in_ns h1 "$LAB_ROOT/tests/lab/dns.pl" \
	'host.test A 198.18.7.1' 'alias.test A cname host.test 198.18.7.1' \
	"$(in_addr 198.18.7.1) PTR host.test" \
	'slow.test A 198.18.7.2' "$(in_addr 198.18.7.2) PTR after 1.5 slow.test" \
	'silent.test A 198.18.7.3' "$(in_addr 198.18.7.3) PTR silent" \
	'refused.test A 198.18.7.4' "$(in_addr 198.18.9.9) PTR router.test" \
	"evil.test A cname ${escape}[31m.test 198.18.7.7" "$(in_addr 198.18.7.7) PTR ${escape}[2J.test" \
	'quote.test A 198.18.7.8' "$(in_addr 198.18.7.8) PTR a\"b\\c.test" \
	"long.test A 198.18.7.9" "$(in_addr 198.18.7.9) PTR $long" \
	'broken.test * servfail') || bail_out 'the name server does not start'
lab_pids="$lab_pids $pid"

# lines: header, replies and statistics line without what changes.
lines()
{
	printf '%s\n' "$out" | sed -n '/^PING\|^---/p;s/^\(64 bytes from .*\): icmp_seq.*/\1/p;s/^\(From .*\) icmp_seq.*/\1/p'
}

shows()
{
	wanted=$1
	shift
	ping_in h1 -c1 "$@"
	is "$(lines)" "$wanted" "ping $*"
}
shows 'PING host.test (198.18.7.1) 56(84) bytes of data.
64 bytes from host.test (198.18.7.1)
--- host.test ping statistics ---' host.test
shows 'PING host.test (198.18.7.1) 56(84) bytes of data.
64 bytes from host.test (198.18.7.1)
--- host.test ping statistics ---' alias.test
is "$(rec reply target) $(rec reply addr)" 'alias.test 198.18.7.1' '... the records have it as it was given'
shows 'PING host.test (198.18.7.1) 56(84) bytes of data.
64 bytes from 198.18.7.1
--- host.test ping statistics ---' -n alias.test
shows 'PING 198.18.7.1 (198.18.7.1) 56(84) bytes of data.
64 bytes from 198.18.7.1
--- 198.18.7.1 ping statistics ---' 198.18.7.1
for options in -H '-n -H'; do
	# shellcheck disable=SC2086 # words
	shows 'PING 198.18.7.1 (198.18.7.1) 56(84) bytes of data.
64 bytes from host.test (198.18.7.1)
--- 198.18.7.1 ping statistics ---' $options 198.18.7.1
done
shows 'PING 198.18.7.1 (198.18.7.1) 56(84) bytes of data.
64 bytes from 198.18.7.1
--- 198.18.7.1 ping statistics ---' -H -n 198.18.7.1
shows 'PING 198.18.7.0x01 (198.18.7.1) 56(84) bytes of data.
64 bytes from 198.18.7.1
--- 198.18.7.0x01 ping statistics ---' 198.18.7.0x01
shows 'PING refused.test (198.18.7.4) 56(84) bytes of data.
From router.test (198.18.9.9)
--- refused.test ping statistics ---' refused.test
for family in 4 6; do
	ping_in h1 -c1 -$family both.test
	like "$(rec start addr)" "$([ $family = 4 ] && echo '^198' || echo '^2001')" "-$family chooses among the addresses"
	like "$out" '^--- both.test ping statistics' '... of the name'
done

# failed TEXT ARGUMENT...
failed()
{
	text=$1
	shift
	run in_ns h1 "$PING" -c1 "$@"
	is "$status/$out/$err" "2//ping: $text" "unknown: $*"
}
failed 'nosuch.test: Name or service not known' nosuch.test
failed '256.1.1.1: Name or service not known' 256.1.1.1
failed 'broken.test: Temporary failure in name resolution' broken.test
run in_ns h1 "$PING" -c1 "$(printf 'x%.0s' $(seq 300))"
like "$status $err" '^2 ping: x{30,70}\.\.\.: Name or service not known$' 'unknown: a name that is too long, cut'
failed 'both..test: Name or service not known' both..test
failed 'host.test: Address family for hostname not supported' -6 host.test

# A slow or silent name server: no probe is late for it.
for case in slow.test silent.test; do
	ping_in h1 -c10 -i0.05 $case
	between 445 "$(sum elapsed_ms)" 1400 "$case: ten probes, 50 ms apart"
	gap=$(sed -n 's/.*"type":"reply","ts":"[^T]*T\([0-9]*\):\([0-9]*\):\([0-9.]*\)Z".*/\1 \2 \3/p' "$ping_json" |
		awk '{ t = $1 * 3600 + $2 * 60 + $3 } NR > 1 && t - l > g { g = t - l } { l = t } END { printf "%.3f", g }')
	between 0.04 "$gap" 1 '... no two of them much further apart'
	between 0 "$(rec reply rtt_ms | tr ' ' '\n' | sort -n | tail -n1)" 1000 '... nor is a round trip longer'
done
is "$(lines | sed -n 2p)" '64 bytes from 198.18.7.3' '... and the lines are there without the name'
is "$(lines | wc -l)" 12 '... each of them'

# What a name server or a file says is no word for the terminal, nor for JSON.
for case in evil.test 198.18.7.6 198.18.7.7 quote.test long.test; do
	ping_in h1 -c2 -i0.05 -H --stats --explain $case
	is "$status $(sum answered)" '0 2' "a hostile name: $case"
	is "$(printf '%s\n' "$out" | tr -d '[:print:]\n' | wc -c)" 0 '... has no control character in the text'
	is "$(printf '%s\n' "$out" | awk 'length > 400')" '' '... and does not fill the screen'
done
ping_done
