#!/bin/sh
# ping_consumers: programs that read ping's text find in ours what they look for. Each reader here is
# written anew after what the program named expects: words, patterns and their order.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2317 # read_by calls the readers
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"

# h2 is reached through a relay that drops every third request of flows of 1000 bytes and answers
# twice those of 500.
lab_relayed 'drop request n=3 bytes=1042-1062' 'dup 1 gap 1 reply bytes=542-562'

# check_ping (monitoring-plugins): scanf patterns over each line; the loss as a whole number behind
# the counts, the mean as the second of the times. Prints both. Anything on standard error warns.
check_ping()
{
	awk '
		function number(text) { return text ~ /^[0-9]/ ? text + 0 : "none" }
		/^[0-9]+ packets transmitted, [0-9]+ (packets )?received, / {
			rest = $0
			sub(/^[0-9]+ packets transmitted, [0-9]+ (packets )?received, /, "", rest)
			sub(/^\+[0-9]+ (errors|duplicates), /, "", rest)
			loss = int(number(rest))
		}
		/^rtt min\/avg\/max\/mdev = [0-9.]+\/[0-9.]+\/[0-9.]+\/[0-9.]+ ms/ {
			split($4, times, "/")
			mean = number(times[2])
		}
		END { print "loss " loss, (mean == "" ? "no mean" : mean + 0 ? "mean" : "mean 0") }'
}

# Telegraf (exec): the first ttl=; the line with transmitted and received, by its commas; the fourth
# word of any line with min/avg/max, by its slashes, each a number.
telegraf()
{
	awk '
		/ttl=/ && ttl == "" { ttl = $0; sub(/.*ttl=/, "", ttl); ttl += 0 }
		/transmitted/ && /received/ {
			n = split($0, part, ", ")
			split(part[1], sent, " ")
			split(part[2], got, " ")
		}
		/min\/avg\/max/ {
			lines++
			bad += split($4, t, "/") != 4
			for (i in t) bad += t[i] !~ /^[0-9]+(\.[0-9]+)?$/
		}
		END { print sent[1] + 0, got[1] + 0, "ttl " ttl + 0, lines + 0, (bad ? "bad" : "fine") }'
}

# jc: the words of the first line by their place, the replies by theirs, and below the dashes nothing
# but the counts and lines of "name = a/b/c/d".
jc()
{
	awk '
		NR == 1 { to = $2; addr = $3; gsub(/[()]/, "", addr); next }
		/^---/ { below = 1; next }
		!NF { next }
		below && /packets transmitted/ { sent = $1; got = $4; next }
		below { if (split($0, half, " = ") != 2 || split(half[2], t, "/") != 4) bad++; next }
		/ bytes from / {
			for (i = 1; i <= NF; i++) if ($i ~ /^time=/) { times++; unit += $(i + 1) == "ms" }
			bytes = $1
			source = $4
		}
		END {
			sub(/:$/, "", source)
			print to, addr, source, bytes + 0, sent + 0, got + 0, (times == unit ? "ms" : "?"),
				(bad ? "bad" : "fine")
		}'
}

# pingparsing: the statistics line, the counts right below it, the times right below those.
pingparsing()
{
	awk '
		/^--- .* ping statistics ---$/ { at = NR }
		at && NR == at + 1 && match($0, /[0-9]+ packets transmitted/) { sent = substr($0, RSTART) + 0 }
		at && NR == at + 1 && match($0, /[0-9]+ (packets )?received/) { got = substr($0, RSTART) + 0 }
		at && NR == at + 1 && match($0, /[0-9]+ duplicates/) { twice = substr($0, RSTART) + 0 }
		at && NR == at + 2 && /^(rtt|round-trip) min\/avg\/max\/(mdev|stddev) = [0-9.]+\/[0-9.]+\/[0-9.]+\/[0-9.]+ ms/ {
			times = 1
		}
		END { print sent + 0, got + 0, twice + 0, (times ? "times" : "no times") }'
}

# npm ping (Uptime Kuma): the second and third words; replies have three "="; the first " x%"; the
# first four numbers of the line with three slashes.
npm_ping()
{
	awk '
		NR == 1 { host = $2; addr = substr($3, 2, length($3) - 2) }
		gsub(/=/, "=") >= 3 { replies++ }
		loss == "" && match($0, / [0-9.]+%/) { loss = substr($0, RSTART + 1, RLENGTH - 2) }
		gsub(/\//, "/") >= 3 {
			rest = $0
			for (n = 0; n < 4 && match(rest, /[0-9]+\.[0-9]+/); n++) rest = substr(rest, RSTART + RLENGTH)
		}
		END { print host, addr, replies + 0, loss "%", n + 0 }'
}

