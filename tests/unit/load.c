/* load: why a library cannot be loaded is told apart. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "load.h"

#include <dlfcn.h>
#include <errno.h>
#include <string.h>
#include <sys/resource.h>

#include "tap.h"

/* One that the tools need and this program is not linked with. */
static const char library[] = "libz.so.1", missing[] = "there is no such library";

/* With no more than so many descriptors. */
static int limited(rlim_t most, struct fail *why)
{
	struct rlimit before, less;
	void *handle;
	int rc;

	getrlimit(RLIMIT_NOFILE, &before);
	less = before;
	less.rlim_cur = most;
	setrlimit(RLIMIT_NOFILE, &less);
	rc = load_library(&handle, library, missing, why);
	setrlimit(RLIMIT_NOFILE, &before);
	return rc;
}

int main(void)
{
	struct fail why = {0};
	void *handle = &handle;

	is_int(load_library(&handle, "libnosuch.so.9", missing, &why), -ENOENT,
		"a library that is not there");
	is_text(why.text, missing, "... is told in the caller's words");
	ok(!handle, "... and there is no handle");
	is_int(load_library(&handle, "/dev/null", missing, &why), -ELIBACC,
		"a file that is no library");
	ok(strstr(why.text, "cannot load /dev/null: ") == why.text, "... %s", why.text);

	is_int(limited(3, &why), -EMFILE, "a library for which no descriptor is left");
	ok(strstr(why.text, "cannot load ") == why.text && strstr(why.text, strerror(EMFILE)),
		"... %s", why.text);
	is_int(load_library(&handle, library, missing, &why), 0, "one that is there");
	ok(handle && dlsym(handle, "zlibVersion"), "... has its symbols");
	return tap_done();
}
