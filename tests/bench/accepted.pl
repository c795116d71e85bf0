#!/usr/bin/perl
# accepted: how long after its start each of two programs is connected, run by turns.
# SPDX-License-Identifier: BSD-2-Clause
#
# usage: accepted.pl RUNS OURS... -- THEIRS...     (the word PORT becomes the port)
# Prints "A us" and "B us" a run: from before fork to when the kernel hands the connection over.
use strict;
use warnings;
use IO::Socket::INET;
use Time::HiRes qw(clock_gettime CLOCK_MONOTONIC);

my $runs = shift;
my $server = IO::Socket::INET->new(Listen => 5, LocalAddr => '127.0.0.1') or die "accepted: $!\n";
my @commands = ([]);
for my $word (@ARGV) {
	if ($word eq '--') { push @commands, [] }
	else { push @{$commands[-1]}, $word eq 'PORT' ? $server->sockport : $word }
}
for (1 .. $runs) {
	for my $i (0, 1) {
		my $start = clock_gettime(CLOCK_MONOTONIC);
		my $child = fork // die "accepted: $!\n";
		if (!$child) {
			exec { $commands[$i][0] } @{$commands[$i]};
			die "accepted: $commands[$i][0]: $!\n";
		}
		my $peer = $server->accept or die "accepted: $!\n";
		printf "%s %.1f\n", qw(A B)[$i], 1e6 * (clock_gettime(CLOCK_MONOTONIC) - $start);
		close $peer;
		waitpid $child, 0;
	}
}
