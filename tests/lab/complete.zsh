# complete: what zsh offers behind each line of a file, told by an interactive zsh as it starts.
# SPDX-License-Identifier: BSD-2-Clause
#
# usage: as .zshrc, on a terminal, with ZSH_ROOT (where zsh's package lies), FUNCTIONS (the folder of
# completions), ASKED (a file: a command line and a dot each) and ANSWERED (written: "== LINE", then
# the words).
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
	zparseopts -E P:=before p:=hidden
	(( $#hits == 0 )) || print -rl -- $IPREFIX${before[-P]-}${hidden[-p]-}${^hits} >>$ANSWERED
	builtin compadd "$@"
}

answer()
{
	local line

	while IFS= read -r line; do
		BUFFER=${line%.} CURSOR=${#BUFFER}
		print -r -- "== $BUFFER" >>$ANSWERED
		zle offered
	done <$ASKED
	exit
}
zle -C offered list-choices _main_complete
zle -N zle-line-init answer
print ready
