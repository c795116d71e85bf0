# options: a tool's option table, --help, man page and completion name the same options; sourced behind
# tap.sh, in the source folder, by bash.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash disable=SC2154 # run sets out, err and status; the test sets tool and program
#
#	tool=arping program=$BUILD/arping least=30
#	. tests/cli/options.sh
#	options_tried 'interface source'      # all but these have tests of their values
#	tap_done

words=$BUILD/tests/unit/${tool}_options
[ -x "$words" ] || bail_out "no $words: run make tests"
page_file=$(echo "$tool/$tool".[18])

# One option a line: "-c --count", "- --json", "-4 --ipv4".
table=$("$words" words | awk '{ print ($1 == "-" ? "-" : "-" $1), "--" $2 }' | sort)
between "$least" "$(printf '%s\n' "$table" | wc -l)" 200 'the table has its options'
is "$(printf '%s\n' "$table" | cut -d' ' -f1 | grep -v '^-$' | uniq -d)" '' 'no letter twice'
is "$(printf '%s\n' "$table" | cut -d' ' -f2 | sort | uniq -d)" '' 'no name twice'

run "$program" --help
is "$status" 0 '--help succeeds'
is "$err" '' '... on standard output'
is "$(printf '%s\n' "$out" | sed -nE 's/^  (-(.), |    )(--[a-z0-9.-]+).*/-\2 \3/p' | sort)" \
	"$table" '--help lists every option of the table'
is "$(printf '%s\n' "$out" | awk 'length > 80')" '' '... in 80 columns'
unlike "$out" '::' '... with one colon a heading'
run "$program" -h
is "$status" 0 '-h is the same'

# ".It Fl c , -count Ar N" or ".It Fl -json Ns ..."; two options may share a paragraph.
page=$(sed -n 's/^\.It Fl //p' "$page_file" | sed 's/ , Fl /\n/g' |
	awk '{ letter = "-"; name = $1
		if ($1 !~ /^-/) { letter = "-" $1; name = $3 }
		print letter, "-" name }' | sort)
is "$page" "$table" "$page_file documents every option and no other"
is "$(grep -c '^\.Op Fl [a-zA-Z0-9]* *$' "$page_file")" 1 'the synopsis has one word of flags'
letters=$(sed -n 's/^\.Op Fl \([a-zA-Z0-9]*\).*/\1/p' "$page_file" | tr -d '\n' | fold -w1 | sort)
is "$letters" "$(printf '%s\n' "$table" | sed -n 's/^-\([^ ]\) .*/\1/p' | sort)" \
	'... and it has every letter once'

# The completion as bash runs it.
complete_words() { # WORD...: what the last, unfinished word may become
	# shellcheck disable=SC2016
	TOOL=$tool bash --norc -c '. "$TOOL/$TOOL.bash"
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
		"_probekit_$TOOL"
		printf "%s\n" "${COMPREPLY[@]}"' bash "$@"
}
is "$(complete_words "$tool" - | grep -v '^--' | sort)" \
	"$(printf '%s\n' "$table" | cut -d' ' -f1 | grep -v '^-$' | sort)" \
	'the completion offers every letter'
is "$(complete_words "$tool" -- | sort)" "$(printf '%s\n' "$table" | cut -d' ' -f2 | sort)" \
	'... and every name'
while read -r letter name takes choices; do
	[ -n "$choices" ] || continue
	is "$(complete_words "$tool" "--$name" '' | tr '\n' ' ')" "$choices " "--$name takes $choices"
	[ "$letter" = - ] ||
		is "$(complete_words "$tool" "-$letter" '' | tr '\n' ' ')" "$choices " "... -$letter too"
	is "$(complete_words "$tool" "--$name" = '' | tr '\n' ' ')" "$choices " "... behind = too"
	[ "$takes" = value ] || fail "--$name takes a value"
done < <("$words" words)
while read -r _ name takes _; do
	[ "$takes" = value ] || continue
	unlike "$(complete_words "$tool" "--$name" '')" '^--count$' "--$name is followed by its value"
done < <("$words" words)

while read -r _ name takes _; do
	[ "$takes" = optional ] || continue
	like "$(complete_words "$tool" "--$name" --)" '^--count$|^--expect$' "--$name has its value behind = only"
done < <("$words" words)

if [ -c /dev/full ]; then
	for option in -h -V; do
		run sh -c 'exec "$@" >/dev/full' sh "$program" "$option"
		is "$status $err" "2 $tool: cannot write to standard output: No space left on device" \
			"$option that nobody can read is an error"
	done
else
	skip 'no /dev/full here' 2
fi

# What a number may be is tried by the tests of ranges, for each option that takes one.
options_tried() # NAMES that are no numbers
{
	local letter name takes

	while read -r letter name takes _; do
		[ "$takes" = value ] || continue
		case " $1 " in *" $name "*) continue ;; esac
		ok "the values of --$name are tried" \
			grep -Eq -e "--$name\b|(number|seconds|accepted|refused 2) -?$letter\b" tests/cli/"$tool"_range*.t
	done < <("$words" words)
}
