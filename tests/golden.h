/* golden: frames as a network carried them, and what packet_read must say of each. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_GOLDEN_H
#define PROBEKIT_GOLDEN_H

#include <stdlib.h>
#include <string.h>

#include "exact.h"
#include "frame.h"

/* Most were captured between Linux hosts; tags, fragments, routing and other headers a kernel does
 * not send by itself were put in by hand, with lengths and checksums to match. */
struct golden {
	const char *name;
	enum frame_layer layer;
	int linktype;
	uint8_t protocol;      /* of FRAME_TRANSPORT, */
	const char *from, *to; /* and its addresses, NULL unknown */
	size_t padding_bytes;  /* at the end, that no header promises */
	const char *hex;
	const char *says; /* tests/unit/packet.c writes it */
};

static const struct golden goldens[] = {
	{.name = "echo request",
		.layer = FRAME_LINK,
		.linktype = 1,
		.hex = "bae4a7f8dde372d7b1565cd00800450000345129400040015c77c6120002c61201020800"
		       "7d166a57000101c5026b00000000b4100c00000000001011121314151617",
		.says = "ok 0800 198.18.0.2 > 198.18.1.2 ttl 64 tos 0 proto 1 +32, icmp 8/0 "
			"6a570001 +24 good"},
	{.name = "echo reply",
		.layer = FRAME_LINK,
		.linktype = 1,
		.hex = "72d7b1565cd0bae4a7f8dde3080045000034aedd00003f013fc3c6120102c61200020000"
		       "85166a57000101c5026b00000000b4100c00000000001011121314151617",
		.says = "ok 0800 198.18.1.2 > 198.18.0.2 ttl 63 tos 0 proto 1 +32, icmp 0/0 "
			"6a570001 +24 good"},
	{.name = "ICMPv6 echo request",
		.layer = FRAME_LINK,
		.linktype = 1,
		.hex = "bae4a7f8dde372d7b1565cd086dd600725e000203a4020010db800000000000000000000"
		       "000220010db80001000000000000000000028000e2616a5d000102c5026b0000000081ed"
		       "0400000000001011121314151617",
		.says = "ok 86dd 2001:db8::2 > 2001:db8:1::2 ttl 64 tos 0 proto 58 +32, icmp "
			"128/0 6a5d0001 +24 good"},
	{.name = "ICMPv6 echo reply",
		.layer = FRAME_LINK,
		.linktype = 1,
		.hex = "72d7b1565cd0bae4a7f8dde386dd6005601d00203a3f20010db800010000000000000000"
		       "000220010db80000000000000000000000028100e1616a5d000102c5026b0000000081ed"
		       "0400000000001011121314151617",
		.says = "ok 86dd 2001:db8:1::2 > 2001:db8::2 ttl 63 tos 0 proto 58 +32, icmp "
			"129/0 6a5d0001 +24 good"},
	{.name = "802.1Q tag",
		.layer = FRAME_LINK,
		.linktype = 1,
		.hex = "bae4a7f8dde372d7b1565cd0810060050800450000345129400040015c77c6120002c612"
		       "010208007d166a57000101c5026b00000000b4100c00000000001011121314151617",
		.says = "ok 0800 vlan 6005 198.18.0.2 > 198.18.1.2 ttl 64 tos 0 proto 1 +32, "
			"icmp 8/0 6a570001 +24 good"},
	{.name = "802.1ad and 802.1Q tags",
		.layer = FRAME_LINK,
		.linktype = 1,
		.hex = "bae4a7f8dde372d7b1565cd088a800078100000986dd600725e000203a4020010db80000"
		       "0000000000000000000220010db80001000000000000000000028000e2616a5d000102c5"
		       "026b0000000081ed0400000000001011121314151617",
		.says = "ok 86dd vlan 0007 2001:db8::2 > 2001:db8:1::2 ttl 64 tos 0 proto 58 "
			"+32, icmp 128/0 6a5d0001 +24 good"},
	{.name = "padded to 60 bytes",
		.layer = FRAME_LINK,
		.linktype = 1,
		.padding_bytes = 18,
		.hex = "bae4a7f8dde372d7b1565cd008004500001c5129400040015c8fc6120002c61201020800"
		       "8da76a570001000000000000000000000000000000000000",
		.says = "ok 0800 198.18.0.2 > 198.18.1.2 ttl 64 tos 0 proto 1 +8, icmp 8/0 "
			"6a570001 +0 good"},
	{.name = "record route",
		.layer = FRAME_LINK,
		.linktype = 1,
		.hex = "72d7b1565cd0bae4a7f8dde308004f000054af3100003f01b046c6120102c61200020727"
		       "18c6120002c6120101c6120102c6120102c6120001000000000000000000000000000000"
		       "0000000040606a63000102c5026b00000000430b0d0000000000",
		.says = "ok 0800 198.18.1.2 > 198.18.0.2 ttl 63 tos 0 proto 1 +24 options 40, "
			"icmp 0/0 6a630001 +16 good"},
	{.name = "timestamp option",
		.layer = FRAME_LINK,
		.linktype = 1,
		.hex = "72d7b1565cd0bae4a7f8dde308004e000050af8400003f012444c6120102c61200024424"
		       "2511c612000202442149c612000102442149c612010202442149c6120102024421490000"
		       "e80c6aa1000103c5026b00000000a120060000000000",
		.says = "ok 0800 198.18.1.2 > 198.18.0.2 ttl 63 tos 0 proto 1 +24 options 36, "
			"icmp 0/0 6aa10001 +16 good"},
	{.name = "first fragment",
		.layer = FRAME_LINK,
		.linktype = 1,
		.hex = "bae4a7f8dde372d7b1565cd00800450000245129200040017c87c6120002c61201020800"
		       "7d166a57000101c5026b00000000",
		.says = "ok 0800 198.18.0.2 > 198.18.1.2 ttl 64 tos 0 proto 1 +16 fragment, icmp "
			"8/0 6a570001 +8 unchecked"},
	{.name = "last fragment",
		.layer = FRAME_LINK,
		.linktype = 1,
		.hex = "bae4a7f8dde372d7b1565cd00800450000245129000240019c85c6120002c6120102b410"
		       "0c00000000001011121314151617",
		.says = "ok 0800 198.18.0.2 > 198.18.1.2 ttl 64 tos 0 proto 1 +0 fragment"},
	{.name = "ICMPv6 first fragment",
		.layer = FRAME_LINK,
		.linktype = 1,
		.hex = "bae4a7f8dde372d7b1565cd086dd600725e000182c4020010db800000000000000000000"
		       "000220010db80001000000000000000000023a000001cf165d0a8000e2616a5d000102c5"
		       "026b00000000",
		.says = "ok 86dd 2001:db8::2 > 2001:db8:1::2 ttl 64 tos 0 proto 58 +16 fragment, "
			"icmp 128/0 6a5d0001 +8 unchecked"},
	{.name = "ICMPv6 last fragment",
		.layer = FRAME_LINK,
		.linktype = 1,
		.hex = "bae4a7f8dde372d7b1565cd086dd600725e000182c4020010db800000000000000000000"
		       "000220010db80001000000000000000000023a000010cf165d0a81ed0400000000001011"
		       "121314151617",
		.says = "ok 86dd 2001:db8::2 > 2001:db8:1::2 ttl 64 tos 0 proto 58 +0 fragment"},
	{.name = "atomic fragment",
		.layer = FRAME_LINK,
		.linktype = 1,
		.hex = "bae4a7f8dde372d7b1565cd086dd600725e000282c4020010db800000000000000000000"
		       "000220010db80001000000000000000000023a000000cf165d0a8000e2616a5d000102c5"
		       "026b0000000081ed0400000000001011121314151617",
		.says = "ok 86dd 2001:db8::2 > 2001:db8:1::2 ttl 64 tos 0 proto 58 +32, icmp "
			"128/0 6a5d0001 +24 good"},
	{.name = "hop-by-hop and destination options",
		.layer = FRAME_LINK,
		.linktype = 1,
		.hex = "bae4a7f8dde372d7b1565cd086dd600725e00020004020010db800000000000000000000"
		       "000220010db80001000000000000000000023c000104000000003a000104000000008000"
		       "8073123400016162636465666768",
		.says = "ok 86dd 2001:db8::2 > 2001:db8:1::2 ttl 64 tos 0 proto 58 +16, icmp "
			"128/0 12340001 +8 good"},
	{.name = "routing header, one segment left",
		.layer = FRAME_LINK,
		.linktype = 1,
		.hex = "bae4a7f8dde372d7b1565cd086dd600725e000382b4020010db800000000000000000000"
		       "000220010db80001000000000000000000023a0204010000000020010db8000100000000"
		       "0000000000038000e2616a5d000102c5026b0000000081ed040000000000101112131415"
		       "1617",
		.says = "ok 86dd 2001:db8::2 > 2001:db8:1::2 ttl 64 tos 0 proto 58 +32, icmp "
			"128/0 6a5d0001 +24 unchecked"},
	{.name = "routing header, arrived",
		.layer = FRAME_LINK,
		.linktype = 1,
		.hex = "bae4a7f8dde372d7b1565cd086dd600725e000382b4020010db800000000000000000000"
		       "000220010db80001000000000000000000023a0204000000000020010db8000100000000"
		       "0000000000038000e2616a5d000102c5026b0000000081ed040000000000101112131415"
		       "1617",
		.says = "ok 86dd 2001:db8::2 > 2001:db8:1::2 ttl 64 tos 0 proto 58 +32, icmp "
			"128/0 6a5d0001 +24 good"},
	{.name = "authentication header",
		.layer = FRAME_LINK,
		.linktype = 1,
		.hex = "bae4a7f8dde372d7b1565cd086dd600725e00038334020010db800000000000000000000"
		       "000220010db80001000000000000000000023a0400000000010000000001000000000000"
		       "0000000000008000e2616a5d000102c5026b0000000081ed040000000000101112131415"
		       "1617",
		.says = "ok 86dd 2001:db8::2 > 2001:db8:1::2 ttl 64 tos 0 proto 58 +32, icmp "
			"128/0 6a5d0001 +24 good"},
	{.name = "ESP",
		.layer = FRAME_LINK,
		.linktype = 1,
		.hex = "bae4a7f8dde372d7b1565cd086dd600725e00010324020010db800000000000000000000"
		       "000220010db800010000000000000000000200000100000000010123456789abcdef",
		.says = "ok 86dd 2001:db8::2 > 2001:db8:1::2 ttl 64 tos 0 proto 50 +16"},
	{.name = "no next header",
		.layer = FRAME_LINK,
		.linktype = 1,
		.hex = "bae4a7f8dde372d7b1565cd086dd600725e000003b4020010db800000000000000000000"
		       "000220010db8000100000000000000000002",
		.says = "ok 86dd 2001:db8::2 > 2001:db8:1::2 ttl 64 tos 0 proto 59 +0"},
	{.name = "time exceeded",
		.layer = FRAME_LINK,
		.linktype = 1,
		.hex = "72d7b1565cd0bae4a7f8dde3080045c000501d8d00004001d038c6120001c61200020b00"
		       "f4ff0000000045000034528c400001019a14c6120002c6120102080082066af6000103c5"
		       "026b00000000aa810e00000000001011121314151617",
		.says = "ok 0800 198.18.0.1 > 198.18.0.2 ttl 64 tos 192 proto 1 +60, icmp 11/0 "
			"00000000 +52 good [198.18.0.2 > 198.18.1.2 proto 1 ttl 1 tos 0 id 21132 "
			"flow 00000 +32, echo 6af6 1 +24]"},
	{.name = "time exceeded, 8-byte quote",
		.layer = FRAME_LINK,
		.linktype = 1,
		.hex = "72d7b1565cd0bae4a7f8dde3080045c000381d8d00004001d050c6120001c61200020b00"
		       "00020000000045000034528c400001019a14c6120002c6120102080082066af60001",
		.says = "ok 0800 198.18.0.1 > 198.18.0.2 ttl 64 tos 192 proto 1 +36, icmp 11/0 "
			"00000000 +28 good [198.18.0.2 > 198.18.1.2 proto 1 ttl 1 tos 0 id 21132 "
			"flow 00000 +8, echo 6af6 1 +0]"},
	{.name = "time exceeded, quote with options",
		.layer = FRAME_LINK,
		.linktype = 1,
		.hex = "72d7b1565cd0bae4a7f8dde308004fc000981e8600004001717ec6120001c61200020727"
		       "10c6120002c6120001c61200010000000000000000000000000000000000000000000000"
		       "00000b002ee8000000004f000054529e40000101a1bec6120002c61201020107270cc612"
		       "0002c6120001000000000000000000000000000000000000000000000000000000000800"
		       "3a4d6b44000105c5026b000000004a3d000000000000",
		.says = "ok 0800 198.18.0.1 > 198.18.0.2 ttl 64 tos 192 proto 1 +92 options 40, "
			"icmp 11/0 00000000 +84 good [198.18.0.2 > 198.18.1.2 proto 1 ttl 1 tos "
			"0 id 21150 flow 00000 +24, echo 6b44 1 +16]"},
	{.name = "host unreachable",
		.layer = FRAME_LINK,
		.linktype = 1,
		.hex = "72d7b1565cd0bae4a7f8dde3080045c0007022ec00004001cab9c6120001c61200020301"
		       "fcfe0000000045000054cdb740003f01e07dc6120002c612014d08000f496b67000107c5"
		       "026b00000000aa4b0a0000000000101112131415161718191a1b1c1d1e1f202122232425"
		       "262728292a2b2c2d2e2f3031323334353637",
		.says = "ok 0800 198.18.0.1 > 198.18.0.2 ttl 64 tos 192 proto 1 +92, icmp 3/1 "
			"00000000 +84 good [198.18.0.2 > 198.18.1.77 proto 1 ttl 63 tos 0 id "
			"52663 flow 00000 +64, echo 6b67 1 +56]"},
	{.name = "administratively prohibited",
		.layer = FRAME_LINK,
		.linktype = 1,
		.hex = "72d7b1565cd0bae4a7f8dde3080045c00050265200004001c773c6120001c6120002030d"
		       "fcf20000000045000034896a400040011e31c6120002c6120707080073e06be5000111c5"
		       "026b00000000aab80d00000000001011121314151617",
		.says = "ok 0800 198.18.0.1 > 198.18.0.2 ttl 64 tos 192 proto 1 +60, icmp 3/13 "
			"00000000 +52 good [198.18.0.2 > 198.18.7.7 proto 1 ttl 64 tos 0 id "
			"35178 flow 00000 +32, echo 6be5 1 +24]"},
	{.name = "fragmentation needed",
		.layer = FRAME_LINK,
		.linktype = 1,
		.hex = "72d7b1565cd0bae4a7f8dde3080045c0004c1f6d00004001ce5cc6120001c61200020304"
		       "407c0000057845000594000040004001a840c6120002c612010208001c016b5b000106c5"
		       "026b00000000f35509000000000010111213",
		.says = "ok 0800 198.18.0.1 > 198.18.0.2 ttl 64 tos 192 proto 1 +56, icmp 3/4 "
			"00000578 +48 good [198.18.0.2 > 198.18.1.2 proto 1 ttl 64 tos 0 id 0 "
			"flow 00000 +28, echo 6b5b 1 +20]"},
	{.name = "redirect",
		.layer = FRAME_LINK,
		.linktype = 1,
		.hex = "72d7b1565cd0bae4a7f8dde3080045c0005025bf00004001c806c6120001c61200020501"
		       "34e9c612000345000034952640003f011173c6120002c61209090800193d6b7300010ec5"
		       "026b0000000009ce0c00000000001011121314151617",
		.says = "ok 0800 198.18.0.1 > 198.18.0.2 ttl 64 tos 192 proto 1 +60, icmp 5/1 "
			"c6120003 +52 good [198.18.0.2 > 198.18.9.9 proto 1 ttl 63 tos 0 id "
			"38182 flow 00000 +32, echo 6b73 1 +24]"},
	{.name = "port unreachable",
		.layer = FRAME_LINK,
		.linktype = 1,
		.hex = "72d7b1565cd0bae4a7f8dde3080045c00042b9d700003f0133fbc6120102c61200020303"
		       "7cad0000000045000026a10240003f110d9cc6120002c61201029c40829a00128d4c7069"
		       "6e672070726f6265",
		.says = "ok 0800 198.18.1.2 > 198.18.0.2 ttl 63 tos 192 proto 1 +46, icmp 3/3 "
			"00000000 +38 good [198.18.0.2 > 198.18.1.2 proto 17 ttl 63 tos 0 id "
			"41218 flow 00000 +18, ports 40000 > 33434]"},
	{.name = "time exceeded with an MPLS extension",
		.layer = FRAME_LINK,
		.linktype = 1,
		.hex = "72d7b1565cd0bae4a7f8dde3080045c000a81d8d00004001cfe0c6120001c61200020b00"
		       "f4df0020000045000034528c400001019a14c6120002c6120102080082066af6000103c5"
		       "026b00000000aa810e000000000010111213141516170000000000000000000000000000"
		       "000000000000000000000000000000000000000000000000000000000000000000000000"
		       "00000000000000000000000000000000000000000000000000002000f6f5000801010601"
		       "e1ff",
		.says = "ok 0800 198.18.0.1 > 198.18.0.2 ttl 64 tos 192 proto 1 +148, icmp 11/0 "
			"00200000 +140 good [198.18.0.2 > 198.18.1.2 proto 1 ttl 1 tos 0 id "
			"21132 flow 00000 +32, echo 6af6 1 +24]"},
	{.name = "hop limit exceeded",
		.layer = FRAME_LINK,
		.linktype = 1,
		.hex = "72d7b1565cd0bae4a7f8dde386dd6008bad100503a4020010db800000000000000000000"
		       "000120010db80000000000000000000000020300e15100000000600725e000203a012001"
		       "0db800000000000000000000000220010db80001000000000000000000028000eb106b3e"
		       "000104c5026b00000000735d0700000000001011121314151617",
		.says = "ok 86dd 2001:db8::1 > 2001:db8::2 ttl 64 tos 0 proto 58 +80, icmp 3/0 "
			"00000000 +72 good [2001:db8::2 > 2001:db8:1::2 proto 58 ttl 1 tos 0 id "
			"0 flow 725e0 +32, echo 6b3e 1 +24]"},
	{.name = "address unreachable",
		.layer = FRAME_LINK,
		.linktype = 1,
		.hex = "72d7b1565cd0bae4a7f8dde386dd600ac7ad00703a4020010db800000000000000000000"
		       "000120010db8000000000000000000000002010397ef00000000600c70dc00403a3f2001"
		       "0db800000000000000000000000220010db800010000000000000000007780004d426b6d"
		       "00010bc5026b000000009ae5030000000000101112131415161718191a1b1c1d1e1f2021"
		       "22232425262728292a2b2c2d2e2f3031323334353637",
		.says = "ok 86dd 2001:db8::1 > 2001:db8::2 ttl 64 tos 0 proto 58 +112, icmp 1/3 "
			"00000000 +104 good [2001:db8::2 > 2001:db8:1::77 proto 58 ttl 63 tos 0 "
			"id 0 flow c70dc +64, echo 6b6d 1 +56]"},
	{.name = "packet too big",
		.layer = FRAME_LINK,
		.linktype = 1,
		.hex = "72d7b1565cd0bae4a7f8dde386dd600adf4400483a4020010db800000000000000000000"
		       "000120010db8000000000000000000000002020047bf00000578600725e005803a402001"
		       "0db800000000000000000000000220010db8000100000000000000000002800092ed6b61"
		       "000107c5026b00000000a931020000000000",
		.says = "ok 86dd 2001:db8::1 > 2001:db8::2 ttl 64 tos 0 proto 58 +72, icmp 2/0 "
			"00000578 +64 good [2001:db8::2 > 2001:db8:1::2 proto 58 ttl 64 tos 0 id "
			"0 flow 725e0 +24, echo 6b61 1 +16]"},
	{.name = "ICMPv6 port unreachable",
		.layer = FRAME_LINK,
		.linktype = 1,
		.hex = "72d7b1565cd0bae4a7f8dde386dd6001a2f100423a3f20010db800010000000000000000"
		       "000220010db80000000000000000000000020104acbe00000000600bdad80012113f2001"
		       "0db800000000000000000000000220010db80001000000000000000000029c40829a0012"
		       "5b9a70696e672070726f6265",
		.says = "ok 86dd 2001:db8:1::2 > 2001:db8::2 ttl 63 tos 0 proto 58 +66, icmp 1/4 "
			"00000000 +58 good [2001:db8::2 > 2001:db8:1::2 proto 17 ttl 63 tos 0 id "
			"0 flow bdad8 +18, ports 40000 > 33434]"},
	{.name = "ICMPv6 redirect",
		.layer = FRAME_LINK,
		.linktype = 1,
		.hex = "72d7b1565cd0bae4a7f8dde386dd6008bad100803afffe80000000000000b8e4a7fffef8"
		       "dde320010db80000000000000000000000028900dfda0000000020010db8000000000000"
		       "00000000000320010db80009000000000000000000090201020000000003040a00000000"
		       "000060052ecc00203a4020010db800000000000000000000000220010db8000900000000"
		       "0000000000098000fb236bdf000110c5026b00000000589a050000000000101112131415"
		       "1617",
		.says = "ok 86dd fe80::b8e4:a7ff:fef8:dde3 > 2001:db8::2 ttl 255 tos 0 proto 58 "
			"+128, icmp 137/0 00000000 +120 good [2001:db8::2 > 2001:db8:9::9 proto "
			"58 ttl 64 tos 0 id 0 flow 52ecc +32, echo 6bdf 1 +24]"},
	{.name = "parameter problem, quote with extension headers",
		.layer = FRAME_LINK,
		.linktype = 1,
		.hex = "72d7b1565cd0bae4a7f8dde386dd6008bad100503a4020010db800000000000000000000"
		       "000120010db80000000000000000000000020400a1d200000028600725e0002000402001"
		       "0db800000000000000000000000220010db80001000000000000000000023c0001040000"
		       "00003a0001040000000080008073123400016162636465666768",
		.says = "ok 86dd 2001:db8::1 > 2001:db8::2 ttl 64 tos 0 proto 58 +80, icmp 4/0 "
			"00000028 +72 good [2001:db8::2 > 2001:db8:1::2 proto 58 ttl 64 tos 0 id "
			"0 flow 725e0 +16, echo 1234 1 +8]"},
	{.name = "reassembly time exceeded, quote of a later fragment",
		.layer = FRAME_LINK,
		.linktype = 1,
		.hex = "72d7b1565cd0bae4a7f8dde386dd6008bad100483a4020010db800000000000000000000"
		       "000120010db800000000000000000000000203015ae100000000600725e000182c402001"
		       "0db800000000000000000000000220010db80001000000000000000000023a000010cf16"
		       "5d0a81ed0400000000001011121314151617",
		.says = "ok 86dd 2001:db8::1 > 2001:db8::2 ttl 64 tos 0 proto 58 +72, icmp 3/1 "
			"00000000 +64 good [2001:db8::2 > 2001:db8:1::2 proto 58 ttl 64 tos 0 id "
			"0 flow 725e0 +0]"},
	{.name = "TCP",
		.layer = FRAME_LINK,
		.linktype = 1,
		.hex = "72d7b1565cd0bae4a7f8dde3080045000028000040003f06aea7c6120102c61200020009"
		       "d3b000000000d37afe6f501400007d030000",
		.says = "ok 0800 198.18.1.2 > 198.18.0.2 ttl 63 tos 0 proto 6 +20"},
	{.name = "ARP",
		.layer = FRAME_LINK,
		.linktype = 1,
		.padding_bytes = 28,
		.hex = "ffffffffffff72d7b1565cd00806000108000604000172d7b1565cd0c612000200000000"
		       "0000c6120001",
		.says = "ok 0806 - > - ttl -1 tos -1 proto 0 +0"},
	{.name = "neighbour solicitation",
		.layer = FRAME_LINK,
		.linktype = 1,
		.hex = "3333ff00000172d7b1565cd086dd6000000000203aff20010db800000000000000000000"
		       "0002ff0200000000000000000001ff00000187009d2a0000000020010db8000000000000"
		       "000000000001010172d7b1565cd0",
		.says = "ok 86dd 2001:db8::2 > ff02::1:ff00:1 ttl 255 tos 0 proto 58 +32, icmp "
			"135/0 00000000 +24 good"},
	{.name = "cooked v1, received",
		.layer = FRAME_LINK,
		.linktype = 113,
		.hex = "00000001000672d7b1565cd0000008004500003461dd400040014cc4c6120002c6120001"
		       "08007cf86cd6000117c5026b00000000a3af0400000000001011121314151617",
		.says = "ok 0800 198.18.0.2 > 198.18.0.1 ttl 64 tos 0 proto 1 +32, icmp 8/0 "
			"6cd60001 +24 good"},
	{.name = "cooked v1, loopback",
		.layer = FRAME_LINK,
		.linktype = 113,
		.hex = "00000304000600000000000000000800450000341040400040012c877f0000017f000001"
		       "080021e56cd8000117c5026b00000000fec00400000000001011121314151617",
		.says = "ok 0800 127.0.0.1 > 127.0.0.1 ttl 64 tos 0 proto 1 +32, icmp 8/0 "
			"6cd80001 +24 good"},
	{.name = "cooked v1, tagged",
		.layer = FRAME_LINK,
		.linktype = 113,
		.hex = "00000001000672d7b1565cd000008100000586dd600131ab00203a4020010db800000000"
		       "000000000000000220010db80000000000000000000000018000231d6cd7000117c5026b"
		       "0000000029ba0400000000001011121314151617",
		.says = "ok 86dd vlan 0005 2001:db8::2 > 2001:db8::1 ttl 64 tos 0 proto 58 +32, "
			"icmp 128/0 6cd70001 +24 good"},
	{.name = "cooked v2, received",
		.layer = FRAME_LINK,
		.linktype = 276,
		.hex = "86dd0000000000020001000672d7b1565cd00000600131ab00203a4020010db800000000"
		       "000000000000000220010db8000000000000000000000001800004736cdd000118c5026b"
		       "00000000485e0300000000001011121314151617",
		.says = "ok 86dd 2001:db8::2 > 2001:db8::1 ttl 64 tos 0 proto 58 +32, icmp 128/0 "
			"6cdd0001 +24 good"},
	{.name = "cooked v2, sent",
		.layer = FRAME_LINK,
		.linktype = 276,
		.hex = "080000000000000200010406bae4a7f8dde3000045000034271100004001c790c6120001"
		       "c61200020000d14d6cdc000118c5026b0000000057540300000000001011121314151617",
		.says = "ok 0800 198.18.0.1 > 198.18.0.2 ttl 64 tos 0 proto 1 +32, icmp 0/0 "
			"6cdc0001 +24 good"},
	{.name = "BSD loopback, little-endian",
		.layer = FRAME_LINK,
		.hex = "0200000045000034aedd00003f013fc3c6120102c6120002000085166a57000101c5026b"
		       "00000000b4100c00000000001011121314151617",
		.says = "ok 0800 198.18.1.2 > 198.18.0.2 ttl 63 tos 0 proto 1 +32, icmp 0/0 "
			"6a570001 +24 good"},
	{.name = "BSD loopback, network order",
		.layer = FRAME_LINK,
		.linktype = 108,
		.hex = "0000001e6005601d00203a3f20010db800010000000000000000000220010db800000000"
		       "00000000000000028100e1616a5d000102c5026b0000000081ed04000000000010111213"
		       "14151617",
		.says = "ok 86dd 2001:db8:1::2 > 2001:db8::2 ttl 63 tos 0 proto 58 +32, icmp "
			"129/0 6a5d0001 +24 good"},
	{.name = "raw IPv4",
		.layer = FRAME_LINK,
		.linktype = 101,
		.hex = "45000034aedd00003f013fc3c6120102c6120002000085166a57000101c5026b00000000"
		       "b4100c00000000001011121314151617",
		.says = "ok 0800 198.18.1.2 > 198.18.0.2 ttl 63 tos 0 proto 1 +32, icmp 0/0 "
			"6a570001 +24 good"},
	{.name = "raw IPv6",
		.layer = FRAME_LINK,
		.linktype = 101,
		.hex = "6005601d00203a3f20010db800010000000000000000000220010db80000000000000000"
		       "000000028100e1616a5d000102c5026b0000000081ed0400000000001011121314151617",
		.says = "ok 86dd 2001:db8:1::2 > 2001:db8::2 ttl 63 tos 0 proto 58 +32, icmp "
			"129/0 6a5d0001 +24 good"},
	{.name = "IPv4 from a raw socket",
		.layer = FRAME_IP,
		.hex = "45000034aedd00003f013fc3c6120102c6120002000085166a57000101c5026b00000000"
		       "b4100c00000000001011121314151617",
		.says = "ok 198.18.1.2 > 198.18.0.2 ttl 63 tos 0 proto 1 +32, icmp 0/0 6a570001 "
			"+24 good"},
	{.name = "message from a ping socket",
		.layer = FRAME_TRANSPORT,
		.protocol = 1,
		.from = "198.18.1.2",
		.to = "198.18.0.2",
		.hex = "000085166a57000101c5026b00000000b4100c00000000001011121314151617",
		.says = "ok 198.18.1.2 > 198.18.0.2 ttl -1 tos -1 proto 1 +32, icmp 0/0 6a570001 "
			"+24 good"},
	{.name = "message between unknown addresses",
		.layer = FRAME_TRANSPORT,
		.protocol = 1,
		.hex = "000085166a57000101c5026b00000000b4100c00000000001011121314151617",
		.says = "ok - > - ttl -1 tos -1 proto 1 +32, icmp 0/0 6a570001 +24 good"},
	{.name = "ICMPv6 message from a raw socket",
		.layer = FRAME_TRANSPORT,
		.protocol = 58,
		.from = "2001:db8:1::2",
		.to = "2001:db8::2",
		.hex = "8100e1616a5d000102c5026b0000000081ed0400000000001011121314151617",
		.says = "ok 2001:db8:1::2 > 2001:db8::2 ttl -1 tos -1 proto 58 +32, icmp 129/0 "
			"6a5d0001 +24 good"},
	{.name = "ICMPv6 message to an unknown address",
		.layer = FRAME_TRANSPORT,
		.protocol = 58,
		.from = "2001:db8:1::2",
		.hex = "8100e1616a5d000102c5026b0000000081ed0400000000001011121314151617",
		.says = "ok 2001:db8:1::2 > - ttl -1 tos -1 proto 58 +32, icmp 129/0 6a5d0001 "
			"+24 unchecked"},
};

