#!/bin/sh
# ping_mtu: the path's MTU, and who limits it: the link, a router that says so, a black hole.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"

json=$LAB_TMP/mtu.json

# mtu ARGUMENT...: $out, $status, and its records.
mtu()
{
	run in_ns h1 "$PING" --json="$json" --mtu "$@"
	"$LAB_BIN/jsonlint" --schema "$LAB_ROOT/lib/json.schema.json" --summary <"$json" >"$LAB_TMP/lint" 2>&1 ||
		diag "$* writes bad records: $(cat "$LAB_TMP/lint")"
}

# key NAME: its value in the mtu record.
key()
{
	sed -n "/\"type\":\"mtu\"/s/.*\"$1\":\"\\{0,1\\}\\([^,\"}]*\\).*/\\1/p" "$json"
}

lab_routed
for to in 198.18.2.1 2001:db8:2::1; do
	mtu $to
	is "$status $(key path_mtu_bytes) $(key first_link) $(key black_hole)" '0 1500 true false' \
		"$to: the first link is the limit"
	like "$out" "1500 bytes \\(-s 14[57]2\\), the MTU of this host's own link eth0 " '... in a sentence'
done

# 1,300 to 1,499 by a router that says so, each found to the byte.
for size in 1499 1420 1300; do
	ip -n r link set dev eth1 mtu $size
	ip -n h2 link set dev eth0 mtu $size
	for to in '198.18.2.1 198.18.1.254' '2001:db8:2::1 2001:db8:1::fe'; do
		mtu "${to% *}"
		is "$status $(key path_mtu_bytes) $(key told_by) $(key told_bytes) $(key black_hole)" \
			"0 $size ${to#* } $size false" "${to% *}: a router says $size"
		like "$out" "$size bytes .*, as ${to#* } says" '... in a sentence'
	done
done

# The same router, dumb.
in_ns r nft -f - <<'END'
table inet dumb {
	chain out {
		type filter hook output priority 0;
		icmp type destination-unreachable drop
		icmpv6 type packet-too-big drop
	}
}
END
for to in 198.18.2.1 2001:db8:2::1; do
	mtu $to
	is "$status $(key path_mtu_bytes) $(key told_bytes) $(key black_hole)" '0 1300 null true' "$to: a black hole"
	like "$out" '1300 bytes .*: a black hole, larger packets vanish and nobody says so' '... in a sentence'
	between 0 "$(key took_ms)" 6000 '... soon'
done

mtu -w 2 -W 30 198.18.2.1
is "$status $(key path_mtu_bytes) $(key black_hole)" '1 null null' 'the end before it is known: no black hole'
is "$(key at_least_bytes)" 1300 '... but where it would be: one silence is not waited for before the next size'
like "$out" ": at least $(key at_least_bytes) bytes .*, the end came before larger ones were tried " '... what is known'
mtu -w 0.3 -W 5 198.18.2.99
like "$status $out" '^1 .*: unknown, the end came before any answer ' '... or nothing'

mtu -W 0.1 198.18.2.99
is "$status $(key path_mtu_bytes) $(key up)" '1 null false' 'nobody there: unknown'
in_ns r nft flush ruleset
for to in '198.18.99.1 198.18.1.254 net-unreachable' '2001:db8:99::1 2001:db8:1::fe no-route-to-destination'; do
	# shellcheck disable=SC2086 # words
	set -- $to
	mtu -W 0.1 "$1"
	is "$status $(key path_mtu_bytes) $(key rejecter) $(key icmp_name)" "1 null $2 $3" "$1: a router refuses"
	like "$out" ": unknown, $2 says (Destination unreachable: No route|Destination Net Unreachable) " \
		'... in a sentence'
done
for words in -f '-c 3' '-i 1' '-s 100' '-M dont' --breakdown '--prom -'; do
	# shellcheck disable=SC2086 # words
	run in_ns h1 "$PING" --mtu $words 198.18.2.1
	is "$status/$out/$err" "2//ping: --mtu does not go with ${words%% *}" "--mtu $words is refused"
done

# Who calls all too large is heard, too.
lab_host n1
lab_peer strict n1 eth0 --rule 'error 3 4 mtu 1000 request to=198.18.1.5' --rule 'error 2 0 mtu 1400 request to=2001:db8:1::5'
lab_addr n1 eth0 198.18.1.1/24 2001:db8:1::1/64
for to in '198.18.1.5 68' '2001:db8:1::5 1280'; do
	run in_ns n1 "$PING" --json="$json" --mtu -W 0.1 "${to% *}"
	like "$status $out" "^1 .*: unknown, ${to% *} says that even ${to#* } bytes are too large " "$to: too large in any case"
done

# A path so long that its answers come too late for the verdict that larger ones vanish.
lab_host m1
lab_host m2
lab_relay late m1 eth0 m2 eth0 'delay 80' 'drop request bytes=1400-'
lab_addr m1 eth0 198.18.1.1/24
lab_addr m2 eth0 198.18.1.2/24
# Its neighbour is known, that the first answers are no later than the rest.
in_ns m1 "$PING" -q -c 1 198.18.1.2 >/dev/null
run in_ns m1 "$PING" --json="$json" --mtu -W 0.1 198.18.1.2
is "$status $(key path_mtu_bytes) $(key black_hole) $(key up)" '1 null null true' 'answers behind their time: no black hole'
like "$out" ': at least [0-9]+ bytes .*, answers come later than -W waits ' '... in a sentence'
run in_ns m1 "$PING" --json="$json" --mtu -W 0.6 198.18.1.2
is "$status $(key path_mtu_bytes) $(key black_hole)" '0 1385 true' '... which a longer -W tells'

# Larger packets take a slower way: none of them is lost because the smaller ones were fast.
lab_host s1
lab_host s2
lab_relay slow s1 eth0 s2 eth0 'delay 300 request bytes=1400-' 'drop request bytes=1450-'
lab_addr s1 eth0 198.18.1.1/24
lab_addr s2 eth0 198.18.1.2/24
run in_ns s1 "$PING" --json="$json" --mtu -W 1 198.18.1.2
is "$status $(key path_mtu_bytes) $(key black_hole)" '0 1435 true' 'answers behind the first: they count'
tap_done
