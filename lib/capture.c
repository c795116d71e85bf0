/* capture: frames from an interface or a savefile; the only file that includes pcap.h. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "capture.h"

#include <dlfcn.h>
#include <errno.h>
#include <net/if.h>
#include <pcap.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "load.h"

enum {
	SNAP_BYTES = 128,
	SNAP_MORE_BYTES = 16, /* libpcap cuts a frame short by some bytes for small lengths */
	RING_BYTES = 2 << 20,
	RESTAMP_EVERY = 64, /* frames between two looks at the clocks */
	LINKTYPE_RAW = 101,
	SLL2_INDEX_AT = 4
};

/* What is used of the library, by its names there. */
struct library {
	void *handle;
	typeof(pcap_create) *create;
	typeof(pcap_set_snaplen) *set_snaplen;
	typeof(pcap_set_promisc) *set_promisc;
	typeof(pcap_set_immediate_mode) *set_immediate_mode;
	typeof(pcap_set_buffer_size) *set_buffer_size;
	typeof(pcap_set_tstamp_precision) *set_tstamp_precision;
	typeof(pcap_activate) *activate;
	typeof(pcap_setnonblock) *setnonblock;
	typeof(pcap_set_datalink) *set_datalink;
	typeof(pcap_setdirection) *setdirection;
	typeof(pcap_get_selectable_fd) *get_selectable_fd;
	typeof(pcap_open_offline_with_tstamp_precision) *open_offline;
	typeof(pcap_compile) *compile;
	typeof(pcap_setfilter) *setfilter;
	typeof(pcap_freecode) *freecode;
	typeof(pcap_next_ex) *next_ex;
	typeof(pcap_stats) *stats;
	typeof(pcap_datalink) *datalink;
	typeof(pcap_geterr) *geterr;
	typeof(pcap_statustostr) *statustostr;
	typeof(pcap_close) *close;
	typeof(pcap_lib_version) *lib_version;
};

struct symbol {
	size_t at;
	char name[44];
};
static const struct symbol symbols[] = {
	{offsetof(struct library, create), "pcap_create"},
	{offsetof(struct library, set_snaplen), "pcap_set_snaplen"},
	{offsetof(struct library, set_promisc), "pcap_set_promisc"},
	{offsetof(struct library, set_immediate_mode), "pcap_set_immediate_mode"},
	{offsetof(struct library, set_buffer_size), "pcap_set_buffer_size"},
	{offsetof(struct library, set_tstamp_precision), "pcap_set_tstamp_precision"},
	{offsetof(struct library, activate), "pcap_activate"},
	{offsetof(struct library, setnonblock), "pcap_setnonblock"},
	{offsetof(struct library, set_datalink), "pcap_set_datalink"},
	{offsetof(struct library, setdirection), "pcap_setdirection"},
	{offsetof(struct library, get_selectable_fd), "pcap_get_selectable_fd"},
	{offsetof(struct library, open_offline), "pcap_open_offline_with_tstamp_precision"},
	{offsetof(struct library, compile), "pcap_compile"},
	{offsetof(struct library, setfilter), "pcap_setfilter"},
	{offsetof(struct library, freecode), "pcap_freecode"},
	{offsetof(struct library, next_ex), "pcap_next_ex"},
	{offsetof(struct library, stats), "pcap_stats"},
	{offsetof(struct library, datalink), "pcap_datalink"},
	{offsetof(struct library, geterr), "pcap_geterr"},
	{offsetof(struct library, statustostr), "pcap_statustostr"},
	{offsetof(struct library, close), "pcap_close"},
	{offsetof(struct library, lib_version), "pcap_lib_version"},
};

struct capture {
	struct library lib;
	pcap_t *pcap;
	bool file, ended, any;
	bool idle; /* there was no frame the last time */
	int linktype;
	uint32_t ifindex, snap_bytes;
	uint64_t number;
	uint64_t drops; /* the library's counter has 32 bits */
	struct clock_map clock;
};

/* The library's own name in Debian is older than elsewhere. */
static int load(struct library *lib, struct fail *why)
{
	static const char names[][16] = {"libpcap.so.0.8", "libpcap.so.1"};
	int rc = -ENOENT;

	for (size_t i = 0; i < sizeof names / sizeof *names && rc == -ENOENT; i++)
		rc = load_library(&lib->handle, names[i],
			"capturing needs libpcap, which is not installed (package libpcap0.8 or "
			"libpcap)",
			why);
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
		void *found = dlsym(lib->handle, symbols[i].name);

		if (!found)
			return fail_set(
				why, ENOENT, "libpcap is too old: it has no %s", symbols[i].name);
		memcpy((char *)lib + symbols[i].at, &found, sizeof found);
	}
	return 0;
}

