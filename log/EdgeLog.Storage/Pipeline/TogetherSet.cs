namespace EdgeLog.Storage;

/// <summary>Appends that stand or fall together: one journal entry, all accepted or none.</summary>
/// <param name="Requests">The requests, in order.</param>
internal sealed record TogetherSet(AppendRequest[] Requests)
{
    /// <summary>Where one of the appends is refused, refuses the others for the same reason. Writer's.</summary>
    public void SpreadRefusal()
    {
        if (Array.Find(Requests, request => request.IsRefused) is not { } refused)
        {
            return;
        }

        foreach (AppendRequest request in Requests)
        {
            if (!request.IsRefused)
            {
                request.SetRefused(refused.Result.Error, refused.Result.Message);
            }
        }
    }
}
