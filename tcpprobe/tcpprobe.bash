# bash completion of tcpprobe, made from its option table by `make completions`.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash source=lib/completion.bash

# Installed, that file stands in front of this one.
declare -F _probekit_begin >/dev/null || . "$(dirname "${BASH_SOURCE[0]}")/../lib/completion.bash"

_probekit_tcpprobe()
{
	local current before
	local options='-c --count -i --interval -W --timeout -w --deadline --refused
		--reresolve --reference -p --ports --targets --exclude --all-addresses --expect
		--retries --rate --seed --shard --resume --walk --mtu --send --offers
		--retransmits --self-check --path --compare --flows --ecn -4 --ipv4 -6 --ipv6 -I
		--interface --source-port --ttl --dscp --mark -q --quiet -v --verbose -n
		--numeric --stats --explain --json --prom --pcap --nagios --warning --critical
		--label --time-format --color -h --help -V --version'

	_probekit_begin '--json'
	case $before in
	--refused)
		_probekit_words 'ok warn crit'
		;;
	--expect)
		_probekit_words_open 'open: closed: rejected: filtered:'
		;;
	--rate)
		_probekit_words 'max'
		;;
	--dscp)
		_probekit_words 'cs0 le cs1 af11 af12 af13 cs2 af21 af22 af23 cs3 af31
			af32 af33 cs4 af41 af42 af43 cs5 va ef cs6 cs7 df'
		;;
	--time-format)
		_probekit_words 'unix iso local'
		;;
	--color)
		_probekit_words 'auto always never'
		;;
	--targets | --exclude | --resume | --json | --prom | --pcap)
		_probekit_offer -f
		;;
	-I | --interface)
		_probekit_offer -W "$(_probekit_interfaces)"
		;;
	-p | --ports | --compare)
		_probekit_offer -A service
		;;
	-c | --count | -i | --interval | -W | --timeout | -w | --deadline | --reresolve | \
		--reference | --retries | --seed | --shard | --send | --retransmits | --flows | \
		--source-port | --ttl | --mark | --warning | --critical | --label) ;;
	*) _probekit_operand "$options" hosts ;;
	esac
}

_probekit_register tcpprobe
