#!/bin/sh
# ping_names: a line waits for its name, and not for the next probe.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"

lab_open_self()
{
	ip link set lo up && echo '0 0' >/proc/sys/net/ipv4/ping_group_range
}

printf '127.0.0.1 none.invalid\n' >"$LAB_TMP/hosts"
printf 'nameserver 127.0.0.1\noptions timeout:10 attempts:1\n' >"$LAB_TMP/resolv.conf"
printf 'hosts: dns\n' >"$LAB_TMP/nsswitch.conf"
for file in hosts resolv.conf nsswitch.conf; do
	[ -e /etc/$file ] || skip_all "there is no /etc/$file to put another over"
	mount --bind "$LAB_TMP/$file" /etc/$file || bail_out "cannot put another over /etc/$file"
done
lab_open_self || bail_out 'no loopback'
pid=$("$LAB_ROOT/tests/lab/dns.pl" \
	'slow.test A 127.0.0.7' '7.0.0.127.in-addr.arpa PTR after 0.3 slow.test' \
	'silent.test A 127.0.0.8' '8.0.0.127.in-addr.arpa PTR silent') ||
	bail_out 'the name server does not start'
lab_pids="$lab_pids $pid"

# late NAME: the first answer's line, and for how many ms it was held back, by its own time stamp.
late()
{
	"$PING" -4 -D -c 2 -i 4 -W 1 "$1" | while read -r stamp line; do
		case $line in
		*' bytes from '*)
			now=$(date +%s%3N)
			was=$(echo "$stamp" | tr -d '[].' | sed 's/...$//')
			echo "${line%% ttl*} $((now - was))"
			break
			;;
		esac
	done
}

said=$(late slow.test)
is "${said% *}" '64 bytes from slow.test (127.0.0.7): icmp_seq=1' 'a line has the name'
between 250 "${said##* }" 2000 '... and goes out when that is known'
said=$(late silent.test)
is "${said% *}" '64 bytes from 127.0.0.8: icmp_seq=1' 'a line without an answer has none'
between 500 "${said##* }" 2500 '... and waits a second for it'
tap_done
