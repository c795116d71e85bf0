#!/bin/bash
# completions: what bash, zsh and fish offer behind the installed names: each option, and the values
# that can be known.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status
cd "$(dirname "$0")/.." || exit 99
# shellcheck source=tests/tap.sh
. tests/tap.sh

BUILD=$(realpath "${BUILD:-build}")
peers=$BUILD/peers
[ -x "$peers/bin/fish" ] || peers=$PWD/build/peers
[ -x "$BUILD/ping" ] || skip_all 'ping is not built'
stage=$(mktemp -d) || exit 99
trap 'rm -rf "$stage"' EXIT
tools='ping fping arping tcpprobe httpget telnetlite'

# In the folders where the shells look by themselves, but not the system's.
run make -s -o all "BUILD=$BUILD" "prefix=$stage/usr" install
is "$status" 0 'it installs into a stage' || diag "$err"
plain=$stage/usr/libexec/probekit
export PATH="$stage/usr/bin:$PATH:/usr/sbin:/sbin" HOME=$stage/home
mkdir -p "$HOME/.ssh"
echo 'printer.example ssh-ed25519 AAAA' >"$HOME/.ssh/known_hosts"
echo '192.0.2.1 printer.example' >"$stage/hosts"
touch "$stage/one.txt"

# A command line up to the dot; "=": exactly these words; "~": this is among them; "-": nothing.
cat >"$stage/cases" <<-CASES
	probekit-ping --st.|= --stats --sticky
	probekit-ping4 -M .|= do dont probe want
	probekit-ping --pmtudisc=.|= do dont probe want
	probekit-ping --targets $stage/on.|~ one.txt
	probekit-ping --json=$stage/on.|~ one.txt
	probekit-ping --json $stage/on.|-
	probekit-ping -I l.|~ lo
	probekit-ping -c .|-
	probekit-ping prin.|= printer.example
	probekit-fping6 --si.|= --size
	probekit-fping -f $stage/on.|~ one.txt
	probekit-fping --iface=l.|~ lo
	probekit-arping --rate .|= max
	probekit-tcpprobe --expect .|= closed: filtered: open: rejected:
	probekit-tcpprobe -p dom.|~ domain
	probekit-tcpprobe --dscp va.|= va
	probekit-httpget --slo t.|= think= tls= total= transfer=
	probekit-httpget --capath $stage/hom.|~ home
	probekit-httpget -z $stage/on.|~ one.txt
	probekit-telnetlite --env HOM.|= HOME
	probekit-telnetlite --starttls .|= ftp imap pop3 smtp
	probekit-telnetlite prin.|= printer.example
	probekit-telnetlite printer.example dom.|~ domain
	probekit-telnetlite -w 5 prin.|= printer.example
	probekit-telnetlite -U $stage/on.|~ one.txt
CASES
[ -n "$(getent services domain)" ] || sed -i '/domain/d' "$stage/cases"
for tool in $tools; do
	printf 'probekit-%s %s.\n' "$tool" - "$tool" --
done >"$stage/asked"
cut -d'|' -f1 "$stage/cases" >>"$stage/asked"

# offered LINE: what the shell answered behind it, without what stands before "=" or the file's name.
offered()
{
	awk -v "line=== $1" '/^== / { on = $0 == line; next } on' "$stage/answered" |
		sed -E 's/^--[a-z-]+=//; s,^.*/(.),\1,; s,/$,,' | grep . | sort -u
}

# judged SHELL: from what it answered.
judged()
{
	local tool line wanted got

	for tool in $tools; do
		is "$({ offered "probekit-$tool -"; offered "probekit-$tool --"; } | sort -u)" \
			"$("probekit-$tool" --help | sed -nE 's/^ +(-(.), |    )(--[a-z0-9.-]+).*/-\2\n\3/p' | grep -v '^-$' | sort -u)" \
			"$1 offers every option of $tool"
	done
	while IFS='|' read -r line wanted; do
		got=$(offered "${line%.}")
		line=${line//"$stage"/}
		case $wanted in
		=*) is "$(echo "$got" | tr '\n' ' ')" "${wanted#= } " "$1: ${line%.}" ;;
		~*) like "$got" "^${wanted#\~ }$" "$1: ${line%.}" ;;
		-) is "$got" '' "$1: ${line%.} has nothing to offer" ;;
		esac
	done <"$stage/cases"
}

HOSTFILE=$stage/hosts bash --norc tests/lab/complete.bash "$stage/usr/share/bash-completion/completions" \
	<"$stage/asked" >"$stage/answered"
judged bash

if [ -x "$peers/bin/zsh" ] && [ -x "$BUILD/tests/lab/pty" ]; then
	mkdir "$stage/zsh"
	cp tests/lab/complete.zsh "$stage/zsh/.zshrc"
	printf '%s --st.\n' "$plain/ping" ping >>"$stage/asked"
	run env PATH="$plain:$PATH" TERM=xterm ZDOTDIR="$stage/zsh" ZSH_ROOT="$peers/root" ASKED="$stage/asked" \
		ANSWERED="$stage/answered.zsh" FUNCTIONS="$stage/usr/share/zsh/site-functions" \
		"$BUILD/tests/lab/pty" until=ready end -- "$peers/bin/zsh" -d -i
	is "$status" 0 'zsh answers' || diag "$out$err"
	mv "$stage/answered.zsh" "$stage/answered"
	judged zsh
	is "$(offered "$plain/ping --st" | tr '\n' ' ')" '--stats --sticky ' 'zsh knows a plain name by its folder'
	is "$(offered 'ping --st' | tr '\n' ' ')" '--stats --sticky ' '... also where PATH leads there'
else
	skip 'zsh is not there: make peers'
fi

if [ -x "$peers/bin/fish" ]; then
	XDG_DATA_DIRS=$stage/usr/share "$peers/bin/fish" tests/lab/complete.fish <"$stage/asked" >"$stage/answered"
	judged fish
	echo 'ping --st.' | PATH="$plain:$PATH" "$peers/bin/fish" -C "set -p fish_complete_path '$stage/usr/share/probekit/fish'" \
		tests/lab/complete.fish >"$stage/answered"
	is "$(offered 'ping --st' | tr '\n' ' ')" '--stats --sticky ' 'fish has completions of plain names, put in front of its own'
else
	skip 'fish is not there: make peers'
fi

tap_done
