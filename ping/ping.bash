# bash completion for ping; also for the name it is installed by.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash

_probekit_ping()
{
	local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
	local options='-c --count -i --interval -w --deadline -W --timeout -s --size -p --pattern
		-f --flood -A --adaptive -l --preload -e --identifier -U --user-latency -o --first-reply --until-up --until-down
		--ignore-errors -4 --ipv4 -6 --ipv6
		-I --interface -B --sticky -C --connect -r --dont-route -t --ttl -Q --tos --dscp -m --mark
		-M --pmtudisc --mtu --path --flows -F --flow-label -b --broadcast -L --no-multicast-loop -R --record-route
		-T --timestamp --source-route -S --send-buffer -d --debug --targets --exclude --all-addresses --rate --retries --backoff --seed --shard --alive
		--unreachable --vector --report-every --min-alive --max-loss --max-rtt -n --numeric -H --reverse
		-O --outstanding -D --unix-time -3 --precise -a --audible -q --quiet -v --verbose --graph --breakdown --stats
		--explain --json --prom --pcap --nagios --warning --critical --label --time-format --color
		-h --help -V --version'
	local words=

	# Under fping's name the options are fping's.
	if [[ ${COMP_WORDS[0]} == *fping || ${COMP_WORDS[0]} == *fping6 ]]; then
		mapfile -t COMPREPLY < <(compgen -A hostname -- "$current")
		return
	fi

	# "--option=value" comes as three words.
	if [[ $before == '=' && $COMP_CWORD -gt 2 ]]; then
		before=${COMP_WORDS[COMP_CWORD - 2]}
	elif [[ $current == '=' ]]; then
		current=
	fi
	case $before in
	-M | --pmtudisc) words='dont want do probe' ;;
	-T | --timestamp) words='tsonly tsandaddr tsprespec' ;;
	--time-format) words='unix iso local' ;;
	--color) words='auto always never' ;;
	--dscp) words='cs0 cs1 cs2 cs3 cs4 cs5 cs6 cs7 af11 af12 af13 af21 af22 af23 af31 af32 af33
		af41 af42 af43 ef va le' ;;
	-I | --interface) words=$(ip -o link show 2>/dev/null | sed -n 's/^[0-9]*: \([^:@]*\).*/\1/p') ;;
	--json | --prom | --pcap | --targets | --exclude)
		mapfile -t COMPREPLY < <(compgen -f -- "$current")
		return
		;;
	-c | --count | -i | --interval | -w | --deadline | -W | --timeout | -s | --size | -p | --pattern | \
		-l | --preload | -e | --identifier | -t | --ttl | -Q | --tos | -m | --mark | -F | --flow-label | \
		--source-route | --until-up | --until-down | --rate | --retries | --backoff | --seed | --shard | \
		--report-every | --min-alive | --max-loss | --max-rtt | -S | --send-buffer | --warning | --critical | --label)
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
complete -F _probekit_ping "${_probekit_name%.bash}"
unset _probekit_name
