# diagnose: the path, its MTU, the port and the handshake; sourced by diagnose.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh disable=SC3043,SC2154,SC2034 # every Linux sh knows local; the other parts share the variables

# ---- the host: does it answer, always?

climb_ping()
{
	local loss

	records ping ping -c 20 -i 0.05 -W 2 "$addr"
	loss=$(field ping summary loss_percent)
	case $status$said in
	2*unreachable* | 2*'No such device'* | 2*'No route'*) # since this host was looked at
		rung broken 'this host' "the way to $addr went away in these seconds: $said" "ping: $said" \
			"ip route get ${addr%%\%*}; ip link show" ;;
	esac
	if [ "$status" -eq 2 ]; then
		rung unknown ping "whether $addr answers pings was not examined: $said"
	elif [ "$(field ping summary answered)" = 0 ]; then
		ping_error=$(jq -r 'select(.type == "error") | "\(.icmp_name) from \(.from)"' "$work/ping" | sort | uniq -c |
			sort -rn | sed -n '1s/^ *[0-9]* //p')
		[ -n "$at_port" ] || no_ping
		rung unknown ping "$addr answers no ping${ping_error:+ ($ping_error)}, which alone proves nothing"
	else
		pinged=$(field ping summary rtt_p50_ms)
		if ! above "$loss" 0; then
			climb_flows 3 0
		elif ! limits_pings "$loss"; then
			lossy=$loss
			# It takes more probes to tell a bad path from losses on all of them.
			climb_flows 10 "$loss"
		fi
	fi
}

# no_ping: a host without a port that answers none. Where one of many paths is dead, others are not.
no_ping()
{
	local fate

	records flows ping --flows 64 -c 3 -i 0.13 -W 2 "$addr"
	if above "$(field flows summary answered)" 0; then
		pinged=$(field flows summary rtt_p50_ms)
		lossy=100
		climb_flows 10 100
		return
	fi
	fate=$(not_reached ping "$addr")
	rung broken ping "$addr does not answer: $fate" "ping: 0 of 20 answered${ping_error:+, $ping_error}" "${as}ping --path -c 5 $addr"
}

# limits_pings LOSS: SYNs to it are all answered where so many pings are not.
limits_pings()
{
	local known="$at_port" n=20

	[ -n "$known" ] || known=$(reference)
	known=${known% *}
	above "$1" 19 || n=60
	# Where SYNs of our own cannot be sent the kernel sends each again after a second.
	[ -n "$known" ] && above 400 "$pinged" || return 1
	records syns tcpprobe -c $n -i 0.04 -W 0.9 "$(bracketed "$addr"):$known"
	[ "$(field syns summary sent)" = $n ] && [ "$(field syns summary lost)" = 0 ] || return 1
	limited=yes
	rung unknown ping "$addr leaves $1 % of the pings without answer but not one of $n SYNs to its port $known: pings alone are limited or lost"
}

# climb_flows ROUNDS LOSS: is it all paths that lose, one of several, or none?
climb_flows()
{
	records flows ping --flows 64 -c "$1" -i 0.13 -W 2 "$addr"
	if [ "$(field flows flows verdict)" = bad ]; then
		lossy=$2
		rung impaired path "one of several paths to $addr loses packets: $(field flows flows says)" \
			"ping --flows 64: $(field flows flows bad_flows) of 64 flows are bad" "${as}ping --flows 64 -c 10 -i 0.13 --explain $addr"
	elif above "$2" 0; then
		rung impaired path "the path to $addr loses $2 % of the packets$(loss_where)" \
			"ping -c 20: $(field ping summary lost) of 20 lost" "${as}ping --path -c 50 -i 0.1 $addr"
	else
		rung fine ping "$addr answers in $(ms "$pinged") without loss"
	fi
}

# loss_where: from which hop on, as ping --path sees it.
loss_where()
{
	local from

	records lossy ping --path -c 20 -i 0.05 "$addr"
	from=$(field lossy path loss_from_addr)
	[ -z "$from" ] || printf ' from hop %s (%s) on' "$(field lossy path loss_from)" "$from"
}

