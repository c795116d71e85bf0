# lab: namespaces, links, routers, relays and scripted peers for a test; sourced behind tap.sh.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh disable=SC3043,SC2016 # every Linux sh knows local
#
#	. "$(dirname "$0")/../tap.sh"
#	. "$(dirname "$0")/../lab/lab.sh"
#	lab_enter "$0" "$@"          # goes on inside, or skips the file with the reason
#	lab_relayed 'drop request seq=3' 'delay 20 reply'
#	run in_ns h1 "$PING" -c5 198.18.1.2
#	is "$(lab_count w act=drop)" 1 'the relay dropped one'
#	tap_done
#
# Everything lives in namespaces of its own and goes with them. Names given here are namespaces,
# programs and logs at once. Hosts have a ping socket for their user (see lab_open), no ICMP rate
# limits, no duplicate address detection and no offloads.

LAB_ROOT=$(cd "$(dirname "$0")" && while [ ! -e bootstrap ] && [ "$PWD" != / ]; do cd ..; done && pwd)
BUILD=${BUILD:-$LAB_ROOT/build}
LAB_BIN=$BUILD/tests/lab
PING=${PING:-$BUILD/ping}
ARPING=${ARPING:-$BUILD/arping}
TCPPROBE=${TCPPROBE:-$BUILD/tcpprobe}
HTTPGET=${HTTPGET:-$BUILD/httpget}
TELNETLITE=${TELNETLITE:-$BUILD/telnetlite}
PATH=$PATH:/usr/sbin:/sbin
export PATH BUILD PING ARPING TCPPROBE HTTPGET TELNETLITE

