# talk: telnetlite and its scripted peers, for tests; sourced behind lab.sh and after lab_enter.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh disable=SC3043,SC2154 # every Linux sh knows local

talk_folder=$LAB_TMP/talk

# talk_peers <SCRIPT: servers as talkpeer.pl says, at TALK_ADDRESS or 127.0.0.1, in the namespace
# TALK_HOST if there is one.
talk_peers()
{
	mkdir -p "$talk_folder"
	rm -f "$talk_folder/ports"
	# Standard input of a command behind & is /dev/null unless it is given.
	cat >"$talk_folder/script"
	${TALK_HOST:+nsenter --net="/run/netns/$TALK_HOST" --} perl "$LAB_ROOT/tests/lab/talkpeer.pl" "$talk_folder" "${TALK_ADDRESS:-127.0.0.1}" <"$talk_folder/script" >"$talk_folder/log" 2>&1 &
	lab_pids="$lab_pids $!"
	lab_wait 5 test -e "$talk_folder/ports" || bail_out 'the peers do not start'
}

# port NAME: its port.
port()
{
	sed -n "s/^$1 //p" "$talk_folder/ports"
}

# got NAME: what it received, in hex.
got()
{
	od -An -v -tx1 "$talk_folder/$1.got" | tr -d ' \n'
}

# got_is NAME HEX WHAT: that is what it received, in a moment.
got_is()
{
	lab_wait 5 got_equals "$1" "$2"
	is "$(got "$1")" "$2" "$3"
}

got_equals()
{
	[ "$(got "$1")" = "$2" ]
}

# tl NAME ARGUMENT...: telnetlite with the peer NAME; its input is the file TALK_INPUT, or empty.
tl()
{
	local name="$1"

	shift
	timeout 20 "$TELNETLITE" "$@" 127.0.0.1 "$(port "$name")" <"${TALK_INPUT:-/dev/null}"
}
