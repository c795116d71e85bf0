#!/bin/bash
# fping_events: duplicates, foreign answers, late answers and signals, as fping 5.1 tells of them.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2317 # both calls
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

# both FUNCTION ARGUMENT...: what it prints of the real one and of ours; all calls run at once. On a
# busy machine either may be late for an answer: what differs has two more tries.
pairs=0 waits=() names=()
both()
{
	pairs=$((pairs + 1))
	names[pairs]="$1: fping ${*:2}"
	alike "$@" &
	waits+=("$!")
}

alike()
{
	local call="$1" n=$pairs

	shift
	for _ in 1 2 3; do
		"$call" "$real" "$@" >"$LAB_TMP/$n.real" 2>&1 &
		"$call" "$ours" "$@" >"$LAB_TMP/$n.ours" 2>&1
		wait
		cmp -s "$LAB_TMP/$n.real" "$LAB_TMP/$n.ours" && return
	done
}
same()
{
	both collect "$@"
}

# collect PROGRAM ARGUMENT...
collect()
{
	local code=0 file

	file=$(mktemp "$LAB_TMP/run.XXXXXX")
	in_ns h1 "$@" >"$file.o" 2>"$file.e" || code=$?
	printf 'status %s\n-- out\n%s\n-- err\n%s\n' "$code" "$(normal <"$file.o")" "$(normal <"$file.e")"
}

# One stream, as Zabbix reads it.
merged()
{
	in_ns h1 sh -c '"$@" 2>&1' sh "$@" | normal
}

# interrupted PROGRAM SIGNAL ARGUMENT...: SIGNAL once three answers are there, INT after two more.
interrupted()
{
	local program="$1" signal="$2" file pid n=0 seen='' line code=0

	shift 2
	file=$(mktemp "$LAB_TMP/run.XXXXXX")
	coproc RUN { exec ip netns exec h1 env --default-signal=INT,QUIT "$program" "$@" 2>"$file.e"; }
	# shellcheck disable=SC2153 # coproc sets it
	pid=$RUN_PID
	exec 9<&"${RUN[0]}"
	while IFS= read -r -t 30 line <&9; do
		seen="$seen$line
"
		case $line in
		*' bytes, '*) n=$((n + 1)) ;;
		esac
		[ "$n" = 3 ] && [ -n "$signal" ] && kill -s "$signal" "$pid" && signal=''
		[ "$n" = 5 ] && kill -s INT "$pid" && n=6
	done
	wait "$pid" || code=$?
	exec 9<&-
	printf 'status %s\n%s-- err\n%s\n' "$code" "$(printf '%s' "$seen" | normal)" "$(normal <"$file.e")"
}

lab_peered --rule 'twice request to=198.18.1.3' --rule 'from 198.18.1.99 request to=198.18.1.4' \
	--rule 'late 600 request to=198.18.1.5' --rule 'silent request to=198.18.1.6' \
	--rule 'twice from 198.18.1.98 request to=198.18.1.7' --rule 'twice request to=2001:db8:1::3'

same -c 2 -p 600 -t 400 198.18.1.3
# The silent one keeps the run going until the last duplicate is there.
same -C 2 -q -p 600 -t 400 198.18.1.3 198.18.1.6
same -c 2 -p 600 -t 400 2001:db8:1::3
same -c 2 -p 600 -t 400 198.18.1.4
same -C 1 -q -p 600 -t 400 198.18.1.4
same -c 2 -p 600 -t 400 198.18.1.7
same 198.18.1.4
same -e 198.18.1.4
same -a 198.18.1.4
same -r 0 -t 400 198.18.1.3 198.18.1.2 198.18.1.6
same -q -c 2 -p 600 -t 400 198.18.1.3 198.18.1.6
same -q -C 2 -p 600 -t 400 198.18.1.7 198.18.1.6
same -c 2 -p 1200 -t 300 198.18.1.5
same -C 2 -q -p 1200 -t 300 198.18.1.5
same -r 0 -t 300 198.18.1.5
both merged -C 1 198.18.1.4
both merged -C 2 -p 600 198.18.1.3
for signal in '' QUIT; do
	both interrupted "$signal" -l -p 500 -t 250 198.18.1.2 198.18.1.6
done
both interrupted '' -C 50 -p 500 -t 250 198.18.1.2 198.18.1.6
both interrupted '' -l -q -p 500 -t 250 198.18.1.2
wait "${waits[@]}"
for n in "${!names[@]}"; do
	is "$(cat "$LAB_TMP/$n.ours")" "$(cat "$LAB_TMP/$n.real")" "${names[n]}"
done

# What fping cannot: more requests out than a sequence has numbers.
run in_ns h1 "$ours" -q -s -r 0 -t 1500 -i 0 -g 198.18.0.0/15
is "$status" 1 'more than 65,535 targets are no wall'
like "$err" '^ +131070 targets$' '... all are asked'
unlike "$err" 'sequence' '... without a complaint'

tap_done
