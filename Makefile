# probekit: one non-recursive makefile. `make` builds into $(BUILD); CONTRIBUTING.md lists the goals.
# SPDX-License-Identifier: BSD-2-Clause

VERSION = 0.1.0

# The table: a tool, the libraries it is linked with, the names it answers to.
TOOLS = ping arping httpget telnetlite tcpprobe
# Tools on their way: they are built and tested, nothing of them is installed.
COMING =
LIBRARIES_ping = libnet libcap libseccomp
NAMES_ping = ping ping4 ping6 fping fping6
LIBRARIES_arping = libnet libcap libseccomp
NAMES_arping = arping
LIBRARIES_httpget = libbrotlidec libcap libseccomp libz libzstd
NAMES_httpget = httpget
LIBRARIES_telnetlite = libcap libseccomp
NAMES_telnetlite = telnetlite
LIBRARIES_tcpprobe = libnet libcap libseccomp
NAMES_tcpprobe = tcpprobe
# Those that gain from cap_net_raw, for `make setcap`.
CAP_NET_RAW = ping arping tcpprobe

CFLAGS ?= -O2 -g
PKG_CONFIG ?= pkg-config
INSTALL ?= install
PROVE ?= prove
CLANG ?= clang
FORMAT ?= clang-format
JOBS ?= $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
# Tests wait more than they compute.
TEST_JOBS ?= $(shell echo $$((2 * $(JOBS))))
prefix ?= /usr/local
bindir ?= $(prefix)/bin
mandir ?= $(prefix)/share/man
libexecdir ?= $(prefix)/libexec
completionsdir ?= $(prefix)/share/bash-completion/completions
zshcompdir ?= $(prefix)/share/zsh/site-functions
fishcompdir ?= $(prefix)/share/fish/vendor_completions.d
fishplaindir ?= $(prefix)/share/probekit/fish
PROGRAM_PREFIX ?= probekit-

# CROSS=s390x builds and checks for another architecture: big-endian there, 32 bits with armhf. The
# tests of programs and networks need the machine's own.
ifdef CROSS
TRIPLET = $(or $(TRIPLET_$(CROSS)),$(CROSS)-linux-gnu)
TRIPLET_armhf = arm-linux-gnueabihf
SYSROOT = $(CURDIR)/build/cross/$(CROSS)/root
EMULATOR_armhf = arm
export EMULATOR = qemu-$(or $(EMULATOR_$(CROSS)),$(CROSS))-static -L $(SYSROOT)
CC = $(TRIPLET)-gcc --sysroot=$(SYSROOT)
AR = $(TRIPLET)-ar
BUILD = build/$(CROSS)
export PKG_CONFIG_SYSROOT_DIR = $(SYSROOT)
export PKG_CONFIG_LIBDIR = $(SYSROOT)/usr/lib/$(TRIPLET)/pkgconfig:$(SYSROOT)/usr/share/pkgconfig
FETCHED := $(shell tests/cross.sh $(CROSS) build/cross/$(CROSS) >&2 && echo yes)
$(if $(FETCHED),,$(error the libraries of $(CROSS) are not to be had))
endif

comma = ,
space = $(comma:,= )
BUILD ?= build$(if $(SANITIZE),/$(subst $(comma),-,$(SANITIZE)))
# What depends on which header is written down by the names of one run: a folder has one name.
override BUILD := $(patsubst $(CURDIR)/%,%,$(BUILD))

# Debian 12's libnet has no .pc file: then the name itself is the flag.
library = $(shell $(PKG_CONFIG) --libs $(1) 2>/dev/null || echo -l$(patsubst lib%,%,$(1)))
libraries = $(foreach l,$(sort $(1)),$(call library,$(l)))
# What tests alone need is at the end.
ALL_LIBRARIES = $(foreach t,$(TOOLS) $(COMING),$(LIBRARIES_$(t))) libbrotlienc

