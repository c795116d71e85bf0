#!/bin/bash
# tcpprobe_options: the option table, --help, the man page and the completion name the same options.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2034 # tool, program and least are for options.sh
cd "$(dirname "$0")/../.." || exit 99
# shellcheck source=tests/tap.sh
. tests/tap.sh
tool=tcpprobe program=${TCPPROBE:-${BUILD:=build}/tcpprobe} least=24
# shellcheck source=tests/cli/options.sh
. tests/cli/options.sh

options_tried 'interface prom pcap label refused time-format color'
tap_done