static inline const struct golden *golden_named(const char *name)
{
	for (size_t i = 0; i < sizeof goldens / sizeof goldens[0]; i++)
		if (!strcmp(goldens[i].name, name))
			return &goldens[i];
	abort();
}

/* Its bytes in a buffer of exactly their size; end it with exact_free. */
static inline struct bytes golden_copy(const struct golden *g)
{
	uint8_t space[1024];
	size_t size = strlen(g->hex) / 2;

	if (size > sizeof space)
		abort();
	for (size_t i = 0; i < size; i++) {
		char pair[3] = {g->hex[2 * i], g->hex[2 * i + 1], 0};

		space[i] = (uint8_t)strtoul(pair, NULL, 16);
	}
	return exact(space, size);
}

/* A frame of g's kind over its bytes or a part of them. */
static inline struct frame golden_frame(const struct golden *g, struct bytes bytes)
{
	struct frame f = {
		.bytes = bytes,
		.whole_bytes = (uint32_t)bytes.left,
		.layer = g->layer,
		.linktype = g->linktype,
		.protocol = g->protocol,
		.ttl = -1,
		.tos = -1,
	};

	if (g->from)
		addr_parse(&f.from, g->from);
	if (g->to)
		addr_parse(&f.to, g->to);
	return f;
}

#endif
