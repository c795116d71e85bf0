#!/bin/sh
# telnetlite_tls: TLS from the first byte and by STARTTLS, what is not believed, scripts.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/talk.sh
. "$(dirname "$0")/../lab/talk.sh"
# shellcheck source=tests/json.sh
. "$(dirname "$0")/../json.sh"
lab_require openssl

ip link set lo up
ca=$LAB_TMP/ca
mkdir "$ca"
sh "$LAB_ROOT/tests/lab/tls-ca.sh" "$ca" || bail_out 'no certificates'

# server NAME PORT OPTION...: turns round each line that comes by TLS.
server()
{
	name=$1 at=$2
	shift 2
	openssl s_server -quiet -rev -accept "127.0.0.1:$at" -cert "$ca/$name.pem" -key "$ca/$name.key" \
		-cert_chain "$ca/$name.chain" "$@" </dev/null >"$LAB_TMP/server.$at" 2>&1 &
	lab_pids="$lab_pids $!"
}
server good 4401
server expired 4402
# It wants a certificate of the client, and says so behind TLS 1.3's handshake.
server good 4403 -Verify 1 -tls1_3
# shellcheck disable=SC2317 # lab_wait calls it
listens()
{
	ss -tnlH "sport = :$1" | grep -q .
}
for p in 4401 4402 4403; do
	lab_wait 5 listens $p
done
talk_peers <<'SCRIPT'
smtp    "220 mail\r\n" read"EHLO" "250-hi\r\n250 STARTTLS\r\n" read"STARTTLS" "220 go\r\n" relay=4401
pop3    "+OK\r\n" read"STLS" "+OK\r\n" relay=4401
inject  "220 mail\r\n" read"EHLO" "250 hi\r\n" read"STARTTLS" "220 go\r\n250 injected\r\n" hold
hand    "hi\r\n" read"STARTTLS" "go\r\n" relay=4401
plain   "220 mail\r\n" hold
no      "220 mail\r\n" read"EHLO" "250 hi\r\n" read"STARTTLS" "454 no\r\n" hold
bye     "* BYE busy\r\n" hold
SCRIPT
half='--cacert '"$ca"'/root.pem --tls-name www.example'