# Ours stand apart from the packager's CPPFLAGS, CFLAGS and LDFLAGS, which lose no word.
takes = $(shell $(CC) -Werror $(1) -x c -c -o /dev/null /dev/null 2>/dev/null && echo $(1))
optimised = $(filter-out -O0,$(filter -O%,$(CFLAGS)))
fortified = $(or $(SANITIZE),$(findstring _FORTIFY_SOURCE,$(CPPFLAGS) $(CFLAGS)))
FORTIFY = $(if $(optimised),$(if $(fortified),,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3))
# The folder of the build stays out of the debug information, so that any folder gives the same bytes.
REPRODUCIBLE = -fdebug-prefix-map=$(CURDIR)=.
HARDEN := -fPIE -fstack-protector-strong $(FORTIFY) \
	$(call takes,-fstack-clash-protection) $(call takes,-fcf-protection)
STD = -std=gnu17 -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -D_TIME_BITS=64
# Constants are enums here, which newer clangs would keep from floating-point numbers.
MEANT := $(if $(call takes,-Wenum-float-conversion),-Wno-enum-float-conversion)
WARN = -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla $(if $(WERROR),-Werror)$(MEANT:%= %)
INCLUDES := -Ilib -Itests $(addprefix -I,$(TOOLS) $(COMING)) -DPROBEKIT_VERSION='"$(VERSION)"' \
	$(sort $(foreach l,$(ALL_LIBRARIES),$(shell $(PKG_CONFIG) --cflags-only-I $(l) 2>/dev/null)))
SAN = $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-omit-frame-pointer -fno-sanitize-recover=all)
COMPILE = $(CC) $(CPPFLAGS) $(STD) $(INCLUDES) $(CFLAGS) $(HARDEN) $(WARN) $(SAN) $(REPRODUCIBLE) -MMD -MP -c
LINK = $(CC) $(CFLAGS) $(SAN) $(LDFLAGS) -pie -Wl,-z,relro,-z,now -Wl,--as-needed

O = $(BUILD)/obj
sources = $(sort $(wildcard $(1)/*.c))
objects = $(patsubst %.c,$(O)/%.o,$(call sources,$(1)))
# Everything of a tool but its main, for the tests that look inside it.
parts = $(filter-out $(O)/$(1)/main.o,$(call objects,$(1)))
programs = $(patsubst %.c,$(BUILD)/%,$(call sources,$(1)))

LIB = $(BUILD)/lib.a
UNITS = $(call programs,tests/unit)
# A lab program is tests/lab/NAME.c with NAME_*.c; lab_*.c is in all of them. Some are preloaded.
PRELOADED = $(addprefix $(BUILD)/tests/lab/,allocfail clockstep)
LAB = $(filter-out $(PRELOADED) $(patsubst %.c,$(BUILD)/%,$(wildcard tests/lab/*_*.c)),$(call programs,tests/lab))
# So is this one, with codecs of the library inside.
DAY = $(BUILD)/tests/soak/day
DAY_CODECS = $(patsubst %,lib/%.c,addr arp bytes cksum eth icmp ip4 tcp tcp_options)
BENCH = $(call programs,tests/bench)
EXAMPLES = $(call programs,examples)
# A fuzz target is tests/fuzz/NAME.c; with a compiler that has no fuzzer its main is replay.c.
FUZZ_OTHER = replay seeds
FUZZ = $(filter-out $(addprefix $(BUILD)/tests/fuzz/,$(FUZZ_OTHER)),$(call programs,tests/fuzz))
FUZZ_MAIN = $(if $(findstring fuzzer,$(SANITIZE)),,$(O)/tests/fuzz/replay.o)
FUZZ_SECONDS ?= 30
OBJECTS = $(foreach d,lib $(TOOLS) $(COMING) examples tests/unit tests/lab tests/fuzz tests/bench tests/soak,$(call objects,$(d)))
SCRIPTS = $(sort $(wildcard tests/*.t tests/*/*.t))

all: $(addprefix $(BUILD)/,$(TOOLS) $(COMING)) $(EXAMPLES)

