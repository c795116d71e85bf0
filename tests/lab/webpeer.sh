# webpeer: starts the scripted web server for a test; sourced behind tap.sh.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
#
# Sets folder, a scratch folder that goes with the test, and base, the server's URL.

perl -MCompress::Zlib -e 1 2>/dev/null || skip_all 'perl lacks Compress::Zlib'
folder=$(mktemp -d) || exit 99
unset http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY no_proxy NO_PROXY

perl tests/lab/webpeer.pl tests/lab/webpeer.txt "$folder/port" &
webpeer_pid=$!
trap 'kill $webpeer_pid; rm -rf "$folder"' EXIT
webpeer_turns=1000
until [ -e "$folder/port" ]; do
	webpeer_turns=$((webpeer_turns - 1))
	[ $webpeer_turns -gt 0 ] || bail_out 'webpeer does not start'
	sleep 0.01
done
# shellcheck disable=SC2034 # for the test
base=http://127.0.0.1:$(cat "$folder/port")
