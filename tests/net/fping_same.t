#!/bin/sh
# fping_same: ping under fping's name against fping 5.1, command line by command line.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
# What is different on purpose, and not compared:
#   -h                 the same options in the same form, in words of our own; Zabbix looks for
#                      lines that begin with -I and -S
#   -g, many targets   fping ends where 65,535 requests are out, or 131,070 addresses are given
#   -O 999             fping complains of its IPv6 socket where only IPv4 is asked
#   -S, -I             fping opens both families' sockets whoever is asked
#   -t 0               fping calls every answer late
#   -r                 at most 255 here
#   ICMPv6 errors      fping looks for its request in the wrong place, and tells of none
real=$PWD/build/peers/bin/fping
[ -x "$real" ] || skip_all 'no fping: make peers unpacks one'
"$real" -v | grep -q 'Version 5\.1$' || skip_all 'the fping here is not 5.1'
lab_enter "$0" "$@"

ours=$LAB_TMP/fping
ln -s "$(readlink -f "$PING")" "$ours"
ln -s "$ours" "$LAB_TMP/fping6"

# Times, the program's own name and the clock are taken out.
normal()
{
	sed -E -e "s#^(Usage: )?$1#\\1PROGRAM#" -e 's/[0-9]+\.[0-9]+ ms/T ms/g' -e 's/[0-9.]+ avg/T avg/' \
		-e 's#(avg/max = )[0-9./]+#\1T#' -e 's/^\[[0-9:.]+\]/[CLOCK]/' \
		-e 's/[0-9]+\.[0-9]+ sec/T sec/' -e 's/^SET (min|avg|max) = .*/SET \1 = T/' \
		-e '/ : [-0-9. ]+$/s/ [0-9]+\.[0-9]+/ T/g'
}

# Standard output with each target's lines in their order; between targets it is a race.
by_target()
{
	if grep -q '^CHART' "$1"; then cat "$1"; else LC_ALL=C sort -s -k1,1 "$1"; fi
}

# collect PROGRAM ARGUMENT...: what it printed and its exit status, in one text.
input=/dev/null
collect()
{
	program=$1
	shift
	code=0
	in_ns h1 timeout -s INT 9 "$program" "$@" <"$input" >"$LAB_TMP/o" 2>"$LAB_TMP/e" || code=$?
	printf 'status %s\n-- out\n%s\n-- err\n%s\n' "$code" \
		"$(by_target "$LAB_TMP/o" | normal "$program")" \
		"$(normal "$program" <"$LAB_TMP/e")"
}

# same ARGUMENT...: both say the same. Neither depends on what the other leaves behind.
same()
{
	wanted=$(collect "$real" "$@")
	got=$(collect "$ours" "$@")
	is "$got" "$wanted" "fping $*"
}

lab_peered --rule 'silent request to=198.18.1.3' --rule 'silent request to=198.18.1.13' \
	--rule 'error 3 1 request to=198.18.1.5' --rule 'error 3 10 request to=198.18.1.6' \
	--rule 'error 11 0 request to=198.18.1.7' --rule 'error 3 13 request to=198.18.1.8' \
	--rule 'error 1 3 request to=2001:db8:1::5' --rule 'silent request to=2001:db8:1::3'
up=198.18.1.2 down=198.18.1.3 down2=198.18.1.13 six=2001:db8:1::2

# Alive or not.
same $up
same $up 198.18.1.4 $six
same -r 1 -t 60 $up $down $down2
same -a -r 0 -t 60 $up $down
same -u -r 0 -t 60 $up $down
same -a -e -r 0 -t 60 $up $down
same -e -D -r 0 -t 60 $up $down
same -q -r 0 -t 60 $up $down
same -s -r 2 -B 1 -t 60 $up $down
same -r 1 -t 60 198.18.1.5 198.18.1.6 198.18.1.7 198.18.1.8
same -a -r 0 -t 60 198.18.1.5 $up
same -r 1 -t 60 203.0.113.1
same -r 0 -t 60 -x 1 $up $down
same -r 0 -t 60 -x 2 $up $down
same -r 0 -t 60 -a -x 1 $up $down
same -t 0 -r 0 $down
same -r -1 $up

