# bash completion for tcpprobe; also for the name it is installed by.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash source=lib/completion.bash

# Installed, that file stands in front of this one.
declare -F _probekit_begin >/dev/null || . "$(dirname "${BASH_SOURCE[0]}")/../lib/completion.bash"

_probekit_tcpprobe()
{
	local current before words=
	local options='-c --count -i --interval -W --timeout -w --deadline --refused --reference
		--walk --mtu --send
		-p --ports --targets --exclude --all-addresses --expect --retries --rate --seed --shard --resume
		--offers --retransmits --path --compare --flows --ecn
		--self-check --reresolve
		-4 --ipv4 -6 --ipv6 -I --interface --source-port --ttl --dscp --mark -q --quiet -v --verbose -n --numeric
		--stats --explain --json --prom --pcap --nagios --warning --critical --label --time-format --color
		-h --help -V --version'

	_probekit_begin
	case $before in
	--time-format) words='unix iso local' ;;
	--color) words='auto always never' ;;
	--refused) words='ok warn crit' ;;
	-I | --interface) words=$(_probekit_interfaces) ;;
	--rate) words='max' ;;
	--json | --prom | --pcap | --targets | --exclude | --resume)
		_probekit_offer -f
		return
		;;
	--dscp) words=$(_probekit_dscp) ;;
	--send) return ;;
	--retransmits | --reresolve | --compare | --flows) return ;;
	-p | --ports | --expect | --retries | --seed | --shard | -c | --count | -i | --interval | -w | --deadline | -W | --timeout | --reference | --source-port | --ttl | --mark | \
		--warning | --critical | --label)
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

_probekit_register tcpprobe
