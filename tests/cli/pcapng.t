#!/bin/sh
# pcapng: what another program reads in a file of ours.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2119 # tap_done takes no argument here
cd "$(dirname "$0")/../.." || exit 99
# shellcheck source=tests/tap.sh
. tests/tap.sh

peers=build/peers/bin
for program in tshark capinfos; do
	[ -x "$peers/$program" ] || skip_all "no $program: make peers unpacks one"
done

folder=$(mktemp -d) || exit 99
trap 'rm -rf "$folder"' EXIT
file=$folder/sample.pcapng

# fields NAME...: of each packet, with blanks between them.
fields()
{
	for name; do
		set -- "$@" -e "$name"
		shift
	done
	"$peers/tshark" -r "$file" -t e -T fields -E separator=' ' "$@" 2>/dev/null
}

ok 'a file is written' "${BUILD:-build}/tests/unit/pcapng" "$file"
ok 'capinfos reads it' "$peers/capinfos" "$file"
infos=$("$peers/capinfos" "$file")
like "$infos" '^File type: +Wireshark/\.\.\. - pcapng' 'it is a pcapng file'
like "$infos" '^Capture application: +probekit test' 'its application'
like "$infos" '^Number of interfaces in file: +2' 'two interfaces'
like "$infos" 'Name = eth0' 'the name of one'
like "$infos" 'Time precision = nanoseconds \(9\)' 'nanoseconds'
is "$(fields frame.interface_id frame.time_epoch frame.cap_len frame.len)" \
	"0 1767225599.123456789 28 28
1 1767225599.123456790 27 1500" 'interfaces, times, lengths'
# Newer ones put a backslash before blanks.
is "$(fields frame.comment | tr -d '\134')" 'probe 1, é' 'a comment'
is "$(fields frame.packet_flags_direction)" '0x00000002
0x00000001' 'directions'
is "$(fields ip.src icmp.type)" '198.18.0.1 8
198.18.0.1 8' 'packets'
unlike "$(fields _ws.malformed _ws.expert.message)" 'Malformed|pcapng|option' 'nothing odd'
tap_done
