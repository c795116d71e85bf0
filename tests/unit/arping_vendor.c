/* arping_vendor: lists of vendors in every form, and the longest prefix found in them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "../../arping/vendor.h"
#include "tap.h"

static const struct {
	const char *line;
	uint64_t prefix;
	unsigned bits;
	const char *name;
} lines[] = {
	{"28-6F-B9   (hex)\t\tNokia Shanghai Bell Co., Ltd.\r", 0x286fb9000000, 24,
		"Nokia Shanghai Bell Co., Ltd."},
	{"286FB9     (base 16)\t\tNokia Shanghai Bell Co., Ltd.", 0x286fb9000000, 24,
		"Nokia Shanghai Bell Co., Ltd."},
	{"286FB9\tNokia Shanghai Bell", 0x286fb9000000, 24, "Nokia Shanghai Bell"},
	{"0055DA0\tShinko Technos", 0x0055da000000, 28, "Shinko Technos"},
	{"70B3D5E1B\tSomebody", 0x70b3d5e1b000, 36, "Somebody"},
	{"000000 Xerox Corporation", 0x000000000000, 24, "Xerox Corporation"},
	{"00:00:0C\tCisco\tCisco Systems, Inc", 0x00000c000000, 24, "Cisco Systems, Inc"},
	{"00:55:DA:00:00:00/28\tShinko\tShinko Technos co.,ltd.", 0x0055da000000, 28,
		"Shinko Technos co.,ltd."},
	{"MA-L,286FB9,\"Nokia, Shanghai\",\"No. 388, Road\"", 0x286fb9000000, 24,
		"Nokia, Shanghai"},
	{"MA-S,70B3D5E1B,Plain,Somewhere", 0x70b3d5e1b000, 36, "Plain"},
};
static const char *const none[] = {"", "# comment", "OUI/MA-L      Organization", "company_id",
	"28-6F", "28-6F-B9", "28-6F-B9   (hex)", "  CN", "00:00:0C/20\tShort", "00:00:0C/25\tLong",
	"deadbeefcafe00 too long to be a prefix", "MA-L,", "MA-L,286FB9", "MA-L,286FB9,",
	"cafe food"};

static void test_lines(void)
{
	struct vendor_line l;
	char name[64];

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		bool found = vendor_read(lines[i].line, strlen(lines[i].line), &l);

		ok(found && l.prefix == lines[i].prefix && l.bits == lines[i].bits, "%s",
			lines[i].name);
		snprintf(name, sizeof name, "%.*s", found ? (int)l.name_bytes : 0, l.name);
		is_text(name, lines[i].name, "... its name");
	}
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		ok(!vendor_read(none[i], strlen(none[i]), &l), "no entry: '%s'", none[i]);
}

/* Nothing is read behind the end of a line. */
static void test_cuts(void)
{
	size_t outside = 0;

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		for (size_t n = 0; n <= strlen(lines[i].line); n++) {
			char *cut = malloc(n + !n);
			struct vendor_line l;

			memcpy(cut, lines[i].line, n);
			if (vendor_read(cut, n, &l))
				outside += l.name < cut || l.name + l.name_bytes > cut + n;
			free(cut);
		}
	}
	is_int(outside, 0, "a line cut anywhere stays within itself");
}

static void test_find(const char *path)
{
	static const struct {
		const char *mac, *name;
	} cases[] = {
		{"70:b3:d5:e1:b0:01", "Longest"},
		{"70:b3:d5:e1:c0:01", "Longer"},
		{"70:b3:d5:00:00:01", "Short"},
		{"70:b3:d6:00:00:01", NULL},
	};
	struct vendor *v = NULL;
	FILE *to = fopen(path, "w");
	struct fail why = {0};
	char name[8];
	struct mac m;

	fputs("# a list\n70B3D5E1B\tLongest\n70B3D5\tShort\n70B3D5E\tLonger\n\n", to);
	fclose(to);
	is_int(vendor_open(&v, path, &why), 0, "a list is read");
	if (!v)
		return;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		bool found;

		mac_parse(&m, cases[i].mac);
		found = vendor_find(v, &m, name, sizeof name);
		is_text(found ? name : "none", cases[i].name ? cases[i].name : "none", "%s",
			cases[i].mac);
	}
	mac_parse(&m, cases[0].mac);
	ok(vendor_find(v, &m, name, 5) && !strcmp(name, "Long"), "a name is cut to its place");
	vendor_close(v);
}

static void test_refusals(const char *path)
{
	struct vendor *v = NULL;
	struct fail why = {0};
	FILE *to = fopen(path, "w");

	fputs("nothing of the kind\n", to);
	fclose(to);
	is_int(vendor_open(&v, path, &why), -EINVAL, "%s", why.text);
	is_int(vendor_open(&v, "/nosuch/list", &why), -ENOENT, "%s", why.text);
	is_int(vendor_open(&v, "/", &why), -EINVAL, "%s", why.text);
	vendor_close(NULL);
}

int main(void)
{
	char path[] = "/tmp/vendor.XXXXXX";
	int fd = mkstemp(path);

	if (fd < 0)
		return 1;
	close(fd);
	test_lines();
	test_cuts();
	test_find(path);
	test_refusals(path);
	unlink(path);
	return tap_done();
}
