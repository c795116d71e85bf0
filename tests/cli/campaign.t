#!/bin/sh
# campaign: the table and the status of a campaign, by targets that only say what a fuzzer would.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out and status
cd "$(dirname "$0")/../.." || exit 99
# shellcheck source=tests/tap.sh
. tests/tap.sh
tmp=$(mktemp -d) || exit 99
trap 'rm -rf "$tmp"' EXIT
mkdir -p "$tmp/tests/fuzz" "$tmp/corpora/good" "$tmp/corpora/bad"
echo seed >"$tmp/corpora/good/seed"
echo seed >"$tmp/corpora/bad/seed"
cat >"$tmp/tests/fuzz/good" <<'TARGET'
#!/bin/sh
case $* in
*-merge=1*) for folder; do [ -d "$folder" ] && echo found >"$folder/0123" && exit; done ;;
*-max_total_time=30*) ;;
*) exit 9 ;;
esac
echo '#7 INITED cov: 10 ft: 20 corp: 1/5b exec/s: 0 rss: 1Mb
#900 DONE cov: 11 ft: 23 corp: 2/9b lim: 4 exec/s: 30 rss: 1Mb
stat::number_of_executed_units: 900
stat::average_exec_per_sec:     30' >&2
TARGET
cat >"$tmp/tests/fuzz/bad" <<'TARGET'
#!/bin/sh
case $* in *-merge=1*) exit ;; esac
for word; do
	case $word in -artifact_prefix=*) prefix=${word#*=} ;; esac
done
echo boom >"${prefix}crash-1"
echo "artifact_prefix='$prefix'; Test unit written to ${prefix}crash-1" >&2
exit 77
TARGET
chmod +x "$tmp/tests/fuzz/good" "$tmp/tests/fuzz/bad"
export BUILD="$tmp" CORPORA="$tmp/corpora"

run env MINUTES=0.5 TARGETS=good tests/fuzz/campaign.sh
is "$status" 0 'a campaign without a crash'
like "$out" '^good +900 +30 +11 +23 +2 +1 +0$' 'executions, rate, edges, features, corpus, new, crashes'
is "$(cat "$tmp/new/good/0123")" found 'what is new lies beside the committed corpus'
is "$(ls "$CORPORA/good")" seed '... which stays as it is'
run env MINUTES=0.5 CAMPAIGN_JOBS=2 tests/fuzz/campaign.sh
is "$status" 1 'one that crashed'
like "$out" '^bad +0 +0 +0 +0 +0 +0 +1$' '... is counted'
like "$out" "^$tmp/found/bad/crash-1\$" '... and its input named'
like "$out" '^good +900' '... beside the others'
run env MINUTES=soon tests/fuzz/campaign.sh
is "$status" 2 'minutes that are none'
tap_done
