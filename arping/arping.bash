# bash completion for arping; also for the name it is installed by.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash

_probekit_arping()
{
	local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
	local options='-c --count -i --interval -w --deadline -W --timeout -f --first-reply -b --broadcast --unique
		-D --dad --dad-scale --announce -U --unsolicited -A --answer --router -4 --ipv4 -6 --ipv6
		--targets --localnet --exclude --rate --retries --seed --shard --vendor --watch --read-pcap --state --exec --gone -I --interface -s --source --vlan --spoof --source-mac -q --quiet -v --verbose -n --numeric
		--stats --explain --json --prom --pcap --nagios --warning --critical --label --time-format --color
		-h --help -V --version'
	local words=

	# "--option=value" comes as three words.
	if [[ $before == '=' && $COMP_CWORD -gt 2 ]]; then
		before=${COMP_WORDS[COMP_CWORD - 2]}
	elif [[ $current == '=' ]]; then
		current=
	fi
	case $before in
	--time-format) words='unix iso local' ;;
	--color) words='auto always never' ;;
	-I | --interface) words=$(ip -o link show 2>/dev/null | sed -n 's/^[0-9]*: \([^:@]*\).*/\1/p') ;;
	--rate) words='max' ;;
	--json | --prom | --pcap | --targets | --exclude | --vendor | --read-pcap | --state)
		mapfile -t COMPREPLY < <(compgen -f -- "$current")
		return
		;;
	-c | --count | -i | --interval | -w | --deadline | -W | --timeout | --dad-scale | -s | --source | \
		--vlan | --source-mac | --exec | --gone | --retries | --seed | --shard | --warning | --critical | --label)
		return
		;;
	*)
		if [[ $current == -* ]]; then
			words=$options
		else
			mapfile -t COMPREPLY < <(compgen -A hostname -- "$current")
			return
		fi
		;;
	esac
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}

# The file is named as the command it is for; straight from the source folder it ends in .bash.
_probekit_name=${BASH_SOURCE[0]##*/}
complete -F _probekit_arping "${_probekit_name%.bash}"
unset _probekit_name
