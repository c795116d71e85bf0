#!/bin/bash
# ping_options: the option table, --help, the man page and the completion name the same options.
# SPDX-License-Identifier: BSD-2-Clause
# shellcheck disable=SC2034 # tool, program and least are for options.sh
cd "$(dirname "$0")/../.." || exit 99
# shellcheck source=tests/tap.sh
. tests/tap.sh
tool=ping program=${PING:-${BUILD:=build}/ping} least=50
# shellcheck source=tests/cli/options.sh
. tests/cli/options.sh

is "$(complete_words ping --co | sort | tr '\n' ' ')" '--color --connect --count ' \
	'... those that begin so'
options_tried 'interface source-route targets exclude prom pcap label'
like "$(complete_words ping --json = ping/ping.b)" '^ping/ping\.bash$' '--json completes files'
tap_done
