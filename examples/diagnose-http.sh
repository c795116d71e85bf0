# diagnose: TLS, HTTP and the caches; sourced by diagnose.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh disable=SC3043,SC2154,SC2034 # every Linux sh knows local; the other parts share the variables

climb_http()
{
	local page code

	[ -n "$url" ] || return 0
	page=$(quoted "$url")
	# The address that the rungs below are about, where the name has several.
	set -- -m "$patience" --connect-timeout 10 --timeout 8 -o /dev/null
	[ -z "$family" ] || set -- "$@" "$family"
	[ -n "$proxy" ] || [ -z "$addresses" ] || set -- "$@" --resolve "$host:$port:$(bracketed "$addr")"
	records http httpget "$@" "$url"
	http_failed "$@"
	code=$(field http exchange status)
	[ -n "$code" ] || rung broken HTTP "${said:-there is no response}" "httpget $page" "${as}httpget --report -o /dev/null $page"
	http_status "$code"
	http_slow
	http_stale
	rung fine HTTP "$host answers $code in $(ms "$(field http exchange total_ms)")$(jq -r \
		'select(.type == "certificate" and .position == 1) | ", certificate good for \(.days_left) days"' "$work/http" | head -n 1)"
}

# http_failed OPTION...: ends the climb where there was no response, or none that is whole.
http_failed()
{
	local failed error says evidence next

	failed=$(field http exchange failure)
	error=$(field http exchange error)
	says=$(field http exchange says)
	evidence="httpget $page: failure=$failed, $says" next="${as}httpget --report -m 20 -o /dev/null $page"
	case $says in
	*"not the server's own"*) rung broken HTTP "the connection is reset on the way in $host's name: ${says##*; }" \
		"httpget $page: failure=$failed, $error" "$next" ;;
	esac
	case $failed in
	'') ;;
	tls) tls_failed "$error" ;;
	proxy) rung broken proxy "$way refuses to go to $host: $error" "httpget $page: failure=proxy, $error" \
		"${as}httpget --report -o /dev/null --noproxy '*' $page" ;;
	connect) rung broken HTTP "$error" "$evidence" "$next" ;;
	timeout) timed_out "$@" ;;
	*) other_scheme "$@"
		rung broken HTTP "$error" "$evidence" "$next" ;;
	esac
}

# tls_failed ERROR
tls_failed()
{
	local clock=''

	case $given$1 in
	'the certificate is for '*)
		if is_address "$host"; then # which nobody said that it should name
			rung unknown TLS "port $port speaks TLS, with a certificate for names: ${1#the certificate is for }"
			conclude
		fi
		;;
	esac
	case $1 in
	*certificate* | *trusted*) ;;
	*) other_scheme ;;
	esac
	case $1 in
	*expired* | *'not valid before'*) clock="; the clock here says $(date -u '+%Y-%m-%d %H:%M UTC')" ;;
	esac
	rung broken TLS "TLS with $host fails: $1" "httpget $page: failure=tls, $1$clock" "${as}httpget --report -k -o /dev/null $page"
}

# timed_out OPTION...: nothing came for long, or much is still coming.
timed_out()
{
	local bytes took

	bytes=$(field http exchange content_bytes)
	took=$(field http exchange total_ms)
	if [ "$(field http exchange status)" ] && above "$bytes" 0 && above "$took" $((patience * 990)); then
		remark "after $(ms "$took") $bytes bytes of $url had come, and more was coming"
		return
	fi
	other_scheme "$@"
	if [ -z "$(field http exchange send_ms)" ] && [ "$(field http exchange tls_ms)" ]; then
		unanswered TLS "TLS with $host fails: no answer to our ClientHello in $(ms "$took")" \
			"httpget $page: failure=timeout, $says" "$next"
	fi
	unanswered HTTP "$error: $says" "httpget $page: failure=timeout" "$next"
}

# other_scheme OPTION...: does the port speak what was not asked for?
other_scheme()
{
	local other=http

	[ "$scheme" != http ] || other=https
	records other httpget -k -m 3 -o /dev/null --noproxy '*' ${family:+"$family"} "$other://$(bracketed "$addr"):$at_port/"
	[ -z "$proxy" ] && [ "$(field other exchange status)" ] || return 0
	rung broken "$([ $other = https ] && echo HTTP || echo TLS)" \
		"port $port of $host speaks $([ $other = https ] && echo 'TLS, not plain HTTP' || echo 'plain HTTP, not TLS')" \
		"httpget $page: $(field http exchange error); httpget $other://$(bracketed "$addr"):$at_port/: status=$(field other exchange status)" \
		"${as}httpget -i $(quoted "$other://${url#*://}")"
}

# http_status CODE
http_status()
{
	local to

	# What a page that nobody named answers shows that the server does.
	if [ "$1" -ge 500 ] || { [ "$1" -ge 400 ] && [ -n "$given" ]; }; then
		rung broken HTTP "$host answers $1 $(field http exchange reason_phrase)" "httpget $page: status=$1" "${as}httpget -i $page"
	fi
	to=$(jq -rs '[.[] | select(.type == "field" and (.name | ascii_downcase) == "location") | .value] | last // empty' "$work/http")
	[ "$1" -ge 300 ] && [ "$1" -lt 400 ] && [ -n "$to" ] || return 0
	if is_own "$to"; then
		remark "it sends on to $to, which was not examined"
	else
		remark "it sends on to $to, another place: if that is not the site's own, a captive portal answered instead of it"
	fi
}

# is_own REFERENCE: does it stay at $host, by the same scheme or https? A relative one does.
is_own()
{
	local place

	case $1 in
	//*) ;;
	[A-Za-z]*://*)
		case $(lower "${1%%:*}") in
		"$scheme" | https) ;;
		*) return 1 ;;
		esac
		;;
	*) return 0 ;;
	esac
	place=${1#*//}
	place=${place%%[/?#]*}
	place=${place##*@}
	case $place in
	\[*) place=${place#\[} && place=${place%%\]*} ;;
	*) place=${place%%:*} ;;
	esac
	[ "$(lower "$place")" = "$(lower "$host")" ]
}

http_slow()
{
	local think rtt n

	n=$(field http packets received_zero_windows)
	[ -n "$n" ] || unseen 'zero windows'
	if above "$n" 0; then
		rung impaired HTTP "$host closes its window and takes no more data for $(ms "$(field http packets received_zero_window_ms)"): the program there does not read" \
			"httpget $page: received_zero_windows=$n" "${as}httpget --report -o /dev/null $page"
	fi
	[ -z "$lossy" ] || return 0 # what was sent again looks like the server's time
	think=$(field http exchange think_ms)
	rtt=$(field http exchange rtt_min_ms)
	if above "$think" 1000 && above "$think" "$(awk -v r="${rtt:-0}" 'BEGIN { print 5 * r }')"; then
		rung impaired HTTP "the server is slow, not the network: $(field http exchange says)" \
			"httpget $page: think_ms=$think, rtt_min_ms=$rtt" "${as}httpget --count 3 --report -o /dev/null $page"
	fi
}

http_stale()
{
	local stale

	stale=$(jq -r 'select(.type == "intermediary" and (.says | startswith("It is stale"))) |
		"\(.says) [\(.evidence)]" | sub("^It"; "it")' "$work/http" | head -n 1)
	if [ -n "$stale" ]; then
		rung impaired cache "a cache on the way gives an old copy: $stale" "httpget --report $page: Age and Cache-Control" \
			"${as}httpget --probe cache $page"
	fi
}
