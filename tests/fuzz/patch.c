/* patch: changes to a message whose checksum is right: three bytes say where and how many, then
 * come the new bytes and the message. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "patch.h"
#include "cksum.h"
#include "must.h"

static void seal(const struct patch *m)
{
	struct bytes_out o = bytes_to(m->p + m->checksum_at, 2);

	bytes_put_u16(&o, 0);
	o.used = 0;
	bytes_put_u16(&o, cksum_of(m->p, m->size_bytes));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes b = bytes_of(data, size), value;
	size_t at = bytes_u8(&b), n_bytes = bytes_u8(&b), checksum_at = bytes_u8(&b);
	struct patch m = {.checksum_at = checksum_at};
	struct exact message, before;

	value = bytes_take(&b, n_bytes);
	if (b.bad || checksum_at + 2 > b.left || checksum_at & 1)
		return 0;
	message = exact(b.p, b.left);
	m.p = message.p;
	m.size_bytes = b.left;
	seal(&m);
	before = exact(m.p, m.size_bytes);
	if (patch_bytes(&m, at, value.p, n_bytes)) {
		must(bytes_equal(message.view, before.view));
	} else {
		must(!memcmp(m.p + at, value.p, n_bytes));
		/* All zeros have two right checksums, and the sum of none of them is 0. */
		must(cksum_of(m.p, m.size_bytes) == 0 ||
			(!m.p[0] && !memcmp(m.p, m.p + 1, b.left - 1)));
	}
	free(message.block);
	free(before.block);
	return 0;
}