# Other flags than the last time build everything anew.
$(O)/flags: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' '$(subst ','\'',$(COMPILE) $(LINK))' >$@.new
	@cmp -s $@.new $@ || cp $@.new $@

$(O)/%.o: %.c $(O)/flags
	@mkdir -p $(@D)
	$(COMPILE) -o $@ $<

$(LIB): $(call objects,lib)
	@rm -f $@
	$(AR) rcs $@ $^

define tool
$(BUILD)/$(1): $(call objects,$(1)) $(LIB)
	$$(LINK) -o $$@ $$^ $$(call libraries,$$(LIBRARIES_$(1)))
$(patsubst %.c,$(BUILD)/%,$(wildcard tests/unit/$(1)_*.c tests/fuzz/$(1)_*.c)): $(call parts,$(1))
endef
$(foreach t,$(TOOLS) $(COMING),$(eval $(call tool,$(t))))

lab_parts = $(filter $(O)/tests/lab/lab_% $(O)/tests/lab/$(1)_%,$(call objects,tests/lab))
$(foreach p,$(LAB),$(eval $(p): $(call lab_parts,$(notdir $(p)))))
# One program a source file; a test named tool_part.c is linked with that tool's parts too.
$(FUZZ): $(FUZZ_MAIN)
$(UNITS) $(LAB) $(BENCH) $(EXAMPLES) $(FUZZ) $(BUILD)/tests/fuzz/seeds: $(BUILD)/%: $(O)/%.o $(LIB)
	@mkdir -p $(@D)
	$(LINK) -o $@ $(filter-out $(LIB),$^) $(LIB) $(call libraries,$(ALL_LIBRARIES))

$(PRELOADED:=.so): $(BUILD)/%.so: %.c $(O)/flags
	@mkdir -p $(@D)
	$(CC) $(STD) $(WARN) -O2 -fno-builtin -shared -fPIC -o $@ $<

# A goal may be named by its whole path.
$(CURDIR)/%: % ;

