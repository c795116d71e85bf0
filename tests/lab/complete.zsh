# complete: what zsh offers behind each line of a file, written by an interactive zsh as it starts.
# SPDX-License-Identifier: BSD-2-Clause
#
# usage: as .zshrc, on a terminal, with ZSH_ROOT (where zsh's package lies), FUNCTIONS (a folder of
# completions), ASKED (a file: a command line each) and ANSWERED (written: "== LINE", then the words).
module_path=($ZSH_ROOT/usr/lib/*/zsh/$ZSH_VERSION)
fpath=($FUNCTIONS $ZSH_ROOT/usr/share/zsh/functions/**/*(/N))
autoload -Uz compinit
compinit -u -d $ANSWERED.dump

# Every match goes through here; those that a completer only asks about do not count.
compadd()
{
	if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then
		builtin compadd "$@"
		return
	fi
	local -a hits
	local -A before hidden
	builtin compadd -A hits "$@"
	zparseopts -E P:=before p:=hidden S: d:
	[[ -z $hits ]] || print -rl -- $IPREFIX${before[-P]-}${hidden[-p]-}${^hits} >>$ANSWERED
	builtin compadd "$@"
}

answer()
{
	local line

	while read -r line; do
		BUFFER=${line%.} CURSOR=${#BUFFER}
		print -r -- "== $BUFFER" >>$ANSWERED
		zle list
	done <$ASKED
	exit
}
zle -C list list-choices _main_complete
zle -N zle-line-init answer
