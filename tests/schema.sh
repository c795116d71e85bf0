#!/bin/sh
# schema: puts the documents of the records together out of those of each tool.
# SPDX-License-Identifier: BSD-2-Clause
#
# usage: tests/schema.sh PROGRAM...     (tests/unit/TOOL_schema of each tool, in order)
# Writes lib/json.md and lib/json.schema.json.
set -eu
cd "$(dirname "$0")/.."

# Of each but the first the words before its first record are left out; each JSON document ends in
# two lines of its own, and a comma parts its records from the next tool's.
for program; do
	"$program" md | if [ "$program" = "$1" ]; then cat; else awk '/^## / && !on { on = 1; print "" } on'; fi
done >lib/json.md.new
for program; do
	"$program" json | sed '$d' | sed '$d' | if [ "$program" = "$1" ]; then cat; else sed -n '/^    {$/,$p'; fi
	[ "$program" = "$(eval "echo \${$#}")" ] || echo ,
done | awk 'NR > 1 && $0 == "," { last = last ","; next } NR > 1 { print last } { last = $0 } END { print last; print "  ]\n}" }' \
	>lib/json.schema.json.new
mv lib/json.md.new lib/json.md
mv lib/json.schema.json.new lib/json.schema.json
