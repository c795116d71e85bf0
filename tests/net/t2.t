#!/bin/sh
. "$(dirname "$0")/../tap.sh"
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
. "$LAB_ROOT/tests/lab/talk.sh"
HTTPGET=${HTTPGET:-$BUILD/httpget}
webpeer_address=198.18.1.2
. "$LAB_ROOT/tests/lab/webpeer.sh"
lab_direct
TALK_HOST=h2 TALK_ADDRESS=198.18.1.2
talk_peers <<'SCRIPT'
open hold
line "hi\r\n" eof "bye\r\n" fin
SCRIPT
webpeer_start port nsenter --net=/run/netns/h2
webpeer_wait port
to=198.18.1.2
web=http://$to:$(cat "$folder/port")
go() { for how in '>&-' '>/dev/full'; do run in_ns h1 sh -c "exec timeout 20 \"\$@\" $how" sh "$@"; echo "$how $status [$err] ${*#*/build/}"; done; }
go2() { run in_ns h1 timeout 20 "$@"; echo "$status [$err] ${*#*/build/} | $(echo "$out" | tail -n1 | cut -c1-60)"; }
go "$PING" -c2 -i0.01 $to
go "$PING" -c1 $to 198.18.1.1
go "$PING" --path -n -c1 $to
go "$PING" --mtu $to
go "$PING" --nagios -c1 $to
go "$PING" --json -c1 $to
go "$PING" --prom - -c1 $to
go "$ARPING" -f $to
go "$ARPING" --json -f $to
go "$ARPING" 198.18.1.2-3
go "$TCPPROBE" -c1 $to:$(port open)
go "$TCPPROBE" --json -c1 $to:$(port open)
go "$TCPPROBE" --walk --send x $to:$(port line)
go "$TCPPROBE" -n --path -c1 $to:$(port open)
go "$HTTPGET" $web/whole
go "$HTTPGET" $web/long
go "$HTTPGET" -w x -o /dev/null $web/whole
go "$HTTPGET" --json $web/whole
go "$TELNETLITE" $to $(port line)
go "$TELNETLITE" --json $to $(port line)
go "$TELNETLITE" --nagios $to $(port line)
for o in --json= '--pcap ' '--prom '; do
for f in /dev/full; do
go2 "$PING" -c2 -i0.01 $o"$f" $to
go2 "$ARPING" -f $o"$f" $to
go2 "$TCPPROBE" -c1 $o"$f" $to:$(port open)
go2 "$HTTPGET" $o"$f" $web/whole
go2 "$TELNETLITE" $o"$f" $to $(port line)
done
done
go2 "$HTTPGET" -o /dev/full $web/whole
go2 "$HTTPGET" -o /dev/full $web/long
go2 "$HTTPGET" --har /dev/full $web/long
mkdir /run/disk; mount -t tmpfs -o size=4k small /run/disk; dd if=/dev/zero of=/run/disk/fill bs=1k 2>/dev/null
go2 "$HTTPGET" -o /run/disk/x $web/long
go2 "$TELNETLITE" --log /run/disk/log $to $(port line)
go2 "$HTTPGET" -o /run/disk/x --json=/run/disk/y --pcap /run/disk/z $web/long
ls -la /run/disk
for t in "$PING -c1" "$ARPING -f" "$TCPPROBE -c1" "$HTTPGET" "$TELNETLITE"; do for h in --help --version; do run sh -c "exec $t $h >/dev/full"; echo "$status [$err] $t $h"; done; done
