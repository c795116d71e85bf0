# bash completion for tcpprobe; also for the name it is installed by.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash

_probekit_tcpprobe()
{
	local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
	local options='-c --count -i --interval -W --timeout -w --deadline --refused --reference
		--walk --mtu --send
		-p --ports --targets --exclude --all-addresses --expect --retries --rate --seed --shard --resume
		--offers --retransmits --path --compare --flows --ecn
		--self-check
		-4 --ipv4 -6 --ipv6 -I --interface --source-port --ttl --dscp --mark -q --quiet -v --verbose -n --numeric
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
	--refused) words='ok warn crit' ;;
	-I | --interface) words=$(ip -o link show 2>/dev/null | sed -n 's/^[0-9]*: \([^:@]*\).*/\1/p') ;;
	--rate) words='max' ;;
	--json | --prom | --pcap | --targets | --exclude | --resume)
		mapfile -t COMPREPLY < <(compgen -f -- "$current")
		return
		;;
	--dscp) words='cs0 cs1 cs2 cs3 cs4 cs5 cs6 cs7 af11 af12 af13 af21 af22 af23 af31 af32 af33 af41 af42
		af43 ef va le' ;;
	--send) return ;;
	--retransmits | --compare | --flows) return ;;
	-p | --ports | --expect | --retries | --seed | --shard | -c | --count | -i | --interval | -w | --deadline | -W | --timeout | --reference | --source-port | --ttl | --mark | \
		--warning | --critical | --label)
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
complete -F _probekit_tcpprobe "${_probekit_name%.bash}"
unset _probekit_name
