# diagnose: how a rung of the ladder is told, and the tools' records read; sourced by diagnose.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh disable=SC3043,SC2154,SC2034 # every Linux sh knows local; the other parts share the variables

addr='' addresses='' device='' gateway='' source='' pinged='' ping_error='' path_mtu='' said='' status=0
facts='' also='' remarks='' not_seen='' lossy='' limited=''
several='' host_doubts='' impaired='' impaired_rung='' impaired_evidence='' impaired_next=''

# plain VARIABLE...: what came from a network or a command line, without what a terminal would obey.
plain()
{
	local name text

	for name in "$@"; do
		eval "text=\$$name"
		case $text in
		*[!\ -~]*)
			text=$(printf '%s' "$text" | jq -Rrs 'gsub("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]"; "?")')
			eval "$name=\$text"
			;;
		esac
	done
}

# record TYPE RESULT RUNG SENTENCE EVIDENCE NEXT: one line of JSON.
record()
{
	jq -cn --arg ts "$(date -u +%Y-%m-%dT%H:%M:%S.%NZ)" --arg target "$target" --arg addr "$addr" --arg type "$1" \
		--arg result "$2" --arg rung "$3" --arg says "$4" --arg evidence "$5" --arg next "$6" --arg also "$also" \
		--arg remarks "$remarks" 'def known: if . == "" then null else . end;
			{v: 1, tool: "diagnose", type: $type, ts: $ts, target: $target, addr: ($addr | known), rung: ($rung | known),
				result: $result, says: $says, evidence: ($evidence | known), next: ($next | known)} +
			if $type == "summary" then {up: ($result == "healthy"), also: ($also | known), remarks: ($remarks | known)}
			else {} end'
}

# rung RESULT NAME SENTENCE [EVIDENCE [NEXT]]: broken ends the climb.
rung()
{
	local says="$3" evidence="${4-}" next="${5-}"

	plain says evidence next
	[ -z "$verbose" ] || printf '%-12s %-12s %s\n' "$1" "$2" "$says" >&2
	[ -z "$json" ] || record rung "$1" "$2" "$says" "$evidence" "$next"
	case $1 in
	broken)
		[ -z "$impaired" ] || also="impaired at $impaired_rung: $impaired${also:+; $also}"
		verdict broken "$2" "$says" "$evidence" "$next"
		;;
	impaired)
		if [ -z "$impaired" ]; then
			impaired=$says impaired_rung=$2 impaired_evidence=$evidence impaired_next=$next
		else
			also="${also:+$also; }impaired at $2: $says"
		fi
		;;
	fine) facts="$facts${facts:+, }$says" ;;
	unknown) remarks="${remarks:+$remarks; }$says" ;;
	esac
}

# remark SENTENCE: odd, but no fault.
remark()
{
	local says="$1"

	plain says
	remarks="${remarks:+$remarks; }$says"
}

# unseen WHAT: only who has cap_net_raw can see it.
unseen()
{
	not_seen="${not_seen:+$not_seen, }$1"
}

# unanswered NAME SENTENCE EVIDENCE NEXT: broken by silence, of which losses below are reason enough.
unanswered()
{
	if [ -n "$lossy" ]; then
		rung unknown "$1" "$2, which the losses below may explain" "$3" "$4"
		conclude
	fi
	rung broken "$@"
}

# conclude: nothing is broken.
conclude()
{
	[ -z "$impaired" ] || verdict impaired "$impaired_rung" "$impaired" "$impaired_evidence" "$impaired_next"
	verdict healthy '' "$facts" '' ''
}

# verdict RESULT RUNG SENTENCE EVIDENCE NEXT: the end.
verdict()
{
	[ -z "$proxy" ] || [ "$1" = healthy ] || [ "$2" = proxy ] || remark "$at is the proxy by which $host is asked, says the environment"
	[ -z "$not_seen" ] || remarks="${remarks:+$remarks; }not examined without cap_net_raw: $not_seen"
	# A reader may have gone.
	if [ -n "$json" ]; then
		record summary "$@"
	elif [ "$1" = healthy ]; then
		printf 'healthy: %s\n' "$3" 2>/dev/null
	else
		printf '%s at %s: %s\nevidence: %s\nnext: %s\n' "$@" 2>/dev/null
		[ -z "$also" ] || printf 'also: %s\n' "$also" 2>/dev/null
	fi
	[ -n "$json" ] || [ -z "$remarks" ] || printf 'remark: %s\n' "$remarks" 2>/dev/null
	[ "$1" = healthy ] || exit 1
	exit 0
}

# records FILE TOOL ARGUMENT...: a run's records into that file; $said is its standard error's first line.
records()
{
	local file="$work/$1" tool="$2"

	shift 2
	status=0
	timeout 60 "$tools$tool" "$@" --json >"$file" 2>"$work/err" </dev/null || status=$?
	said=$(sed -n "1s/^$tools$tool: //p" "$work/err")
	# Once for all that field is asked for: jq takes its time to start.
	jq -r 'select(.type | IN("summary", "exchange", "packets", "flows", "mtu", "path", "path_port", "offers")) |
		.type as $type | to_entries[] | select(.value | type != "array") | [$type, .key, .value] | @tsv' \
		"$file" >"$file.fields" 2>>"$work/err"
}

# field FILE TYPE KEY: of the last record of that type; nothing where it is null.
field()
{
	awk -F '\t' -v type="$2" -v key="$3" '$1 == type && $2 == key { value = $3 }
		END { if (value != "") { gsub(/\\\\/, "\\", value); print value } }' "$work/$1.fields"
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

# quoted WORD: as a shell takes it for one word and no more.
quoted()
{
	case $1 in
	'' | *[!A-Za-z0-9@%+=:,./_-]*) printf "'%s'" "$(printf '%s' "$1" | sed "s/'/'\\\\''/g")" ;;
	*) printf '%s' "$1" ;;
	esac
}

# lower TEXT: in small letters.
lower()
{
	printf '%s' "$1" | tr '[:upper:]' '[:lower:]'
}

# is_address HOST: and no name.
is_address()
{
	case $1 in
	*:*) ;;
	*[!0-9.]*) return 1 ;;
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

# listed WORD...: as in a sentence.
listed()
{
	printf '%s\n' "$@" | awk 'NF { printf "%s%s", n++ ? ", " : "", $0 }'
}
