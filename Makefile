# ask · test · bench · bench-evidence · bench-hostile · bench-load · bench-local · install · format · docs
SHELL := /bin/bash
Q ?= Why is the sky blue, and why is it red at sunset?
# A question is a text: what in it looks like a variable or a function of make is neither.
override Q := $(value Q)
export Q
PREFIX ?= $(HOME)/.local
# For release builds, where this machine's loader knows it (Package.swift).
export COUNCIL_PACK_RELOCATIONS := $(shell grep -qs GLIBC_ABI_DT_RELR /lib/*-linux-gnu/libc.so.6 && echo 1)
SOURCES := $(shell find Sources -type f) Package.swift

# Builds a program of the benchmarks and runs it. Without the touch new files of the package beside it go unseen.
benchmark = @touch Benchmarks/Package.swift && swift build --package-path Benchmarks -c release --static-swift-stdlib \
	--product $(1) && Benchmarks/.build/release/$(1)

.PHONY: ask test lint bench bench-reliability bench-evidence bench-hostile bench-load bench-local install format docs
ask: .build/debug/council ## ask the local council: make ask Q="Is P equal to NP?"
	@.build/debug/council ask -- "$$Q"

.build/debug/council: $(SOURCES)
	@scripts/install-packages
	@echo "Building council (the first build takes about five minutes) …"
	@swift build --product council
	@touch $@

test: ## build once and run every test
	@scripts/install-packages
	swift build --build-tests
	.build/debug/council models pull
	scripts/litellm
	scripts/chromium
	swift test --skip-build --disable-xctest --skip EndToEndTests
	swift test --skip-build --disable-xctest --filter EndToEndTests

lint:
	swift format lint --strict --recursive Sources Tests Examples Benchmarks/Sources Benchmarks/Package.swift Package.swift

bench: ## measure the overhead; BASE_URL=http://… takes a server of yours
	@scripts/install-packages
	$(call benchmark,overhead) $(if $(BASE_URL),--base-url $(BASE_URL))

bench-reliability: ## 2,000 runs while calls fail; a slow member; cancelled runs; no connection; the bytes of a run
	@scripts/install-packages
	$(call benchmark,overhead) --reliability

EVIDENCE ?= ../shared/evidence
bench-evidence: ## run every rule over recorded judgments; EVIDENCE=DIR takes another folder
	@scripts/install-packages
	$(call benchmark,evidence) --data $(EVIDENCE)

bench-hostile: ## measure what hostile answers do to the local model as a reviewer; TEXTS=15 takes the first so many
	@scripts/install-packages
	$(call benchmark,hostile) $(if $(TEXTS),--texts $(TEXTS))

bench-load: ## measure the server with many runs and readers, kill it among them, and count idle streams
	@scripts/install-packages
	swift build -c release --static-swift-stdlib --product council
	$(call benchmark,load) --council .build/release/council

bench-local: ask ## measure the time of a local run that is spent outside llama-server, and the prompt tokens it reuses
	scripts/local-share

install: ## build for speed and copy to $(PREFIX)/bin
	@scripts/install-packages
	swift build -c release --static-swift-stdlib --product council
	install -D --strip .build/release/council $(PREFIX)/bin/council

format:
	swift format --in-place --recursive Sources Tests Examples Benchmarks/Sources Benchmarks/Package.swift Package.swift

docs: ## check that the documentation comments of every library compile into symbol graphs
	swift package dump-symbol-graph --skip-synthesized-members
