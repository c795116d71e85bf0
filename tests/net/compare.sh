# compare: one command line given to our ping and to iputils', what they print side by side; sourced
# behind lab.sh.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh disable=SC3043 # every Linux sh knows local
#
#	compare_start                       # skips the file where there is no iputils
#	where=socket                        # raw at first; none, socket, user: see in_raw below
#	same ping -c1 ::1                   # the same text on both streams and the same exit status
#	differs 'WHY' 's/old/new/' ping ... # the same once theirs is edited so: the difference is meant
#
# What is compared is a transcript: "1| " and "2| " before the lines of standard output and error,
# then "exit N". Times, clocks and identifiers are made alike, bytes that do not print are shown as
# cat -v shows them. The usage text behind a wrong option is taken out of theirs. Where versions of
# iputils differ, the newer one is the model: compare_newer turns the older one's text into that.

export LAB_CLOSED=1
where=raw

# compare_start: a folder for PATH with either program by each of its names.
compare_start()
{
	local name their who

	their=${PEERS:-$LAB_ROOT/build/peers}/bin/ping
	[ -x "$their" ] || skip_all "no iputils to compare with in $their (make peers)"
	[ -x "$PING" ] || bail_out "no $PING"
	their_version=$("$their" -V | sed -n 's/^ping from iputils //p')
	[ -n "$their_version" ] || skip_all "$their is no iputils"
	for who in ours theirs; do
		mkdir "$LAB_TMP/$who"
		for name in ping ping4 ping6; do
			ln -s "$their" "$LAB_TMP/$who/$name"
		done
	done
	ln -sf "$PING" "$LAB_TMP/ours/ping"
	ln -sf "$PING" "$LAB_TMP/ours/ping4"
	ln -sf "$PING" "$LAB_TMP/ours/ping6"
	compare_alike >"$LAB_TMP/alike.sed"
	compare_newer >"$LAB_TMP/newer.sed"
}

compare_alike()
{
	cat <<-'END'
		s/ time=[0-9.]+ ms/ time=T ms/
		s/, time [0-9]+ms$/, time Tms/
		s, = [0-9.]+/[0-9.]+/[0-9.]+/[0-9.]+ ms, = T/T/T/T ms,
		s,ipg/ewma [0-9.]+/[0-9.]+ ms,ipg/ewma T/T ms,
		s/^(1\| )\[[0-9]{10}\.[0-9]{6}\] /\1[T] /
		s/ ident=[0-9]+/ ident=I/
		s/[0-9]+ absolute$/T absolute/
		s/^(1\| \t([0-9.]+\t)?)-?[0-9]+$/\1T/
		s/, flow 0x[0-9a-f]{5},/, flow F,/
		s/^2\| [^ ]*\/(ping[46]?: )/2| \1/
		s/^(2\| ping: )(raw|ping) socket, identifier [0-9]+.*/\1SOCKET/
		s/^([12]\|) $/\1/
	END
}

compare_newer()
{
	cat <<-'END'
		s/^(1\| PING [^ (]+)\(/\1 (/
		s/^(1\| PING [^ ]+ \()[^ ]+ \(([^)]+)\)\)/\1\2)/
		s/^(2\| ping: )local error: message too long, mtu[=:] ?[0-9]+$/\1sendmsg: Message too long/
		s/^(1\| (RR: )?\t)([0-9.]+) \(\3\)/\1\3/
		s/(Destination unreachable: )Unknown code 5/\1Source address failed ingress\/egress policy/
		s/(Destination unreachable: )Unknown code 6/\1Reject route to destination/
		s/; minimal interval allowed for user is 2ms$/, minimal interval for user must be >= 2 ms/
		s/must be >= 2 ms$/&, use -i 0.002 (or higher)/
		s/: (broad|multi)cast ping with too short interval: [0-9]+$/: minimal interval for \1cast ping/
		s/ interval for (broad|multi)cast ping$/& for user must be >= 1000 ms, use -i 1 (or higher)/
	END
}

# Where a program runs. With LAB_CLOSED=1 raw is a raw socket as the namespace's root, and none is
# neither socket; after lab_open h1, socket is a ping socket and no capability, and user so too, as
# another user than root.
in_raw()
{
	in_ns h1 "$@"
}

in_none()
{
	in_ns_bare h1 "$@"
}

in_socket()
{
	in_ns_bare h1 "$@"
}

in_user()
{
	in_ns h1 unshare --user --map-user=1000 --map-group=0 "$@"
}

# transcript ours|theirs COMMAND...; how many milliseconds it took is in WHO.ms then.
transcript()
{
	local who="$1" status=0 began

	shift
	began=$(date +%s%N)
	"in_$where" env PATH="$LAB_TMP/$who:$PATH" LC_ALL=C timeout 30 "$@" \
		>"$LAB_TMP/$who.out" 2>"$LAB_TMP/$who.err" </dev/null || status=$?
	echo $((($(date +%s%N) - began) / 1000000)) >"$LAB_TMP/$who.ms"
	{
		awk '{ print "1| " $0 }' "$LAB_TMP/$who.out"
		sed -E '/^$/{$!N;/\nUsage$/Q}' "$LAB_TMP/$who.err" | awk '{ print "2| " $0 }'
		echo "exit $status"
	} | cat -v | sed -E -f "$LAB_TMP/alike.sed"
}

same()
{
	differs '' '' "$@"
}

# Where nothing is lost a busy machine can still hold a program up for a turn: what differs is tried
# twice more.
differs()
{
	local why="$1" edit="$2" ours theirs left

	shift 2
	for left in 2 1 0; do
		theirs=$(transcript theirs "$@" | sed -E -f "$LAB_TMP/newer.sed" | sed -E "$edit")
		ours=$(transcript ours "$@")
		[ "$ours" != "$theirs" ] || break
		[ $left -eq 0 ] || diag "differs, once more: $*"
	done
	is "$ours" "$theirs" "$where: $*${why:+ ($why)}"
}

# newer VERSION COMMAND...: as same, where iputils is that new at least.
newer()
{
	local since="$1"

	shift
	if [ "$their_version" -ge "$since" ]; then
		same "$@"
	else
		skip "iputils $their_version does not do: $*"
	fi
}

# prints COMMAND... <WANTED: our transcript is this; for what only newer versions of iputils do,
# measured with 20240905. Theirs must be so too where it is that new.
prints()
{
	local wanted

	wanted=$(cat)
	is "$(transcript ours "$@")" "$wanted" "$where: $*"
	[ "$their_version" -lt 20240905 ] ||
		is "$(transcript theirs "$@" | sed -E -f "$LAB_TMP/newer.sed")" "$wanted" \
			"$where: iputils $their_version: $*"
}
