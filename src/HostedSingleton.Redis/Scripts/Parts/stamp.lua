-- Which unbroken life of which server this is.
--
-- The replication id alone tells it. A server draws a new one when it starts as a primary, also when it starts from its own RDB or AOF file
-- (it keeps the old one as the second id only), and when a replica is promoted; so it changes by restart, by failover, and by failover there and
-- back, where the run id would come back. It also changes when the first replica attaches and an hour after the last has gone: that opens a
-- generation too, which moves nothing and pauses handovers for one lease. Where nothing else is asked for, INFO replication costs 2 us a command;
-- the run id would add 5 us and no case.

local UNKNOWN = 'the server cannot be told from another: '

-- The stamp, or nil and why there is none, or why none must be used; then also the code by which a client knows that another server may have to be asked.
local function server_stamp()
  local info = redis.pcall('INFO', 'replication')
  if type(info) ~= 'string' then
    return nil, UNKNOWN .. 'it forbids INFO in scripts (' .. tostring(info.err) .. '). Allow it: ACL SETUSER <user> +info'
  end

  local _, label = string.find(info, 'master_replid:', 1, true)
  local id = label and string.match(info, '^%w+', label + 1)
  if not id then
    return nil, UNKNOWN .. 'its INFO replication hides master_replid, by which a restart or a failover is seen. Use a server that shows it'
  end

  -- Since 7.0 the server itself refuses scripts that write then; before it refused plain commands only.
  if string.find(info, 'min_slaves_good_slaves:0', 1, true) then
    return nil, 'no replica of the server is in step, and min-replicas-to-write asks for one. Bring one back, or have the replica that was promoted reached', 'HSFENCED'
  end

  return id
end
