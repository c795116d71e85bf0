# zsh completion of fping, made from its option table by `make completions`.
# SPDX-License-Identifier: BSD-2-Clause
_compskip=all
_arguments -s -S \
	'(-4 --ipv4)'{-4,--ipv4}'[IPv4 only]' \
	'(-6 --ipv6)'{-6,--ipv6}'[IPv6 only]' \
	'(-b --size)'{-b+,--size=}'[bytes of data in a request (56)]:BYTES: ' \
	'(-B --backoff)'{-B+,--backoff=}'[each retry waits N times as long, 1 to 5 (1.5)]:N: ' \
	'(-c --count)'{-c+,--count=}'[ask every target N times]:N: ' \
	'(-f --file)'{-f+,--file=}'[targets from a file, one a line (- is standard input)]:FILE:_files' \
	'(-g --generate)'{-g,--generate}'[targets from FIRST LAST or from a prefix]' \
	'(-H --ttl)'{-H+,--ttl=}'[time to live of requests]:N: ' \
	'(-I --iface)'{-I+,--iface=}'[leave by this interface]:IFACE:_net_interfaces' \
	'(-l --loop)'{-l,--loop}'[ask until interrupted]' \
	'(-m --all)'{-m,--all}'[all addresses of a name]' \
	'(-M --dontfrag)'{-M,--dontfrag}'[forbid fragmentation]' \
	'(-O --tos)'{-O+,--tos=}'[type of service of requests]:N: ' \
	'(-p --period)'{-p+,--period=}'[between requests to one target (1000)]:MSEC: ' \
	'(-r --retry)'{-r+,--retry=}'[how often a silent target is asked again (3)]:N: ' \
	'(-R --random)'{-R,--random}'[random data]' \
	'(-S --src)'{-S+,--src=}'[source address]:IP: ' \
	'(-t --timeout)'{-t+,--timeout=}'[how long to wait (500; with -c, -C, -l the period, 2000 at most)]:MSEC: ' \
	'(-a --alive)'{-a,--alive}'[print who answers]' \
	'(-A --addr)'{-A,--addr}'[print addresses]' \
	'(-C --vcount)'{-C+,--vcount=}'[as -c, with the time of each request]:N: ' \
	'(-d --rdns)'{-d,--rdns}'[print names, by reverse lookup always]' \
	'(-D --timestamp)'{-D,--timestamp}'[the time before each line]' \
	'(-e --elapsed)'{-e,--elapsed}'[print how long an answer took]' \
	'(-i --interval)'{-i+,--interval=}'[between any two requests (10)]:MSEC: ' \
	'(-n --name)'{-n,--name}'[print names, by reverse lookup where an address was given]' \
	'(-N --netdata)'{-N,--netdata}'[what netdata reads (with -l -Q)]' \
	'(-o --outage)'{-o,--outage}'[print how long a target was away]' \
	'(-q --quiet)'{-q,--quiet}'[no line a target or a request]' \
	'(-Q --squiet)'{-Q+,--squiet=}'[as -q, and a summary every SECS seconds]:SECS: ' \
	'(-s --stats)'{-s,--stats}'[print totals]' \
	'(-u --unreach)'{-u,--unreach}'[print who does not answer]' \
	'(- *)'{-v,--version}'[print the version]' \
	'(-x --reachable)'{-x+,--reachable=}'[tell whether at least N targets answer]:N: ' \
	'(- *)'{-h,--help}'[print this]' \
	'*:host:_hosts'
