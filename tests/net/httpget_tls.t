#!/bin/sh
# httpget_tls: https to a real server: certificates that are good and bad, names, and how TLS ends.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/json.sh
. "$(dirname "$0")/../json.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
command -v openssl >/dev/null || skip_all 'there is no openssl here'
root=$LAB_ROOT
ca=$LAB_TMP/ca
unset http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY SSL_CERT_FILE SSL_CERT_DIR
mkdir "$ca"
sh "$root/tests/lab/tls-ca.sh" "$ca" >/dev/null 2>&1 || skip_all 'openssl here cannot make a CA'
cd "$ca" || exit 99
ip link set lo up
echo hello >f
head -c 30000000 /dev/zero >big

# serve PORT CERTIFICATE [OPTION...]
serve()
{
	port=$1 name=$2
	shift 2
	openssl s_server -accept "$port" -cert "$name.pem" -cert_chain "$name.pem" -key "$name.key" -WWW \
		-quiet "$@" >"log.$port" 2>&1 &
	lab_pids="$lab_pids $!"
}
serve 1 good
serve 2 expired
serve 3 alone
serve 4 other
serve 5 self
serve 6 early
serve 7 good -Verify 1 -CAfile root.pem -verify_return_error
# The authority's word on a good certificate, and on one that it took back.
authority='openssl ca -config inter.conf -cert inter.pem -keyfile inter.key'
$authority -valid good.pem >ocsp.log 2>&1
$authority -revoke alone.pem >>ocsp.log 2>&1
for name in good alone; do
	openssl ocsp -issuer inter.crt -cert $name.pem -no_nonce -reqout $name.req >>ocsp.log 2>&1
	openssl ocsp -index inter.index -CA inter.crt -rsigner inter.crt -rkey inter.key -ndays 1 \
		-reqin $name.req -respout $name.ocsp >>ocsp.log 2>&1
done
serve 10 good -status_file good.ocsp
serve 13 good -status_file alone.ocsp
serve 11 alone -status_file alone.ocsp -cert_chain inter.crt
serve 8 good
victim=$!
perl -MIO::Socket::INET -e 'my $l = IO::Socket::INET->new(LocalPort => 9, Listen => 5, ReuseAddr => 1);
	while (my $c = $l->accept) { sysread $c, my $x, 4096; syswrite $c, "HTTP/1.1 400 Bad\r\n\r\n"; close $c }' &
lab_pids="$lab_pids $!"
perl -MIO::Socket::INET -e 'my $l = IO::Socket::INET->new(LocalPort => 12, Listen => 5, ReuseAddr => 1);
	while (my $c = $l->accept) { sysread $c, my $x, 4096; syswrite $c, "\x15\x03\x01\0\2\2\x46"; close $c }' &
lab_pids="$lab_pids $!"
for port in 1 2 3 4 5 6 7 8 9 10 11 12 13; do
	lab_wait 20 sh -c "ss -Hltn 'sport = :$port' | grep -q ." || bail_out "nothing listens at port $port"
done

# ask PORT OPTION...: for f, of www.example.
ask()
{
	port=$1
	shift
	run timeout 30 "$HTTPGET" --resolve '*:1:127.0.0.1' --resolve "*:$port:127.0.0.1" --cacert root.pem "$@" \
		"https://www.example:$port/f"
}
ask 1
is "$status $out $err" '0 hello ' 'a good certificate'
ask 2
is "$status $out" '4 ' 'an expired one'
like "$err" '^httpget: the certificate of CN=www\.example expired on 2020-02-01' '... says since when'
ask 2 -k
is "$status $out" '0 hello' '... is believed with -k'
ask 3 --report
is "$status" 4 'a chain with a hole'
like "$err" '^  the server did not send the certificate of CN=Lab Intermediate' '... names what is missing'
ask 4
like "$status $err" '^4 .*is for other\.example .*not for www\.example' 'a certificate for another name'
ask 5
is "$status" 4 'one that signed itself'
ask 6
is "$status" 4 'one of the future'
run timeout 30 "$HTTPGET" --report http://127.0.0.1:12/f
is "$status" 5 'TLS where HTTP was expected'
like "$err" '^httpget: what answered speaks TLS \(an alert\), not HTTP$' '... is named'
ask 9 --json
unlike "$out" '"type":"exchange".*"(send|wait|think)_ms":[0-9]' 'a handshake that failed has no request'
like "$out" '"type":"exchange".*"tls_ms":[0-9].*"failure":"tls"' '... but a time and a cause'
ask 7
is "$status" 4 'a server that wants to know who asks'
for option in --cert --cacert --capath; do
	ask 1 $option nosuch
	like "$status $err" '^2 httpget: cannot .* of nosuch: No such file or directory$' "$option without a file is no fault of TLS"
