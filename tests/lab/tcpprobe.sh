# tcpprobe: runs of tcpprobe in the lab, each one's records checked; sourced behind lab_enter.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh disable=SC3043,SC2034,SC2016 # every Linux sh knows local; err and status are for the tests; perl expands
#
#	listen_in h2 80 443                  # a server on these ports, of both families
#	probe_in h1 -c2 198.18.2.1:80        # $out, $err, $status as run leaves them
#	probe_start NAME h1 -c1 198.18.2.1   # in the background; probe_end NAME waits for it
#	probe_as=$probe_bare                 # from then on without any capability
#	probe_done                           # what held in every run, and the end of the test

# shellcheck source=tests/json.sh
. "$LAB_ROOT/tests/json.sh"
# shellcheck source=tests/lab/records.sh
. "$LAB_ROOT/tests/lab/records.sh"
: >"$LAB_TMP/tcpprobe.jsonl"
probe_bare='setpriv --bounding-set=-all --inh-caps=-all --'

listen_in()
{
	local ns="$1"

	shift
	mkfifo "$LAB_TMP/listen"
	nsenter --net="/run/netns/$ns" -- perl -MSocket=:all -e '
		for my $port (@ARGV) {
			socket my $s, AF_INET6, SOCK_STREAM, 0 or die $!;
			setsockopt $s, SOL_SOCKET, SO_REUSEADDR, 1;
			bind $s, pack_sockaddr_in6($port, IN6ADDR_ANY) or die $!;
			listen $s, 64 or die $!;
			push @held, $s;
		}
		print "ready\n"; close STDOUT; sleep 300;' "$@" >"$LAB_TMP/listen" 2>"$LAB_TMP/listen.err" &
	lab_pids="$lab_pids $!"
	read -r _ <"$LAB_TMP/listen" || bail_out "no server: $(cat "$LAB_TMP/listen.err")"
	rm "$LAB_TMP/listen"
}

probe_in()
{
	local ns="$1"

	shift
	records=$LAB_TMP/run.json
	rm -f "$records"
	run in_ns "$ns" "$TCPPROBE" --json="$records" "$@"
	probe_keep
}

probe_start()
{
	local name="$1" ns="$2"

	shift 2
	# shellcheck disable=SC2086 # words
	rec_start "$name" "$ns" ${probe_as-} "$TCPPROBE" "$@"
}

# probe_end NAME: $out, $err, $status and the records are those of that run.
probe_end()
{
	rec_end "$1"
	probe_keep
}

probe_keep()
{
	[ ! -e "$records" ] || cat "$records" >>"$LAB_TMP/tcpprobe.jsonl"
}

# half_open_in NAMESPACE: how many connections wait there for the last ACK of a handshake.
half_open_in()
{
	in_ns "$1" cat /proc/net/tcp /proc/net/tcp6 | awk '$4 == "03" { n++ } END { print n + 0 }'
}

probe_done()
{
	ok 'every record is one that the schema has' \
		json_lines_valid "$LAB_ROOT/lib/json.schema.json" "$LAB_TMP/tcpprobe.jsonl"
	tap_done
}
