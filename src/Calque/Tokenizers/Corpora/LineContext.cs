using System;
using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Calque.Tokenizers.Corpora;

/// <summary>One line that is being worked on, and the lines that were written before it in the same part.</summary>
internal sealed class LineContext
{
    private readonly ArrayBufferWriter<byte> _output = new(1 << 16);
    private readonly string _input;

    public LineContext(string input)
    {
        _input = input;
        // Letters stay legible to people who look into the file; U+0085, U+2028 and U+2029 are escaped, since many programs take
        // them for line ends and would cut a line of JSON in two.
        Writer = new Utf8JsonWriter(_output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
    }

    /// <summary>The line, without its end.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>Its number, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>Where the answer goes.</summary>
    public Utf8JsonWriter Writer { get; }

    /// <summary>The memory behind <see cref="Writer"/>, for what is JSON already.</summary>
    public IBufferWriter<byte> Output => _output;

    /// <summary>Where a line can be encoded to.</summary>
    public EncodingBuffer Encoding { get; } = new(withOffsets: true);

    /// <summary>Lines written.</summary>
    public long Lines { get; private set; }

    /// <summary>Tokens so far.</summary>
    public long Tokens { get; set; }

    /// <summary>Bytes of text so far.</summary>
    public long TextBytes { get; set; }

    /// <summary>Ids without a token so far.</summary>
    public long UnknownIds { get; set; }

    /// <summary>All that was written.</summary>
    public ReadOnlySpan<byte> Written => _output.WrittenSpan;

    /// <summary>Where the line stands, for messages.</summary>
    public string Place => string.Create(CultureInfo.InvariantCulture, $"{_input}, line {Number}");

    /// <summary>Forgets what was written and counted.</summary>
    public void Clear()
    {
        _output.ResetWrittenCount();
        Lines = 0;
        Tokens = 0;
        TextBytes = 0;
        UnknownIds = 0;
    }

    /// <summary>Turns to a line.</summary>
    public void Begin(ReadOnlyMemory<byte> line, int number)
    {
        Line = line;
        Number = number;
    }

    /// <summary>Ends the answer to a line.</summary>
    public void End()
    {
        Writer.Flush();
        Writer.Reset();
        _output.Write("\n"u8);
        Lines++;
    }

    /// <summary>Reads the line as a JSON object; what is no JSON becomes the error of this line.</summary>
    public T ReadJson<T>(string expected, Func<JsonElement, T?> read)
    {
        const string Hint = "Every line has to be one JSON object; for plain text give a file whose name ends in .txt.";
        T? value;
        try
        {
            JsonElement json = JsonElement.Parse(Line.Span);
            value = json.ValueKind == JsonValueKind.Object ? read(json) : default;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw LineBlocks.Fault(Place, "text that is no JSON, or a string that is no text", expected, Hint, error);
        }

        return value ?? throw LineBlocks.Fault(Place, "another kind of value", expected, Hint);
    }
}
