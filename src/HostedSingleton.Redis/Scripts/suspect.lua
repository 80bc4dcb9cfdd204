-- Shortens the lease of a node whose connection is gone: to two beats after its last one, at least one beat from now, or to now.
-- parts: clock stamp core nodes
-- KEYS  all of the mesh (core.lua)
-- ARGV  2 node, 3 session, 4 the suspect, 5 1 if it is down at once
-- Returns 'done', 1 if the lease was shortened; or 'gone', 1 if a later session is known.

-- A node that holds a name under Stop counts on its full lease: it stops its services by it.
local function holds_under_stop(id)
  return #call('ZRANGEBYLEX', PARTS, '[' .. id .. '\0s\0', '(' .. id .. '\0s\1', 'LIMIT', 0, 1) > 0
end

local function command()
  local node, gone = nodes.present(ARGV[2], ARGV[3])
  if not node then
    return gone
  end

  local suspect = nodes.row(ARGV[4])
  if mesh.settling() or not suspect or suspect.down ~= '-' or suspect.generation ~= mesh.generation or holds_under_stop(suspect.id) then
    return { 'done', 0 }
  end

  local beat_at = nodes.beat_at(suspect)
  local ends = ARGV[5] == '1' and mesh.clock or math.max(beat_at + 2 * suspect.beat, mesh.clock + suspect.beat)
  if ends >= nodes.deadline(suspect.id) then
    return { 'done', 0 }
  end

  suspect.beat_at = text(beat_at)
  nodes.save(suspect)
  call('ZADD', LEASES, text(ends), suspect.id)
  return { 'done', 1 }
end
