#!/bin/sh
# examples: each is used by the program it is for: Prometheus' checker, node exporter, a monitoring
# plugin's wrapper, systemd's socket activation, GNU parallel.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154,SC2317,SC3043,SC2016 # run sets out; lab_wait calls; every sh knows local
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
peers=${PEERS:-$LAB_ROOT/build/peers}/bin
PATH=${PING%/*}:$peers:$PATH
export PROBEKIT="${PING%/*}"
cd "$LAB_ROOT/examples" || exit 99
ip link set lo up
echo 0 0 >/proc/sys/net/ipv4/ping_group_range

# listens PORT: a socket of this namespace.
listens()
{
	ss -Hltn "sport = :$1" | grep -q .
}

# ask PATH: a request to the exporter.
ask()
{
	run httpget -s -i "http://127.0.0.1:9719$1"
}

# ---- the exporter, behind systemd's socket

if command -v systemd-socket-activate >/dev/null; then
	# Without privilege of any kind, as its unit has it.
	setpriv --bounding-set=-all --inh-caps=-all -- systemd-socket-activate --inetd -a -E PATH -E PROBEKIT -l 127.0.0.1:9719 ./exporter 2>/dev/null &
	lab_pids="$lab_pids $!"
	lab_wait 5 listens 9719
	ask '/probe?module=ping&target=127.0.0.1'
	like "$out" '^HTTP/1.1 200 OK' 'the exporter answers'
	like "$out" '^probe_success\{target="127.0.0.1"\} 1$' '... that a host is up'
	if command -v promtool >/dev/null; then
		printf '%s\n' "$out" | sed '1,/^.$/d' >"$LAB_TMP/metrics"
		ok "... in words that Prometheus' own checker takes" \
			sh -c 'promtool check metrics <"$1"' sh "$LAB_TMP/metrics"
	else
		skip 'there is no promtool here'
	fi
	ask '/probe?module=tcp&target=127.0.0.1%3A9719'
	like "$out" '^probe_success\{target="127.0.0.1:9719"\} 1$' 'a port, with its colon encoded'
	ask '/probe?target=127.0.0.1:9&module=tcp'
	like "$out" '^probe_success\{target="127.0.0.1:9"\} 0$' 'one that is closed is a result'
	ask '/probe?module=http&target=http://127.0.0.1:9719/'
	like "$out" '^probe_success\{target="http://127.0.0.1:9719/"\} 1$' 'a page'
	ask '/probe?module=tcp&target=%5B::1%5D:9'
	like "$out" '^probe_success\{target="\[::1\]:9"\} 0$' 'an IPv6 address, in brackets'
	for bad in '/probe?module=ping&target=--help' '/probe?module=ping&target=a%20b' '/probe?module=ping' \
		'/probe?module=arp&target=127.0.0.1' '/probe' '/probe?module=ping&target=%3Bid' \
		'/probe?module=ping&target=127.0.0.0/30' '/probe?module=ping&target=127.0.0.1-127.0.0.4'; do
		ask "$bad"
		like "$out" '^HTTP/1.1 400 Bad Request' "refused: $bad"
	done
	ask '/etc/passwd'
	like "$out" '^HTTP/1.1 404 Not Found' 'there is nothing else'
	ask '/probe?module=ping&target=name.invalid'
	like "$out" '^HTTP/1.1 500 ' 'what could not be probed is told as that'
else
	skip 'there is no systemd-socket-activate here' 17
fi

if command -v systemd-analyze >/dev/null; then
	cp probekit-exporter.socket probekit-exporter@.service "$LAB_TMP"
	sed -i "s#^ExecStart=-/usr/share/doc/probekit/examples/#ExecStart=-$PWD/#" "$LAB_TMP/probekit-exporter@.service"
	run systemd-analyze verify --man=no --generators=no "$LAB_TMP/probekit-exporter.socket" "$LAB_TMP/probekit-exporter@.service"
	is "$status $out$err" '0 ' "its units pass systemd's own check"
else
	skip 'there is no systemd-analyze here'
fi
if command -v promtool >/dev/null; then
	run promtool check config prometheus.yml
	is "$status $err" '0 ' "its scrapes pass Prometheus' own check"
else
	skip 'there is no promtool here'
fi

# ---- the textfile collector

run ./textfile-collector
is "$status $err" '2 usage: textfile-collector TARGETS [FOLDER]' 'the textfile collector wants a list'

printf '# hosts\n127.0.0.1\n127.0.0.9\n' >"$LAB_TMP/hosts"
run ./textfile-collector "$LAB_TMP/hosts" "$LAB_TMP"
is "$status $out $err" '0  ' 'the textfile collector is silent'
is "$(grep -c '^probe_success{target="127\.0\.0\.[19]"} 1$' "$LAB_TMP/probekit_ping.prom")" 2 '... and writes all hosts'
if command -v prometheus-node-exporter >/dev/null; then
	prometheus-node-exporter --collector.disable-defaults --collector.textfile \
		--collector.textfile.directory="$LAB_TMP" --web.listen-address=127.0.0.1:9720 >/dev/null 2>&1 &
	lab_pids="$lab_pids $!"
	lab_wait 5 listens 9720
	run httpget -s http://127.0.0.1:9720/metrics
	like "$out" '^probe_success\{target="127.0.0.9"\} 1$' 'node exporter passes it on'
	like "$out" '^node_textfile_scrape_error 0$' '... without an error'
else
	skip 'there is no node exporter here' 2
fi
echo name.invalid >"$LAB_TMP/hosts"
run ./textfile-collector "$LAB_TMP/hosts" "$LAB_TMP"
is "$status" 1 'what was no run fails'

# ---- monitoring plugins

# plugin NAME ARGUMENT...: the example's command line, macros replaced as Nagios does it.
plugin()
{
	local line

	line=$(awk -v name="$1" '$1 == "command_name" { on = $2 == name } on && $1 == "command_line" {
		sub(/^[ \t]*command_line[ \t]*/, ""); print }' nagios.cfg)
	shift
	line=$(printf '%s\n' "$line" | sed -e "s#^/usr/libexec/probekit#$PROBEKIT#" -e "s#\\\$HOSTADDRESS\\\$#$address#" \
		-e "s#\\\$ARG1\\\$#$1#" -e "s#\\\$ARG2\\\$#${2:-}#" -e "s#\\\$ARG3\\\$#${3:-}#")
	# shellcheck disable=SC2086 # words
	run ${wrapper:-} $line
}
wrapper='' address=127.0.0.1
plugin probekit_ping 100,20% 500,60%
like "$status $out" '^0 PING OK .*rta=' 'a command of Nagios'
plugin probekit_tcp 9 100,20% 500,60%
is "$status" 2 '... a closed port is critical'
plugin probekit_http http://127.0.0.1:9/ 1000,0% 5000,50%
like "$status $out" '^2 HTTP CRITICAL - 0 of 1 response' '... so is a page that is not there'
address=::1
plugin probekit_ping 100,20% 500,60%
like "$status $out" '^0 PING OK .*rta=' '... of a host that has IPv6 alone'
plugin probekit_tcp 9 100,20% 500,60%
like "$status $out" '^2 TCPPROBE CRITICAL - port 9 is closed' '... and its port'
address=127.0.0.1
if command -v negate >/dev/null; then
	wrapper=negate
	plugin probekit_tcp 9 100,20% 500,60%
	like "$status $out" '^0 .*CRITICAL' "... monitoring-plugins' own wrapper reads the status"
