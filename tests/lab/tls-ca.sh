#!/bin/sh
# tls-ca: a CA of our own and what it signed, good and bad, in a folder.
# SPDX-License-Identifier: BSD-2-Clause
#
# usage: tls-ca.sh FOLDER
# root.pem is to be trusted; it signed inter.pem, which signed the rest. Each NAME has NAME.pem, its
# certificate and what goes with it, NAME.chain, what goes with it alone, and NAME.key:
#   good        for www.example, *.wild.example, 198.18.1.2 and ::1, with the intermediate
#   alone       the same without it, and where it can be had
#   expired, early   of 2020, and of 2090
#   other       for other.example
#   self        signed by itself
#   foreign     by a root of its own that it brings along
#   client      for a user
set -eu
cd "$1"

# key NAME
key()
{
	openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key" 2>/dev/null
}

# root NAME SUBJECT
root()
{
	key "$1"
	openssl req -x509 -new -key "$1.key" -subj "$2" -days 36500 -out "$1.pem" \
		-addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign
}

# sign NAME SUBJECT BY FROM UNTIL EXTENSION...: times as 20200101000000Z.
sign()
{
	name=$1 subject=$2 by=$3 from=$4 until=$5
	shift 5
	key "$name"
	openssl req -new -key "$name.key" -subj "$subject" -out "$name.csr"
	printf '%s\n' "$@" >"$name.ext"
	: >"$by.index"
	cat >"$by.conf" <<-CONF
		[ca]
		default_ca = this
		[this]
		database = $by.index
		new_certs_dir = .
		rand_serial = yes
		default_md = sha256
		policy = any
		unique_subject = no
		[any]
		organizationName = optional
		commonName = optional
	CONF
	openssl ca -batch -notext -config "$by.conf" -cert "$by.pem" -keyfile "$by.key" \
		-startdate "$from" -enddate "$until" -in "$name.csr" -extfile "$name.ext" \
		-out "$name.pem" 2>"$name.log" || { cat "$name.log" >&2; exit 1; }
}

now=20200101000000Z
end=20890101000000Z
www='subjectAltName=DNS:www.example,DNS:*.wild.example,IP:198.18.1.2,IP:::1'
url='authorityInfoAccess=caIssuers;URI:http://ca.example/inter.der'

root root '/O=Lab/CN=Lab Root'
sign inter '/O=Lab/CN=Lab Intermediate' root $now $end basicConstraints=critical,CA:TRUE
cp inter.pem inter.crt
sign good /CN=www.example inter $now $end "$www"
sign alone /CN=www.example inter $now $end "$www" "$url"
sign expired /CN=www.example inter $now 20200201000000Z "$www"
sign early /CN=www.example inter 20890101000000Z 20890201000000Z "$www"
sign other /CN=other.example inter $now $end subjectAltName=DNS:other.example,DNS:more.example
sign client /CN=user inter $now $end extendedKeyUsage=clientAuth
for name in good expired early other client; do
	cp inter.crt $name.chain
	cat inter.crt >>$name.pem
done
key self
openssl req -x509 -new -key self.key -subj /CN=www.example -days 36500 -addext "$www" -out self.pem
root theirs '/O=Other/CN=Other Root'
sign foreign /CN=www.example theirs $now $end "$www"
cp theirs.pem foreign.chain
cat theirs.pem >>foreign.pem
