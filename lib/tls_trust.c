/* tls_trust: the system's trusted certificates: one by one in place of all at once, and where they
 * lie. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <dirent.h>
#include <limits.h>
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

/* The path of one of them; false where there is none. */
static bool find_hashed(char to[static PATH_MAX], const char *folder)
{
	DIR *d = opendir(folder);
	struct dirent *e;
	bool found = false;

	if (!d)
		return false;
	while (!found && (e = readdir(d)))
		if (is_hashed(e->d_name))
			found = snprintf(to, PATH_MAX, "%s/%s", folder, e->d_name) < PATH_MAX;
	closedir(d);
	return found;
}

bool tls_system_folder(char to[static TLS_TEXT])
{
	struct tls_library lib = {.ssl = NULL};
	char one[PATH_MAX];
	const char *folder;

	if (tls_library_load(&lib, NULL) < 0 ||
		secure_getenv(lib.X509_get_default_cert_file_env()) ||
		secure_getenv(lib.X509_get_default_cert_dir_env()))
		return false;
	folder = lib.X509_get_default_cert_dir();
	if (strlen(folder) >= TLS_TEXT || !find_hashed(one, folder))
		return false;
	snprintf(to, TLS_TEXT, "%s", folder);
	return true;
}

/* Where a path leads to, seen from the folders and files of tls_files; true for what is not there.
 */
static bool leads_inside(const char *path)
{
	char real[PATH_MAX];

	if (!realpath(path, real))
		return true;
	for (const char *const *f = tls_files; *f; f++) {
		size_t n = strlen(*f);

		if (!strncmp(real, *f, n) && (!real[n] || real[n] == '/'))
			return true;
	}
	return false;
}

bool tls_files_suffice(void)
{
	static const char *const variables[] = {"OPENSSL_CONF", "OPENSSL_CONF_INCLUDE",
		"OPENSSL_MODULES", "OPENSSL_ENGINES", "SSL_CERT_FILE", "SSL_CERT_DIR"};
	struct tls_library lib = {.ssl = NULL};
	char path[PATH_MAX];
	const char *folder;

	if (tls_library_load(&lib, NULL) < 0)
		return true;
	for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
		if (secure_getenv(variables[i]))
			return false;
	folder = lib.X509_get_default_cert_dir();
	if (!strchr(folder, '/') || !leads_inside(folder) ||
		!leads_inside(lib.X509_get_default_cert_file()) ||
		(find_hashed(path, folder) && !leads_inside(path)))
		return false;
	/* The settings lie beside that folder. */
	return snprintf(path, sizeof path, "%.*s/openssl.cnf", (int)(strrchr(folder, '/') - folder),
		       folder) < PATH_MAX &&
	       leads_inside(path);
}
