/* nft_read: chains, rules and elements of sets as the kernel has them (nfnetlink). */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "nft_parts.h" /* netinet/in.h comes before the kernel's headers */

#include <errno.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* 16 MiB of rules are a hundred thousand: more are not read. */
enum {
	ANSWER_BYTES = 65536,
	MOST_BYTES = 1 << 24,
	NAME_BYTES = 256,
	ATTRIBUTE_BYTES = 4 + NAME_BYTES
};

struct question {
	struct nlmsghdr head;
	struct nfgenmsg about;
	uint8_t attributes[2 * ATTRIBUTE_BYTES];
};

static void add(struct question *q, uint16_t type, struct bytes text)
{
	const struct nlattr head = {(uint16_t)(sizeof(head) + text.left + 1), type};
	uint8_t *at = (uint8_t *)q + q->head.nlmsg_len;

	memcpy(at, &head, sizeof(head));
	if (text.left)
		memcpy(at + sizeof(head), text.p, text.left);
	at[sizeof(head) + text.left] = '\0';
	q->head.nlmsg_len += (uint32_t)NLA_ALIGN(head.nla_len);
}

static struct question question(uint16_t type, uint8_t family)
{
	return (struct question){.head = {.nlmsg_len = NLMSG_LENGTH(sizeof(struct nfgenmsg)),
					 .nlmsg_type = (uint16_t)(NFNL_SUBSYS_NFTABLES << 8 | type),
					 .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP},
		.about = {.nfgen_family = family, .version = NFNETLINK_V0}};
}

/* What an answer ends with: 1 not yet, 0 all is there, -errno. */
static int end_of(struct bytes b)
{
	struct nlmsghdr head;
	int error;

	while (b.left >= sizeof(head)) {
		memcpy(&head, b.p, sizeof(head));
		if (head.nlmsg_len < sizeof(head) || head.nlmsg_len > b.left)
			return -EBADMSG;
		if (head.nlmsg_type == NLMSG_DONE)
			return 0;
		if (head.nlmsg_type == NLMSG_ERROR &&
			head.nlmsg_len >= sizeof(head) + sizeof(error)) {
			memcpy(&error, b.p + sizeof(head), sizeof(error));
			return error;
		}
		nft_skip(&b, head.nlmsg_len);
	}
	return 1;
}

static bool make_room(struct nft *n)
{
	uint8_t *larger;

	if (n->size - n->used >= ANSWER_BYTES)
		return true;
	if (n->used > MOST_BYTES)
		return false;
	larger = realloc(n->messages, 2 * n->size + ANSWER_BYTES);
	if (!larger)
		return false;
	n->messages = larger;
	n->size = 2 * n->size + ANSWER_BYTES;
	return true;
}

/* All answers behind what there is. */
static int ask(struct nft *n, int fd, struct question *q)
{
	struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
	int rc = 1;

	if (sendto(fd, q, q->head.nlmsg_len, 0, (struct sockaddr *)&kernel, sizeof(kernel)) < 0)
		return -errno;
	while (rc > 0) {
		struct sockaddr_nl from = {0};
		socklen_t size = sizeof(from);
		ssize_t got;

		if (!make_room(n))
			return -ENOMEM;
		got = recvfrom(fd, n->messages + n->used, ANSWER_BYTES, 0, (struct sockaddr *)&from,
			&size);
		if (got < 0)
			return -errno;
		if (from.nl_pid) /* from another process, not from the kernel */
			continue;
		rc = end_of(bytes_of(n->messages + n->used, (size_t)got));
		n->used += (size_t)got;
	}
	return rc;
}

/* Elements are asked for set by set; the answers to this question are what n holds from first on.
 */
static int ask_elements(struct nft *n, int fd, size_t first)
{
	size_t last = n->used;
	int rc = 0;

	for (size_t at = first; rc >= 0 && at + sizeof(struct nlmsghdr) <= last;) {
		struct nlmsghdr head;
		struct nfgenmsg about;
		struct bytes body;
		struct question q;

		memcpy(&head, n->messages + at, sizeof(head));
		if (head.nlmsg_len < NLMSG_HDRLEN || head.nlmsg_len > last - at)
			return -EBADMSG;
		body = bytes_of(n->messages + at + NLMSG_HDRLEN, head.nlmsg_len - NLMSG_HDRLEN);
		at += NLMSG_ALIGN(head.nlmsg_len);
		if ((head.nlmsg_type & 0xff) != NFT_MSG_NEWSET || body.left < sizeof(about))
			continue;
		memcpy(&about, body.p, sizeof(about));
		bytes_skip(&body, sizeof(about));
		q = question(NFT_MSG_GETSETELEM, about.nfgen_family);
		add(&q, NFTA_SET_ELEM_LIST_TABLE,
			bytes_head(nft_string(body, NFTA_SET_TABLE), NAME_BYTES - 1));
		add(&q, NFTA_SET_ELEM_LIST_SET,
			bytes_head(nft_string(body, NFTA_SET_NAME), NAME_BYTES - 1));
		rc = ask(n, fd, &q);
	}
	return rc;
}

static int ask_all(struct nft *n, int fd)
{
	struct question chains = question(NFT_MSG_GETCHAIN, NFPROTO_UNSPEC);
	struct question rules = question(NFT_MSG_GETRULE, NFPROTO_UNSPEC);
	struct question sets = question(NFT_MSG_GETSET, NFPROTO_UNSPEC);
	size_t first;
	int rc = ask(n, fd, &chains);

	if (rc < 0 || (rc = ask(n, fd, &rules)) < 0)
		return rc;
	first = n->used;
	rc = ask(n, fd, &sets);
	return rc < 0 ? rc : ask_elements(n, fd, first);
}

int nft_read(struct nft *out, struct fail *why)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER), rc;

	*out = (struct nft){0};
	if (fd < 0)
		return fail_errno(why, "no nfnetlink");
	rc = ask_all(out, fd);
	close(fd);
	if (rc >= 0 && !nft_index(out))
		rc = -ENOMEM;
	return rc < 0 ? fail_set(why, -rc, "reading rules: %s", strerror(-rc)) : 0;
}
