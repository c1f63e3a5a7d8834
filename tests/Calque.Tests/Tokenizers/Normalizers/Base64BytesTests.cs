using System;
using System.Linq;
using System.Text;
using Calque.Tokenizers.Normalizers;
using Xunit;

namespace Calque.Tests.Tokenizers.Normalizers;

/// <summary>The framework's decoder is the oracle.</summary>
public class Base64BytesTests
{
    [Fact]
    public void TryDecode_DrawnTexts_AgreesWithTheFramework()
    {
        const string Signs = "ABCxyz019+/=_- \n\r\té";
        var random = new SplitMix(2);
        int accepted = 0;
        for (int round = 0; round < 50_000; round++)
        {
            string text;
            if (round % 2 == 0)
            {
                byte[] bytes = new byte[random.Next(20)];
                for (int i = 0; i < bytes.Length; i++)
                    bytes[i] = (byte)random.Next(256);
                text = Convert.ToBase64String(bytes);
                if (round % 4 == 0 && text.Length > 0)
                    text = text.Insert(random.Next(text.Length), Signs[random.Next(Signs.Length)].ToString());
            }
            else
            {
                text = string.Concat(Enumerable.Range(0, random.Next(14)).Select(_ => Signs[random.Next(random.Next(2) == 0 ? 9 : Signs.Length)]));
            }

            byte[] room = new byte[text.Length];
            bool expected = Convert.TryFromBase64String(text, room, out int length);
            Assert.Equal(expected, Base64Bytes.TryDecode(Encoding.UTF8.GetBytes(text), out byte[] decoded));
            Assert.Equal(expected ? room[..length] : [], decoded);
            accepted += expected ? 1 : 0;
        }

        Assert.InRange(accepted, 10_000, 45_000);
    }
}
