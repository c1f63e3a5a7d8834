using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;

namespace Calque.Formats.HuggingFace.PyTorch;

/// <summary>
/// Reads a pickle of plain data: numbers, text, tuples, lists, dictionaries, and the few globals of
/// <see cref="PickleGlobals"/>. Nothing is executed; any other opcode or global ends the reading with a refusal that names it.
/// </summary>
/// <remarks>
/// Each opcode makes at most one object, and lengths are compared with the bytes that are left, so memory is bounded by
/// the pickle's own length. Values refer to one another but are never walked, so rings and towers of them do no harm.
/// </remarks>
internal ref struct PickleReader
{
    private static readonly object s_mark = new();

    private readonly string _place;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly List<object?> _stack = [];
    private readonly Dictionary<uint, object?> _memo = [];
    private int _position;
    private int _opcodeStart;

    private PickleReader(ReadOnlySpan<byte> bytes, string place)
    {
        _bytes = bytes;
        _place = place;
    }

    /// <summary>Reads the one value that a pickle holds.</summary>
    /// <param name="bytes">The whole pickle.</param>
    /// <param name="place">What to call it in messages.</param>
    /// <exception cref="InvalidModelException">It is damaged, or holds something that is not allowed.</exception>
    public static object? Read(ReadOnlySpan<byte> bytes, string place)
    {
        PickleReader reader = new(bytes, place);
        while (true)
        {
            reader._opcodeStart = reader._position;
            byte opcode = reader.Take(1)[0];
            if (opcode == (byte)'.')
                return reader.Pop();
            reader.Execute(opcode);
        }
    }

    // Opcodes as in Python's pickletools; each comment is the name there.
    private void Execute(byte opcode)
    {
        switch (opcode)
        {
            case 0x80: // PROTO
                Take(1);
                break;
            case 0x95: // FRAME
                Take(8);
                break;
            case (byte)'(': // MARK
                _stack.Add(s_mark);
                break;
            case (byte)'0': // POP
                Pop();
                break;
            case (byte)'N': // NONE
                _stack.Add(null);
                break;
            case 0x88: // NEWTRUE
                _stack.Add(true);
                break;
            case 0x89: // NEWFALSE
                _stack.Add(false);
                break;
            case (byte)'J': // BININT
                _stack.Add((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4)));
                break;
            case (byte)'K': // BININT1
                _stack.Add((long)Take(1)[0]);
                break;
            case (byte)'M': // BININT2
                _stack.Add((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2)));
                break;
            case 0x8a: // LONG1
                _stack.Add(TakeLong(Take(1)[0]));
                break;
            case (byte)'G': // BINFLOAT
                _stack.Add(BinaryPrimitives.ReadDoubleBigEndian(Take(8)));
                break;
            case (byte)'X': // BINUNICODE
                _stack.Add(TakeText(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))));
                break;
            case 0x8c: // SHORT_BINUNICODE
                _stack.Add(TakeText(Take(1)[0]));
                break;
            case (byte)'U': // SHORT_BINSTRING
                _stack.Add(TakeText(Take(1)[0]));
                break;
            case (byte)'T': // BINSTRING
                _stack.Add(TakeText(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))));
                break;
            case (byte)')': // EMPTY_TUPLE
                _stack.Add(Array.Empty<object?>());
                break;
            case (byte)'t': // TUPLE
                _stack.Add(PopToMark());
                break;
            case 0x85: // TUPLE1
            case 0x86: // TUPLE2
            case 0x87: // TUPLE3
                _stack.Add(PopTuple(opcode - 0x84));
                break;
            case (byte)']': // EMPTY_LIST
                _stack.Add(new List<object?>());
                break;
            case (byte)'a': // APPEND
                object? item = Pop();
                Peek<List<object?>>("a list").Add(item);
                break;
            case (byte)'e': // APPENDS
                object?[] items = PopToMark();
                Peek<List<object?>>("a list").AddRange(items);
                break;
            case (byte)'}': // EMPTY_DICT
                _stack.Add(new PickleDictionary());
                break;
            case (byte)'s': // SETITEM
                object?[] pair = PopTuple(2);
                SetItems(pair);
                break;
            case (byte)'u': // SETITEMS
                SetItems(PopToMark());
                break;
            case (byte)'q': // BINPUT
                _memo[Take(1)[0]] = Peek<object?>("a value");
                break;
            case (byte)'r': // LONG_BINPUT
                _memo[BinaryPrimitives.ReadUInt32LittleEndian(Take(4))] = Peek<object?>("a value");
                break;
            case 0x94: // MEMOIZE
                _memo[(uint)_memo.Count] = Peek<object?>("a value");
                break;
            case (byte)'h': // BINGET
                _stack.Add(Recall(Take(1)[0]));
                break;
            case (byte)'j': // LONG_BINGET
                _stack.Add(Recall(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))));
                break;
            case (byte)'c': // GLOBAL
                string module = TakeLine();
                _stack.Add(FindGlobal(module, TakeLine()));
                break;
            case 0x93: // STACK_GLOBAL
                object?[] names = PopTuple(2);
                _stack.Add(FindGlobal(names[0] as string, names[1] as string));
                break;
            case (byte)'Q': // BINPERSID
                _stack.Add(FindStorage(Pop()));
                break;
            case (byte)'R': // REDUCE
                object? arguments = Pop();
                _stack.Add(Call(Pop(), arguments));
                break;
            case (byte)'b': // BUILD
                // The only state in a state dictionary is its notes on module versions (_metadata), which nothing here needs.
                Pop();
                Peek<PickleDictionary>("a dictionary");
                break;
            default:
                throw Refuse($"the opcode {NameOf(opcode)}", "the opcodes of plain data");
        }
    }

    private void SetItems(object?[] items)
    {
        PickleDictionary dictionary = Peek<PickleDictionary>("a dictionary");
        if (items.Length % 2 != 0)
            throw Damaged("a key without a value", "pairs");
        for (int i = 0; i < items.Length; i += 2)
            dictionary.Entries.Add(new KeyValuePair<object?, object?>(items[i], items[i + 1]));
    }

    private readonly object FindGlobal(string? module, string? name)
    {
        if (module is null || name is null)
            throw Damaged("a global whose name is no text", "a module and a name");
        return PickleGlobals.Find($"{module}.{name}") ?? throw Refuse($"the global '{Printable($"{module}.{name}")}'", "the globals of a state dictionary");
    }

    private readonly PickleStorage FindStorage(object? id)
    {
        // ('storage', type, key, device, number of elements)
        if (id is object?[] and ["storage", PickleStorageType type, string key, string, long and >= 0] parts)
            return new PickleStorage(type.ElementTypeName, key, (long)parts[4]!); // matched as a number just above
        throw Damaged("a persistent id that is no storage", "('storage', type, key, device, count)");
    }

    private readonly object? Call(object? function, object? arguments)
    {
        switch (function, arguments)
        {
            case (PickleGlobal.OrderedDictionary, object?[] { Length: 0 }):
                return new PickleDictionary();
            case (PickleGlobal.RebuildParameter, object?[] and [PickleTensor tensor, ..]):
                return tensor;
            case (PickleGlobal.RebuildTensor, object?[] and [PickleStorage storage, long and >= 0, object?[] shape, object?[] strides, ..]):
                object?[] values = (object?[])arguments;
                return new PickleTensor(storage, (long)values[1]!, Numbers(shape), Numbers(strides)); // matched as a number just above
            default:
                string name = function is PickleGlobal known ? known.ToString() : "what is no function";
                throw Damaged($"a call of {name} with arguments that do not fit", "an empty dictionary, a tensor or a parameter");
        }
    }

    private readonly long[] Numbers(object?[] values)
    {
        long[] numbers = new long[values.Length];
        for (int i = 0; i < values.Length; i++)
            numbers[i] = values[i] is long number and >= 0 ? number : throw Damaged("a size or stride that is no whole number from 0", "whole numbers");
        return numbers;
    }

    private ReadOnlySpan<byte> Take(long count)
    {
        if (count > _bytes.Length - _position)
            throw Damaged("the pickle's end", "more of it");
        ReadOnlySpan<byte> taken = _bytes.Slice(_position, (int)count);
        _position += (int)count;
        return taken;
    }

    private string TakeText(long length) => Encoding.UTF8.GetString(Take(length));

    private string TakeLine()
    {
        int length = _bytes[_position..].IndexOf((byte)'\n');
        if (length < 0)
            throw Damaged("a line without an end", "a name and a line feed");
        string line = TakeText(length);
        Take(1);
        return line;
    }

    private long TakeLong(int length)
    {
        ReadOnlySpan<byte> bytes = Take(length);
        if (length > 8)
            throw Damaged($"a number of {length} bytes", "at most 8");
        long value = 0;
        for (int i = length - 1; i >= 0; i--)
            value = (value << 8) | bytes[i];
        int unused = 64 - (8 * length);
        return length == 0 ? 0 : value << unused >> unused;
    }

    private object? Pop()
    {
        if (_stack.Count == 0 || ReferenceEquals(_stack[^1], s_mark))
            throw Damaged("an empty stack", "a value on it");
        object? value = _stack[^1];
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private object?[] PopTuple(int count)
    {
        object?[] items = new object?[count];
        for (int i = count - 1; i >= 0; i--)
            items[i] = Pop();
        return items;
    }

    private object?[] PopToMark()
    {
        int mark = _stack.FindLastIndex(value => ReferenceEquals(value, s_mark));
        if (mark < 0)
            throw Damaged("no mark on the stack", "a mark");
        object?[] items = [.. _stack.GetRange(mark + 1, _stack.Count - mark - 1)];
        _stack.RemoveRange(mark, _stack.Count - mark);
        return items;
    }

    private readonly T Peek<T>(string expected)
    {
        if (_stack.Count > 0 && !ReferenceEquals(_stack[^1], s_mark) && (_stack[^1] is T || _stack[^1] is null && default(T) is null && typeof(T) == typeof(object)))
            return (T)_stack[^1]!; // null only where T allows it
        throw Damaged("something else on the stack", expected);
    }

    private readonly object? Recall(uint key) =>
        _memo.TryGetValue(key, out object? value) ? value : throw Damaged($"the memo {key}, which was never set", "a memo that was set");

    private readonly InvalidModelException Damaged(string found, string expected) =>
        new($"{_place} byte {_opcodeStart}", found, expected, "The file is damaged, or is no state dictionary; fetch it again or save it with state_dict().");

    private readonly InvalidModelException Refuse(string found, string expected) =>
        new($"{_place} byte {_opcodeStart}", found, expected, "Such a file can run any program when Python loads it, so it is not read further. If you trust it, convert it to safetensors where it came from.");

    private static string NameOf(byte opcode) => opcode switch
    {
        (byte)'i' => "INST, which makes an object of any class",
        (byte)'o' => "OBJ, which makes an object of any class",
        0x81 => "NEWOBJ, which makes an object of any class",
        0x92 => "NEWOBJ_EX, which makes an object of any class",
        0x82 or 0x83 or 0x84 => "EXT, which names a registered global",
        (byte)'P' => "PERSID, a persistent id as text",
        _ => $"0x{opcode:x2}",
    };

    private static string Printable(string name)
    {
        StringBuilder text = new();
        foreach (char c in name.Length <= 120 ? name : name[..120])
            text.Append(char.IsControl(c) ? '?' : c);
        return text.ToString();
    }
}
