#!/bin/sh
# bootstrap: what it asks package managers for, and that it asks for nothing in vain.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status
cd "$(dirname "$0")/.." || exit 99
# shellcheck source=tests/tap.sh
. tests/tap.sh

# A PATH of its own: a few real programs, and stand-ins that write down how they were called.
bin=$(mktemp -d) || exit 99
trap 'rm -rf "$bin"' EXIT
for name in sh sed tr sort env dirname getconf cat; do
	ln -s "$(command -v "$name")" "$bin/$name"
done

# stand_in NAME [EXIT [TEXT]]
stand_in()
{
	rm -f "$bin/$1"
	cat >"$bin/$1" <<-END
		#!/bin/sh
		echo "$1 \$*" >>"$bin/calls"
		${3:+echo $3}
		exit ${2:-0}
	END
	chmod +x "$bin/$1"
}

# bootstrap ARGUMENT...: with the PATH above; what was called goes to $calls.
bootstrap()
{
	: >"$bin/calls"
	run env -i PATH="$bin" sh ./bootstrap "$@"
	calls=$(cat "$bin/calls")
}

for name in cc make pkg-config; do
	stand_in "$name"
done
stand_in id 0 0
stand_in apt-get

bootstrap first second
is "$status" 0 'with everything there it ends as make does'
like "$calls" '^make -j[0-9]+ first second$' 'make gets the goals'
unlike "$calls" '^apt-get' 'nothing is installed when nothing is missing'

stand_in make 7
bootstrap
is "$status" 7 "make's exit code is its own"

stand_in cc 1
bootstrap all
like "$calls" '^apt-get update' 'package lists are fetched first'
like "$calls" '^apt-get install -y .*libnet1-dev' 'what is missing is installed, without questions'
unlike "$calls" '^apt-get install .*(perl|nftables|clang)' 'but not what other goals need'
unlike "$calls" '^sudo' 'root needs no sudo'
is "$status" 1 'what is missing still ends it'
like "$err" 'still missing: .*header:libnet\.h' 'and is named'
unlike "$calls" '^make' 'make is not run then'

bootstrap check
like "$calls" '^apt-get install .*perl' 'check brings what the tests use'

stand_in id 0 1000
bootstrap
like "$err" 'no sudo here; run as root: .*apt-get install' 'a user without sudo is told the command'
stand_in sudo
bootstrap
like "$calls" '^sudo env DEBIAN_FRONTEND=noninteractive apt-get install' 'a user installs by sudo'
stand_in id 0 0

rm "$bin/apt-get"
stand_in dnf
bootstrap
like "$calls" '^dnf install -y .*libnet-devel' 'Fedora and its kin'
rm "$bin/dnf"
stand_in apk
bootstrap
like "$calls" '^apk add .*libnet-dev' 'Alpine'
rm "$bin/apk"
bootstrap
is "$status" 1 'without a package manager it ends'
like "$err" 'install these by hand' 'and says what to do'
like "$out" 'missing: .*header:libnet\.h' 'and what is missing'

tap_done 19
