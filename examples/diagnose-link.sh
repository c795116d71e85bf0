# diagnose: this host and the link it is on; sourced by diagnose.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh disable=SC3043,SC2154,SC2034 # every Linux sh knows local; the other parts share the variables

climb_host()
{
	local what detail tab where says ip_family=-4

	case $addr in
	*:*) ip_family=-6 ;;
	esac
	tab=$(printf '\t')
	where=$(bracketed "$addr")${at_port:+:$at_port}
	[ -n "$at_port" ] || where=$addr
	records self tcpprobe --self-check "$where"
	jq -r 'select(.type == "self_check" and .result == "fault") | [.what, .detail] | @tsv' "$work/self" >"$work/faults"
	while IFS="$tab" read -r what detail; do
		# What is said of a port that nobody asked for is no fault, and the neighbour's turn comes.
		[ -n "$at_port" ] || [ "$what" != nftables ] || continue
		[ "$what" != neighbour ] || continue
		says="$what: $detail"
		if [ "$what" = 'next hops' ]; then
			rung impaired 'this host' "$detail" 'tcpprobe --self-check: next hops is a fault' "ip route get ${addr%%\%*} fibmatch; ip neighbour"
			continue
		fi
		[ "$what" != route ] || says="there is no way to $addr from here: $detail"
		rung broken 'this host' "$says" "tcpprobe --self-check: $what is a fault" "${as}tcpprobe --self-check $(quoted "$where")"
	done <"$work/faults"
	host_doubts=$(jq -r 'select(.type == "self_check" and .result == "doubt" and (.what == "nftables" or .what == "rp_filter")) | .detail' \
		"$work/self" | paste -sd ';' - | sed 's/;/; /g')
	several=$(jq -r 'select(.type == "self_check" and .what == "next hops") | .detail' "$work/self")
	jq -r 'select(.type == "self_check" and .result == "doubt" and (.detail | test("arp off|is not to be used"))) | .detail' \
		"$work/self" >"$work/doubts"
	while read -r detail; do
		remark "$detail"
	done <"$work/doubts"
	find_way
	[ "$device" ] || rung broken 'this host' "there is no way to $addr from here: ${said:-no route}" \
		"ip route get ${addr%%\%*}: $(sed -n 1p "$work/err")" "ip $ip_family route show match ${addr%%\%*}; ip $ip_family rule"
	[ "$(field self summary checks)" ] || rung broken 'this host' "$said" 'tcpprobe --self-check' "ip route get ${addr%%\%*}"
	rung fine 'this host' "by $device from $source"
}

# find_way: $device, $gateway (nothing: the target is on the link) and $source, as the kernel will have them.
find_way()
{
	local route zone=''

	case $addr in
	*%*) zone=${addr##*%} ;;
	esac
	# shellcheck disable=SC2086 # two words or none
	route=$(ip route get "${addr%%\%*}" ${zone:+oif "$zone"} 2>"$work/err" | head -n 1)
	device=$(printf '%s\n' "$route" | sed -n 's/.* dev \([^ ]*\).*/\1/p')
	gateway=$(printf '%s\n' "$route" | sed -n 's/.* via \(inet6 \)\{0,1\}\([^ ]*\).*/\2/p')
	source=$(printf '%s\n' "$route" | sed -n 's/.* src \([^ ]*\).*/\1/p')
	case $route in
	local*) device=lo ;;
	esac
}

# ---- the link: who is asked first, and is anyone else claiming it or us?

