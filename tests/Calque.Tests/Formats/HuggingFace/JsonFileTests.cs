using System.IO;
using System.Text.Json.Nodes;
using Calque.Formats.HuggingFace;
using Calque.Tests.Support;
using Xunit;

namespace Calque.Tests.Formats.HuggingFace;

public sealed class JsonFileTests
{
    [Fact]
    public void Write_TextOfEveryKind_IsEscapedAsPythonDoesWithoutAscii()
    {
        using TemporaryDirectory directory = new();
        // Python 3.11: json.dumps({...}, indent=2, ensure_ascii=False)
        JsonObject json = new() { ["k\U0001F600é"] = "a\"b\\c\n\r\t\b\f\u0001\u001f\u007f\u2028<&>'+/\U0001F600мир", ["list"] = new JsonArray(), ["nested"] = new JsonObject { ["x"] = 1.5 } };
        JsonFile.Write(directory["x"], json);
        Assert.Equal(
            "{\n  \"k\U0001F600é\": \"a\\\"b\\\\c\\n\\r\\t\\b\\f\\u0001\\u001f\u007f\u2028<&>'+/\U0001F600мир\",\n  \"list\": [],\n  \"nested\": {\n    \"x\": 1.5\n  }\n}\n",
            File.ReadAllText(directory["x"]));
        Assert.True(JsonNode.DeepEquals(json, JsonFile.Read(directory["x"])));
    }

    [Fact]
    public void Read_ThenWrite_KeepsNumbersAsTheyAreSpelt()
    {
        using TemporaryDirectory directory = new();
        const string Text = "{\n  \"a\": 1e-12,\n  \"b\": 1.0,\n  \"c\": 0.020000000000000004,\n  \"d\": 12345678901234567890123,\n  \"e\": \"\U0001F600\"\n}\n";
        File.WriteAllText(directory["x"], Text);
        JsonFile.Write(directory["y"], (JsonObject)JsonFile.Read(directory["x"]).DeepClone());
        Assert.Equal(Text, File.ReadAllText(directory["y"]));
    }
}
