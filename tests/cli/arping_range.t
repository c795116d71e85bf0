#!/bin/sh
# arping_range: every number option at, below and above both its ends, in iputils' words and statuses.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status
cd "$(dirname "$0")/../.." || exit 99
# shellcheck source=tests/tap.sh
. tests/tap.sh
ARPING=${ARPING:-${BUILD:-build}/arping}

# accepted OPTION VALUE: it can be read; what is done with it is looked at elsewhere.
accepted()
{
	run "$ARPING" "$1" "$2" --version
	is "$status $err" '0 ' "$1 $2 is accepted"
}

# refused STATUS OPTION VALUE WORDS [OPTION]...
refused()
{
	code=$1 option=$2 value=$3 words=$4
	shift 4
	run "$ARPING" "$option" "$value" "$@" 127.0.0.1
	is "$status $out $err" "$code  arping: $words" "$option '$value' is refused"
}

# number LETTER NAME MIN BELOW MAX ABOVE
number()
{
	accepted "-$1" "$3"
	accepted "-$1" "$5"
	refused 1 "-$1" "$4" "invalid argument: '$4': out of range: $3 <= value <= $5"
	refused 1 "--$2" "$6" "invalid argument: '$6': out of range: $3 <= value <= $5"
	refused 1 "-$1" abc "invalid argument: 'abc'"
	refused 1 "-$1" '' "invalid argument: ''"
	run "$ARPING" "-$1"
	is "$status $err" "2 arping: option requires an argument -- '$1'" "-$1 needs a value"
}
number c count 1 0 2147483647 2147483648
number w deadline 0 -1 2147483647 2147483648
number i interval 0 -1 2147483647 2147483648
accepted -w 1.5
accepted -i .25
refused 1 -c 1.5 "invalid argument: '1.5'"
refused 1 -i lo "invalid argument: 'lo' (the interface is -I's here)"
refused 1 -i 1,5 "invalid argument: '1,5'"

accepted -W 0.000000001
accepted --timeout 2147483647
refused 2 -W 0 "option -W: '0' is out of range: 0.000000001 to 2147483647"
refused 2 --timeout x "option --timeout: 'x' is not a number of seconds"

for value in 0 4094 5:0 4094:7; do
	accepted --vlan $value
done
for value in 4095 -1 x 5:8 5: :1 ''; do
	refused 2 --vlan "$value" "'$value' is no VLAN: an ID of 0 to 4094, :0 to :7 behind it"
done
for value in 100.1 -1 x '' 1e3 nan; do
	refused 2 --dad-scale "$value" "--dad-scale: '$value' is not a number from 0 to 100" -D
done
for value in 02:00:00:00:00 x 02:00:00:00:00:00:00 ''; do
	refused 2 --source-mac "$value" "'$value' is no MAC: six pairs of hex digits"
done
refused 2 --dad-scale 1 "at most 61 probes at the RFC's times" -D -c 62
refused 2 --source-mac ff:ff:ff:ff:ff:ff "'ff:ff:ff:ff:ff:ff' is a group's MAC, no sender's"
refused 2 --source-mac 01:00:5e:00:00:01 "'01:00:5e:00:00:01' is a group's MAC, no sender's"
refused 2 --warning 1 "--warning: '1' is not RTT,LOSS%"
refused 2 --warning 1,1 '--warning and --critical belong to --nagios'
run "$ARPING" --nagios --critical x 127.0.0.1
is "$status $err$out" "3 ARPING UNKNOWN - --critical: 'x' is not RTT,LOSS%" "--critical 'x' is refused"
refused 2 --time-format x "option --time-format: 'x' is none of unix, iso, local"
refused 2 --color x "option --color: 'x' is none of auto, always, never"
tap_done
