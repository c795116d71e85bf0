#!/bin/sh
# arping_same: the same text and exit status as iputils arping, each command line given to both.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC3043 # every Linux sh knows local
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
their=${PEERS:-$LAB_ROOT/build/peers}/bin/arping
[ -x "$their" ] || skip_all "no iputils to compare with in $their (make peers)"
lab_enter "$0" "$@"

# Two hosts that see the same, one for each program, so that all runs can go on at once: two at once
# on one host would see each other's answers. For the same reason every case has its own address.
for who in ours theirs; do
	mkdir "$LAB_TMP/$who"
	lab_host "$who"
	lab_peer "p_$who" "$who" eth0 --rule 'twice arp to=198.18.1.32/28' \
		--rule 'broadcast arp to=198.18.1.48/28' --rule 'silent arp to=198.18.1.64/28' \
		--rule 'opcode 1 arp to=198.18.1.80/28' --rule 'claim silent arp to=198.18.1.96/28' \
		--rule 'opcode 3 arp to=198.18.1.112/28' --rule 'truncate 27 arp to=198.18.1.128/28' \
		--rule 'to 198.18.1.7 arp to=198.18.1.144/28' \
		--rule 'mac 02:00:00:00:00:0a,02:00:00:00:00:0b arp to=198.18.1.160/28'
	lab_addr "$who" eth0 198.18.1.1/24 198.18.1.250/24
	ip -n "$who" link add name down0 type veth peer name down1
	ip -n "$who" link set eth0 arp on
	ip -n "$who" link add name quiet0 type veth peer name quiet1
	in_ns "$who" sh -c 'ip link set quiet0 arp off up && ip addr add 198.18.2.1/24 dev quiet0'
done
ln -s "$ARPING" "$LAB_TMP/ours/arping"
ln -s "$their" "$LAB_TMP/theirs/arping"

# The older one's statuses where the newer ones' differ, its name with a folder, its wrong times.
cat >"$LAB_TMP/alike.sed" <<'END'
s/ \((repeated|duplicate address)\)$//
s/  ?[0-9]+\.[0-9]{3}ms$/ Tms/
s/\[([0-9A-F]{2}:){5}[0-9A-F]{2}\]/[MAC]/g
s/^2\| [^ ]*\/arping: /2| arping: /
END

one() # WHO N ARGUMENT...
{
	local who="$1" n="$2" status=0

	shift 2
	nsenter --net="/run/netns/$who" -- env PATH="$LAB_TMP/$who:$PATH" LC_ALL=C timeout 20 \
		"$LAB_TMP/$who/arping" "$@" >"$LAB_TMP/$who.$n.out" 2>"$LAB_TMP/$who.$n.err" \
		</dev/null || status=$?
	{
		awk '{ print "1| " $0 }' "$LAB_TMP/$who.$n.out"
		sed '/^$/,$d' "$LAB_TMP/$who.$n.err" | awk '{ print "2| " $0 }'
		echo "exit $status"
	} | sed -E -f "$LAB_TMP/alike.sed" >"$LAB_TMP/$who.$n"
}

# differs WHY EDIT ARGUMENT...: the same once EDIT was done to theirs and the marks that only we
# print are out of ours; begun here, looked at in compare.
n=0
pids=
differs()
{
	n=$((n + 1))
	printf '%s\n' "$2" >"$LAB_TMP/edit.$n"
	echo "${1:+$1: }" >"$LAB_TMP/why.$n"
	shift 2
	echo "$*" >"$LAB_TMP/line.$n"
	one ours $n "$@" &
	pids="$pids $!"
	one theirs $n "$@" &
	pids="$pids $!"
}

same()
{
	differs '' '' "$@"
}

# Versions before 2023 want as many answers as probes, no more.
older()
{
	differs '' 's/^exit 1$/exit 0/' "$@"
}

compare()
{
	local i=1 pid

	for pid in $pids; do
		wait "$pid"
	done
	while [ $i -le $n ]; do
		is "$(sed '/^1| Duplicate address/d' "$LAB_TMP/ours.$i")" "$(sed -E "$(cat "$LAB_TMP/edit.$i")" "$LAB_TMP/theirs.$i")" \
			"$(cat "$LAB_TMP/why.$i")arping $(cat "$LAB_TMP/line.$i")"
		i=$((i + 1))
	done
}

