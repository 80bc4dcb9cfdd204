namespace HostedSingleton.Diagnostics;

/// <summary>The ids of all log events: one range a layer, never renumbered, because alerts depend on them.</summary>
internal static class EventIds
{
    // Store: 1000
    public const int StoreIsInMemory = 1000;
    public const int StoreRefused = 1001;
    public const int StoreUnreachable = 1002;
    public const int StoreWarning = 1003;
    public const int StoreConnected = 1004;
    public const int StoreConnectionLost = 1005;
    public const int StoreCommandsRefused = 1006;
    public const int StoreCommandsUnanswered = 1007;
    public const int StoreCommandsAnswered = 1008;
    public const int StoreEventUnreadable = 1009;

    // Mesh: 2000
    public const int MeshStarting = 2000;
    public const int MeshJoined = 2001;
    public const int MeshIsolated = 2002;
    public const int MeshRejoined = 2003;
    public const int MeshLeft = 2004;
    public const int MeshDisconnected = 2005;
    public const int MeshNodeUp = 2006;
    public const int MeshNodeDown = 2007;
    public const int MeshNewGeneration = 2008;
    public const int MeshLeaveTimedOut = 2009;
    public const int MeshAgentFault = 2011;
    public const int MeshSuspect = 2012;
    public const int MeshWatchRefused = 2013;
    public const int MeshNamesake = 2014;
    public const int MeshYields = 2015;

    // Registry: 3000
    public const int RegistryClash = 3000;
    public const int RegistryDecided = 3001;
    public const int RegistryLost = 3002;
    public const int RegistryResolverFailed = 3003;
    public const int RegistryOwned = 3004;
    public const int RegistryCallbackThrew = 3006;
    public const int RegistryResolverStranger = 3007;
    public const int RegistryGaveUpWaiting = 3008;
    public const int RegistryRefused = 3009;
    public const int RegistryHandingOver = 3010;

    // Locks: 4500
    public const int LockGranted = 4500;
    public const int LockIsolated = 4501;

    // Hosting: 5000
    public const int ServiceStandby = 5000;
    public const int ServiceRegistered = 5001;
    public const int ServiceNameTaken = 5002;
    public const int ServiceConflict = 5003;
    public const int ServiceStopped = 5004;
    public const int ServiceFaulted = 5005;
    public const int ServiceHookFailed = 5006;
    public const int ServiceIgnoresCancellation = 5007;
    public const int ServiceCompleted = 5008;
    public const int ServiceIsolated = 5009;
    public const int HostKeepRunningDefault = 5010;
    public const int HostSettings = 5011;
    public const int ServiceBackoff = 5012;
    public const int ServiceStopsHost = 5013;
    public const int ServiceHookHangs = 5014;
    public const int ServiceLeftToLease = 5015;
    public const int ServiceStuck = 5016;
    public const int ServiceRestarted = 5017;
    public const int ServiceResting = 5018;
    public const int HostDraining = 5019;
    public const int HostUndrained = 5020;
    public const int HostDrainSaid = 5021;
    public const int HostServiceUnknown = 5022;

    // Messaging: 6000
    public const int MessageDropped = 6000;
    public const int MessageHandlerThrew = 6001;
    public const int MessagesLost = 6002;
}
