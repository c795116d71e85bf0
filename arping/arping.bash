# bash completion for arping; also for the name it is installed by.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash source=lib/completion.bash

# Installed, that file stands in front of this one.
declare -F _probekit_begin >/dev/null || . "$(dirname "${BASH_SOURCE[0]}")/../lib/completion.bash"

_probekit_arping()
{
	local current before words=
	local options='-c --count -i --interval -w --deadline -W --timeout -f --first-reply -b --broadcast --unique
		-D --dad --dad-scale --announce -U --unsolicited -A --answer --router -4 --ipv4 -6 --ipv6
		--targets --localnet --exclude --rate --retries --seed --shard --vendor --watch --read-pcap --state --exec --gone -I --interface -s --source --vlan --spoof --source-mac -q --quiet -v --verbose -n --numeric
		--stats --explain --json --prom --pcap --nagios --warning --critical --label --time-format --color
		-h --help -V --version'

	_probekit_begin
	case $before in
	--time-format) words='unix iso local' ;;
	--color) words='auto always never' ;;
	-I | --interface) words=$(_probekit_interfaces) ;;
	--rate) words='max' ;;
	--json | --prom | --pcap | --targets | --exclude | --vendor | --read-pcap | --state)
		_probekit_offer -f
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
			_probekit_offer -A hostname
			return
		fi
		;;
	esac
	_probekit_offer -W "$words"
}

_probekit_register arping
