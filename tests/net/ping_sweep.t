#!/bin/sh
# ping_sweep: many targets in one run: lists, prefixes, ranges, both families, retries, shards, limits.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"

# sweep ARGUMENT...: $out, $err, $status, and records in $json.
json=$LAB_TMP/sweep.json
sweep()
{
	run in_ns h1 "$PING" --json="$json" "$@"
	"$LAB_BIN/jsonlint" --schema "$LAB_ROOT/lib/json.schema.json" --summary <"$json" >"$LAB_TMP/lint" 2>&1 ||
		diag "$* writes bad records: $(cat "$LAB_TMP/lint")"
}

# key NAME: its value in the summary.
key()
{
	tail -n 1 "$json" | sed -n "s/.*\"$1\":\"\\{0,1\\}\\([^,\"}]*\\).*/\\1/p"
}

lab_peered --rule 'silent request to=198.18.1.3' --rule 'silent request to=198.18.1.5' \
	--rule 'silent request to=198.18.1.7 n=1' --rule 'error 3 10 request to=198.18.1.9'

sweep 198.18.1.2 198.18.1.4 2001:db8:1::2 198.18.1.3 -W 0.2
is "$status" 1 'a list: one of four is silent'
like "$out" '^198\.18\.1\.2 +alive +1/1, 0% loss, min/avg/max [0-9./]+ ms$' '... a line for who answers'
like "$out" '^2001:db8:1::2 +alive +1/1' '... in both families'
like "$out" '^198\.18\.1\.3 +unreachable +0/3, 100% loss$' '... who is silent is asked three times'
like "$out" '^4 targets, 3 alive, 1 unreachable$' '... and the totals'
is "$(key targets) $(key alive) $(key transmitted) $(key answered)" '4 3 6 3' '... in the summary too'
is "$(grep -c '"type":"target"' "$json")" 4 '... with a record for each'

sweep 198.18.1.9 -c 1 -W 0.2
is "$status" 1 'one target alone is no sweep'
sweep 198.18.1.9 198.18.1.2 -W 0.2
like "$out" '^198\.18\.1\.9 +unreachable +0/1, 100% loss, Destination Host Prohibited$' 'an error says why'

sweep 198.18.1.0/28 -W 0.2 --alive
is "$(printf '%s\n' "$out" | sort -t. -k4n | tr '\n' ' ' | sed 's/ $//')" \
	"$(for i in 1 2 4 6 7 8 10 11 12 13 14; do printf '198.18.1.%s ' $i; done | sed 's/ $//')" \
	'a prefix: those who answer, one of them at the second try'
sweep 198.18.1.0/28 -W 0.2 --unreachable
is "$(printf '%s' "$out" | tr '\n' ' ')" '198.18.1.3 198.18.1.5 198.18.1.9' '... those who do not'
sweep 198.18.1.2-4 -W 0.1 --retries 0 -q
is "$(key targets) $(key transmitted) $status" '3 3 1' 'a range, without retries'
is "$out" '' '... quietly'

printf '%s\n' '# hosts' '198.18.1.2   # the first' '' '198.18.1.16/30' >"$LAB_TMP/list"
echo 198.18.1.17 >"$LAB_TMP/not"
sweep --targets "$LAB_TMP/list" --exclude "$LAB_TMP/not" --alive
is "$(printf '%s' "$out" | tr '\n' ' ')" '198.18.1.2 198.18.1.18' 'a file, less another'
run in_ns h1 sh -c "\"$PING\" --targets - --alive <\"$LAB_TMP/list\""
is "$(printf '%s\n' "$out" | wc -l)" 3 '... or standard input'
echo nonsense/99 >"$LAB_TMP/bad"
run in_ns h1 "$PING" --targets "$LAB_TMP/bad"
is "$status" 2 'a bad line is an error'
like "$err" 'bad, line 1: ' '... that says where'
run in_ns h1 "$PING" --targets "$LAB_TMP/none"
is "$status" 2 'so is a file that is not there'