# not_reached TOOL TARGET: where the path to it ends.
not_reached()
{
	local hop

	records path "$1" --path -c 3 -i 0.2 "$2"
	hop=$(field path path hop_addr)
	case $(field path path fate) in
	stops) printf 'packets to %s are sent back by %s (%s)' "$2" "$hop" "$(field path path icmp_name)" ;;
	ends) printf 'packets to %s vanish behind %s (hop %s)' "$2" "$hop" "$(field path path hop)" ;;
	loops) printf 'packets to %s go round in a loop at %s' "$2" "$hop" ;;
	reached) printf '%s answers after all' "$2" ;;
	*) if [ -n "$ping_error" ]; then # routers say such things not often
		printf 'packets to %s are sent back (%s)' "$addr" "$ping_error"
	else
		printf 'nothing answers on the way to %s' "$2"
	fi ;;
	esac
}

# ---- the path's MTU

climb_mtu()
{
	local told

	[ -n "$pinged" ] || return 0
	# An answer that comes later than its time is none.
	records mtu ping --mtu -W "$(awk -v rtt="$pinged" 'BEGIN { printf "%.2f", rtt * 3 < 500 ? 0.5 : rtt * 3 / 1000 }')" "$addr"
	path_mtu=$(field mtu mtu path_mtu_bytes)
	if [ "$(field mtu mtu black_hole)" = true ] && [ -z "$lossy$limited" ] && [ "${path_mtu:-0}" -lt 576 ]; then
		path_mtu='' # no link carries so little
		rung unknown MTU "the path's MTU was not found: for a moment pings of no size were answered"
	elif [ "$(field mtu mtu black_hole)" = true ]; then
		black_hole "$path_mtu"
	elif [ -n "$path_mtu" ]; then
		told=$(field mtu mtu told_by)
		rung fine MTU "MTU $path_mtu${told:+ by $told}"
	fi
}

# black_hole SIZE: of pings. A connection that carries more shows that it is of pings alone.
black_hole()
{
	local most open

	open=${at_port:-$(reference | sed -n 's/ open$//p')}
	if [ -n "$open" ]; then
		records tcpmtu tcpprobe --mtu "$(bracketed "$addr"):$open"
		most=$(field tcpmtu mtu passes_bytes)
		if above "$most" "$1"; then
			path_mtu=$most
			rung unknown MTU "pings of more than $1 bytes stay without answer, but connections carry packets of $most"
			return
		fi
	fi
	if [ -n "$lossy$limited" ]; then
		path_mtu=''
		rung unknown MTU "the path's MTU was not found, for not all pings are answered"
		return
	fi
	rung broken MTU "MTU black hole: packets of more than $1 bytes vanish on the way to $addr and no router says so" \
		"ping --mtu: path_mtu_bytes=$1, black_hole" "${as}ping --mtu -v $addr"
}

# ---- the port

climb_port()
{
	local where state

	[ -n "$at_port" ] || return 0
	where=$(bracketed "$addr"):$at_port
	# Each from a port of its own: of four paths with a bad one all go well once in 300 runs.
	records port tcpprobe -c 20 -i 0.03 -W 2 "$where"
	state=$(field port summary state)
	case $state in
	open) ;;
	closed) closed_port ;;
	mixed) disagree ;;
	rejected) rejected_port ;;
	filtered) silent_port ;;
	*) [ "$(field port summary reason)" != unsent ] || not_sent
		rung broken port "port $at_port of $addr: ${said:-${state:-unknown}}" "tcpprobe $where" \
			"${as}tcpprobe -c 3 --explain $(quoted "$where")" ;;
	esac
	if [ -z "$lossy" ] && above "$(field port summary lost)" 0; then
		some_lost
	else
		rung fine port "port $at_port is open"
	fi
	climb_tcp_mtu
	climb_handshake
}

# not_sent: by a rule that is no fault for sure, or that may not be read.
not_sent()
{
	rung broken 'this host' "it does not send SYNs to port $at_port of $addr: $(jq -r 'select(.type == "unsent") | .error' "$work/port" |
		head -n 1)${host_doubts:+; $host_doubts}" "tcpprobe $where: reason=unsent" "${as}tcpprobe --self-check $(quoted "$where")"
}

# rejected_port: by ICMP; that its time ran out on the way is no rejection.
rejected_port()
{
	local code who text next

	code=$(field port summary icmp_type)/$(field port summary icmp_code)
	who=$(field port summary rejecter)
	text=$(jq -r 'select(.type == "answer" and .icmp_text) | .icmp_text' "$work/port" | head -n 1)
	next="${as}tcpprobe --path -c 3 $(quoted "$where")"
	others_open
	case $who,$addr,$code in
	"$source",*:*,1/3 | "$source",*.*,3/1) unanswered port "$(own_kernel)" \
		"tcpprobe $where: ICMP $code from this host, $text" "ip neigh show dev $device" ;;
	"$source",*) rung broken 'this host' "a rule of its own rejects port $at_port of $addr: $text" \
		"tcpprobe $where: ICMP $code from this host" "nft list ruleset # as root" ;;
	esac
	case $addr,$code in
	*:*,3/0 | *.*,11/0) rung broken port "port $at_port of $addr is not reached: $(not_reached tcpprobe "$where")" \
		"tcpprobe $where: ICMP $code from $who, $text" "$next" ;;
	esac
	rung broken port "port $at_port of $addr is rejected by $who: $text" "tcpprobe $where: ICMP $code from $who" "$next"
}

