# bash completion of arping, made from its option table by `make completions`.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash source=lib/completion.bash

# Installed, that file stands in front of this one.
declare -F _probekit_begin >/dev/null || . "$(dirname "${BASH_SOURCE[0]}")/../lib/completion.bash"

_probekit_arping()
{
	local current before
	local options='-c --count -i --interval -w --deadline -W --timeout -f
		--first-reply -b --broadcast --unique -D --dad --dad-scale --announce -U
		--unsolicited -A --answer --router --targets --localnet --exclude --rate
		--retries --seed --shard --vendor --watch --read-pcap --state --exec --gone -4
		--ipv4 -6 --ipv6 -I --interface -s --source --vlan --spoof --source-mac -q
		--quiet -v --verbose -n --numeric --stats --explain --json --prom --pcap
		--nagios --warning --critical --label --time-format --color -h --help -V
		--version'

	_probekit_begin '--vendor --json'
	case $before in
	--rate)
		_probekit_words 'max'
		;;
	--time-format)
		_probekit_words 'unix iso local'
		;;
	--color)
		_probekit_words 'auto always never'
		;;
	--targets | --exclude | --vendor | --read-pcap | --state | --json | --prom | --pcap)
		_probekit_offer -f
		;;
	-I | --interface)
		_probekit_offer -W "$(_probekit_interfaces)"
		;;
	-c | --count | -i | --interval | -w | --deadline | -W | --timeout | --dad-scale | \
		--retries | --seed | --shard | --exec | --gone | -s | --source | --vlan | \
		--source-mac | --warning | --critical | --label) ;;
	*) _probekit_operand "$options" hosts ;;
	esac
}

_probekit_register arping
