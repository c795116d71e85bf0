#!/usr/bin/perl
# har: whether a file is an HTTP Archive 1.2: every member the format asks for, of its type; times that add up.
# SPDX-License-Identifier: BSD-2-Clause
#
# usage: har.pl FILE
# Says what is wrong, a line each, and ends with 1 then.
use strict;
use warnings;
use JSON::PP;
use B;

my $wrong = 0;

sub say_wrong
{
	print "@_\n";
	$wrong = 1;
}

sub is_number
{
	my ($value) = @_;
	return !ref $value && B::svref_2object(\$value)->FLAGS & (B::SVf_IOK | B::SVf_NOK);
}

# What each kind must be.
my %is = (
	string => sub { !ref $_[0] && defined $_[0] && !is_number($_[0]) },
	number => sub { defined $_[0] && is_number($_[0]) },
	size   => sub { defined $_[0] && is_number($_[0]) && $_[0] == int $_[0] && $_[0] >= -1 },
	time   => sub { defined $_[0] && is_number($_[0]) && ($_[0] >= 0 || $_[0] == -1) },
	spent  => sub { defined $_[0] && is_number($_[0]) && $_[0] >= 0 },
	array  => sub { ref $_[0] eq 'ARRAY' },
	object => sub { ref $_[0] eq 'HASH' },
	date   => sub { ($_[0] // '') =~ /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/ },
);

# has(OBJECT, WHERE, NAME => KIND...): "NAME?" may be missing; others than these begin with _.
sub has
{
	my ($object, $where, %members) = @_;
	for my $name (keys %members) {
		my $plain = $name =~ s/\?$//r;
		next if $plain ne $name && !exists $object->{$plain};
		say_wrong("$where.$plain is no $members{$name}") unless $is{ $members{$name} }->($object->{$plain});
	}
	my %known = map { s/\?$//r => 1 } keys %members;
	say_wrong("$where.$_ is not in the format") for grep { !$known{$_} && !/^_/ } keys %$object;
}

sub pairs
{
	my ($list, $where) = @_;
	has($_, $where, name => 'string', value => 'string', 'comment?' => 'string') for @$list;
}

local $/;
my $har = decode_json(<>);
my $log = $har->{log};
has($har, 'archive', log => 'object');
has($log, 'log', version => 'string', creator => 'object', 'browser?' => 'object', 'pages?' => 'array',
	entries => 'array', 'comment?' => 'string');
has($log->{creator}, 'creator', name => 'string', version => 'string', 'comment?' => 'string');
say_wrong('version is not 1.2') if $log->{version} ne '1.2';
for my $entry (@{ $log->{entries} }) {
	has($entry, 'entry', 'pageref?' => 'string', startedDateTime => 'date', time => 'spent', request => 'object',
		response => 'object', cache => 'object', timings => 'object', 'serverIPAddress?' => 'string',
		'connection?' => 'string', 'comment?' => 'string');
	my ($request, $response, $timings) = @{$entry}{qw(request response timings)};
	has($request, 'request', method => 'string', url => 'string', httpVersion => 'string', cookies => 'array',
		headers => 'array', queryString => 'array', 'postData?' => 'object', headersSize => 'size',
		bodySize => 'size', 'comment?' => 'string');
	has($response, 'response', status => 'size', statusText => 'string', httpVersion => 'string',
		cookies => 'array', headers => 'array', content => 'object', redirectURL => 'string',
		headersSize => 'size', bodySize => 'size', 'comment?' => 'string');
	has($response->{content}, 'content', size => 'size', 'compression?' => 'number', mimeType => 'string',
		'text?' => 'string', 'encoding?' => 'string', 'comment?' => 'string');
	has($timings, 'timings', 'blocked?' => 'time', 'dns?' => 'time', 'connect?' => 'time', send => 'spent',
		wait => 'spent', receive => 'spent', 'ssl?' => 'time', 'comment?' => 'string');
	pairs($request->{headers}, 'request.headers');
	pairs($request->{queryString}, 'request.queryString');
	pairs($response->{headers}, 'response.headers');
	my $sum = 0;
	$sum += $timings->{$_} > 0 ? $timings->{$_} : 0 for qw(blocked dns connect send wait receive);
	say_wrong("timings add up to $sum, time is $entry->{time}") if abs($sum - $entry->{time}) > 0.01;
	say_wrong('ssl is more than connect') if ($timings->{ssl} // -1) > ($timings->{connect} // -1);
}
exit $wrong;