done
ask 1 --capath f
like "$status $err" '^2 .* of f: Not a directory$' '... nor is a folder that is none'
run timeout 30 "$HTTPGET" --resolve '*:1:127.0.0.1' --cacert root.pem --report https://www.example.:1/f
is "$status $out" '0 hello' 'the dot behind a name is no part of what a certificate is for'
like "$err" ', SNI www\.example$' '... nor of SNI'
like "$err" '^  trusted 3: CN=Lab Root,O=Lab, by itself$' 'the root that was not sent'
ask 3 --report
unlike "$err" '^  trusted ' '... which a chain with a hole does not have'
ask 2 -k -w ' %{ssl_verify_result}' # X509_V_ERR_CERT_HAS_EXPIRED
is "$out" 'hello
 10' 'what is wrong has the number that curl gives'
# A thousand authorities to read; the first packet leaves behind them.
for n in 1 2 3 4 5 6 7 8; do cat root.pem root.pem root.pem root.pem root.pem; done >many
for n in 1 2 3 4 5; do cat many many many many many; done >more.pem
ask 1 --cacert more.pem --json=more.json
is "$(sed -n 's/.*"type":"event".*"at_ms":\([0-9.]*\).*"what":"SYN to.*/\1/p
	s/.*"type":"exchange".*"total_ms":\([0-9.]*\).*/\1/p; s/.*"elapsed_ms":\([0-9.]*\).*/\1/p' more.json |
	tr '\n' ' ' | awk '{ print ($1 * 3 < $3 - $2) ? "behind" : $0 }')" behind \
	'reading what is trusted is no part of the time'
ask 7 --cert client.pem --key client.key
is "$status $out" '0 hello' '... and is told'
ask 9
is "$status $err" '4 httpget: what answered speaks HTTP without TLS' 'HTTP where TLS was expected'
run timeout 30 "$HTTPGET" --cacert root.pem https://127.0.0.1:1/f
is "$status" 4 'a certificate that does not name the address'
ask 1 --sni other.example --json
printf '%s\n' "$out" >json
ok 'records are as the schema says' json_lines_valid "$root/lib/json.schema.json" json
like "$out" '"type":"tls".*"version":"TLSv1\.[23]".*"sni":"other\.example".*"verified":true.*"ending":"closed"' \
	'--sni asks for another name'
like "$out" '"type":"certificate".*"chain":"sent","position":1,"subject":"CN=www\.example"' 'the chain as sent'
like "$out" '"type":"certificate".*"chain":"built".*"subject":"CN=Lab Root' '... and as built'
like "$out" '"type":"message".*"message":"ServerHello","ours":false' 'messages of the handshake'
like "$out" '"type":"exchange".*"tls_ms":[0-9]' 'its time'
ask 1 --sni none --json
like "$out" '"type":"tls".*"sni":null' '--sni none'
ask 10 --report --json=ten
like "$err" ' state is stapled: good, until [A-Z]' 'what the authority says is stapled'
like "$(cat ten)" '"type":"tls".*"resumed":false,"ticket":true,"stapled":"good","stapled_until":"20' '... in the records'
ask 11 --report
like "$err" ' state is stapled: revoked' '... also that it took the certificate back'
ask 13 --json=thirteen
like "$(cat thirteen)" '"type":"tls".*"stapled":"invalid"' '... and that one of another certificate is none'
ask 1 --report --count 2 --interval 0 --fresh
like "$err" '^  session new, one to resume was given; the certificate.s state is not stapled$' 'a session is given'
like "$err" '^  session resumed, ' '... and resumed'
ask 1 --report --count 2 --interval 0 --fresh --no-sessionid
unlike "$err" '^  session resumed, ' '... but with --no-sessionid'
run timeout 30 "$HTTPGET" --resolve '*:1:127.0.0.1,[::1]' --cacert root.pem --compare family --json https://www.example:1/f
is "$status $(printf '%s\n' "$out" | grep -o '"resumed":[a-z]*' | tr '\n' ' ')" '0 "resumed":false "resumed":false ' \
	'... and with --compare, where one way would be faster by it'
ask 1 --pcap pcapng --wire --json=messages
like "$err" '^> +[0-9.]+ ms #4 +TLS +[0-9]+ message +ClientHello$' '--wire tells of the handshake, with its packets'
keys=$(grep -abo CLIENT_HANDSHAKE_TRAFFIC_SECRET pcapng | head -n1)
syn=$(grep -abo 'SYN: here' pcapng | head -n1)
ok 'the keys stand before the packets' test "${keys%%:*}" -lt "${syn%%:*}"
tshark=$(lab_find tshark)
if [ -n "$tshark" ]; then
	like "$("$tshark" -d tcp.port==1,tls -r pcapng 2>/dev/null)" ' HTTP .*GET /f HTTP/1\.1' '... and tshark reads them by these'
	for message in ClientHello,1 ServerHello,2 Certificate,11 NewSessionTicket,4; do
		is "$(sed -n "s/.*\"message\":\"${message%,*}\".*\"packet\":\([0-9]*\).*/\1/p" messages)" \
			"$("$tshark" -d tcp.port==1,tls -r pcapng -Y "tls.handshake.type == ${message#*,}" -T fields \
				-e frame.number 2>/dev/null)" "... ${message%,*} in the same packets"
	done
