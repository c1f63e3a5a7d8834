#:project ../../src/Calque/Calque.csproj
#:property RestorePackagesWithLockFile=false
#:property PublishAot=false

// Writes the files of the default world: dotnet run recipes/world/write-world.cs DIRECTORY
using System;
using Calque.World;

WorldFilesResult result = await WorldFiles.RunAsync(new WorldFilesOptions { Output = args[0] });
Console.WriteLine($"{result.Files.Count} files and tokenizers in {result.Output}");
