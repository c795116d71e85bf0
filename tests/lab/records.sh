# records: values out of the JSON Lines of a run; sourced by the tools' own parts of the lab.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh disable=SC3043,SC2154 # every Linux sh knows local; records is the file's name

# rec TYPE KEY: the values in the records of that type, on one line.
rec()
{
	awk -v type="\"type\":\"$1\"" -v key="\"$2\":" '
	index($0, type) && (at = index($0, key)) {
		value = substr($0, at + length(key))
		sub(/^"/, "", value)
		sub(/[",}].*/, "", value)
		printf "%s%s", any++ ? " " : "", value
	}' "$records"
}

# sum KEY...: the values in the summary, on one line.
sum()
{
	local key values=''

	for key; do
		values="$values${values:+ }$(rec summary "$key")"
	done
	echo "$values"
}
