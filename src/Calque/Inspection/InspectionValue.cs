using System.Globalization;
using System.Text.Json.Serialization;

namespace Calque.Inspection;

/// <summary>A text, a number or a truth value; in JSON it is written as that.</summary>
[JsonConverter(typeof(InspectionValueConverter))]
public readonly record struct InspectionValue
{
    private InspectionValue(string? text, long? whole, double? real, bool? truth)
    {
        Text = text;
        Whole = whole;
        Real = real;
        Truth = truth;
    }

    /// <summary>The text, where it is one.</summary>
    public string? Text { get; }

    /// <summary>The whole number, where it is one.</summary>
    public long? Whole { get; }

    /// <summary>The real number, where it is one.</summary>
    public double? Real { get; }

    /// <summary>The truth value, where it is one.</summary>
    public bool? Truth { get; }

    /// <summary>Whether it is a number of either kind.</summary>
    public bool IsNumber => Whole is not null || Real is not null;

    /// <summary>Wraps a text; null is the value that says nothing.</summary>
    public static InspectionValue Of(string? text) => new(text, null, null, null);

    /// <summary>Wraps a whole number.</summary>
    public static InspectionValue Of(long number) => new(null, number, null, null);

    /// <summary>Wraps a real number.</summary>
    public static InspectionValue Of(double number) => new(null, null, number, null);

    /// <summary>Wraps a truth value.</summary>
    public static InspectionValue Of(bool value) => new(null, null, null, value);

    /// <inheritdoc cref="Of(string?)"/>
    public static implicit operator InspectionValue(string? text) => Of(text);

    /// <inheritdoc cref="Of(long)"/>
    public static implicit operator InspectionValue(long number) => Of(number);

    /// <inheritdoc cref="Of(double)"/>
    public static implicit operator InspectionValue(double number) => Of(number);

    /// <inheritdoc cref="Of(bool)"/>
    public static implicit operator InspectionValue(bool value) => Of(value);

    /// <summary>The value as a person reads it: thousands parted in whole numbers, four significant digits of a real one.</summary>
    public override string ToString()
    {
        if (Whole is { } whole)
            return whole.ToString("N0", CultureInfo.InvariantCulture);
        if (Real is { } real)
            return real.ToString("G4", CultureInfo.InvariantCulture);
        return Truth is { } truth ? (truth ? "yes" : "no") : Text ?? "";
    }
}
