using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using Calque.Neural.Tensors;
using Calque.Tests.Architecture;
using Xunit;

namespace Calque.Neural.Tests.Tensors;

/// <summary>The catalogue of operators against the schemas of the libtorch that is loaded.</summary>
public sealed partial class OperatorCatalogueTests
{
    /// <summary>Operators that older versions lack: whoever calls them asks first.</summary>
    private static readonly string[] Optional = ["aten::scaled_dot_product_attention"];

    private static readonly (string Name, int Arguments)[] Catalogue =
        [.. SourceFile.Under("src/Calque.Neural")
            .SelectMany(file => file.Lines)
            .SelectMany(line => Declaration().Matches(line))
            .Select(match => (match.Groups[1].Value, int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture)))];

    [Fact]
    public void Catalogue_OfTheSources_IsFound() => Assert.InRange(Catalogue.Length, 80, 400);

    [Fact]
    public void Catalogue_NamesEachOperatorWithOneCountOfArguments() =>
        Findings.AssertNone([.. Catalogue.GroupBy(o => o.Name, StringComparer.Ordinal).Where(g => g.Distinct().Count() > 1).Select(g => g.Key)]);

    [TensorFact]
    public void Catalogue_EveryOperator_ExistsAndTakesTheArgumentsGiven()
    {
        List<string> wrong = [];
        foreach ((string name, int arguments) in Catalogue.Where(o => !Optional.Contains(o.Name, StringComparer.Ordinal)))
        {
            if (!TensorEngine.HasOperator(name))
            {
                wrong.Add($"{name} is not in libtorch {TensorEngine.Version}");
                continue;
            }

            string schema = Operator.Named(name, arguments).Schema;
            string[] parameters = Parameters(schema);
            int required = parameters.Count(p => !p.Contains('=', StringComparison.Ordinal));
            if (arguments < required || arguments > parameters.Length)
                wrong.Add($"{name} is called with {arguments} arguments, its schema is {schema}");
        }

        Findings.AssertNone(wrong);
    }

    [Theory]
    [InlineData("aten::mm(Tensor self, Tensor mat2) -> (Tensor)", 2, 2)]
    [InlineData("aten::sum(Tensor self, *, int? dtype=None) -> (Tensor)", 2, 1)]
    [InlineData("aten::x(int[2] a=[1, 1], Tensor(a!)[] b) -> ()", 2, 1)]
    [InlineData("aten::y() -> ()", 0, 0)]
    public void Parameters_OfASchema_AreParted(string schema, int all, int required)
    {
        string[] parameters = Parameters(schema);
        Assert.Equal(all, parameters.Length);
        Assert.Equal(required, parameters.Count(p => !p.Contains('=', StringComparison.Ordinal)));
    }

    /// <summary>The parameters of a schema: what stands between its outer parentheses, parted at commas outside brackets.</summary>
    private static string[] Parameters(string schema)
    {
        List<string> parts = [];
        int depth = 0, start = schema.IndexOf('(', StringComparison.Ordinal) + 1;
        for (int i = start; i < schema.Length; i++)
        {
            char c = schema[i];
            if ((c == ',' && depth == 0) || (c == ')' && depth == 0))
            {
                parts.Add(schema[start..i].Trim());
                start = i + 1;
                if (c == ')')
                    break;
            }

            depth += c is '(' or '[' ? 1 : c is ')' or ']' ? -1 : 0;
        }

        return [.. parts.Where(p => p.Length > 0 && p != "*")];
    }

    [GeneratedRegex("Operator\\.Named\\(\"([a-z_A-Z0-9:.]+)\", ([0-9]+)\\)")]
    private static partial Regex Declaration();
}
