#!/usr/bin/perl
# arch: which file may know which, what no object may hold or call, and what every source must have.
# SPDX-License-Identifier: BSD-2-Clause
#
# Reads the sources, and the objects of a build of its own under $BUILD/arch with fixed flags.
use strict;
use warnings;
use Test::More;
use File::Basename qw(basename dirname);
use File::Spec;

chdir dirname(__FILE__) . '/..' or die "cannot enter the source folder: $!";
require './tests/sources.pl';
# As the makefile names it.
my $build = File::Spec->rel2abs($ENV{BUILD} || 'build') =~ s/^\Q${\File::Spec->rel2abs('')}\E\///r;

# A module of lib/ and the modules whose headers its files may include. x_y.c belongs to module x.
my %arrows = (
	# pure: no I/O, no clock
	addr      => '',
	auth      => '',
	base64    => '',
	bytes     => '',
	cksum     => '',
	decimal   => '',
	stats     => '',
	strbuf    => '',
	threshold => 'decimal',
	frame     => 'addr bytes',
	(map { $_ => 'addr bytes cksum' } qw(arp eth icmp ip4 ip6 ndp tcp)),
	packet    => 'addr arp bytes cksum eth frame icmp ip4 ip6 ndp tcp',
	patch     => 'bytes cksum',
	detail    => 'histogram story',
	dscp      => 'fail',
	fifo      => '',
	flight    => 'fifo when',
	histogram => '',
	mtu_search => '',
	pace      => 'fifo when',
	plot      => 'histogram strbuf',
	plan      => 'detail flight frame histogram pace stats story when',
	spread    => 'plural',
	story     => '',
	when      => '',
	permute   => 'splitmix',
	plural    => '',
	splitmix  => '',
	targets   => 'addr fail permute',
	trace     => 'addr dscp histogram plural stats story strbuf',
	rounds    => 'trace',
	trace_icmp => 'addr bytes icmp trace',
	flow      => 'addr bytes packet strbuf tcp',
	# text
	fail      => '',
	cli       => 'decimal fail',
	completion => 'cli',
	escape    => 'bytes fail strbuf',
	reason    => 'addr',
	report    => 'addr bytes decimal fail file strbuf',
	capfile   => 'bytes fail file pcapng',
	pcapng    => 'bytes fail',
	# I/O: one system interface each
	clock     => '',
	wait      => 'clock fail',
	file      => 'fail',
	term      => 'fail',
	load      => 'fail',
	idn       => 'fail load',
	resolve   => 'addr clock fail priv wait',
	route     => 'addr fail',
	craft     => 'addr arp bytes cksum eth fail icmp ip4 ip6 ndp tcp',
	capture   => 'addr bytes clock fail frame load',
	wire      => 'addr bytes clock eth fail frame plan',
	dial      => 'addr base64 bytes clock fail icmp wait when',
	tls       => 'bytes fail load',
	priv      => 'fail sanitized',
	sanitized => '',
	# composition
	gather      => 'addr cli fail file resolve targets',
	ladder      => 'addr capflow flow reason strbuf tcp',
	segments    => 'addr capflow flow ladder reason report strbuf tcp',
	names       => 'addr clock report resolve',
	destination => 'addr fail report resolve route',
	outputs     => 'cli fail report term threshold',
	times       => 'histogram plural report story when',
	tool        => 'capfile cli fail outputs priv report',
	pathrecord  => 'addr names report trace when',
	pathview  => 'fail strbuf term trace wait',
	capflow     => 'addr bytes capfile capture cksum clock fail flow frame icmp packet priv strbuf',
	session   => 'capture clock fail frame plan wait wire',
);
my @pure = qw(addr arp auth base64 bytes cksum decimal detail dscp eth fifo flight flow frame histogram icmp ip4 ip6
	mtu_search ndp pace packet patch permute plan plural rounds splitmix spread stats story targets tcp threshold trace trace_icmp when);

# Who may print or exit: these modules, and a tool's main and report. A child that is forked has to
# exit.
my %printers = map { $_ => 1 } qw(cli report tool);
my %may_call = (resolve => { _exit => 1 }, 'telnetlite/pattern.c' => { _exit => 1 });

my @output = qw(stdout stderr printf vprintf puts putchar putchar_unlocked perror psignal syslog
	vsyslog err errx verr verrx warn warnx vwarn vwarnx error __assert_fail exit _exit _Exit
	quick_exit abort);
my @banned = qw(sprintf vsprintf strcpy stpcpy strcat strtok atoi atol atoll gets alloca setjmp
	_setjmp __sigsetjmp longjmp siglongjmp signal rand srand random gettimeofday inet_ntoa);
my @system = qw(open openat fopen read write socket send sendto sendmsg recv recvfrom recvmsg poll
	ppoll select ioctl fcntl clock_gettime time nanosleep getenv getrandom malloc_usable_size);

