/* tls_trust: the system's trusted certificates, one by one in place of all at once. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tls_parts.h"

/* "5ed36f99.0", as openssl rehash makes them. */
static bool is_hashed(const char *name)
{
	size_t n = strspn(name, "0123456789abcdef");

	return n == 8 && name[8] == '.' && name[9] >= '0' && name[9] <= '9';
}

static bool has_hashed(const char *folder)
{
	DIR *d = opendir(folder);
	struct dirent *e;
	bool found = false;

	if (!d)
		return false;
	while (!found && (e = readdir(d)))
		found = is_hashed(e->d_name);
	closedir(d);
	return found;
}

bool tls_system_folder(char to[static TLS_TEXT])
{
	struct tls_library lib = {.ssl = NULL};
	const char *folder;

	if (tls_library_load(&lib, NULL) < 0 ||
		secure_getenv(lib.X509_get_default_cert_file_env()) ||
		secure_getenv(lib.X509_get_default_cert_dir_env()))
		return false;
	folder = lib.X509_get_default_cert_dir();
	if (strlen(folder) >= TLS_TEXT || !has_hashed(folder))
		return false;
	snprintf(to, TLS_TEXT, "%s", folder);
	return true;
}