climb_link()
{
	local next owners macs show

	next=${gateway:-${addr%%\%*}}
	[ "$device" ] && [ "$device" != lo ] || return 0
	ip link show dev "$device" 2>/dev/null | grep -q NOARP && return 0
	case $next in
	fe80:*) next=$next%$device ;;
	esac
	records link arping -c 3 -i 0.2 -w 3 -b -I "$device" "$next"
	if [ "$status" -eq 2 ]; then
		ask_kernel "${next%%\%*}" "$said"
		return
	fi
	owners=$(field link summary owners)
	if [ "${owners:-0}" -eq 0 ]; then
		# Where much is lost three questions are few.
		records link arping -c 12 -i 0.1 -W 3 -w 5 -b -I "$device" "$next"
		owners=$(field link summary owners)
		[ "${owners:-0}" -eq 0 ] || link_loses
	fi
	if [ "${owners:-0}" -eq 0 ]; then
		show="${as}arping --localnet -I $device"
		case $next in
		*:*) show="${as}arping --router -I $device" ;;
		esac
		nobody "${next%%\%*}" "arping -I $device $next: 0 of $(field link summary sent) questions answered" "$show"
		return
	elif [ "$owners" -gt 1 ]; then
		macs=$(jq -r 'select(.type == "reply") | .mac' "$work/link" | sort -u)
		# shellcheck disable=SC2086 # a word each
		rung broken link "duplicate address: $owners hosts say that they have $next ($(printf '%s and ' $macs | sed 's/ and $//'))" \
			"arping -b -I $device $next: owners=$owners" "${as}arping -b -c 3 -I $device $next"
	fi
	climb_own
	rung fine link "${gateway:+gateway }$next answers ($(field link summary mac))"
}

# link_loses: questions for an address do not leave the link.
link_loses()
{
	local loss

	loss=$(field link summary loss_percent)
	above "$loss" 29 && above 300 "$(field link summary rtt_p50_ms)" || return 0 # nor is it slow
	lossy=$loss
	rung impaired link "the link by $device loses packets: $next answers only $(field link summary answered) of $(field link summary sent) questions for its address" \
		"arping -I $device $next: loss_percent=$loss" "${as}arping -c 20 -i 0.1 -I $device $next"
}

# nobody ADDRESS EVIDENCE COMMAND: it does not say that it has the address; the target may be reached all the same.
nobody()
{
	local show='ip route show default'

	records through ping -c 3 -i 0.2 -W 1 "$addr"
	if above "$(field through summary answered)" 0 && [ "$several" ]; then
		rung impaired link "$1 does not answer on $device, and connections that go by it may fail: $several" "$2" "ip route get ${addr%%\%*} fibmatch; $3"
		return
	elif above "$(field through summary answered)" 0; then
		rung unknown link "$1 answers no question for its address, and forwards all the same"
		return
	fi
	case $addr in
	*:*) show='ip -6 route show default' ;;
	esac
	if [ -n "$gateway" ]; then
		rung broken link "the gateway $1 does not answer on $device: wrong address, or it is down" "$2" "$show; $3"
	else
		rung broken link "$addr is on this link ($device) and nobody there has that address" "$2" "$3"
	fi
}

# climb_own: does anybody have the address that we send from?
climb_own()
{
	local other

	[ "$source" ] || return 0
	records own arping -D -c 2 -i 0.2 -w 2 -I "$device" "$source"
	[ "$(field own summary conflict)" = true ] || return 0
	other=$(jq -r 'select(.type == "conflict" or .type == "reply") | .mac' "$work/own" | head -n 1)
	rung broken link "duplicate address: $other has this host's address $source too" \
		"arping -D -I $device $source: conflict" "${as}arping -D -c 3 -I $device $source"
}

# ask_kernel ADDRESS: what its own neighbour table holds once something was sent; the most a user may know.
ask_kernel()
{
	local line

	case $2 in
	*'went down'*) rung broken 'this host' "$2" "arping -I $device: $2" "ip route get ${addr%%\%*}; ip link show" ;;
	*cap_net_raw*) unseen 'duplicate addresses' ;;
	esac
	records through tcpprobe -c 2 -i 0.5 -W 1 "$(bracketed "$addr"):${at_port:-443}"
	line=$(ip neigh show "$1" dev "$device" 2>/dev/null | sed -n '1s/ *$//p')
	case $line in
	*FAILED* | *INCOMPLETE*) nobody "$1" "ip neigh show $1 dev $device: ${line##* }" "ip neigh show dev $device" ;;
	*lladdr*) rung fine link "${gateway:+gateway }$1 answers ($(printf '%s\n' "$line" | sed 's/.*lladdr \([^ ]*\).*/\1/'))" ;;
	*) rung unknown link "whether $1 is on $device was not examined: ${2%%: run as root*}" ;;
	esac
}
