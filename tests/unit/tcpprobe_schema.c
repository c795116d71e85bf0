/* tcpprobe_schema: the documents of the records have tcpprobe's as its field tables do. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "schema.h"

#include "../../tcpprobe/records.h"

int main(int argc, char **argv)
{
	return schema_main(argc, argv, records_types, records_types_n);
}
