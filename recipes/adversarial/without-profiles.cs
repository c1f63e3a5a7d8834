#:project ../../src/Calque.Neural/Calque.Neural.csproj
#:property RestorePackagesWithLockFile=false
#:property PublishAot=false

// Plays the game as it was published, on vectors alone: dotnet run recipes/adversarial/without-profiles.cs RESTARTS FOLDER [FOLDER ...]
// A FOLDER holds a.vec and b.vec, as write-clouds.cs makes them. Prints the verdict of each.
using System;
using System.IO;
using Calque;
using Calque.Alignment;
using Calque.Neural.Alignment;
using Calque.Vectors;

AdversarialAlignment.Register(new DiscriminatorGameOptions { ProfileLength = 0 });
foreach (string folder in args[1..])
{
    using WordVectors a = WordVectors.Open(Path.Combine(folder, "a.vec")), b = WordVectors.Open(Path.Combine(folder, "b.vec"));
    try
    {
        AlignmentOptions options = new() { Method = "adversarial", Restarts = int.Parse(args[0]) };
        Console.WriteLine($"{Path.GetFileName(folder)}: {AlignSpaces.Fit(VocabularyVectors.Load(a), VocabularyVectors.Load(b), null, options).Adversarial!.Verdict}");
    }
    catch (QualityGateException error)
    {
        Console.WriteLine($"{Path.GetFileName(folder)}: {error.Found}");
    }
}
