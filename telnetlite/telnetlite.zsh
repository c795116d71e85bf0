# zsh completion of telnetlite, made from its option table by `make completions`.
# SPDX-License-Identifier: BSD-2-Clause
_compskip=all
_arguments -s -S \
	'(-4 --ipv4)'{-4,--ipv4}'[IPv4 only]' \
	'(-6 --ipv6)'{-6,--ipv6}'[IPv6 only]' \
	'(-w --connect-timeout)'{-w+,--connect-timeout=}'[seconds to connect, over all addresses]:S: ' \
	'(-i --idle)'{-i+,--idle=}'[end when nothing came or went for so long]:S: ' \
	--deadline='[end after so many seconds in all]:S: ' \
	'(-q --linger)'{-q+,--linger=}'[after the end of input, wait so long for more from the peer (10)]:S: ' \
	'(-N --half-close)'{-N,--half-close}'[send FIN at the end of input (the default)]' \
	--no-half-close'[send no FIN at the end of input]' \
	'(-s --interface)'{-s+,--interface=}'[leave by this interface or VRF, or from this address]:NAME or ADDR:_net_interfaces' \
	'(-p --source-port)'{-p+,--source-port=}'[leave from this port]:N: ' \
	--ttl='[time to live, or hop limit]:N: ' \
	--dscp='[the DSCP: ef, af41, cs5 or 0 to 63]:NAME or N:(cs0 le cs1 af11 af12 af13 cs2 af21 af22 af23 cs3 af31 af32 af33 cs4 af41 af42 af43 cs5 va ef cs6 cs7 df)' \
	--mark='[firewall mark of what is sent]:N: ' \
	--keepalive='[ask a silent peer every S seconds whether it lives]:S: ' \
	'(-U --unix)'{-U,--unix}'[the target is the path of a Unix socket]' \
	'(-x --proxy)'{-x+,--proxy=}'[go by a proxy: socks5 (the default) or http]:[SCHEME\://]HOST\:PORT:{compadd -S "" - socks5\:// http\://}' \
	'(-X --proxy-protocol)'{-X+,--proxy-protocol=}'[the proxy'\''s protocol, as nc has it]:HOW:(5 connect)' \
	'(-z --zero)'{-z,--zero}'[only test whether the port is open]' \
	'(-n --numeric)'{-n,--numeric}'[take no names, only addresses]' \
	'(-c --tls)'{-c,--tls}'[TLS from the first byte on]' \
	--starttls='[ask for TLS by smtp, pop3, imap or ftp]:PROTOCOL:(smtp pop3 imap ftp)' \
	--insecure'[go on though the certificate is not believed]' \
	--cacert='[believe the certificates in FILE alone]:FILE:_files' \
	--tls-name='[whom the certificate must name]:NAME: ' \
	'(-T --telnet)'{-T,--telnet}'[begin negotiation, as is done on port 23]' \
	--raw'[never negotiate: every byte is data]' \
	'(-8 --binary)'{-8,--binary}'[ask for eight bits both ways]' \
	--ttype='[the terminal'\''s type, when it is asked for (TERM)]:NAME: ' \
	'*'--env='[a variable the server may be told (repeatable)]:NAME[=VALUE]:_parameters -g "*export*"' \
	--eol='[line ends that go out]:HOW:(as-is crlf lf cr)' \
	'(-e --escape)'{-e+,--escape=}'[the escape key: ^\], a character or none]:KEY:(none)' \
	'(-E --no-escape)'{-E,--no-escape}'[no escape key]' \
	--raw-output'[show a terminal every byte as it is]' \
	'*'--send='[send TEXT, with C'\''s escapes]:TEXT: ' \
	'*'--send-secret='[send the first line of FILE, shown nowhere]:FILE:_files' \
	'*'--expect='[wait until this comes]:REGEX: ' \
	'*'--expect-fail='[from here on this must not come]:REGEX: ' \
	'*'--expect-quiet='[wait until nothing came for S seconds]:S: ' \
	--timeout='[time limit of each step (10)]:S: ' \
	--script='[steps from a file, one a line]:FILE:_files' \
	--facts'[how the connection came to be, what it is like, how it ended]' \
	--trace'[each step of the negotiation, decoded]' \
	--hex'[the bytes of both directions in hex]' \
	--packets'[every packet of the connection, as a ladder]' \
	--pcap='[pcapng of this run'\''s packets]:FILE:_files' \
	--time-format='[a time before each line]:HOW:(iso local unix delta)' \
	--log='[a transcript of what comes, into a new file]:FILE:_files' \
	--log-input'[what is sent too, unless the server echoes it]' \
	--replay='[run a transcript through the telnet engine]:FILE:_files' \
	--json=-'[JSON Lines on standard error, or into FILE]::FILE:_files' \
	--prom='[Prometheus text at the end; - is standard output]:FILE:_files' \
	--stats'[times of steps, silences, what TCP sent again]' \
	--explain'[what the result means and what to try next]' \
	--nagios'[one monitoring plugin line]' \
	--warning='[thresholds of --nagios, RTT in ms]:RTT,LOSS%: ' \
	--critical='[the same for critical]:RTT,LOSS%: ' \
	'*'--label='[copied into every record (repeatable)]:KEY=VALUE: ' \
	--color='[colour on a terminal]:WHEN:(auto always never)' \
	'(-v --verbose)'{-v,--verbose}'[say more]' \
	'(- *)'{-h,--help}'[this text]' \
	'(- *)'{-V,--version}'[version and privileges]' \
	'1:host:{ if (( $+opt_args[-U] + $+opt_args[--unix] )); then _files; else _hosts; fi }' \
	'2:port:_ports'