else
	skip 'there is no negate here'
fi

# ---- shards by GNU parallel

if command -v parallel >/dev/null && command -v jq >/dev/null; then
	echo 127.0.0.0/26 >"$LAB_TMP/hosts"
	HOME=$LAB_TMP run ./fanout 4 ping --targets "$LAB_TMP/hosts" --seed 1 -c 1 -W 1 --rate max
	is "$status" 0 'four shards in parallel'
	printf '%s\n' "$out" >"$LAB_TMP/records"
	is "$(jq -r 'select(.type == "target") | .addr' "$LAB_TMP/records" | sort -u | grep -c .)" \
		"$(jq -r 'select(.type == "target") | .addr' "$LAB_TMP/records" | grep -c .)" '... no host is in two'
	is "$(jq -r 'select(.type == "target") | .addr' "$LAB_TMP/records" | grep -c .)" 62 '... and none is left out'
	# By another host, which starts with an environment of its own.
	printf '#!/bin/sh\nshift\n[ "$1" != -- ] || shift\nexec env -i SHELL=/bin/sh HOME=%s sh -c "$*"\n' "$LAB_TMP" >"$LAB_TMP/remote"
	chmod +x "$LAB_TMP/remote"
	SSHLOGIN="$LAB_TMP/remote host" HOME=$LAB_TMP run ./fanout 2 ping --targets "$LAB_TMP/hosts" --seed 1 -c 1 -W 1 --rate max
	is "$status $(printf '%s\n' "$out" | jq -r 'select(.type == "target") | .addr' | sort -u | grep -c .)" '0 62' \
		'... by other hosts too, which know the tools by the same folder'
	for bad in '' x 0 4; do
		run ./fanout $bad
		like "$status $err" '^255 usage: fanout N COMMAND' "refused: fanout $bad"
	done
else
	skip 'there is no GNU parallel or no jq here' 8
fi
tap_done
