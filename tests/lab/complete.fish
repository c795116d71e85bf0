# complete: what fish offers behind each line of standard input, as complete.zsh does.
# SPDX-License-Identifier: BSD-2-Clause
while read -l line
	set line (string replace -r '\.$' '' -- $line)
	echo "== $line"
	complete -C "$line" | string replace -r '\t.*' ''
end
