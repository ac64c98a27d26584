namespace EdgeLog.Bridge;

/// <summary>Opens a byte stream to a broker: TCP in the product, whatever a test likes there.</summary>
internal delegate ValueTask<Stream> DialBroker(BrokerEndpoint endpoint, CancellationToken cancellation);
