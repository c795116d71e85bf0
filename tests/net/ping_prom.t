#!/bin/sh
# ping_prom: --prom's text is what a scraper takes, and says what the summary says.
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
prom=$LAB_TMP/prom

# The reader itself first: it must be able to say no.
refuses()
{
	# shellcheck disable=SC2059
	printf "# HELP a_total A.\n# TYPE a_total counter\n$2" >"$prom"
	fails "the reader refuses $1" prom_valid "$prom"
}
printf '# HELP a_total A.\n# TYPE a_total counter\na_total{b="c\\"\\\\d",e="f"} 1\n' >"$prom"
ok 'the reader takes a plain family' prom_valid "$prom"
refuses 'no sample' ''
refuses 'a series twice' 'a_total{b="c"} 1\na_total{b="c"} 2\n'
refuses 'HELP twice' 'a_total 1\n# HELP a_total A.\n'
refuses 'TYPE twice' '# TYPE a_total counter\na_total 1\n'
refuses 'another family' 'b_total 1\n'
refuses 'a value that is none' 'a_total null\n'
refuses 'a comma for a dot' 'a_total 0,5\n'
refuses 'an open label' 'a_total{b="c} 1\n'
refuses 'a label twice' 'a_total{b="c",b="d"} 1\n'
refuses 'a bare backslash' 'a_total{b="c\\d"} 1\n'
histogram='# HELP h H.\n# TYPE h histogram\n'
refuses 'buckets that fall' "a_total 1\n${histogram}h_bucket{le=\"1\"} 2\nh_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 1\n"
refuses 'no +Inf' "a_total 1\n${histogram}h_bucket{le=\"1\"} 2\nh_sum 1\nh_count 2\n"
refuses 'another count' "a_total 1\n${histogram}h_bucket{le=\"+Inf\"} 2\nh_sum 1\nh_count 3\n"

# same KEY METRIC [FACTOR]: the summary's value is the file's.
same()
{
	is "$(prom_value "$prom" "$2")" "$(awk -v v="$(sum "$1")" -v f="${3:-1}" \
		'BEGIN { printf "%.9g", v * f }' | sed 's/^true$/1/')" "... $2"
}

counts()
{
	same transmitted "probe_icmp_sent_total{target=\"$target\"}"
	same answered "probe_icmp_received_total{target=\"$target\"}"
	same lost "probe_icmp_lost_total{target=\"$target\"}"
	same duplicates "probe_icmp_duplicates_total{target=\"$target\"}"
	same rejected "probe_icmp_rejected_total{target=\"$target\"}"
	same unsent "probe_icmp_unsent_total{target=\"$target\"}"
}

lab_peered --rule 'silent request seq=2' --rule 'error 3 1 request seq=3' --rule 'twice gap 5 request seq=4' \
	--rule 'late 60 request seq=5'
target=198.18.7.7
ping_in h1 -c7 -i0.02 -W0.3 --prom "$prom" $target
ok 'a run with losses, errors and duplicates' prom_valid "$prom"
counts
is "$(prom_value "$prom" 'probe_success{')" 1 '... and its success'
for pair in 'min probe_icmp_rtt_min_seconds{' 'max probe_icmp_rtt_max_seconds{' \
	'avg probe_icmp_duration_seconds{'; do
	between "$(awk -v v="$(sum "rtt_${pair%% *}_ms")" 'BEGIN { printf "%.9f", v / 1000 - 1e-8 }')" \
		"$(awk -v v="$(prom_value "$prom" "${pair#* }")" 'BEGIN { printf "%.9f", v }')" \
		"$(awk -v v="$(sum "rtt_${pair%% *}_ms")" 'BEGIN { printf "%.9f", v / 1000 + 1e-8 }')" \
		"... ${pair#* } in seconds"
done
is "$(prom_value "$prom" 'probe_icmp_rtt_seconds_count{')" "$(sum answered)" '... the histogram holds every answer'
is "$(prom_value "$prom" "probe_icmp_rtt_seconds_bucket{target=\"$target\",le=\"0.0512\"}")" \
	"$(sed -n 's/.*"rtt_ms":\([0-9.]*\),.*"verdict":"fresh".*/\1/p' "$ping_json" | awk '$1 <= 51.2' |
		grep -c .)" '... each in its place'
between "$(awk -v a="$(sum rtt_avg_ms)" -v n="$(sum answered)" 'BEGIN { printf "%.9f", a * n / 1000 - 1e-6 }')" \
	"$(awk -v v="$(prom_value "$prom" 'probe_icmp_rtt_seconds_sum{')" 'BEGIN { printf "%.9f", v }')" \
	"$(awk -v a="$(sum rtt_avg_ms)" -v n="$(sum answered)" 'BEGIN { printf "%.9f", a * n / 1000 + 1e-6 }')" \
	'... and their sum'

lab_play p --rule 'silent request'
ping_in h1 -c2 -i0.02 -W0.1 --prom "$prom" $target
ok 'a run without an answer' prom_valid "$prom"
counts
is "$(prom_value "$prom" 'probe_success{')" 0 '... no success'
is "$(grep -c 'rtt_min\|rtt_max\|duration' "$prom")" 0 '... and no time where there is none'
unlike "$(cat "$prom")" 'NaN|null' '... nor one that is no number'

lab_play p
ping_in h1 -c1 --label site=lab --label 'text=a "b" \c' --prom "$prom" 2001:db8:7::7
ok 'labels' prom_valid "$prom"
is "$(prom_value "$prom" 'probe_success{target="2001:db8:7::7",label_site="lab",label_text="a \"b\" \\c"}')" 1 \
	'... on every series, escaped'
run in_ns h1 "$PING" -c1 --prom - $target
printf '%s\n' "$out" >"$prom"
ok 'on standard output nothing else is' prom_valid "$prom"
is "$status $err" '0 ' '... and it ends well'
run in_ns h1 "$PING" -c2 -i0.01 --prom - $target 198.18.7.8
printf '%s\n' "$out" >"$prom"
ok 'many targets' prom_valid "$prom"
ping_done