# Plain tables of cases may be long.
my %tables = map { $_ => 1 } qw(tests/golden.h);

# A library's header and the one file that may include it.
my %only_in = (libnet => 'lib/craft.c', pcap => 'lib/capture.c', openssl => 'lib/tls_parts.h',
	idn2 => 'lib/idn.c');

my @tools = tools();
my @lib = sorted(glob 'lib/*.[ch]');
my %tool_files = map { my $t = $_; $t => [sorted(glob "$t/*.[ch]")] } @tools;
my @ours = (@lib, map { @{ $tool_files{$_} } } @tools);
my @around = sorted(glob 'examples/*.[ch] tests/*.[ch] tests/*/*.[ch]');
my @scripts = grep { -f } sorted(
	glob 'bootstrap .ci/run Makefile tests/*.t tests/*.sh tests/*.pl tests/*/*.t tests/*/*.sh tests/*/*.pl */*.bash */*.zsh */*.fish examples/*');

sub sorted { return sort @_ }

sub includes
{
	my ($path, $pattern) = @_;
	return slurp($path) =~ /^[ \t]*#[ \t]*include[ \t]*$pattern/mg;
}

sub module_of
{
	my ($path) = @_;
	my $name = basename($path) =~ s/\.[ch]$//r;
	while (!exists $arrows{$name}) {
		$name =~ s/_[^_]*$// or return;
	}
	return $name;
}

# ---- includes

