#!/bin/sh
# sandbox: what each tool may still do in each of its modes, seen from outside: its status, and calls
# that it is made to make. As root, by a file capability, and as a user; its child for names too.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154,SC2317 # lab_wait calls functions
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
lab_require setpriv
# Where these name files, reading is kept.
unset OPENSSL_CONF OPENSSL_CONF_INCLUDE OPENSSL_MODULES OPENSSL_ENGINES SSL_CERT_FILE SSL_CERT_DIR
grep -qE '__asan_init|__gcov_exit' "$PING" && skip_all "a program for sanitizers or counts has no sandbox"
[ -e "/proc/$$/task/$$/children" ] || skip_all 'this kernel does not tell of children'
sleep 300 &
lab_pids="$lab_pids $!"
"$LAB_BIN/force" $! / / >/dev/null 2>"$LAB_TMP/force"
unable=$(($? == 77))

# .3 and ::3 have a MAC that nobody has: whatever is sent there, there is silence.
lab_direct
for address in 198.18.1.3 2001:db8:1::3; do
	ip -n h1 neigh add $address lladdr 02:00:00:00:00:03 dev eth0 nud permanent
done
silent=198.18.1.3
printf '%s silent.test\n' $silent >"$LAB_TMP/hosts"
printf 'hosts: files\n' >"$LAB_TMP/nsswitch.conf"
for file in hosts nsswitch.conf; do
	[ -e /etc/$file ] || skip_all "there is no /etc/$file to put another over"
	mount --bind "$LAB_TMP/$file" /etc/$file || skip_all "cannot put another over /etc/$file"
done
cp "$LAB_TMP/hosts" "$LAB_TMP/readable"
ln -s "$PING" "$LAB_TMP/fping"
mkdir "$LAB_TMP/there"
ln -s elsewhere "$LAB_TMP/link"

# Nothing of what follows is ever answered: each waits in the middle of its work.
: >"$LAB_TMP/modes"
n=0
# mode WHAT CHILD TOOL NAME COMMAND...: what it may still do, and its child; - for no child.
mode()
{
	what=$1 child=$2 tool=$3 name=$4
	shift 4
	n=$((n + 1))
	nsenter --net=/run/netns/h1 -- "$@" >"$LAB_TMP/$n.out" 2>&1 </dev/null &
	lab_pids="$lab_pids $!"
	printf '%s\t%s\t%s\t%s\t%s\n' $! $n "$what" "$child" "$tool $name" >>"$LAB_TMP/modes"
}

# fields PID: those of its status that tell of privilege.
fields()
{
	sed -n 's/^\(Cap[IPEA][a-z]*\|NoNewPrivs\|Seccomp\):[[:space:]]*/\1 /p' "/proc/$1/status" 2>/dev/null | tr '\n' ' '
}
ended_or_left()
{
	[ ! -e "/proc/$1" ] || [ "$(fields "$1")" = "$2" ]
}
forced()
{
	rm -f "$LAB_TMP/written"
	"$LAB_BIN/force" "$1" "$LAB_TMP/readable" "$LAB_TMP/written" 2>&1
}

none='CapInh 0000000000000000 CapPrm 0000000000000000 CapEff 0000000000000000 CapAmb 0000000000000000 '
calls='run=EPERM packet=EPERM raw=EPERM other=EPERM old=EPERM trace=EPERM namespace=EPERM datagram=0'
landlock=$("$PING" -V -v | grep -c 'Landlock yes')
closed=EACCES
[ "$landlock" -gt 0 ] || closed=0

# expected WHAT: its status, and what comes of the forced calls.
expected()
{
	filtered="${none}NoNewPrivs 1 Seccomp 2 "
	case $1 in
	closed) status=$filtered calls_wanted="read=$closed write=$closed $calls" ;;
	reads) status=$filtered calls_wanted="read=0 write=$closed $calls" ;;
	writes) status=$filtered calls_wanted="read=$closed write=0 $calls" ;;
	empty) status="${none}NoNewPrivs 1 Seccomp 0 " calls_wanted= ;;
	usual) status="${none}NoNewPrivs 0 Seccomp 0 " calls_wanted= ;;
	esac
}

# judge PID WHAT NAME
judge()
{
	expected "$2"
	lab_wait 10 ended_or_left "$1" "$status"
	[ -e "/proc/$1" ] || diag "it has ended: $(cat "$LAB_TMP/$n.out")"
	is "$(fields "$1")" "$status" "$3: no capability is left"
	[ -n "$calls_wanted" ] && [ -e "/proc/$1" ] || return 0
	if [ $unable -ne 0 ]; then
		skip "$(cat "$LAB_TMP/force")"
		return 0
	fi
	is "$(forced "$1")" "$calls_wanted" '... and it can be made to do no more than it needs'
}

