#!/bin/sh
# ping_range_many: the values of ping's own long options at, below and above their ends.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status
cd "$(dirname "$0")/../.." || exit 99
# shellcheck source=tests/tap.sh
. tests/tap.sh
PING=${PING:-${BUILD:-build}/ping}

# accepted OPTION VALUE...: all is well but for the target, a name that nobody has.
accepted()
{
	option=$1
	shift
	for value; do
		run "$PING" "$option=$value" ''
		like "$status $err" '^2 ping: (: Name or service not known|an empty text is no address, .*)$' \
			"$option=$value is accepted"
	done
}

# refused OPTION WORDS VALUE...: "option: 'value' words" and exit 2.
refused()
{
	option=$1 words=$2
	shift 2
	for value; do
		run "$PING" -c1 "$option=$value" 127.0.0.1
		is "$status/$out/$err" "2//ping: $option: '$value' $words" "$option=$value is refused"
	done
}

accepted --rate max 1000000000 1 0.5 0.000000001
refused --rate 'is no number of probes a second, or max' 0 1000000001 0.0000000001 -1 abc '' 1e3 1,5 MAX
accepted --shard 1/1 1/3 3/3 1/4294967295 4294967295/4294967295
refused --shard 'is not I/N with I from 1 to N' 0/3 4/3 1/4294967296 a/3 1/b / 1/ -1/3 1.5/3
refused --shard 'is not I/N' 1 '' 3
accepted --backoff 1 1.5 10
refused --backoff 'is no factor from 1 to 10' 0.99 10.1 abc '' -1
accepted --max-loss 0 0% 0.5 99.9% 100
refused --max-loss 'is no percentage' -1 100.1 abc ''
accepted --max-rtt p99=0 avg=0.5 max=1000 p50=1 p99.9=2
refused --max-rtt 'is not P=MS, as p99=50' p99 ''
refused --max-rtt 'is not P=MS with P avg, max or a percentile' p99=-1 x=1 =1 p101=1 avg= avg=abc
for option in --until-up --until-down; do
	accepted "$option" 1 3 9223372036854775807
	refused "$option" 'is not a whole number from 1 on' 0 -1 abc '' 1.5 9223372036854775808
done

# outside OPTION TEXT VALUE...: as the option table refuses what is not between its ends.
outside()
{
	option=$1 words=$2
	shift 2
	for value; do
		run "$PING" -c1 "$option=$value" 127.0.0.1
		is "$status/$out/$err" "2//ping: option $option: '$value' $words" "$option=$value is refused"
	done
}
accepted --retries 0 255
outside --retries 'is out of range: 0 to 255' -1 256
outside --retries 'is not a whole number' abc '' 1.5
accepted --seed 0 9223372036854775807
outside --seed 'is out of range: at least 0' -1 9223372036854775808
outside --seed 'is not a whole number' abc ''
accepted --min-alive 0 4294967295
accepted --flows 2 256
outside --flows 'is out of range: 2 to 256' 1 257
outside --min-alive 'is out of range: 0 to 4294967295' -1 4294967296
accepted --report-every 0.001 2147483647
outside --report-every 'is out of range: 0.001 to 2147483647' 0 0.0009 2147483648
outside --report-every 'is not a number of seconds' abc '' 1,5
# What --path does not go with.
for words in '-f -i 1' -A '-l 2' -R '-T tsonly' '--source-route 127.0.0.1' -O --mtu --breakdown --graph -o --until-up \
	--until-down '--max-loss 5'; do
	# shellcheck disable=SC2086 # words
	run "$PING" --path $words 127.0.0.1
	like "$status/$out/$err" "^2//ping: (--path does not go with ${words%% *})" \
		"--path $words is refused"
done
run "$PING" --path -i 0.009 127.0.0.1
like "$status/$out/$err" '^2//ping: --path: the least interval is 0\.' '--path: the interval has a least value'
run "$PING" -F 5 ::1 127.0.0.1
is "$status/$out/$err" '2//ping: -F: for one target only' '-F: one target'
run "$PING" --path 127.0.0.1 127.0.0.2
is "$status/$out/$err" '2//ping: --path: for one target only' '--path: one target'
run "$PING" --path --rate 5 127.0.0.1
is "$status/$out/$err" '2//ping: --path: for one target only, --rate is of many' '... and no option of a sweep'
tap_done
