using EdgeLog.Gateway.Configuration.Values;
using EdgeLog.Gateway.Configuration.Yaml;
using EdgeLog.Network.Security;

namespace EdgeLog.Gateway.Configuration.Sections;

/// <summary>The <c>users</c> section: names, and hashes of passwords or references to secrets.</summary>
internal static class UsersSection
{
    private const int NameLengthMax = 256;

    /// <summary>Reads it.</summary>
    public static IReadOnlyList<UserConfig> Read(MapReader root)
    {
        var users = new List<UserConfig>();
        var names = new Dictionary<string, SourceMark>(StringComparer.Ordinal);
        foreach (var item in root.Maps("users") ?? [])
        {
            var name = item.RequiredText("name");
            var credential = ReadPassword(item);
            item.Finish();
            if (name is AccessRule.Everyone or Principal.AnonymousName || name.Length > NameLengthMax)
            {
                item.Context.Errors.Add(
                    item.MarkOf("name"), item.PathOf("name"), name,
                    $"cannot be a user's name: {AccessRule.Everyone} is everyone, {Principal.AnonymousName} is who did "
                        + $"not log in, and {NameLengthMax} characters are the most.");
            }
            else if (name.Length > 0 && !names.TryAdd(name, item.Mark))
            {
                item.Context.Errors.Add(
                    item.Mark, item.Path, name, $"a user of this name is in line {names[name].Line}.");
            }
            else if (credential is not null)
            {
                users.Add(new UserConfig(name, credential));
            }
        }

        return users;
    }

    private static UserCredential? ReadPassword(MapReader item)
    {
        var written = item.RawText("password");
        var text = item.RequiredText("password");
        if (written is null)
        {
            return null;
        }

        if (UserCredential.TryParseHashes(text) is { } hashed)
        {
            return hashed;
        }

        if (!Secrets.IsSecret(written))
        {
            item.Context.Errors.Add(
                item.MarkOf("password"), item.PathOf("password"), "(hidden)",
                "a password does not stand in the file. Put a hash here, which \"edgelog users hash\" makes, or a "
                    + "reference: ${directory:/etc/edgelog/secrets:NAME}.");
            return null;
        }

        // What cannot be resolved was reported, or is known inside the service only: nobody logs in with nothing.
        return UserCredential.OfPassword(text.Length == 0 ? Guid.NewGuid().ToString() : text);
    }
}
