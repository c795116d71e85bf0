#!/bin/sh
# ping_disk: output files on full, read-only and forbidden places: one clear line, 2, no partial file
# under the name, an old one kept, and the summary all the same.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154,SC2317 # lab_wait calls; run sets out, err and status
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"

lab_direct
target=198.18.1.2
disk=/run/disk
mkdir $disk
mount -t tmpfs -o size=64k small $disk || skip_all 'there is no tmpfs here'
mkdir $disk/closed
echo old >$disk/old
echo old >$disk/closed/old

files()
{
	find "$@" -type f | sort | sed "s,^$disk/,," | tr '\n' ' '
}

# left NAME: nothing is beside the files that were there.
left()
{
	is "$(files $disk)" "closed/old ${fill:+fill }old " "$1"
	is "$(cat $disk/old $disk/closed/old)" 'old
old' '... and the old file as it was'
}

fill()
{
	dd if=/dev/zero of=$disk/fill bs=1k ${1:+count="$1"} 2>/dev/null
	fill=1
}

statistics="--- $target ping statistics ---"

# A full disk, and a device that is one.
fill
for where in $disk/new $disk/old /dev/full; do
	run in_ns h1 "$PING" -c2 -i0.05 --json="$where" $target
	is "$status $err" "2 ping: cannot write to $where: No space left on device" "--json on a full disk: $where"
	is "$(printf '%s\n' "$out" | sed -n 3p)" "$statistics" '... with the summary'
	like "$out" '^0 packets transmitted, 0 received$' '... of a run that was not begun'
	for option in --pcap --prom; do
		run in_ns h1 "$PING" -c2 -i0.05 $option "$where" $target
		is "$status $err" "2 ping: cannot write to $where: No space left on device" "$option: $where"
		like "$out" '^2 packets transmitted, 2 received, 0% packet loss, ' '... with the summary'
	done
	left '... and no file'
done

# It fills up in mid-run. JSON Lines end the run, as every line is written at once.
rm $disk/fill
fill 52
run in_ns h1 "$PING" -c500 -q -i0.002 --json=$disk/new $target
is "$status $err" "2 ping: cannot write to $disk/new: No space left on device" 'the disk fills up: --json'
like "$out" '^[0-9]+ packets transmitted, [1-9][0-9]* received, 0% packet loss, ' '... with the summary'
like "$out" '^rtt min/avg/max/mdev = ' '... and the times'
left '... and no file'
run in_ns h1 "$PING" -c500 -q -i0.002 --pcap $disk/new $target
is "$status $err" "2 ping: cannot write to $disk/new: No space left on device" '... --pcap'
like "$out" '^500 packets transmitted, 500 received, 0% packet loss, ' '... with the summary of all'
left '... and no file'
run in_ns h1 "$PING" -c500 -q -i0.002 --pcap $disk/new --json=$LAB_TMP/json --prom $LAB_TMP/prom $target
is "$status $err" "2 ping: cannot write to $disk/new: No space left on device" '... one of three files'
is "$(grep -c '"type":"reply"' $LAB_TMP/json)" 500 '... the others are whole'
like "$(cat $LAB_TMP/prom)" '^probe_icmp_received_total.* 500$' '... both'
run in_ns h1 "$PING" -c5 -q -i0.002 --nagios --pcap $disk/new -s 8000 $target
is "$status" 3 '... the plugin is not left to say OK'
rm $disk/fill
fill=

# Places where nothing can be made; root is kept from nothing, so a program without its privilege.
chmod 555 $disk/closed
chmod 444 $disk/closed/old
ln -s $disk/gone/away $LAB_TMP/link
for option in --json= '--pcap ' '--prom '; do
	for case in "closed/new: no new file in its folder: Permission denied" \
		"closed/old: Permission denied" "gone/new: the folder $disk/gone: No such file or directory" \
		"closed: it is a folder" "old/new: Not a directory"; do
		where=$disk/${case%%: *}
		# shellcheck disable=SC2086 # words
		run in_ns_bare h1 "$PING" -c2 $option$where $target
		is "$status/$out/$err" "2//ping: cannot write to $disk/$case" "$option$where"
	done
	# shellcheck disable=SC2086
	run in_ns_bare h1 "$PING" -c2 $option$LAB_TMP/link $target
	like "$err" "^ping: cannot write to $LAB_TMP/link: .*No such file" '... a link to nowhere'
	run in_ns_bare h1 "$PING" -c2 "${option% }" '' $target
	is "$status" 2 '... no name'
done
left 'nothing was left'
# The file system's own options name a user who is none here.
mount -o remount,bind,ro $disk
for option in --json= '--pcap ' '--prom '; do
	# shellcheck disable=SC2086
	run in_ns h1 "$PING" -c2 $option$disk/new $target
	is "$status/$out" 2/ "$option on a read-only disk"
	like "$err" "^ping: cannot write to $disk/new: .*Read-only file system$" '... one line'
done
mount -o remount,bind,rw $disk

# One of several that cannot be opened leaves none of the others, and no probe.
run in_ns h1 "$PING" -c2 --json=$disk/one --prom $disk/two --pcap $disk/gone/three $target
is "$status/$out" 2/ 'one of three cannot be opened'
left '... and none is left'
run in_ns h1 "$PING" -c2 --json=$disk/one --prom $disk/two --pcap $disk/three 198.19.1.1
is "$status $err" '2 ping: connect: Network is unreachable' 'a run that cannot begin'
left '... leaves none'

# Ended in mid-run: by KILL there is no file of that name, and an old one stays; by TERM both are whole.
for signal in KILL TERM; do
	nsenter --net=/run/netns/h1 -- "$PING" -i0.1 --json=$disk/one --pcap $disk/old --prom $disk/two $target \
		>"$LAB_TMP/out" 2>&1 &
	pid=$!
	lab_wait 5 grep -q icmp_seq=3 "$LAB_TMP/out"
	kill -$signal $pid
	wait $pid 2>/dev/null
	status=$?
	[ $signal = TERM ] && break
	rm -f $disk/.probekit-*
	left "$signal: no partial file"
done
is "$status" 0 'TERM: a good end'
is "$(files $disk)" 'closed/old old one two ' '... with every file'
is "$(tail -n1 $disk/one | grep -c '"type":"summary".*"interrupted":true')" 1 '... whole'
is "$(head -c4 $disk/old | od -An -tx1)" ' 0a 0d 0d 0a' '... in place of the old one'

# Where text goes: one line, and a closed pipe is none.
run sh -c 'exec nsenter --net=/run/netns/h1 "$@" >/dev/full' sh "$PING" -c2 -i0.05 $target
is "$status $err" '2 ping: cannot write to standard output: No space left on device' 'standard output is full'
run sh -c 'exec nsenter --net=/run/netns/h1 "$@" >&-' sh "$PING" -c2 -i0.05 $target
is "$status $err" '2 ping: cannot write to standard output: Bad file descriptor' '... or closed'
run sh -c 'nsenter --net=/run/netns/h1 "$@" | head -n1' sh "$PING" -i0.01 $target
is "$status $out $err" "0 PING $target ($target) 56(84) bytes of data. " '| head ends it quietly'
run sh -c 'nsenter --net=/run/netns/h1 "$@" | head -n1 | tr -d "{}" | cut -d, -f3' sh "$PING" -i0.01 --json $target
is "$status $out $err" '0 "type":"start" ' '... JSON Lines too'
tap_done
