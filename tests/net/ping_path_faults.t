#!/bin/sh
# ping_path_faults: paths that lose, loop, change, are too narrow, and how each is told: in words, as
# records, metrics and packets.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC1010,SC2317 # -M do; lab_wait calls
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/path.sh
. "$LAB_ROOT/tests/lab/path.sh"
# shellcheck source=tests/prom.sh
. "$LAB_ROOT/tests/prom.sh"
lab_require jq

printf '198.18.2.2 r2.test\n2001:db8:4::2 h2.test\n127.0.0.1 localhost\n' >"$LAB_TMP/hosts"
printf 'hosts: files\n' >"$LAB_TMP/nsswitch.conf"
for file in hosts nsswitch.conf; do
	[ -e /etc/$file ] || skip_all "there is no /etc/$file to put another over"
	mount --bind "$LAB_TMP/$file" /etc/$file || bail_out "cannot put another over /etc/$file"
done

# Of what goes on behind r2, each third round of that size is dropped, hop 3's and hop 4's probes.
thirds=seq=33,34,123,124,213,214,303,304
lab_chain "drop request bytes=112 $thirds" "drop request bytes=132 $thirds" 'note request bytes=114,115,116' \
	'drop request bytes=119 every=2'
for address in 3 5 6 7; do
	ip -n h2 addr add 198.18.4.$address/32 dev lo
	ip -n h2 addr add 2001:db8:4::$address/128 dev lo
done
ip -n r1 route add 198.18.9.0/24 via 198.18.2.2
ip -n r2 route add 198.18.9.0/24 via 198.18.2.1
ip -n r1 route add 2001:db8:9::/64 via 2001:db8:2::2
ip -n r2 route add 2001:db8:9::/64 via 2001:db8:2::1
ip -n r2 route add 198.18.4.3/32 via 198.18.3.2 mtu lock 1300
ip -n r2 route add 2001:db8:4::3/128 via 2001:db8:3::2 mtu lock 1300

path_start loses4 in_ns h1 -n -c12 -i0.2 -W0.4 -s 70 --explain --prom "$LAB_TMP/loses.prom" 198.18.4.2
path_start loses6 in_ns_bare h1 -n -c12 -i0.2 -W0.4 -s 70 2001:db8:4::2
path_start quick in_ns h1 -n -c100 -i0.01 -W5 -t3 -s 77 198.18.4.2
path_start loops4 in_ns h1 -n -c2 -i0.2 198.18.9.9
path_start loops6 in_ns_bare h1 -n -c2 -i0.2 --explain 2001:db8:9::9
path_start narrow4 in_ns_bare h1 -n -c2 -i0.2 -s 1372 -M do --explain 198.18.4.3
path_start narrow6 in_ns h1 -n -c2 -i0.2 -s 1372 -M do 2001:db8:4::3
# This host itself finds nobody, soon.
ip -n h1 ntable change name arp_cache dev eth0 retrans 20
ip -n h1 ntable change name ndisc_cache dev eth0 retrans 20
path_start own4 in_ns h1 -n -c8 -i0.2 --explain 198.18.1.99
path_start own6 in_ns_bare h1 -n -c8 -i0.2 2001:db8:1::99
path_start names in_ns h1 -c2 -i0.2 --stats h2.test
path_start long in_ns h1 -n -c1 -i0.2 -s 1473 -M do --explain 198.18.4.2
path_start near in_ns h1 -n -c1 -i0.2 -t 1 --explain 198.18.4.2
path_start pcap in_ns h1 -n -c2 -i0.2 --pcap "$LAB_TMP/run.pcapng" 198.18.4.2
path_start tables in_ns h1 -n -w1.2 -i0.2 --report-every 0.5 --time-format unix 198.18.4.2

# noted BYTES N: so many probes of that size passed r2.
noted()
{
	[ "$(lab_count w "act=note .*bytes=$1")" -ge "$2" ]
}
ip -n r3 addr add 198.18.4.7/32 dev lo
path_start changes in_ns h1 -n -c16 -i0.2 -s 72 --explain 198.18.4.5
path_start shorter in_ns h1 -n -c16 -i0.2 -s 73 198.18.4.6
path_start longer in_ns_bare h1 -n -c16 -i0.2 -s 74 198.18.4.7
lab_wait 5 noted 114 6
lab_wait 5 noted 115 6
lab_wait 5 noted 116 3
ip -n r2 route change 198.18.1.0/24 via 198.18.2.1 src 198.18.3.1
ip -n r2 addr add 198.18.4.6/32 dev lo
ip -n r3 addr del 198.18.4.7/32 dev lo

path_end long
like "$out" '^no probe left this host$' 'too long for this link: nobody is called silent'
like "$out" '^No probe left and was waited for \(path_hop: sent, lost\)' '... nor explained to be'
path_end quick
is "$(hops quick lost)/$(hops quick pending)/$(hop quick 3 loss_percent)" '0 0 50/0 0 0/50' \
	'all that are out at the end of a quick run are lost'
path_end near
like "$out" '^the last to answer is hop 1 \(198\.18\.1\.2\): nobody behind it was asked$' '-t 1: nor who was not asked'
like "$out" '^Of what is behind hop 1, 198\.18\.1\.2, nothing is known' '... nor explained to be'

