#!/bin/sh
# ping_flows: --flows finds the bad one of several links that share the load, and accuses none by chance.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/ping.sh
. "$LAB_ROOT/tests/lab/ping.sh"

a4=198.18.1.2
a6=2001:db8:1::2
flows='--flows 16 --seed 1 -e 77 -i 0.032 -c 10 -W 0.4'

lab_relayed 'drop request bundle=2/4'
# shellcheck disable=SC2086 # words
ping_in h1 $flows --explain --prom "$LAB_TMP/prom" $a4
is "$status" 1 'one of four links is broken: found, which is no success'
is "$(rec flow sent)" '10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10' 'each flow had its probes'
is "$(rec flow answered | tr ' ' '\n' | sort -u | tr '\n' ' ')" '0 10 ' 'a flow loses everything or nothing'
bad=$(rec flow answered | tr ' ' '\n' | grep -nx 0 | cut -d: -f1 | tr '\n' ' ')
is "$(rec flow bad | tr ' ' '\n' | grep -n true | cut -d: -f1 | tr '\n' ' ')" "$bad" 'those that do are accused'
between 1 "$(rec flows bad_flows)" 8 '... some of them'
like "$(rec flows says)" "^$(rec flows bad_flows) of 16 flows lose everything: about 1 of [0-9]+ equal paths is broken$" \
	'... said in a sentence'
like "$out" '^ +[0-9]+ +0x[0-9a-f]{4} +10 +100%  - +-  ! loses more$' '... and marked in the table'
like "$out" '^ +[0-9]+ +0x[0-9a-f]{4} +10 +0%  [0-9.]+/[0-9.]+/[0-9.]+/[0-9.]+ +64$' 'the others have times'
like "$out" '^A loss that is the same for all flows looks so less than once in 10\^[0-9]+ runs' 'how sure it is'
like "$(cat "$LAB_TMP/prom")" '^probe_icmp_flows_bad\{target="198.18.1.2"\} [1-8]$' '... and for a monitor'
is "$(grep -c '^probe_icmp_flow_loss_percent{target="198.18.1.2",flow="[0-9]*"} 100$' "$LAB_TMP/prom")" \
	"$(sed -n 's/^probe_icmp_flows_bad{.*} //p' "$LAB_TMP/prom")" '... flow by flow'
is "$(rec flow icmp_checksum | tr ' ' '\n' | sort -u | wc -l)" 16 'each flow has a checksum of its own'
first=$(rec flow icmp_checksum)
is "$(rec lost flow | tr ' ' '\n' | sort -nu | tr '\n' ' ')" "$bad" 'the records of single probes name the flow'
# shellcheck disable=SC2086
run in_ns_bare h1 "$PING" --flows 16 --seed 1 -e 77 -i 0.032 -c 10 -W 0.4 -q $a4
is "$status" 1 'without privilege the same'
unlike "$out" '^flow ' '... -q: without a table'
like "$out" 'of 16 flows lose everything' '... but with what it says'

lab_rules w 'drop request percent=10'
# shellcheck disable=SC2086
ping_in h1 $flows --stats $a4
is "$status $(rec flows verdict bad)" '0 even' 'a tenth lost by chance accuses no flow'
is "$(rec flow bad | tr ' ' '\n' | sort -u)" false '... none'
like "$out" 'and of no flow more than chance explains' '... and says so'
like "$out" 'p90/p99 ms' 'stats: more percentiles'
like "$out" '^path: [0-9]+ lost, 0 late, 0 pending, 0 rejected' '... and losses by cause'
is "$(rec flow icmp_checksum)" "$first" 'a seed gives the same flows again'

lab_rules w 'delay 6 request bundle=2/4'
# shellcheck disable=SC2086
ping_in h1 $flows -c 20 $a6
is "$status $(rec flows verdict) $(rec flows rtt_groups)" '0 times 2' 'a longer way for some: two groups of times'
like "$out" '^ +[0-9]+ +0x[0-9a-f]{5} +20 +0%  (6|7|8|9|[1-9][0-9])\.[0-9./]+ +64  group 2$' '... marked in the table'

lab_rules w
# shellcheck disable=SC2086
ping_in h1 $flows --explain $a4
is "$status $(rec flows verdict)" '0 alike' 'nothing differs'
like "$out" 'all took one path as far as can be told$' '... no more is claimed'
like "$out" 'by addresses alone' '... and why that may be'
ping_in h1 --flows 4 -i 0.05 --max-loss 0 -c 2 $a4
is "$status $(sum limits_held)" '0 true' 'limits decide here too'

lab_rules w 'drop request seq=1'
ping_in h1 --flows 4 -i 0.05 -c 2 -W 0.1 $a4
is "$status $(rec flows verdict)" '0 too_few' 'two probes a flow are no evidence'
lab_rules w 'drop request'
ping_in h1 --flows 4 -i 0.05 -c 2 -W 0.1 $a4
is "$status $(rec flows verdict)" '1 silent' 'nothing comes back at all'

for bad in --graph '--nagios --graph' '--nagios --max-loss 5' '-F 5' -f -A --mtu -o '-s 1' '-i 0' 198.18.1.3; do
	# shellcheck disable=SC2086 # words
	run in_ns h1 "$PING" --flows 4 $bad $a4
	isnt "$status" 0 "refused with $bad"
	is "$(printf '%s%s\n' "$out" "$err" | wc -l)" 1 '... in one line'
done

ping_done
