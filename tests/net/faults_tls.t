#!/bin/sh
# faults_tls: over TLS, memory and descriptors that run out, and output that cannot be written.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154,SC2034,SC2086 # run sets out, err and status; faults.sh and talk.sh; words
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
grep -q __asan_init "$PING" && skip_all "a sanitizer's program has an allocator of its own"
# shellcheck source=tests/lab/faults.sh
. "$LAB_ROOT/tests/lab/faults.sh"
lab_require openssl

unset http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY no_proxy NO_PROXY
ca=$LAB_TMP/ca
mkdir "$ca"
sh "$LAB_ROOT/tests/lab/tls-ca.sh" "$ca" >/dev/null 2>&1 || skip_all 'openssl here cannot make a CA'
echo hello >"$ca/f"
head -c 200000 /dev/zero >"$ca/long"

# server PORT OPTION...
server()
{
	at=$1
	shift
	(cd "$ca" && exec nsenter --net=/run/netns/h2 openssl s_server -quiet -accept "$at" -cert good.pem -key good.key \
		-cert_chain good.chain "$@" </dev/null >"$LAB_TMP/server.$at" 2>&1) &
	lab_pids="$lab_pids $!"
}
server 443 -WWW
server 992 -rev
# shellcheck disable=SC2317 # lab_wait calls it
listens()
{
	in_ns h2 ss -tnlH "sport = :$1" | grep -q .
}
for at in 443 992; do
	lab_wait 10 listens $at || bail_out 'the servers do not start'
done
talk_peers <<'SCRIPT'
smtp "220 mail\r\n" read"EHLO" "250-hi\r\n250 STARTTLS\r\n" read"STARTTLS" "220 go\r\n" relay=992
SCRIPT
trust="--cacert $ca/root.pem"
web=https://$to
body=$kept/a.body
abc="$trust --send abc\\n --expect cba"

allocations 0 "$HTTPGET" $trust "$web/f"
allocations 0 "$TELNETLITE" --tls $abc $to 992
if [ "${FAULTS-}" = all ]; then
	# Packets are seen where they can be, and how many acknowledge what is a matter of moments.
	faults_optional='packets|event|segment'
	allocations 0 "$HTTPGET" $trust -o $body --json=$kept/a.json --prom $kept/a.prom --pcap $kept/a.pcap "$web/long"
	allocations 0 "$HTTPGET" $trust -o $body --har $kept/a.har "$web/f"
	allocations 0 "$TELNETLITE" --tls $abc --json=$kept/a.json --pcap $kept/a.pcap $to 992
	allocations 0 "$TELNETLITE" --starttls smtp $abc $to "$(port smtp)"
	faults_optional=
	faults_local=3
	allocations 0 "$HTTPGET" $trust --nagios "$web/f"
	faults_local=2
fi
for way in descriptors memory; do
	$way 0 "$HTTPGET" $trust -o $body "$web/f"
	$way 0 "$TELNETLITE" --tls $abc $to 992
done

lost 2 'writing the body' "$HTTPGET" $trust "$web/f"
lost 2 'writing the body' "$HTTPGET" $trust "$web/long"
lost 2 'cannot write to standard output' "$HTTPGET" $trust --json "$web/f"
lost 2 'standard output' "$TELNETLITE" --tls $abc $to 992
tap_done
