#!/usr/bin/perl
# dns: a name server for tests on 127.0.0.1. Prints its process id when it can be asked, and goes on.
# SPDX-License-Identifier: BSD-2-Clause
#
# usage: dns.pl 'NAME TYPE VERDICT'...     NAME may be *; the first line that matches answers
# VERDICT: addresses or a name (behind "cname NAME" too), empty, nxdomain, servfail, silent; "after
# S VERDICT" waits first, "with N VERDICT" until N such questions have come; "alone S VERDICT" waits
# too, and is servfail where it is asked while another of the kind waits; "behind N VERDICT" waits
# until N questions of any kind have come.
use strict;
use warnings;
use IO::Socket::INET;
use Socket qw(inet_pton AF_INET6 inet_aton);
use Time::HiRes qw(sleep time);

my %number = (A => 1, CNAME => 5, PTR => 12, AAAA => 28);
my %type = reverse %number;
my @rules = map { [split ' ', $_, 3] } @ARGV;

sub encode_name
{
	my ($name) = @_;
	return join('', map { pack 'C/a', $_ } split /\./, $name) . "\0";
}

sub encode_value
{
	my ($type, $value) = @_;
	return inet_aton($value) if $type eq 'A';
	return inet_pton(AF_INET6, $value) if $type eq 'AAAA';
	return encode_name($value);
}

# Name and type of the one question, and its bytes.
sub question_of
{
	my ($query) = @_;
	my ($at, @labels) = (12);
	while (my $size = unpack "x$at C", $query) {
		push @labels, substr $query, $at + 1, $size;
		$at += 1 + $size;
	}
	my $type = $type{ unpack 'n', substr $query, $at + 1, 2 } // '?';
	return (lc join('.', @labels), $type, substr $query, 12, $at + 5 - 12);
}

sub record
{
	my ($owner, $type, $value) = @_;
	return $owner . pack 'n n N n/a', $number{$type}, 1, 60, encode_value($type, $value);
}

sub verdict_on
{
	my ($name, $type) = question_of($_[0]);
	my ($rule) = grep { $_->[0] =~ /^(\Q$name\E|\*)$/ && $_->[1] =~ /^(\Q$type\E|\*)$/ } @rules;
	return $rule ? $rule->[2] : 'nxdomain';
}

# The answer to a query; undef for none.
sub answer_to
{
	my ($query, $verdict) = @_;
	my ($name, $type, $question) = question_of($query);
	sleep $1 if $verdict =~ s/^after (\S+) //;
	return undef if $verdict eq 'silent';
	my $code = { nxdomain => 3, servfail => 2 }->{$verdict} // 0;
	my @values = $code || $verdict eq 'empty' ? () : split ' ', $verdict;
	my ($owner, @records) = ("\xc0\x0c");
	if (@values && $values[0] eq 'cname') {
		push @records, record($owner, 'CNAME', $values[1]);
		$owner = encode_name($values[1]);
		splice @values, 0, 2;
	}
	push @records, map { record($owner, $type, $_) } @values;
	my $head = pack 'a2 n n n n n', $query, 0x8580 | $code, 1, scalar @records, 0, 0;
	return join '', $head, $question, @records;
}

my $socket = IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => 53, Proto => 'udp')
	or die "dns: cannot bind: $!\n";
my $server = fork // die "dns: cannot fork: $!\n";
if ($server) {
	print "$server\n";
	exit 0;
}
open $_, '+<', '/dev/null' for *STDIN, *STDOUT;
$SIG{CHLD} = 'IGNORE';
my ($busy_until, %held, %seen, @behind) = (0);
while (1) {
	my $from = $socket->recv(my $query, 4096) // next;
	my $verdict = verdict_on($query);
	my @ready = [$query, $verdict, $from];
	if ($verdict =~ s/^with (\d+) //) {
		$held{ join ' ', (question_of($query))[0, 1] } = [$query, $verdict, $from];
		@ready = keys %held < $1 ? () : delete @held{ keys %held };
	}
	$seen{ join ' ', (question_of($query))[0, 1] } = 1;
	if ($verdict =~ s/^behind (\d+) //) {
		push @behind, [$query, $verdict, $from, $1];
		@ready = ();
	}
	push @ready, grep { keys %seen >= $_->[3] } @behind;
	@behind = grep { keys %seen < $_->[3] } @behind;
	if ($verdict =~ s/^alone ((\S+) )/after $1/) {
		my $busy = time < $busy_until;
		$busy_until = time + $2 unless $busy;
		$ready[0][1] = $busy ? 'servfail' : $verdict;
	}
	for (@ready) {
		($query, $verdict, $from) = @$_;
		next if fork; # one that waits holds up no other
		my $answer = answer_to($query, $verdict);
		$socket->send($answer, 0, $from) if defined $answer;
		exit 0;
	}
}
