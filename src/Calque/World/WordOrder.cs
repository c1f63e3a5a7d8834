namespace Calque.World;

/// <summary>In which order a clause is said, and on which side of a thing its quality stands.</summary>
public enum WordOrder
{
    /// <summary>Subject, action, object; qualities before what they describe.</summary>
    SubjectActionObject,

    /// <summary>Subject, object, action; qualities after what they describe.</summary>
    SubjectObjectAction,

    /// <summary>Action, subject, object; qualities after what they describe.</summary>
    ActionSubjectObject,
}
