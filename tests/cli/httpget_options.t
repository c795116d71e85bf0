#!/bin/bash
# httpget_options: the option table, --help, the man page and the completion name the same options.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2034 # tool, program and least are for options.sh
cd "$(dirname "$0")/../.." || exit 99
# shellcheck source=tests/tap.sh
. tests/tap.sh
tool=httpget program=${HTTPGET:-${BUILD:=build}/httpget} least=60
# shellcheck source=tests/cli/options.sh
. tests/cli/options.sh

texts='har cacert capath cert key sni continue-at write-out user-agent cookie oauth2-bearer interface unix-socket proxy-user noproxy'
options_tried "$texts output prom pcap label"
tap_done
