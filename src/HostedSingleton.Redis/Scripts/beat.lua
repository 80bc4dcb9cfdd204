-- Renews a node's lease, and with it all it holds. Touches no name.
-- parts: clock stamp core nodes
-- KEYS  all of the mesh (core.lua)
-- ARGV  2 node, 3 session
-- Returns 'beat', newest version, 1 if a reap is due, 1 while settling; or 'gone', 1 if a later session is known.
local function command()
  local node, gone = nodes.present(ARGV[2], ARGV[3])
  if not node then
    return gone
  end

  call('ZADD', LEASES, text(mesh.clock + node.lease), node.id)
  return { 'beat', mesh.version, nodes.reap_due(), mesh.settling() and 1 or 0 }
end