sweep -c 3 -i 0.02 --vector -W 0.1 198.18.1.2 198.18.1.3
like "$out" '^198\.18\.1\.2 :( [0-9.]+){3}$' 'a vector: the time of each probe'
like "$out" '^198\.18\.1\.3 : - - -$' '... and none'
sweep -c 5 -i 0.02 --stats 198.18.1.2 198.18.1.4
like "$out" '^198\.18\.1\.4 .*p50/p95/p99 [0-9.]+/[0-9.]+/[0-9.]+ ms$' 'percentiles where asked for'

# Shards: disjoint and complete, whatever the order.
for i in 1 2 3; do
	sweep 198.18.2.0/25 --seed 7 --shard $i/3 --alive --rate max
	printf '%s\n' "$out"
done >"$LAB_TMP/shards"
is "$(sort -u "$LAB_TMP/shards" | wc -l) $(wc -l <"$LAB_TMP/shards")" '126 126' 'three shards make the whole, once'
sweep 198.18.1.2 198.18.1.4 --shard 3/3
is "$status/$out" '0/0 targets, 0 alive, 0 unreachable' 'a shard without targets is no failure'
sweep 198.18.2.0/29 --seed 7 --vector -c 1
first=$out
sweep 198.18.2.0/29 --seed 7 --vector -c 1
is "$(printf '%s' "$out" | sed 's/ :.*//')" "$(printf '%s' "$first" | sed 's/ :.*//')" 'a seed decides the order'
sweep 198.18.2.0/29 --seed 8 --vector -c 1
isnt "$(printf '%s' "$out" | sed 's/ :.*//')" "$(printf '%s' "$first" | sed 's/ :.*//')" '... another one another'

# Limits decide the exit status.
sweep 198.18.1.2 198.18.1.3 -W 0.1 -q --min-alive 1
is "$status" 0 'min-alive: one is enough'
sweep 198.18.1.2 198.18.1.3 -W 0.1 -q --min-alive 2
is "$status" 1 '... two are not there'
sweep 198.18.1.2 --retries 0 -q --min-alive 2
is "$status" 1 '... nor is a second target'
sweep 198.18.1.2 198.18.1.4 -q -c 2 -i 0.01 --max-loss 0 --max-rtt p99=5000 --max-rtt avg=5000
is "$status" 0 'max-loss and max-rtt hold'
sweep 198.18.1.2 198.18.1.4 -q --max-rtt max=0
is "$status $(key limits_held)" '1 false' '... and do not'
like "$(key limits_failed)" '^max [0-9.]+ > 0 ms$' '... which the summary says'
for bad in '--max-rtt p99' '--max-rtt x=1' '--max-loss 101' '--shard 4/3' '--shard 1' '--rate 0' '--backoff 0.5' \
	'-f' '--explain'; do
	# shellcheck disable=SC2086 # two words
	run in_ns h1 "$PING" 198.18.1.2 198.18.1.4 $bad
	is "$status" 2 "refused: $bad"
	is "$(printf '%s\n' "$err" | wc -l)" 1 '... in one line'
done
# One target, and an option of a sweep: it ends by itself.
for words in '--retries 0' '--backoff 2' '--rate max' '--seed 1'; do
	# shellcheck disable=SC2086 # words
	sweep 198.18.1.2 $words
	like "$status $out" '^0 198\.18\.1\.2 +alive ' "$words makes a sweep"
done
# Pace: the ceiling holds over all targets.
sweep 198.18.2.0/25 --rate 500 -q
between 230 "$(key elapsed_ms)" 2000 'rate: 126 probes at 500 a second'

# A /16 whose hosts all answer; none is missed at full speed.
run in_ns h1 "$PING" 198.19.0.0/16 --rate max --min-alive 65534 -q
is "$status" 0 'more than 65,535 sequences are no wall'
run in_ns h1 "$PING" 2001:db8:2::/111 --rate max --alive
is "$(printf '%s\n' "$out" | sort -u | wc -l) $status" '131072 0' '... nor are 131,072 IPv6 addresses'

ip -n h1 route del default
sweep 203.0.113.1 198.18.1.2
like "$out" '^203\.0\.113\.1 +unreachable .*, not sent by this host: Network is unreachable$' 'no route: said'
sweep 198.18.1.2 203.0.113.1 --max-loss 50
is "$status $(key limits_failed)" '1 loss 100% > 50%' '... and is a loss of all'

tap_done
