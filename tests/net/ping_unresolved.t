#!/bin/sh
# ping_unresolved: a name of many that has no address is told and passed over, in every kind of output.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/ping.sh
. "$LAB_ROOT/tests/lab/ping.sh"

printf '198.18.1.2 up.test\n198.18.1.3 silent.test\n2001:db8:1::9 six.test\n' >"$LAB_TMP/hosts"
printf 'hosts: files\n' >"$LAB_TMP/nsswitch.conf"
for file in hosts nsswitch.conf; do
	[ -e /etc/$file ] || skip_all "there is no /etc/$file to put another over"
	mount --bind "$LAB_TMP/$file" /etc/$file || bail_out "cannot put another over /etc/$file"
done
lab_peered --rule 'silent request to=198.18.1.3'
none='Name or service not known'

# sweep ARGUMENT...
sweep()
{
	ping_in h1 -W 0.1 --retries 0 "$@"
}

ping_noise="^ping: gone\.test: $none\$"
sweep up.test gone.test silent.test
is "$status $err" "2 ping: gone.test: $none" 'it is told as that of a single target is'
is "$(printf '%s\n' "$out" | sed 's/, min.*//')" "up.test                  alive       1/1, 0% loss
silent.test              unreachable 0/1, 100% loss
gone.test                no address  $none
3 targets, 1 alive, 1 unreachable, 1 without an address" '... and the others are asked'
is "$(rec target target): $(rec target up): $(rec target error)" \
	"up.test silent.test gone.test: true false false: null null $none" '... it has a record'
is "$(rec summary targets) $(rec summary alive) $(rec summary unresolved)" '3 1 1' '... and is counted'
sweep up.test gone.test silent.test --unreachable
is "$(printf '%s' "$out" | tr '\n' ' ')" 'silent.test gone.test' 'it does not answer'
sweep up.test gone.test -c 1 --vector
like "$out" '^gone\.test :$' '... and has no times'
sweep up.test gone.test --min-alive 1
is "$status" 0 'limits decide'
sweep up.test gone.test --min-alive 2
is "$status" 1 '... as of one that is silent'
sweep up.test gone.test --max-loss 99 --stats
like "$status $(printf '%s' "$out" | tail -n 1)" '^1 limits: not held: loss 100% > 99%' '... which lost all'
sweep up.test gone.test -q --prom "$LAB_TMP/prom"
is "$(grep '^probe_success' "$LAB_TMP/prom" | tr '\n' ' ')" \
	'probe_success{target="up.test"} 1 probe_success{target="gone.test"} 0 ' 'it has its series'
run in_ns h1 "$PING" -W 0.1 --retries 0 --nagios up.test gone.test
is "$status ${out%%|*}$err" '2 PING CRITICAL - 1 of 2 targets down: gone.test (no address)' '... and is down'

printf 'up.test\ngone.test\nsilent.test\n' >"$LAB_TMP/list"
sweep --targets "$LAB_TMP/list" --shard 1/2
is "$(rec summary unresolved) $(rec target target)" '1 up.test gone.test' 'of the parts of a set the first has it'
sweep --targets "$LAB_TMP/list" --shard 2/2
is "$(rec summary unresolved) $(rec target target)" '0 silent.test' '... alone'
ping_noise=
run in_ns h1 "$PING" --rate 10 gone.test
is "$status $err" "2 ping: gone.test: $none" 'alone it ends the run'

ping_noise='^ping: .*(not known|not supported)$'
sweep -4 up.test six.test 2001:db8:1::/126 2001:db8:1::4
is "$(printf '%s\n' "$out" | grep 'no address' | sed 's/  *no address  /: /')" "six.test: $none
2001:db8:1::/126: Address family for hostname not supported
2001:db8:1::4: Address family for hostname not supported" '-4 asks no other'
sweep -6 198.18.1.2-9 six.test
is "$(printf '%s\n' "$out" | sed 's/  .*//' | head -n 2 | tr '\n' ' ')" 'six.test 198.18.1.2-9 ' '... nor does -6'
ping_done
