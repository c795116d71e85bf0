# diagnose: networks, servers and runs for the tests of examples/diagnose; sourced behind lab_enter.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh disable=SC2154,SC2317,SC3043 # lab.sh sets lab_pids; lab_wait calls; every Linux sh knows local

lab_require nft jq openssl perl
PATH=$PATH:$LAB_ROOT/build/peers/bin
unset http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY no_proxy NO_PROXY
export PROBEKIT="${PING%/*}"
cd "$LAB_TMP" || exit 99

# ---- names: of files, and in two cases of a name server on the host itself

printf '127.0.0.1 localhost\n198.18.2.1 www.example other.example\n198.18.1.254 proxy.example\n2001:db8:2::1 six.wild.example\n' >hosts
printf 'nameserver 127.0.0.1\noptions timeout:5 attempts:1\n' >resolv.conf
printf 'hosts: files dns\n' >nsswitch.conf
for file in hosts resolv.conf nsswitch.conf; do
	[ -e /etc/$file ] || skip_all "there is no /etc/$file to put another over"
	mount --bind "$LAB_TMP/$file" /etc/$file || bail_out "cannot put another over /etc/$file"
done
mkdir ca
sh "$LAB_ROOT/tests/lab/tls-ca.sh" ca >/dev/null 2>&1 || skip_all 'openssl here cannot make a CA'
export SSL_CERT_FILE="$LAB_TMP/ca/root.pem"

# ---- networks: client cN - router rN - server sN

# net N: 198.18.1.1 - 198.18.1.254, 198.18.2.254 - 198.18.2.1, and the same in IPv6.
net()
{
	lab_host "c$1"
	lab_router "r$1"
	lab_host "s$1"
	lab_link "c$1" eth0 "r$1" eth0
	lab_link "r$1" eth1 "s$1" eth0 "${2:-1500}"
	lab_addr "c$1" eth0 198.18.1.1/24 2001:db8:1::1/64
	lab_addr "r$1" eth0 198.18.1.254/24 2001:db8:1::fe/64
	lab_addr "r$1" eth1 198.18.2.254/24 2001:db8:2::fe/64
	lab_addr "s$1" eth0 198.18.2.1/24 2001:db8:2::1/64
	lab_default "c$1" 198.18.1.254 2001:db8:1::fe
	lab_default "s$1" 198.18.2.254 2001:db8:2::fe
}

# far N [MTU]: the same with a second router qN, 198.18.3.1 - 198.18.3.2, behind which the link has that MTU.
far()
{
	lab_router "q$1"
	net "$1"
	ip -n "s$1" link del eth0
	lab_link "r$1" eth1 "q$1" eth0
	lab_link "q$1" eth1 "s$1" eth0 "${2:-1500}"
	lab_addr "r$1" eth1 198.18.3.1/24 2001:db8:3::1/64
	lab_addr "q$1" eth0 198.18.3.2/24 2001:db8:3::2/64
	lab_addr "q$1" eth1 198.18.2.254/24 2001:db8:2::fe/64
	lab_addr "s$1" eth0 198.18.2.1/24 2001:db8:2::1/64
	lab_default "s$1" 198.18.2.254 2001:db8:2::fe
	lab_default "r$1" 198.18.3.2 2001:db8:3::2
	lab_default "q$1" 198.18.3.1 2001:db8:3::1
}

# near N RULE...: client and server on one link, 198.18.1.1 - 198.18.1.2, with a relay in between.
near()
{
	local n="$1"

	shift
	lab_host "c$n"
	lab_host "s$n"
	lab_relay "w$n" "c$n" eth0 "s$n" eth0 "$@"
	lab_addr "c$n" eth0 198.18.1.1/24
	lab_addr "s$n" eth0 198.18.1.2/24
}

