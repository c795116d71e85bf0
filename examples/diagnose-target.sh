# diagnose: the tools, the target, what stands for it on the way, and the name; sourced by diagnose.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh disable=SC3043,SC2154,SC2034 # every Linux sh knows local; the other parts share the variables

# find_tools: sets $tools, what stands before their names here, and $as, what does on the user's own command line.
find_tools()
{
	local prefix name

	for tools in '' probekit-; do
		case $("${tools}ping" -V 2>/dev/null) in
		*probekit*) break ;;
		esac
		[ "$tools" ] && cannot 'there is no ping of probekit here; PROBEKIT names the folder of its tools'
	done
	for name in arping tcpprobe httpget; do
		command -v "$tools$name" >/dev/null || cannot "there is no $tools$name here, and it is needed"
	done
	for prefix in '' probekit-; do
		name=$(PATH=$users_path && command -v "${prefix}ping")
		if [ "$name" ] && [ "$name" -ef "$(command -v "${tools}ping")" ]; then
			as=$prefix
			return
		fi
	done
	as=$(command -v "${tools}ping") && as=$(quoted "${as%ping}")
}

# check_host HOST: no option, and nothing that a shell would take for more than a word.
check_host()
{
	case $1 in
	-*) ;;
	*) [ "$(printf '%s' "$1" | LC_ALL=C tr -d 'A-Za-z0-9._:%\200-\377-')" ] || return 0 ;;
	esac
	cannot "$1 is no host"
}

# read_target: sets $url and $scheme (nothing: no page is asked for), $given (the scheme was the user's), $host and $port.
read_target()
{
	local rest

	url='' scheme='' given='' rest=$target
	case $target in
	[hH][tT][tT][pP]://* | [hH][tT][tT][pP][sS]://*)
		url=$target given=yes
		scheme=$(printf '%s' "${target%%://*}" | tr '[:upper:]' '[:lower:]')
		rest=${target#*://}
		rest=${rest%%[/?#]*}
		rest=${rest##*@}
		;;
	*://*) cannot "$target is no URL of http or https" ;;
	*[/?#@\ ]*) cannot "$target is no host: what is behind it is part of a URL, http://$target" ;;
	esac
	case $rest in
	\[*\]:*) host=${rest#\[} port=${rest##*:} && host=${host%\]*} ;;
	\[*\]) host=${rest#\[} port='' && host=${host%\]} ;;
	*:*:*) host=$rest port='' ;;
	*:*) host=${rest%:*} port=${rest##*:} ;;
	*) host=$rest port='' ;;
	esac
	[ -n "$host" ] || cannot "there is no host in $target"
	check_host "$host"
	case $host in
	*:*) # RFC 6874 codes the % of a zone in a URL
		[ "$family" != -4 ] || cannot "$host is no IPv4 address"
		[ -z "$given" ] || host=$(printf '%s' "$host" | sed 's/%25/%/')
		;;
	*[!0-9.]*) ;;
	*) [ "$family" != -6 ] || cannot "$host is no IPv6 address" ;;
	esac
	case $rest in
	"$host:" | "[$host]:") cannot "there is no port behind the colon of $target" ;;
	esac
	case $port in
	'') ;;
	*[!0-9]* | ??????*) cannot "$port is no port: 1 to 65535" ;;
	*) [ "$port" -ge 1 ] && [ "$port" -le 65535 ] || cannot "$port is no port: 1 to 65535" ;;
	esac
	case $scheme$port in
	http) port=80 ;;
	https) port=443 ;;
	80) scheme=http url=http://$rest/ ;;
	443) scheme=https url=https://$rest/ ;;
	esac
}

# excluded HOST ENTRY: is that one of no_proxy's for the host? A domain, an address or an IPv4 prefix.
excluded()
{
	local entry="$2"

	case $entry in
	\[*\]) entry=${entry#\[} && entry=${entry%\]} ;;
	*) entry=${entry#.} && entry=${entry%.} ;;
	esac
	[ "$entry" ] || return 1
	case ${1%.} in
	"$entry") ;;
	*:*) return 1 ;;
	*[!0-9.]*".$entry") ;;
	*[!0-9.]*) return 1 ;;
	*) awk -v host="$1" -v entry="$entry" 'function number(text, part) {
			return split(text, part, ".") == 4 ? ((part[1] * 256 + part[2]) * 256 + part[3]) * 256 + part[4] : -1
		}
		BEGIN {
			if (split(entry, part, "/") != 2 || part[2] !~ /^[0-9]+$/ || part[2] > 32 || number(part[1]) < 0)
				exit 1
			size = 2 ^ (32 - part[2])
			exit int(number(host) / size) != int(number(part[1]) / size)
		}' ;;
	esac
}

