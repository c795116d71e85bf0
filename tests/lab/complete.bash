# complete: what bash offers behind each line of standard input, as complete.zsh does.
# SPDX-License-Identifier: BSD-2-Clause
#
# usage: bash --norc complete.bash FOLDER     (of completions, each named as its command)
# shellcheck disable=SC1090 # a file each
while IFS= read -r line; do
	line=${line%.}
	printf '== %s\n' "$line"
	# As readline has it, "=" is a word of its own.
	read -ra COMP_WORDS <<<"${line//=/ = }"
	[[ $line != *[" ="] ]] || COMP_WORDS+=("")
	COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMPREPLY=()
	. "$1/${COMP_WORDS[0]}" || exit
	function=$(complete -p "${COMP_WORDS[0]}") || exit
	function=${function#*-F }
	"${function%% *}" 2>/dev/null
	printf '%s\n' "${COMPREPLY[@]}"
done
