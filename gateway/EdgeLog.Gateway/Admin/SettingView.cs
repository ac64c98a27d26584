namespace EdgeLog.Gateway.Admin;

/// <summary>An effective setting.</summary>
internal sealed record SettingView(string Path, string Value, string Origin);
