#!/bin/sh
# iputils_hostile: replies that are not what was asked for. What iputils ping merely notes reads the
# same here; what it believes, ours does not, and each such difference is spelled out.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC3043,SC2317 # every Linux sh knows local; run calls functions
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
# shellcheck source=tests/net/compare.sh
. "$(dirname "$0")/compare.sh"
lab_enter "$0" "$@"
compare_start
lab_host h1
set --
n=10
for what in 'wrong-id' 'wrong-seq' 'wrong-checksum' 'wrong-payload 20' 'wrong-auth' 'truncate 30' \
	'truncate 16' 'truncate 8' 'truncate 0' 'inject 3' 'forge 3'; do
	n=$((n + 1))
	set -- "$@" --rule "$what request to=198.18.1.$n/32" --rule "$what request to=2001:db8:1::$n/128"
done
lab_peer p h1 eth0 "$@"
lab_addr h1 eth0 198.18.1.1/24 2001:db8:1::1/64

# What turns a run that believed 2 of 2 replies into one that believed none.
none='s/ 2 received, 0% / 0 received, 100% /; s/^(1\|) rtt .*/\1/; s/^exit 0/exit 1/'
corrupted='s/ 2 received, 0% / 0 received, +2 corrupted, 100% /; s/^(1\|) rtt .*/\1/; s/^exit 0/exit 1/'

# both DIFFERENCE EDIT LAST OPTION...: by both families, to the hosts ending in LAST.
both()
{
	local why="$1" edit="$2" last="$3"

	shift 3
	differs "$why" "$edit" ping -c2 -i.2 -W.3 "$@" "198.18.1.$last"
	differs "$why" "$edit" ping -c2 -i.2 -W.3 "$@" "2001:db8:1::$last"
}

all()
{
	both '' '' 11
	both 'a sequence never sent is no answer' "/bytes from .* icmp_seq=/d; $none" 12
	both 'a changed byte is no reply' "$corrupted" 14
	both 'a changed byte is no reply' "$corrupted" 14 -q
	both 'a changed byte is no reply' "$corrupted" 14 -p 0f
	both 'times are not read from the reply' "/bytes from .* icmp_seq=/d; /^2\\| ping: Warning: time of day/d; $none" 15
	both '' '' 16
	both '' '' 16 -q
	both '' '' 17
	both 'too short to be known for ours' "/bytes from .* icmp_seq=/d; $none" 18
	both 'too short to be known for ours' "/bytes from .* icmp_seq=/d; $none" 19
}

where=raw
all
differs 'older ones cannot tell' "/CHECKSUM/!{
	s/( time=T ms)$/\\1 (BAD CHECKSUM!)/; }
	/corrupted/!{ $corrupted
}" ping -c2 -i.2 -W.3 198.18.1.13
lab_open h1
where=socket
all
same ping -c2 -i.2 -W.3 198.18.1.13
tap_done
