/* fail: the sentence, its errno, and what happens to long ones. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "fail.h"

#include <errno.h>

#include "tap.h"

static void long_name(struct fail *why)
{
	char name[400];

	memset(name, 'a', sizeof name - 1);
	name[sizeof name - 1] = '\0';
	errno = ENOSPC;
	fail_errno(why, "cannot write to %s", name);
	ok(strlen(why->text) < sizeof why->text, "a long sentence is cut");
	ok(strstr(why->text, ": No space left on device") != NULL, "its reason is kept");
	fail_set(why, EINVAL, "%s", name);
	is_int(strlen(why->text), sizeof why->text - 1, "fail_set fills the room and no more");
}

int main(void)
{
	struct fail why = {0};

	is_int(fail_set(&why, EINVAL, "label '%s' is odd", "x"), -EINVAL, "returns -error");
	is_int(why.error, EINVAL, "keeps the error");
	is_text(why.text, "label 'x' is odd", "keeps the sentence");
	fail_set(&why, EIO, "more: %s", why.text);
	is_text(why.text, "more: label 'x' is odd", "the old text may be an argument");
	is_int(fail_set(NULL, EPERM, "unseen"), -EPERM, "why may be NULL");

	errno = ENOENT;
	is_int(fail_errno(&why, "cannot read %s", "f"), -ENOENT, "fail_errno returns -errno");
	is_text(why.text, "cannot read f: No such file or directory", "and names the reason");
	errno = EACCES;
	is_int(fail_errno(NULL, "unseen"), -EACCES, "without why too");
	is_int(errno, EACCES, "errno is left as it was");
	long_name(&why);
	ok(fail_is_shortage(-ENOMEM) && fail_is_shortage(-EMFILE), "what this host is short of");
	ok(!fail_is_shortage(-ECONNREFUSED) && !fail_is_shortage(0), "is told from the rest");
	return tap_done();
}
