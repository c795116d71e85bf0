# probekit: one non-recursive makefile. `make` builds into $(BUILD); CONTRIBUTING.md lists the targets.
# SPDX-License-Identifier: BSD-2-Clause

VERSION = 0.1.0

CFLAGS ?= -O2 -g
PKG_CONFIG ?= pkg-config
INSTALL ?= install
PROVE ?= prove
CLANG ?= clang
prefix ?= /usr/local
bindir ?= $(prefix)/bin
mandir ?= $(prefix)/share/man
libexecdir ?= $(prefix)/libexec
completionsdir ?= $(prefix)/share/bash-completion/completions
PROGRAM_PREFIX ?= probekit-
BUILD ?= build$(if $(SANITIZE),/sanitize)

# The table: a tool, the libraries it needs. lib.a gives each only what it uses.
TOOLS = ping
LIBRARIES_ping = libnet libcap libseccomp

# Debian 12's libnet has no .pc file: then the name itself is the flag.
library = $(shell $(PKG_CONFIG) --libs $(1) 2>/dev/null || echo -l$(patsubst lib%,%,$(1)))
libraries = $(foreach l,$(sort $(1)),$(call library,$(l)))
ALL_LIBRARIES = $(foreach t,$(TOOLS),$(LIBRARIES_$(t)))

# Ours stand apart from the packager's CPPFLAGS, CFLAGS and LDFLAGS, which lose no word.
STD = -std=gnu17 -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -D_TIME_BITS=64
WARN = -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla $(if $(WERROR),-Werror)
INCLUDES = -Ilib -Itests $(addprefix -I,$(TOOLS)) -DPROBEKIT_VERSION='"$(VERSION)"'
HARDEN = -fstack-protector-strong -fPIE
SAN = $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-omit-frame-pointer -fno-sanitize-recover=all)
COMPILE = $(CC) $(CPPFLAGS) $(STD) $(INCLUDES) $(CFLAGS) $(HARDEN) $(WARN) $(SAN) -MMD -MP -c
LINK = $(CC) $(CFLAGS) $(SAN) $(LDFLAGS) -pie -Wl,-z,relro,-z,now -Wl,--as-needed

O = $(BUILD)/obj
sources = $(sort $(wildcard $(1)/*.c))
objects = $(patsubst %.c,$(O)/%.o,$(call sources,$(1)))
# Everything of a tool but its main, for the tests that look inside it.
parts = $(filter-out $(O)/$(1)/main.o,$(call objects,$(1)))
programs = $(patsubst %.c,$(BUILD)/%,$(call sources,$(1)))

LIB = $(BUILD)/lib.a
UNITS = $(call programs,tests/unit)
LAB = $(call programs,tests/lab)
EXAMPLES = $(call programs,examples)

all: $(addprefix $(BUILD)/,$(TOOLS)) $(EXAMPLES)

$(O)/%.o: %.c
	@mkdir -p $(@D)
	$(COMPILE) -o $@ $<

$(LIB): $(call objects,lib)
	@rm -f $@
	$(AR) rcs $@ $^

define tool
$(BUILD)/$(1): $(call objects,$(1)) $(LIB)
	$$(LINK) -o $$@ $$^ $$(call libraries,$$(LIBRARIES_$(1)))
$(patsubst %.c,$(BUILD)/%,$(wildcard tests/unit/$(1)_*.c)): $(call parts,$(1))
endef
$(foreach t,$(TOOLS),$(eval $(call tool,$(t))))

# One program a source file; a test named tool_part.c is linked with that tool's parts too.
$(UNITS) $(LAB) $(EXAMPLES): $(BUILD)/%: $(O)/%.o $(LIB)
	@mkdir -p $(@D)
	$(LINK) -o $@ $(filter-out $(LIB),$^) $(LIB) $(call libraries,$(ALL_LIBRARIES))

tests: all $(UNITS) $(LAB)

check: tests
	BUILD=$(abspath $(BUILD)) $(PROVE) -j2 --exec '' $(UNITS) $(sort $(wildcard tests/*.t tests/*/*.t))

clean:
	rm -rf build

-include $(shell find $(O) -name '*.d' 2>/dev/null)

.PHONY: all tests check clean
.DELETE_ON_ERROR:
