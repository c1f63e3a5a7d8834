using System;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace Calque.Tokenizers.Corpora;

/// <summary>The verb <c>tokenizer decode</c>: turns the ids of every line of a file back into text.</summary>
public static class DecodeFile
{
    /// <summary>Writes <c>{"text": …}</c> for each line <c>{"ids": […]}</c>. Ids without a token are left out and counted.</summary>
    /// <param name="options">What to read and write.</param>
    /// <param name="progress">Told the lines done.</param>
    /// <param name="cancellation">Stops the work; nothing is written then.</param>
    /// <exception cref="InvalidTokenizerException">The tokenizer cannot be used.</exception>
    /// <exception cref="InvalidInputException">A line cannot be read.</exception>
    /// <exception cref="InvalidOptionException">The output exists or cannot be.</exception>
    public static Task<CorpusResult> RunAsync(DecodeFileOptions options, IProgress<OperationProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return Task.Run(() => Run(options, progress, cancellation), cancellation);
    }

    private static CorpusResult Run(DecodeFileOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        Tokenizer tokenizer = Tokenizer.Load(options.Tokenizer);
        var blocks = new LineBlocks(line => Decode(line, tokenizer, options.SkipSpecialTokens));
        return blocks.Run(tokenizer, options.Input, options.Output, options.Threads, progress, cancellation);
    }

    private static bool Decode(LineContext line, Tokenizer tokenizer, bool skipSpecialTokens)
    {
        if (line.Line.Span.Trim(" \t"u8).IsEmpty)
            return false;
        int[] ids = line.ReadJson("{\"ids\": [whole numbers]}", static json => json.TryGetProperty("ids", out JsonElement list) ? ReadIds(list) : null);
        foreach (int id in ids)
        {
            if (tokenizer.GetToken(id) is null)
                line.UnknownIds++;
        }

        string text = tokenizer.Decode(ids, skipSpecialTokens);
        line.Tokens += ids.Length;
        line.TextBytes += System.Text.Encoding.UTF8.GetByteCount(text);
        line.Writer.WriteStartObject();
        line.Writer.WriteString("text"u8, text);
        line.Writer.WriteEndObject();
        return true;
    }

    private static int[]? ReadIds(JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array)
            return null;
        int[] ids = new int[list.GetArrayLength()];
        int count = 0;
        foreach (JsonElement element in list.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Number || !element.TryGetInt32(out ids[count++]))
                return null;
        }

        return ids;
    }
}
