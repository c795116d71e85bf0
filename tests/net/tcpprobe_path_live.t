#!/bin/sh
# tcpprobe_path_live: --path in a terminal of its own: the verdicts as they stand, both tables, the end by a key.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2317 # lab_wait calls functions by name
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/tcpprobe.sh
. "$LAB_ROOT/tests/lab/tcpprobe.sh"
lab_require nft perl tmux

lab_routed
listen_in h2 80 443
in_ns r nft 'table inet filter { chain forward { type filter hook forward priority 0
	tcp dport 443 drop
}; }'

screen()
{
	TERM=xterm in_ns h1 tmux -S "$LAB_TMP/tmux" -f /dev/null "$@"
}
pane()
{
	screen capture-pane -p -S -40
}
pane_has()
{
	pane | grep -Eq -e "$1"
}
screen new-session -d -x 80 -y 24 "$TCPPROBE --path -n -i 0.2 --compare 80 198.18.2.1:443; echo status \$?; exec sleep 60"
ok 'the view says where the SYN dies' lab_wait 10 pane_has '^443 dies after hop 1 \(198\.18\.1\.254\), 80 passes to the target'
ok '... and for the other port' lab_wait 5 pane_has '^port 80 is open: SYN-ACK'
ok '... with a table for each' lab_wait 5 pane_has '^port 80:$'
is "$(pane | awk 'length > 80')" '' '... in lines that fit'
ok '... and goes on' lab_wait 10 pane_has '^   1  198\.18\.1\.254 +0\.0% +(1[0-9]|[2-9][0-9]) '
screen send-keys p
ok 'p: a pause' lab_wait 5 pane_has '^paused'
screen send-keys p q
ok 'q: the end, with its status' lab_wait 5 pane_has '^status 1$'
like "$(pane)" '^port 443 is filtered: the SYN dies after hop 1' '... and a report that stays'
screen kill-server
tap_done