# A day in virtual time; its names are its own, beside those of the program it is loaded into.
$(DAY).so: $(wildcard tests/soak/*.[ch]) $(O)/flags
	@mkdir -p $(@D)
	$(CC) $(STD) $(INCLUDES) $(WARN) -O2 -g -shared -fPIC -fvisibility=hidden \
		-o $@ $(sort $(filter %.c,$^) $(DAY_CODECS))

objects: $(OBJECTS)
tests: all $(UNITS) $(LAB) $(PRELOADED:=.so) $(DAY).so $(FUZZ) $(BUILD)/tests/fuzz/seeds

# A test that hangs is ended with everything it started. Users' PATH often lacks ip, tc and nft.
prove = PATH="$$PATH:/usr/sbin:/sbin" BUILD=$(abspath $(BUILD)) \
	$(PROVE) --timer -j$(TEST_JOBS) --exec 'tests/again $(EMULATOR)' $(1) </dev/null
check: tests
	$(call prove,$(UNITS) $(FUZZ) $(if $(CROSS),,$(SCRIPTS)))

check-units: $(UNITS) $(FUZZ) $(LAB) $(BUILD)/tests/fuzz/seeds
	$(call prove,$(UNITS) $(FUZZ))

# The tests of command lines and networks with installed programs, by their plain names, as they
# know them: make installcheck PING=/usr/bin/probekit-ping ARPING=/usr/bin/probekit-arping
upper = $(shell echo $(1) | tr a-z A-Z)
# Those that run programs of our own which are not installed.
ours_inside = $(shell grep -lE 'tests/unit/|examples/echo|cli/options.sh' tests/cli/*.t tests/net/*.t)
checked = $(abspath $(or $($(call upper,$(1))),$(DESTDIR)$(bindir)/$(PROGRAM_PREFIX)$(1)))
installcheck: $(LAB) $(PRELOADED:=.so)
	mkdir -p $(BUILD)/installed
	$(foreach t,$(TOOLS),ln -sf $(call checked,$(t)) $(BUILD)/installed/$(t);)
	$(foreach t,$(TOOLS),$(call upper,$(t))=$(abspath $(BUILD)/installed/$(t))) \
		$(call prove,$(filter-out $(ours_inside),$(filter tests/cli/% tests/net/%,$(SCRIPTS))))

# Of the faults of the tools' own host, each place and not some of them.
.PHONY: faults
faults: tests
	FAULTS=all $(call prove,$(sort $(wildcard tests/net/faults_*.t)))

demo: all $(LAB)
	BUILD=$(abspath $(BUILD)) tests/lab/demo.sh

# A day of each tool at its own interval in virtual time, then MINUTES (10) of all five at once.
soak: tests
	SOAK_DAY=1 BUILD=$(abspath $(BUILD)) tests/soak/day.t
	MINUTES='$(MINUTES)' BUILD=$(abspath $(BUILD)) tests/soak/real.sh

bench: all $(LAB) $(BENCH)
	set -e; for b in $(sort $(wildcard tests/bench/*.sh)); do BUILD=$(abspath $(BUILD)) $$b; done

# Each tool's ways under valgrind.
memcheck: all $(LAB)
	BUILD=$(abspath $(BUILD)) tests/lab/memcheck.sh

# Counts are files written at the end, by whoever a process is then: tests that look at the standard
# error of another user's process fail here, and only here. Without memory they are not written at
# all, but end the process: tests of that are left out.
coverage:
	rm -rf build/coverage
	-$(MAKE) -k BUILD=build/coverage CFLAGS='-O0 -g --coverage -DPRIV_NO_SANDBOX=1' \
		LDFLAGS='$(LDFLAGS) --coverage' SCRIPTS='$(filter-out tests/net/faults_%,$(SCRIPTS))' check
	gcovr --root . --object-directory build/coverage $(patsubst %,--filter %/,lib $(TOOLS)) --csv \
		--output build/coverage/lines.csv build/coverage
	awk -v bar=90 -f tests/coverage.awk build/coverage/lines.csv

# Each target for FUZZ_SECONDS, 0 for its corpus alone; what is found goes to build/fuzz/found.
fuzz:
	$(MAKE) BUILD=build/fuzz CC=$(CLANG) SANITIZE=fuzzer,address,undefined fuzz-run
fuzz-run: $(FUZZ)
	set -e; for t in $(notdir $(FUZZ)); do \
		mkdir -p $(BUILD)/found/$$t $(BUILD)/corpus/$$t; \
		$(BUILD)/tests/fuzz/$$t $(if $(filter 0,$(FUZZ_SECONDS)),-runs=0,-max_total_time=$(FUZZ_SECONDS)) \
			-timeout=10 -verbosity=0 -artifact_prefix=$(BUILD)/found/$$t/ \
			$(BUILD)/corpus/$$t tests/fuzz/corpus/$$t; \
	done

# Each target for MINUTES (1), CAMPAIGN_JOBS (1) at once, and a table of what came of it.
campaign:
	$(MAKE) BUILD=build/fuzz CC=$(CLANG) SANITIZE=fuzzer,address,undefined campaign-run
campaign-run: $(FUZZ)
	BUILD=$(BUILD) MINUTES='$(MINUTES)' CAMPAIGN_JOBS='$(CAMPAIGN_JOBS)' \
		TARGETS='$(or $(TARGETS),$(notdir $(FUZZ)))' tests/fuzz/campaign.sh

# The corpus anew, from the golden frames of the tests and the captures in tests/fuzz/lab.
seeds: $(BUILD)/tests/fuzz/seeds
	$<

peers:
	tests/peers.sh build/peers

ALL_C = $(sort $(wildcard */*.[ch] tests/*/*.[ch]))
SHELL_SCRIPTS = bootstrap .ci/run $(sort $(shell grep -lE '^\#!.*\b(sh|bash)$$' tests/*.* tests/*/*.* examples/* packaging/* packaging/debian/* packaging/debian/tests/*))
# TIDY=--checks=-clang-analyzer-* is quick: gcc's analyzer, below, still follows the paths.
# Following every path takes nearly all of its time: of the tests, which run under sanitizers, it is
# not asked.
tidy = xargs -P$(JOBS) -I{} clang-tidy --quiet $(1) {} -- $(STD) $(INCLUDES) 2>/dev/null
lint:
	$(FORMAT) --dry-run -Werror $(ALL_C)
	printf '%s\n' $(SHELL_SCRIPTS) | xargs -P$(JOBS) -n4 shellcheck -x
	$(if $(wildcard */*.[178]),mandoc -T lint -W warning $(wildcard */*.[178]))
	cppcheck --quiet --error-exitcode=1 --inline-suppr --enable=warning,performance,portability \
		--std=c11 -D__linux__ -Ilib $(filter-out tests/%,$(filter %.c,$(ALL_C)))
	printf '%s\n' $(filter-out tests/%,$(filter %.c,$(ALL_C))) | $(call tidy,$(TIDY))
	printf '%s\n' $(filter tests/%.c,$(ALL_C)) | $(call tidy,--checks=-clang-analyzer-*)
	$(MAKE) BUILD=build/lint/clang CC=$(CLANG) CFLAGS=-O1 WERROR=1 objects
	$(MAKE) BUILD=build/lint/analyzer CFLAGS='-O2 -fanalyzer' WERROR=1 \
		$(patsubst $(O)/%,build/lint/analyzer/obj/%,$(filter-out $(O)/tests/%,$(OBJECTS)))

# The documents of the records, from the tables of their fields.
schema: $(filter $(foreach t,$(TOOLS) $(COMING),$(BUILD)/tests/unit/$(t)_schema),$(UNITS))
	tests/schema.sh $^

# The shells' files, from the option tables.
COMPLETED = $(filter %_completion,$(UNITS))
completions: $(COMPLETED)
	tests/completions.sh $^

format:
	$(FORMAT) -i $(ALL_C)

# Manual pages and completions carry the name they are installed by; a folder of its own holds plain
# names for who puts it into PATH.
D = $(DESTDIR)
P = $(PROGRAM_PREFIX)
page = $(firstword $(wildcard $(1)/$(1).[18]))
pagedir = $(mandir)/man$(patsubst .%,%,$(suffix $(call page,$(1))))
page_names = $(foreach n,$(NAMES_$(1)),$(P)$(n)$(suffix $(call page,$(1))))
aliases = $(filter-out $(1),$(NAMES_$(1)))
renamed = sed -E 's/^\.(Nm|Xr|It Xr) ($(subst $(space),|,$(foreach t,$(TOOLS),$(NAMES_$(t)))))( |$$)/.\1 $(P)\2\3/'
installed = $(addprefix $(bindir)/$(P),$(NAMES_$(1))) $(addprefix $(libexecdir)/probekit/,$(NAMES_$(1))) \
	$(addprefix $(pagedir)/,$(page_names)) $(addprefix $(completionsdir)/$(P),$(NAMES_$(1))) \
	$(addprefix $(zshcompdir)/_$(P),$(call stems,$(1))) $(NAMES_$(1):%=$(fishcompdir)/$(P)%.fish) \
	$(NAMES_$(1):%=$(fishplaindir)/%.fish)

# The completions of TOOL by NAME and by NAME4, NAME6. zsh knows the plain names by their folder;
# for fish, which has a ping.fish of its own, they are in a folder of theirs.
stems = $(filter-out %4 %6,$(NAMES_$(1)))
kin = $(filter $(2) $(2)4 $(2)6,$(NAMES_$(1)))
define install_completions
	cat lib/completion.bash $(1)/$(2).bash >$(D)$(completionsdir)/$(P)$(2)
	{ echo '#compdef $(addprefix $(P),$(kin)) -p $(libexecdir)/probekit/($(subst $(space),|,$(kin)))'; \
		cat $(1)/$(2).zsh; } >$(D)$(zshcompdir)/_$(P)$(2)
	$(INSTALL) -m 644 $(1)/$(2).fish $(D)$(fishcompdir)/$(P)$(2).fish
	for n in $(filter-out $(2),$(kin)); do ln -sf $(P)$(2) $(D)$(completionsdir)/$(P)$$n; \
		ln -sf $(P)$(2).fish $(D)$(fishcompdir)/$(P)$$n.fish; done
	for n in $(kin); do ln -sf $(fishcompdir)/$(P)$$n.fish $(D)$(fishplaindir)/$$n.fish; done

endef

define install_tool
	$(INSTALL) -d $(D)$(bindir) $(D)$(pagedir) $(D)$(libexecdir)/probekit \
		$(D)$(completionsdir) $(D)$(zshcompdir) $(D)$(fishcompdir) $(D)$(fishplaindir)
	$(INSTALL) -m 755 $(BUILD)/$(1) $(D)$(bindir)/$(P)$(1)
	$(renamed) $(page) >$(D)$(pagedir)/$(firstword $(page_names))
	for n in $(aliases); do ln -sf $(P)$(1) $(D)$(bindir)/$(P)$$n; done
	for n in $(wordlist 2,9,$(page_names)); do ln -sf $(firstword $(page_names)) $(D)$(pagedir)/$$n; done
	for n in $(NAMES_$(1)); do ln -sf $(bindir)/$(P)$$n $(D)$(libexecdir)/probekit/$$n; done
	$(foreach s,$(call stems,$(1)),$(call install_completions,$(1),$(s)))
endef
install: all
	$(foreach t,$(TOOLS),$(call install_tool,$(t)))
	$(INSTALL) -d $(D)$(mandir)/man7
	$(renamed) packaging/probekit.7 >$(D)$(mandir)/man7/probekit.7

uninstall:
	rm -f $(addprefix $(D),$(foreach t,$(TOOLS),$(call installed,$(t))) $(mandir)/man7/probekit.7)

setcap:
	setcap cap_net_raw=p $(addprefix $(D)$(bindir)/$(P),$(CAP_NET_RAW))

# What is committed; of an unpacked release, all of it.
RELEASE = build/probekit-$(VERSION).tar
dist:
	@mkdir -p build
	if [ -e .git ]; then git archive --prefix=probekit-$(VERSION)/ -o $(RELEASE) HEAD; else \
		tar --sort=name --owner=0 --group=0 --numeric-owner --mtime=./CHANGELOG.md --exclude=./build \
			--transform='s,^\.,probekit-$(VERSION),' -cf $(RELEASE) .; fi
	gzip -fn $(RELEASE)

# Source and binary packages into build/deb, of what is committed: DEB_FLAGS='-us -uc --host-arch=arm64'
# builds for another architecture.
DEB_FLAGS ?= -us -uc
DEB = build/deb/probekit-$(VERSION)
deb: dist
	rm -rf build/deb
	mkdir -p build/deb
	cp build/probekit-$(VERSION).tar.gz build/deb/probekit_$(VERSION).orig.tar.gz
	tar -xzf build/probekit-$(VERSION).tar.gz -C build/deb
	cp -R packaging/debian $(DEB)/debian
	cd $(DEB) && env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL dpkg-buildpackage $(DEB_FLAGS)

# Two builds are the same bytes, lintian has nothing to say, the programs are hardened.
deb-check:
	packaging/check-deb

clean distclean:
	rm -rf build

-include $(shell find $(O) -name '*.d' 2>/dev/null)

.PHONY: all objects tests check check-units installcheck demo soak bench fuzz fuzz-run campaign campaign-run seeds coverage memcheck peers lint schema completions format install uninstall \
	setcap dist deb deb-check clean distclean FORCE
.DELETE_ON_ERROR:
