#!/bin/sh
# ping_locale: numbers have a dot where the user's language has a comma.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/prom.sh
. "$LAB_ROOT/tests/prom.sh"
# shellcheck source=tests/lab/ping.sh
. "$LAB_ROOT/tests/lab/ping.sh"

# comma LOCALE: the C library prints a comma there. The shell's own printf may not ask it.
comma()
{
	[ "$(LC_ALL=$1 env printf %.1f 0,5 2>/dev/null)" = 0,5 ]
}

found='' path=''
for locale in $(locale -a 2>/dev/null); do
	if comma "$locale"; then
		found=$locale
		break
	fi
done
if [ -z "$found" ] && localedef -i de_DE -f UTF-8 "$LAB_TMP/de_DE.UTF-8" >/dev/null 2>&1; then
	LOCPATH=$LAB_TMP comma de_DE.UTF-8 && found=de_DE.UTF-8 path=$LAB_TMP
fi
[ -n "$found" ] || skip_all 'no locale with a decimal comma, and none can be made'
note "the locale is $found"

# For ping alone: the tests' own tools read and write numbers, too.
printf '#!/bin/sh\n%s LC_ALL=%s LANG=%s exec "%s" "$@"\n' "${path:+LOCPATH=$path}" "$found" "$found" \
	"$(readlink -f "$PING")" >"$LAB_TMP/ping"
chmod +x "$LAB_TMP/ping"
PING=$LAB_TMP/ping

lab_peered --rule 'late 20 request'
ping_in h1 -c3 -i 0.1 -W 0.5 --stats --explain --time-format unix 198.18.7.7
is "$status" 0 'options take a dot'
between 195 "$(sum elapsed_ms)" 500 '... and mean it'
like "$out" '^\[[0-9]+\.[0-9]{6}\] 64 bytes from 198.18.7.7: icmp_seq=1 ttl=64 time=[0-9]+\.[0-9]+ ms$' \
	'a line has dots'
like "$out" '^rtt min/avg/max/mdev = [0-9.]+/[0-9.]+/[0-9.]+/[0-9.]+ ms$' '... and so have the statistics'
unlike "$out" '[0-9],[0-9]' '... and no comma anywhere'
unlike "$(cat "$ping_json")" '[0-9],[0-9]' '... nor in the records'
for option in -i -W; do
	run in_ns h1 "$PING" -c1 $option 0,5 198.18.7.7
	is "$status" 2 "$option 0,5 is refused"
done
run in_ns h1 "$PING" -c1 -w 0,5 198.18.7.7
is "$status" 1 '-w 0,5 is refused'
run in_ns h1 "$PING" -c2 -i0.01 --prom - 198.18.7.7
printf '%s\n' "$out" >"$LAB_TMP/prom"
ok 'Prometheus text' prom_valid "$LAB_TMP/prom"
run in_ns h1 "$PING" -c2 -i0.01 --nagios --warning 500.5,20.5% --critical 900,50% 198.18.7.7
like "$out" '^PING OK - Packet loss = 0%, RTA = [0-9]+\.[0-9]{3} ms\|pl=0%;20\.5;50;0 rta=[0-9.]+ms;500\.5;900;0$' \
	"the plugin's line"
ping_done
