#!/bin/sh
# ping_lines: what options put before, into and beside the lines: clocks, labels, bells, decimals.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2154 # run sets out, err and status
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
# shellcheck source=tests/lab/lab.sh
. "$(dirname "$0")/../lab/lab.sh"
lab_enter "$0" "$@"
# shellcheck source=tests/lab/ping.sh
. "$LAB_ROOT/tests/lab/ping.sh"

target=198.18.7.7
lab_peered --rule 'silent request ip4 seq=2' --rule 'error 3 1 request ip4 seq=3'

# body: the lines between the header and the statistics, their times out of the way.
body()
{
	printf '%s\n' "$out" | sed '1d;/^$/,$d;s/time=[0-9.]* ms/time=T/'
}

plain="64 bytes from $target: icmp_seq=1 ttl=64 time=T
no answer yet for icmp_seq=2
From $target icmp_seq=3 Destination Host Unreachable
no answer yet for icmp_seq=3
64 bytes from $target: icmp_seq=4 ttl=64 time=T"

# seconds: the lines' stamps as seconds since 1970, read by date.
seconds()
{
	body | sed -E 's/^\[([0-9.]+)\].*/@\1/; s/^([-0-9]+)[T ]([0-9:.]+Z?) .*/\1 \2/' |
		while read -r stamp; do
			date -d "$stamp" +%s.%N
		done
}

for format in none unix iso local -D; do
	case $format in
	none) stamp='' options='' ;;
	unix) stamp='\[[0-9]{10}\.[0-9]{6}\] ' options='--time-format unix' ;;
	-D) stamp='\[[0-9]{10}\.[0-9]{6}\] ' options=-D ;;
	iso) stamp='[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\.[0-9]{6}Z ' options='--time-format iso' ;;
	local) stamp='[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8}\.[0-9]{6} ' options='--time-format local' ;;
	esac
	before=$(date +%s.%N)
	# shellcheck disable=SC2086 # words
	TZ=UTC-9 ping_in h1 -O -c4 -i0.1 -W0.2 $options $target
	is "$(body | sed -E "s/^$stamp//")" "$plain" "$format: the same lines"
	[ $format != none ] || continue
	is "$(body | grep -Ec "^$stamp")" 5 '... each behind a stamp'
	between 0 "$(TZ=UTC-9 seconds | awk -v b="$before" 'NR == 1 { a = $1 } $1 < l { exit 1 } { l = $1 }
		END { printf "%.6f", a - b }')" 3 '... which is now, and rises'
	between 0.2 "$(TZ=UTC-9 seconds | awk 'NR == 1 { a = $1 } END { printf "%.6f", $1 - a }')" 3 \
		'... by as much as time passed'
	is "$(printf '%s\n' "$out" | head -n1)" "PING $target ($target) 56(84) bytes of data." \
		'... the header without'
done

# -O tells of a probe when the next one is due, also of the last but never of one that was answered.
ping_in h1 -O -q -c4 -i0.02 -W0.1 $target
is "$(body)" 'no answer yet for icmp_seq=2
no answer yet for icmp_seq=3' '-O is told under -q too'

lab_play p --rule 'late 1250 request'
ping_in h1 -c1 -W3 $target
like "$out" 'icmp_seq=1 ttl=64 time=1[2-9][0-9]{2} ms$' 'a second has no decimals'
ping_in h1 -3 -c1 -W3 $target
like "$out" 'icmp_seq=1 ttl=64 time=1[2-9][0-9]{2}\.[0-9]{3} ms$' '-3 has three everywhere'
ping_in h1 -c1 127.0.0.1
like "$out" 'icmp_seq=1 ttl=64 time=0\.[0-9]{3} ms$' '... as below a millisecond'

lab_play p
ping_in h1 -a -c2 -i0.05 $target
is "$(printf '%s' "$out" | tr -cd '\a' | wc -c)" 2 '-a rings once an answer' || diag "$out"
is "$(printf '%s\n' "$out" | sed -n '2s/.* ms//p' | od -An -c | tr -d ' ')" '\a\n' '... at the end of its line'
lab_play p --rule 'silent request'
ping_in h1 -a -c2 -i0.02 -W0.1 $target
is "$(printf '%s' "$out" | tr -cd '\a' | wc -c)" 0 '... and for no other'

lab_play p
ping_noise='^ping: ping socket, identifier [0-9]+$'
ping_in h1 -v -c1 $target
like "$out" "icmp_seq=1 ident=$(rec start id) ttl=64 " '-v has the identifier in the lines'
is "$err" "ping: ping socket, identifier $(rec start id)" '... and the socket on standard error'
ping_noise='^$'

# Labels are in every record, of every type, and nowhere in the text.
lab_play p --rule 'silent request seq=2' --rule 'error 3 1 request seq=3' --rule 'error 5 1 too request seq=4'
ping_in h1 -c5 -i0.05 -W0.1 --label site=lab --label 'what=a "b" \c é' $target
is "$(grep -c '"label_site":"lab","label_what":"a \\"b\\" \\\\c é"' "$ping_json")" \
	"$(grep -c . "$ping_json")" 'labels are in every record'
between 7 "$(grep -c . "$ping_json")" 20 '... of which there are some'
unlike "$out" 'lab' '... and not in the text'
run in_ns h1 "$PING" -c1 --label a=b --label a=c $target
is "$status $err" "2 ping: label 'a' is given twice" 'a label has one value'

# Text is the same whether records are written or not.
run in_ns h1 "$PING" -O -c5 -i0.02 -W0.1 $target
text=$(body)
ping_in h1 -O -c5 -i0.02 -W0.1 $target
is "$(body)" "$text" 'records beside it change no text'
run in_ns h1 "$PING" -O -c5 -i0.02 -W0.1 --json $target
unlike "$out" '^[^{]' 'with --json alone there is nothing but records'
ping_done