# pages N ADDRESS: a web server; its port goes to the file port.N.
pages()
{
	nsenter --net="/run/netns/$1" -- perl "$LAB_ROOT/tests/lab/webpeer.pl" "$LAB_TMP/pages" "$LAB_TMP/port.$1" "$2" &
	lab_pids="$lab_pids $!"
	lab_wait 10 test -s "port.$1" || bail_out "no web server in $1"
}

# secure N PORT CERTIFICATE
secure()
{
	(cd ca && exec nsenter --net="/run/netns/$1" -- openssl s_server -accept "$2" -cert "$3.pem" \
		-cert_chain "$3.pem" -key "$3.key" -www -quiet >/dev/null 2>&1) &
	lab_pids="$lab_pids $!"
	lab_wait 10 listens "$1" "$2" || bail_out "no TLS server in $1"
}

# listens N PORT
listens()
{
	in_ns "$1" ss -Hltn "sport = :$2" | grep -q .
}

# rules N: nft's rules from standard input.
rules()
{
	in_ns "$1" nft -f - || skip_all 'nft cannot load these rules here'
}

# ---- runs

diagnose_bare='setpriv --bounding-set=-all --inh-caps=-all --'

# start NAME HOST ARGUMENT...: diagnose in the background, and then what it says to try next, as one would paste it.
start()
{
	local name="$1" ns="$2"

	shift 2
	# shellcheck disable=SC2086 # words
	{
		in_ns "$ns" ${start_as-} timeout 90 "$LAB_ROOT/examples/diagnose" -v "$@" >"$name.out" 2>"$name.err" </dev/null
		echo $? >"$name.status"
		sed -n 's/^next: //p' "$name.out" >"$name.next"
		[ ! -s "$name.next" ] || PATH=$PROBEKIT:$PATH in_ns "$ns" ${start_as-} timeout 60 sh "$name.next" >"$name.pasted" 2>&1 </dev/null
		echo $? >>"$name.pasted"
	} &
	echo $! >"$name.pid"
}

# finished NAME
finished()
{
	wait "$(cat "$1.pid")"
}

# blamed NAME: the rungs that were found broken or impaired.
blamed()
{
	sed -n 's/^\(broken\|impaired\)  *\(.*\)/\1 \2/p' "$1.err" | sed 's/^\([a-z]* this host\|[a-z]* [A-Za-z]*\).*/\1/' |
		sed 's/ / at /' | paste -sd, -
}

# says NAME STATUS ERE [NOT]: the sentence, that no rung but its own is blamed, and NOT, which no line may match.
says()
{
	finished "$1"
	note "$(printf '%-12s %s' "$1" "$(head -n 1 "$1.out" | cut -c 1-400)")"
	is "$(cat "$1.status") $(grep -vE '^(fine|broken|impaired|unknown) ' "$1.err")" "$2 " \
		"$1: exit status $2, nothing on standard error but the rungs"
	like "$(head -n 1 "$1.out")" "$3" '... the sentence'
	if [ "$2" -eq 0 ]; then
		is "$(blamed "$1")$(grep -vE '^(healthy|remark): ' "$1.out")" '' '... no rung is blamed'
	else
		is "$(blamed "$1")" "$(sed -n '1s/: .*//p' "$1.out")" '... no rung is blamed but that'
		is "$(sed -n 's/^\([a-z]*\): ..*/\1/p' "$1.out" | grep -v remark | tr '\n' ' ')" 'evidence next ' \
			'... with evidence and a next step'
		pasted "$1"
	fi
	[ -z "${4-}" ] || unlike "$(sed "s|$PROBEKIT/||" "$1.out" "$1.err")" "$4" "... not: $4"
}

# pasted NAME: the next step is a command that runs, whatever it finds.
pasted()
{
	local status

	status=$(tail -n 1 "$1.pasted")
	case $status,$(cat "$1.next") in
	[013-8],* | 2,getent*) pass '... the next step runs' ;;
	*) is "$status, $(cat "$1.next"): $(cat "$1.pasted")" 'a status of 0, 1 or 3 to 8' '... the next step runs' ;;
	esac
}
