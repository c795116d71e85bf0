#!/bin/sh
# tcpprobe_path_quotes: routers that quote a SYN whole, by 20, 8 or 4 bytes, or cut into its IP header.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/tcpprobe.sh
. "$LAB_ROOT/tests/lab/tcpprobe.sh"
lab_require jq

lab_peered --tcp-open 80 \
	--rule 'error 11 0 quote all from 198.18.9.1 tcp to=198.18.7.1/32 ttl=1' \
	--rule 'error 11 0 quote 8 from 198.18.9.2 tcp to=198.18.7.1/32 ttl=2' \
	--rule 'error 11 0 quote 20 from 198.18.9.3 tcp to=198.18.7.1/32 ttl=3' \
	--rule 'error 11 0 quote all from 198.18.9.4 tcp to=198.18.7.1/32 ttl=4' \
	--rule 'error 11 0 quote 4 from 198.18.9.5 tcp to=198.18.7.1/32 ttl=5' \
	--rule 'error 11 0 quote -4 from 198.18.9.6 tcp to=198.18.7.1/32 ttl=6' \
	--rule 'error 3 0 quote all from 2001:db8:9::1 tcp to=2001:db8:7::1/128 ttl=1' \
	--rule 'error 3 0 quote 8 from 2001:db8:9::2 tcp to=2001:db8:7::1/128 ttl=2' \
	--rule 'error 3 0 quote 20 from 2001:db8:9::3 tcp to=2001:db8:7::1/128 ttl=3' \
	--rule 'error 3 0 quote all from 2001:db8:9::4 tcp to=2001:db8:7::1/128 ttl=4' \
	--rule 'error 3 0 quote 4 from 2001:db8:9::5 tcp to=2001:db8:7::1/128 ttl=5' \
	--rule 'error 3 0 quote -4 from 2001:db8:9::6 tcp to=2001:db8:7::1/128 ttl=6'
probe_start 4 h1 --path -n -c2 -i0.2 -W0.4 --ttl 9 198.18.7.1:80
probe_start 6 h1 --path -n -c2 -i0.2 -W0.4 --ttl 9 '[2001:db8:7::1]:80'
for family in 4 6; do
	probe_end $family
	is "$status $err" '0 ' "IPv$family: the target is found"
	is "$(jq -r 'select(.type == "path_probe" and .seq == 1 and .hop < 8) | "\(.hop) \(.verdict) \(.quote)"' "$records" |
		sort | paste -sd,)" \
		'1 transit whole,2 transit sequence,3 transit fixed,4 transit whole,5 lost null,6 lost null,7 open null' \
		'... by quotes of every length that holds the sequence number'
	is "$(jq -r 'select(.type == "path_port") | "\(.fate) \(.hop) \(.quoted_to) \(.changes) \(.strange)"' "$records")" \
		'open 7 4 0 2' '... 4 bytes tell of one of ours, nothing more'
	like "$out" '^hops 2, 3 quote too little of the SYN' '... which is said'
	like "$out" '^2 errors tell of a SYN that cannot be told from others' '... both'
done
run "$LAB_BIN/jsonlint" --schema "$LAB_ROOT/lib/json.schema.json" <"$LAB_TMP/tcpprobe.jsonl"
is "$status $err" '0 ' 'every record is one that the schema has'
tap_done
