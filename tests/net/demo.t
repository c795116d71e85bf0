#!/bin/sh
# demo: what `./bootstrap demo` shows, in a lab and without one.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
demo=$LAB_ROOT/tests/lab/demo.sh

[ -x "$PING" ] || bail_out "there is no $PING"
why=$(lab_forbidden) && skip_all "$why"

run "$demo"
is "$status" 0 'the demo runs in a lab'
is "$err" '' '... with nothing on standard error'
like "$out" '^h1\$ ping -c 5 ' '... shows its commands'
like "$out" '5 packets transmitted, 4 received, 20% packet loss' '... a loss'
like "$out" 'own log: 1 packet dropped' '... that the link confirms'
like "$out" 'icmp_seq=2 .*\(DUP!\)' '... a duplicate'
like "$out" 'Destination Host Unreachable' '... nobody there'
like "$out" 'Time to live exceeded' '... a hop limit'
like "$out" 'Frag needed and DF set \(mtu = 1280\)' '... an MTU'

like "$out" '^Duplicate address: 198.18.3.10 is at 2 MACs: ' '... an address that two hosts have'
like "$out" '^198.18.3.77 is free$' '... and one that none has'
like "$out" '^hello$' '... a request by hand'
like "$out" '^- step 3, expect \^221 : [0-9.]* ms$' '... and a session by script'
if command -v perl >/dev/null && command -v nft >/dev/null; then
	like "$out" ' of [1-9]\.[0-9]+ s: the first SYN got no answer .*; the server thought for [1-9][0-9]{2}[0-9.]* ms' '... why a page is slow'
	like "$out" '^  error: .*Content-Length beside Transfer-Encoding' '... what another receiver would read'
	like "$out" '^443 dies after hop 1 \(198.18.1.254\), 80 passes to the target, hop 2 ' '... where a SYN dies'
	like "$out" '^23.s answer comes over a hop less than 80.s' '... and who answers for another'
else
	skip 'no perl or no nft here' 4
fi

# A machine that forbids namespaces.
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
printf '#!/bin/sh\necho unshare: not permitted >&2\nexit 1\n' >"$folder/unshare"
chmod +x "$folder/unshare"
run env PATH="$folder:$PATH" "$demo"
like "$out" 'No lab of namespaces: .*unshare: not permitted' 'without namespaces it says why'
like "$out" '^\$ ping -c 3 -i 0.2 127.0.0.1' '... and pings this machine'
if "$PING" -c 1 127.0.0.1 >/dev/null 2>&1; then
	like "$out" '3 packets transmitted, 3 received, 0% packet loss' '... which answers'
	is "$status" 0 '... and all is well'
else
	skip 'ping is not allowed here outside a lab' 2
fi
tap_done
