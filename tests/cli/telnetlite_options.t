#!/bin/bash
# telnetlite_options: the option table, --help, the man page and the completion name the same options.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2034 # tool, program and least are for options.sh
cd "$(dirname "$0")/../.." || exit 99
# shellcheck source=tests/tap.sh
. tests/tap.sh
tool=telnetlite program=${TELNETLITE:-${BUILD:=build}/telnetlite} least=40
# shellcheck source=tests/cli/options.sh
. tests/cli/options.sh

texts='dscp interface proxy proxy-protocol starttls cacert tls-name ttype env escape prom warning critical send send-secret expect expect-fail'
options_tried "$texts script log replay label"
tap_done
