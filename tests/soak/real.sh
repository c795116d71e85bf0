#!/bin/sh
# real: all five tools at once for MINUTES (10) over a link that loses, repeats and delays by the
# number; what they count is what the relay and the servers count, and their memory stays flat.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2016,SC3043,SC2034,SC2154 # perl; every Linux sh knows local; some are for the lab
#
# Ends with a table; status 1 where a count is off or memory grew.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
command -v jq >/dev/null || skip_all 'there is no jq here'
unset http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY
seconds=$(awk -v m="${MINUTES:-10}" 'BEGIN { printf "%d", m * 60 }')
[ "$seconds" -ge 10 ] || bail_out "MINUTES is too short a time: '${MINUTES:-}'"
cd "$LAB_TMP" || exit 99

# The rules by number: a tool's questions on the way there, its answers on the way back.
lab_relayed 'drop request every=10' 'dup reply every=25' 'delay 30 reply every=7' \
	'drop arp op=1 to=198.18.1.3 every=9' 'dup arp op=2 from=198.18.1.3 every=25' \
	'drop tcp dport=81 flags=S every=10' 'dup tcp sport=81 flags=SA every=25' \
	'drop tcp sport=82 every=60' 'dup tcp dport=82 every=50' \
	'drop tcp sport=83 every=40' 'delay 20 tcp sport=83 every=11'
lab_addr h2 eth0 198.18.1.3/24
for side in 1 2; do
	mac=$(ip -n h$((3 - side)) -br link show dev eth0 | awk '{ print $3 }')
	ip -n h$side neigh replace 198.18.1.$((3 - side)) lladdr "$mac" dev eth0 nud permanent
done

# Port 81 only accepts; 82 answers requests; 83 says a line each tenth of a second for SECONDS and
# ends. At TERM it tells what it did.
nsenter --net=/run/netns/h2 -- perl -MIO::Socket::INET -MIO::Select -MTime::HiRes=time -e '
	my ($seconds) = @ARGV;
	my %at = map { $_ => IO::Socket::INET->new(LocalAddr => "198.18.1.2:$_", Listen => 64,
		ReuseAddr => 1) || die $! } 81 .. 83;
	my %port = map { $at{$_} => $_ } keys %at;
	my $all = IO::Select->new(values %at);
	my (%of, %sent, %asked, %connections, $ticker, $next, $end, $over, $text);
	my %got = (82 => 0, 83 => 0);
	$SIG{TERM} = sub { $over = 1 };
	$| = 1;
	print "ready\n";
	while (!$over) {
		for my $s ($all->can_read($ticker ? 0.02 : 0.2)) {
			if (my $p = $port{$s}) {
				my $c = $s->accept or next;
				$connections{$p}++;
				$of{$c} = $p;
				$all->add($c);
				($ticker, $next, $end) = ($c, time, time + $seconds) if $p == 83;
				next;
			}
			my $n = sysread $s, my $in, 65536;
			if (!$n) { $all->remove($s); close $s; next }
			next if $of{$s} != 82;
			$asked{82}++ while $in =~ /\r\n\r\n/g;
			my $body = "x" x (200 + $asked{82} % 1000);
			$sent{82} += syswrite $s, "HTTP/1.1 200 OK\r\nContent-Length: " . length($body) .
				"\r\n\r\n" . $body;
		}
		while ($ticker && $next <= time) {
			$sent{83} += syswrite $ticker, sprintf "tick %d\r\n", ++$asked{83};
			$next += 0.1;
			if ($next > $end) { $all->remove($ticker); close $ticker; undef $ticker }
		}
	}
	printf "%d_asked=%d\n%d_sent=%d\n%d_connections=%d\n", $_, $asked{$_} // 0, $_, $sent{$_} // 0, $_,
		$connections{$_} // 0 for 81 .. 83;' "$seconds" >server &
server=$!
lab_pids="$lab_pids $server"
lab_wait 10 grep -q ready server || bail_out 'the servers do not start'

# begin NAME COMMAND...
begin()
{
	local name="$1"

	shift
	nsenter --net=/run/netns/h1 -- "$@" >"$name.out" 2>"$name.err" <quiet &
	eval "${name}_pid=$!"
	lab_pids="$lab_pids $!"
}

# Nobody types.
mkfifo quiet
exec 7<>quiet
begin ping "$PING" -n -q -i 0.2 -c $((seconds * 5)) --json="$LAB_TMP/ping.json" 198.18.1.2
begin arping "$ARPING" -q -i 0.5 -c $((seconds * 2)) -I eth0 --json="$LAB_TMP/arping.json" 198.18.1.3
begin tcpprobe "$TCPPROBE" -n -q -i 0.1 -c $((seconds * 10)) --json="$LAB_TMP/tcpprobe.json" 198.18.1.2:81
begin httpget "$HTTPGET" -s -o /dev/null --count $((seconds * 4)) --interval 0.25 \
	--json="$LAB_TMP/httpget.json" http://198.18.1.2:82/
