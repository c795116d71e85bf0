#!/bin/sh
# iputils_usage: wrong and odd command lines are answered as iputils ping answers them.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC3043,SC2317 # every Linux sh knows local; run calls functions
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
# shellcheck source=tests/net/compare.sh
. "$(dirname "$0")/compare.sh"
lab_enter "$0" "$@"
compare_start
lab_host h1
where=raw

# Nothing to do, or no such option.
differs 'the older one exits 1' '/Destination address/{ n; s/1/2/; }' ping
same ping -Z
same ping 127.0.0.1 -Z
same ping -c
same ping -c1 -I
same ping -4 -6 -c1 127.0.0.1
same ping4 -6 -c1 127.0.0.1
same ping6 -4 -c1 ::1
same ping -c1 -- 127.0.0.1
same ping 127.0.0.1 -c1
same ping -c5 -c1 127.0.0.1

# Numbers: no number, out of range, past any range. All exit 1.
for option in c s t l m S e w; do
	for value in abc 1x '' -1 99999999999999999999; do
		same ping "-$option" "$value" 127.0.0.1
	done
done
same ping -c0 127.0.0.1
same ping -c9223372036854775808 127.0.0.1
same ping -c1 -l0 127.0.0.1
same ping -c1 -l65537 127.0.0.1
same ping -c1 -t256 127.0.0.1
same ping -c1 -t255 127.0.0.1
differs 'which option it is' 's/cannot set unicast time-to-live/setting the TTL to 0/' \
	ping -c1 -t0 127.0.0.1
same ping -c1 -t0 ::1
same ping -c1 -e65536 127.0.0.1
same ping -c1 -e65535 127.0.0.1
same ping -c1 -S0 127.0.0.1
same ping -c1 -S1 127.0.0.1
same ping -c1 -m4294967296 127.0.0.1
same ping -c1 -m4294967295 127.0.0.1
same ping -c1 -m0 127.0.0.1
same ping -c1 -w2147483648 127.0.0.1
same ping -c1 -w2147483647 127.0.0.1
same ping -c1 -w0 127.0.0.1
same ping -c1 -s2147483648 127.0.0.1
same ping -c1 -s65507 127.0.0.1
same ping -c1 -s65527 ::1
same ping -c1 -s65467 -R 127.0.0.1
prints ping -c1 -s65508 127.0.0.1 <<'END'
2| ping: invalid -s value: '65508': out of range: 0 <= value <= 65507
exit 1
END
prints ping -c1 -s65528 ::1 <<'END'
2| ping: invalid -s value: '65528': out of range: 0 <= value <= 65527
exit 1
END
prints ping -c1 -s65468 -R 127.0.0.1 <<'END'
2| ping: invalid -s value: '65468': out of range: 0 <= value <= 65467
exit 1
END

# Seconds.
same ping -c1 -i0 127.0.0.1
same ping -c2 -i.2 127.0.0.1
same ping -c1 -i2147483 127.0.0.1
same ping -c1 -i2147484 127.0.0.1
same ping -c1 -i '' 127.0.0.1
prints ping -c1 -i -1 127.0.0.1 <<'END'
2| ping: bad timing interval: -1
exit 2
END
same ping -c1 -W0 127.0.0.1
same ping -c1 -W.5 127.0.0.1
same ping -c1 -W2147483 127.0.0.1
same ping -c1 -W2147484 127.0.0.1
same ping -c1 -W -1 127.0.0.1
garbage='s/^2\| ping: option argument contains garbage: .*/2| ping: bad GARBAGE/
	/^1\||fatal error in the future$/d; s/^exit 0/exit 2/'
differs 'what iputils announces as a future error is one' \
	"$(printf '%s' "$garbage" | sed 's/GARBAGE/timing interval: abc/')" ping -c1 -i abc 127.0.0.1
differs 'what iputils announces as a future error is one' \
	"$(printf '%s' "$garbage" | sed 's/GARBAGE/timing interval: 0,5/')" ping -c1 -i 0,5 127.0.0.1
differs 'what iputils announces as a future error is one' \
	"$(printf '%s' "$garbage" | sed 's/GARBAGE/linger time: 1s/')" ping -c1 -W 1s 127.0.0.1

# Words and bit patterns.
same ping -c1 -M bad 127.0.0.1
for how in 'do' dont want; do
	same ping -c1 -M $how 127.0.0.1
	same ping -c1 -M $how ::1
done
prints ping -c1 -M probe 127.0.0.1 <<'END'
1| PING 127.0.0.1 (127.0.0.1) 56(84) bytes of data.
1| 64 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=T ms
1|
1| --- 127.0.0.1 ping statistics ---
1| 1 packets transmitted, 1 received, 0% packet loss, time Tms
1| rtt min/avg/max/mdev = T/T/T/T ms
exit 0
END
same ping -c1 -T bad 127.0.0.1
same ping -c1 -R -T tsonly 127.0.0.1
same ping -c1 -Q 0 127.0.0.1
same ping -c1 -Q 0xff ::1
same ping -c1 -Q 255 127.0.0.1
same ping -c1 -Q 256 127.0.0.1
same ping -c1 -Q 0x100 127.0.0.1
same ping -c1 -Q abc 127.0.0.1
differs 'a negative one is refused too' \
	's/^1\|.*//; /^$/d; s/^exit 0/2| ping: the decimal value of TOS bits must be in range 0-255: -1\nexit 2/' \
	ping -c1 -Q -1 127.0.0.1
