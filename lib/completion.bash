# completion: what the bash completions of all tools share; `make install` puts it in front of each.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash

# Sets current and before of the caller; "--option=value" comes as three words.
_probekit_begin()
{
	current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
	if [[ $before == '=' && $COMP_CWORD -gt 2 ]]; then
		before=${COMP_WORDS[COMP_CWORD - 2]}
	elif [[ $current == '=' ]]; then
		current=
	fi
}

# What compgen finds for current by these options of its own.
_probekit_offer()
{
	mapfile -t COMPREPLY < <(compgen "$@" -- "$current")
}

# Words for the values of options that several tools have.
_probekit_interfaces()
{
	ip -o link show 2>/dev/null | sed -n 's/^[0-9]*: \([^:@]*\).*/\1/p'
}

_probekit_dscp()
{
	echo cs0 cs1 cs2 cs3 cs4 cs5 cs6 cs7 af11 af12 af13 af21 af22 af23 af31 af32 af33 af41 af42 \
		af43 ef va le
}

# _probekit_register TOOL: the sourced file is named as the command it is for; straight from the
# source folder it ends in .bash.
_probekit_register()
{
	local name=${BASH_SOURCE[1]##*/}

	complete -F "_probekit_$1" "${name%.bash}"
}