begin telnetlite "$TELNETLITE" --json="$LAB_TMP/telnetlite.json" 198.18.1.2 83
tools='ping arping tcpprobe httpget telnetlite'

# A sample of each each fifth second: seconds, tool, KiB resident, KiB of data.
page=$(($(getconf PAGESIZE) / 1024)) begun=$(date +%s) alive=5
while [ $alive -gt 0 ]; do
	sleep 5
	alive=0
	for name in $tools; do
		eval "pid=\$${name}_pid"
		# shellcheck disable=SC2046 # words
		set -- $(cat "/proc/$pid/statm" 2>/dev/null)
		[ "${2:-0}" -gt 0 ] || continue
		alive=$((alive + 1))
		echo "$(($(date +%s) - begun)) $name $(($2 * page)) $(($6 * page))" >>memory
	done
	[ $(($(date +%s) - begun)) -lt $((seconds + 60)) ] || bail_out 'they do not end'
done
for name in $tools; do
	eval "wait \$${name}_pid"
	is "$?" 0 "$name ends well" || diag "$(cat "$name.err")"
done
lab_stop w
kill "$server"
wait "$server"

# rule N KEY: of the relay's N-th rule, matched or applied.
rule()
{
	grep "^total rule=$1 " w.log | tail -n1 | tr ' ' '\n' | sed -n "s/^$2=//p"
}

# said NAME KEY...: of its summary.
said()
{
	local name="$1" keys=''

	shift
	for key; do
		keys="$keys${keys:+,}.$key"
	done
	tail -n1 "$name.json" | jq -r "[$keys] | join(\" \")"
}

served()
{
	sed -n "s/^$1=//p" server
}

# row NAME WHAT SAID COUNTED: a row of the table; both are the same numbers.
rows=''
row()
{
	is "$3" "$4" "$1: $2"
	rows="$rows$(printf '%-11s %-34s %-22s %s' "$1" "$2" "$3" "$4")
"
}

row ping 'sent lost answered duplicates' "$(said ping transmitted lost answered duplicates)" \
	"$(rule 1 matched) $(rule 1 applied) $(($(rule 1 matched) - $(rule 1 applied))) $(rule 2 applied)"
row arping 'sent lost answered duplicates' "$(said arping sent lost answered duplicates)" \
	"$(rule 4 matched) $(rule 4 applied) $(($(rule 4 matched) - $(rule 4 applied))) $(rule 5 applied)"
row tcpprobe 'sent lost open duplicates' "$(said tcpprobe sent lost open duplicates)" \
	"$(rule 6 matched) $(rule 6 applied) $(($(rule 6 matched) - $(rule 6 applied))) $(rule 7 applied)"
row httpget 'requests responses failed bytes' "$(said httpget requests responses failed read_bytes)" \
	"$(served 82_asked) $(served 82_asked) 0 $(served 82_sent)"
row telnetlite 'bytes lines' "$(said telnetlite received_bytes) $(wc -l <telnetlite.out)" \
	"$(served 83_sent) $(served 83_asked)"

# Behind the first quarter nothing more is allocated. What is resident may still rise below that:
# rings and histograms are touched as they fill; a line through the samples says how much in an hour.
awk -v from=$((seconds / 4)) '
	$1 >= from { n[$2]++; x[$2] += $1; y[$2] += $3; xx[$2] += $1 * $1; xy[$2] += $1 * $3
		if (!($2 in low) || $3 < low[$2]) low[$2] = $3
		if ($3 > high[$2]) high[$2] = $3
		if (!($2 in first)) first[$2] = $4
		last[$2] = $4 }
	END { for (t in n) { d = n[t] * xx[t] - x[t] * x[t]
		print t, n[t], first[t], last[t], low[t], high[t],
			d ? int(3600 * (n[t] * xy[t] - x[t] * y[t]) / d) : 0 } }' memory >rises
for name in $tools; do
	read -r _ samples first last low high rise <<END
$(grep "^$name " rises)
END
	ok "$name: allocates no more, $first KiB then $last in $samples samples" [ "$last" -le "$first" ]
	ok "$name: $low to $high KiB are resident" [ $((high - low)) -le 512 ]
	rows="$rows$(printf '%-11s %-34s %-22s %s' "$name" 'KiB allocated; resident, an hour' "$first to $last" \
		"$low to $high, $rise")
"
done
note "$seconds seconds, lost $(for n in 1 4 6 8 10; do rule $n applied; done | tr '\n' ' ')of the five's packets"
note "$(printf '%-11s %-34s %-22s %s' tool what 'it says' 'they counted')
$rows"
tap_done
