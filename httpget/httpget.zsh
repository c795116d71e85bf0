# zsh completion of httpget, made from its option table by `make completions`.
# SPDX-License-Identifier: BSD-2-Clause
_compskip=all
_arguments -s -S \
	'*'{-H+,--header=}'[add, replace or (Name:) remove a header field]:LINE: ' \
	'(-I --head)'{-I,--head}'[ask for the head alone, and print it]' \
	'(-X --request)'{-X+,--request=}'[another method than GET]:METHOD: ' \
	'*'{-d+,--data=}'[send this content by POST; @FILE reads it]:TEXT: ' \
	'(-A --user-agent)'{-A+,--user-agent=}'[name this client so]:TEXT: ' \
	'(-e --referer)'{-e+,--referer=}'[where the link was found]:URL:_urls' \
	'(-G --get)'{-G,--get}'[ask by GET, what -d gives behind the URL'\''s ?]' \
	'*'{-b+,--cookie=}'[send these cookies]:TEXT: ' \
	'(-u --user)'{-u+,--user=}'[basic authentication]:USER\:PASSWORD: ' \
	--oauth2-bearer='[bearer authentication]:TOKEN: ' \
	'(-r --range)'{-r+,--range=}'[ask for some bytes only]:FROM-TO: ' \
	'(-z --time-cond)'{-z+,--time-cond=}'[only what changed since; -DATE what did not; or since a FILE was written]:DATE or FILE:_files' \
	--compressed'[ask for a content coding and undo it]' \
	'(-0 --http1.0)'{-0,--http1.0}'[speak HTTP/1.0]' \
	--http1.1'[speak HTTP/1.1, as it does anyway]' \
	--http0.9'[take a response without a head for HTTP/0.9]' \
	'(-4 --ipv4)'{-4,--ipv4}'[IPv4 only]' \
	'(-6 --ipv6)'{-6,--ipv6}'[IPv6 only]' \
	--all-addresses'[ask each address of the name in turn]' \
	--interface='[leave by this interface or address]:NAME or ADDR:_net_interfaces' \
	--ttl='[time to live, or hop limit]:N: ' \
	--dscp='[the DSCP: ef, af41, cs5 or 0 to 63]:NAME or N:(cs0 le cs1 af11 af12 af13 cs2 af21 af22 af23 cs3 af31 af32 af33 cs4 af41 af42 af43 cs5 va ef cs6 cs7 df)' \
	'*'--resolve='[addresses of a host, not looked up]:HOST\:PORT\:ADDR[,ADDR]: ' \
	'*'--connect-to='[connect to H2:P2 where H1:P1 is meant]:H1\:P1\:H2\:P2: ' \
	--unix-socket='[connect to a Unix socket]:PATH:_files' \
	'(-x --proxy)'{-x+,--proxy=}'[go by a proxy; empty: by none]:[SCHEME\://]HOST\:PORT:{compadd -S "" - http\:// socks5\:// socks5h\://}' \
	'(-U --proxy-user)'{-U+,--proxy-user=}'[basic authentication for the proxy]:USER\:PASSWORD: ' \
	--noproxy='[hosts that are reached without a proxy]:LIST: ' \
	'(-k --insecure)'{-k,--insecure}'[believe any certificate]' \
	--cacert='[trust these authorities alone]:FILE:_files' \
	--capath='[the same, a folder]:FOLDER:_files -/' \
	'(-E --cert)'{-E+,--cert=}'[our own certificate]:FILE:_files' \
	--key='[its key]:FILE:_files' \
	--sni='[ask TLS for another name, or for none]:NAME or none:(none)' \
	--no-sessionid'[resume no TLS session]' \
	--fresh'[a new connection for each request]' \
	'(-L --location)'{-L,--location}'[follow redirections]' \
	--max-redirs='[follow no more than N (10); -1 any number]:N: ' \
	--retry='[try again after what may pass by itself]:N: ' \
	--count='[ask N times]:N: ' \
	--interval='[seconds between the beginnings of two (1)]:S: ' \
	--probe='[ask in several ways, and say what the responses show]:WHAT:(cache range encoding)' \
	--compare='[IPv4 with IPv6 (family), or the proxy with none]:WHAT:(family proxy)' \
	--connect-timeout='[seconds for name and connection]:S: ' \
	'(-m --max-time)'{-m+,--max-time=}'[seconds for one URL in all]:S: ' \
	--timeout='[seconds without a byte]:S: ' \
	--deadline='[seconds for the whole run]:S: ' \
	--limit-rate='[read no faster, a second; K, M, G]:BYTES: ' \
	--min-rate='[give up below, averaged over S seconds (30)]:BYTES[,S]: ' \
	--max-filesize='[give up beyond; K, M, G]:BYTES: ' \
	--max-line='[of a line of the head (65536)]:BYTES: ' \
	--max-head='[of the head (262144)]:BYTES: ' \
	--max-fields='[fields in the head (1000)]:N: ' \
	--max-interim='[1xx responses (32)]:N: ' \
	--max-trailer='[of the trailers (65536)]:BYTES: ' \
	--max-extension='[of chunk extensions (65536)]:BYTES: ' \
	--max-ratio='[growth by decoding (1000)]:N: ' \
	--max-stages='[content codings in a row (2)]:N: ' \
	'*'{-o+,--output=}'[write the content to FILE, the next -o that of the next URL]:FILE:_files' \
	'(-O --remote-name)'{-O,--remote-name}'[write to a file named as in the URL]' \
	'(-C --continue-at)'{-C+,--continue-at=}'[go on with a file that is there in part]:OFFSET or -: ' \
	'(-i --include)'{-i,--include}'[the head before the content]' \
	'(-f --fail)'{-f,--fail}'[exit 1 and no content for a status of 400 and above]' \
	--strict'[exit 5 where anything is found that is an error]' \
	'(-w --write-out)'{-w+,--write-out=}'[print this at the end, as curl does]:FORMAT: ' \
	'(-s --silent)'{-s,--silent}'[no progress and no messages]' \
	'(-S --show-error)'{-S,--show-error}'[messages in spite of -s]' \
	--quiet'[no progress]' \
	'(-v --verbose)'{-v,--verbose}'[heads and a verdict on standard error]' \
	--report'[a waterfall of each request on standard error]' \
	--wire'[the bytes that crossed the wire on standard error]' \
	--hex'[the same in hex, whole]' \
	--har='[an HTTP Archive of all exchanges]:FILE:_files' \
	'*'--slo='[exit 1 where a phase takes longer (repeatable)]:PHASE=MS:{compadd -S "" - name= connect= proxy= tls= send= network= think= transfer= first= total=}' \
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
	'(- *)'{-h,--help}'[print this and exit]' \
	'(- *)'{-V,--version}'[print the version and exit]' \
	'*:URL:_urls'
