# bash completion for ping; also for the name it is installed by.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash source=lib/completion.bash

# Installed, that file stands in front of this one.
declare -F _probekit_begin >/dev/null || . "$(dirname "${BASH_SOURCE[0]}")/../lib/completion.bash"

_probekit_ping()
{
	local current before words=
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

	_probekit_begin
	# Under fping's name the options are fping's.
	if [[ ${COMP_WORDS[0]} == *fping || ${COMP_WORDS[0]} == *fping6 ]]; then
		_probekit_offer -A hostname
		return
	fi
	case $before in
	-M | --pmtudisc) words='dont want do probe' ;;
	-T | --timestamp) words='tsonly tsandaddr tsprespec' ;;
	--time-format) words='unix iso local' ;;
	--color) words='auto always never' ;;
	--dscp) words=$(_probekit_dscp) ;;
	-I | --interface) words=$(_probekit_interfaces) ;;
	--json | --prom | --pcap | --targets | --exclude)
		_probekit_offer -f
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
			_probekit_offer -A hostname
			return
		fi
		;;
	esac
	_probekit_offer -W "$words"
}

_probekit_register ping
