# bash completion of ping, made from its option table by `make completions`.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash source=lib/completion.bash

# Installed, that file stands in front of this one.
declare -F _probekit_begin >/dev/null || . "$(dirname "${BASH_SOURCE[0]}")/../lib/completion.bash"

_probekit_ping()
{
	local current before
	local options='-c --count -i --interval -w --deadline -W --timeout -s --size -p
		--pattern -f --flood -A --adaptive -l --preload -e --identifier -U
		--user-latency -o --first-reply --until-up --until-down --ignore-errors
		--min-alive --max-loss --max-rtt -4 --ipv4 -6 --ipv6 -I --interface -B --sticky
		-C --connect -r --dont-route -t --ttl -Q --tos --dscp -m --mark -M --pmtudisc
		--mtu --path --flows -F --flow-label -b --broadcast -L --no-multicast-loop -R
		--record-route -T --timestamp --source-route -S --send-buffer -d --debug
		--targets --exclude --all-addresses --rate --retries --backoff --seed --shard
		--alive --unreachable --vector --report-every -n --numeric -H --reverse -O
		--outstanding -D --unix-time -3 --precise -a --audible -q --quiet -v --verbose
		--graph --breakdown --stats --explain --json --prom --pcap --nagios --warning
		--critical --label --time-format --color -h --help -V --version'

	_probekit_begin '--until-up --until-down --json'
	case $before in
	--max-rtt)
		_probekit_words_open 'avg= max= p99='
		;;
	--dscp)
		_probekit_words 'cs0 le cs1 af11 af12 af13 cs2 af21 af22 af23 cs3 af31
			af32 af33 cs4 af41 af42 af43 cs5 va ef cs6 cs7 df'
		;;
	-M | --pmtudisc)
		_probekit_words 'dont want do probe'
		;;
	-T | --timestamp)
		_probekit_words 'tsonly tsandaddr tsprespec'
		;;
	--rate)
		_probekit_words 'max'
		;;
	--time-format)
		_probekit_words 'unix iso local'
		;;
	--color)
		_probekit_words 'auto always never'
		;;
	--targets | --exclude | --json | --prom | --pcap)
		_probekit_offer -f
		;;
	-I | --interface)
		_probekit_offer -W "$(_probekit_interfaces)"
		;;
	--source-route)
		_probekit_offer -A hostname
		;;
	-c | --count | -i | --interval | -w | --deadline | -W | --timeout | -s | --size | -p | \
		--pattern | -l | --preload | -e | --identifier | --until-up | --until-down | \
		--min-alive | --max-loss | -t | --ttl | -Q | --tos | -m | --mark | --flows | -F | \
		--flow-label | -S | --send-buffer | --retries | --backoff | --seed | --shard | \
		--report-every | --warning | --critical | --label) ;;
	*) _probekit_operand "$options" hosts ;;
	esac
}

_probekit_register ping
