# bash completion for telnetlite; also for the name it is installed by.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash

_probekit_telnetlite()
{
	local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
	local options='-4 --ipv4 -6 --ipv6 -w --connect-timeout -i --idle --deadline -q --linger -N --half-close --no-half-close
		-s --interface -p --source-port --keepalive -U --unix -x --proxy -X --proxy-protocol -z --zero -n
		--numeric -c --tls --starttls --insecure --cacert --tls-name -T --telnet --raw -8 --binary --ttype
		--env --eol -e --escape -E --no-escape --raw-output --send --send-secret --expect --expect-fail
		--expect-quiet --timeout --script --facts --trace --hex --time-format --log --log-input --replay
		--json --label --color -v --verbose -h --help -V --version'
	local words=

	# "--option=value" comes as three words.
	if [[ $before == '=' && $COMP_CWORD -gt 2 ]]; then
		before=${COMP_WORDS[COMP_CWORD - 2]}
	elif [[ $current == '=' ]]; then
		current=
	fi
	case $before in
	--eol) words='as-is crlf lf cr' ;;
	-X | --proxy-protocol) words='5 connect' ;;
	--starttls) words='smtp pop3 imap ftp' ;;
	--time-format) words='iso local unix delta' ;;
	--color) words='auto always never' ;;
	--env) words=$(compgen -e) ;;
	-s | --interface) words=$(ip -o link show 2>/dev/null | sed -n 's/^[0-9]*: \([^:@]*\).*/\1/p') ;;
	--cacert | --send-secret | --script | --log | --replay | --json)
		mapfile -t COMPREPLY < <(compgen -f -- "$current")
		return
		;;
	-w | --connect-timeout | -i | --idle | --deadline | -q | --linger | -p | --source-port | --keepalive | \
		-x | --proxy | --tls-name | --ttype | -e | --escape | --send | --expect | --expect-fail | \
		--expect-quiet | --timeout | --label)
		return
		;;
	*)
		if [[ $current == -* ]]; then
			words=$options
		elif [[ " ${COMP_WORDS[*]} " == *' -U '* || " ${COMP_WORDS[*]} " == *' --unix '* ]]; then
			mapfile -t COMPREPLY < <(compgen -f -- "$current")
			return
		elif [[ $before == [a-z0-9]* && $COMP_CWORD -gt 1 ]]; then
			words=$(compgen -A service)
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
complete -F _probekit_telnetlite "${_probekit_name%.bash}"
unset _probekit_name
