namespace Calque.Neural.Tensors;

/// <summary>What a tensor's elements are. The numbers are libtorch's.</summary>
public enum DataType
{
    /// <summary>Whole numbers from 0 to 255.</summary>
    UInt8 = 0,

    /// <summary>Whole numbers of 8 bits.</summary>
    Int8 = 1,

    /// <summary>Whole numbers of 16 bits.</summary>
    Int16 = 2,

    /// <summary>Whole numbers of 32 bits.</summary>
    Int32 = 3,

    /// <summary>Whole numbers of 64 bits: token ids, classes, places.</summary>
    Int64 = 4,

    /// <summary>IEEE 754 half precision.</summary>
    Float16 = 5,

    /// <summary>IEEE 754 single precision.</summary>
    Float32 = 6,

    /// <summary>IEEE 754 double precision.</summary>
    Float64 = 7,

    /// <summary>True or false, a byte each.</summary>
    Boolean = 11,

    /// <summary>The upper half of single precision.</summary>
    BFloat16 = 15,
}
