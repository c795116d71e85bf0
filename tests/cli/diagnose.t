#!/bin/sh
# diagnose: what it takes for a target, what it needs, under which names it finds the tools.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154,SC2016 # run sets out, err and status; nothing is to expand
cd "$(dirname "$0")/../.." || exit 99
# shellcheck source=tests/tap.sh
. tests/tap.sh

program=$PWD/examples/diagnose
build=${BUILD:-build}
for needed in jq ip getent; do
	command -v $needed >/dev/null || PATH=$PATH:$PWD/build/peers/bin:/usr/sbin
	command -v $needed >/dev/null || skip_all "there is no $needed here"
done
tmp=$(mktemp -d) || exit 99
trap 'rm -rf "$tmp"' EXIT
export TMPDIR="$tmp"
# The tools by their plain names, whatever those that are tested are called.
tools=$tmp/tools
mkdir "$tools"
for path in "${PING:-$build/ping}" "${ARPING:-$build/arping}" "${TCPPROBE:-$build/tcpprobe}" "${HTTPGET:-$build/httpget}"; do
	name=${path##*/}
	ln -s "$(cd "$(dirname "$path")" && pwd)/$name" "$tools/${name#probekit-}"
done

# refuses SENTENCE ARGUMENT...: one line on standard error, exit status 2.
refuses()
{
	wanted=$1
	shift
	run env PROBEKIT="$tools" "$program" "$@"
	is "$status $out$err" "2 diagnose: $wanted" "refused: $*"
}

usage='usage: diagnose [-4|-6] [--json] [-v] [--address ADDR] HOST | HOST:PORT | URL'
run "$program" --help
is "$status $out $err" "0 $usage " '--help needs nothing'
refuses "$usage"
refuses "a target is empty; $usage" ''
refuses "unknown option --jsn; $usage" --jsn www.example
refuses '--address takes an address' www.example --address
refuses 'one target, please' www.example other.example
refuses 'only one of -4 and -6 can be' -4 -6 www.example
refuses 'ftp://www.example/x is no URL of http or https' ftp://www.example/x
refuses 'www.example/x is no host: what is behind it is part of a URL, http://www.example/x' www.example/x
refuses 'there is no port behind the colon of www.example:' www.example:
refuses 'there is no port behind the colon of [2001:db8::1]:' '[2001:db8::1]:'
refuses '65536 is no port: 1 to 65535' 198.18.1.1:65536
refuses 'http is no port: 1 to 65535' www.example:http
refuses '2001:db8::1 is no IPv4 address' -4 '[2001:db8::1]:80'
refuses '198.18.1.1 is no IPv6 address' -6 198.18.1.1
refuses '-x is no host' -- -x
refuses 'a;id is no host' 'http://a;id/'
refuses 'a$(id) is no host' 'a$(id)'
run env PROBEKIT="$tools" http_proxy='http://a;id:3128' "$program" http://www.example/
is "$status $out$err" '2 diagnose: a;id is no host' 'refused: such a proxy'
refuses 'there is no host in http:///x' http:///x
esc=$(printf '\033')
run "$program" "-${esc}x"
is "$status $out$err" "2 diagnose: unknown option -?x; $usage" 'refused: what a terminal would obey'
is "$(ls "$tmp")" tools 'nothing is left behind'

# A folder of the programs it needs, less one: the message names that.
mkdir "$tmp/bin"
for name in sh jq ip awk getent timeout sed grep head tr mktemp rm dirname readlink date cat sort uniq env paste; do
	ln -s "$(command -v $name)" "$tmp/bin/$name"
done
rm "$tmp/bin/jq"
run env PATH="$tmp/bin" PROBEKIT="$tools" "$program" 198.18.1.1
is "$status $out$err" '2 diagnose: there is no jq here, and it is needed' 'without jq'
ln -s "$(command -v jq)" "$tmp/bin/jq"
run env PATH="$tmp/bin" PROBEKIT="$tmp/none" "$program" 198.18.1.1
is "$status $out$err" '2 diagnose: there is no ping of probekit here; PROBEKIT names the folder of its tools' \
	'without the tools'
printf '#!/bin/sh\necho "ping from iputils 20221126"\n' >"$tmp/bin/ping"
chmod +x "$tmp/bin/ping"
run env PATH="$tmp/bin" PROBEKIT="$tmp/none" "$program" 198.18.1.1
is "$status $out$err" '2 diagnose: there is no ping of probekit here; PROBEKIT names the folder of its tools' \
	'... and the ping of others is none'

# The next step has the names that the user's own command line knows.
for name in ping arping tcpprobe httpget; do
	ln -s "$tools/$name" "$tmp/bin/probekit-$name"
done
cat >"$tmp/probe.sh" <<'END'
users_path=$PATH
PATH=$PROBEKIT:$PATH
cannot() { echo "$1"; exit 2; }
quoted() { printf '%s' "$1"; }
. "$1/examples/diagnose-target.sh"
find_tools
echo "${tools}ping ${as}ping"
END
names()
{
	env PATH="$1" PROBEKIT="$2" sh "$tmp/probe.sh" "$PWD"
}
is "$(names "$tmp/bin" "$tools")" 'ping probekit-ping' 'an installed package: the names with the prefix'
is "$(names "$tmp/bin" "$tmp/none")" 'probekit-ping probekit-ping' '... also where their plain names are in no folder'
is "$(names "$tools:$tmp/bin" "$tools")" 'ping ping' 'plain names where those are what the user has'
rm "$tmp/bin/"probekit-*
is "$(names "$tmp/bin" "$tools")" "ping $tools/ping" 'else where they are'

# It starts by a link, and its parts with it.
ln -s "$program" "$tmp/bin/diagnose"
run env PROBEKIT="$tools" "$tmp/bin/diagnose" ftp://x
is "$status $out$err" '2 diagnose: ftp://x is no URL of http or https' 'by a link'
tap_done
