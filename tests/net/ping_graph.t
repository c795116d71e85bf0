#!/bin/sh
# ping_graph: --graph in a pipe, and the live view in a terminal of its own.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2317 # lab_wait calls functions by name
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
lab_require nft
# shellcheck source=tests/lab/ping.sh
. "$LAB_ROOT/tests/lab/ping.sh"

a4=198.18.1.2

lab_relayed
lab_rules w 'delay 5 reply'
ping_env='LC_ALL=C TERM=xterm'
ping_in h1 --graph -c 3 -i 0.02 $a4
is "$(printf '%s\n' "$out" | grep -c '^64 bytes from')" 3 'in a pipe the lines go out as always'
like "$out" '^rtt min/avg/max.*$' '... and the summary'
like "$(printf '%s\n' "$out" | sed '1,/^rtt min/d' | tr '\n' ';')" \
	'^from ms   answers;( +[0-9.]+ [+ ]?\|#* ?[0-9]*;)+$' '... the histogram is last, in ASCII'
is "$(printf '%s\n' "$out" | sed -n 's/.*|#* *//p' | awk '{ n += $1 } END { print n }')" 3 '... of all answers'
ping_env='LC_ALL=C.UTF-8'
ping_in h1 --graph -q -c 1 $a4
like "$out" '│█+ 1$' '... or in blocks'
ping_in h1 --graph -q -c 1 -W 0.1 198.18.1.99
unlike "$out" 'from ms' 'nothing came: no histogram'
for bad in '--nagios' '--mtu' '198.18.1.3'; do
	# shellcheck disable=SC2086 # words
	run in_ns h1 "$PING" --graph $bad $a4
	isnt "$status" 0 "refused with $bad"
done

if ! command -v tmux >/dev/null; then
	skip 'there is no tmux here' 1
	ping_done
fi
command -v tmux >/dev/null || exit "$ping_bad"

# A terminal of 80 columns and 24 rows; what runs in it ends with a word of its own.
screen()
{
	TERM=xterm tmux -S "$LAB_TMP/tmux.$turn" -f "$LAB_TMP/tmux.conf" "$@"
}
pane()
{
	screen capture-pane -p -S -20
}
pane_has()
{
	pane | grep -Eq -e "$1"
}
view_lacks()
{
	! screen capture-pane -p | grep -q -e "$1"
}
# How many probes the view says were sent, and whether it is more than so many.
sent()
{
	pane | sed -n 's/^\([0-9]*\) sent.*/\1/p' | tail -n 1
}
sent_more()
{
	[ "$(sent)" -gt "$1" ]
}
# start LOCALE ARGUMENT...: in a shell that has job control, with the terminal's mode before and after.
start()
{
	lang=$1
	shift
	screen kill-server 2>/dev/null
	turn=$((turn + 1))
	cat >"$LAB_TMP/in_pane" <<-END
		stty -g >'$LAB_TMP/before'
		env LC_ALL=$lang '$PING' $* &
		echo \$! >'$LAB_TMP/pid'
		fg >/dev/null
		status=\$?
		if [ -e '$LAB_TMP/stopped' ]; then rm '$LAB_TMP/stopped'; fg >/dev/null; status=\$?; fi
		stty -g >'$LAB_TMP/after'
		echo "status \$status"
		cat
	END
	rm -f "$LAB_TMP/pid"
	in_ns h1 env TERM=xterm tmux -u -S "$LAB_TMP/tmux.$turn" -f "$LAB_TMP/tmux.conf" new-session -d -x 80 -y 24 \
		bash -m "$LAB_TMP/in_pane"
	lab_wait 5 test -s "$LAB_TMP/pid" || diag 'nothing runs in the pane'
}
turn=0
echo 'set -g status off' >"$LAB_TMP/tmux.conf"

lab_rules w 'drop request seq=5' 'dup reply seq=7' 'delay 250 reply seq=9'
start C.UTF-8 --graph -i 0.02 -c 40 -W 0.1 $a4
ok 'the view ends with the run' lab_wait 8 pane_has '^status 0'
like "$(pane)" '^PING ' 'the first line stays'
is "$(pane | grep -c 'bytes from')" 0 'no line for a reply'
like "$(pane)" '^ +ms │    x 2 l' 'marks under the strip: lost, twice, late'
like "$(pane)" '^40 sent, 39 received, 1 lost \(x\), 1 late \(l\), 1 duplicate \(2\)$' 'the numbers'
like "$(pane)" '^p50 [0-9.]+, p90 [0-9.]+, p99 [0-9.]+ ms, jitter [0-9.]+ ms$' '... and the percentiles'
like "$(pane)" '^ +[0-9.]+ [+ ]?│█+.* [0-9]+$' '... and a histogram'
is "$(pane | grep -c 'from ms')" 1 '... once'
like "$(pane)" '^40 packets transmitted, 39 received, \+1 duplicates' 'below it the summary, as ever'
is "$(cat "$LAB_TMP/after")" "$(cat "$LAB_TMP/before")" 'the terminal is as it was'

lab_rules w
start C --graph -i 0.05 $a4
ok 'in another locale: ASCII' lab_wait 8 pane_has '^ +[0-9.]+ \|[.:# ]+$'
screen resize-window -x 40 -y 10
ok 'a small window: no histogram' lab_wait 5 view_lacks 'from ms'
is "$(screen capture-pane -p -J | awk 'length > 40' | wc -l)" 0 '... and no line is wider'
screen resize-window -x 20 -y 3
ok '... a smaller one has the numbers' lab_wait 5 pane_has '^[0-9]+ sent, [0-9]+ rece'
screen resize-window -x 100 -y 30
ok 'a large one has it all' lab_wait 5 pane_has 'from ms'
kill -QUIT "$(cat "$LAB_TMP/pid")"
ok 'SIGQUIT: the line of statistics' lab_wait 5 pane_has '^[0-9]+/[0-9]+ packets, [0-9]+% loss, min/avg/ewma/max'
ok '... and the view goes on below' lab_wait 5 sent_more $(($(sent) + 3))
touch "$LAB_TMP/stopped"
kill -TSTP "$(cat "$LAB_TMP/pid")"
ok 'suspended and continued' lab_wait 5 test ! -e "$LAB_TMP/stopped"
ok '... it is drawn again' lab_wait 5 sent_more $(($(sent) + 3))
kill -INT "$(cat "$LAB_TMP/pid")"
ok 'SIGINT ends it' lab_wait 5 pane_has '^status 0'
like "$(pane)" '^[0-9]+ packets transmitted, [0-9]+ received, 0% packet loss' '... with the summary'
is "$(cat "$LAB_TMP/after")" "$(cat "$LAB_TMP/before")" '... and the terminal as it was'

in_ns h2 nft 'add table ip t; add chain ip t in { type filter hook input priority 0; };
	add rule ip t in icmp type echo-request reject with icmp type host-prohibited'
start C --graph --color always -c 2 -i 0.05 $a4
ok 'errors' lab_wait 8 pane_has '^status 1'
like "$(pane)" '^.*From 198.18.1.2 icmp_seq=1 Destination Host Prohibited' '... keep their lines above the view'
like "$(screen capture-pane -p -e)" "$(printf '\033')\[[0-9;]*31m!" '... with marks, in colour where wanted'
start C --graph -c 3 -i 0.02 --color never $a4
ok 'no colour' lab_wait 8 pane_has '^status 1'
unlike "$(screen capture-pane -p -e)" "$(printf '\033')\[" '... where none is wanted'
screen kill-server

ping_done
