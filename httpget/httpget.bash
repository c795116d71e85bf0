# bash completion of httpget, made from its option table by `make completions`.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash source=lib/completion.bash

# Installed, that file stands in front of this one.
declare -F _probekit_begin >/dev/null || . "$(dirname "${BASH_SOURCE[0]}")/../lib/completion.bash"

_probekit_httpget()
{
	local current before
	local options='-H --header -I --head -X --request -d --data -A --user-agent -e
		--referer -G --get -b --cookie -u --user --oauth2-bearer -r --range -z
		--time-cond --compressed -0 --http1.0 --http1.1 --http0.9 -4 --ipv4 -6 --ipv6
		--all-addresses --interface --ttl --dscp --resolve --connect-to --unix-socket -x
		--proxy -U --proxy-user --noproxy -k --insecure --cacert --capath -E --cert
		--key --sni --no-sessionid --fresh -L --location --max-redirs --retry --count
		--interval --probe --compare --connect-timeout -m --max-time --timeout
		--deadline --limit-rate --min-rate --max-filesize --max-line --max-head
		--max-fields --max-interim --max-trailer --max-extension --max-ratio
		--max-stages -o --output -O --remote-name -C --continue-at -i --include -f
		--fail --strict -w --write-out -s --silent -S --show-error --quiet -v --verbose
		--report --wire --hex --har --slo --stats --explain --json --prom --pcap
		--nagios --warning --critical --label --time-format --color -h --help -V
		--version'

	_probekit_begin '--json'
	case $before in
	--dscp)
		_probekit_words 'cs0 le cs1 af11 af12 af13 cs2 af21 af22 af23 cs3 af31
			af32 af33 cs4 af41 af42 af43 cs5 va ef cs6 cs7 df'
		;;
	-x | --proxy)
		_probekit_words_open 'http:// socks5:// socks5h://'
		;;
	--sni)
		_probekit_words 'none'
		;;
	--probe)
		_probekit_words 'cache range encoding'
		;;
	--compare)
		_probekit_words 'family proxy'
		;;
	--slo)
		_probekit_words_open 'name= connect= proxy= tls= send= network= think=
			transfer= first= total='
		;;
	--time-format)
		_probekit_words 'unix iso local'
		;;
	--color)
		_probekit_words 'auto always never'
		;;
	-z | --time-cond | --unix-socket | --cacert | -E | --cert | --key | -o | --output | \
		--har | --json | --prom | --pcap)
		_probekit_offer -f
		;;
	--capath)
		_probekit_offer -d
		;;
	--interface)
		_probekit_offer -W "$(_probekit_interfaces)"
		;;
	-e | --referer)
		_probekit_offer -A hostname -P http://
		;;
	-H | --header | -X | --request | -d | --data | -A | --user-agent | -b | --cookie | -u | \
		--user | --oauth2-bearer | -r | --range | --ttl | --resolve | --connect-to | -U | \
		--proxy-user | --noproxy | --max-redirs | --retry | --count | --interval | \
		--connect-timeout | -m | --max-time | --timeout | --deadline | --limit-rate | \
		--min-rate | --max-filesize | --max-line | --max-head | --max-fields | \
		--max-interim | --max-trailer | --max-extension | --max-ratio | --max-stages | \
		-C | --continue-at | -w | --write-out | --warning | --critical | --label) ;;
	*) _probekit_operand "$options" urls ;;
	esac
}

_probekit_register httpget
