# webpeer: starts the scripted web server for a test; sourced behind tap.sh.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
#
# Sets folder, a scratch folder that goes with the test, and base, the server's URL. In a lab (behind
# lab_enter) they are the lab's.

perl -MCompress::Zlib -e 1 2>/dev/null || skip_all 'perl lacks Compress::Zlib'
folder=${LAB_TMP:+$LAB_TMP/web}
if [ -n "$folder" ]; then mkdir "$folder"; else folder=$(mktemp -d); fi || exit 99
unset http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY no_proxy NO_PROXY

perl tests/lab/webpeer.pl tests/lab/webpeer.txt "$folder/port" &
webpeer_pid=$!
if [ -n "${LAB_TMP-}" ]; then
	lab_pids="$lab_pids $webpeer_pid"
else
	trap 'kill $webpeer_pid; rm -rf "$folder"' EXIT
fi
webpeer_turns=1000
until [ -e "$folder/port" ]; do
	webpeer_turns=$((webpeer_turns - 1))
	[ $webpeer_turns -gt 0 ] || bail_out 'webpeer does not start'
	sleep 0.01
done
# shellcheck disable=SC2034 # for the test
base=http://127.0.0.1:$(cat "$folder/port")
