#!/bin/sh
# install: what a staged installation holds, under which names, and that removal leaves nothing.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status
cd "$(dirname "$0")/.." || exit 99
# shellcheck source=tests/tap.sh
. tests/tap.sh

stage=$(mktemp -d) || exit 99
trap 'rm -rf "$stage"' EXIT

# installation GOAL VARIABLE=VALUE...: of what is built already; nothing is made anew.
installation()
{
	run make -s -o all "BUILD=${BUILD:-build}" "DESTDIR=$stage" prefix=/usr "$@"
}

[ -x "${BUILD:-build}/ping" ] || skip_all 'ping is not built'

installation install
is "$status" 0 'it installs into a stage'
ok 'the program carries the prefix' test -x "$stage/usr/bin/probekit-ping"
ok 'nothing goes under the plain name' test ! -e "$stage/usr/bin/ping"
is "$(readlink "$stage/usr/bin/probekit-ping6")" probekit-ping 'families are links beside it'
is "$(readlink "$stage/usr/libexec/probekit/ping4")" /usr/bin/probekit-ping4 'plain names in a folder of their own'
like "$("$stage/usr/bin/probekit-ping6" -V)" . 'it starts by its prefixed name'
like "$(cat "$stage/usr/share/man/man8/probekit-ping.8")" '^\.Nm probekit-ping' 'its manual page has its name'
ok 'a link has a manual page too' test -s "$stage/usr/share/man/man8/probekit-ping4.8"
ok 'and a completion' test -s "$stage/usr/share/bash-completion/completions/probekit-ping4"
zsh=$stage/usr/share/zsh/site-functions fish=$stage/usr/share/fish/vendor_completions.d
is "$(head -n1 "$zsh/_probekit-fping")" '#compdef probekit-fping probekit-fping6 -p /usr/libexec/probekit/(fping|fping6)' \
	'for zsh, of its names with the prefix and of the plain ones in their folder'
ok '... and for fish' test -s "$fish/probekit-ping4.fish"
is "$(find "$fish" "$zsh" ! -name 'probekit-*' ! -name '_probekit-*' ! -type d)" '' '... none under a name of others'
is "$(readlink "$stage/usr/share/probekit/fish/ping.fish")" /usr/share/fish/vendor_completions.d/probekit-ping.fish \
	'... plain names in a folder of their own'
ok 'every tool is there' test -x "$stage/usr/bin/probekit-arping"
like "$("$stage/usr/bin/probekit-arping" -V)" '^probekit-arping ' '... and starts by its prefixed name'
like "$(cat "$stage/usr/share/man/man8/probekit-arping.8")" '^\.Xr probekit-ping 8' \
	'manual pages refer to each other by prefixed names'
like "$(cat "$stage/usr/share/man/man7/probekit.7")" '^\.It Xr probekit-ping 8' 'the overview names them as installed'
is "$(find "$stage" -perm /6000)" '' 'nothing is setuid or setgid'

installation uninstall
is "$(find "$stage" ! -type d)" '' 'removal leaves nothing'

installation install PROGRAM_PREFIX=
ok 'an empty prefix leaves the plain name' test -x "$stage/usr/bin/ping"
is "$(find "$stage" -name '*probekit-*')" '' 'and no other'

tap_done
