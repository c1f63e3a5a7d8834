using System;
using System.Collections.Generic;

namespace Calque.Vectors;

/// <summary>Appends the token ids of a text, without special tokens. Called from several threads at once.</summary>
/// <param name="utf8">The text, UTF-8.</param>
/// <param name="ids">Receives the ids.</param>
internal delegate void EncodeWord(ReadOnlySpan<byte> utf8, List<int> ids);