# gping: a line that starts with "64 bytes from" has a time=; "no answer yet" is a time-out.
gping()
{
	awk '
		/^64 bytes from/ && match($0, /time=[0-9]+(\.[0-9]+)? *ms/) { times++ }
		/^no answer yet/ { late++ }
		END { print times + 0, late + 0 }'
}

# read_by READER WANTED NAME: of $out.
read_by()
{
	is "$(printf '%s\n' "$out" | "$1")" "$2" "$1: $3"
}

there=198.18.1.2
run in_ns_bare h1 "$PING" -4 -n -U -w 10 -c 3 -i .2 $there
is "$err" '' 'check_ping: standard error is silent'
is "$status" 0 'check_ping: exit status'
read_by check_ping 'loss 0 mean' 'all answered'
read_by telegraf '3 3 ttl 64 1 fine' 'all answered'
read_by jc "$there $there $there 64 3 3 ms fine" 'all answered'
read_by pingparsing '3 3 0 times' 'all answered'
read_by npm_ping "$there $there 3 0% 4" 'all answered'
like "$out" '^rtt ' "check_ping's configure finds the line it greps for"

run in_ns_bare h1 "$PING" -6 -n -c 3 -i .2 2001:db8:1::2
read_by check_ping 'loss 0 mean' 'IPv6'
read_by telegraf '3 3 ttl 64 1 fine' 'IPv6'
read_by npm_ping '2001:db8:1::2 2001:db8:1::2 3 0% 4' 'IPv6'

run in_ns_bare h1 "$PING" -c 3 -n -s 16 -i .2 -W 1 -I eth0 $there
is "$status" 0 'telegraf: its own options'
read_by telegraf '3 3 ttl 64 1 fine' 'sixteen bytes are enough for times'

run in_ns_bare h1 "$PING" -O -i.2 -c 3 -I eth0 $there
read_by gping '3 0' 'its own options'
run "$PING" -V
like "$out" 'iputils' 'gping: the version names iputils'
is "$err" '' 'gping: on standard output'
is "$status" 0 'gping: and exits 0'

run in_ns_bare h1 "$PING" -O -c 3 -s 1000 -i .2 -W .5 $there
is "$status" 0 'one of three lost: exit status'
read_by check_ping 'loss 33 mean' 'one of three lost'
read_by telegraf '3 2 ttl 64 1 fine' 'one of three lost'
read_by jc "$there $there $there 1008 3 2 ms fine" 'one of three lost'
read_by pingparsing '3 2 0 times' 'one of three lost'
read_by npm_ping "$there $there 2 33.3333% 4" 'one of three lost'

run in_ns_bare h1 "$PING" -c 3 -s 500 -i .2 $there
read_by check_ping 'loss 0 mean' 'answered twice'
read_by pingparsing '3 3 2 times' 'answered twice'
read_by jc "$there $there $there 508 3 3 ms fine" 'answered twice'

ip -n h2 link set eth0 down
run in_ns_bare h1 "$PING" -O -c 3 -i .2 -W .3 $there
is "$status" 1 'none answered: exit status'
is "$err" '' 'none answered: standard error is silent'
read_by check_ping 'loss 100 no mean' 'none answered'
read_by telegraf '3 0 ttl 0 0 fine' 'none answered'
read_by jc "$there $there  0 3 0 ms fine" 'none answered'
read_by pingparsing '3 0 0 no times' 'none answered'
read_by npm_ping "$there $there 0 100% 0" 'none answered'
read_by gping '0 2' 'none answered'
ip -n h2 link set eth0 up

# Debian's check-host-alive gives all of these at once, LTP looks for the words of an option that is
# not there, the kernel's self-tests rely on -w ending a run and on its status.
run in_ns_bare h1 "$PING" -n -v -D -W 1 -i .2 -c 2 -M 'do' -s 56 -O ::1
is "$status" 0 'check-host-alive: its own options'
run in_ns_bare h1 "$PING" -Z
like "$err" '(invalid|unrecognized) option' 'LTP: the words for an option that is not there'
run in_ns_bare h1 "$PING" -q -M want -i .1 -w 1 -s 100 ::1
is "$status" 0 'kernel self-tests: pmtu.sh'
tap_done
