# bash completion for httpget; also for the name it is installed by.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash source=lib/completion.bash

# Installed, that file stands in front of this one.
declare -F _probekit_begin >/dev/null || . "$(dirname "${BASH_SOURCE[0]}")/../lib/completion.bash"

_probekit_httpget()
{
	local current before words=
	local options='-H --header -I --head -X --request -d --data -G --get -A --user-agent -e --referer -b --cookie -u --user
		--oauth2-bearer -r --range -z --time-cond --compressed -0 --http1.0 --http1.1 --http0.9 -4 --ipv4 -6
		--ipv6 --all-addresses --interface --resolve --connect-to --unix-socket -x --proxy -U
		--proxy-user --noproxy -k --insecure --cacert --capath -E --cert --key --sni --no-sessionid --fresh -L
		--location --max-redirs --retry --count --interval --probe --compare --connect-timeout -m --max-time --timeout
		--deadline --limit-rate --min-rate --max-filesize --max-line --max-head --max-fields
		--max-interim --max-trailer --max-extension --max-ratio --max-stages -o --output -O
		--remote-name -C --continue-at -i --include -f --fail --strict -w --write-out -s --silent -S
		--show-error --quiet -v --verbose --report --wire --hex --har --slo --stats --explain --json
		--prom --pcap --nagios --warning --critical --label --time-format --color -h --help -V --version'

	_probekit_begin
	case $before in
	--time-format) words='unix iso local' ;;
	--color) words='auto always never' ;;
	--probe) words='cache range encoding' ;;
	--compare) words='family proxy' ;;
	--slo) words='name= connect= proxy= tls= send= network= think= transfer= first= total=' ;;
	--interface) words=$(_probekit_interfaces) ;;
	--unix-socket | --cacert | --capath | -E | --cert | --key | -o | --output | --har | --json | --prom | --pcap)
		_probekit_offer -f
		return
		;;
	-H | --header | -X | --request | -d | --data | -A | --user-agent | -e | --referer | -b | \
		--cookie | -u | --user | --oauth2-bearer | -r | --range | -z | --time-cond | --resolve | \
		--connect-to | -x | --proxy | -U | --proxy-user | --noproxy | --sni | --max-redirs | --retry \
		| --count | --interval | --connect-timeout | -m | --max-time | --timeout | --deadline | \
		--limit-rate | --min-rate | --max-filesize | --max-line | --max-head | --max-fields | \
		--max-interim | --max-trailer | --max-extension | --max-ratio | --max-stages | -C | \
		--continue-at | -w | --write-out | --warning | --critical | --label)
		return
		;;
	*)
		if [[ $current == -* ]]; then
			words=$options
		else
			mapfile -t COMPREPLY < <(compgen -A hostname -P http:// -- "${current#http://}")
			return
		fi
		;;
	esac
	_probekit_offer -W "$words"
}

_probekit_register httpget
