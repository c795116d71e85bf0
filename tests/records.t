#!/usr/bin/perl
# records: what the tools' records say of the same thing they say by the same key, in the same type
# and unit, and a key is one thing everywhere.
# SPDX-License-Identifier: BSD-2-Clause
#
# Reads lib/json.md, which tests/unit/TOOL_schema compare with the tables of fields.
use strict;
use warnings;
use Test::More;
use File::Basename qw(dirname);

chdir dirname(__FILE__) . '/..' or die "cannot enter the source folder: $!";

# Units that end a key, and the values that have them.
my %units = (
	ms => qr/^(?:list of )?milliseconds/, s => qr/^whole number/, hz => qr/^(?:whole )?number/,
	bytes => qr/^whole number/, percent => qr/^number/, pps => qr/^number/,
);
# What is a size without saying so.
my $sizes = qr/(?:^|_)(?:mss|mtu|cookie|length|size)$/;

# Names that a thing had in one tool and another in the next, and the one it has now.
my %instead = (
	transmitted => 'sent (but of ping, which counts the refused in)', received => 'answered or answers',
	repeated => 'duplicates', retransmissions => 'retransmits', closed_first => 'closed_by',
	rtt_least_ms => 'rtt_min_ms', offender => 'rejecter', refused_by => 'rejecter', teller => 'told_by',
	mss => 'mss_bytes', peer_mss => 'peer_mss_bytes', mtu => 'mtu_bytes', handshake_ms => 'tls_ms or handshake_rtt_ms',
	segments_in => 'received_segments', segments_out => 'sent_segments', retransmits_in => 'received_retransmits',
	retransmits_out => 'sent_retransmits', why => 'error',
);
my %still = (transmitted => { 'ping.summary' => 1 });

# Keys of several tools that each record words for itself: what they mean depends on what it is about.
my %own_words = map { $_ => 1 } qw(
	addr target port source source_port seq hop flow ttl error up verdict says what fate result
	elapsed_ms took_ms after_ms connect_ms interval_ms silence_ms rtt_min_ms rtt_max_ms loss_percent
	failed_percent answered answers asked alive again changes count rejected rejecter icmp_name seed method
	message name packet step server syn_retransmits sent sent_bytes mss_bytes mtu_bytes path_mtu_bytes
	offset_bytes
);

my (%of, $record);
open my $in, '<', 'lib/json.md' or die "lib/json.md: $!";
while (<$in>) {
	$record = "$1.$2" if /^## (\w+): `(\w+)`/;
	my ($key, $type, $help) = /^\| `(\w+)` \| (.*?)(?: or null)? \| (.*) \|$/ or next;
	my ($tool) = split /\./, $record;
	push @{ $of{$key} }, { record => $record, tool => $tool, type => $type, help => $help };
}
close $in;

sub none
{
	my ($name, @found) = @_;
	ok(!@found, $name);
	diag("  $_") for @found;
}

# The distinct values of a member, each with a record that has it.
sub kinds
{
	my ($key, $member) = @_;
	my %seen;
	$seen{ $_->{$member} } //= $_->{record} for @{ $of{$key} };
	return map { "$_ ($seen{$_})" } sort keys %seen;
}

my @keys = sort keys %of;
cmp_ok(scalar @keys, '>', 300, 'the keys are read');
cmp_ok(scalar(grep { my %t; $t{ $_->{tool} } = 1 for @{ $of{$_} }; keys %t > 1 } @keys), '>', 90, '... shared ones too');

# "or null" and "may be negative" are no other type.
s/, may be negative$// for map { $_->{type} } map { @$_ } values %of;
none('a key has one type', map { my @k = kinds($_, 'type'); @k > 1 ? "$_: @k" : () } @keys);

my @strange;
for my $key (@keys) {
	my ($unit) = $key =~ /_([a-z]+)$/;
	for my $field (@{ $of{$key} }) {
		my $at = "$field->{record}.$key: $field->{type}";
		push @strange, $at if $unit && $units{$unit} && $field->{type} !~ $units{$unit};
		push @strange, $at if $field->{type} =~ /milliseconds/ && $key !~ /_ms$/;
		push @strange, "$at without a unit" if $field->{type} =~ /number/ && $key =~ /$sizes/;
	}
}
none('a unit ends the key, and the value has it', @strange);

none('a thing has one name', map {
	my $key = $_;
	map { "$_->{record}.$key: call it $instead{$key}" }
		grep { !$still{$key}{ $_->{record} } } @{ $of{$key} }
} grep { $instead{$_} } @keys);

my (@differ, %differ);
for my $key (@keys) {
	my %tools = map { $_->{tool} => 1 } @{ $of{$key} };
	my @helps = kinds($key, 'help');
	next if keys %tools < 2 || @helps < 2;
	$differ{$key} = 1;
	push @differ, join "\n#     ", "$key:", @helps if !$own_words{$key};
}
none('a key of several tools is one thing, in the same words', @differ);
none('... nor is it excused for nothing', grep { !$differ{$_} } sort keys %own_words);

# Whoever sends something about the address is another thing.
none('addr is whom the record is about: who sent it is from, who answers at a hop hop_addr',
	map { "$_->{record}: $_->{help}" } grep { $_->{help} =~ /\b(?:who|sent|sender|answer\w*)\b/i } @{ $of{addr} });

# Every record says what it is about first, by the same names.
my %records = map { $_->{record} => 1 } map { @$_ } values %of;
my %targets = map { $_->{record} => 1 } @{ $of{target} };
none('every record has a target', grep { !$targets{$_} } sort keys %records);

done_testing();
