/* term: size, raw mode and the progress line, on a pseudo-terminal. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "term.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "tap.h"

struct pty {
	int keyboard, terminal; /* who types and reads; what a program has */
};

static bool open_pty(struct pty *p)
{
	p->keyboard = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
	if (p->keyboard < 0 || grantpt(p->keyboard) < 0 || unlockpt(p->keyboard) < 0)
		return false;
	p->terminal = open(ptsname(p->keyboard), O_RDWR | O_NOCTTY | O_CLOEXEC);
	return p->terminal >= 0;
}

/* What appeared on the screen since the last call. */
static const char *screen(const struct pty *p)
{
	static char text[4096];
	ssize_t n = read(p->keyboard, text, sizeof text - 1);

	text[n < 0 ? 0 : n] = '\0';
	return text;
}

static void sizes(const struct pty *p)
{
	struct winsize window = {.ws_col = 120, .ws_row = 0};
	int fds[2];

	is_int(term_size(-1).columns, 80, "no terminal: 80 columns");
	is_int(pipe2(fds, O_CLOEXEC), 0, "a pipe");
	is_int(term_size(fds[0]).rows, 24, "24 rows");
	close(fds[0]);
	close(fds[1]);
	ioctl(p->terminal, TIOCSWINSZ, &window);
	is_int(term_size(p->terminal).columns, 120, "a window's own width");
	is_int(term_size(p->terminal).rows, 24, "a height it does not know");
}

static void raw_mode(const struct pty *p)
{
	struct termios before, during, after;
	struct term_raw raw;
	struct fail why;
	int fds[2];

	tcgetattr(p->terminal, &before);
	is_int(term_keys_enter(&raw, p->terminal, &why), 0, "single keys");
	tcgetattr(p->terminal, &during);
	ok(before.c_lflag & ICANON, "lines before");
	ok(!(during.c_lflag & (ICANON | ECHO)), "none, and no echo, in it");
	term_raw_leave(&raw);
	tcgetattr(p->terminal, &after);
	ok(after.c_lflag == before.c_lflag && after.c_iflag == before.c_iflag &&
			after.c_oflag == before.c_oflag,
		"everything is as before");
	during.c_lflag &= (tcflag_t)~ECHO;
	tcsetattr(p->terminal, TCSANOW, &during);
	term_raw_leave(&raw);
	tcgetattr(p->terminal, &after);
	ok(!(after.c_lflag & ECHO), "leaving twice changes nothing");
	tcsetattr(p->terminal, TCSANOW, &before);

	is_int(pipe2(fds, O_CLOEXEC), 0, "a pipe");
	is_int(term_keys_enter(&raw, fds[0], &why), -ENOTTY, "has no raw mode");
	ok(!raw.active, "and is not in it");
	term_raw_leave(&raw);
	close(fds[0]);
	close(fds[1]);
}

static void progress(const struct pty *p)
{
	struct winsize window = {.ws_col = 6, .ws_row = 24};
	struct term_progress line;

	ioctl(p->terminal, TIOCSWINSZ, &window);
	setenv("TERM", "xterm", 1);
	term_progress_init(&line, p->terminal);
	term_progress_clear(&line);
	is_text(screen(p), "", "nothing to clear yet");
	term_progress_show(&line, "abc");
	is_text(screen(p), "\rabc\033[K", "a line");
	term_progress_show(&line, "abcdefgh");
	is_text(screen(p), "\rabcde\033[K", "is cut before the last column");
	term_progress_show(&line, "\xc3\xa9\xe2\x82\xac"
				  "cdefg");
	is_text(screen(p),
		"\r\xc3\xa9\xe2\x82\xac"
		"cde\033[K",
		"in characters, not bytes");
	term_progress_clear(&line);
	is_text(screen(p), "\r\033[K", "is cleared");
	term_progress_clear(&line);
	is_text(screen(p), "", "once");
	setenv("TERM", "dumb", 1);
	term_progress_init(&line, p->terminal);
	term_progress_show(&line, "abc");
	is_text(screen(p), "", "a dumb terminal has none");
	is_int(line.fd, -1, "as it could not be redrawn");
}

static void set_size(const struct pty *p, unsigned short columns, unsigned short rows)
{
	struct winsize window = {.ws_col = columns, .ws_row = rows};

	ioctl(p->terminal, TIOCSWINSZ, &window);
}

static void show(struct term_view *v, const char *text)
{
	term_view_show(v, text, strlen(text));
}

