#!/bin/sh
# tls: handshakes with openssl's server: good, unbelievable, resumed, cut.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_require openssl ss
lab_enter "$0" "$@"
lab_host h1
ca=$LAB_TMP/ca
mkdir "$ca"
"$LAB_ROOT/tests/lab/tls-ca.sh" "$ca" || bail_out 'no certificates'

# serve PORT NAME ARGUMENT...: with that certificate and the intermediate behind it, if it has one.
serve()
{
	port=$1 name=$2
	shift 2
	[ ! -e "$ca/$name.chain" ] || set -- -cert_chain "$ca/$name.chain" "$@"
	in_ns h1 openssl s_server -quiet -accept "127.0.0.1:$port" -cert "$ca/$name.pem" \
		-key "$ca/$name.key" "$@" </dev/null >/dev/null 2>&1 &
	lab_pids="$lab_pids $!"
}

# shellcheck disable=SC2317 # lab_wait calls it
listening()
{
	[ "$(in_ns h1 ss -Hltn | grep -c 127.0.0.1:44)" -eq "$1" ]
}

# talk PORT OPTION...
talk()
{
	port=$1
	shift
	run in_ns h1 "$LAB_BIN/tlstalk" 127.0.0.1 "$port" "$@"
}

# of ERE: the lines of what was said that match.
of()
{
	printf '%s\n' "$out" | grep -E -e "$1"
}

request=$(printf 'GET / HTTP/1.0\r\n\r\n.')
root=ca=$ca/root.pem
serve 4401 good -www -alpn http/1.1
serve 4402 alone -www
serve 4403 expired -www
serve 4404 early -www
serve 4405 other -www
serve 4406 self -www
serve 4407 foreign -www
serve 4408 good -www -tls1_2
serve 4409 good -www -Verify 1 -CAfile "$ca/root.pem" -verify_return_error
lab_wait 10 listening 9 || bail_out 'the servers do not start'

talk 4401 host=www.example "$root" alpn=h2,http/1.1 "say=$request" again=1 "keys=$LAB_TMP/keys"
is "$status" 0 'a good server is believed'
first=$(printf '%s\n' "$out" | sed '/^again/,$d')
like "$first" '^version=TLSv1.3 cipher=TLS_[A-Z0-9_]+ group=.+ alpn=http/1.1 sni=www.example resumed=0 verified=1' \
	'what was agreed'
is "$(of '^[<>]' | head -n 7 | tr '\n' ' ')" '> ClientHello < ServerHello < EncryptedExtensions < Certificate '\
'< CertificateVerify < Finished > Finished ' 'the messages in their order'
is "$(of '^sent' | cut -d, -f1)" 'sent 0: CN=www.example by CN=Lab Intermediate
sent 1: CN=Lab Intermediate' 'the chain as sent'
like "$out" '^sent 0: .* for www.example \*\.wild\.example 198\.18\.1\.2 ::1, EC 256, ecdsa-with-SHA256, 1577836800 to 3755376000 64 ' \
	'names, key, signature and times of a certificate'
like "$out" '^built 2: CN=Lab Root,O=Lab by CN=Lab Root,O=Lab .* self CA' 'the chain as built has the root'
like "$first" '^read HTTP/1.0 200' 'bytes go both ways'
is "$(of '^ending' | uniq)" 'ending closed' 'the end is a close_notify'
like "$(printf '%s\n' "$out" | sed '1,/^again/d')" 'resumed=1 verified=1' 'the second time it is resumed'
like "$(cat "$LAB_TMP/keys")" '^CLIENT_TRAFFIC_SECRET_0 [0-9a-f]{64} [0-9a-f]+$' 'keys for a key log'

