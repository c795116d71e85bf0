# bash completion of telnetlite, made from its option table by `make completions`.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash source=lib/completion.bash

# Installed, that file stands in front of this one.
declare -F _probekit_begin >/dev/null || . "$(dirname "${BASH_SOURCE[0]}")/../lib/completion.bash"

_probekit_telnetlite()
{
	local current before
	local options='-4 --ipv4 -6 --ipv6 -w --connect-timeout -i --idle --deadline -q
		--linger -N --half-close --no-half-close -s --interface -p --source-port --ttl
		--dscp --mark --keepalive -U --unix -x --proxy -X --proxy-protocol -z --zero -n
		--numeric -c --tls --starttls --insecure --cacert --tls-name -T --telnet --raw
		-8 --binary --ttype --env --eol -e --escape -E --no-escape --raw-output --send
		--send-secret --expect --expect-fail --expect-quiet --timeout --script --facts
		--trace --hex --packets --pcap --time-format --log --log-input --replay --json
		--prom --stats --explain --nagios --warning --critical --label --color -v
		--verbose -h --help -V --version'

	_probekit_begin '--json'
	case $before in
	--dscp)
		_probekit_words 'cs0 le cs1 af11 af12 af13 cs2 af21 af22 af23 cs3 af31
			af32 af33 cs4 af41 af42 af43 cs5 va ef cs6 cs7 df'
		;;
	-x | --proxy)
		_probekit_words_open 'socks5:// http://'
		;;
	-X | --proxy-protocol)
		_probekit_words '5 connect'
		;;
	--starttls)
		_probekit_words 'smtp pop3 imap ftp'
		;;
	--eol)
		_probekit_words 'as-is crlf lf cr'
		;;
	-e | --escape)
		_probekit_words 'none'
		;;
	--time-format)
		_probekit_words 'iso local unix delta'
		;;
	--color)
		_probekit_words 'auto always never'
		;;
	--cacert | --send-secret | --script | --pcap | --log | --replay | --json | --prom)
		_probekit_offer -f
		;;
	-s | --interface)
		_probekit_offer -W "$(_probekit_interfaces)"
		;;
	--env)
		_probekit_offer -e
		;;
	-w | --connect-timeout | -i | --idle | --deadline | -q | --linger | -p | --source-port | \
		--ttl | --mark | --keepalive | --tls-name | --ttype | --send | --expect | \
		--expect-fail | --expect-quiet | --timeout | --warning | --critical | --label) ;;
	*)
		_probekit_operand "$options" host_port '-w --connect-timeout -i --idle --deadline -q --linger -s
		--interface -p --source-port --ttl --dscp --mark --keepalive -x --proxy -X
		--proxy-protocol --starttls --cacert --tls-name --ttype --env --eol -e --escape
		--send --send-secret --expect --expect-fail --expect-quiet --timeout --script
		--pcap --time-format --log --replay --prom --warning --critical --label --color'
		;;
	esac
}

_probekit_register telnetlite
