#!/bin/sh
# ping_flows_out: --flows as a plugin's line, and its packets in a file, each with its flow.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/ping.sh
. "$LAB_ROOT/tests/lab/ping.sh"

a4=198.18.1.2
a6=2001:db8:1::2
flows='--flows 16 --seed 1 -e 77 -i 0.016 -c 10 -W 0.3'

# plugin ARGUMENT...: the line, and the records beside it.
plugin()
{
	# shellcheck disable=SC2086 # words
	run in_ns h1 "$PING" $flows --nagios --json="$records" "$@"
}

# state: status and first words of a run that says one line and nothing else.
state()
{
	echo "$status ${out%% - *}$err $(printf '%s\n' "$out" | wc -l)"
}

lab_relayed 'drop request bundle=2/4'
plugin $a4
is "$(state)" '2 PING CRITICAL 1' 'one of four links is broken: critical'
bad=$(rec flow bad | tr ' ' '\n' | grep -n true | cut -d: -f1 | tr '\n' ',' | sed 's/,$//; s/,/, /g')
like "$out" "16 flows lose everything: about 1 of [0-9]+ equal paths is broken; flows? $bad\\|" '... and why, with the flows'
loss=$(sum loss_percent)
like "$out" "\\|bad=$(rec flows bad_flows);;;0 worst_pl=100%;;;0 worst_rta=[0-9.]+ms;;;0 pl=$loss%;;;0 rta=[0-9.]+ms;;;0\$" \
	'... in performance data'
plugin --warning 5000,100% --critical 5000,99% $a4
is "$(state)" '2 PING CRITICAL 1' 'their loss is above the threshold: critical'
plugin --critical 5000,@101:200% $a4
is "$(state)" '1 PING WARNING 1' '... and where it is not, a warning'
plugin --warning 5000,100% $a4
is "$(state)" '2 PING CRITICAL 1' '... as there is no other threshold'

lab_rules w 'delay 40 request bundle=2/4'
plugin --warning 5000,1% --critical 5000,2% $a6
is "$(state) $(rec flows verdict)" '0 PING OK 1 times' 'a longer path is none that loses'
between 40 "$(printf '%s\n' "$out" | sed 's/.* worst_rta=\([0-9]*\).*/\1/')" 3000 '... but the slowest is told'
plugin --warning 1,1% $a6
is "$(state)" '1 PING WARNING 1' '... and the times of all are judged'

lab_rules w 'drop request'
plugin -c 2 $a4
is "$(state)" '2 PING CRITICAL 1' 'nobody answers'
like "$out" '^PING CRITICAL - 16 flows, Packet loss = 100%: no flow has an answer.*\|bad=0;;;0 worst_pl=100%;;;0 worst_rta=U;;;0 pl=100%;;;0 rta=U;;;0$' \
	'... of whom no time is known'
lab_rules w 'drop request seq=1'
plugin -c 1 $a4
is "$(state) $(rec flows verdict)" '3 PING UNKNOWN 1 too_few' 'too few probes to tell: unknown'
plugin -c 1 --critical 5000,1% $a4
is "$(state)" '2 PING CRITICAL 1' '... unless the thresholds make it critical'
plugin -I none0 $a4
is "$(state)" '3 PING UNKNOWN 1' 'what keeps it from running is in the line'

# The flow of each packet, as its comment says, must be the one that its checksum or label says.
lab_rules w 'drop request bundle=2/4'
tshark=$(lab_find tshark)
for how in "icmp.checksum icmp_checksum $a4" "ipv6.flow flow_label $a6"; do
	# shellcheck disable=SC2086 # words
	set -- $how
	# shellcheck disable=SC2086 # words
	ping_in h1 $flows --pcap "$LAB_TMP/pcap" "$3"
	packets=$(od -An -v -tu1 -w1 "$LAB_TMP/pcap" | awk -f "$LAB_ROOT/tests/lab/pcapng.awk")
	is "$(printf '%s\n' "$packets" | grep -c ' ip=ok icmp=ok ')" "$(($(sum transmitted) + $(sum answered)))" \
		"$3: all packets, whole"
	is "$(printf '%s\n' "$packets" | grep ' out ' | sed 's/.* \(flow [0-9]*, probe [0-9]*\):.*/\1/' | sort -u | wc -l)" 160 \
		'... each probe of each flow once'
	is "$(printf '%s\n' "$packets" | grep -c ': lost (')" "$(sum lost)" '... and the lost ones as such'
	if [ -n "$tshark" ]; then
		is "$("$tshark" -r "$LAB_TMP/pcap" -Y "icmp.type == 8 or icmpv6.type == 128" -T fields -e frame.comment -e "$1" 2>/dev/null |
			sed 's/^flow \([0-9]*\),[^\t]*\t/\1 /' | sort -un | while read -r flow value; do
			echo "$flow $((value))"
		done)" "$(rec flow "$2" | tr ' ' '\n' | awk '{ print NR, $1 }')" '... with what tells its flow apart'
	else
		skip 'there is no tshark here'
	fi
done
# shellcheck disable=SC2086 # words
run in_ns h1 timeout 30 sh -c "\"$PING\" $flows -c 100000 --pcap - $a4 | head -c 1000 | wc -c"
is "$status $out $err" '0 1000 ' 'a reader that goes away ends it'
ping_done
