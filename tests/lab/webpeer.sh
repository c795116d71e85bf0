# webpeer: starts the scripted web server for a test; sourced behind tap.sh.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
#
# Sets folder, a scratch folder that goes with the test, and base, the server's URL. In a lab (behind
# lab_enter) they are the lab's. With webpeer_address set none is started yet: see webpeer_start.

perl -MCompress::Zlib -e 1 2>/dev/null || skip_all 'perl lacks Compress::Zlib'
folder=${LAB_TMP:+$LAB_TMP/web}
if [ -n "$folder" ]; then mkdir "$folder"; else folder=$(mktemp -d); fi || exit 99
unset http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY no_proxy NO_PROXY

# webpeer_start NAME COMMAND...: another one, run by COMMAND if any; its port is in $folder/NAME.
webpeer_start()
{
	name=$1
	shift
	"$@" perl tests/lab/webpeer.pl tests/lab/webpeer.txt "$folder/$name" ${webpeer_address:+"$webpeer_address"} &
	webpeer_pids="${webpeer_pids-} $!"
	[ -z "${LAB_TMP-}" ] || lab_pids="$lab_pids $!"
}

# webpeer_wait NAME...: until they answer.
webpeer_wait()
{
	webpeer_turns=1000
	for name in "$@"; do
		until [ -e "$folder/$name" ]; do
			webpeer_turns=$((webpeer_turns - 1))
			[ $webpeer_turns -gt 0 ] || bail_out 'webpeer does not start'
			sleep 0.01
		done
	done
}

# shellcheck disable=SC2086 # words
[ -n "${LAB_TMP-}" ] || trap 'kill $webpeer_pids; rm -rf "$folder"' EXIT
if [ -z "${webpeer_address-}" ]; then
	webpeer_start port
	webpeer_wait port
	# shellcheck disable=SC2034 # for the test
	base=http://127.0.0.1:$(cat "$folder/port")
fi
