# sources: what the tests that read the sources share; by require, in the source folder.
# SPDX-License-Identifier: BSD-2-Clause
use strict;
use warnings;
use Test::More;

sub slurp
{
	my ($path) = @_;
	open my $in, '<', $path or die "$path: $!";
	local $/;
	return scalar <$in>;
}

# The same text without comments, strings and character constants; lines stay where they are.
sub code_of
{
	my ($text) = @_;
	$text =~ s{(/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')}
		{ my $gone = $1; $gone =~ s/[^\n]//g; $gone }gse;
	return $text;
}

# One test: nothing of what must not be was found.
sub none
{
	my ($name, @found) = @_;
	ok(!@found, $name);
	diag("  $_") for @found;
}

# Their names, as the Makefile has them.
sub tools
{
	return map { /\w+/g } slurp('Makefile') =~ /^(?:TOOLS|COMING) = (.*)$/mg;
}

1;