/* NULL with *rc where there can be none. */
static struct capture *begin(int *rc, struct fail *why)
{
	struct capture *c = calloc(1, sizeof *c);

	if (!c) {
		*rc = fail_set(why, ENOMEM, "no memory for a capture");
		return NULL;
	}
	*rc = load(&c->lib, why);
	if (*rc < 0) {
		capture_close(c);
		return NULL;
	}
	clock_map_init(&c->clock);
	return c;
}

/* Errno values for what the library says in numbers of its own. */
static int errno_of(int status)
{
	switch (status) {
	case PCAP_ERROR_NO_SUCH_DEVICE:
		return ENODEV;
	case PCAP_ERROR_PERM_DENIED:
	case PCAP_ERROR_PROMISC_PERM_DENIED:
		return EPERM;
	case PCAP_ERROR_IFACE_NOT_UP:
		return ENETDOWN;
	default:
		return EIO;
	}
}

static int failed(const struct capture *c, int status, const char *what, struct fail *why)
{
	const char *said =
		status == PCAP_ERROR ? c->lib.geterr(c->pcap) : c->lib.statustostr(status);

	return fail_set(why, errno_of(status), "%s: %s", what, said);
}

/* A savefile of raw IP says so by the system's own number. */
static int linktype_of(int dlt)
{
	return dlt == DLT_RAW ? LINKTYPE_RAW : dlt;
}

int capture_filter(struct capture *c, const char *filter, struct fail *why)
{
	struct bpf_program program;
	int rc = c->lib.compile(c->pcap, &program, filter, 1, PCAP_NETMASK_UNKNOWN);

	if (rc < 0)
		return fail_set(why, EINVAL, "filter \"%s\": %s", filter, c->lib.geterr(c->pcap));
	rc = c->lib.setfilter(c->pcap, &program);
	c->lib.freecode(&program);
	return rc < 0 ? failed(c, PCAP_ERROR, "setting the filter", why) : 0;
}

/* Immediate mode hands a frame over as it comes. */
static int activate(struct capture *c, const struct capture_config *config, struct fail *why)
{
	const struct library *lib = &c->lib;
	const char *device = config->device ? config->device : "any";
	uint32_t snap = config->snap_bytes ? config->snap_bytes : SNAP_BYTES;
	uint32_t ring = config->ring_bytes ? config->ring_bytes : RING_BYTES;
	char said[PCAP_ERRBUF_SIZE] = "";
	int rc;

	c->snap_bytes = snap;
	c->pcap = lib->create(device, said);
	if (!c->pcap)
		return fail_set(why, EIO, "%s: %s", device, said);
	lib->set_snaplen(c->pcap, (int)(snap + SNAP_MORE_BYTES));
	lib->set_buffer_size(c->pcap, (int)ring);
	lib->set_immediate_mode(c->pcap, 1);
	lib->set_promisc(c->pcap, config->promiscuous);
	lib->set_tstamp_precision(c->pcap, PCAP_TSTAMP_PRECISION_NANO);
	rc = lib->activate(c->pcap);
	if (rc < 0)
		return failed(c, rc, device, why);
	c->any = !config->device;
	if (c->any)
		lib->set_datalink(c->pcap, DLT_LINUX_SLL2);
	else
		c->ifindex = if_nametoindex(device);
	return 0;
}

static int set_direction(struct capture *c, enum capture_direction direction, struct fail *why)
{
	pcap_direction_t d = direction == CAPTURE_IN ? PCAP_D_IN : PCAP_D_OUT;

	if (direction == CAPTURE_BOTH || c->lib.setdirection(c->pcap, d) >= 0)
		return 0;
	return failed(c, PCAP_ERROR, "capturing one direction", why);
}

static int open_live(struct capture *c, const struct capture_config *config, struct fail *why)
{
	char said[PCAP_ERRBUF_SIZE] = "";
	int rc = activate(c, config, why);

	if (rc >= 0 && config->filter)
		rc = capture_filter(c, config->filter, why);
	if (rc >= 0)
		rc = set_direction(c, config->direction, why);
	if (rc >= 0 && c->lib.setnonblock(c->pcap, 1, said) < 0)
		rc = fail_set(why, EIO, "%s", said);
	if (rc >= 0)
		c->linktype = linktype_of(c->lib.datalink(c->pcap));
	return rc;
}

int capture_open(struct capture **out, const struct capture_config *config, struct fail *why)
{
	int rc;
	struct capture *c = begin(&rc, why);

	if (!c)
		return rc;
	rc = open_live(c, config, why);
	if (rc < 0) {
		capture_close(c);
		return rc;
	}
	*out = c;
	return 0;
}

