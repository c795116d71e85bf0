#!/bin/sh
# priv: its unit test again, with CAP_NET_RAW as a namespace's root, by file capability, and without.
# SPDX-License-Identifier: BSD-2-Clause
cd "$(dirname "$0")/../.." || exit 99
# shellcheck source=tests/tap.sh
. tests/tap.sh

priv=${BUILD:-build}/tests/unit/priv
reason=$(unshare -Urn true 2>&1) || skip_all "no user namespaces: $reason"

ok "root of a namespace raises and drops" unshare -Urn "$priv" raw

# Any other user keeps no capability across exec; a file gives it one within its own namespace.
ok "another user has none" unshare -Un --map-user=1000 "$priv" none

folder=$(mktemp -d) || bail_out "no temporary folder"
trap 'rm -rf "$folder"' EXIT
cp "$priv" "$folder/priv"
if unshare -Ur setcap cap_net_raw=p "$folder/priv" 2>/dev/null; then
	export SSLKEYLOGFILE=/tmp/keys OPENSSL_ANYTHING=1 SSL_CERT_FILE=/tmp/cert
	ok "a file capability is raised, and the environment not trusted" \
		unshare -Ur unshare -Un --map-user=1000 "$folder/priv" secure
else
	skip "no file capabilities in $folder"
fi

# Nobody should, but somebody will.
if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null &&
	install -m 4755 "${BUILD:-build}/ping" "$folder/ping" &&
	mkdir -m 777 "$folder/out" && chmod 711 "$folder"
then
	ok "a set-user-ID ping answers" setpriv --reuid=65534 --regid=65534 --clear-groups \
		"$folder/ping" -c1 --json="$folder/out/json" 127.0.0.1
	is "$(stat -c %u:%g "$folder/out/json")" 65534:65534 "and writes as the user who asked"
else
	skip "nobody to become without root" 2
fi
tap_done 5
