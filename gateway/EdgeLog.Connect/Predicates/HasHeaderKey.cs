namespace EdgeLog.Connect;

/// <summary><c>…predicates.HasHeaderKey</c>: whether there is a header called <c>name</c>.</summary>
internal sealed class HasHeaderKey : Predicate
{
    private readonly string _name;

    public HasHeaderKey(PropertyReader properties)
    {
        _name = properties.Require("name");
        if (_name.Length == 0)
        {
            throw properties.Invalid("name", _name, "String must be non-empty");
        }
    }

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
