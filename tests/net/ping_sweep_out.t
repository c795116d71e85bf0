#!/bin/sh
# ping_sweep_out: a sweep for monitoring systems: the plugin's line, metrics, details of each target.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/prom.sh
. "$LAB_ROOT/tests/prom.sh"
# shellcheck source=tests/lab/ping.sh
. "$LAB_ROOT/tests/lab/ping.sh"

lab_peered --rule 'silent request to=198.18.1.3' --rule 'silent request to=198.18.1.5' \
	--rule 'late 50 request to=198.18.1.7' --rule 'ttl 60 request to=198.18.1.8 n=2-' \
	--rule 'tos 0 request to=198.18.1.9'
up='198.18.1.2 198.18.1.4' down='198.18.1.3 198.18.1.5'

# plugin STATUS LINE ARGUMENT...: the one line, without its numbers and with times made alike.
plugin()
{
	wanted="$1 $2"
	shift 2
	run in_ns h1 "$PING" --nagios -W 0.2 --retries 0 "$@"
	is "$status $(printf '%s' "${out%%|*}$err" | sed 's/([0-9.]* ms/(T ms/g')" "$wanted" "$*"
}

# shellcheck disable=SC2086 # words
{
	plugin 0 'PING OK - 2 of 2 targets alive' $up
	like "$out" '\|alive=2;;2:;0 rta=[0-9.]+ms;;;0 pl=0%;;;0$' '... with its numbers'
	plugin 2 'PING CRITICAL - 2 of 4 targets down: 198.18.1.3, 198.18.1.5' $up $down
	like "$out" '\|alive=2;;4:;0 rta=[0-9.]+ms;;;0 pl=50%;;;0$' '... with its numbers'
	plugin 0 'PING OK - 2 of 4 targets down: 198.18.1.3, 198.18.1.5' $up $down --min-alive 2
	like "$out" '\|alive=2;;2:;0 ' '... two are enough'
	plugin 2 'PING CRITICAL - 2 of 4 targets down: 198.18.1.3, 198.18.1.5; alive 2 < 3' \
		$up $down --min-alive 3
	plugin 2 'PING CRITICAL - 2 of 2 targets down: 198.18.1.3, 198.18.1.5' $down
	like "$out" '\|alive=0;;2:;0 rta=U;;;0 pl=100%;;;0$' '... nothing to measure'
	plugin 0 'PING OK - 3 of 3 targets alive' $up 198.18.1.7 --warning 3000,10%
	plugin 1 'PING WARNING - 1 of 3 targets over the warning limits: 198.18.1.7 (T ms, 0% loss)' \
		$up 198.18.1.7 --warning 40,10%
	plugin 2 'PING CRITICAL - 1 of 3 targets critical: 198.18.1.7 (T ms, 0% loss)' \
		$up 198.18.1.7 --warning 30,10% --critical 40,20%
	plugin 2 'PING CRITICAL - 1 of 3 targets down: 198.18.1.3; 1 of 3 targets critical: 198.18.1.7 (T ms, 0% loss)' \
		198.18.1.3 198.18.1.4 198.18.1.7 --critical 40,20%
}
run in_ns h1 "$PING" --nagios --rate max 198.18.1.300
is "$status $(printf '%s\n' "$out" | sed 's/:.*//') $err" '3 PING UNKNOWN - 198.18.1.300 ' 'a name that is none'
run in_ns h1 "$PING" --nagios -w 2 -W 0.1 --retries 0 --rate max 192.0.2.0/25 198.18.1.4 -I lo
like "$status $out" '^2 PING CRITICAL - 127 of 127 targets down: (192\.0\.2\.[0-9]+, ){10}\.\.\.\|' 'ten are named'

