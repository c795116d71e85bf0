# bash completion for telnetlite; also for the name it is installed by.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash source=lib/completion.bash

# Installed, that file stands in front of this one.
declare -F _probekit_begin >/dev/null || . "$(dirname "${BASH_SOURCE[0]}")/../lib/completion.bash"

_probekit_telnetlite()
{
	local current before words=
	local options='-4 --ipv4 -6 --ipv6 -w --connect-timeout -i --idle --deadline -q --linger -N --half-close --no-half-close
		-s --interface -p --source-port --ttl --dscp --mark --keepalive -U --unix -x --proxy -X --proxy-protocol -z --zero -n
		--numeric -c --tls --starttls --insecure --cacert --tls-name -T --telnet --raw -8 --binary --ttype
		--env --eol -e --escape -E --no-escape --raw-output --send --send-secret --expect --expect-fail
		--expect-quiet --timeout --script --facts --trace --hex --packets --pcap --time-format --log --log-input --replay
		--json --prom --stats --explain --nagios --warning --critical --label --color -v --verbose -h --help -V --version'

	_probekit_begin
	case $before in
	--eol) words='as-is crlf lf cr' ;;
	-X | --proxy-protocol) words='5 connect' ;;
	--starttls) words='smtp pop3 imap ftp' ;;
	--time-format) words='iso local unix delta' ;;
	--dscp) words=$(_probekit_dscp) ;;
	--color) words='auto always never' ;;
	--env) words=$(compgen -e) ;;
	-s | --interface) words=$(_probekit_interfaces) ;;
	--cacert | --send-secret | --script | --log | --replay | --json | --prom | --pcap)
		_probekit_offer -f
		return
		;;
	-w | --connect-timeout | -i | --idle | --deadline | -q | --linger | -p | --source-port | --ttl | --mark | --keepalive | \
		-x | --proxy | --tls-name | --ttype | -e | --escape | --send | --expect | --expect-fail | \
		--expect-quiet | --timeout | --warning | --critical | --label)
		return
		;;
	*)
		if [[ $current == -* ]]; then
			words=$options
		elif [[ " ${COMP_WORDS[*]} " == *' -U '* || " ${COMP_WORDS[*]} " == *' --unix '* ]]; then
			_probekit_offer -f
			return
		elif [[ $before == [a-z0-9]* && $COMP_CWORD -gt 1 ]]; then
			words=$(compgen -A service)
		else
			_probekit_offer -A hostname
			return
		fi
		;;
	esac
	_probekit_offer -W "$words"
}

_probekit_register telnetlite
