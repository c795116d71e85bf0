#!/bin/sh
# httpget_lookup: how a name was looked up: which server was asked, what it said, or where else it is from.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154,SC2317 # run sets out, err and status; webpeer.sh base; lab_wait calls
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/json.sh
. "$(dirname "$0")/../json.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
cd "$LAB_ROOT" || exit 99
ip link set lo up
# shellcheck source=tests/lab/webpeer.sh
. tests/lab/webpeer.sh
port=${base##*:}
printf 'nameserver 127.0.0.1\noptions timeout:1 attempts:2\n' >"$LAB_TMP/resolv.conf"
printf 'hosts: files dns\n' >"$LAB_TMP/nsswitch.conf"
printf '127.0.0.1 listed.example localhost\n' >"$LAB_TMP/hosts"
for file in hosts resolv.conf nsswitch.conf; do
	mount --bind "$LAB_TMP/$file" "/etc/$file" 2>/dev/null || skip_all "cannot mount over /etc/$file"
done
mkfifo "$LAB_TMP/dns"
tests/lab/dns.pl 'one.example A 127.0.0.1' 'one.example AAAA empty' \
	'slow.example A after 0.3 127.0.0.1' 'alias.example A cname one.example 127.0.0.1' \
	'none.example * nxdomain' 'mute.example * silent' >"$LAB_TMP/dns" &
read -r pid <"$LAB_TMP/dns" || skip_all 'no name server starts here'
lab_pids="$lab_pids $pid"

# ask NAME OPTION...
ask()
{
	name=$1
	shift
	run timeout 20 "$HTTPGET" --report --json="$LAB_TMP/json" -o /dev/null "$@" "http://$name:$port/keep"
	cat "$LAB_TMP/json" >>"$LAB_TMP/all"
}
# Nobody answers: this one takes a second, while the others go on.
timeout 20 "$HTTPGET" --report -m 1 "http://mute.example:$port/keep" 2>"$LAB_TMP/mute" &
mute=$!
ask one.example
is "$status" 0 'a name is looked up'
like "$err" '^  > +[0-9.]+ [mu]s  asks 127\.0\.0\.1 for A of one\.example$' '... who was asked for what'
like "$err" '^  < +[0-9.]+ [mu]s  127\.0\.0\.1: 127\.0\.0\.1, TTL 60 s, [0-9.]+ [mu]s later$' '... and said what, for how long'
like "$err" '^  < +[0-9.]+ [mu]s  127\.0\.0\.1: no AAAA, ' '... of each family'
like "$(cat "$LAB_TMP/json")" '"type":"lookup".*"name":"one\.example","known_from":"packets","server":"127\.0\.0\.1","question":"A","asked":1,.*"code":"NOERROR","addresses":1,"addr":"127\.0\.0\.1","ttl_s":60' \
	'... in the records'
ask alias.example -4
like "$err" ' by an alias, TTL 60 s' 'an alias is told'
ask slow.example -4
like "$err" '^  [3-9][0-9]{2} ms of [3-9][0-9]{2} ms: the name was looked up' 'a slow server is the verdict'
ask none.example -4
is "$status" 8 'a name that is not there'
like "$err" '^  < .*127\.0\.0\.1: NXDOMAIN for A, ' '... says who said so'
ask listed.example -4
like "$err" '^  name: /etc/hosts has it$' 'a name of a file is told from it'
like "$(cat "$LAB_TMP/json")" '"type":"lookup".*"known_from":"hosts"' '... in the records'
run setpriv --bounding-set=-all --inh-caps=-all "$HTTPGET" --report -4 "http://one.example:$port/keep"
like "$err" '^  name: /etc/resolv\.conf has the name servers 127\.0\.0\.1; whether they were asked was not watched$' \
	'without privilege the files say what they say'
wait $mute
is $? 6 'a server that says nothing'
like "$(cat "$LAB_TMP/mute")" '^  1(\.[0-9]+)? s of 1(\.[0-9]+)? s: the name server 127\.0\.0\.1 did not answer' '... is the verdict'
# A signal while a name is looked up.
asks() { ss -Hun 'dport = :53' | grep -q .; }
asks_no_more() { ! asks; }
mkdir "$LAB_TMP/left"
for how in '' --all-addresses; do
	lab_wait 10 asks_no_more
	# shellcheck disable=SC2086 # a word or none
	env --default-signal=INT "$HTTPGET" --report -m 20 $how --json="$LAB_TMP/left/json" --har "$LAB_TMP/left/har" -o "$LAB_TMP/left/out" \
		"http://mute.example:$port/keep" 2>"$LAB_TMP/int" &
	pid=$!
	lab_wait 10 asks
	kill -INT $pid
	wait $pid
	is "$? $(find "$LAB_TMP/left" -type f -printf '%f\n' | sort | tr '\n' ' ')" '2 har json ' "${how:-httpget}: a signal in a lookup ends it, with its records"
	like "$(tail -n 1 "$LAB_TMP/left/json")" '"type":"summary".*"interrupted":true' '... which say so'
	like "$(cat "$LAB_TMP/int")" '^httpget: interrupted$' '... as the text does'
	cat "$LAB_TMP/left/json" >>"$LAB_TMP/all"
	rm "$LAB_TMP/left/"*
	[ -n "$how" ] || like "$(cat "$LAB_TMP/int")" 'ms: the name server 127\.0\.0\.1 did not answer' '... and whom it waited for'
done
ok 'records are as the schema says' json_lines_valid lib/json.schema.json "$LAB_TMP/all"
tap_done