# own_kernel: what it says of the target by ICMP is of the link.
own_kernel()
{
	printf 'port %s of %s is not reached: this host asks for the link address of %s and gets no answer' "$at_port" "$addr" "${gateway:-$addr}"
}

# disagree: answers of several kinds to the same SYN.
disagree()
{
	rung broken port "port $at_port of $addr is open to some SYNs and not to others: behind that address are several hosts, or the program there restarts" \
		"tcpprobe -c 20 $where: $(field port summary open) open, $(field port summary closed) closed, $(field port summary rejected) rejected" \
		"${as}tcpprobe -c 20 -i 0.1 $(quoted "$where")"
}

# bad_flows: "N of M" where some flows get through to the port and others never do.
bad_flows()
{
	records ports tcpprobe --path --flows 16 -c 2 -i 0.5 "$where"
	jq -rs '[.[] | select(.type == "path_port")] | (map(select(.fate == "open" or .fate == "closed")) | length) as $good |
		if $good > 0 and $good < length then "\(length - $good) of \(length)" else empty end' "$work/ports"
}

# some_lost: SYNs, where pings are not.
some_lost()
{
	local bad n what

	bad=$(bad_flows)
	n=$(field port summary lost)
	lossy=$(field port summary loss_percent)
	what="port $at_port of $addr leaves $n of 20 SYNs without answer$([ -z "$pinged" ] || printf ' while pings are answered')"
	[ -z "$bad" ] || what="one of several paths to $addr loses connections: $bad flows to port $at_port never get through"
	rung impaired port "$what" "tcpprobe -c 20 $where: $n of 20 lost${bad:+; tcpprobe --path --flows 16: $bad flows}" \
		"${as}tcpprobe --path --flows 16 -c 2 -i 0.5 $(quoted "$where")"
}

# silent_port: a firewall only where something else of the host answers.
silent_port()
{
	local fate says evidence

	fate=$(not_reached tcpprobe "$where")
	evidence="tcpprobe -c 20 $where: no answer"
	others_open
	case $(field path path fate) in
	stops) says="port $at_port of $addr is not reached: $fate"
		[ "$(field path path hop_addr)" != "$source" ] || says=$(own_kernel) ;;
	reached) says="port $at_port of $addr comes and goes: no answer to 20 SYNs, and one a moment later" ;;
	*) if [ -n "$pinged" ] && [ -n "$gateway" ] && [ -z "$(field path path hop_addr)" ]; then
		says="port $at_port of $addr is filtered, perhaps by this host: not even the first hop sees these SYNs, and pings are answered"
	elif [ -n "$pinged" ]; then
		says="port $at_port of $addr is filtered: $fate"
	else
		says="port $at_port of $addr does not answer, nor do pings: $fate; the host is down, or all to it is dropped"
	fi ;;
	esac
	[ -z "$host_doubts" ] || remark "this host itself may be why: $host_doubts"
	unanswered port "$says" "$evidence" "${as}tcpprobe --path -c 3 $(quoted "$where")"
}

