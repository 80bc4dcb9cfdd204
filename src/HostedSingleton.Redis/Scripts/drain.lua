-- Says that a node drains, or no longer does: the newer word counts.
-- parts: clock stamp core lists nodes queue names changes commit
-- KEYS  all of the mesh (core.lua)
-- ARGV  2 node, 3 session, 4 the node that is spoken of, 5 the word (nodes.lua)
-- Returns 'done', 1 if that node is up and the word was news; or 'gone', 1 if a later session is known.
local function command()
  local node, gone = nodes.present(ARGV[2], ARGV[3])
  if not node then
    return gone
  end

  local target = nodes.row(ARGV[4])
  if not target or target.down ~= '-' or nodes.is_silent(target.id) or not nodes.is_newer(ARGV[5], target.drain) then
    return { 'done', 0 }
  end

  target.drain = ARGV[5]
  nodes.told[#nodes.told + 1], nodes.stale[target.id] = target, target
  step.commit()
  return { 'done', 1 }
end
