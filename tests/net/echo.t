#!/bin/sh
# echo: the example program sends one request by the library alone and tells the reply's time.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"

echo=${BUILD:?}/examples/echo
lab_relayed
for to in 198.18.1.2 2001:db8:1::2; do
	run in_ns h1 "$echo" $to
	is "$status" 0 "$to answers"
	like "$out" "^$to answered in [0-9]+\\.[0-9]{3} ms\$" '... in one line'
done
lab_rules w 'delay 50 reply'
run in_ns h1 "$echo" 198.18.1.2
between 50 "$(printf '%s\n' "$out" | sed 's/.* in \([0-9.]*\) ms/\1/')" 900 'a delay is in the time'
lab_rules w 'drop request'
run in_ns h1 "$echo" 198.18.1.2
is "$status $out" '1 no answer' 'no answer is told after a second'
run in_ns h1 "$echo" nonsense
is "$status $err" '2 echo: usage: echo ADDRESS' 'a name is no address'
run in_ns_bare h1 "$echo" 198.18.1.2
is "$status" 1 'without privilege the ping socket serves'

tap_done
