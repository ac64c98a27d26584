namespace EdgeLog.Network.Security;

/// <summary>One entry of <c>acls</c>.</summary>
public sealed record AccessRule
{
    /// <summary>The user in rules for everyone, whoever is not authenticated included.</summary>
    public const string Everyone = "*";

    /// <summary>Whom it is about: a user, <see cref="Everyone"/>, or <see cref="Principal.AnonymousName"/>.</summary>
    public required string User { get; init; }

    /// <summary>Allow or deny.</summary>
    public required AccessVerdict Verdict { get; init; }

    /// <summary>What is allowed or denied.</summary>
    public required AccessOperations Operations { get; init; }

    /// <summary>On what kind of thing.</summary>
    public ResourceType Resource { get; init; }

    /// <summary>Which of them: an MQTT filter, a topic or group; of no meaning for the others.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>How <see cref="Name"/> is meant, for topics and groups.</summary>
    public PatternType Pattern { get; init; }

    /// <summary>Whether the user is shut out altogether: all of everything is denied.</summary>
    internal bool IsBan =>
        Verdict == AccessVerdict.Deny && Operations == AccessOperations.All && Resource == ResourceType.Any;

    internal bool IsAbout(string user) => User == Everyone || User == user;
}