all_modes()
{
	who=$1
	shift
	mode closed - ping "$who" "$@" "$PING" -q -n $silent
	mode closed reads ping "names, $who" "$@" "$PING" -q silent.test
	mode closed - ping "many, $who" "$@" "$PING" -q -c 99 $silent 198.18.1.2
	mode closed - fping "$who" "$@" "$LAB_TMP/fping" -q -l $silent
	mode closed - tcpprobe "$who" "$@" "$TCPPROBE" -W 60 $silent:80
	mode closed reads tcpprobe "names, $who" "$@" "$TCPPROBE" -W 60 silent.test:80
	mode closed - tcpprobe "list, $who" "$@" "$TCPPROBE" -W 60 -p 80-82 $silent
	mode closed reads httpget "$who" "$@" "$HTTPGET" http://silent.test/
	mode closed - httpget "file, $who" "$@" "$HTTPGET" -o "$LAB_TMP/there/c" http://$silent/
	mode closed - httpget "probe, $who" "$@" "$HTTPGET" --probe cache http://$silent/
	mode closed - httpget "TLS, $who" "$@" "$HTTPGET" https://$silent/
	mode reads - httpget "TLS, a folder, $who" "$@" "$HTTPGET" --capath "$LAB_TMP" https://$silent/
	mode closed - httpget "redirections, $who" "$@" "$HTTPGET" -L http://$silent/
	mode writes - httpget "a link, $who" "$@" "$HTTPGET" -o "$LAB_TMP/link" http://$silent/
	mode closed - httpget "many files, $who" "$@" "$HTTPGET" -o "$LAB_TMP/there/a" -o "$LAB_TMP/there/b" http://$silent/ http://$silent/
	mode closed - telnetlite "$who" "$@" "$TELNETLITE" -n $silent 80
	mode closed reads telnetlite "names, $who" "$@" "$TELNETLITE" silent.test 80
	mode closed - telnetlite "script, $who" "$@" "$TELNETLITE" -n --send x --expect y $silent 80
	mode closed - telnetlite "TLS, $who" "$@" "$TELNETLITE" -n -c $silent 443
	mode closed - telnetlite "proxy, $who" "$@" "$TELNETLITE" -n -x $silent:1080 -z 198.18.1.2 80
	mode empty - telnetlite "a port, $who" "$@" "$TELNETLITE" -n -z $silent 80
}

# raw_modes WHO [COMMAND...]: what takes a raw or packet socket.
raw_modes()
{
	who=$1
	shift
	mode closed - ping "raw, $who" "$@" "$PING" -q -n -e 0 $silent
	mode closed - ping "raw, IPv6, $who" "$@" "$PING" -q -n -e 0 2001:db8:1::3
	mode closed - ping "MTU, $who" "$@" "$PING" --mtu -W 60 $silent
	mode closed - ping "path, $who" "$@" "$PING" -q -n --path -c 999 $silent
	mode closed - ping "flows, $who" "$@" "$PING" -q -n --flows 2 -c 99 $silent
	mode closed - arping "$who" "$@" "$ARPING" -q -I eth0 198.18.1.9
	mode closed - arping "IPv6, $who" "$@" "$ARPING" -q -I eth0 2001:db8:1::9
	mode closed - arping "many, $who" "$@" "$ARPING" -q -I eth0 --rate 1 198.18.1.0/24
	mode closed - arping "router, $who" "$@" "$ARPING" -q -I eth0 --router -c 99
	mode closed - arping "detection, $who" "$@" "$ARPING" -q -D --dad-scale 9 -I eth0 198.18.1.9
	mode closed - arping "watch, $who" "$@" "$ARPING" --watch -I eth0
	mode closed usual arping "watch with a command, $who" "$@" "$ARPING" --watch -I eth0 --exec true
	mode closed - tcpprobe "path, $who" "$@" "$TCPPROBE" -n --path -c 999 $silent:80
	mode closed - tcpprobe "offers, $who" "$@" "$TCPPROBE" --offers -W 60 $silent:80
	mode closed - tcpprobe "walk, $who" "$@" "$TCPPROBE" --walk -W 60 $silent:80
	mode closed - tcpprobe "MTU, $who" "$@" "$TCPPROBE" --mtu -W 60 $silent:80
}

all_modes root
raw_modes root
all_modes 'a user' setpriv --bounding-set=-all --inh-caps=-all
# Some kernels let only who has cap_net_admin put the filter on a socket that --offers needs.
PING=$(lab_copy_capable "$PING" cap_net_raw=p) && ARPING=$(lab_copy_capable "$ARPING" cap_net_raw=p) &&
	TCPPROBE=$(lab_copy_capable "$TCPPROBE" cap_net_raw,cap_net_admin=p) &&
	raw_modes 'a file capability' setpriv --securebits=+noroot,+noroot_locked --inh-caps=-all

tab=$(printf '\t')
while IFS=$tab read -r pid n what child name; do
	judge "$pid" "$what" "$name"
	[ "$child" != - ] || continue
	pid=$(cat "/proc/$pid/task/$pid/children" 2>/dev/null)
	pid=${pid% }
	isnt "${pid:-none}" none '... it has a child'
	judge "$pid" "$child" "$name: its child"
done <"$LAB_TMP/modes"

n=terminal
nsenter --net=/run/netns/h1 -- "$LAB_BIN/pty" until=nothing -- "$TELNETLITE" -n $silent 80 >"$LAB_TMP/$n.out" 2>&1 &
lab_pids="$lab_pids $!"
at_terminal()
{
	pid=$(cat "/proc/$1/task/$1/children") && [ -n "$pid" ]
}
lab_wait 10 at_terminal $!
judge "${pid% }" writes 'telnetlite at a terminal'
tap_done