else
	skip 'there is no tshark here' 5
fi
# Only the close ends this body: without close_notify it may have been cut.
mkfifo open
openssl s_server -quiet -accept 14 -cert good.pem -cert_chain good.pem -key good.key <open >log.14 2>&1 &
sudden=$!
exec 8>open
lab_wait 20 sh -c 'ss -Hltn "sport = :14" | grep -q .' || bail_out 'nothing listens at port 14'
timeout 30 "$HTTPGET" --resolve '*:14:127.0.0.1' --cacert root.pem --json=sudden.json https://www.example:14/ >sudden.out 2>sudden.err &
getter=$!
printf 'HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nhello' >&8
lab_wait 20 grep -q hello sudden.out || bail_out 'it reads nothing'
kill -KILL $sudden
exec 8>&-
status=0
wait $getter || status=$?
is "$status $(cat sudden.out)" '5 hello' 'an end of TLS without close_notify fails a body that only the close ends'
like "$(cat sudden.json)" '"type":"finding".*"finding":"cut-tls"' '... by that name'
ask 1 --json=whole -o out
unlike "$(cat whole)" 'cut-tls' '... with it all is well'
ask 2 --report
like "$err" '^  tls +[0-9.]+ [mu]?s ' 'a handshake that failed has a time'
like "$err" '^  > +[0-9.]+ [mu]?s  alert: certificate expired' '... and its alert'
run "$HTTPGET" -v http://127.0.0.1:1/f
is "$status" 5 'HTTP where TLS is spoken'

# The system's own authorities, in the sandbox, where OpenSSL looks for them.
folder=$(openssl version -d | sed 's/.*"\(.*\)"/\1/')/certs
mkdir system
cp root.pem "system/$(openssl x509 -hash -noout -in root.pem).0"
if [ -d "$folder" ] && mount --bind system "$(readlink -f "$folder")"; then
	run timeout 30 "$HTTPGET" --resolve '*:1:127.0.0.1' https://www.example:1/f
	is "$status $out$err" '0 hello' "the system's trusted certificates"
else
	skip "cannot put others over the system's trusted certificates" 1
fi

# Two responses in a record each that come at once, over a connection that stays: what the server sends
# behind the request is held until both are there.
perl -e 'my $head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\nX: ";
	print $head, "x" x (512 - length($head) - 9), "\r\n\r\nfirst", $head, "x\r\n\r\nother"' >two
serve 15 good -HTTP -tls1_2 -max_send_frag 512
perl -MIO::Socket::INET -e 'my $l = IO::Socket::INET->new(LocalPort => 16, Listen => 5, ReuseAddr => 1);
	while (my $c = $l->accept) {
		my ($s, $asked, $held) = IO::Socket::INET->new(PeerAddr => "127.0.0.1", PeerPort => 15);
		my $bits = "";
		vec($bits, fileno $_, 1) = 1 for $c, $s;
		while (select(my $ready = $bits, undef, undef, undef) > 0) {
			if (vec $ready, fileno $c, 1) {
				sysread $c, my $x, 65536 or last;
				$asked ||= "\x17" eq substr $x, 0, 1;
				syswrite $s, $x;
			}
			if (vec $ready, fileno $s, 1) {
				sysread $s, my $x, 65536 or last;
				$x = $held .= $x if $asked;
				syswrite $c, $x unless $asked && length $x < 600;
			}
		}
	}' 2>/dev/null &
lab_pids="$lab_pids $!"
for port in 15 16; do
	lab_wait 20 sh -c "ss -Hltn 'sport = :$port' | grep -q ." || bail_out "nothing listens at port $port"
done
run timeout 30 "$HTTPGET" -s --resolve '*:16:127.0.0.1' --cacert root.pem --no-sessionid --json=two.json -o one -o other \
	https://www.example:16/two https://www.example:16/two
is "$status $(cat one other)" '0 firstfirst' 'a response that nobody asked for is not the next one'
is "$(grep -c '"finding":"extra"' two.json)" 2 '... and is found'

# The server dies in the middle of content that only the close ends.
timeout 30 "$HTTPGET" -s --resolve '*:8:127.0.0.1' --cacert root.pem --limit-rate 4M --json=cut.json -o cut \
	https://www.example:8/big &
client=$!
lab_wait 20 sh -c 'find . -name ".probekit-*" -size +100k | grep -q .'
kill -9 $victim
status=0
wait $client || status=$?
is "$status" 5 'TLS without its end is a failure'
like "$(cat cut.json)" '"finding":"cut-(tls|reset)"' '... and a finding'
fails 'no file is left of it' test -e cut
tap_done
