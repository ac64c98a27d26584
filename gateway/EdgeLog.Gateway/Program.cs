using EdgeLog.Gateway.Commands;

return await CommandTree.RunAsync(args);
