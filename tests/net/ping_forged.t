#!/bin/sh
# ping_forged: packets that claim to be answers are not counted unless they prove it.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/ping.sh
. "$LAB_ROOT/tests/lab/ping.sh"

a4=198.18.1.2
a6=2001:db8:1::2

replies()
{
	printf '%s\n' "$out" | grep ' bytes from ' | sed 's/ time=[0-9.]* ms//'
}

ping_probe()
{
	# shellcheck disable=SC2086 # words or none
	ping_in h1 $raw -W 0.5 "$@" "$to"
}

lab_peered
for how in "ping $a4" "ping $a6" "raw $a4" "raw $a6"; do
	to=${how#* } raw='' other=198.18.9.9
	[ "${how%% *}" = ping ] || raw='-e 0'
	[ "$to" = $a4 ] || other=2001:db8:9::9
	# A probe for each kind of answer that is none, and the last one answered well. Another
	# identifier is another program's: neither socket hands it over.
	set -- 'wrong-id' 'wrong-seq' 'wrong-auth' 'wrong-payload 0' 'wrong-payload 7' \
		'wrong-payload 8' 'wrong-payload 15' 'forge 0 silent' "forge 0 by $other silent" \
		'inject 1 silent' 'inject -1 silent' 'inject 4096 silent'
	n=0
	for rule; do
		n=$((n + 1))
		set -- "$@" --rule "$rule request seq=$n"
	done
	shift $n
	lab_play p "$@"
	ping_probe -c 13 -i 0.05
	is "$(replies)" "64 bytes from $to: icmp_seq=13 ttl=64" \
		"$how: what is of another identifier, sequence, authenticator or time is no answer"
	is "$(sum answered lost forged duplicates corrupted late)" '1 12 11 0 0 0' \
		'... and all but those of another identifier are told'
	is "$(rec forged icmp_seq)" '4371 3 4 5 6 7 8 9 11 10 4108' '... with their sequences'
	is "$(rec forged from | cut -d' ' -f7,8)" "$to $other" '... and senders'

	# Beside the real answers.
	for rule in 'inject 1' 'forge 0' 'forge 1' "inject 2 by $other"; do
		lab_play p --rule "$rule late 5 request"
		ping_probe -W 3 -c 5 -i 0.05
		is "$(sum answered lost forged duplicates) $status" '5 0 5 0 0' \
			"$how: $rule, and the answers count all the same"
		between 5 "$(sum rtt_min_ms)" 200 '... with their own times'
	done

	# Proof is good from anywhere; who answers is told.
	lab_play p --rule "from $other request"
	ping_probe -W 3 -c 2 -i 0.05
	is "$(replies)" "64 bytes from $other: icmp_seq=1 ttl=64 (DIFFERENT ADDRESS!)
64 bytes from $other: icmp_seq=2 ttl=64 (DIFFERENT ADDRESS!)" "$how: another address answers"
	is "$(sum answered forged)" '2 0' '... and counts'
	is "$(rec reply from) $(rec reply other_address)" "$other $other true true" '... by its name'
	lab_play p --rule "from $to,$other request"
	ping_probe -W 3 -c 2 -i 0.05
	is "$(rec reply verdict | cut -d' ' -f1-3)" 'fresh duplicate fresh' \
		'... a second one is a duplicate'

	# The tag alone, and none.
	lab_play p --rule "from $other request"
	ping_probe -W 3 -c 1 -s 8
	is "$(sum answered forged)" '1 0' "$how: eight bytes prove an answer"
	ping_probe -c 2 -i 0.01 -s 7 -W 0.4
	is "$(sum answered forged)" '0 2' '... with seven the address must do'
	lab_play p --rule 'wrong-seq request seq=2' --rule 'inject 1 request seq=3' \
		--rule 'wrong-payload 7 request seq=4'
	ping_probe -c 4 -i 0.05 -s 7
	is "$(rec reply seq) $(sum forged)" '1 3 4 2' '... and the sequence be one that was sent'
	lab_play p --rule 'wrong-payload 7 request seq=2' --rule 'wrong-seq request seq=3'
	ping_probe -c 4 -i 0.05 -s 8
	is "$(rec reply seq) $(sum forged)" '1 4 2' '... with eight it is proven'
done

# The key is new in every run: what answers the last one is nothing to this.
lab_host k1
lab_host k2
lab_relay w k1 eth0 k2 eth0
lab_addr k1 eth0 198.18.1.1/24 2001:db8:1::1/64
lab_addr k2 eth0 198.18.1.2/24 2001:db8:1::2/64
lab_rules w "dup gap 3000 reply from=$a4 n=1" "dup gap 3000 reply from=$a6 n=1"
for family in 4 6; do
	ping_start first$family k1 -e 471$family -c 1 "$(eval "echo \$a$family")"
done
for family in 4 6; do
	ping_end first$family
	is "$(sum answered)" 1 "IPv$family: a run with an identifier"
done
for family in 4 6; do
	ping_start next$family k1 -e 471$family -c 45 -i 0.1 "$(eval "echo \$a$family")"
done
for family in 4 6; do
	ping_end next$family
	is "$(rec start id) $(sum answered forged duplicates)" "471$family 45 1 0" \
		'... and one with the same: no answer to the first counts'
done
ping_done
