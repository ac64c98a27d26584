namespace EdgeLog.Connect;

/// <summary><c>…predicates.HasHeaderKey</c>: whether there is a header called <c>name</c>.</summary>
internal sealed class HasHeaderKey(PropertyReader properties) : Predicate
{
    private readonly string _name = properties.RequireText("name");

    public override bool Test(ConnectRecord record)
    {
        for (int i = 0; i < record.Headers.Count; i++)
        {
            if (record.Headers[i].Name == _name)
            {
                return true;
            }
        }

        return false;
    }
}
