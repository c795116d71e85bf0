# zsh completion of ping, made from its option table by `make completions`.
# SPDX-License-Identifier: BSD-2-Clause
_compskip=all
_arguments -s -S \
	'(-c --count)'{-c+,--count=}'[stop after N probes]:N: ' \
	'(-i --interval)'{-i+,--interval=}'[seconds between probes (1)]:S: ' \
	'(-w --deadline)'{-w+,--deadline=}'[end after S seconds]:S: ' \
	'(-W --timeout)'{-W+,--timeout=}'[seconds to wait for an answer at the end (10)]:S: ' \
	'(-s --size)'{-s+,--size=}'[data bytes in a probe (56)]:BYTES: ' \
	'(-p --pattern)'{-p+,--pattern=}'[fill the data with up to 16 bytes]:HEX: ' \
	'(-f --flood)'{-f,--flood}'[send as fast as answers come, 100 a second at least]' \
	'(-A --adaptive)'{-A,--adaptive}'[send the next probe when the answer is there]' \
	'(-l --preload)'{-l+,--preload=}'[send N probes without waiting]:N: ' \
	'(-e --identifier)'{-e+,--identifier=}'[the ICMP identifier]:N: ' \
	'(-U --user-latency)'{-U,--user-latency}'[take times in this program, not in the kernel]' \
	'(-o --first-reply)'{-o,--first-reply}'[end with the first reply]' \
	--until-up=-'[end when N probes in a row were answered]::N: ' \
	--until-down=-'[end when N probes in a row were not]::N: ' \
	--ignore-errors'[ICMP errors neither end the run nor count for -c]' \
	--min-alive='[exit 1 if fewer targets answered]:N: ' \
	--max-loss='[exit 1 if a target lost more]:PCT: ' \
	'*'--max-rtt='[exit 1 if avg, max or p99 is more (repeatable)]:P=MS:{compadd -S "" - avg= max= p99=}' \
	'(-4 --ipv4)'{-4,--ipv4}'[IPv4 only]' \
	'(-6 --ipv6)'{-6,--ipv6}'[IPv6 only]' \
	'*'{-I+,--interface=}'[leave by this interface, or from this address (repeatable)]:NAME or ADDR:_net_interfaces' \
	'(-B --sticky)'{-B,--sticky}'[keep the source address of the first probe]' \
	'(-C --connect)'{-C,--connect}'[connect the socket to the target]' \
	'(-r --dont-route)'{-r,--dont-route}'[only to hosts on a network of this one]' \
	'(-t --ttl)'{-t+,--ttl=}'[time to live, or hop limit]:N: ' \
	'(-Q --tos)'{-Q+,--tos=}'[the whole DS field, 0 to 255]:N: ' \
	--dscp='[the DSCP: ef, af41, cs5 or 0 to 63]:NAME or N:(cs0 le cs1 af11 af12 af13 cs2 af21 af22 af23 cs3 af31 af32 af33 cs4 af41 af42 af43 cs5 va ef cs6 cs7 df)' \
	'(-m --mark)'{-m+,--mark=}'[firewall mark of what is sent]:N: ' \
	'(-M --pmtudisc)'{-M+,--pmtudisc=}'[path MTU discovery]:HOW:(dont want do probe)' \
	--mtu'[find the path'\''s MTU, and who limits it]' \
	--path'[every hop to the target, again and again]' \
	--flows='[loss and times of N flows: finds a bad one of equal paths]:N: ' \
	'(-F --flow-label)'{-F+,--flow-label=}'[IPv6 flow label, 20 bits]:N: ' \
	'(-b --broadcast)'{-b,--broadcast}'[allow a broadcast address]' \
	'(-L --no-multicast-loop)'{-L,--no-multicast-loop}'[do not hear our own multicast]' \
	'(-R --record-route)'{-R,--record-route}'[IPv4 record route option]' \
	'(-T --timestamp)'{-T+,--timestamp=}'[IPv4 timestamp option]:HOW:(tsonly tsandaddr tsprespec)' \
	'*'--source-route='[IPv4 loose source route (repeatable)]:HOP:_hosts' \
	'(-S --send-buffer)'{-S+,--send-buffer=}'[the socket'\''s send buffer]:BYTES: ' \
	'(-d --debug)'{-d,--debug}'[SO_DEBUG on the socket]' \
	--targets='[targets, one a line: names, addresses, CIDR, ranges]:FILE:_files' \
	--exclude='[what is never asked, in the same form]:FILE:_files' \
	--all-addresses'[every address of a name]' \
	--rate='[probes a second over all targets (1000), or max]:PPS:(max)' \
	--retries='[more probes for who was silent (2 without -c)]:N: ' \
	--backoff='[each retry waits this much longer (1.5)]:FACTOR: ' \
	--seed='[ask in an order that N decides]:N: ' \
	--shard='[the I-th of N disjoint parts]:I/N: ' \
	--alive'[print who answers, a name a line, as it does]' \
	--unreachable'[print who did not, at the end]' \
	--vector'[the time of each probe, a line a target]' \
	--report-every='[the table so far every S seconds]:S: ' \
	'(-n --numeric)'{-n,--numeric}'[no names for addresses]' \
	'(-H --reverse)'{-H,--reverse}'[names, also for a numeric target]' \
	'(-O --outstanding)'{-O,--outstanding}'[say when no answer came before the next probe]' \
	'(-D --unix-time)'{-D,--unix-time}'[seconds since 1970 before each line]' \
	'(-3 --precise)'{-3,--precise}'[three decimals in every time]' \
	'(-a --audible)'{-a,--audible}'[ring the bell for an answer]' \
	'(-q --quiet)'{-q,--quiet}'[the first and the last lines only]' \
	'(-v --verbose)'{-v,--verbose}'[say more]' \
	--graph'[a live strip and histogram; in a pipe the latter, last]' \
	--breakdown'[each time as this host, wire, this host]' \
	--stats'[percentiles, jitter, outages and losses by cause]' \
	--explain'[what the result means and what to try next]' \
	--json=-'[JSON Lines instead of text, or into FILE]::FILE:_files' \
	--prom='[Prometheus text at the end; - is standard output]:FILE:_files' \
	--pcap='[pcapng of this run'\''s packets]:FILE:_files' \
	--nagios'[one monitoring plugin line]' \
	--warning='[thresholds of --nagios, RTT in ms]:RTT,LOSS%: ' \
	--critical='[the same for critical]:RTT,LOSS%: ' \
	'*'--label='[copied into every record (repeatable)]:KEY=VALUE: ' \
	--time-format='[wall clock before each line]:HOW:(unix iso local)' \
	--color='[colour on a terminal]:WHEN:(auto always never)' \
	'(- *)'{-h,--help}'[this text]' \
	'(- *)'{-V,--version}'[version, libraries and privileges]' \
	'*:host:_hosts'