my %edges;
{
	my (@unknown, @foreign);
	for my $path (@lib) {
		my $module = module_of($path);
		if (!defined $module) {
			push @unknown, "$path: its module is not in the table of tests/arch.t";
			next;
		}
		my %allowed = map { $_ => 1 } $module, split ' ', $arrows{$module};
		for my $header (includes($path, '"([^"]+)"')) {
			my $other = -f "lib/$header" ? module_of($header) : undef;
			if (!defined $other) {
				push @foreign, "$path includes $header, which is not of lib/";
			} elsif (!$allowed{$other}) {
				push @foreign, "$path includes $header: no arrow $module -> $other";
			}
			$edges{$module}{$other} = 1 if defined $other && $other ne $module;
		}
	}
	none('every file of lib/ belongs to a module', @unknown);
	my $map = slurp('lib/README.md');
	my %modules = map { (module_of($_) // '') => 1 } @lib;
	none('every module is on the map in lib/README.md',
		grep { $_ && $map !~ /^\|.*`$_`/m } sorted(keys %modules));
	none('lib/ includes along the arrows only', @foreign);
}

sub cycle_from
{
	my ($module, @path) = @_;
	return join ' -> ', @path, $module if grep { $_ eq $module } @path;
	for my $next (sorted(keys %{ $edges{$module} })) {
		my $cycle = cycle_from($next, @path, $module);
		return $cycle if $cycle;
	}
	return;
}
none('no module reaches itself', grep { defined } map { cycle_from($_) } sorted(keys %edges));

{
	my (@strange, @options);
	for my $tool (@tools) {
		for my $path (@{ $tool_files{$tool} }) {
			for my $header (includes($path, '"([^"]+)"')) {
				push @strange, "$path includes $header"
					if !-f "lib/$header" && !-f "$tool/$header";
				push @options, "$path includes $header"
					if $header eq 'options.h' && $path !~ m{/(?:main|options)(?:_\w+)?\.[ch]$};
			}
		}
	}
	none('a tool includes its own files and those of lib/ only', @strange);
	none('only main and options see the options', @options);
}

# x_parts.h is what the sources of module x share.
{
	my @prying;
	for my $path (@ours) {
		my $own = $path =~ m{^lib/} ? module_of($path) || '' : '';
		for my $header (includes($path, '"(\w+_parts\.h)"')) {
			push @prying, "$path includes $header"
				if -f "lib/$header" && (module_of($header) || '') ne $own;
		}
	}
	none("a module's parts are its own", @prying);
}

for my $header (sorted(keys %only_in)) {
	my @users = grep { includes($_, "<$header\\b[^>]*>") } @ours;
	none("$header is included by $only_in{$header} only", grep { $_ ne $only_in{$header} } @users);
}

# ---- objects

# Objects of these sources, built with flags under which a symbol stays what the source says.
sub objects
{
	my %objects = map { $_ => "$build/arch/obj/" . (s/\.c$/.o/r) } grep { /\.c$/ } @_;
	local %ENV = %ENV;
	delete @ENV{qw(MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES)};
	my @make = ($ENV{MAKE} || 'make', '-s', '-j2', "BUILD=$build/arch", 'SANITIZE=', 'CPPFLAGS=',
		'CFLAGS=-O2 -fno-builtin', 'HARDEN=-fPIE', 'WARN=',
		map { File::Spec->abs2rel($_) } sorted(values %objects)); # as make calls its folder
	my $log = qx{@{[join ' ', map { "'$_'" } @make]} 2>&1};
	$? == 0 or BAIL_OUT("cannot build the objects to look into: $log");
	return %objects;
}

sub undefined_of
{
	my ($object) = @_;
	return map { /^\s+U (\w+)/ ? $1 : () } qx{nm -u '$object'};
}

my %objects = objects(@ours);
my %undefined = map { $_ => [undefined_of($objects{$_})] } keys %objects;

{
	my @state;
	for my $source (grep { m{^lib/} } sorted(keys %objects)) {
		for (qx{size -A '$objects{$source}'}) {
			my ($section, $bytes) = /^(\.t?data\S*|\.t?bss\S*|COMMON)\s+(\d+)/ or next;
			push @state, "$source: $bytes bytes in $section"
				if $bytes && $section !~ /^\.data\.rel\.ro/;
		}
	}
	none('lib/ holds no state: data, bss, tdata and tbss are empty', @state);
}

# calls(FILES, NAMES): which of them need one of the names.
sub calls
{
	my ($sources, $names) = @_;
	my %wanted = map { $_ => 1 } @$names;
	my @found;
	for my $source (sorted(@$sources)) {
		my $allowed = $may_call{ $source =~ m{^lib/} ? module_of($source) || '' : $source };
		push @found, map { "$source calls $_" }
			grep { $wanted{$_} && !$allowed->{$_} } @{ $undefined{$source} };
	}
	return @found;
}

sub may_print
{
	my ($source) = @_;
	return $source =~ m{^lib/} ? $printers{ module_of($source) || '' }
		: $source =~ m{/(?:main|report)(?:_\w+)?\.c$};
}

my @our_sources = keys %objects;
my %is_pure = map { $_ => 1 } @pure;
none('only main, tool, cli and report print or exit',
	calls([grep { !may_print($_) } @our_sources], \@output));
none('pure modules ask the system for nothing',
	calls([grep { m{^lib/} && $is_pure{ module_of($_) || '' } } @our_sources], \@system));
none('no object calls a banned function', calls(\@our_sources, \@banned));

# What a macro or an inline function hides from the object stands in the source, which has to do for
# the tests and examples.
{
	my $names = join '|', @banned;
	my @found;
	for my $path (@ours, @around) {
		my $line = 0;
		for (split /\n/, code_of(slurp($path))) {
			$line++;
			push @found, "$path:$line calls $1" if /\b($names)\s*\(/;
			push @found, "$path:$line gives a struct a second name" if /\btypedef\s+(?:struct|union|enum)\b/;
		}
	}
	none('no source calls a banned function or hides a struct behind a typedef', @found);
}

# ---- programs

for my $tool (@tools) {
	my $program = "$build/$tool";
	SKIP: {
		skip "$program is not built", 1 if !-x $program;
		my ($row) = slurp('Makefile') =~ /^LIBRARIES_$tool =[ ]?(.*)$/m;
		my @all = map { /\(NEEDED\).*\[(.+?)\.so/ ? $1 : () } qx{readelf -dW '$program'};
		# The C library's own, and what sanitizers bring.
		my @needed = grep { !/^(?:libc|libm|ld-.*|lib[a-z]*san|libgcc_s|libstdc\+\+|libclang_rt.*)$/ } @all;
		my @row = split ' ', $row;
		# A sanitizer's program cannot be locked in, and does without the library for it.
		@row = grep { $_ ne 'libseccomp' } @row if grep { /^lib[a-z]*san$/ } @all;
		is(join(' ', sorted(@needed)), join(' ', sorted(@row)),
			"$tool needs the libraries of its row in the Makefile");
	}
}

# ---- sources

{
	my (@long, @bare, @paths);
	for my $path (@ours, @around, @scripts) {
		my @lines = split /\n/, slurp($path);
		push @long, "$path: " . @lines . ' lines' if @lines > 400 && !$tables{$path};
		push @bare, $path if join("\n", @lines) !~ /\A(?:.*\n){0,4}.*SPDX-License-Identifier: BSD-2-Clause/;
		push @paths, grep { m{(?<![\w.\$\})])/(?:home|root|work|Users)/\w} } map { "$path: $_" } @lines;
	}
	none('no file has more than 400 lines', @long);
	none('every source says its licence in its first lines', @bare);
	none('no source names a path of one machine', @paths);
}

SKIP: {
	skip 'ctags is not Universal Ctags', 1 if (qx{ctags --version 2>/dev/null} || '') !~ /Universal/;
	my @long;
	for (qx{ctags -x --c-kinds=f --_xformat='%N %F %n %{end}' @{[grep { /\.c$/ } @ours, @around]}}) {
		my ($name, $path, $from, $to) = split;
		my $lines = $to - $from + 1;
		push @long, "$path: $name has $lines lines" if $lines > 60;
	}
	none('no function has more than 60 lines', @long);
}

done_testing();