# lab_forbidden: the reason why there can be no lab here, or fails.
lab_forbidden()
{
	local words text

	for words in unshare nsenter ip; do
		command -v "$words" >/dev/null && continue
		echo "there is no $words here"
		return 0
	done
	lab_unshare_words || return 0
	# shellcheck disable=SC2086 # words
	if ! text=$(unshare $lab_unshare sh -c 'mount -t tmpfs lab /run &&
		ip link set lo up && ip netns add a && ip link add x netns a type veth peer name y' 2>&1)
	then
		echo "namespaces do not work here: $(printf '%s' "$text" | head -n1)"
		return 0
	fi
	return 1
}

# How to unshare: by a user namespace, or as root without one where only those are forbidden.
lab_unshare_words()
{
	local text

	for lab_unshare in -Urnm -nm; do
		text=$(unshare $lab_unshare true 2>&1) && return 0
	done
	echo "no user namespaces here: $text"
	return 1
}

# lab_enter SCRIPT ARGUMENT...: runs the script again inside new namespaces; returns only there.
lab_enter()
{
	local why

	if [ -z "${LAB_INSIDE-}" ]; then
		[ -x "$LAB_BIN/relay" ] || bail_out "no $LAB_BIN/relay: run make tests"
		why=$(lab_forbidden) && skip_all "$why"
		lab_unshare_words
		# shellcheck disable=SC2086 # words
		LAB_INSIDE=1 exec "$LAB_BIN/stamps" unshare $lab_unshare "$@"
	fi
	mount -t tmpfs lab /run || bail_out 'cannot mount on /run'
	LAB_TMP=/run/lab
	mkdir $LAB_TMP
	# shellcheck disable=SC2034 # for tap.sh
	tap_tmp=$LAB_TMP
	lab_pids=
	trap lab_end EXIT
	trap 'exit 143' INT TERM HUP
}

# Ends what was started here; the namespaces end with the last process in them.
lab_end()
{
	local status=$? pid

	for pid in $lab_pids; do
		lab_is_ours "$pid" || continue
		# Of a function in the background that is the shell around the program.
		# shellcheck disable=SC2046 # one word a process
		kill "$pid" $(cat "/proc/$pid/task/$pid/children" 2>/dev/null) 2>/dev/null
	done
	wait
	return $status
}

# lab_is_ours PID: a child of this shell, or in this lab's mount namespace. What was waited for is
# gone, and its number may be another program's by now.
lab_is_ours()
{
	local line

	read -r line 2>/dev/null <"/proc/$1/stat" || return 1
	line=${line##*) }
	line=${line#* }
	# shellcheck disable=SC3013 # every Linux sh has -ef
	[ "${line%% *}" = $$ ] || [ "/proc/$1/ns/mnt" -ef /proc/$$/ns/mnt ]
}

# lab_find NAME: a program that tests/peers.sh unpacked, or one of this system.
lab_find()
{
	if [ -x "$LAB_ROOT/build/peers/bin/$1" ]; then
		echo "$LAB_ROOT/build/peers/bin/$1"
	else
		command -v "$1"
	fi
}

# lab_require PROGRAM...: skips the whole test where one is missing.
lab_require()
{
	local name

	for name in "$@"; do
		lab_find "$name" >/dev/null || skip_all "there is no $name here"
	done
}

# lab_wait SECONDS COMMAND...: until the command succeeds; fails when it never does. The seconds are
# those of a machine at rest: a busy one has four times as many.
lab_wait()
{
	local turns=$(($1 * 400))

	shift
	until "$@" >/dev/null 2>&1; do
		turns=$((turns - 1))
		[ $turns -gt 0 ] || return 1
		sleep 0.01
	done
}

# in_ns NAME COMMAND...
in_ns()
{
	local ns="$1"

	shift
	nsenter --net="/run/netns/$ns" -- "$@"
}

# in_ns_bare NAME COMMAND...: without any capability, as a user would.
in_ns_bare()
{
	local ns="$1"

	shift
	in_ns "$ns" setpriv --bounding-set=-all --inh-caps=-all -- "$@"
}

# in_ns_capable NAME COMMAND...: with those capabilities only that the command's file gives.
in_ns_capable()
{
	local ns="$1"

	shift
	in_ns "$ns" setpriv --securebits=+noroot,+noroot_locked --inh-caps=-all -- "$@"
}

# lab_copy_capable PROGRAM CAPABILITIES: prints a copy's path, whose file has cap_net_raw=p or alike.
lab_copy_capable()
{
	local copy

	copy=$LAB_TMP/${1##*/}
	cp "$1" "$copy" && setcap "$2" "$copy" && echo "$copy"
}

# lab_sysctl NAME KEY/WITH/SLASHES VALUE
lab_sysctl()
{
	in_ns "$1" sh -c 'echo "$2" >"/proc/sys/$1"' sh "$2" "$3"
}

# lab_open NAME: allows ping sockets to its user. There is no way back, since the kernel takes no
# group that is not mapped: what needs a host without them goes first, with LAB_CLOSED=1.
lab_open()
{
	lab_sysctl "$1" net/ipv4/ping_group_range '0 0'
}

# lab_host NAME
lab_host()
{
	ip netns add "$1" || bail_out "no namespace $1"
	# One shell for all: a process costs more than a setting. Not every kernel has every key.
	in_ns "$1" sh -c 'set_() { [ ! -w "/proc/sys/net/$1" ] || echo "$2" >"/proc/sys/net/$1"; }
		set_ ipv4/icmp_ratelimit 0
		set_ ipv4/icmp_ratemask 0
		set_ ipv6/icmp/ratelimit 0
		set_ ipv6/icmp/ratemask 0
		set_ ipv6/conf/all/accept_dad 0
		set_ ipv6/conf/default/accept_dad 0
		set_ ipv6/conf/default/accept_ra 0
		set_ ipv6/conf/default/router_solicitations 0
		ip link set lo up'
	[ -n "${LAB_CLOSED-}" ] || lab_open "$1"
}

# lab_router NAME: a host that forwards.
lab_router()
{
	lab_host "$1"
	lab_sysctl "$1" net/ipv4/ip_forward 1
	lab_sysctl "$1" net/ipv6/conf/all/forwarding 1
}

# A namespace for a program that speaks for itself: its interfaces have no addresses.
lab_mute()
{
	ip netns add "$1" || bail_out "no namespace $1"
	lab_sysctl "$1" net/ipv6/conf/default/disable_ipv6 1
	lab_sysctl "$1" net/ipv6/conf/all/disable_ipv6 1
}

# lab_link A INTERFACE B INTERFACE [MTU]
lab_link()
{
	ip link add name "$2" mtu "${5:-1500}" netns "$1" type veth \
		peer name "$4" mtu "${5:-1500}" netns "$3" || bail_out "no link $1 - $3"
	lab_bring_up "$1" "$2"
	lab_bring_up "$3" "$4"
}

lab_bring_up()
{
	in_ns "$1" sh -c '"$1/offload" "$2" && ip link set dev "$2" up' sh "$LAB_BIN" "$2" ||
		bail_out "$1 $2 does not come up"
}

# lab_addr NAME INTERFACE ADDRESS/BITS...
lab_addr()
{
	local ns="$1" dev="$2" a

	shift 2
	for a in "$@"; do
		case $a in
		*:*) ip -n "$ns" addr add "$a" dev "$dev" nodad ;;
		*) ip -n "$ns" addr add "$a" dev "$dev" ;;
		esac || bail_out "$ns $dev does not take $a"
	done
	lab_wait 5 lab_is_up "$ns" "$dev" || bail_out "$ns $dev is not up"
}

lab_is_up()
{
	! ip -n "$1" -6 addr show dev "$2" tentative | grep -q . &&
		ip -n "$1" link show dev "$2" | grep -q 'state UP'
}

# lab_default NAME GATEWAY...: default routes.
lab_default()
{
	local ns="$1" a

	shift
	for a in "$@"; do
		ip -n "$ns" route add default via "$a" || bail_out "$ns has no route via $a"
	done
}

# lab_start NAME PROGRAM ARGUMENT...: in the namespace NAME, until it says that it is ready. Its log
# is $LAB_TMP/NAME.log.
lab_start()
{
	local name="$1" program="$2" line

	shift 2
	rm -f "$LAB_TMP/$name.ready"
	mkfifo "$LAB_TMP/$name.ready"
	nsenter --net="/run/netns/$name" -- "$LAB_BIN/$program" --ready-fd 9 \
		--log "$LAB_TMP/$name.log" "$@" 9>"$LAB_TMP/$name.ready" 2>"$LAB_TMP/$name.err" &
	echo $! >"$LAB_TMP/$name.pid"
	lab_pids="$lab_pids $!"
	read -r line <"$LAB_TMP/$name.ready" ||
		bail_out "$program does not start: $line$(cat "$LAB_TMP/$name.err")"
}

# lab_stop NAME: ends it; its log is complete then.
lab_stop()
{
	local pid

	pid=$(cat "$LAB_TMP/$1.pid") || return 1
	rm -f "$LAB_TMP/$1.pid"
	kill "$pid" && wait "$pid"
}

# lab_sync NAME: its log holds all it did so far.
lab_sync()
{
	local was

	[ -e "$LAB_TMP/$1.pid" ] || return 0
	was=$(lab_ends "$1")
	kill -USR1 "$(cat "$LAB_TMP/$1.pid")" && lab_wait 5 lab_has_more_ends "$1" "$was"
}

lab_ends()
{
	grep -c '^total end' "$LAB_TMP/$1.log"
}

lab_has_more_ends()
{
	[ "$(lab_ends "$1")" -gt "$2" ]
}

# lab_log NAME ERE: the lines of its log that match.
lab_log()
{
	lab_sync "$1"
	grep -E -e "$2" "$LAB_TMP/$1.log"
}

# lab_count NAME ERE: how many those are.
lab_count()
{
	lab_log "$1" "$2" | grep -c .
}

# lab_total NAME KEY ERE: the newest value of KEY= in its totals, of those lines that match.
lab_total()
{
	lab_log "$1" '^total' | grep -E -e "$3" | tail -n1 | tr ' ' '\n' | sed -n "s/^$2=//p"
}

# lab_relay NAME A INTERFACE B INTERFACE RULE...: a link through a relay; a is A's side, b is B's.
lab_relay()
{
	local name="$1" mtu="${LAB_MTU:-1500}"

	lab_mute "$name"
	lab_link "$2" "$3" "$name" a "$mtu"
	lab_link "$name" b "$4" "$5" "$mtu"
	shift 5
	lab_relay_start "$name" "$@"
}

lab_relay_start()
{
	local name="$1" rule n

	shift
	n=$#
	for rule in "$@"; do
		set -- "$@" --rule "$rule"
	done
	shift "$n"
	lab_start "$name" relay "$@" a b
}

# lab_rules NAME RULE...: the relay starts over with these, a new log and counts at 0.
lab_rules()
{
	lab_stop "$1"
	lab_relay_start "$@"
}

# lab_peer NAME A INTERFACE ARGUMENT...: a link to a scripted peer.
lab_peer()
{
	local name="$1"

	lab_mute "$name"
	lab_link "$2" "$3" "$name" p "${LAB_MTU:-1500}"
	shift 3
	lab_start "$name" peer "$@" p
}

# lab_play NAME ARGUMENT...: the peer starts over with these.
lab_play()
{
	local name="$1"

	shift
	lab_stop "$name"
	lab_start "$name" peer "$@" p
}

# shellcheck source=tests/lab/usual.sh
. "$LAB_ROOT/tests/lab/usual.sh"
