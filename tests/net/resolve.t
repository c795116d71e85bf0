#!/bin/sh
# resolve: its unit test again, with a name server and files of our own.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"

printf '127.0.0.1 localhost\n198.18.0.3 in-hosts\n198.18.0.66 evil\033[31mred\n' >"$LAB_TMP/hosts"
printf 'nameserver 127.0.0.1\noptions timeout:10 attempts:2\n' >"$LAB_TMP/resolv.conf"
printf 'hosts: files dns\n' >"$LAB_TMP/nsswitch.conf"
for file in hosts resolv.conf nsswitch.conf; do
	[ -e /etc/$file ] || skip_all "there is no /etc/$file to put another over"
	mount --bind "$LAB_TMP/$file" /etc/$file || bail_out "cannot put another over /etc/$file"
done
if ldconfig -p 2>/dev/null | grep -q libidn2.so.0; then
	export LAB_IDN=1
fi

many=$(seq -f 198.18.1.%g 40 | tr '\n' ' ')
ip link set lo up
pid=$("$LAB_ROOT/tests/lab/dns.pl" \
	'host.test A 198.18.0.7' 'host.test AAAA 2001:db8::7' \
	'alias.test A cname host.test 198.18.0.7' \
	"many.test A $many" \
	'broken.test * servfail' \
	'host.test6 A empty' 'host.test6 AAAA 2001:db8::7' \
	'xn--bcher-kva.test A 198.18.0.11' \
	'slow.test A after 2 198.18.0.8' 'silent.test * silent' \
	'7.0.18.198.in-addr.arpa PTR host.test' \
	'8.0.18.198.in-addr.arpa PTR after 1 slow.test' \
	'9.0.18.198.in-addr.arpa PTR silent' \
	'7.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa PTR host.test') ||
	bail_out 'the name server does not start'
lab_pids="$lab_pids $pid"

"$BUILD/tests/unit/resolve" lab
