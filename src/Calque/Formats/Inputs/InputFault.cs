using System;

namespace Calque.Formats.Inputs;

/// <summary>Makes the error of whoever reads: vectors, a dictionary. The parts are those of <see cref="CalqueException"/>.</summary>
internal delegate CalqueException InputFault(string place, string found, string expected, string hint, Exception? inner = null);
