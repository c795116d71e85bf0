#!/bin/sh
# peers: unpacks the programs that tests and benches compare with, without installing them.
# SPDX-License-Identifier: BSD-2-Clause
#
# usage: tests/peers.sh [FOLDER]     (build/peers)
# FOLDER/bin holds zsh, fish, ping, arping, arp-scan, fping, tshark, capinfos, dumpcap, web servers, caches and
# proxies, FOLDER/root what they consist of: the distribution's packages, and of their libraries those this machine lacks. No root needed.
set -eu
cd "$(dirname "$0")/.."

packages='iputils-ping iputils-arping arp-scan fping tshark nginx netcat-openbsd inetutils-telnet inetutils-telnetd
	redis-server apache2-bin haproxy squid varnish tinyproxy-bin curl wget nmap traceroute tcptraceroute zmap
	memcached python3-aiosmtpd dovecot-imapd dovecot-pop3d prometheus prometheus-node-exporter monitoring-plugins-common parallel systemd jq
	zsh fish'
programs='ping arping arp-scan fping tshark capinfos dumpcap nginx nc.openbsd inetutils-telnet telnetd redis-server
	apache2 haproxy squid varnishd tinyproxy curl wget nmap traceroute.db tcptraceroute.mt zmap
	memcached aiosmtpd dovecot promtool prometheus-node-exporter negate parallel systemd-socket-activate systemd-analyze jq
	zsh fish'
folder=${1:-build/peers}

# starts PROGRAM: it runs and says its version.
starts()
{
	case $1 in
	*/ping | */arping | */arp-scan | */varnishd | */memcached) "$1" -V ;;
	*/nc.openbsd) "$1" -h ;;
	*/inetutils-telnet | */telnetd | */redis-server | */curl | */wget | */nmap | */traceroute.db | */zmap | */promtool | \
		*/aiosmtpd | */dovecot | */prometheus-node-exporter | */parallel | */systemd-socket-activate | */systemd-analyze | */jq | \
		*/zsh | */fish) "$1" --version ;;
	*/negate) "$1" /bin/sh -c 'echo it; exit 2' ;;
	*) "$1" -v ;;
	esac >/dev/null 2>&1 </dev/null
}

# whole: an earlier run ended well, and what it left still starts.
whole()
{
	[ "$(cat "$folder/done" 2>/dev/null)" = "$packages" ] || return 1
	for program in "$folder"/bin/*; do
		starts "$program" || return 1
	done
}

# apt COMMAND...: apt-get with folders of its own and the machine's list of installed packages.
apt()
{
	DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o Debug::NoLocking=1 -o Dir::Cache="$folder/apt" \
		-o APT::Sandbox::User="$(id -un)" -o APT::Install-Recommends=0 "$@" </dev/null
}

# The packages' newest versions, with what they depend on; lists of our own where the machine's are
# missing or too old.
download()
{
	# shellcheck disable=SC2086 # one word a package
	set -- install --reinstall --download-only $packages
	apt "$@" >"$folder/log" 2>&1 && return
	mkdir -p "$folder/apt/lists/partial"
	apt -o Dir::State::lists="$folder/apt/lists" update >>"$folder/log" 2>&1
	apt -o Dir::State::lists="$folder/apt/lists" "$@" >>"$folder/log" 2>&1
}

# enter NAME: puts a program into bin. A plain link where it starts by itself, since a wrapper would
# be timed with it.
enter()
{
	for program in "$folder/root/usr/bin/$1" "$folder/root/bin/$1" "$folder/root/usr/sbin/$1" \
		"$folder/root/usr/lib/nagios/plugins/$1"; do
		[ ! -x "$program" ] || break
	done
	case $1 in
	ping | arping | arp-scan | fping | nc.openbsd | inetutils-telnet | curl | wget) if starts "$program"; then
		ln -s "$program" "$folder/bin/$1"
		return
	fi ;;
	esac
	cat >"$folder/bin/$1" <<-WRAPPER
		#!/bin/sh
		export LD_LIBRARY_PATH='$libraries'
		export WIRESHARK_DATA_DIR='$folder/root/usr/share/wireshark'
		export WIRESHARK_PLUGIN_DIR='$plugins'
		export WIRESHARK_CONFIG_DIR='$folder/config'
		export PYTHONPATH='$folder/root/usr/lib/python3/dist-packages'
		export NMAPDIR='$folder/root/usr/share/nmap'
		exec '$program' "\$@"
	WRAPPER
	chmod +x "$folder/bin/$1"
	if ! starts "$folder/bin/$1"; then
		rm "$folder/bin/$1"
		echo "peers: $1 does not start here; what compares with it will be skipped" >&2
	fi
}

mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
if whole; then
	exit 0
elif ! command -v apt-get >/dev/null || ! command -v dpkg-deb >/dev/null; then
	echo "peers: no apt-get here; tests that compare with other programs will be skipped"
	exit 0
fi

rm -rf "$folder/done" "${folder:?}/bin" "${folder:?}/root" "${folder:?}/apt"
mkdir -p "$folder/bin" "$folder/root" "$folder/config" "$folder/apt/archives/partial"
if ! download; then
	tail -n 3 "$folder/log" >&2
	echo "peers: cannot download $packages ($folder/log)" >&2
	exit 1
fi
for archive in "$folder"/apt/archives/*.deb; do
	dpkg-deb -x "$archive" "$folder/root"
done
rm -rf "$folder/apt"
# fish finds its functions where both etc and share stand beside bin.
[ ! -d "$folder/root/etc/fish" ] || ln -s ../etc "$folder/root/usr/etc"

libraries=$(find "$folder/root" -type d -path '*/lib/*' \( -name '*-linux-*' -o -path '*-linux-*/systemd' -o -name dovecot \) -print | paste -sd:)
plugins=$(find "$folder/root" -type d -path '*/wireshark/plugins' -print)
for name in $programs; do
	enter "$name"
done
echo "$packages" >"$folder/done"
cd "$folder/bin"
printf 'peers in %s:%s\n' "$folder/bin" "$(printf ' %s' *)"
