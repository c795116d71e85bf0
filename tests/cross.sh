#!/bin/sh
# cross: unpacks another architecture's libraries, for tests that an emulator runs.
# SPDX-License-Identifier: BSD-2-Clause
#
# usage: tests/cross.sh ARCHITECTURE FOLDER     (s390x, armhf, ... as Debian names them)
# FOLDER/root holds the development packages of packaging/debian/control with what they depend on. Nothing
# is installed and no architecture added; the compiler and emulator are the machine's own packages:
# gcc-TRIPLET, libc6-dev-ARCHITECTURE-cross, qemu-user-static.
set -eu
cd "$(dirname "$0")/.."
architecture=$1 folder=$2
packages=$(sed -n '/^Build-Depends:/,/^$/p' packaging/debian/control | grep -oE '[a-z0-9]+-dev' | tr '\n' ' ')

[ "$(cat "$folder/done" 2>/dev/null)" != "$packages" ] || exit 0
rm -rf "$folder"
mkdir -p "$folder/apt/lists/partial" "$folder/apt/cache/archives/partial" "$folder/root"
folder=$(cd "$folder" && pwd)
: >"$folder/apt/status"

# apt COMMAND...: apt-get as if on a machine of that architecture that has nothing yet.
apt()
{
	DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o APT::Architecture="$architecture" \
		-o APT::Architectures::="$architecture" -o Dir::State="$folder/apt" -o Dir::State::lists="$folder/apt/lists" \
		-o Dir::State::status="$folder/apt/status" -o Dir::Cache="$folder/apt/cache" \
		-o APT::Sandbox::User="$(id -un)" -o APT::Install-Recommends=0 "$@" </dev/null
}
# A suite that is out of step is no reason: what is missing is said when it is needed.
apt update || true
# shellcheck disable=SC2086 # one word a package
apt install --download-only $packages >/dev/null
for package in "$folder"/apt/cache/archives/*.deb; do
	dpkg-deb -x "$package" "$folder/root"
done
rm -rf "$folder/apt"
echo "$packages" >"$folder/done"
