#!/bin/sh
# httpget_packets: what the connection's own packets tell: what was lost, held up, forged, and who closed.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # webpeer.sh sets folder
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/json.sh
. "$(dirname "$0")/../json.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
cd "$LAB_ROOT" || exit 99
lab_routed_relayed note
webpeer_address=198.18.2.1
# shellcheck source=tests/lab/webpeer.sh
. tests/lab/webpeer.sh

# The router forges resets to those who ask that server, once they are connected.
names='syn data plain forged'
for name in $names; do
	webpeer_start "$name" in_ns h2
done
# shellcheck disable=SC2086 # words
webpeer_wait $names
port()
{
	cat "$folder/$1"
}
in_ns r nft -f - <<END 2>"$LAB_TMP/nft" || skip_all "nftables does not work here: $(cat "$LAB_TMP/nft")"
	table ip forge {
		chain forward {
			type filter hook forward priority 0;
			ip ttl 40 ip dscp ef tcp flags == syn counter
			tcp dport $(port forged) tcp flags & psh == psh reject with tcp reset
		}
	}
END
lab_rules w "drop a2b tcp dport=$(port syn) flags=S n=1" "drop b2a tcp sport=$(port data) bytes=1000- n=5"

# get NAME SERVER PATH OPTION...: its report is in NAME.txt, its records in NAME.json, its status in NAME.
get()
{
	name=$1 url=http://198.18.2.1:$(port "$2")/$3
	shift 3
	{
		in_ns h1 "$HTTPGET" -s --report --json="$LAB_TMP/$name.json" -o /dev/null "$@" "$url" 2>"$LAB_TMP/$name.txt"
		echo $? >"$LAB_TMP/$name"
	} &
	gets="${gets-} $!"
}
get syn syn slow --pcap "$LAB_TMP/pcapng"
get data data long
get slow plain slow
get early plain length-long
get reset plain reset
get forged forged keep
get window plain endless-body --limit-rate 40K -m 1.2
get wire plain chunked --wire --ttl 41 --dscp ef
# shellcheck disable=SC2086 # words
wait $gets

# text NAME ERE WHAT, record NAME ERE WHAT
text()
{
	like "$(cat "$LAB_TMP/$1.txt")" "$2" "$3"
}
record()
{
	like "$(cat "$LAB_TMP/$1.json")" "$2" "$3"
}
status()
{
	is "$(cat "$LAB_TMP/$1")" "$2" "$3"
}
like "$(in_ns r nft list table ip forge)" 'dscp ef .*counter packets 1 ' '--ttl and --dscp are in what is sent'
status syn 0 'a SYN is lost'
text syn '^  1(\.[0-9]+)? s of 1\.[0-9]+ s: the first SYN got no answer \(1 retransmission\); RTT is [0-9.]+ [um]s; the server thought for [0-9]+ ms' \
	'... which is the verdict, with its price'
text syn '^  < +1(\.[0-9]+)? s  SYN-ACK, [0-9.]+ [um]s after its SYN \[#3\]$' '... the round trip is that of the SYN that was answered'
record syn '"type":"packets".*"handshake_rtt_ms":[0-9]{1,2}\.' '... in the records as well'
like "$(tr -cd ' -~' <"$LAB_TMP/pcapng")" 'SYN again: attempt 2.*FIN' '... and in the capture'

status data 0 'a segment of the response is lost'
record data '"type":"packets".*"received_(retransmits|out_of_order)":[1-9]' '... and counted when it comes again'
text data '^  < +[0-9.]+ [um]?s  .*(retransmission|out of order|overtaken|late).* \[#[0-9]+\]' '... at a packet'
record data '"type":"packets".*"sent_duplicate_acks":[1-9]' '... asked for by duplicate ACKs'

text slow '^  TCP: RTT .*; MSS 1448 out, 1460 told to the server; ' '... what each end may send, as the SYNs say'
text slow '^  [3-9][0-9]{2} ms of [3-9][0-9]{2} ms: the server thought; RTT is [0-9.]+ [um]s' 'a slow server'
record slow '"type":"exchange".*"think_ms":[3-9][0-9]{2}\.' '... its time apart from the network'"'"'s'

status early 5 'a FIN before the end'
text early '; the server closed by packet [0-9]+' '... and who closed'
record early '"type":"packets".*"closed_by":"there".*"reset_by":null' '... in the records'
status reset 5 'a reset of the server'"'"'s own'
record reset '"type":"packets".*"reset_by":"there".*"reset_forged":null' '... is taken for that'
status forged 5 'a reset by the router'
text forged '; packet [0-9]+ is a reset by the server.s address, not the server.s own: it came with TTL 64, the server.s segments with 63' \
	'... is told by its TTL'
record forged '"type":"packets".*"reset_ttl":64,"reset_forged":"it came with TTL 64' '... in the records'

status window 6 'content that is taken slowly'
record window '"type":"packets".*"longest_rest_cause":"window".*"sent_zero_windows":[1-9]' '... closes our window'
text window '^  1\.[0-9]+ s of 1\.[0-9]+ s: our window was closed for .* of it: the content was not taken fast enough' \
	'... which is the verdict'

text wire '^< +[0-9.]+ ms #[0-9]+ +47 +3 chunk +5\\r\\n$' '--wire names the packet of each piece'
for name in syn data slow early reset forged window wire; do
	cat "$LAB_TMP/$name.json"
done >"$LAB_TMP/all.json"
ok 'records are as the schema says' json_lines_valid lib/json.schema.json "$LAB_TMP/all.json"
tap_done
