namespace EdgeLog.Storage;

/// <summary>What a setting's number counts: decides which human forms are accepted beside the plain number.</summary>
internal enum SettingUnit
{
    None,
    Bytes,
    Milliseconds,
}
