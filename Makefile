# Lanyard. `make run` opens the program on a sample, `make test` needs nothing but Go; `make help` lists the rest.

comma    := ,
VERSION  := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
PREFIX   ?= $(if $(filter 0,$(shell id -u)),/usr/local,$(HOME)/.local)
HEADLESS := ci,migrated_fynedo
WINDOW   := $(if $(filter Linux,$(shell uname -s)),x11$(comma)migrated_fynedo,migrated_fynedo)
LDFLAGS  := -s -w -X main.version=$(VERSION)
GO       ?= go
TOOL     := $(GO) tool -modfile=.ci/tools.mod
FUZZTIME ?= 3s
SEED     ?= 1
STEPS    ?= 5000
KILLS    ?= 40
TESTED    = $(GO) run ./.ci/tested $(if $(CI),--must)
PACKAGES  = $(shell $(GO) list -tags $(HEADLESS) ./...)

.PHONY: help run build headless picker test static check fmt vet lint arch race fuzz kill private window hand monkey bench bench-photos bench-keys bench-window install uninstall clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 16

run: build ## open the program on a copy of the sample (without a display: do the whole job under Xvfb)
	@.ci/sample bin/lanyard

build: ## the window program, bin/lanyard, and its folder picker; installs what a build needs
	@.ci/deps build
	@mkdir -p bin
	$(GO) build -trimpath -tags $(WINDOW) -ldflags '$(LDFLAGS)' -o bin/lanyard .
	@if [ "$$(uname -s)" = Linux ] && pkg-config --exists gtk+-3.0 2>/dev/null; then $(MAKE) --no-print-directory picker; fi

picker: ## the native folder picker for Linux (needs GTK 3's headers)
	@mkdir -p bin
	$(GO) build -trimpath -tags gtkpicker -ldflags '-s -w' -o bin/lanyard-picker ./editor/dialog/gtkpicker

headless: ## the command line as one static binary, bin/lanyard-headless
	@mkdir -p bin
	CGO_ENABLED=0 $(GO) build -trimpath -tags $(HEADLESS),nodynamic -ldflags '$(LDFLAGS)' -o bin/lanyard-headless .

test: ## every test that needs nothing but Go
	CGO_ENABLED=0 $(GO) test -timeout 25m -json -tags $(HEADLESS) ./... ./.ci/monkey ./.ci/tested | $(TESTED)

static: ## what the static binary decodes by itself: HEIC and AVIF
	CGO_ENABLED=0 $(GO) vet -tags $(HEADLESS),nodynamic ./store/photo/...
	CGO_ENABLED=0 $(GO) test -short -json -tags $(HEADLESS),nodynamic -run 'HEIC|AVIF|Container|InAnyKindOfFile' ./store/photo/... | $(TESTED)

check: FINDS = report
check: fmt vet lint arch test static race fuzz kill private window hand monkey ## all that CI runs
	@echo "check: all passed"

fmt:
	@out="$$($(TOOL) gofumpt -l $$(git ls-files '*.go'))"; if [ -n "$$out" ]; then echo "gofumpt would change:"; echo "$$out"; exit 1; fi
	@$(GO) mod tidy -diff

vet:
	CGO_ENABLED=0 $(GO) vet -tags $(HEADLESS) ./...
	CGO_ENABLED=0 $(GO) vet -tags $(HEADLESS) ./.ci/monkey ./.ci/tested
	$(GO) vet -modfile=.ci/tools.mod ./.ci/xdrive
	CGO_ENABLED=0 GOOS=windows $(GO) vet -tags $(HEADLESS) ./...
	$(GO) vet -tags $(WINDOW) . ./editor/... ./preview/... ./store/photo/...

lint:
	CGO_ENABLED=0 $(TOOL) staticcheck -tags $(HEADLESS) -checks 'all,-ST1000,-ST1003,-ST1005,-ST1016,-ST1020,-ST1021,-ST1022' ./...

arch:
	CGO_ENABLED=0 $(GO) test ./.ci/arch

race: ## the tests under the race detector, and what C code is in as it is shipped
	CGO_ENABLED=1 $(GO) test -timeout 25m -json -race -short -tags $(HEADLESS) ./... | $(TESTED)
	CGO_ENABLED=1 $(GO) test -json -short -tags $(HEADLESS) ./store/photo/... | $(TESTED)

fuzz: ## every fuzzer for a moment; FUZZTIME=1m for longer
	@.ci/fuzz $(FUZZTIME) $(FINDS)

kill: ## a save killed at every system call
	@.ci/kill $(if $(CI),--must)

private: headless ## nothing private in what any command writes, for every kind of file that exiftool can write
	@.ci/private bin/lanyard-headless

window: build ## the real window under Xvfb
	@.ci/deps window
	@.ci/window bin/lanyard

hand: build ## every control of the real window asked what each key does
	@.ci/deps all
	@.ci/hand bin/lanyard

monkey: build ## the real window used by chance, and killed by chance; SEED=1 STEPS=5000 KILLS=40 for others
	@.ci/deps all
	@.ci/monkey/run bin/lanyard $(SEED) $(STEPS) $(KILLS) || \
		{ [ "$(FINDS)" = report ] && echo "monkey: what it found stands above; what is found twice fails" && .ci/monkey/run bin/lanyard $(SEED) $(STEPS) $(KILLS); }

bench: ## the budgets of DESIGN.md
	CGO_ENABLED=0 $(GO) test -tags $(HEADLESS) -run '^$$' -bench . -benchmem ./...

bench-photos: build ## photos per second beside vipsthumbnail and mogrify
	@.ci/bench-photos

bench-keys: build ## key to pixels in a real window beside ghostwriter and CodeMirror
	@.ci/bench-keys bin/lanyard

bench-window: build ## start, idle and memory of the real window
	@.ci/bench-window bin/lanyard

install: build ## binary, icon and desktop entry below PREFIX
	install -Dm755 bin/lanyard $(DESTDIR)$(PREFIX)/bin/lanyard
	@if [ -x bin/lanyard-picker ]; then install -Dm755 bin/lanyard-picker $(DESTDIR)$(PREFIX)/bin/lanyard-picker; fi
	install -Dm644 assets/icons/app/lanyard.svg $(DESTDIR)$(PREFIX)/share/icons/hicolor/scalable/apps/lanyard.svg
	@for n in 32 48 64 128 256 512; do install -Dm644 assets/icons/app/lanyard-$$n.png $(DESTDIR)$(PREFIX)/share/icons/hicolor/$${n}x$$n/apps/lanyard.png; done
	install -Dm644 assets/lanyard.desktop $(DESTDIR)$(PREFIX)/share/applications/lanyard.desktop

uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/lanyard $(DESTDIR)$(PREFIX)/bin/lanyard-picker $(DESTDIR)$(PREFIX)/share/applications/lanyard.desktop
	rm -f $(DESTDIR)$(PREFIX)/share/icons/hicolor/*/apps/lanyard.svg $(DESTDIR)$(PREFIX)/share/icons/hicolor/*/apps/lanyard.png

clean:
	rm -rf bin
