#!/bin/sh
# closed_pipe: a reader that goes away ends every mode of every tool quietly.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2016,SC2086 # perl expands; lists are words
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
bare='setpriv --bounding-set=-all --inh-caps=-all --'

ip link set lo up
echo 0 0 >/proc/sys/net/ipv4/ping_group_range
mkfifo "$LAB_TMP/ready"
perl -MSocket -e '
	$SIG{PIPE} = $SIG{CHLD} = "IGNORE";
	socket my $s, AF_INET, SOCK_STREAM, 0;
	setsockopt $s, SOL_SOCKET, SO_REUSEADDR, 1;
	bind $s, pack_sockaddr_in(80, INADDR_ANY) or die $!;
	listen $s, 64;
	print "ready\n"; close STDOUT;
	while (1) {
		accept my $c, $s or next;
		fork and next;
		sysread $c, my $asked, 4096;
		syswrite $c, "HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" . "line\n" x 40000;
		exit;
	}' >"$LAB_TMP/ready" &
lab_pids="$lab_pids $!"
read -r _ <"$LAB_TMP/ready" || bail_out 'no server'

# A pipe that nobody reads, so that the first write fails.
mkfifo "$LAB_TMP/unread"
exec 3<>"$LAB_TMP/unread"
exec 4>"$LAB_TMP/unread" 3<&-

n=0
pids=
# starts PREFIX TOOL OPTIONS: twice, into that pipe and into one whose reader takes a line.
starts()
{
	n=$((n + 1))
	echo "$*" >"$LAB_TMP/$n.what"
	{
		timeout 20 $1 "${PING%/*}/$2" $3 >&4 2>"$LAB_TMP/$n.unread.err"
		echo $? >"$LAB_TMP/$n.unread"
	} &
	pids="$pids $!"
	{
		{
			timeout 20 $1 "${PING%/*}/$2" $3 2>"$LAB_TMP/$n.line.err"
			echo $? >"$LAB_TMP/$n.line"
		} | head -n1 >"$LAB_TMP/$n.head"
	} &
	pids="$pids $!"
}
# begin STATUSES TOOL OPTIONS...: what may be the status where nobody reads, with and without privilege.
begin()
{
	may=$1 tool=$2
	shift 2
	for o in "$@"; do
		for as in '' "$bare"; do
			starts "$as" "$tool" "$o"
			echo $may >"$LAB_TMP/$n.may"
		done
	done
}

begin 0 tcpprobe --help '-V -v'
begin 1 tcpprobe '-c2 -i0.1 127.0.0.1:80' '-c2 -i0.1 --json 127.0.0.1:80' '--walk 127.0.0.1:80' \
	'--mtu 127.0.0.1:80' '--path -c1 127.0.0.1:80' '--path -c1 --compare 81 127.0.0.1:80' \
	'-p 80-90 127.0.0.1' '-p 80-90 --json 127.0.0.0/29' '--expect open:80 127.0.0.1'
begin 01 tcpprobe '--self-check 127.0.0.1:80' '--self-check --json 127.0.0.1:80'
begin 0 ping --help -V
begin 01 ping '-c2 -i0.1 127.0.0.1' '-c2 -i0.1 --json 127.0.0.1' '--path -c1 127.0.0.1' '--mtu 127.0.0.1' \
	'--flows 4 -c1 127.0.0.1' '-c1 127.0.0.0/29' '--nagios -c1 127.0.0.1'
begin 0 arping --help -V
begin 0 telnetlite --help -V
begin 0 httpget --help -V
begin 01 httpget 'http://127.0.0.1/' '-i http://127.0.0.1/' '--json http://127.0.0.1/' \
	'-w %{http_code} http://127.0.0.1/' '--count 2 --interval 0.1 http://127.0.0.1/' \
	'--probe cache http://127.0.0.1/'
begin 01 telnetlite '--send GET 127.0.0.1 80'
wait $pids
for i in $(seq $n); do
	may=$(cat "$LAB_TMP/$i.may")
	like "$(cat "$LAB_TMP/$i.unread") $(cat "$LAB_TMP/$i.unread.err")" "^[$may] \$" "$(cat "$LAB_TMP/$i.what"): nobody reads"
	like "$(cat "$LAB_TMP/$i.line") $(cat "$LAB_TMP/$i.line.err")" "^[0$may] \$" '... or one line'
done
tap_done
