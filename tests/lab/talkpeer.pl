#!/usr/bin/perl
# talkpeer: TCP servers that play their parts, each on a port of its own.
# SPDX-License-Identifier: BSD-2-Clause
#
# usage: talkpeer.pl FOLDER ADDRESS <SCRIPT
# Listens on free ports of ADDRESS, writes "NAME PORT" lines to FOLDER/ports and
# serves until it is ended. SCRIPT has lines "NAME STEP..."; # begins a comment. A step is
#   "text"      these bytes; \r \n \t \0 \e \\ \" and \xNN as in C
#   *N"text"    the same N times; *"text" without end
#   urgent"x"   bytes, the last of them urgent
#   read"text"  reads until that came; read=N until N more bytes came
#   eof         reads until the other side's FIN
#   count       sends how many bytes came so far
#   echo        sends back what comes until FIN
#   wait=S      nothing for S seconds
#   hold        reads, and says nothing, until this program ends
#   fin         sends FIN; reset ends the connection by RST
#   relay=PORT  passes all bytes on to that port of 127.0.0.1, and back, until both ends
#   exec"words" becomes this program, the connection its standard input and output
# A connection is closed behind the last step. All bytes received are in FOLDER/NAME.got.
use strict;
use warnings;
use IO::Socket::INET;
use Socket qw(SOL_SOCKET SO_LINGER MSG_OOB);

my ($folder, $address) = @ARGV;
$SIG{CHLD} = 'IGNORE';
$SIG{PIPE} = 'IGNORE';

sub bytes_of
{
	my ($text) = @_;
	my %plain = (r => "\r", n => "\n", t => "\t", e => "\e", 0 => "\0");
	$text =~ s/\\(?:x([0-9a-fA-F]{2})|(.))/defined $1 ? chr hex $1 : $plain{$2} \/\/ $2/ge;
	return $text;
}

my ($got, $total, $server, $log) = ('', 0, $$);

# False at the end.
sub take
{
	my ($from) = @_;
	my $n = sysread $from, my $piece, 65536;
	return 0 unless $n;
	$total += $n;
	# The end of it is enough to find a text in.
	$got = substr($got, -4096) . $piece;
	syswrite $log, $piece;
	return $n;
}

sub put
{
	my ($to, $bytes, $flags) = @_;
	while (length $bytes) {
		my $n = send $to, $bytes, $flags // 0;
		return 0 unless $n;
		substr $bytes, 0, $n, '';
	}
	return 1;
}

sub echo
{
	my ($c) = @_;
	while (my $n = take($c)) {
		put($c, substr $got, -$n) or return 0;
	}
	return 1;
}

# The two ends, until both are closed.
sub relay
{
	my ($c, $port) = @_;
	my $to = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $port) or return 0;
	my $both = '';
	vec($both, fileno $_, 1) = 1 for $c, $to;
	while ($both =~ /[^\0]/ && select(my $ready = $both, undef, undef, undef) > 0) {
		for my $pair ([$c, $to], [$to, $c]) {
			my ($from, $other) = @$pair;
			next unless vec $ready, fileno $from, 1;
			my $piece;
			next if sysread($from, $piece, 65536) && put($other, $piece);
			vec($both, fileno $from, 1) = 0;
			shutdown $other, 1;
		}
	}
	return 0;
}

# One step; false ends the part.
sub play
{
	my ($c, $step) = @_;
	my ($how, $text) = $step =~ /^([^"]*)"(.*)"$/s ? ($1, bytes_of($2)) : ($step, '');
	return put($c, $text) if $how eq '';
	return put($c, $text, MSG_OOB) if $how eq 'urgent';
	return put($c, $text x $1) if $how =~ /^\*(\d+)$/;
	if ($how eq '*') { $text x= 1 + 65536 / length $text; 1 while put($c, $text); return 0 }
	if ($how eq 'read') { index($got, $text) >= 0 or take($c) or return 0 until index($got, $text) >= 0; return 1 }
	if ($how =~ /^read=(\d+)$/) { my $to = $1; take($c) or return 0 while $total < $to; return 1 }
	if ($how eq 'eof') { 1 while take($c); return 1 }
	if ($how eq 'count') { return put($c, $total) }
	if ($how eq 'echo') { return echo($c) }
	if ($how =~ /^wait=(.*)/) { select undef, undef, undef, $1; return 1 }
	if ($how eq 'hold') { 1 while take($c); 1 while getppid() == $server && select(undef, undef, undef, 0.1) == 0; return 0 }
	if ($how eq 'fin') { return shutdown $c, 1 }
	if ($how eq 'reset') { setsockopt $c, SOL_SOCKET, SO_LINGER, pack 'ii', 1, 0; return 0 }
	if ($how =~ /^relay=(\d+)$/) { return relay($c, $1) }
	if ($how eq 'exec') {
		# A shell starts what runs behind & without these.
		@SIG{qw(INT QUIT)} = qw(DEFAULT DEFAULT);
		open STDIN, '<&', $c; open STDOUT, '>&', $c; open STDERR, '>&', $c;
		exec split ' ', $text or return 0;
	}
	die "no step '$step'\n";
}

my ($bits, %part) = ('');
open my $ports, '>', "$folder/ports.new" or die "$folder: $!\n";
while (<STDIN>) {
	next if /^\s*(?:#|$)/;
	my ($name, $rest) = /^(\S+)\s*(.*)$/;
	my $s = IO::Socket::INET->new(Listen => 16, ReuseAddr => 1, LocalAddr => $address)
		or die "no socket: $!\n";
	$part{ fileno $s } = { socket => $s, name => $name,
		steps => [$rest =~ /((?:\*\d*|[a-z]+)?"(?:\\.|[^"\\])*"|\S+)/g] };
	vec($bits, fileno $s, 1) = 1;
	print $ports "$name ", $s->sockport, "\n";
}
close $ports;
rename "$folder/ports.new", "$folder/ports" or die "$folder: $!\n";

while (1) {
	my $n = select my $ready = $bits, undef, undef, undef;
	for my $fd (grep { vec $ready, $_, 1 } keys %part) {
		my $p = $part{$fd};
		my $c = $p->{socket}->accept or next;
		if (!fork) {
			open $log, '>', "$folder/$p->{name}.got" or die;
			for (@{ $p->{steps} }) { play($c, $_) or last }
			exit 0;
		}
		close $c;
	}
}
