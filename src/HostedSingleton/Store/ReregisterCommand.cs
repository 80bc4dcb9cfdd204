namespace HostedSingleton.Store;

/// <summary>
/// Takes the name from whoever has it (Erlang's <c>re_register_name</c>, but the former owner is told). If either side stops when isolated, the
/// asker is named next and gets the name once the former owner has stopped. While the store settles it is only queued: asked again afterwards, it takes the name. Answered by <see cref="VerdictReply"/>: owned or queued.
/// </summary>
/// <param name="Node">The node.</param>
/// <param name="Session">Its session.</param>
/// <param name="Ask">What it asks for.</param>
internal sealed record ReregisterCommand(NodeId Node, long Session, Wait Ask) : NodeCommand(Node, Session);