# Counted.
same -c 3 -p 60 -t 40 $up
same -c 3 -p 60 -t 40 $up $down
same -C 3 -p 60 -t 40 $up $down
same -C 3 -q -p 60 -t 40 $up $down 198.18.1.5
same -q -c 3 -p 60 -t 40 $up $down 198.18.1.11
same -q -c 2 -p 60 -t 40 -s $up $down
same -c 2 -p 60 -t 40 198.18.1.5
same -c 2 -p 60 -o $up
same -q -c 2 -p 60 -t 40 -o $up $down
same -D -c 2 -p 60 $up
same -c 2 -p 60 -t 40 -a $up $down
same -c 2 -p 60 -t 40 -u -e $up $down
same -c 2 -p 60 -t 40 -x 1 $up $down
same -c 2 -p 60 -t 40 203.0.113.1
same -C 2 -q -p 60 -t 40 203.0.113.1
same -c 1 -p 60 -t 40 $up $up
same -c 1 -b 0 $up
same -c 1 -b 12 $up
same -c 1 -b 1400 -M $up
same -c 1 -b 1400 -R -O 8 -H 9 $up
same -c 1 -S 198.18.1.1 $up
same -c 1 -I eth0 $up
same -c 2 -p 60 -t 40 2001:db8:1::2 2001:db8:1::3
same -c 1 -c 2 -p 60 $up
same -q -Q 1 -c 5 -p 400 -t 100 $up $down
same -Q 1 -c 3 -p 700 -t 100 -o $up
same -Q 1,cumulative -c 3 -p 700 -t 100 $up
same -N -Q 1 -c 3 -p 700 -t 100 $up $down

# What the monitoring systems ask.
printf '%s\n' $up $down >"$LAB_TMP/list"
input=$LAB_TMP/list
same -C 3 -p 60 -b 68 -t 40 -i 10
same -C 3 -p 60 -b 68 -t 40 -i 10 -S 198.18.1.1
same -C 3 -p 60 -b 68 -t 40 -i 10 -I eth0
same -f -
input=/dev/null
same -C 5 -q -B1 -r1 -i10 -p 60 $up $down
same -e -q -c 3 -p 60 -t 40 $up
same -v

# Targets.
printf '%s\n' "$up and more" '# none' '' "  198.18.1.4" >"$LAB_TMP/file"
same -f "$LAB_TMP/file"
same -f "$LAB_TMP/none"
same -g 198.18.1.8/30 -r 0 -t 60 -a
same -g 198.18.1.2/31 -r 0 -t 60
same -g 198.18.1.2/32
same -g 198.18.1.8/30x -r 0 -t 60 -a
same -g 127.1/30
same -g 0x7f000001 127.2
same -6 -g 127.0.0.1 127.0.0.3
same -6 -g 127.0.0.0/30
same -g localhost 127.0.0.2
same -g localhost/30
same fe80::1%nosuch
same -g $up 198.18.1.4 -r 0 -t 60
same -g 198.18.1.9 198.18.1.2
same -g 198.18.1.x/24
same -g 198.18.1.1/0
same -g 198.18.1.1/33
same -g ::1/128
same -g $up 198.18.1.x
same
same -A $up
same -A localhost
same -n 127.0.0.1
same -d 127.0.0.1
same -A -n 127.0.0.1
same -A -d localhost
same -m localhost
same -q -c 1 -p 60 nosuch.invalid $up
same -q -4 ::1 $up
same -q -6 -g 127.0.0.0/30
same -4 ::1
same -6 127.0.0.1
same -6 $six

# Errors.
for bad in -Z --bogus -c --count -X1 -k1 '-a -u' '-c1 -l' '-d -n' '-4 -6' '-B 9' '-B 0.5' '-H 300' '-b 70000' '-S xx' \
	'-I nosuch' '-S 203.0.113.9'; do
	# shellcheck disable=SC2086 # several words
	same $bad $up
done
for bad in '-c x' '-c 0' '-H 0' '-g' '-i x' '-t x' '-p x' '-b x' '-x 0' "-f $LAB_TMP/file"; do
	# shellcheck disable=SC2086 # several words
	is "$(collect "$ours" $bad $up | sed -n '1p;/Usage/p')" "$(collect "$real" $bad $up | sed -n '1p;/Usage/p')" \
		"the usage after $bad"
done
run in_ns h1 "$ours" -r 0 -t 60 2001:db8:1::5
is "$err" 'ICMP Host Unreachable from 2001:db8:1::5 for ICMP Echo sent to 2001:db8:1::5' \
	"ICMPv6's errors are told in its own terms"
run in_ns h1 "$ours" -h
like "$out" '^ *-I' 'Zabbix finds -I in the usage'
like "$out" '^ *-S' '... and -S'
is "$status" 0 '... which is no error'
is "$(in_ns h1 "$real" -h | sed -nE 's/^   (-., --[a-z0-9]+(=[A-Z]+)?) .*/\1/p' | sort)" \
	"$(printf '%s\n' "$out" | sed -nE 's/^   (-., --[a-z0-9]+(=[A-Z]+)?) .*/\1/p' | grep -v -- --help | sort)" \
	'every option of fping is there'
is "$(in_ns h1 "$LAB_TMP/fping6" $six)" "$six is alive" 'fping6 is IPv6'

tap_done