same ping -c1 -p ff 127.0.0.1
same ping -c1 -p f 127.0.0.1
same ping -c1 -p abc 127.0.0.1
same ping -c1 -p 000102030405060708090a0b0c0d0e0f10 127.0.0.1
same ping -c1 -p xyz 127.0.0.1
same ping -c1 -p 'a z' 127.0.0.1
same ping -c1 -p 0xff 127.0.0.1
same ping -c1 -q -p ff 127.0.0.1
same ping -c1 -F abc ::1
same ping -c1 -F 0x100000 ::1
same ping -c1 -F 0 ::1
same ping -c1 -F 5 127.0.0.1
same ping -4 -c1 -F 5 127.0.0.1

# Options of one family are of no effect in the other.
same ping -c1 -R ::1
same ping -6 -c1 -R ::1
same ping -c1 -T tsonly ::1
same ping -c1 -b ::1
same ping -c1 -L 127.0.0.1

# Of the socket.
for option in B C L U a b d n r; do
	same ping -c1 -$option 127.0.0.1
	same ping -c1 -$option ::1
done
differs 'as IPv6 has it' 's/SO_BINDTODEVICE nosuch: No such device/unknown iface: nosuch/' \
	ping -c1 -I nosuch 127.0.0.1
same ping -c1 -I nosuch ::1
differs 'which address' 's/bind:/bind to 198.18.0.77:/' ping -c1 -I 198.18.0.77 127.0.0.1
differs 'which address' 's/bind icmp socket:/bind to 2001:db8::77:/' ping -c1 -I 2001:db8::77 ::1
same ping -c1 -I lo 127.0.0.1
same ping -c1 -I lo ::1
same ping -c1 -I 127.0.0.1 127.0.0.1
same ping -c1 -I ::1 ::1

# Names that are none.
printf 'hosts: files\n' >"$LAB_TMP/nsswitch"
printf '198.18.1.9 only4\n2001:db8::9 only6\n' >"$LAB_TMP/hosts"
mount --bind "$LAB_TMP/nsswitch" /etc/nsswitch.conf
mount --bind "$LAB_TMP/hosts" /etc/hosts
same ping -c1 nosuch.example
same ping -c1 ''
same ping -c1 'no such'
same ping -c1 256.1.1.1
same ping -c1 -4 only6
same ping -c1 -6 only4
same ping -4 -c1 ::1
same ping -6 -c1 127.0.0.1
differs 'what is not known' 's/Name or service not known/no interface has that name/' \
	ping -c1 fe80::1%nosuch
differs 'no pattern for nobody' '/PATTERN/d' ping -c1 -p ff nosuch.example
same ping -c1 -I nosuch nosuch.example
run transcript ours ping -c1 127.0.0.1 ::1
like "$out" '^1. 2 targets, 2 alive' 'several destinations are each a target, no source route'


where=none
why='/^2\| ping: socktype/d; s/^2\| ping: socket: Operation not permitted/2| SENTENCE/'
# Ours is a sentence that names the setting and the capability; that it does is checked elsewhere.
run transcript ours ping -c1 127.0.0.1
like "$out" '^2\| ping: .*ping_group_range.*' 'no socket: the setting is named'
like "$out" '^2\| ping: .*setcap cap_net_raw' 'no socket: the capability is named'
is "$(printf '%s\n' "$out" | grep -c '^2')" 1 'no socket: one line'
like "$out" '^exit 2' 'no socket: exit 2'
like "$(transcript theirs ping -c1 127.0.0.1 | sed -E "$why")" '^2\| SENTENCE' \
	'no socket: iputils complains too'

# Without the right to it.
lab_open h1
where=user
none='no header for what does not begin'
same ping -c1 127.0.0.1
same ping -c1 ::1
same ping -c1 -l3 127.0.0.1
same ping -c1 -l4 127.0.0.1
differs "$none" '/^1/d' ping -c1 -i 0.0019 127.0.0.1
same ping -c2 -i 0.002 127.0.0.1
differs "$none" '/^1/d' ping -c1 -i0 127.0.0.1
differs "$none" '/^1/d' ping -c1 -f 127.0.0.1
same ping -c2 -f -i 0.01 127.0.0.1
same ping -c2 -A 127.0.0.1
same ping -c1 -e 77 127.0.0.1
same ping -c1 -R 127.0.0.1
same ping -c1 -Q 0xe0 127.0.0.1
same ping -c1 127.255.255.255
same ping -c1 -b -W.1 127.255.255.255
differs 'one line says it' '/^2. WARNING/d' ping -c1 -b -i.5 127.255.255.255
differs 'one line says it' '/^2. WARNING/d' ping -c1 -b -M dont 127.255.255.255
differs 'one line says it' '/failed to set mark/{ N; s/\n.*//; }' ping -c1 -m 1 127.0.0.1
differs 'one line says it' '/failed to set mark/{ N; s/\n.*//; }' ping -c1 -m 1 ::1
tap_done
