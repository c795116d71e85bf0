#!/bin/sh
# ping_flows_limit: --flows where the loss is a limit of rate, an error, this host's own; and signals.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
lab_require nft
# shellcheck source=tests/lab/ping.sh
. "$LAB_ROOT/tests/lab/ping.sh"

a4=198.18.1.2

lab_direct
# A limit of rate lets the same places of a round through again and again, but not the same flows. Here
# it is one of number, which no busy machine changes.
in_ns h2 nft 'add table ip t; add chain ip t in { type filter hook input priority 0; };
	add rule ip t in icmp type echo-request numgen inc mod 16 >= 9 drop'
ping_in h1 --flows 16 -i 0.04 -c 40 -W 0.2 $a4
is "$status $(rec flows verdict)" '0 even' 'a limit of rate accuses no flow'
is "$(sum loss_percent)" 43.75 '... though much is lost'
in_ns h2 nft 'flush chain ip t in; add rule ip t in icmp type echo-request reject with icmp type host-prohibited'
ping_in h1 --flows 4 -i 0.05 -c 3 -W 0.2 $a4
is "$status $(sum rejected)" '1 12' 'errors in place of replies'
like "$out" '^12 rejected, the last by 198.18.1.2: Destination Host Prohibited$' '... and whose'
in_ns h2 nft delete table ip t
in_ns h1 nft 'add table ip t; add chain ip t out { type filter hook output priority 0; };
	add rule ip t out icmp type echo-request drop'
ping_in h1 --flows 4 -i 0.05 -c 3 -W 0.2 $a4
is "$status $(sum unsent)" '1 12' 'a firewall of this host'
like "$out" '^12 not sent by this host: Operation not permitted$' '... is told'
in_ns h1 nft delete table ip t

ping_start run h1 --flows 4 -i 0.05 -c 1000 $a4
lab_wait 8 grep -q '^PING' "$LAB_TMP/run.out" || diag 'it does not begin'
kill -QUIT "$ping_pid"
ok 'SIGQUIT: the table so far' lab_wait 5 grep -q '^[0-9]* of 4000 probes so far$' "$LAB_TMP/run.out"
lab_wait 5 grep -q ' flows, ' "$LAB_TMP/run.out" # the whole of it
kill -INT "$ping_pid"
ping_end run
is "$(sum interrupted)" true 'SIGINT: the table and the summary'
is "$(printf '%s\n' "$out" | grep -c '^flow ')" 2 '... once more'

ping_done
