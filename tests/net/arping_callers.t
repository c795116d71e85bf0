#!/bin/sh
# arping_callers: the lines that boot scripts, cluster agents and test suites give to arping, and what
# they make of its text and status.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154,SC2317 # run sets out, err and status, and calls functions
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"

mac=02:00:00:00:00:0a MAC=02:00:00:00:00:0A
lab_host h1
lab_peer p h1 eth0 --rule 'silent arp to=198.18.1.128/25' --rule "mac $mac arp"
lab_addr h1 eth0 198.18.1.1/24
ln -s "$ARPING" "$LAB_TMP/arping"
arping()
{
	in_ns h1 "$LAB_TMP/arping" "$@"
}

# Every caller is a function that prints or returns what its script goes on with; all run at once.
n=0
calls() # NAME STATUS OUTPUT COMMAND...
{
	n=$((n + 1))
	printf '%s\n' "$1" >"$LAB_TMP/name.$n"
	printf '%s %s\n' "$2" "$3" >"$LAB_TMP/want.$n"
	shift 3
	{
		result=0
		text=$("$@" 2>"$LAB_TMP/err.$n") || result=$?
		printf '%s %s\n' "$result" "$text" >"$LAB_TMP/got.$n"
	} &
	pids="${pids-} $!"
}

# initscripts, ifup-eth: 1 is a conflict, and the MAC stands between brackets.
ifup_eth()
{
	text=$(arping -c 2 -w 3 -D -I eth0 "$1") && return 0
	[ $? -eq 1 ] && printf '%s\n' "$text" | sed -ne 's/.*\[\(.*\)\].*/\1/p'
	return 1
}
calls 'ifup-eth: in use' 1 $MAC ifup_eth 198.18.1.2
calls 'ifup-eth: free' 0 '' ifup_eth 198.18.1.130
calls 'ifup-eth: announces by replies' 0 '' arping -q -A -c 1 -I eth0 198.18.1.1
calls 'ifup-eth: announces by requests' 0 '' arping -q -U -c 1 -I eth0 198.18.1.1

# dracut, network-legacy.
calls 'dracut: in use' 1 '' arping -f -q -D -c 2 -I eth0 198.18.1.3
calls 'dracut: free' 0 '' arping -f -q -D -c 2 -I eth0 198.18.1.131
calls 'dracut: the gateway answers' 0 '' arping -q -f -w 60 -I eth0 198.18.1.4
dracut_knows()
{
	arping 2>&1 | grep -q 'ARPing 2'
}
calls 'dracut: it is not the other arping' 1 '' dracut_knows

# Debian's netconsole and ifupdown-extra.
netconsole()
{
	arping -V 2>/dev/null | grep -q iputils || return 9
	arping -c 1 -f -I eth0 "$1" | sed -n 's/^.* reply from [^ ]* \[\(.*\)\].*$/\1/p'
}
calls 'netconsole: the MAC' 0 $MAC netconsole 198.18.1.5
calls 'ifupdown-extra: in use' 1 '' arping -c 2 -w 3 -D -I eth0 198.18.1.6 -q
calls 'ifupdown-extra: the gateway answers' 0 '' arping -q -c 2 -w 3 -f -I eth0 198.18.1.7

# Gentoo's netifrc.
netifrc()
{
	arping -c 2 -w 3 -D -f -I eth0 "$1" | sed -e 's/.*\[\([^]]*\)\].*/\U\1/p;d'
}
calls 'netifrc: the MAC of who has it' 0 $MAC netifrc 198.18.1.8
calls 'netifrc: nobody' 0 '' netifrc 198.18.1.132

# OpenStack, ganeti, pgpool, OpenNebula, resource-agents: announcements after a failover.
calls 'neutron' 0 '' arping -q -U -I eth0 -c 1 -w 1.5 198.18.1.1
calls 'neutron, replies' 0 '' arping -q -A -I eth0 -c 1 -w 2 198.18.1.1
calls 'ganeti' 0 '' arping -q -U -c 3 -I eth0 -s 198.18.1.1 198.18.1.1
pgpool()
{
	arping -U 198.18.1.1 -w 1 -I eth0 | grep -c '^Sent [12] probes ([12] broadcast(s))$'
}
calls 'pgpool: once a second, no flood' 0 1 pgpool
calls 'IPaddr2, IPoIB' 0 '' arping -q -c 2 -U -I eth0 198.18.1.1

# Linux Test Project and the kernel's own tests: options behind the target, fractions, statuses.
calls 'LTP' 0 '' arping -w 10 198.18.1.9 -I eth0 -fq
calls 'arp_ndisc_untracked_subnets' 0 '' arping -q -A -I eth0 -U 198.18.1.1 -c1
calls 'bridge_neigh_suppress: answered' 0 '' arping -q -b -c 1 -w 5 -s 198.18.1.1 -I eth0 198.18.1.10
calls 'bridge_neigh_suppress: silent' 1 '' arping -q -b -c 1 -w 1 -s 198.18.1.1 -I eth0 198.18.1.133
calls 'qos_mc_aware' 0 '' arping -c 1 -I eth0 -b 198.18.1.11 -q -w 5.5

# RDK-B's DHCP scripts take any output for a conflict.
calls 'utopia: free' 0 '' arping -q -c 2 -w 3 -D -I eth0 198.18.1.134

for pid in $pids; do
	wait "$pid"
done
i=1
while [ $i -le $n ]; do
	is "$(cat "$LAB_TMP/got.$i")" "$(cat "$LAB_TMP/want.$i")" "$(cat "$LAB_TMP/name.$i")"
	[ -s "$LAB_TMP/err.$i" ] && fail "$(cat "$LAB_TMP/name.$i"): nothing on standard error" &&
		diag "$(cat "$LAB_TMP/err.$i")"
	i=$((i + 1))
done
tap_done
