# row: one row of a bench's table: medians and ranges of both, how they compare, whether a bar is met.
# SPDX-License-Identifier: BSD-2-Clause
#
# what; ours, theirs: values of several runs, the n-th of both of the same turn; how: "<=" (the size
# of ours), "ratio <=", "ratio >=" (ours / theirs of the same turn); "ratio" and "" have no bar.

function sort(list, n,    i, j, t)
{
	for (i = 2; i <= n; i++)
		for (j = i; j > 1 && list[j] + 0 < list[j - 1] + 0; j--) {
			t = list[j]
			list[j] = list[j - 1]
			list[j - 1] = t
		}
}

function size(x)
{
	return x < 0 ? -x : x
}

# "median (least..most)" of a sorted list.
function cell(list, n,    m, f)
{
	if (!n)
		return "-"
	m = list[int((n + 1) / 2)]
	f = size(m) >= 1000 ? "%.0f" : size(m) >= 100 ? "%.1f" : size(m) >= 1 ? "%.2f" : "%.3f"
	return sprintf(f " (" f ".." f ")", m, list[1], list[n])
}

BEGIN {
	ratio = how ~ /^ratio/
	n = split(ours, a, " ")
	m = split(theirs, b, " ")
	for (i = 1; i <= n && i <= m; i++)
		c[i] = !ratio ? a[i] - b[i] : b[i] ? a[i] / b[i] : 0
	sort(a, n)
	sort(b, m)
	sort(c, m)
	seen = ratio ? c[int((m + 1) / 2)] : size(a[int((n + 1) / 2)])
	if (bar == "")
		met = ""
	else if (!n || (ratio && !m))
		met = "?"
	else
		met = (how ~ />/ ? seen >= bar : seen <= bar) ? "yes" : "NO"
	printf "%-36s  %-26s  %-26s  %-26s  %-12s %s\n", what, cell(a, n), cell(b, m),
		(m && ratio ? "x " : "") cell(c, m), bar == "" ? "" : how " " bar, met
}
