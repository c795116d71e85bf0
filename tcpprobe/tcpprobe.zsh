# zsh completion of tcpprobe, made from its option table by `make completions`.
# SPDX-License-Identifier: BSD-2-Clause
_compskip=all
_arguments -s -S \
	'(-c --count)'{-c+,--count=}'[stop after N probes]:N: ' \
	'(-i --interval)'{-i+,--interval=}'[seconds between probes (0.1); of --path between rounds (1)]:S: ' \
	'(-W --timeout)'{-W+,--timeout=}'[seconds to wait for an answer (1; of a walk 5)]:S: ' \
	'(-w --deadline)'{-w+,--deadline=}'[end after S seconds]:S: ' \
	--refused='[what a closed port is to the exit status (crit)]:HOW:(ok warn crit)' \
	--reresolve='[after N probes in a row without answer, look the name up again]:N: ' \
	--reference='[a port the host surely answers: are a closed port'\''s RSTs the host'\''s too?]:PORT: ' \
	'(-p --ports)'{-p+,--ports=}'[these ports: 22,https,8000-8100; - is all]:PORTS:_ports' \
	--targets='[hosts, one a line; - is standard input]:FILE:_files' \
	--exclude='[never ask these]:FILE:_files' \
	--all-addresses'[every address of a name]' \
	'*'--expect='[open, closed, rejected or filtered is what they should be (repeatable)]:STATE\:PORTS:{compadd -S "" - open\: closed\: rejected\: filtered\:}' \
	--retries='[ask a silent port N more times (2)]:N: ' \
	--rate='[SYNs a second at most (100), or max]:PPS:(max)' \
	--seed='[what decides the order]:N: ' \
	--shard='[the I-th of N disjoint parts]:I/N: ' \
	--resume='[keep in STATE what is left, and go on with it]:STATE:_files' \
	--walk'[one whole connection as a ladder of its packets]' \
	--mtu'[the path MTU inside connections: is there a black hole?]' \
	--send='[what a walk sends: \\r \\n \\t \\xNN are escapes]:TEXT: ' \
	--offers'[what the peer'\''s TCP offers, and whether SYN cookies are active]' \
	--retransmits='[wait so long for SYN-ACKs that come again (4)]:S: ' \
	--self-check'[what on this host may keep the probes or their answers; sends nothing]' \
	--path'[every hop to the port, again and again]' \
	--compare='[with --path: where the ways to this port and that one differ]:PORT:_ports' \
	--flows='[with --path: from N ports, to find equal paths]:N: ' \
	--ecn'[with --path: offer ECN, to see who takes it away]' \
	'(-4 --ipv4)'{-4,--ipv4}'[IPv4 only]' \
	'(-6 --ipv6)'{-6,--ipv6}'[IPv6 only]' \
	'*'{-I+,--interface=}'[leave by this interface, or from this address]:NAME or ADDR:_net_interfaces' \
	--source-port='[from this port every time, not a fresh one]:N: ' \
	--ttl='[TTL or hop limit; of --path the most hops]:N: ' \
	--dscp='[the DSCP: ef, af41, cs5 or 0 to 63]:NAME or N:(cs0 le cs1 af11 af12 af13 cs2 af21 af22 af23 cs3 af31 af32 af33 cs4 af41 af42 af43 cs5 va ef cs6 cs7 df)' \
	--mark='[firewall mark of what is sent]:N: ' \
	'(-q --quiet)'{-q,--quiet}'[nothing but errors]' \
	'(-v --verbose)'{-v,--verbose}'[also what came and does not count]' \
	'(-n --numeric)'{-n,--numeric}'[with --path no names of the hops]' \
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
