# diagnose: how a rung of the ladder is told, and the tools' records read; sourced by diagnose.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh disable=SC3043,SC2154 # every Linux sh knows local; the script sets what is not set here

impaired='' facts=''

# rung RESULT NAME SENTENCE [EVIDENCE [NEXT]]: broken ends the climb.
rung()
{
	[ -z "$verbose" ] || printf '%-12s %-12s %s\n' "$1" "$2" "$3" >&2
	if [ -n "$json" ]; then
		jq -cn --arg target "$target" --arg result "$1" --arg rung "$2" --arg says "$3" --arg evidence "${4-}" \
			--arg next "${5-}" '{v: 1, tool: "diagnose", type: "rung", ts: (now | todate), target: $target, rung: $rung,
				result: $result, says: $says, evidence: ($evidence | select(. != "") // null),
				next: ($next | select(. != "") // null)}'
	fi
	case $1 in
	broken) verdict "$@" ;;
	impaired)
		# The lowest rung is the one to mend first.
		if [ -z "$impaired" ]; then
			impaired=$work/impaired
			printf '%s\n' "$@" >"$impaired"
		fi
		;;
	fine) facts="$facts${facts:+, }$3" ;;
	esac
}

# verdict RESULT RUNG SENTENCE [EVIDENCE [NEXT]]: the end.
verdict()
{
	local status=1

	[ "$1" != healthy ] || status=0
	if [ -n "$json" ]; then
		jq -cn --arg target "$target" --arg result "$1" --arg rung "$2" --arg says "$3" --arg evidence "${4-}" \
			--arg next "${5-}" '{v: 1, tool: "diagnose", type: "summary", ts: (now | todate), target: $target,
				up: ($result == "healthy"), result: $result, rung: ($rung | select(. != "") // null), says: $says,
				evidence: ($evidence | select(. != "") // null), next: ($next | select(. != "") // null)}'
	elif [ "$1" = healthy ]; then
		printf 'healthy: %s\n' "$3"
	else
		printf '%s at %s: %s\n' "$1" "$2" "$3"
		[ -z "${4-}" ] || printf 'evidence: %s\n' "$4"
		[ -z "${5-}" ] || printf 'next: %s\n' "$5"
	fi
	exit $status
}

# records FILE TOOL ARGUMENT...: a run's records into that file; $said is its standard error's first line.
records()
{
	local file="$work/$1"

	shift
	status=0
	"$@" --json >"$file" 2>"$work/err" </dev/null || status=$?
	said=$(head -n 1 "$work/err" | sed "s/^$1: //")
}

# field FILE TYPE KEY: of the last record of that type; nothing where it is null.
field()
{
	jq -rs --arg type "$2" --arg key "$3" '[.[] | select(.type == $type)] | last | .[$key] | select(. != null)' "$work/$1"
}

# above A B: as numbers, fractions allowed; nothing is above nothing.
above()
{
	awk -v a="${1:-0}" -v b="${2:-0}" 'BEGIN { exit !(a + 0 > b + 0) }'
}

ms()
{
	awk -v t="$1" 'BEGIN { if (t < 1) printf "%.3f ms", t; else if (t < 1000) printf "%.3g ms", t
		else printf "%.3g s", t / 1000 }'
}

# loss_where: from which hop on, as ping --path sees it.
loss_where()
{
	local from

	records lossy ping --path -c 20 -i 0.05 "$addr"
	from=$(field lossy path loss_from_addr)
	[ -z "$from" ] || printf ' from hop %s (%s) on' "$(field lossy path loss_from)" "$from"
}

# not_reached TOOL TARGET: where the path to it ends.
not_reached()
{
	local hop

	records path "$1" --path -c 3 -i 0.2 "$2"
	hop=$(field path path hop_addr)
	case $(field path path fate) in
	stops) printf 'packets to %s are sent back by %s (%s)' "$2" "$hop" "$(field path path icmp_name)" ;;
	ends) printf 'packets to %s vanish behind %s (hop %s)' "$2" "$hop" "$(field path path hop)" ;;
	loops) printf 'packets to %s go round in a loop at %s' "$2" "$hop" ;;
	reached) printf '%s answers after all' "$2" ;;
	*) printf 'nothing answers on the way to %s' "$2" ;;
	esac
}

# bracketed ADDRESS: as it stands before a port.
bracketed()
{
	case $1 in
	*:*) printf '[%s]' "$1" ;;
	*) printf '%s' "$1" ;;
	esac
}