# find_proxy: sets $at and $at_port, whom the rungs below HTTP are about. By a proxy that is the proxy.
find_proxy()
{
	local name

	proxy='' at=$host at_port=$port way=$host
	# A variable that is empty is none.
	case $scheme in
	http) proxy=${http_proxy:-${all_proxy:-${ALL_PROXY-}}} ;;
	https) proxy=${https_proxy:-${HTTPS_PROXY:-${all_proxy:-${ALL_PROXY-}}}} ;;
	esac
	set -f # '*' is an entry, no pattern
	for name in $(lower "${no_proxy:-${NO_PROXY-}}" | tr ',' ' '); do
		if [ "$name" = '*' ] || excluded "$(lower "$host")" "$name"; then
			proxy=''
		fi
	done
	set +f
	[ -n "$proxy" ] || return 0
	at=${proxy#*://} at=${at%%/*} && at=${at##*@}
	case $at in
	\[*\]:*) at_port=${at##*:} at=${at#\[} && at=${at%\]*} ;;
	\[*\]) at_port=1080 at=${at#\[} && at=${at%\]} ;;
	*:*) at_port=${at##*:} at=${at%:*} ;;
	*) at_port=1080 ;;
	esac
	check_host "$at"
	check_host "$at_port"
	way="the proxy $at"
}

# climb_name: sets $addr, the first of $addresses.
climb_name()
{
	local began took servers text by=''

	if is_address "$at"; then
		addr=$at
		return
	fi
	began=$(date +%s%N)
	timeout 25 getent "ahosts${family:+v${family#-}}" "$at" >"$work/name"
	took=$((($(date +%s%N) - began) / 1000000))
	addresses=$(awk 'NF && !seen[$1]++ { print $1 }' "$work/name")
	addr=$(printf '%s\n' "$addresses" | head -n 1)
	servers=$(awk '$1 == "nameserver" { printf "%s%s", n++ ? ", " : "", $2 }' /etc/resolv.conf 2>/dev/null)
	[ "$addr" ] || no_address "$took" "$servers"
	[ -z "$(getent -s files ahosts "$at")" ] || by=', by a file of this host'
	case $addr,$at in
	*,localhost | *,*.localhost) ;;
	127.* | 0.* | ::1,* | ::,*) remark "$at leads to this very host, as block lists and stray lines in /etc/hosts have it" ;;
	esac
	if [ -n "$wanted" ]; then
		text=$(getent ahosts "$wanted" | awk '{ print $1; exit }')
		printf '%s\n' "$addresses" | grep -qxF -e "${text:-$wanted}" ||
			rung broken name "$at leads to $addr, not to $wanted as it should" \
				"getent ahosts $at: $(printf '%s' "$addresses" | tr '\n' ' ')${by#,}" \
				"getent -s files ahosts $at; getent -s dns ahosts $at"
	fi
	if [ "$took" -gt 900 ]; then
		rung impaired name "looking up $at took $took ms: a name server is slow or does not answer (asked: ${servers:-none})" \
			"getent ahosts $at took $took ms" "${as}tcpprobe -c 3 $(quoted "$(bracketed "${servers%%,*}")"):53"
	else
		rung fine name "$at is $(printf '%s' "$addr") ($took ms$by)"
	fi
}

# no_address MS SERVERS: why there is none. Silence, a server's failure and a name that is not there differ.
no_address()
{
	local text code look next

	look="getent ahosts${family:+v${family#-}} $at" next="${as}tcpprobe -c 3 $(quoted "$(bracketed "${2%%,*}")"):53"
	[ -n "$2" ] || rung broken name "no name server is configured here, and no file has the name $at" \
		"$look: nothing in $1 ms; /etc/resolv.conf has no nameserver" "$look; cat /etc/resolv.conf"
	[ "$1" -le 4000 ] || rung broken name "no name server answers for $at: after $1 ms there is no address (asked: $2)" \
		"$look: nothing in $1 ms" "$next"
	# shellcheck disable=SC2086 # one word or none
	records name httpget $family --noproxy '*' -m 10 -o /dev/null "http://$at/"
	text=$(field name exchange error)
	code=$(jq -rs '[.[] | select(.type == "lookup" and .code and .code != "NOERROR") | .code] | last // empty' "$work/name")
	case $text in
	*'not known') rung broken name "there is no name $at, say the name servers (asked: $2)" \
		"$look: nothing in $1 ms; httpget: $text${code:+ ($code)}" "getent -s dns ahosts $at" ;;
	*'Temporary failure'*) rung broken name "the name servers give no answer about $at${code:+ but $code}: they fail, refuse or are not reached (asked: $2)" \
		"$look: nothing in $1 ms; httpget: $text${code:+ ($code)}" "$next" ;;
	*) rung broken name "the name $at has no ${family:+IPv${family#-} }address, say the name servers (asked: $2)" \
		"$look: nothing in $1 ms${text:+; httpget: $text}" "getent ahosts $at" ;;
	esac
}
