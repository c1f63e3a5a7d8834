using System;
using System.Text.Json;

namespace Calque.Tokenizers.Loading;

/// <summary>Unescapes JSON strings into memory that is used again.</summary>
internal sealed class JsonStringBuffer
{
    private byte[] _buffer = new byte[256];

    /// <summary>The string that the reader stands on, as UTF-8; valid until the next call.</summary>
    public ReadOnlySpan<byte> Read(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
            return reader.ValueSpan;
        if (_buffer.Length < reader.ValueSpan.Length)
            _buffer = new byte[reader.ValueSpan.Length * 2];
        return _buffer.AsSpan(0, reader.CopyString(_buffer));
    }
}
