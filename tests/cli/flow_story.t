#!/bin/sh
# flow_story: the stories of the captures, line by line, and what tshark says of the same packets.
# SPDX-License-Identifier: BSD-2-Clause
#
# tests/captures holds each connection as a host of a lab saw it, cut behind the TCP header, and its
# story beside it.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"

captures=$LAB_ROOT/tests/captures
tshark=$(lab_find tshark)

# told NAME: the packets of each kind, a line a kind.
told()
{
	"$LAB_BIN/story" "$captures/$1.pcapng" | awk '
		$4 ~ /^(retransmit|out-of-order)$/ || ($4 ~ /^syn/ && $5 ~ /^#[2-9]/) { add("again") }
		$4 ~ /^(hole|unseen-acked|keepalive-ack)$/ { add($4) }
		$4 ~ /^(keepalive|zero-window-probe)$/ { add("probe") }
		function add(kind) { if (!seen[kind, $2]++) print kind, $2 }' | sort
}

# analysed NAME: what tshark says of the same, in the same lines.
analysed()
{
	set -- "$captures/$1.pcapng"
	for kind in retransmission fast_retransmission spurious_retransmission out_of_order lost_segment \
		ack_lost_segment keep_alive_ack keep_alive; do
		set -- "$@" -e "tcp.analysis.$kind"
	done
	file=$1
	shift
	"$tshark" -r "$file" -T fields -E separator=, -e frame.number "$@" 2>/dev/null | awk -F, '
		$2 || $3 || $4 || $5 { print "again", $1 }
		$6 { print "hole", $1 }
		$7 { print "unseen-acked", $1 }
		$8 { print "keepalive-ack", $1 }
		$9 { print "probe", $1 }' | sort
}

for file in "$captures"/*.pcapng; do
	name=$(basename "$file" .pcapng)
	is "$("$LAB_BIN/story" "$file")" "$(cat "$captures/$name.story")" "the story of $name"
done

if [ -z "$tshark" ]; then
	skip 'there is no tshark here'
	tap_done
fi
for file in "$captures"/*.pcapng; do
	name=$(basename "$file" .pcapng)
	is "$(told "$name")" "$(analysed "$name")" "tshark tells the same of $name"
done
tap_done
