.PHONY: build
build:
	dotnet build -nologo
