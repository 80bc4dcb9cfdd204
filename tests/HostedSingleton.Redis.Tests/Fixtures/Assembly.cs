using HostedSingleton.TestKit;

[assembly: AssemblyFixture(typeof(RedisFixture))]
