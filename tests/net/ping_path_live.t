#!/bin/sh
# ping_path_live: --path in a terminal of its own: what is drawn, the keys, and the mode it leaves.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2317 # lab_wait calls functions by name
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
command -v tmux >/dev/null || skip_all 'there is no tmux here'

lab_routed

screen()
{
	TERM=xterm tmux -S "$LAB_TMP/tmux.$turn" -f "$LAB_TMP/tmux.conf" "$@"
}
pane()
{
	screen capture-pane -p -S -40
}
pane_has()
{
	pane | grep -Eq -e "$1"
}
pane_lacks()
{
	! pane | grep -Eq -e "$1"
}
# How many probes the view says hop 2 was sent, and whether it is more, or less, than so many.
sent()
{
	pane | awk '$1 == 2 { n = $4 } END { print n + 0 }'
}
sent_more()
{
	[ "$(sent)" -gt "$1" ]
}
sent_less()
{
	[ "$(sent)" -lt "$1" ]
}
# start ARGUMENT...: ping --path in a shell of 80 columns and 24 rows that has job control.
turn=0
echo 'set -g status off' >"$LAB_TMP/tmux.conf"
start()
{
	screen kill-server 2>/dev/null
	turn=$((turn + 1))
	cat >"$LAB_TMP/in_pane" <<-END
		stty -g >'$LAB_TMP/before'
		sh -c 'echo \$\$ >"$LAB_TMP/pid"; exec "\$@"' sh '$PING' --path $*
		status=\$?
		if [ -e '$LAB_TMP/stopped' ]; then
			stty -g >'$LAB_TMP/while'
			rm '$LAB_TMP/stopped'
			fg >/dev/null
			status=\$?
		fi
		echo "status \$status"
		stty -g >'$LAB_TMP/after'
		cat
	END
	rm -f "$LAB_TMP/pid" "$LAB_TMP/after"
	in_ns h1 env LC_ALL=C TERM=xterm tmux -S "$LAB_TMP/tmux.$turn" -f "$LAB_TMP/tmux.conf" new-session \
		-d -x 80 -y 24 bash -m "$LAB_TMP/in_pane"
	lab_wait 5 test -s "$LAB_TMP/pid" || diag 'nothing runs in the pane'
}
# ended WHAT: with the target reached, a report, and the terminal as it was.
ended()
{
	ok "$1 ends it" lab_wait 5 test -s "$LAB_TMP/after"
	like "$(pane)" '^status 0$' '... with its status'
	is "$(pane | grep -c '^ hop  address')" 1 '... the view is gone, the report is there'
	like "$(pane)" '^PATH from ' '... below what it is'
	like "$(pane)" '^no loss in [0-9]+ probes? to the target, hop 2$' '... with what to make of it'
	is "$(cat "$LAB_TMP/after")" "$(cat "$LAB_TMP/before")" '... and the terminal as it was'
}

start -n -i 0.05 198.18.2.1
ok 'the view has the hops' lab_wait 8 pane_has '^   2  198\.18\.2\.1 +0\.0% '
like "$(pane)" '^PATH from 198\.18\.1\.1 \(eth0\) to 198\.18\.2\.1' 'what it is'
like "$(pane)" '^q quit  p pause  r reset  n names  d columns$' '... the keys'
ok 'it goes on' lab_wait 8 sent_more 5
screen send-keys p
ok 'p: a pause' lab_wait 5 pane_has '^paused: p goes on$'
was=$(sent)
screen send-keys d
ok 'd: other columns' lab_wait 5 pane_has '^ hop  address +loss +sent +p50 +p90'
screen send-keys d
ok '... and others' lab_wait 5 pane_has '^ hop  address +loss +sent +ttl +back'
screen send-keys d
ok '... and the first again' lab_wait 5 pane_has '^ hop  address +loss +sent +last +avg'
is "$(sent)" "$was" 'nothing was sent in the pause'
screen send-keys p
ok 'p: on again' lab_wait 5 sent_more "$was"
screen send-keys r
ok 'r: from the start' lab_wait 5 sent_less "$was"
screen send-keys x
screen resize-window -x 40 -y 10
ok 'a narrow window' lab_wait 5 pane_lacks 'stdev'
is "$(screen capture-pane -p -J | awk 'length > 40' | wc -l)" 0 '... has no line that is wider'
screen resize-window -x 80 -y 24
ok 'a wide one' lab_wait 5 pane_has 'stdev$'
touch "$LAB_TMP/stopped"
screen send-keys C-z
ok 'suspended by its key, and continued' lab_wait 5 test -s "$LAB_TMP/while"
is "$(cat "$LAB_TMP/while")" "$(cat "$LAB_TMP/before")" '... with the terminal as it was meanwhile'
was=$(sent)
ok '... it is drawn again' lab_wait 5 sent_more "$was"
screen send-keys q
ended q

start -n -i 0.05 198.18.2.1
ok 'another' lab_wait 8 sent_more 1
screen send-keys C-c
ended 'the key for an interrupt'
for signal in TERM HUP; do
	start -n -i 0.05 198.18.2.1
	lab_wait 8 sent_more 1
	kill -$signal "$(cat "$LAB_TMP/pid")"
	ended $signal
done
start -n -i 0.05 -c 5 198.18.2.1
ended 'the last round'
is "$(pane | awk '$1 == 2 { n = $4 } END { print n }')" 5 '... after as many as were asked for'
start -n -q -i 0.05 198.18.2.1
ok '-q: no view' lab_wait 8 test -s "$LAB_TMP/after"
unlike "$(pane)" 'address' '... nor table'
like "$(pane)" '^no loss in 10 probes' '... ten rounds and what to make of them'
screen kill-server

tap_done