# Lookups, with the options in every place.
same -c1 198.18.1.2
same -c 2 -I eth0 198.18.1.3
same 198.18.1.4 -c2 -I eth0
same -w 2 198.18.1.5 -I eth0 -fq
same -f -I eth0 198.18.1.6
same -f -w 5 198.18.1.8
same -q -c1 198.18.1.9
same -b -c 3 198.18.1.10
same -c 2 -w 9 198.18.1.11
differs 'as many answers as wanted, not as probes' 's/^exit 0$/exit 1/' -c 3 -w 1 -i 2 198.18.1.12
same -w 1 -i 2 198.18.1.13
same -c1 -s 198.18.1.250 198.18.1.14
same -c1 -I eth0 -s 198.18.1.250 198.18.1.15
same -c2 -i 2 198.18.1.16
same -c1 198.18.277
same -c1 -I eth0 198.18.9.9
same -f -c 3 -I eth0 198.18.1.17
same -c1 198.18.1.64
same -q -c1 198.18.1.65
same -f -w1 -i2 198.18.1.66
older -c1 198.18.1.32
older -c2 -w3 198.18.1.33
same -c1 198.18.1.48
same -b -c2 198.18.1.49
same -f 198.18.1.50
same -c1 198.18.1.80
same -c1 198.18.1.112
same -c1 198.18.1.128
same -c1 198.18.1.144
older -c1 198.18.1.160
same -f 198.18.1.161

# Duplicate address detection.
same -D -c1 -I eth0 198.18.1.18
same -D -c 2 -w 3 -I eth0 198.18.1.19 -q
same -q -D -f -c2 -I eth0 198.18.1.67
same -D -c1 -w3 -I eth0 198.18.1.68
same -D -c1 -I eth0 198.18.1.34
same -D -c1 -I eth0 198.18.1.96
same -D -c1 -I eth0 198.18.1.81
same -D -c1 -I eth0 198.18.1.51
same -D -c1 -I eth0 198.18.1.113
same -D -c1 -I eth0 198.18.1.145
same -D -c1 198.18.1.20
same -D -c1 -s 198.18.1.1 -I eth0 198.18.1.69

# Announcements. The older one waits for an interval at the end; its text is the same.
same -U -c1 -I eth0 198.18.1.1
same -A -c2 -I eth0 198.18.1.1
same -q -U -c 2 -I eth0 198.18.1.250
same -A -U -c1 -I eth0 198.18.1.250
same -U -w 1 -i 2 -I eth0 198.18.1.1
same -U -c1 -I eth0 198.18.1.77
same -A -c1 -I eth0 198.18.1.77
same -U -c1 -s 198.18.1.1 -I eth0 198.18.1.78
differs 'the interface of an address of ours is its own' \
	's/^1\| Interface .*/1| ARPING 198.18.1.1 from 198.18.1.1 eth0\n1| Sent 1 probes (1 broadcast(s))\n1| Received 0 response(s)/;
	s/^exit 2/exit 0/' -U -c1 198.18.1.1

# What cannot be.
same -c1 -I nosuch 198.18.1.2
same -c1 -I lo 127.0.0.1
same -D -c1 -I lo 127.0.0.1
same -q -c1 -I lo 127.0.0.1
same -c1 -I down0 198.18.1.2
same -D -q -c1 -I down0 198.18.1.2
same -c1 -I quiet0 198.18.2.2
same -D -c1 -I quiet0 198.18.2.2
same -c1 -s 198.18.1.99 -I eth0 198.18.1.2
same -c1 -s nonsense -I eth0 198.18.1.2
differs 'no route is no conflict' 's/NETLINK_ROUTE unexpected iov element/connect: Network is unreachable/
	s/exit 1/exit 2/' -c1 203.0.113.1
same -c 0 198.18.1.2
same -c 2147483648 198.18.1.2
same -c x 198.18.1.2
same -w -1 198.18.1.2
same -w x 198.18.1.2
same -i -1 198.18.1.2
same -i x 198.18.1.2
same -Z 198.18.1.2
same -I
compare

run "$ARPING" -V
is "$status" 0 '-V succeeds'
like "$out" '^arping from iputils ' '... and says what programs look for'
tap_done