for family in 4 6; do
	path_end loses$family
	is "$status $(path_key loses$family fate) $(path_key loses$family loss_from)" '0 reached 3' \
		'each third round is lost behind r2: from hop 3 on'
	is "$(hops loses$family lost)" '0 0 4 4' '... each hop loses its share'
	is "$(hops loses$family sent)" '12 12 12 12' '... of so many'
done
like "$out" '^the path loses 33\.3 % from hop 3 \(2001:db8:3::2\) on, as far as 4 lost probes tell$' '... in a sentence'
ok '... as metrics' prom_valid "$LAB_TMP/loses.prom"
like "$(cat "$LAB_TMP/loses.prom")" '^probe_path_loss_from_hop\{target="198\.18\.4\.2"\} 3$' '... with the hop'
like "$(cat "$LAB_TMP/loses.prom")" '^probe_path_loss_percent\{target="198\.18\.4\.2"\} 33\.3' '... and the loss'
like "$(cat "$LAB_TMP/loses.prom")" '^probe_path_hop_lost_total\{target="198\.18\.4\.2",hop="4",hop_addr="198\.18\.4\.2"\} 4$' '... of each hop'
like "$(cat "$LAB_TMP/loses.prom")" '^probe_path_hop_rtt_seconds\{target="198\.18\.4\.2",hop="2",hop_addr="198\.18\.[23]\.[12]",quantile="0\.9"\} 0\.' '... with its times'
like "$(cat "$LAB_TMP/loses4.out")" 'too few to be sure where: unknown\. Next: more rounds' \
	'... four are too few to be sure'

# loop NAME HOP AGAIN: an ICMPv6 error comes from the address the probe came to.
loop()
{
	path_end "$1"
	is "$status $(path_key "$1" fate) $(path_key "$1" hop) $(path_key "$1" again)" "1 loops $2 $3" \
		"$1: a router comes again"
	is "$(hops "$1" sent | cut -c1-3)" '2 2' '... which is asked no further than need be'
	between 5 "$(hops "$1" hop | wc -w)" 6 '... than once around'
}
loop loops4 1 3
loop loops6 2 4
like "$out" '^a routing loop: hop 2 \(2001:db8:2::2\) comes again as hop 4$' '... in a sentence'
like "$out" 'Next: their routing tables' '... explained'

for family in 4 6; do
	path_end narrow$family
	is "$status $(path_key narrow$family fate) $(path_key narrow$family hop) $(path_key narrow$family mtu_bytes)" \
		'1 stops 3 1300' "narrow$family: r2's next link takes 1300 bytes"
done
like "$out" '^   3  2001:db8:2::2 .*  !F  MTU 1300$' '... is marked'
like "$(cat "$LAB_TMP/narrow4.out")" '198\.18\.2\.2 may not cut .* 1300 bytes .*ping --mtu' '... explained'

path_end names
like "$out" '^PATH from 2001:db8:1::1 .* to h2\.test' 'names: of the target'
like "$out" '^   4  h2\.test \(2001:db8:4::2\) +0\.0% ' '... of who answers'
is "$(hop names 4 name)" h2.test '... in records, too'
is "$(printf '%s\n' "$out" | grep -c '^ hop  address')" 3 '--stats has two more tables'

path_end own4
is "$status" 1 'nobody on the first link'
like "$out" '^the path stops at hop 1: 198\.18\.1\.1 says host-unreachable$' '... says this host'
like "$out" "^that is this host: nobody on eth0 answers for the next hop's address" '... and that it is'
like "$out" '^198\.18\.1\.1, this host, says host-unreachable .* no probe got as far as the first hop' '... explained'
path_end own6
like "$out" '^that is this host: nobody on eth0 ' '... by IPv6 too'

path_end pcap
packets=$(od -An -v -tu1 -w1 "$LAB_TMP/run.pcapng" | awk -f "$LAB_ROOT/tests/lab/pcapng.awk")
between 16 "$(printf '%s\n' "$packets" | grep -c .)" 99 'a capture has all probes and answers'
is "$(printf '%s\n' "$packets" | grep -c '^odd')" 0 '... whole'
like "$packets" ' out 4 84 .* 8 1 hop 1, probe 1: ICMP error: Time to live exceeded' '... each with its fate'
like "$packets" ' in 4 84 .* 0 34 hop 4, probe 2: reply, rtt ' '... and what it answers'

path_end tables
between 2 "$(printf '%s\n' "$out" | grep -c 'hop  address')" 4 '--report-every: a table now and then, and at the end'
like "$out" '^\[[0-9.]+\]  hop  address' '... with the time'

path_end changes
is "$(hop changes 2 responders) $(hop changes 2 changes)" '2 1' 'a router that answers from another address'
like "$(printf '%s\n' "$out" | paste -sd';')" \
	';   2  198\.18\.3\.1 [^;]*;      198\.18\.2\.2, [0-9]+ of 16 answers;' '... has both in the table'
is "$(jq -r 'select(.type == "path_responder") | .hop_addr' "$LAB_TMP/changes.json" | paste -sd' ')" \
	'198.18.2.2 198.18.3.1' '... and in records'
like "$out" 'On hop 2 2 addresses answered' '... explained'
path_end shorter
is "$status $(path_key shorter hop) $(path_key shorter length_changes)" '0 2 1' 'a path that becomes shorter'
like "$out" '^its length changed 1 time$' '... in a sentence'
path_end longer
is "$status $(path_key longer hop) $(path_key longer length_changes)" '0 4 1' 'a path that becomes longer'
is "$(hop longer 4 is_target)" true '... is followed to its new end'

tap_done
