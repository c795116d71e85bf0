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
	export SSLKEYLOGFILE=/tmp/keys
	ok "a file capability is raised, and the environment not trusted" \
		unshare -Ur unshare -Un --map-user=1000 "$folder/priv" secure
else
	skip "no file capabilities in $folder"
fi
tap_done 3
