#!/bin/sh
# ping_range: every number option at, below and above both its ends, in iputils' words and statuses.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status
cd "$(dirname "$0")/../.." || exit 99
# shellcheck source=tests/tap.sh
. tests/tap.sh
PING=${PING:-${BUILD:-build}/ping}

# accepted OPTION VALUE: all is well but for the destination, which is looked at last.
accepted()
{
	run "$PING" "$1" "$2"
	is "$status $err" '2 ping: usage error: Destination address required' "$1 $2 is accepted"
}

# read OPTION VALUE: accepted as a number; what a user may not do with it is looked at later.
readable()
{
	run "$PING" "$1" "$2" --version
	is "$status $err" '0 ' "$1 $2 is a number for it"
}

# refused STATUS OPTION VALUE WORDS
refused()
{
	run "$PING" -c1 "$2" "$3" 127.0.0.1
	is "$status $out $err" "$1  ping: $4" "$2 '$3' is refused"
}

# number LETTER NAME MIN BELOW MAX ABOVE: a whole number that iputils has too.
number()
{
	readable "-$1" "$3"
	readable "-$1" "$5"
	refused 1 "-$1" "$4" "invalid argument: '$4': out of range: $3 <= value <= $5"
	if [ "$6" = 9223372036854775808 ]; then
		refused 1 "-$1" "$6" "invalid argument: '$6': Numerical result out of range"
	else
		refused 1 "-$1" "$6" "invalid argument: '$6': out of range: $3 <= value <= $5"
	fi
	refused 1 "-$1" abc "invalid argument: 'abc'"
	refused 1 "-$1" '' "invalid argument: ''"
	refused 1 "-$1" 1x "invalid argument: '1x'"
	refused 1 "-$1" 99999999999999999999 \
		"invalid argument: '99999999999999999999': Numerical result out of range"
	refused 1 "--$2" "$4" "invalid argument: '$4': out of range: $3 <= value <= $5"
	run "$PING" "-$1"
	is "$status $err" "2 ping: option requires an argument -- '$1'" "-$1 needs a value"
}
number c count 1 0 9223372036854775807 9223372036854775808
number s size 0 -1 2147483647 2147483648
number t ttl 0 -1 255 256
number l preload 1 0 65536 65537
number m mark 0 -1 4294967295 4294967296
number S send-buffer 1 0 2147483647 2147483648
number e identifier 0 -1 65535 65536
number w deadline 0 -1 2147483647 2147483648
for pair in 'c 1.5' 's 1e3' 't 64,0' 'e +' 'l --1'; do
	refused 1 "-${pair%% *}" "${pair#* }" "invalid argument: '${pair#* }'"
done
for pair in c1 t+64 s056 e0x10 w0.5 w.5; do
	accepted "-${pair%"${pair#?}"}" "${pair#?}"
done

# What is too long for the family alone is known once the address is.
refused 1 -s 65508 "invalid -s value: '65508': out of range: 0 <= value <= 65507"
run "$PING" -s 65468 -R 127.0.0.1
is "$status $out $err" "1  ping: invalid -s value: '65468': out of range: 0 <= value <= 65467" \
	'-s leaves room for IP options'
run "$PING" -s 65528 ::1
is "$status $out $err" "1  ping: invalid -s value: '65528': out of range: 0 <= value <= 65527" \
	'-s knows the end of IPv6'

# seconds OPTION WORDS: with a dot, by iputils' bounds.
seconds()
{
	for value in 0 1 0.002 .5 2147483 0.000000001; do
		readable "$1" "$value"
	done
	for value in -1 -0.1 2147484 99999999999999999999 '' nan inf abc 0,5 '1 ' . 1.2.3; do
		refused 2 "$1" "$value" "$2: $value"
	done
}
seconds -i 'bad timing interval'
seconds -W 'bad linger time'

for value in 0 255 0xff 0X10 007; do
	accepted -Q "$value"
done
for value in abc '' 1x ' 1'; do
	refused 2 -Q "$value" "bad TOS value: $value"
done
refused 2 -Q 256 'the decimal value of TOS bits must be in range 0-255: 256'
refused 2 -Q 0x100 'the decimal value of TOS bits must be in range 0-255: 256'
refused 2 -Q -2 'the decimal value of TOS bits must be in range 0-255: -2'
for value in 0 63 ef af41 cs7 0x2e; do
	accepted --dscp "$value"
done
for value in 64 -1 af44 '' 1.5 cs8; do
	refused 2 --dscp "$value" \
		"'$value' is no DSCP: a name such as ef, af41, cs5, or 0 to 63"
done

for value in 0 1 0xfffff 1048575; do
	accepted -F "$value"
done
for value in abc '' -1 5x 99999999999999999999; do
	refused 2 -F "$value" "bad value for flowinfo: $value"
done
refused 2 -F 0x100000 'flow value is greater than 20 bits: 0x100000'
refused 2 -F 1048576 'flow value is greater than 20 bits: 0x100000'

for value in 0 ff 00112233445566778899aabbccddeeff ABCDEF abc \
	00112233445566778899aabbccddeeff0011; do
	accepted -p "$value"
done
refused 2 -p xyz 'patterns must be specified as hex digits: xyz'
refused 2 -p 0xff 'patterns must be specified as hex digits: xff'
refused 2 -p 'a z' 'patterns must be specified as hex digits:  z'
refused 2 -p 00112233445566778899aabbccddeeffg 'patterns must be specified as hex digits: g'

for value in "do" dont want probe; do
	accepted -M "$value"
done
for value in bad '' d 'DO'; do
	refused 2 -M "$value" "invalid -M argument: $value"
done
for value in tsonly tsandaddr tsprespec; do
	accepted -T "$value"
done
refused 2 -T bad 'invalid timestamp type: bad'
for value in iso local unix; do
	accepted --time-format "$value"
done
refused 2 --time-format bad "option --time-format: 'bad' is none of unix, iso, local"
for value in auto always never; do
	accepted --color "$value"
done
refused 2 --color bad "option --color: 'bad' is none of auto, always, never"

for value in 100,20% 100:200,0:20% ~:100,20% @10:20,5% 0.5,0.1%; do
	run "$PING" --nagios --warning "$value" --critical "$value"
	is "$status $out $err" '3 PING UNKNOWN - usage error: Destination address required ' \
		"thresholds $value are accepted"
done
for value in abc 100 ,20% '100,' 20:10,5% '' 100,abc% 100,20,3; do
	run "$PING" -c1 --nagios --warning "$value" 127.0.0.1
	is "$status $out $err" "3 PING UNKNOWN - --warning: '$value' is not RTT,LOSS% " \
		"--warning '$value' is refused"
done
run "$PING" -c1 --nagios --critical abc 127.0.0.1
is "$status $out" "3 PING UNKNOWN - --critical: 'abc' is not RTT,LOSS%" '--critical tells its name'

tap_done
