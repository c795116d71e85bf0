# completion: what the bash completions of all tools share; `make install` puts it in front of each.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash

# _probekit_begin OPTIONS: sets current and before of the caller. "--option=value" comes as three
# words; these options take a value in no other way.
_probekit_begin()
{
	local joined=

	current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
	if [[ $before == '=' && $COMP_CWORD -gt 2 ]]; then
		before=${COMP_WORDS[COMP_CWORD - 2]} joined=yes
	elif [[ $current == '=' ]]; then
		current='' joined=yes
	fi
	if [[ ! $joined && " $1 " == *[[:space:]]"$before"[[:space:]]* ]]; then
		before=
	fi
}

# What compgen finds for current by these options of its own.
_probekit_offer()
{
	mapfile -t COMPREPLY < <(compgen "$@" -- "$current")
}

_probekit_words()
{
	_probekit_offer -W "$1"
}

# Words that the value begins with.
_probekit_words_open()
{
	compopt -o nospace 2>/dev/null
	_probekit_offer -W "$1"
}

_probekit_interfaces()
{
	ip -o link show 2>/dev/null | sed -n 's/^[0-9]*: \([^:@]*\).*/\1/p'
}

# _probekit_operand OPTIONS KIND [OPTIONS-WITH-VALUES]: an option, or what stands behind them.
_probekit_operand()
{
	if [[ $current == -* ]]; then
		_probekit_offer -W "$1"
		return
	fi
	case $2 in
	hosts) _probekit_offer -A hostname ;;
	urls) mapfile -t COMPREPLY < <(compgen -A hostname -P http:// -- "${current#http://}") ;;
	host_port)
		if [[ " ${COMP_WORDS[*]} " == *' -U '* || " ${COMP_WORDS[*]} " == *' --unix '* ]]; then
			_probekit_offer -f
		elif _probekit_behind_host "$3"; then
			_probekit_offer -A service
		else
			_probekit_offer -A hostname
		fi
		;;
	esac
}

# _probekit_behind_host OPTIONS-WITH-VALUES: the word before is no option and none's value.
_probekit_behind_host()
{
	[[ $COMP_CWORD -gt 1 && $before == [!-]* ]] || return
	[[ " $1 " != *[[:space:]]"${COMP_WORDS[COMP_CWORD - 2]}"[[:space:]]* ]]
}

# _probekit_register TOOL: the sourced file is named as the command it is for; straight from the
# source folder it ends in .bash.
_probekit_register()
{
	local name=${BASH_SOURCE[1]##*/}

	complete -F "_probekit_$1" "${name%.bash}"
}