talk 4401 host=www.example "$root" alpn=h2,http/1.1 "say=$request" step=1
is "$(of '^[^r]')" "$(printf '%s\n' "$first" | grep -v '^read')" 'byte by byte it is the same'
talk 4401 host=a.wild.example "$root" "say=$request"
like "$out" 'sni=a.wild.example .* verified=1' 'a wildcard'
talk 4401 host=198.18.1.2 "$root" "say=$request"
like "$out" 'sni= .* verified=1' 'an address is checked, and no name asked for'
talk 4401 host=www.example sni=other.example "$root" "say=$request"
like "$out" 'sni=other.example .* verified=1' 'another name may be asked for'

mkdir "$ca/trust"
cp "$ca/root.pem" "$ca/trust" && openssl rehash "$ca/trust"
talk 4401 host=www.example "folder=$ca/trust" "say=$request"
like "$out" ' verified=1' 'trusted certificates in a folder of hashes'

# wrong PORT SENTENCE ALERT
wrong()
{
	talk "$1" host=www.example "$root"
	is "$status/$(of '^failed')" "1/failed 129: $2" "$2"
	is "$(of '^> alert')" "> alert $3" 'the server is told'
	isnt "$(of '^sent 0')" '' 'the chain is shown all the same'
}
wrong 4402 'the certificate of CN=Lab Intermediate,O=Lab, who signed that of CN=www.example, was not sent and is not trusted here' \
	'unknown CA'
is "$(of '^missing')" 'missing: CN=Lab Intermediate,O=Lab at http://ca.example/inter.der' 'where the missing one is'
wrong 4403 'the certificate of CN=www.example expired on 2020-02-01 00:00 UTC' 'certificate expired'
wrong 4404 'the certificate of CN=www.example is not valid before 2089-01-01 00:00 UTC' 'bad certificate'
wrong 4405 'the certificate is for other.example more.example, not for www.example' 'bad certificate'
wrong 4406 'the certificate of CN=www.example is signed by itself' 'unknown CA'
wrong 4407 'the root CN=Other Root,O=Other of the chain is not trusted here' 'unknown CA'

talk 4403 host=nosuch.example insecure=1 "$root" "say=$request"
is "$status" 0 'on request it goes on'
is "$(of '^problem' | sort)" 'problem: the certificate is for www.example *.wild.example 198.18.1.2 ::1, not for nosuch.example
problem: the certificate of CN=www.example expired on 2020-02-01 00:00 UTC' 'and tells all that is wrong'
like "$out" 'verified=0' 'it is not verified'

talk 4408 host=www.example "$root" "say=$request" again=1
like "$out" '^version=TLSv1.2 .* resumed=0 verified=1' 'TLS 1.2'
like "$out" 'resumed=1 verified=1' 'is resumed too'
talk 4408 host=www.example "$root" least=0x0304
like "$out" '^failed 71: TLS handshake: .*protocol version' 'no version in common'
like "$out" '^< alert protocol version' 'says the server'

talk 4409 host=www.example "$root" "cert=$ca/client.pem" "key=$ca/client.key" "say=$request"
like "$out" '^read HTTP/1.0 200' 'with a certificate of our own'
talk 4409 host=www.example "$root" "say=$request"
like "$out" '^< alert .*certificate' 'without it the server says so'

# A connection that ends with its server has no close_notify.
mkfifo "$LAB_TMP/open"
in_ns h1 openssl s_server -quiet -accept 127.0.0.1:4410 -cert "$ca/good.pem" -cert_chain "$ca/good.chain" \
	-key "$ca/good.key" <"$LAB_TMP/open" >/dev/null 2>&1 &
exec 8>"$LAB_TMP/open"
lab_wait 10 listening 10 || bail_out 'the last server does not start'
in_ns h1 "$LAB_BIN/tlstalk" 127.0.0.1 4410 host=www.example "$root" >"$LAB_TMP/cut" &
talker=$!
lab_wait 10 grep -q '^< NewSessionTicket' "$LAB_TMP/cut"
kill -9 "$(in_ns h1 ss -Hltnp 'sport = 4410' | sed 's/.*pid=\([0-9]*\).*/\1/')"
wait $talker
exec 8>&-
like "$(cat "$LAB_TMP/cut")" '^ending cut$' 'a missing close_notify is told'
tap_done
