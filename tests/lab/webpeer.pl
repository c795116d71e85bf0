#!/usr/bin/perl
# webpeer: answers each path with scripted bytes, most of which no web server should send.
# SPDX-License-Identifier: BSD-2-Clause
#
# usage: webpeer.pl SCRIPT [FILE [ADDRESS]]
# Listens on a free port of 127.0.0.1 or ADDRESS, writes the port to FILE (standard output) and answers until
# it is ended. SCRIPT has lines "NAME STEP..." between blanks; # begins a comment. A step is
#   "text"     these bytes; \r \n \t \0 \\ \" and \xNN as in C. %HEAD% is a status line 200,
#              %PORT% our port
#   *N"text"   the same N times; *"text" without end
#   wait=S     nothing for S seconds
#   hold       nothing, until the other side closes
#   reset      ends the connection by RST
#   gzip"text" this content in gzip behind a head that has its length; gzip-cut without its last
#              bytes, gzip-extra with bytes behind it, gzip-two as two members, gzip-thrice coded three
#              times, gzip-fields by deflate and gzip in a field each; deflate and deflate-raw with and without zlib's head
#   bomb=N     N MiB of zeros in gzip
#   drip"text" the same again and again, a piece each 20 ms
#   echo       a response whose content is the request's head
#   keep       reads another request on this connection and begins anew
# A connection is closed behind the last step.
use strict;
use warnings;
use IO::Socket::IP;
use Socket qw(SOL_SOCKET SO_LINGER);
use Compress::Zlib ();

my ($script, $file, $address) = @ARGV;
my (%steps, $port, $asked);
open my $in, '<', $script or die "$script: $!\n";
while (<$in>) {
	next if /^\s*(?:#|$)/;
	my ($name, $rest) = /^(\S+)\s+(.*)$/ or die "$script:$.: no steps\n";
	push @{ $steps{$name} }, $rest =~ /((?:\*\d*|[a-z-]+=?)?"(?:\\.|[^"\\])*"|\S+)/g;
}
close $in;

sub bytes_of
{
	my ($text) = @_;
	my %plain = (r => "\r", n => "\n", t => "\t", 0 => "\0");
	$text =~ s/%HEAD%/HTTP\/1.1 200 OK\\r\\n/g;
	$text =~ s/%PORT%/$port/g;
	$text =~ s/\\(?:x([0-9a-fA-F]{2})|(.))/defined $1 ? chr hex $1 : $plain{$2} \/\/ $2/ge;
	return $text;
}

sub coded
{
	my ($how, $text) = @_;
	my $name = $how =~ /^deflate/ ? 'deflate' : $how eq 'gzip-thrice' ? 'gzip, gzip, gzip' : 'gzip';
	my $body = $name eq 'deflate' ? Compress::Zlib::compress($text) : Compress::Zlib::memGzip($text);
	$body = substr $body, 0, length($body) - 6 if $how eq 'gzip-cut';
	$body .= 'xyz' if $how eq 'gzip-extra';
	$body .= Compress::Zlib::memGzip($text) if $how eq 'gzip-two';
	$body = Compress::Zlib::memGzip(Compress::Zlib::memGzip($body)) if $how eq 'gzip-thrice';
	$body = substr $body, 2, length($body) - 6 if $how eq 'deflate-raw';
	($name, $body) = ("deflate\r\nContent-Encoding: gzip", Compress::Zlib::memGzip(Compress::Zlib::compress($text)))
		if $how eq 'gzip-fields';
	return "HTTP/1.1 200 OK\r\nContent-Encoding: $name\r\nContent-Length: " . length($body) . "\r\n\r\n$body";
}

# False once the other side is gone.
sub put
{
	my ($to, $bytes) = @_;
	while (length $bytes) {
		my $n = syswrite $to, $bytes;
		return 0 unless $n;
		substr $bytes, 0, $n, '';
	}
	return 1;
}

sub request
{
	my ($from) = @_;
	my $head = '';
	until ($head =~ /\r\n\r\n/) {
		sysread $from, $head, 4096, length $head or return;
	}
	$asked = $head;
	return $head =~ /^\S+ (?:http:\/\/[^\/]+)?\/([^\s?]*)/ ? $1 : '';
}

sub repeat
{
	my ($to, $n, $bytes) = @_;
	my $block = $bytes x (1 + int(16384 / length $bytes));
	return put($to, $bytes x $n) if length $n;
	1 while put($to, $block);
	return 0;
}

sub answer
{
	my ($to, $name) = @_;
	for my $step (@{ $steps{$name} || ['"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"'] }) {
		if ($step =~ /^"(.*)"$/s) {
			put($to, bytes_of($1)) or return;
		} elsif ($step =~ /^\*(\d*)"(.*)"$/s) {
			repeat($to, $1, bytes_of($2)) or return;
		} elsif ($step =~ /^((?:gzip|deflate)[a-z-]*)"(.*)"$/s) {
			put($to, coded($1, bytes_of($2))) or return;
		} elsif ($step =~ /^bomb=(\d+)$/) {
			put($to, coded('gzip', "\0" x ($1 << 20))) or return;
		} elsif ($step =~ /^drip"(.*)"$/s) {
			select undef, undef, undef, 0.02 while put($to, bytes_of($1));
			return;
		} elsif ($step =~ /^wait=([\d.]+)$/) {
			select undef, undef, undef, $1;
		} elsif ($step eq 'echo') {
			put($to, "HTTP/1.1 200 OK\r\nContent-Length: " . length($asked) . "\r\n\r\n$asked") or return;
		} elsif ($step eq 'hold') {
			1 while sysread $to, my $ignored, 4096;
		} elsif ($step eq 'reset') {
			setsockopt $to, SOL_SOCKET, SO_LINGER, pack 'll', 1, 0;
		} elsif ($step eq 'keep') {
			return 1;
		} else {
			die "webpeer: what is '$step'?\n";
		}
	}
	return;
}

$SIG{CHLD} = $SIG{PIPE} = 'IGNORE';
# Its end is that of all who still hold a connection.
setpgrp;
$SIG{TERM} = sub { $SIG{TERM} = 'IGNORE'; kill TERM => 0; exit };
my $listener = IO::Socket::IP->new(LocalAddr => $address // '127.0.0.1', Listen => 64, ReuseAddr => 1)
	or die "webpeer: $@\n";
$port = $listener->sockport;
if (defined $file) {
	open my $out, '>', "$file.new" or die "$file: $!\n";
	print $out $listener->sockport, "\n";
	close $out;
	rename "$file.new", $file;
} else {
	$| = 1;
	print $listener->sockport, "\n";
}
my $parent = $$;
while (1) {
	my $peer = $listener->accept or next;
	next if fork;
	$SIG{TERM} = 'DEFAULT';
	$SIG{ALRM} = sub { exit };
	alarm 60;
	close $listener;
	while (defined(my $name = request($peer))) {
		answer($peer, $name) or last;
	}
	exit;
}