# shellcheck disable=SC2086 # words
{
	run "$TELNETLITE" --tls $half --send 'abc\n' --expect '^cba$' --send 'RQ\n' --expect '^QR$' --facts 127.0.0.1 4401
	is "$status" 0 'a session by TLS, in which no letter is special'
	is "$(printf '%s\n' "$out" | tr -d '\r' | tr '\n' ' ')" 'cba QR ' 'standard output is what the peer said'
	like "$err" '^\* TLSv1.3, .* the certificate is believed$' '--facts shows the session'
	like "$err" '^\* certificate of CN=www.example, by CN=Lab Intermediate,O=Lab, 2020-01-01 to 2089-01-01, [0-9]+ days left$' 'and the certificate'
	like "$err" '^\* for www.example .*; EC 256, ecdsa-with-SHA256; SHA-256 [0-9a-f]{64}$' 'whom it is for'
	like "$err" '^\* sent 2: CN=Lab Intermediate,O=Lab, by CN=Lab Root,O=Lab, .* days left; EC 256, ' 'who signed it'
	like "$err" '^\* trusted 3: CN=Lab Root,O=Lab, by itself, .* days left; EC 256, ' 'and whom that leads to'
	run "$TELNETLITE" --tls $half --facts --send 'x\n' 127.0.0.1 4402
	is "$status" 4 'an expired certificate: 4'
	like "$err" '^telnetlite: .*expired' 'and it is said what is wrong'
	like "$err" '^\* TLS failed after [0-9.]+ ms$' 'the card says that it failed'
	like "$err" '^\* certificate of .* [0-9]+ days? ago$' 'and since when it is over'
	run "$TELNETLITE" --tls $half --insecure --send 'abc\n' --expect cba 127.0.0.1 4402
	is "$status" 0 '--insecure goes on'
	run "$TELNETLITE" --tls --cacert "$ca/root.pem" --tls-name '::1%lo' --facts --send 'abc\n' --expect '^cba$' 127.0.0.1 4401
	is "$status" 0 'a zone is nothing that a certificate has'
	like "$err" '^\* TLS.*, no SNI after ' '... and nothing that a server is told'
	run "$TELNETLITE" --tls --cacert "$ca/root.pem" 127.0.0.1 4401 </dev/null
	is "$status" 4 'a certificate for another name: 4'
	run "$TELNETLITE" --tls $half --send x --expect x 127.0.0.1 4403
	is "$status" 4 'an alert behind the handshake: 4'
	like "$err" '^telnetlite: TLS: .*certificate required' 'and it is said which'
	run "$TELNETLITE" --tls $half --timeout 1 127.0.0.1 "$(port plain)" </dev/null
	is "$status" 4 'what is no TLS: 4'
	# Connections wait in its queue: nobody ever answers.
	perl -MIO::Socket::INET -e 'my $l = IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => 4499,
		Listen => 5, ReuseAddr => 1) or die; sleep 60' &
	lab_pids="$lab_pids $!"
	lab_wait 5 sh -c 'ss -Hltn "sport = :4499" | grep -q .'
	run timeout 10 "$TELNETLITE" --tls --deadline 0.5 127.0.0.1 4499 </dev/null
	is "$status" 6 'a handshake that nobody answers ends by the deadline: 6'

	run "$TELNETLITE" --starttls smtp $half --send 'abc\n' --expect '^cba$' --trace --json="$LAB_TMP/json" 127.0.0.1 "$(port smtp)"
	is "$status" 0 '--starttls smtp'
	like "$err" '^- step 6, starttls: ([1-9]|0\.0*[1-9])' 'is a step that takes its time'
	like "$(cat "$LAB_TMP/json")" '"type":"tls".*"subject":"CN=www.example".*"verified":true' 'is in the records'
	ok 'which are as the schema says' json_lines_valid "$LAB_ROOT/lib/json.schema.json" "$LAB_TMP/json"
	printf 'abc\n' >"$LAB_TMP/abc"
	run sh -c '"$@" <'"$LAB_TMP/abc" sh "$TELNETLITE" --starttls pop3 $half -q 0.5 127.0.0.1 "$(port pop3)"
	like "$out" cba '--starttls alone: standard input goes by TLS'
	unlike "$(cat "$talk_folder/pop3.got")" abc 'and by nothing else'
	run "$LAB_BIN/pty" until=hi 'type=STARTTLS\n' until=go 'type=\x1d' until='> ' 'type=starttls\n' 'type=abc\n' until=cba \
		'type=\x1d' until='> ' 'type=starttls\n' until=already 'type=~.\n' end -- \
		"$TELNETLITE" $half 127.0.0.1 "$(port hand)"
	is "$status" 0 'at the prompt, in the middle of a session' || diag "$out"
	run "$TELNETLITE" --starttls smtp $half --expect '^250 injected' 127.0.0.1 "$(port inject)"
	is "$status" 4 'what was sent before the handshake is not believed'
	like "$err" 'more than its answer' 'and that is said'
	run "$TELNETLITE" --starttls smtp $half --send 'secret\n' 127.0.0.1 "$(port no)"
	is "$status" 4 'a server that refuses STARTTLS is not waited for: 4'
	like "$err" "^telnetlite: step 5, expect '\\^220': no TLS there after 0\\.[0-9]* s; what came: '.*454 no.n'\$" 'with what it said'
	run "$TELNETLITE" --starttls imap $half 127.0.0.1 "$(port bye)"
	is "$status" 4 'and one whose greeting is a farewell'
	unlike "$(cat "$talk_folder/no.got")" secret 'gets nothing more'
}
tap_done