# Of whom the end came before nothing is known, neither up nor down.
early='--rate 1 -w 0.3 198.18.1.2 198.18.1.3 198.18.1.4'
# shellcheck disable=SC2086
{
	plugin 3 'PING UNKNOWN - 1 of 3 targets alive; ended before 2 of 3 were asked' $early
	plugin 0 'PING OK - 1 of 3 targets alive; ended before 2 of 3 were asked' $early --min-alive 1
	plugin 2 'PING CRITICAL - 1 of 2 targets down: 198.18.1.3; ended before 1 of 2 was asked' \
		--rate 1 -w 0.3 198.18.1.3 198.18.1.4
	ping_in h1 $early
}
is "$status $(printf '%s\n' "$out" | sed 's/ *alive .*//')" "1 198.18.1.2
198.18.1.3               not asked
198.18.1.4               not asked
3 targets, 1 alive, 0 unreachable, 2 not asked" 'who was not asked is said to be that'
is "$(rec target up): $(rec summary unasked)" 'true null null: 2' '... in the records, too'
# shellcheck disable=SC2086
ping_in h1 --unreachable $early
is "$status $out" '1 ' '... and is not called unreachable'

# Each target has its series, and the whole has those of the run.
prom=$LAB_TMP/prom
# shellcheck disable=SC2086
ping_in h1 -q -W 0.2 --retries 0 --prom "$prom" $up 198.18.1.3
ok 'the metrics of a sweep are well formed' prom_valid "$prom"
is "$(grep '^probe_success' "$prom")" 'probe_success{target="198.18.1.2"} 1
probe_success{target="198.18.1.4"} 1
probe_success{target="198.18.1.3"} 0' '... one of each target'
is "$(grep -cE '^probe_icmp_(rtt_min|rtt_max|duration)_seconds\{target="198\.18\.1\.[24]"' "$prom")" 6 \
	'... with times of those that answered'
is "$(grep '^probe_targets' "$prom")" 'probe_targets 3
probe_targets_alive 2' '... how many they are'
is "$(grep '^probe_icmp_rtt_seconds_count' "$prom") $(grep '^probe_icmp_lost_total' "$prom")" \
	'probe_icmp_rtt_seconds_count 2 probe_icmp_lost_total 1' '... and the whole'
ping_in h1 -q -W 0.2 --rate max --prom "$prom" 198.19.0.0-198.19.4.255
is "$(grep -c '^probe_success' "$prom") $(grep '^probe_targets ' "$prom")" '1000 probe_targets 1280' \
	'a thousand have their own'

# What --stats adds to each.
ping_in h1 -c 4 -i 0.02 -W 0.2 --stats -Q 0xba 198.18.1.3 198.18.1.8 198.18.1.9 198.18.1.2
like "$out" '^198\.18\.1\.8 .* ms, ttl 64 -> 60$' 'a TTL that changed is named'
like "$out" '^198\.18\.1\.9 .* ms, dscp ef -> cs0, ECN bleached \(ect0 -> not-ect\)$' '... and a DS field'
like "$out" '^198\.18\.1\.2 .* ms$' '... of whom nothing changed, nothing'
is "$(rec target target): $(rec target longest_loss) $(rec target ttl_changes)" \
	'198.18.1.3 198.18.1.8 198.18.1.9 198.18.1.2: 4 0 0 0 0 1 0 0' '... and the records tell it'
isnt "$(rec target jitter_ms | tr -d ' 0-9.')" '' '... who did not answer has no jitter'
lab_play p --rule 'ttl 60 request n=2-'
ping_in h1 -c 3 -i 0.02 --stats 198.18.1.8
like "$out" '^changed on the way: ttl 64 -> 60$' "a single run's --stats name it too"
lab_play p --rule 'tos 0 request'
ping_in h1 -c 3 -i 0.02 --stats -Q 0xba 198.18.1.9
like "$out" '^changed on the way: dscp ef -> cs0, ECN bleached \(ect0 -> not-ect\)$' '... either'
lab_play p
ping_in h1 -c 3 -i 0.02 --stats 198.18.1.2
unlike "$out" 'changed on the way' '... and nothing else'
ping_done
