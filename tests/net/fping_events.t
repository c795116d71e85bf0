#!/bin/bash
# fping_events: duplicates, foreign answers, late answers and signals, as fping 5.1 tells of them.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
real=$PWD/build/peers/bin/fping
[ -x "$real" ] || skip_all 'no fping: make peers unpacks one'
"$real" -v | grep -q 'Version 5\.1$' || skip_all 'the fping here is not 5.1'
lab_enter "$0" "$@"
ours=$LAB_TMP/fping
ln -s "$(readlink -f "$PING")" "$ours"

normal()
{
	sed -E -e 's/[0-9]+\.?[0-9]* ms/T ms/g' -e 's/[0-9.]+ avg/T avg/' -e 's#(avg/max = )[0-9./]+#\1T#' \
		-e 's/^\[[0-9:]+\]/[CLOCK]/' -e '/ : [-0-9. ]+$/s/ [0-9]+\.[0-9]+/ T/g'
}

collect()
{
	code=0
	in_ns h1 "$@" >"$LAB_TMP/o" 2>"$LAB_TMP/e" || code=$?
	printf 'status %s\n-- out\n%s\n-- err\n%s\n' "$code" "$(normal <"$LAB_TMP/o")" "$(normal <"$LAB_TMP/e")"
}

same()
{
	wanted=$(collect "$real" "$@")
	got=$(collect "$ours" "$@")
	is "$got" "$wanted" "fping $*"
}

lab_peered --rule 'twice request to=198.18.1.3' --rule 'from 198.18.1.99 request to=198.18.1.4' \
	--rule 'late 90 request to=198.18.1.5' --rule 'silent request to=198.18.1.6' \
	--rule 'twice from 198.18.1.98 request to=198.18.1.7' --rule 'twice request to=2001:db8:1::3'

same -c 2 -p 60 -t 50 198.18.1.3
# The silent one keeps the run going until the last duplicate is there.
same -C 2 -q -p 60 -t 50 198.18.1.3 198.18.1.6
same -c 2 -p 60 -t 50 2001:db8:1::3
same -c 2 -p 60 -t 50 198.18.1.4
same -C 1 -q -p 60 -t 50 198.18.1.4
same -c 2 -p 60 -t 50 198.18.1.7
same 198.18.1.4
same -e 198.18.1.4
same -a 198.18.1.4
same -r 0 -t 50 198.18.1.3 198.18.1.2 198.18.1.6
same -q -c 2 -p 60 -t 50 198.18.1.3 198.18.1.6
same -q -C 2 -p 60 -t 50 198.18.1.7 198.18.1.6
same -c 2 -p 200 -t 50 198.18.1.5
same -C 2 -q -p 200 -t 50 198.18.1.5
same -r 0 -t 50 198.18.1.5

# One stream, as Zabbix reads it.
merged()
{
	in_ns h1 sh -c '"$@" 2>&1' sh "$@" | normal
}
is "$(merged "$ours" -C 1 198.18.1.4)" "$(merged "$real" -C 1 198.18.1.4)" 'a foreign answer in one stream'
is "$(merged "$ours" -C 2 -p 60 198.18.1.3)" "$(merged "$real" -C 2 -p 60 198.18.1.3)" 'a duplicate in one stream'

# interrupted PROGRAM SIGNAL ARGUMENT...: SIGNAL once three answers are there, INT after two more.
interrupted()
{
	program=$1 signal=$2
	shift 2
	coproc RUN { exec ip netns exec h1 "$program" "$@" 2>"$LAB_TMP/e"; }
	# shellcheck disable=SC2153 # coproc sets it
	pid=$RUN_PID
	exec 9<&"${RUN[0]}"
	n=0 seen=''
	while IFS= read -r -t 9 line <&9; do
		seen="$seen$line
"
		case $line in
		*' bytes, '*) n=$((n + 1)) ;;
		esac
		[ "$n" = 3 ] && [ -n "$signal" ] && kill -s "$signal" "$pid" && signal=''
		[ "$n" = 5 ] && kill -s INT "$pid" && n=6
	done
	code=0
	wait "$pid" || code=$?
	exec 9<&-
	printf 'status %s\n%s-- err\n%s\n' "$code" "$(printf '%s' "$seen" | normal)" "$(normal <"$LAB_TMP/e")"
}
for signal in '' QUIT; do
	wanted=$(interrupted "$real" "$signal" -l -p 100 -t 30 198.18.1.2 198.18.1.6)
	is "$(interrupted "$ours" "$signal" -l -p 100 -t 30 198.18.1.2 198.18.1.6)" "$wanted" "loop, ${signal:-only} INT"
done
wanted=$(interrupted "$real" '' -C 50 -p 100 -t 30 198.18.1.2 198.18.1.6)
is "$(interrupted "$ours" '' -C 50 -p 100 -t 30 198.18.1.2 198.18.1.6)" "$wanted" 'a count that is interrupted'
wanted=$(interrupted "$real" '' -l -q -p 100 -t 30 198.18.1.2)
is "$(interrupted "$ours" '' -l -q -p 100 -t 30 198.18.1.2)" "$wanted" 'a quiet loop'

# What fping cannot: more requests out than a sequence has numbers.
run in_ns h1 "$ours" -q -s -r 0 -t 1500 -i 0 -g 198.18.0.0/15
is "$status" 1 'more than 65,535 targets are no wall'
like "$err" '^ +131070 targets$' '... all are asked'
unlike "$err" 'sequence' '... without a complaint'

tap_done
