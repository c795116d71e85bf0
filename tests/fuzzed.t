#!/usr/bin/perl
# fuzzed: what reads bytes of others is in the table of tests/fuzz/README.md, with a fuzz target.
# SPDX-License-Identifier: BSD-2-Clause
use strict;
use warnings;
use Test::More;
use File::Basename qw(basename dirname);

chdir dirname(__FILE__) . '/..' or die "cannot enter the source folder: $!";
require './tests/sources.pl';

# By these bytes come in.
my $calls = join '|', qw(recv recvfrom recvmsg recvmmsg read pread fread fgets fgetc getc getc_unlocked
	getline getdelim mmap readdir readlink getsockopt getaddrinfo getnameinfo getenv secure_getenv);
# A parameter of these is bytes, or what was read of a packet.
my $views = join '|', qw(bytes frame packet wire_report wire_event tcp icmp slice);

my @tools = tools();
my @sources = sort map { glob "$_/*.[ch]" } 'lib', @tools;
my (%row, %named);
for (slurp('tests/fuzz/README.md') =~ /^\|.*`.*$/mg) {
	my (undef, $files, @rest) = split /\s*\|\s*/;
	$row{$_}++ for $files =~ /`([^`]+)`/g;
	next if @rest < 2;
	$named{$_}++ for split /,\s*/, $rest[-1];
}
ok(keys %row > 50, 'the table has rows');
none('each is of a file that is there', grep { !-e } sort keys %row);
none('... and there is one of each', grep { $row{$_} > 1 } sort keys %row);

my @takers = grep { /\.c$/ && code_of(slurp($_)) =~ /\b(?:$calls)\s*\(/ } @sources;
none('every source that takes bytes in is in the table', grep { !$row{$_} } @takers);

sub reads_views
{
	my ($path) = @_;
	my $code = code_of(slurp($path));
	while ($code =~ /^\w[^;{}]*?\b\w+\(([^;]*?)\)/mgs) {
		my $parameters = $1;
		return 1 if $parameters =~ /\bstruct (?:$views)\b/;
	}
	return 0;
}
my @readers = grep { /\.h$/ && !/_parts\.h$/ && reads_views($_) } @sources;
none('so is every header with a function that is given bytes or a packet', grep { !$row{$_} } @readers);

my %targets = map { basename($_, '.c') => 1 }
	grep { slurp($_) =~ /^int LLVMFuzzerTestOneInput/m } glob 'tests/fuzz/*.c';
none('every target that it names is there', grep { !$targets{$_} } sort keys %named);
none('every target is named', grep { !$named{$_} } sort keys %targets);
none('every target has a corpus', grep { my @all = glob "tests/fuzz/corpus/$_/*"; !@all } sort keys %targets);
none('every corpus has a target', grep { !$targets{ basename($_) } } glob 'tests/fuzz/corpus/*');
done_testing();
