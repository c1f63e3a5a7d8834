# The .NET 10 SDK and make are all that is needed; packages are restored on first use, and on Debian and Ubuntu those of the
# system that the neural engine needs are installed (scripts/engine.sh).
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := build

CONFIGURATION ?= Release
OUTPUT ?= artifacts/calque
PACKAGES ?= artifacts/packages
ENTER := source scripts/environment.sh
ENGINE := source scripts/engine.sh
CALQUE := src/Calque.Cli/bin/$(CONFIGURATION)/net10.0/calque

.PHONY: help build demo test fuzz kill pack publish recipes format clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## Build everything
	@$(ENGINE); $(ENTER); dotnet build -c $(CONFIGURATION) -nologo -v quiet -clp:NoSummary

demo: ## Build the command and carry the known-answer world's model into its second language
	@$(ENGINE); $(ENTER); dotnet build src/Calque.Cli -c $(CONFIGURATION) -nologo -v quiet -clp:NoSummary
	@$(ENTER); $(CALQUE) demo

test: ## Run all tests, the kernels' on each instruction set, and the culture run
	@scripts/test.sh -c $(CONFIGURATION)

FORMAT ?=
COUNT ?= 100000
SEED ?= 1
FIRST ?= 0
fuzz: ## Read COUNT mutated files of every format, or of FORMAT (names parted by commas), drawn from SEED
	@$(ENTER); dotnet build tests/Calque.Tests -c $(CONFIGURATION) -nologo -v quiet -clp:NoSummary
	@$(ENTER); dotnet tests/Calque.Tests/bin/$(CONFIGURATION)/net10.0/Calque.Tests.dll fuzz --format '$(FORMAT)' --count $(COUNT) --seed $(SEED) --first $(FIRST)

MOMENTS ?= 200
kill: ## Kill the command at MOMENTS moments a case, drawn from SEED, and look at what it leaves
	@$(ENTER); dotnet build tests/Calque.Tests -c $(CONFIGURATION) -nologo -v quiet -clp:NoSummary
	@$(ENTER); dotnet tests/Calque.Tests/bin/$(CONFIGURATION)/net10.0/Calque.Tests.dll kill --count $(MOMENTS) --seed $(SEED)

pack: ## Make the packages Calque and Calque.Tool (with symbols) in PACKAGES
	@$(ENTER); dotnet pack -c Release -o $(PACKAGES) -nologo -v quiet
	@ls -1 $(PACKAGES)

publish: ## Put the command, compiled ahead for this platform, into OUTPUT
	@$(ENGINE); $(ENTER); dotnet publish src/Calque.Cli -c Release -r "$$(scripts/platform.sh)" --no-self-contained -o $(OUTPUT) -nologo -v quiet
	@ls -l $(OUTPUT)/calque

recipes: ## Run the long recipes (hours; they need what their README names)
	@for recipe in recipes/*/run.sh; do echo "== $$recipe"; "$$recipe"; done

format: ## Bring the sources into the house form
	@$(ENTER); dotnet format --no-restore

clean: ## Remove what was built
	@rm -rf artifacts; find src tests samples -type d \( -name bin -o -name obj \) -prune -exec rm -rf {} +
