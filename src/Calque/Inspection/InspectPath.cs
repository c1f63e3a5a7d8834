using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Calque.Formats.Inputs;
using Calque.Inspection.Inspectors;

namespace Calque.Inspection;

/// <summary>Says what a file or directory is and what is in it. The verb <c>calque inspect</c>.</summary>
public static class InspectPath
{
    /// <summary>Looks at a path.</summary>
    /// <param name="options">What to look at.</param>
    /// <param name="progress">Told of the stages; may be null.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="InvalidOptionException">An option cannot have its value.</exception>
    /// <exception cref="InvalidInputException">There is nothing at the path, it is of no known kind, or it is damaged.</exception>
    public static Task<InspectionResult> RunAsync(
        InspectOptions options, IProgress<OperationProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return Task.Run(() => Run(options, progress, cancellation), cancellation);
    }

    private static InspectionResult Run(InspectOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        InspectedInput input = InspectedInput.Open(options.Path);
        Inspector inspector = InspectorCatalogue.Find(input);
        cancellation.ThrowIfCancellationRequested();
        if (input.IsGzip && !inspector.ReadsGzip)
            return RunUnpacked(input, inspector, options, progress, cancellation);
        return inspector.Inspect(input, options, progress, cancellation);
    }

    /// <summary>Unpacks what only its plain form can be read from; nothing is left behind.</summary>
    private static InspectionResult RunUnpacked(
        InspectedInput input, Inspector inspector, InspectOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        string folder = Directory.CreateTempSubdirectory("calque-inspect-").FullName;
        try
        {
            string plain = Path.Combine(folder, Path.GetFileNameWithoutExtension(options.Path));
            progress?.Report(new OperationProgress("unpacking", 0, 0, "bytes"));
            using (Stream source = InputFile.OpenRead(options.Path, InspectedInput.Fault))
            using (FileStream goal = new(plain, FileMode.CreateNew, FileAccess.Write))
                Copy(source, goal, options.Path, cancellation);
            InspectionResult result = inspector.Inspect(InspectedInput.Open(plain), options with { Path = plain }, progress, cancellation);
            return result with { Path = options.Path };
        }
        catch (InvalidInputException error)
        {
            throw new InvalidInputException(
                error.Place.Replace(folder + Path.DirectorySeparatorChar, $"{options.Path}, unpacked: ", StringComparison.Ordinal),
                error.Found, error.Expected, error.Hint, error);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Copy(Stream source, FileStream goal, string path, CancellationToken cancellation)
    {
        byte[] buffer = new byte[1 << 20];
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            int read = InputFile.ReadFully(source, buffer, path, InspectedInput.Fault);
            goal.Write(buffer, 0, read);
            if (read < buffer.Length)
                return;
        }
    }
}
