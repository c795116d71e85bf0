# pcapng: a reader of raw-IP pcapng files of its own, for tests: a line for each packet.
# SPDX-License-Identifier: BSD-2-Clause
#
#	od -An -v -tu1 -w1 FILE | awk -f pcapng.awk
#
# prints "NANOSECONDS in|out VERSION LENGTH ip=ok icmp=ok TYPE SEQUENCE COMMENT"; the times count from
# the first packet. Anything odd is a line that starts with "odd", and a status of 1.

{ b[n++] = $1 + 0 }

function odd(what)
{
	print "odd: " what
	failed = 1
}

function u16(at)
{
	return little ? b[at] + b[at + 1] * 256 : b[at] * 256 + b[at + 1]
}

function u32(at)
{
	return little ? u16(at) + u16(at + 2) * 65536 : u16(at) * 65536 + u16(at + 2)
}

# The Internet checksum's sum of bytes, added to what there is already.
function add(sum, at, bytes,    i)
{
	for (i = 0; i < bytes; i++)
		sum += i % 2 ? b[at + i] : b[at + i] * 256
	while (sum > 65535)
		sum = sum % 65536 + int(sum / 65536)
	return sum
}

function text(at, bytes,    i, s)
{
	for (i = 0; i < bytes; i++)
		s = s sprintf("%c", b[at + i])
	return s
}

function packet(at, bytes,    v, header, sum, ip)
{
	v = int(b[at] / 16)
	header = v == 4 ? b[at] % 16 * 4 : 40
	if (v == 4) {
		ip = add(0, at, header) == 65535
		sum = add(0, at + header, bytes - header)
		if (b[at + 2] * 256 + b[at + 3] != bytes)
			odd("length in an IPv4 header")
	} else {
		ip = v == 6
		sum = add(58 + (bytes - header) % 65536, at + 8, 32)
		sum = add(sum, at + header, bytes - header)
		if (b[at + 4] * 256 + b[at + 5] != bytes - header)
			odd("length in an IPv6 header")
	}
	return v " " bytes " ip=" (ip ? "ok" : "bad") " icmp=" (sum == 65535 ? "ok" : "bad") " " \
		b[at + header] " " b[at + header + 6] * 256 + b[at + header + 7]
}

# Seconds and nanoseconds apart: awk's numbers hold no more.
function time(at,    high, low)
{
	high = u32(at)
	low = u32(at + 4)
	if (!any) {
		any = 1
		first_high = high
		first_low = low
	}
	return (high - first_high) * 4294967296 + low - first_low
}

function enhanced(at,    bytes, o, code, size, comment, direction)
{
	bytes = u32(at + 20)
	if (bytes != u32(at + 24))
		odd("a packet is cut")
	for (o = at + 28 + bytes + (4 - bytes % 4) % 4; o < at + u32(at + 4) - 4;
		o += 4 + size + (4 - size % 4) % 4) {
		code = u16(o)
		size = u16(o + 2)
		if (!code)
			break
		if (code == 1)
			comment = text(o + 4, size)
		if (code == 2)
			direction = u32(o + 4) % 4 == 2 ? "out" : "in"
	}
	printf "%.0f %s %s %s\n", time(at + 12), direction, packet(at + 28, bytes), comment
}

END {
	little = b[8] == 77
	if (u32(0) != 168627466 || u32(8) != 439041101)
		odd("no section header")
	for (at = 0; at < n; at += size) {
		type = u32(at)
		size = u32(at + 4)
		if (size < 12 || size % 4 || at + size > n || u32(at + size - 4) != size) {
			odd("a block of " size " bytes")
			break
		}
		if (type == 1 && u16(at + 8) != 101)
			odd("link type " u16(at + 8))
		if (type == 6)
			enhanced(at)
	}
	exit failed
}
