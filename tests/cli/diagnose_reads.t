#!/bin/sh
# diagnose_reads: how diagnose reads no_proxy, as httpget does, and where a redirection stays at its host.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2034 # the parts read what is set here
cd "$(dirname "$0")/../.." || exit 99
# shellcheck source=tests/tap.sh
. tests/tap.sh
command -v jq >/dev/null || skip_all 'there is no jq here'
# shellcheck source=examples/diagnose.sh
. examples/diagnose.sh
# shellcheck source=examples/diagnose-target.sh
. examples/diagnose-target.sh
# shellcheck source=examples/diagnose-http.sh
. examples/diagnose-http.sh
unset http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY no_proxy NO_PROXY

# by HOST LIST: whom the rungs are about, with that no_proxy.
by()
{
	(
		scheme=http host=$1 port=80 no_proxy=$2 http_proxy=http://proxy.example:3128
		find_proxy
		echo "$at"
	)
}
# Host, list, whether it is reached directly.
while read -r host list direct; do
	[ "$direct" = yes ] && wanted=$host || wanted=proxy.example
	is "$(by "$host" "$list")" "$wanted" "$host with no_proxy $list"
done <<END
www.example * yes
www.example example yes
www.example .example yes
WWW.example www.Example. yes
www.example ww.example no
www.example , no
www.example x,www.example yes
198.18.0.1 198.18.0.1 yes
198.18.0.1 198.18.0.0/15 yes
198.19.0.1 198.18.0.0/16 no
198.18.0.1 0.0.0.0/0 yes
198.18.0.1 198.18.0.0/33 no
198.18.0.1 .1 no
2001:db8::1 [2001:db8::1] yes
2001:db8::1 2001:db8::2 no
END
is "$(by www.example 'x www.example')" www.example 'blanks part a list as well'
is "$(scheme=http host=h port=80 http_proxy='' all_proxy=p.example:1 && find_proxy && echo "$at")" p.example 'an empty http_proxy is none'
is "$(scheme=http host=h port=80 http_proxy=p no_proxy='' NO_PROXY=h && find_proxy && echo "$at")" h 'nor is an empty no_proxy a list'

scheme=http host=www.example
for to in /x x ?a=b http://www.example https://www.example HTTP://WWW.example/ //www.example/ http://www.example:8080/x \
	https://u@www.example?x; do
	ok "it stays: $to" is_own "$to"
done
for to in //portal.example/ http://www.example.portal.example/ http://portal.example/www.example/ \
	http://www.example@portal.example/ ftp://www.example/; do
	fails "it goes: $to" is_own "$to"
done
scheme=https
fails 'from https it goes to http' is_own http://www.example/
host=2001:db8::1
ok 'an address in brackets' is_own 'https://[2001:DB8::1]:443/'
tap_done
