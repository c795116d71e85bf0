/* sink: where content goes. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "sink.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "plain.h"

enum sink_place sink_place(const char *path, char folder[static PATH_MAX])
{
	const char *slash = path ? strrchr(path, '/') : NULL;
	struct stat st;

	if (!path || !strcmp(path, "/dev/null") || !strcmp(path, "-"))
		return SINK_NOWHERE;
	if (strlen(path) >= PATH_MAX || (!lstat(path, &st) && !S_ISREG(st.st_mode)))
		return SINK_ANYWHERE;
	if (slash)
		snprintf(folder, PATH_MAX, "%.*s", slash == path ? 1 : (int)(slash - path), path);
	else
		snprintf(folder, PATH_MAX, ".");
	return SINK_FOLDER;
}

int sink_open(struct sink *s, const char *path, bool append, bool raw, struct fail *why)
{
	int rc;

	*s = (struct sink){.fd = -1};
	if (!path || !strcmp(path, "/dev/null"))
		return 0;
	if (!strcmp(path, "-")) {
		s->fd = STDOUT_FILENO;
		s->plain = !raw && isatty(STDOUT_FILENO);
		return 0;
	}
	if (append) {
		s->fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
		return s->fd < 0 ? fail_errno(why, "%s", path) : 0;
	}
	rc = file_create(&s->file, path, why);
	if (rc >= 0)
		s->fd = file_fd(s->file);
	return rc;
}

int sink_begin(struct sink *s, struct slice codings, bool decoded,
	const struct decode_limits *limits, struct findings *findings, struct fail *why)
{
	struct fail own = {0};
	int rc = 0;

	decode_close(s->decode);
	s->decode = NULL;
	s->findings = findings;
	s->decoded = decoded;
	s->broken = false;
	s->n_first = 0;
	s->content_bytes = 0;
	s->sum = 0;
	s->last = -1;
	if (codings.n)
		rc = decode_open(&s->decode, codings, limits, &own);
	if (rc >= 0)
		return 0;
	if (rc == -E2BIG)
		findings_add(findings, ANOMALY_LIMIT_STAGES, 0, 0, codings.p, codings.n);
	if (!decoded)
		return 0;
	if (why)
		*why = own;
	return rc;
}

static int write_bytes(const struct sink *s, struct bytes what, struct fail *why)
{
	while (s->fd >= 0 && what.left) {
		ssize_t n = write(s->fd, what.p, what.left);

		if (n >= 0)
			bytes_skip(&what, (size_t)n);
		else if (errno != EINTR)
			return fail_errno(why, "writing the body");
	}
	return 0;
}

/* With what was left over of the piece before. */
static int write_plain(struct sink *s, struct bytes what, bool last, struct fail *why)
{
	struct strbuf all = {0}, text = {0};
	struct bytes in;
	int rc;

	strbuf_put(&all, s->rest, s->n_rest);
	strbuf_put(&all, what.p, what.left);
	in = bytes_of(all.p, all.used);
	plain_put(&text, &in, last);
	s->n_rest = in.left;
	if (in.left)
		memcpy(s->rest, in.p, in.left);
	rc = all.bad || text.bad ? fail_set(why, ENOMEM, "no memory to show the body")
				 : write_bytes(s, bytes_of(text.p, text.used), why);
	strbuf_close(&all);
	strbuf_close(&text);
	return rc;
}

static int write_all(struct sink *s, struct bytes what, struct fail *why)
{
	if (s->limit_bytes && what.left > s->limit_bytes - s->written_bytes) {
		findings_add(s->findings, ANOMALY_LIMIT_BODY, 0, 0, NULL, 0);
		return fail_set(why, EFBIG, "%s", anomaly_row(ANOMALY_LIMIT_BODY)->what);
	}
	s->written_bytes += what.left;
	return s->plain ? write_plain(s, what, false, why) : write_bytes(s, what, why);
}

int sink_text(struct sink *s, struct bytes text, struct fail *why)
{
	uint64_t before = s->written_bytes;
	int rc = write_all(s, text, why);

	s->written_bytes = before;
	return rc;
}

static void keep_first(struct sink *s, struct bytes content)
{
	size_t room = SNIFF_BYTES - s->n_first, n = content.left < room ? content.left : room;

	s->content_bytes += content.left;
	if (s->summed && content.left) {
		s->sum = (uint32_t)crc32_z(s->sum, content.p, content.left);
		s->last = content.p[content.left - 1];
	}
	if (n)
		memcpy(s->first + s->n_first, content.p, n);
	s->n_first += n;
}

static int take_decoded(void *to, struct bytes out, struct fail *why)
{
	struct sink *s = to;

	keep_first(s, out);
	return s->decoded ? write_all(s, out, why) : 0;
}

static int check_coding(struct sink *s, struct bytes content, struct fail *why)
{
	struct fail own = {0};
	int rc;

	if (!s->decode || s->broken)
		return 0;
	rc = decode_put(s->decode, content, take_decoded, s, &own);
	if (rc >= 0)
		return 0;
	s->broken = true;
	if (rc == -EFBIG && !s->decoded)
		return 0; /* a ratio matters only to who wants it decoded */
	if (rc == -EFBIG && !findings_have(s->findings, ANOMALY_LIMIT_BODY))
		findings_add(s->findings, ANOMALY_LIMIT_RATIO, 0, 0, NULL, 0);
	if (rc == -EBADMSG)
		findings_add(s->findings, ANOMALY_CODED_BAD, 0, 0, NULL, 0);
	if (why)
		*why = own;
	return s->decoded || rc != -EBADMSG ? rc : 0;
}

int sink_put(struct sink *s, struct bytes content, struct fail *why)
{
	int rc = check_coding(s, content, why);

	if (!s->decode)
		keep_first(s, content);
	if (rc >= 0 && !(s->decode && s->decoded))
		rc = write_all(s, content, why);
	return rc;
}

uint64_t sink_end(struct sink *s, bool whole)
{
	uint64_t made = s->decode ? decode_made(s->decode) : UINT64_MAX;

	if (s->n_rest)
		write_plain(s, bytes_of("", 0), true, NULL);
	if (s->decode && whole && !s->broken) {
		if (!decode_whole(s->decode))
			findings_add(s->findings, ANOMALY_CUT_CODING, 0, 0, NULL, 0);
		if (decode_extra(s->decode))
			findings_add(s->findings, ANOMALY_CODED_EXTRA, 0, decode_extra(s->decode),
				NULL, 0);
	}
	decode_close(s->decode);
	s->decode = NULL;
	return made;
}

int sink_commit(struct sink *s, struct fail *why)
{
	int rc = 0;

	if (s->file)
		rc = file_commit(s->file, why);
	else if (s->fd > STDERR_FILENO && close(s->fd) < 0)
		rc = fail_errno(why, "closing the file");
	*s = (struct sink){.fd = -1};
	return rc;
}

void sink_abandon(struct sink *s)
{
	decode_close(s->decode);
	if (s->file)
		file_abandon(s->file);
	else if (s->fd > STDERR_FILENO)
		close(s->fd);
	*s = (struct sink){.fd = -1};
}
