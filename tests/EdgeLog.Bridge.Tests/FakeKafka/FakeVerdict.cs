namespace EdgeLog.Bridge.Tests.FakeKafka;

/// <summary>What a script has the fake cluster do with a request.</summary>
internal enum FakeVerdict
{
    /// <summary>As a broker would.</summary>
    Answer,

    /// <summary>Close the connection; the request was never seen.</summary>
    DropUnseen,

    /// <summary>Do what is asked, then close the connection without an answer.</summary>
    DropAnswer,

    /// <summary>Take the request and never answer again on this connection: a link that is up but silent.</summary>
    FallSilent,

    /// <summary>Once <see cref="FakeCluster.Release"/> was called, answer with half an answer.</summary>
    AnswerHalf,
}
