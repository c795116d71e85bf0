/* telnet: the names of commands and options, as RFCs and IANA have them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>

#include "telnet.h"

static const char *const verbs[] = {"EOF", "SUSP", "ABORT", "EOR", "SE", "NOP", "DM", "BRK", "IP",
	"AO", "AYT", "EC", "EL", "GA", "SB", "WILL", "WONT", "DO", "DONT", "IAC"};

static const char *const options[256] = {
	"BINARY",
	"ECHO",
	"RECONNECTION",
	"SUPPRESS-GO-AHEAD",
	"APPROX-MESSAGE-SIZE",
	"STATUS",
	"TIMING-MARK",
	"RCTE",
	"OUTPUT-LINE-WIDTH",
	"OUTPUT-PAGE-SIZE",
	"NAOCRD",
	"NAOHTS",
	"NAOHTD",
	"NAOFFD",
	"NAOVTS",
	"NAOVTD",
	"NAOLFD",
	"EXTENDED-ASCII",
	"LOGOUT",
	"BYTE-MACRO",
	"DATA-ENTRY-TERMINAL",
	"SUPDUP",
	"SUPDUP-OUTPUT",
	"SEND-LOCATION",
	"TERMINAL-TYPE",
	"END-OF-RECORD",
	"TACACS-UID",
	"OUTPUT-MARKING",
	"TTYLOC",
	"3270-REGIME",
	"X.3-PAD",
	"WINDOW-SIZE",
	"TERMINAL-SPEED",
	"REMOTE-FLOW-CONTROL",
	"LINEMODE",
	"X-DISPLAY-LOCATION",
	"ENVIRON",
	"AUTHENTICATION",
	"ENCRYPT",
	"NEW-ENVIRON",
	"TN3270E",
	"XAUTH",
	"CHARSET",
	"RSP",
	"COM-PORT-CONTROL",
	"SUPPRESS-LOCAL-ECHO",
	"START-TLS",
	"KERMIT",
	"SEND-URL",
	"FORWARD-X",
	/* not registered, in use among games */
	[69] = "MSDP",
	[70] = "MSSP",
	[85] = "MCCP1",
	[86] = "MCCP2",
	[87] = "MCCP3",
	[90] = "MSP",
	[91] = "MXP",
	[93] = "ZMP",
	[138] = "TELOPT-PRAGMA-LOGON",
	[139] = "TELOPT-SSPI-LOGON",
	[140] = "PRAGMA-HEARTBEAT",
	[200] = "ATCP",
	[201] = "GMCP",
	[255] = "EXOPL",
};

const char *telnet_verb_name(uint8_t verb, char to[static TELNET_NAME])
{
	if (verb >= TELNET_EOF)
		return verbs[verb - TELNET_EOF];
	snprintf(to, TELNET_NAME, "command %u", verb);
	return to;
}

const char *telnet_option_name(uint8_t option, char to[static TELNET_NAME])
{
	if (options[option])
		return options[option];
	snprintf(to, TELNET_NAME, "option %u", option);
	return to;
}