/* libpcap names the file in some of its sentences. */
static bool names(const char *said, const char *path)
{
	return !strncmp(said, path, strlen(path));
}

int capture_open_file(struct capture **out, const char *path, const char *filter, struct fail *why)
{
	char said[PCAP_ERRBUF_SIZE] = "";
	int rc;
	struct capture *c = begin(&rc, why);

	if (!c)
		return rc;
	c->file = true;
	c->snap_bytes = UINT32_MAX;
	c->clock = (struct clock_map){.offset_ns = 0};
	c->pcap = c->lib.open_offline(path, PCAP_TSTAMP_PRECISION_NANO, said);
	if (!c->pcap)
		rc = fail_set(why, EBADMSG, "%s%s%s", names(said, path) ? "" : path,
			names(said, path) ? "" : ": ", said);
	else if (filter)
		rc = capture_filter(c, filter, why);
	if (rc < 0) {
		capture_close(c);
		return rc;
	}
	c->linktype = linktype_of(c->lib.datalink(c->pcap));
	*out = c;
	return 0;
}

void capture_close(struct capture *c)
{
	if (!c)
		return;
	if (c->pcap)
		c->lib.close(c->pcap);
	if (c->lib.handle)
		dlclose(c->lib.handle);
	free(c);
}

/* A file's times are anything that 64 bits hold: what cannot be is the beginning of time. */
static void stamp(struct capture *c, const struct pcap_pkthdr *h, struct frame *f)
{
	int64_t realtime_ns;

	if (__builtin_mul_overflow((int64_t)h->ts.tv_sec, CLOCK_SECOND, &realtime_ns) ||
		__builtin_add_overflow(realtime_ns, (int64_t)h->ts.tv_usec, &realtime_ns) ||
		realtime_ns < 0)
		realtime_ns = 0;
	f->stamp = STAMP_KERNEL;
	f->at_ns = realtime_ns;
	if (c->file || clock_map_stamp(&c->clock, realtime_ns, &f->at_ns))
		return;
	f->stamp = STAMP_USER;
	f->at_ns = clock_now();
}

static uint32_t index_of(const struct capture *c, struct bytes b)
{
	if (!c->any)
		return c->ifindex;
	bytes_skip(&b, SLL2_INDEX_AT);
	return bytes_u32(&b);
}

static int no_frame(struct capture *c, int status, struct fail *why)
{
	if (status == 0)
		return 0;
	c->ended = true;
	if (c->file && status == PCAP_ERROR_BREAK)
		return 0;
	if (c->file)
		return fail_set(why, EBADMSG, "%s", c->lib.geterr(c->pcap));
	return fail_set(why, ENETDOWN, "capturing: %s", c->lib.geterr(c->pcap));
}

int capture_next(struct capture *c, struct frame *out, struct fail *why)
{
	struct pcap_pkthdr *h;
	const u_char *data;
	int rc;

	if (c->ended)
		return 0;
	if (!c->file && (c->idle || c->number % RESTAMP_EVERY == 0))
		clock_map_update(&c->clock);
	rc = c->lib.next_ex(c->pcap, &h, &data);
	c->idle = rc == 0;
	if (rc != 1)
		return no_frame(c, rc, why);
	*out = (struct frame){.bytes = bytes_head(bytes_of(data, h->caplen), c->snap_bytes),
		.whole_bytes = h->len < h->caplen ? h->caplen : h->len,
		.layer = FRAME_LINK,
		.linktype = c->linktype,
		.ttl = -1,
		.tos = -1,
		.number = ++c->number};
	out->ifindex = index_of(c, out->bytes);
	stamp(c, h, out);
	return 1;
}

bool capture_ended(const struct capture *c)
{
	return c->ended;
}

int capture_fd(const struct capture *c)
{
	return c->file ? -1 : c->lib.get_selectable_fd(c->pcap);
}

bool capture_is_file(const struct capture *c)
{
	return c->file;
}

int capture_linktype(const struct capture *c)
{
	return c->linktype;
}

uint64_t capture_drops(struct capture *c)
{
	struct pcap_stat s = {0};

	if (!c->file && !c->lib.stats(c->pcap, &s))
		c->drops += (uint32_t)(s.ps_drop - (uint32_t)c->drops);
	return c->drops;
}

const struct clock_map *capture_clock(const struct capture *c)
{
	return &c->clock;
}

const char *capture_version(void)
{
	struct library lib = {.handle = NULL};

	return load(&lib, NULL) < 0 || !lib.lib_version ? NULL : lib.lib_version();
}
