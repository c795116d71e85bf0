/* idn: host names as people write them, as DNS has them, and back. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "idn.h"

#include <errno.h>
#include <string.h>

#include "given.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *name = given_text(data, size);
	char ascii[IDN_TEXT], again[IDN_TEXT], shown[IDN_TEXT];
	struct fail why = {.error = 0};
	int rc;

	idn_mixed(name);
	rc = idn_ascii(ascii, name, &why);
	must(rc == 0 || ((rc == -EINVAL || rc == -ENOENT) && *why.text));
	if (rc == 0) {
		must(memchr(ascii, 0, sizeof ascii));
		for (const char *c = ascii; *c; c++)
			must((unsigned char)*c < 0x80 && !(*c >= 'A' && *c <= 'Z'));
		must(idn_ascii(again, ascii, NULL) == 0 && !strcmp(again, ascii));
	}
	if (idn_unicode(shown, name))
		must(memchr(shown, 0, sizeof shown));
	free(name);
	return 0;
}
