#!/bin/bash
# ping_options: the option table, --help, the man page and the completion name the same options.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status
cd "$(dirname "$0")/../.." || exit 99
# shellcheck source=tests/tap.sh
. tests/tap.sh
PING=${PING:-${BUILD:=build}/ping}
words=$BUILD/tests/unit/ping_options
[ -x "$words" ] || bail_out "no $words: run make tests"

# One option a line: "-c --count", "- --json", "-4 --ipv4".
table=$("$words" words | awk '{ print ($1 == "-" ? "-" : "-" $1), "--" $2 }' | sort)
between 50 "$(printf '%s\n' "$table" | wc -l)" 200 'the table has its options'
is "$(printf '%s\n' "$table" | cut -d' ' -f1 | grep -v '^-$' | uniq -d)" '' 'no letter twice'
is "$(printf '%s\n' "$table" | cut -d' ' -f2 | sort | uniq -d)" '' 'no name twice'

run "$PING" --help
is "$status" 0 '--help succeeds'
is "$err" '' '... on standard output'
is "$(printf '%s\n' "$out" | sed -nE 's/^  (-(.), |    )(--[a-z0-9-]+).*/-\2 \3/p' | sort)" \
	"$table" '--help lists every option of the table'
is "$(printf '%s\n' "$out" | awk 'length > 80')" '' '... in 80 columns'
unlike "$out" '::' '... with one colon a heading'
run "$PING" -h
is "$status" 0 '-h is the same'

# ".It Fl c , -count Ar N" or ".It Fl -json Ns ..."; two options may share a paragraph.
page=$(sed -n 's/^\.It Fl //p' ping/ping.8 | sed 's/ , Fl /\n/g' |
	awk '{ letter = "-"; name = $1
		if ($1 !~ /^-/) { letter = "-" $1; name = $3 }
		print letter, "-" name }' | sort)
is "$page" "$table" 'ping.8 documents every option and no other'
is "$(grep -c '^\.Op Fl [a-zA-Z0-9]* *$' ping/ping.8)" 1 'the synopsis has one word of flags'
letters=$(sed -n 's/^\.Op Fl \([a-zA-Z0-9]*\).*/\1/p' ping/ping.8 | tr -d '\n' | fold -w1 | sort)
is "$letters" "$(printf '%s\n' "$table" | sed -n 's/^-\([^ ]\) .*/\1/p' | sort)" \
	'... and it has every letter once'

# The completion as bash runs it.
complete_words() { # WORD...: what the last, unfinished word may become
	# shellcheck disable=SC2016
	bash --norc -c '. ping/ping.bash
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
		_probekit_ping
		printf "%s\n" "${COMPREPLY[@]}"' bash "$@"
}
is "$(complete_words ping - | grep -v '^--' | sort)" \
	"$(printf '%s\n' "$table" | cut -d' ' -f1 | grep -v '^-$' | sort)" \
	'the completion offers every letter'
is "$(complete_words ping -- | sort)" "$(printf '%s\n' "$table" | cut -d' ' -f2 | sort)" \
	'... and every name'
is "$(complete_words ping --co | sort | tr '\n' ' ')" '--color --connect --count ' \
	'... those that begin so'
while read -r letter name takes choices; do
	[ -n "$choices" ] || continue
	is "$(complete_words ping "--$name" '' | tr '\n' ' ')" "$choices " "--$name takes $choices"
	[ "$letter" = - ] ||
		is "$(complete_words ping "-$letter" '' | tr '\n' ' ')" "$choices " "... -$letter too"
	is "$(complete_words ping "--$name" = '' | tr '\n' ' ')" "$choices " "... behind = too"
	[ "$takes" = value ] || fail "--$name takes a value"
done < <("$words" words)
while read -r _ name takes _; do
	[ "$takes" = value ] || continue
	unlike "$(complete_words ping "--$name" '')" '^--count$' "--$name is followed by its value"
done < <("$words" words)
# What a number may be is tried by the tests of ranges, for each option that takes one.
while read -r letter name takes _; do
	[ "$takes" = value ] || continue
	case $name in interface | source-route | targets | exclude | prom | pcap | label) continue ;; esac
	ok "the values of --$name are tried" \
		grep -Eq -e "--$name\b|(number|seconds|accepted|refused 2) -?$letter\b" tests/cli/ping_range*.t
done < <("$words" words)

like "$(complete_words ping --json ping/ping.b)" '^ping/ping\.bash$' '--json completes files'
tap_done