static void view(const struct pty *p)
{
	struct term_view v;

	set_size(p, 10, 4);
	setenv("TERM", "xterm", 1);
	term_view_init(&v, p->terminal);
	term_view_clear(&v);
	is_text(screen(p), "", "no view to clear yet");
	show(&v, "one\n\n\033[31mthree\033[0m\n");
	is_text(screen(p), "\rone\033[K\r\r\n\033[K\r\r\n\033[31mthree\033[0m\033[K\r\r\n\033[J",
		"a view of three lines");
	show(&v, "1\n2\n3\n4\n");
	is_text(screen(p), "\r\033[3A1\033[K\r\r\n2\033[K\r\r\n3\033[K\r\r\n\033[J",
		"drawn over, as far as it fits the height");
	show(&v, "12345678\n\xe2\x96\x88\xe2\x96\x88\xe2\x96\x88\n");
	screen(p);
	set_size(p, 3, 24);
	term_view_clear(&v);
	is_text(screen(p), "\r\033[4A\033[J", "lines that were wrapped since are found again");
	show(&v, "1\n");
	term_view_keep(&v);
	screen(p);
	show(&v, "2\n");
	is_text(screen(p), "\r2\033[K\r\r\n\033[J", "what is kept is not drawn over");
	setenv("TERM", "dumb", 1);
	term_view_init(&v, p->terminal);
	show(&v, "1\n");
	term_view_clear(&v);
	is_text(screen(p), "", "a dumb terminal has none");
}

static void page(const struct pty *p)
{
	struct term_page page;

	set_size(p, 10, 4);
	setenv("TERM", "xterm", 1);
	term_page_init(&page, p->terminal);
	term_page_leave(&page);
	is_text(screen(p), "", "no page to leave yet");
	term_page_show(&page, "one\n\n", 5);
	is_text(screen(p), "\033[?1049h\033[Hone\033[K\r\r\n\033[K\r\r\n\033[J",
		"the other screen, from its top");
	term_page_show(&page, "1\n2\n3\n4", 7);
	is_text(screen(p), "\033[H1\033[K\r\r\n2\033[K\r\r\n3\033[K\r\r\n\033[J",
		"drawn over, as far as it fits the height");
	term_page_leave(&page);
	term_page_leave(&page);
	is_text(screen(p), "\033[?1049l", "left once");
	term_page_show(&page, "", 0);
	is_text(screen(p), "\033[?1049h\033[H\033[J", "and entered again, even with nothing");
	term_page_init(&page, -1);
	term_page_show(&page, "1\n", 2);
	ok(!page.shown, "no terminal, no page");
	screen(p);
}

static void keys(const struct pty *p)
{
	struct termios before, during, after;
	struct term_raw mode;

	tcgetattr(p->terminal, &before);
	is_int(term_keys_enter(&mode, p->terminal, NULL), 0, "single keys");
	tcgetattr(p->terminal, &during);
	ok(!(during.c_lflag & (ICANON | ECHO)), "without echo");
	ok((during.c_lflag & ISIG) && (during.c_oflag & OPOST), "signals and output as before");
	term_raw_leave(&mode);
	tcgetattr(p->terminal, &after);
	is_int(after.c_lflag, before.c_lflag, "and back");
	ok(term_keys_enter(&mode, -1, NULL) < 0 && !mode.active, "no terminal, no keys");
	ok(term_in_foreground(p->terminal), "a terminal of nobody's hinders nobody");
}

static void no_terminal(void)
{
	struct term_progress line;
	char byte;
	int fds[2];

	setenv("TERM", "xterm", 1);
	is_int(pipe2(fds, O_CLOEXEC | O_NONBLOCK), 0, "a pipe");
	term_progress_init(&line, fds[1]);
	term_progress_show(&line, "abc");
	term_progress_clear(&line);
	is_int(read(fds[0], &byte, 1), -1, "has no progress line");
	term_progress_init(&line, -1);
	term_progress_show(&line, "abc");
	ok(!line.shown, "nor has no descriptor");
	close(fds[0]);
	close(fds[1]);
}

static void locales(void)
{
	setlocale(LC_ALL, "C");
	ok(!term_is_utf8(), "the C locale is not UTF-8");
	if (setlocale(LC_ALL, "C.UTF-8"))
		ok(term_is_utf8(), "C.UTF-8 is");
	else
		ok(true, "C.UTF-8 # SKIP not on this machine");
}

int main(void)
{
	struct pty p;

	if (!open_pty(&p))
		return tap_skip_all("no pseudo-terminals");
	sizes(&p);
	raw_mode(&p);
	progress(&p);
	view(&p);
	page(&p);
	keys(&p);
	no_terminal();
	locales();
	return tap_done();
}
