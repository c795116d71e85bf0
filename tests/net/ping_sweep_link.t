#!/bin/sh
# ping_sweep_link: the interface and the source of a sweep, and an interface that goes in mid-run.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2317 # lab_wait calls
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/ping.sh
. "$LAB_ROOT/tests/lab/ping.sh"

lab_peered --rule 'silent request from=198.18.1.11'
ip -n h1 addr add 198.18.1.11/24 dev eth0
run in_ns h1 "$PING" -I 198.18.1.11 -W 0.1 --retries 0 198.18.1.2 198.18.1.4 2001:db8:1::2
is "$(printf '%s\n' "$out" | awk '{ print $1, $2 }')" '198.18.1.2 unreachable
198.18.1.4 unreachable
2001:db8:1::2 alive
3 targets,' 'a sweep leaves from the address it is told, the other family from its own'
run in_ns h1 "$PING" -q -I 198.18.1.99 198.18.1.2 198.18.1.4
is "$status" 2 'not from one that is not ours'
run in_ns h1 "$PING" -q -I nothing0 198.18.1.2 198.18.1.4
is "$status $err" '2 ping: unknown iface: nothing0' 'nor by an interface that is not there'
run in_ns h1 "$PING" -q -I lo 198.18.1.2 198.18.1.4 -W 0.1 --retries 0
is "$status" 1 'what leaves by lo comes to nobody'

in_ns h1 nft -f - <<'END'
table ip few {
	chain out {
		type filter hook output priority 0;
		ip daddr 198.18.1.4 limit rate over 1/hour burst 2 packets drop
	}
}
END
run in_ns h1 "$PING" -c 4 -i 0.05 -W 0.1 198.18.1.2 198.18.1.4
in_ns h1 nft flush ruleset
like "$out" '^198\.18\.1\.4 +alive +2/2, 0% loss, .* ms, 2 not sent by this host: Operation not permitted$' \
	'what this host did not send to one that is alive is told'
like "$out" '^198\.18\.1\.2 +alive +4/4, 0% loss, .* ms$' '... of no other'

run in_ns h1 "$PING" -M 'do' -s 1473 -W 0.1 198.18.1.2 198.18.1.4
is "$(printf '%s\n' "$out" | grep -c 'not sent by this host: Message too long$')" 2 '-M do holds for a sweep'
run in_ns h1 "$PING" -M 'do' -s 1453 -W 0.1 2001:db8:1::2 198.18.1.2
is "$(printf '%s\n' "$out" | awk '/ms$|long$/ { print $2 }' | paste -sd' ')" 'unreachable alive' '... of both families'

# Hosts that are not there: the kernel looks for each of them for three seconds, and nobody waits.
lab_host e1
lab_host e2
lab_link e1 eth0 e2 eth0
lab_addr e1 eth0 198.18.3.1/24
lab_addr e2 eth0 198.18.3.200/24
began=$(date +%s%N)
run in_ns e1 "$PING" --retries 0 --alive 198.18.3.0/24
is "$(printf '%s\n' "$out" | sort | tr '\n' ' ')" '198.18.3.1 198.18.3.200 ' 'a link with two hosts'
between 0 $((($(date +%s%N) - began) / 1000000)) 2900 '... takes no longer than one time-out and the pace'

answered()
{
	[ "$(wc -l <"$LAB_TMP/mid.out")" -eq 2 ]
}

ended()
{
	grep -q '"type":"summary"' "$ping_json"
}

# aside NAME ARGUMENT...: beside the sweep, another mode; its records come as they happen.
aside()
{
	name=$1
	shift
	mkfifo "$LAB_TMP/$name.fifo"
	cat "$LAB_TMP/$name.fifo" >"$LAB_TMP/$name.json" &
	{
		in_ns h1 "$PING" -I eth0 --json="$LAB_TMP/$name.fifo" "$@" >"$LAB_TMP/$name.out" 2>"$LAB_TMP/$name.err"
		echo $? >"$LAB_TMP/$name.status"
	} &
}
aside_answered()
{
	[ "$(grep -c '"type":"reply"' "$LAB_TMP/$1.json")" -ge 4 ]
}
aside flows --flows 2 -i 0.05 -c 10000 198.18.1.2
aside plugin --nagios -i 0.05 -c 10000 198.18.1.2
aside plugins --nagios -i 0.05 -c 10000 198.18.1.2 198.18.1.4
for name in flows plugin plugins; do
	ok "beside it $name" lab_wait 5 aside_answered $name
done
ping_noise='^ping: the interface it was to leave by is gone$'
ping_start mid h1 --alive -I eth0 -i 0.05 -c 10000 -W 0.2 198.18.1.2 198.18.1.4
ok 'a sweep is under way' lab_wait 5 answered
ip -n h1 link del eth0
ok 'its interface is removed: the sweep ends' lab_wait 5 ended
status=0
wait "$(cat "$LAB_TMP/mid.pid")" || status=$?
is "$status $(cat "$LAB_TMP/mid.err")" '2 ping: the interface it was to leave by is gone' \
	'... with 2 and the reason'
is "$(rec unsent error)" 'No such device' '... after one probe that could not leave'
gone='the interface it was to leave by is gone'
for name in flows plugin plugins; do
	ok "$name ends" lab_wait 5 test -s "$LAB_TMP/$name.status"
done
is "$(cat "$LAB_TMP/flows.status" "$LAB_TMP/flows.err")" "2
ping: $gone" 'flows: with the reason'
is "$(cat "$LAB_TMP/plugin.status" "$LAB_TMP/plugin.err") $(sed 's/|.*//' "$LAB_TMP/plugin.out")" \
	"3 PING UNKNOWN - $gone" 'a plugin: unknown, in its line'
is "$(cat "$LAB_TMP/plugins.status" "$LAB_TMP/plugins.err") $(sed 's/|.*//' "$LAB_TMP/plugins.out")" \
	"3 PING UNKNOWN - 2 of 2 targets alive; $gone" '... of many targets, too'
tap_done
