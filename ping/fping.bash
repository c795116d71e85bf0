# bash completion of fping, made from its option table by `make completions`.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash source=lib/completion.bash

# Installed, that file stands in front of this one.
declare -F _probekit_begin >/dev/null || . "$(dirname "${BASH_SOURCE[0]}")/../lib/completion.bash"

_probekit_fping()
{
	local current before
	local options='-4 --ipv4 -6 --ipv6 -b --size -B --backoff -c --count -f --file
		-g --generate -H --ttl -I --iface -l --loop -m --all -M --dontfrag -O --tos -p
		--period -r --retry -R --random -S --src -t --timeout -a --alive -A --addr -C
		--vcount -d --rdns -D --timestamp -e --elapsed -i --interval -n --name -N
		--netdata -o --outage -q --quiet -Q --squiet -s --stats -u --unreach -v
		--version -x --reachable -h --help'

	_probekit_begin ''
	case $before in
	-f | --file)
		_probekit_offer -f
		;;
	-I | --iface)
		_probekit_offer -W "$(_probekit_interfaces)"
		;;
	-b | --size | -B | --backoff | -c | --count | -H | --ttl | -O | --tos | -p | --period | \
		-r | --retry | -S | --src | -t | --timeout | -C | --vcount | -i | --interval | \
		-Q | --squiet | -x | --reachable) ;;
	*) _probekit_operand "$options" hosts ;;
	esac
}

_probekit_register fping
