#!/bin/sh
# tcpprobe_range: every option with a value at, below and above its ends; bad command lines.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status
cd "$(dirname "$0")/../.." || exit 99
# shellcheck source=tests/tap.sh
. tests/tap.sh
TCPPROBE=${TCPPROBE:-${BUILD:-build}/tcpprobe}

# accepted OPTION VALUE: it can be read; what is done with it is looked at elsewhere.
accepted()
{
	run "$TCPPROBE" "$1" "$2" --version
	is "$status $err" '0 ' "$1 $2 is accepted"
}

# refused WORDS ARGUMENT...
refused()
{
	words=$1
	shift
	run "$TCPPROBE" "$@"
	is "$status $out $err" "2  tcpprobe: $words" "$* is refused"
}

# range OPTION LEAST BELOW MOST ABOVE KIND
range()
{
	accepted "$1" "$2"
	accepted "$1" "$4"
	refused "option $1: '$3' is out of range: $2 to $4" "$1" "$3" 127.0.0.1
	refused "option $1: '$5' is out of range: $2 to $4" "$1" "$5" 127.0.0.1
	refused "option $1: 'x' is not a $6" "$1" x 127.0.0.1
}
range --count 1 0 2147483647 2147483648 'whole number'
range --interval 0.01 0.009 2147483647 2147483648 'number of seconds'
range --timeout 0.000000001 0 60 60.1 'number of seconds'
range --deadline 0.000000001 0 2147483647 2147483648 'number of seconds'
range --source-port 1 0 65535 65536 'whole number'
range --reference 1 0 65535 65536 'whole number'
range --ttl 1 0 255 256 'whole number'
range --mark 0 -1 4294967295 4294967296 'whole number'
range --reresolve 1 0 2147483647 2147483648 'whole number'
range --retransmits 0 -1 600 600.1 'number of seconds'
accepted --dscp ef
accepted --dscp 63
for value in xx 64 -1; do
	refused "'$value' is no DSCP: a name such as ef, af41, cs5, or 0 to 63" --dscp "$value" 127.0.0.1
done
for value in x ,5 5,x; do
	refused "--warning: '$value' is not RTT,LOSS%" --warning "$value" 127.0.0.1
	refused "--critical: '$value' is not RTT,LOSS%" --critical "$value" 127.0.0.1
done
refused '--walk and --mtu are two runs' --walk --mtu 127.0.0.1
refused '--mtu needs a fresh port for each connection' --mtu --source-port 9 127.0.0.1
refused '--mtu makes connections: it has no -c' --mtu -c1 127.0.0.1
refused '--walk is of one port of one host' --walk -p1,2 127.0.0.1
refused '--send belongs to --walk' --send x 127.0.0.1
refused '--walk makes connections: it has no -c' --walk -c1 127.0.0.1
refused '--walk makes connections: it has no --stats' --walk --stats 127.0.0.1
refused "'\q' is no escape: \r \n \t \e \0 \\\\ \xNN" --walk --send '\q' 127.0.0.1
refused 'a host[:port] is required'
# What makes a list of it.
refused '224.0.0.1 is no one host'"'"'s address' -p 80 127.0.0.1 224.0.0.1
range --retries 0 -1 7 8 'whole number'
accepted --seed 9223372036854775807
refused "option --seed: '-1' is out of range: at least 0" --seed -1 127.0.0.1
refused "option --seed: 'x' is not a whole number" --seed x 127.0.0.1
accepted --expect open:22
refused "port 0 is out of range: 1 to 65535" -p 22,0 127.0.0.1
refused "port 65536 is out of range: 1 to 65535" -p 65536 127.0.0.1
refused "port 65536 is out of range: 1 to 65535" --ports 1-65536 127.0.0.1
refused "ports 9-8 are no range: it goes down" -p 9-8 127.0.0.1
refused "'nosuch' is no port and no service" -p nosuch 127.0.0.1
refused "'nosuch' ends no range of ports" -p 1-nosuch 127.0.0.1
refused "'' is no port and no service" -p 1, 127.0.0.1
for value in open ajar:22 :22 open/:22; do
	refused "--expect: '$value' is not STATE:PORTS with open, closed, rejected or filtered" --expect "$value" 127.0.0.1
done
refused '/dev/null is nothing that --resume wrote' --resume /dev/null 127.0.0.1
refused "--rate: '0' is no number of probes a second, or max" --rate 0 127.0.0.1
refused "--shard: '3/2' is not I/N with I from 1 to N" --shard 3/2 --seed 1 127.0.0.1
refused '--shard needs the --seed that all parts of the list are given' --shard 1/2 127.0.0.1
refused '-c is of one port, this is a list (which has --rate and --retries)' -c 2 -p 80 127.0.0.1
refused '-i is of one port, this is a list (which has --rate and --retries)' -i 2 127.0.0.1 127.0.0.2
refused "'127.0.0.2:80': the ports of a list are given by -p, apart from its hosts" 127.0.0.1 127.0.0.2:80
refused 'a host is required' -p 80
refused 'cannot read /nosuch: No such file or directory' --targets /nosuch
refused 'cannot read /nosuch: No such file or directory' --exclude /nosuch 127.0.0.1
refused '257 hosts: more than 256 are asked only at a --rate you name' 127.0.0.1-127.0.1.1
refused '4294967294 hosts: more than 256 are asked only at a --rate you name' 0.0.0.0/0
refused "65534 hosts with 65535 ports each are more than 33554432 questions: use --shard" -p- --rate 1 127.1.0.0/16
refused "'nosuch' is no port and no service" 127.0.0.1:nosuch
refused 'port 65536 is out of range: 1 to 65535' 127.0.0.1:65536
refused "'[::1' is no [address]:port" '[::1'
refused '--reference asks from a fresh port each time: not with --source-port' --reference 80 --source-port 9 127.0.0.1:81
refused '--reference 81 is the port that is asked' --reference 81 127.0.0.1:81
refused 'only one -4 or -6 option may be specified' -4 -6 127.0.0.1
refused '224.0.0.1 is no one host'"'"'s address' 224.0.0.1
refused "::ffff:127.0.0.1 is an IPv4 address in IPv6's form: write it as IPv4" -p 80 ::ffff:127.0.0.1
refused '255.255.255.255 is no one host'"'"'s address' 255.255.255.255
refused "invalid option -- 'Z'" -Z
refused '--offers asks as often and from the ports that it needs: no -c with it' --offers -c1 127.0.0.1
refused '--offers asks as often and from the ports that it needs: no --source-port with it' --offers --source-port 9 \
	127.0.0.1
refused '--offers is a run of its own: not with a list' --offers -p 80,81 127.0.0.1
refused '--offers is a run of its own: not with --self-check' --self-check --offers 127.0.0.1
refused '--self-check is a run of its own: not with --path' --self-check --path 127.0.0.1
refused '--self-check sends nothing that --pcap could write' --self-check --pcap x 127.0.0.1
refused '--reresolve is for one port asked again and again' --reresolve 1 --offers 127.0.0.1
refused '--retransmits goes with --offers' --retransmits 1 127.0.0.1
tap_done
