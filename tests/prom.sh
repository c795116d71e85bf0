# prom: a strict reader of Prometheus' text format for shell tests; sourced behind tap.sh.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh

# prom_valid FILE: what a scraper would refuse, or count twice, is told and fails.
prom_valid()
{
	LC_ALL=C awk '
	function bad(what) {
		print FILENAME ":" NR ": " what ": " $0
		failed = 1
	}
	# The labels without le, in the order they were written; le goes to le.
	function labels_of(text,   out, name, value, seen) {
		le = ""
		while (text != "") {
			if (!match(text, /^[a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\[\\"n])*"/)) {
				bad("no label")
				return ""
			}
			name = value = substr(text, 1, RLENGTH)
			text = substr(text, RLENGTH + 1)
			sub(/=.*/, "", name)
			sub(/^[^=]*=/, "", value)
			if (seen[name]++)
				bad("a label twice")
			if (name == "le")
				le = substr(value, 2, length(value) - 2)
			else
				out = out name "=" value ","
			if (text != "" && !sub(/^,/, "", text))
				bad("no comma")
		}
		return out
	}
	function number(text) {
		return text ~ /^[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?$/ ||
			text ~ /^(NaN|[-+]?Inf)$/
	}
	function bound(text) {
		return text == "+Inf" ? 1e308 : text + 0
	}
	/^# HELP / {
		if (seen_help[$3]++)
			bad("HELP twice")
		if (NF < 4)
			bad("HELP without a word")
		family = $3
		next
	}
	/^# TYPE / {
		if (seen_type[$3]++)
			bad("TYPE twice")
		if ($3 != family || !seen_help[$3])
			bad("TYPE without its HELP")
		if (NF != 4 || $4 !~ /^(counter|gauge|histogram|summary|untyped)$/)
			bad("no type")
		type[$3] = $4
		if ($4 == "counter" && $3 !~ /_total$/)
			bad("a counter not called so")
		next
	}
	/^#/ || /^$/ { bad("neither HELP nor TYPE"); next }
	{
		if (!match($0, /^[a-zA-Z_:][a-zA-Z0-9_:]*/)) {
			bad("no name")
			next
		}
		name = base = substr($0, 1, RLENGTH)
		rest = substr($0, RLENGTH + 1)
		labels = ""
		le = ""
		if (rest ~ /^\{/) {
			if (!match(rest, /^\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\.)*",?)*\}/)) {
				bad("no labels")
				next
			}
			inside = substr(rest, 2, RLENGTH - 2)
			rest = substr(rest, RLENGTH + 1)
			labels = labels_of(inside)
		}
		if (rest !~ /^ [^ ]+$/ || !number(substr(rest, 2)))
			bad("no value")
		value = substr(rest, 2) + 0
		if (type[family] == "histogram")
			sub(/_(bucket|sum|count)$/, "", base)
		if (base != family)
			bad("not of the family above it")
		if (series[name "{" labels "le=" le]++)
			bad("a series twice")
		if (type[family] == "counter" && value < 0)
			bad("a counter below 0")
		n++
	}
	type[family] == "histogram" && name ~ /_bucket$/ {
		key = base "{" labels
		if (le == "" || !number(le))
			bad("a bucket without a bound")
		if (key in last && (bound(le) <= last_le[key] || value < last[key]))
			bad("buckets that do not rise")
		last[key] = value
		last_le[key] = bound(le)
		whole[key] = le == "+Inf"
	}
	type[family] == "histogram" && name ~ /_sum$/ { sum[base "{" labels] = 1 }
	type[family] == "histogram" && name ~ /_count$/ {
		if (last[base "{" labels] != value)
			bad("a count that is not the last bucket")
		count[base "{" labels] = 1
	}
	END {
		for (key in last)
			if (!whole[key] || !sum[key] || !count[key]) {
				print FILENAME ": " key ": no +Inf, sum or count"
				failed = 1
			}
		for (name in seen_help)
			if (!seen_type[name]) {
				print FILENAME ": " name ": no TYPE"
				failed = 1
			}
		if (!n) {
			print FILENAME ": no sample"
			failed = 1
		}
		exit failed
	}' "$1"
}

# prom_value FILE NAME: the value of the one series whose name and labels begin so.
prom_value()
{
	prom_name=$2 awk 'substr($0, 1, length(ENVIRON["prom_name"])) == ENVIRON["prom_name"] {
		print $NF
		n++
	}
	END { exit n != 1 }' "$1"
}
