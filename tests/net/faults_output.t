#!/bin/sh
# faults_output: each tool's outputs closed or full: one line and 2, the rest as it should be, no file
# that is not whole. What ping leaves on full and forbidden disks is in ping_disk.t, readers that go
# away in closed_pipe.t.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/faults.sh
. "$LAB_ROOT/tests/lab/faults.sh"
# shellcheck disable=SC2034 # webpeer.sh
webpeer_address=198.18.1.2
# shellcheck source=tests/lab/webpeer.sh
. "$LAB_ROOT/tests/lab/webpeer.sh"

talk_peers <<'SCRIPT'
open hold
line "hi\r\n" eof "bye\r\n" fin
long *100000"line\r\n" fin
SCRIPT
webpeer_start port nsenter --net=/run/netns/h2
webpeer_wait port
open=198.18.1.2:$(port open) line=$(port line)
web=http://$to:$(cat "$folder/port")
no_room='No space left on device'

text='cannot write to standard output'
lost 2 "$text" "$PING" -n -c1 $to 198.18.1.1
lost 2 "$text" "$PING" -n --path -c1 $to
lost 2 "$text" "$PING" --mtu $to
lost 2 "$text" "$ARPING" -f $to
lost 2 "$text" "$ARPING" --json -f $to
lost 2 "$text" "$ARPING" 198.18.1.2-3
lost 2 "$text" "$TCPPROBE" -c1 "$open"
lost 2 "$text" "$TCPPROBE" --json -c1 "$open"
lost 2 "$text" "$TCPPROBE" --walk --send x "$to:$line"
lost 2 "$text" "$TCPPROBE" -n --path -c1 "$open"
lost 2 'writing the body' "$HTTPGET" "$web/whole"
lost 2 'writing the body' "$HTTPGET" "$web/long"
lost 2 "$text" "$HTTPGET" -w x -o /dev/null "$web/whole"
lost 2 "$text" "$HTTPGET" --json "$web/whole"
lost 2 'standard output' "$TELNETLITE" $to "$line"
lost 2 "$text" "$TELNETLITE" --replay "$LAB_ROOT/tests/fuzz/corpus/telnetlite_transcript/session"
for program in "$PING -n -c1 $to" "$ARPING -f $to" "$TCPPROBE -c1 $open" "$HTTPGET -o /dev/null $web/whole" "$TELNETLITE $to $line"; do
	# shellcheck disable=SC2086 # words
	lost 3 "$text" $program --nagios
	# shellcheck disable=SC2086 # words
	lost 2 "$text" $program --prom=-
done

# A tmpfs that is full, or fills up in mid-run; a file that was there stays.
disk=/run/disk
mkdir $disk
mount -t tmpfs -o size=64k small $disk || bail_out 'there is no tmpfs here'
echo old >$disk/old
dd if=/dev/zero of=$disk/fill bs=1k 2>/dev/null

# full LAST PROGRAM ARGUMENT...: a file has no room; the last line of the text is like LAST.
full()
{
	last=$1 program=$2
	shift 2
	for option in --json= --prom= --pcap=; do
		for where in /dev/full $disk/old; do
			run in_ns h1 timeout 20 "$program" $option"$where" "$@"
			is "$status $err" "2 ${program##*/}: cannot write to $where: $no_room" \
				"${program##*/} $option$where"
			like "$(printf '%s\n' "$out" | tail -n1)" "$last" '... with all the rest'
		done
	done
}
full '^Received [01] response' "$ARPING" -f $to
full '^(time min|0 probes)' "$TCPPROBE" -c1 "$open"
full '^hello$' "$HTTPGET" "$web/whole"
full '^bye' "$TELNETLITE" $to "$line"
for where in /dev/full $disk/old; do
	for page in whole long; do
		run in_ns h1 timeout 20 "$HTTPGET" -o "$where" "$web/$page"
		is "$status $err" "2 httpget: writing the body: $no_room" "httpget -o $where, $page"
	done
	run in_ns h1 timeout 20 "$HTTPGET" -o /dev/null --har "$where" "$web/whole"
	is "$status $err" "2 httpget: cannot write to $where: $no_room" "... --har"
done
run in_ns h1 timeout 20 "$TELNETLITE" --log $disk/log $to "$line"
is "$status $err" "2 telnetlite: the log cannot be written any more: $no_room" 'telnetlite --log'
like "$out" '^bye' '... with all the rest'
rm -f $disk/log
is "$(cd $disk && echo .[!.]* *) $(cat $disk/old)" '.[!.]* fill old old' 'nothing is left beside what was there'

dd if=/dev/zero of=$disk/fill bs=1k count=40 2>/dev/null
run in_ns h1 timeout 20 "$HTTPGET" -o $disk/old "$web/long"
is "$status $err" "2 httpget: writing the body: $no_room" 'the disk fills up: httpget -o'
run in_ns h1 timeout 20 "$HTTPGET" -o /dev/null --pcap=$disk/old "$web/long"
is "$status $err" "2 httpget: cannot write to $disk/old: $no_room" '... --pcap'
run in_ns h1 timeout 20 "$TELNETLITE" --log $disk/log $to "$(port long)"
is "$status $err" "2 telnetlite: the log cannot be written any more: $no_room" '... telnetlite --log'
is "$(printf '%s\n' "$out" | grep -c '^line')" 100000 '... and nothing of the session is lost'
rm -f $disk/log
run in_ns h1 timeout 20 "$TCPPROBE" -c300 -i0.01 --json=$disk/old "$open"
is "$status $err" "2 tcpprobe: cannot write to $disk/old: $no_room" '... tcpprobe --json'
like "$out" '^[0-9]+ probes: ' '... with its summary'
run in_ns h1 timeout 20 "$ARPING" --rate max --retries 0 -W 0.05 --pcap=$disk/old 198.18.1.0/24 198.18.1.2
is "$status $err" "2 arping: cannot write to $disk/old: $no_room" '... arping --pcap'
is "$(cd $disk && echo .[!.]* *) $(cat $disk/old)" '.[!.]* fill old old' 'nothing is left here either'

# What is no regular file gets its bytes.
mkfifo "$LAB_TMP/fifo"
cat "$LAB_TMP/fifo" >"$LAB_TMP/read" &
run in_ns h1 timeout 20 "$HTTPGET" -o "$LAB_TMP/fifo" "$web/whole"
wait $!
is "$status $(cat "$LAB_TMP/read")" '0 hello' 'httpget -o into a pipe'
tap_done
