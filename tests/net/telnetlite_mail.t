#!/bin/sh
# telnetlite_mail: a real IMAP and POP3 server, Dovecot: STARTTLS, TLS from the first byte, a password by script.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
lab_require dovecot openssl
cd "$LAB_TMP" || exit 99
ip link set lo up

# Its programs look for each other, and for TLS, below /usr alone: what was unpacked lies beneath it.
peers=$(dirname "$(dirname "$(lab_find dovecot)")")
root=$peers/root/usr
if [ -d "$root" ]; then
	mount -t overlay overlay -o "lowerdir=/usr:$root" /usr 2>mount.log || skip_all "no overlay here: $(cat mount.log)"
fi
# Of the users there is only one in this namespace, and root may not run it.
for name in passwd group; do
	cp "/etc/$name" $name
	case $name in
	passwd) echo 'ordinary:x:4242:4242::/:/bin/false' >>$name ;;
	group) echo 'ordinary:x:4242:' >>$name ;;
	esac
	mount --bind $name "/etc/$name" || skip_all "no mount over /etc/$name here"
done
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key -out cert -days 2 -subj /CN=mail.example \
	-addext subjectAltName=DNS:mail.example >openssl.log 2>&1
# listener NAME PORT
listener()
{
	printf '\tinet_listener %s {\n\t\tport = %s\n\t}\n' "$1" "$2"
}
cat >conf <<CONF
base_dir = $LAB_TMP/run
state_dir = $LAB_TMP/state
log_path = $LAB_TMP/log
protocols = imap pop3
listen = 127.0.0.1
default_internal_user = ordinary
default_internal_group = ordinary
default_login_user = ordinary
first_valid_uid = 1
mail_location = maildir:$LAB_TMP/mail
ssl = required
ssl_cert = <$LAB_TMP/cert
ssl_key = <$LAB_TMP/key
passdb {
	driver = static
	args = password=mellon
}
userdb {
	driver = static
	args = uid=4242 gid=4242 home=$LAB_TMP/home
}
service anvil {
	chroot =
}
service imap-login {
	chroot =
$(listener imap 1143; listener imaps 1993)
}
service pop3-login {
	chroot =
$(listener pop3 1110; listener pop3s 1995)
}
CONF
unshare --user --map-user=4242 --map-group=4242 /usr/sbin/dovecot -F -c "$LAB_TMP/conf" >dovecot.log 2>&1 &
lab_pids="$lab_pids $!"
# shellcheck disable=SC2317 # lab_wait calls it
listens()
{
	ss -tnlH "sport = :$1" | grep -q .
}
for port in 1143 1110 1993; do
	lab_wait 10 listens $port || skip_all "dovecot does not start: $(tail -n1 log dovecot.log | tr '\n' ' ')"
done

echo mellon >password
cat >login <<'SCRIPT'
# The name goes out alone: the server asks for the rest (RFC 3501, 4.3).
send "a2 LOGIN jo {6}\r\n"
expect "^\+ "
send-secret password
expect "^a2 OK"
expect-fail "^a3 (NO|BAD)"
send "a3 SELECT INBOX\r\n"
expect "^\* 0 EXISTS"
expect "^a3 OK"
send "a4 LOGOUT\r\n"
expect "^\* BYE"
expect "^a4 OK"
SCRIPT
# imap PORT OPTION...
imap()
{
	port=$1
	shift
	run timeout 20 "$TELNETLITE" --cacert cert --tls-name mail.example "$@" 127.0.0.1 "$port"
}

(echo 'starttls imap' && cat login) >imap
imap 1143 --script imap --facts --trace --hex --log imap.log --log-input
is "$status" 0 'IMAP: STARTTLS, a login, a mailbox, by script' || diag "$err"
like "$err" '^\* TLSv1\.3.* is believed$' '... by a certificate that is believed'
like "$err" '^- step [0-9]+, send-secret: ' '... each step is traced, that with the password too'
fails '... whose text is nowhere' grep -q mellon imap.log "$tap_tmp/err"
imap 1143 --starttls imap --send 'a2 CAPABILITY\r\n' --expect '^\* CAPABILITY ' --expect '^a2 OK'
is "$status" 0 '--starttls imap'
unlike "$(printf '%s\n' "$out" | sed -n '/CAPABILITY IMAP/p' | tail -n1)" STARTTLS '... behind it none is offered'
imap 1143 --facts --starttls imap --send 'a LOGOUT\r\n'
like "$status $err" '^\* certificate of CN=mail.example, by itself, .* days? left$' '... and how long its certificate is good'
imap 1993 --tls --script login --timeout 5
is "$status" 0 'IMAP by TLS from the first byte'
# It holds who has its own address for safe.
imap 1143 -s 127.0.0.2 --send 'a1 LOGIN jo mellon\r\n' --expect '^a1 OK' --timeout 1
is "$status" 1 'without TLS it takes no password'
like "$err" "what came: '.*PRIVACYREQUIRED" '... and what came instead is told'
imap 1110 --starttls pop3 --send 'USER jo\r\n' --expect '^\+OK' --send 'PASS ' --send-secret password --expect '^\+OK' --send 'STAT\r\n' \
	--expect '^\+OK 0 0' --send 'QUIT\r\n' --expect '^\+OK'
is "$status" 0 'POP3: STLS, a login, the mailbox'
imap 1995 --tls --expect '^\+OK' --send 'QUIT\r\n' --expect '^\+OK'
is "$status" 0 'POP3 by TLS from the first byte'
printf 'QUIT\r\n' >quit
run sh -c '"$@" <quit' sh timeout 20 "$TELNETLITE" --starttls pop3 --cacert cert --tls-name mail.example 127.0.0.1 1110
is "$status" 0 'POP3: STARTTLS and then standard input'
like "$(printf '%s\n' "$out" | tail -n1)" '^\+OK Logging out' '... whose answer comes'
tap_done
