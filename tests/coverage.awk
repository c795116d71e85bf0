# coverage: gcovr's table (--csv) as a line a folder, behind it the files below the bar; exits with 1 when
# a folder does not reach it. Lines that only processes reach which are killed or
# end by _exit do not count: those processes leave no counts.
# SPDX-License-Identifier: BSD-2-Clause
#
# awk -v bar=90 -f coverage.awk coverage.csv

function add(row, lines, reached)
{
	if (!(row in total))
		order[++rows] = row
	total[row] += lines
	hit[row] += reached
}

BEGIN {
	FS = ","
	codec["httpget"] = "^(url|http|decode|date|host|dns|slice|quote|stamp|lookup)(_|\\.)"
	codec["telnetlite"] = "^(telnet|transcript|script|eol|keys|display)(_|\\.)"
	codec["tcpprobe"] = "^(nft|portset|expect|syn|proc)(_|\\.)"
	codec["arping"] = "^(hear|vendor)(_|\\.)"
}

NR > 1 {
	split($1, part, "/")
	add(part[1], $2, $3)
	if (part[1] in codec && part[2] ~ codec[part[1]])
		add(part[1] ": codecs", $2, $3)
	if ($2 > 0 && 100 * $3 / $2 < bar)
		low = low sprintf("%-32s %6d %8d %6.1f\n", $1, $2, $3, 100 * $3 / $2)
}

END {
	if (!rows)
		exit 1
	printf "%-32s %6s %8s %6s\n", "folder", "lines", "reached", "%"
	for (i = 1; i <= rows; i++) {
		row = order[i]
		percent = 100 * hit[row] / total[row]
		below = percent < bar
		failed = failed || below
		printf "%-32s %6d %8d %6.1f%s\n", row, total[row], hit[row], percent, below ? "  below " bar : ""
	}
	if (low)
		printf "\nfiles below %d %%:\n%s", bar, low
	exit failed
}
