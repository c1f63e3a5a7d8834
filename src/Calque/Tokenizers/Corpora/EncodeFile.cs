using System;
using System.Text.Json;
using System.Text.Unicode;
using System.Threading;
using System.Threading.Tasks;

namespace Calque.Tokenizers.Corpora;

/// <summary>The verb <c>tokenizer encode</c>: encodes every line of a file.</summary>
public static class EncodeFile
{
    /// <summary>
    /// Writes <c>{"ids": […], "tokens": […], "offsets": [[a,b],…]}</c> for each line; offsets are Unicode code points of the text,
    /// the end exclusive. Truncation and padding that the tokenizer's file carries stay off unless the options ask for them.
    /// </summary>
    /// <param name="options">What to read and write.</param>
    /// <param name="progress">Told the lines done.</param>
    /// <param name="cancellation">Stops the work; nothing is written then.</param>
    /// <exception cref="InvalidTokenizerException">The tokenizer cannot be used.</exception>
    /// <exception cref="InvalidInputException">A line cannot be read.</exception>
    /// <exception cref="InvalidOptionException">The output exists or cannot be.</exception>
    public static Task<CorpusResult> RunAsync(EncodeFileOptions options, IProgress<OperationProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return Task.Run(() => Run(options, progress, cancellation), cancellation);
    }

    private static CorpusResult Run(EncodeFileOptions options, IProgress<OperationProgress>? progress, CancellationToken cancellation)
    {
        Tokenizer tokenizer = Tokenizer.Load(options.Tokenizer);
        var encode = new EncodeOptions
        {
            AddSpecialTokens = options.AddSpecialTokens,
            Truncation = options.UseStoredTruncation ? tokenizer.StoredTruncation : null,
            Padding = options.UseStoredPadding ? tokenizer.StoredPadding : null,
        };
        bool plain = IsPlainText(options.Input);
        EncodedLineWriter? writer = EncodedLineWriter.TryMake(tokenizer, encode);
        var blocks = new LineBlocks(line => Encode(line, tokenizer, encode, writer, plain));
        return blocks.Run(tokenizer, options.Input, options.Output, options.Threads, progress, cancellation);
    }

    private static bool IsPlainText(string path)
    {
        if (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            path = path[..^3];
        return path.EndsWith(".txt", StringComparison.OrdinalIgnoreCase);
    }

    private static bool Encode(LineContext line, Tokenizer tokenizer, EncodeOptions options, EncodedLineWriter? writer, bool plain)
    {
        string? text = null;
        ReadOnlySpan<byte> utf8;
        if (plain)
        {
            if (!Utf8.IsValid(line.Line.Span))
                throw LineBlocks.Fault(line.Place, "bytes that are not UTF-8", "text in UTF-8", "Convert the file to UTF-8, with iconv for instance.");
            utf8 = line.Line.Span;
        }
        else
        {
            if (line.Line.Span.Trim(" \t"u8).IsEmpty)
                return false;
            text = line.ReadJson("{\"text\": \"…\"}", static json =>
                json.TryGetProperty("text", out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null);
            utf8 = System.Text.Encoding.UTF8.GetBytes(text);
        }

        line.TextBytes += utf8.Length;
        if (writer is not null && writer.TryWrite(utf8, line))
            return true;
        TokenEncoding encoding = tokenizer.Encode(text ?? System.Text.Encoding.UTF8.GetString(utf8), options);
        line.Tokens += encoding.Length;
        Write(line.Writer, encoding);
        return true;
    }

    private static void Write(Utf8JsonWriter writer, TokenEncoding encoding)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("ids"u8);
        foreach (int id in encoding.Ids)
            writer.WriteNumberValue(id);
        writer.WriteEndArray();
        writer.WriteStartArray("tokens"u8);
        foreach (string token in encoding.Tokens)
            writer.WriteStringValue(token);
        writer.WriteEndArray();
        writer.WriteStartArray("offsets"u8);
        foreach (TextRange range in encoding.Offsets)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(range.Start);
            writer.WriteNumberValue(range.End);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