# closed_port: by whom?
closed_port()
{
	local known reason answered signals nearer

	answered="$(field port summary closed) of $(field port summary sent) SYNs were answered by RST"
	known=$(reference)
	known=${known% *}
	others_open
	if [ -n "$known" ]; then
		records forged tcpprobe -c 5 -i 0.2 -W 2 --reference "$known" "$where"
		reason=$(field forged summary reason)
		signals=$(field forged summary signals)
		[ "$reason" != forged-rst ] || rung broken port "port $at_port is closed by a middlebox in $addr's name: its RSTs are not the host's ($signals)" \
			"tcpprobe --reference $known $where: reason=$reason, signals=$signals" "${as}tcpprobe --path --compare $known $(quoted "$where")"
	fi
	records path tcpprobe --path -c 3 -i 0.2 "$where"
	nearer=$(field path path_port nearer)
	if [ "$nearer" = true ]; then
		rung broken port "port $at_port of $addr is closed, but hardly by the host: by its TTL $(jq -rs --argjson hop \
			"$(field path path_port hop)" '([.[] | select(.type == "path_hop" and .hop == $hop - 1)] | last | .hop_addr) //
			"a hop before it"' "$work/path") sent the RST in its name" \
			"tcpprobe --path $where: nearer${signals:+; --reference $known: signals=$signals}" \
			"${as}tcpprobe --path${known:+ --compare $known} $(quoted "$where")"
	elif [ "$nearer" = false ]; then
		rung broken port "port $at_port of $addr is closed: the host is there and nothing listens" \
			"tcpprobe $where: $answered" "$(at_host "ss -ltn 'sport = :$at_port'")"
	fi
	rung broken port "port $at_port of $addr is closed: nothing listens there, or a firewall says so in its name" \
		"tcpprobe $where: $answered; whose they are needs cap_net_raw to see" "${as}tcpprobe --path -c 3 $(quoted "$where")"
}

# at_host COMMAND: where to run it, unless that is here.
at_host()
{
	printf '%s' "$1"
	[ "$device" = lo ] || printf ' # on %s' "$addr"
}

# reference: another port that the host answers, an open one first, and which of the two it is.
reference()
{
	records others tcpprobe -p 22,80,443,25,53,1,9 -W 1 --retries 0 "$addr"
	jq -rs --arg port "$at_port" '[.[] | select(.type == "port" and (.port | tostring) != $port and
		(.state == "open" or .state == "closed"))] | sort_by(.state != "open") | .[0] // empty | "\(.port) \(.state)"' "$work/others"
}

# others_open: does the name lead to an address where the port is open?
others_open()
{
	local a n=0

	for a in $addresses; do
		[ "$a" != "$addr" ] || continue
		n=$((n + 1))
		[ $n -le 3 ] || break # each may take its time
		records other tcpprobe -c 2 -i 0.2 -W 1 "$(bracketed "$a"):$at_port"
		[ "$(field other summary state)" != open ] ||
			remark "$at has other addresses, and port $at_port of $a is open"
	done
}

# climb_tcp_mtu: what a host that answers no ping takes.
climb_tcp_mtu()
{
	local passes

	[ -z "$pinged" ] && [ -z "$lossy" ] || return 0
	records tcpmtu tcpprobe --mtu "$where"
	passes=$(field tcpmtu mtu passes_bytes)
	path_mtu=$passes
	[ "$(field tcpmtu mtu verdict)" = black-hole ] || return 0
	rung broken MTU "MTU black hole: packets of more than $passes bytes vanish on the way to $addr and no router says so" \
		"tcpprobe --mtu $where: verdict=black-hole, passes_bytes=$passes" "${as}tcpprobe --mtu $(quoted "$where")"
}

climb_handshake()
{
	local change is

	records path tcpprobe --path -c 2 -i 0.2 "$where"
	change=$(jq -r 'select(.type == "path_change" and .field == "mss") |
		"MSS \(.was) -> \(.is) between hop \(.before) and hop \(.hop)\(if .hop_addr then " (\(.hop_addr))" else "" end)"' \
		"$work/path" | head -n 1)
	is=$(jq -rs '[.[] | select(.type == "path_change" and .field == "mss") | .is] | .[0] // empty' "$work/path")
	if [ -n "$change" ] && [ -n "$path_mtu" ] && above "$is" "$((path_mtu - 81))"; then
		remark "the MSS is clamped to what the path carries: $change"
	elif [ -n "$change" ]; then
		rung impaired handshake "the MSS is clamped on the way to $addr: $change" \
			"tcpprobe --path $where: path_change of mss${path_mtu:+, though packets of $path_mtu bytes pass}" \
			"${as}tcpprobe --path -c 3 $(quoted "$where")"
	fi
	records offers tcpprobe --offers --retransmits 0 "$where"
	[ $status -ne 2 ] || unseen 'SYN cookies'
	if [ "$(field offers offers syn_proxy)" = true ]; then
		remark "a SYN proxy seems to answer for $addr port $at_port: what is open to it need not be open behind it"
	elif [ "$(field offers offers syn_cookies)" = true ]; then
		rung impaired handshake "SYN cookies are active on $addr port $at_port: its queue of connections is full or has been" \
			"tcpprobe --offers: SACK and window scale are gone without timestamps" \
			"$(at_host 'nstat -az TcpExtSyncookiesSent TcpExtListenOverflows')"
	fi
}
