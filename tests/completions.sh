#!/bin/sh
# completions: writes the completions of the shells, made from the option tables.
# SPDX-License-Identifier: BSD-2-Clause
#
# usage: tests/completions.sh PROGRAM...     (tests/unit/TOOL_completion, TOOL_NAME_completion)
# Writes TOOL/TOOL.bash, TOOL/NAME.bash and so on.
set -eu
cd "$(dirname "$0")/.."

for program; do
	stem=${program##*/}
	stem=${stem%_completion}
	for shell in bash zsh fish; do
		file=${stem%%_*}/${stem##*_}.$shell
		"$program" "$shell" >"$file.new"
		mv "$file.new" "$file"
	done
done
