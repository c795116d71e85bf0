# zsh completion of arping, made from its option table by `make completions`.
# SPDX-License-Identifier: BSD-2-Clause
_compskip=all
_arguments -s -S \
	'(-c --count)'{-c+,--count=}'[stop after N probes]:N: ' \
	'(-i --interval)'{-i+,--interval=}'[seconds between probes (1)]:S: ' \
	'(-w --deadline)'{-w+,--deadline=}'[end after S seconds]:S: ' \
	'(-W --timeout)'{-W+,--timeout=}'[seconds to wait for an answer, at the end too]:S: ' \
	'(-f --first-reply)'{-f,--first-reply}'[end with the first reply]' \
	'(-b --broadcast)'{-b,--broadcast}'[ask everybody every time, not the owner alone]' \
	--unique'[exit with 1 when two MACs have the address]' \
	'(-D --dad)'{-D,--dad}'[duplicate address detection: is the address free?]' \
	--dad-scale='[probe at the RFC'\''s times, X times as long]:X: ' \
	--announce'[take the address when -D finds it free]' \
	'(-U --unsolicited)'{-U,--unsolicited}'[announce an address of ours by requests]' \
	'(-A --answer)'{-A,--answer}'[announce an address of ours by replies]' \
	--router'[ask for IPv6 routers and what they say]' \
	--targets='[addresses, one a line: names, CIDR, ranges]:FILE:_files' \
	--localnet'[the networks of the interface]' \
	--exclude='[what is never asked, in the same form]:FILE:_files' \
	--rate='[probes a second (2000), or max]:PPS:(max)' \
	--retries='[ask who is silent so many times more (1)]:N: ' \
	--seed='[ask in an order that N decides]:N: ' \
	--shard='[the I-th of N disjoint parts (--seed)]:I/N: ' \
	--vendor=-'[who made each card, by this system'\''s list or FILE]::FILE:_files' \
	--watch'[listen, ask gently, and tell what changes: who is new, gone, twice there]' \
	--read-pcap='[the same for what a savefile holds; - is standard input]:FILE:_files' \
	--state='[what is known is read from FILE and written there]:FILE:_files' \
	--exec='[run by sh for each event, which is in its environment]:COMMAND: ' \
	--gone='[an address asked and silent this long is gone (300)]:S: ' \
	'(-4 --ipv4)'{-4,--ipv4}'[IPv4 only: ARP]' \
	'(-6 --ipv6)'{-6,--ipv6}'[IPv6 only: neighbour discovery]' \
	'(-I --interface)'{-I+,--interface=}'[ask on this interface, or from this address]:NAME or ADDR:_net_interfaces' \
	'(-s --source)'{-s+,--source=}'[ask from this address]:ADDR: ' \
	--vlan='[with this VLAN tag; answers without it do not count]:ID[\:PRIO]: ' \
	--spoof'[from addresses that are not ours (root only)]' \
	--source-mac='[from this MAC (root only)]:MAC: ' \
	'(-q --quiet)'{-q,--quiet}'[nothing but errors]' \
	'(-v --verbose)'{-v,--verbose}'[also what was heard and does not count]' \
	'(-n --numeric)'{-n,--numeric}'[no names, as always]' \
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
