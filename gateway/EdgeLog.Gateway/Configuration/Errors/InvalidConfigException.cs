namespace EdgeLog.Gateway.Configuration.Errors;

/// <summary>The configuration cannot be used; carries every reason.</summary>
internal sealed class InvalidConfigException : Exception
{
    public InvalidConfigException(IReadOnlyList<ConfigError> errors)
        : base(ConfigErrorText.Format(errors, consequence: null)) => Errors = errors;

    /// <summary>Everything that is wrong, by file and place.</summary>
    public IReadOnlyList<ConfigError> Errors { get; }
}
