-- Marks that the body of an owner has returned and that it keeps the name, idle.
-- parts: clock stamp core lists nodes queue names changes commit
-- KEYS  all of the mesh (core.lua)
-- ARGV  2 node, 3 session, 4 name, 5 number
-- Returns 'done', 1 if it owns the name; or 'gone', 1 if a later session is known.
local function command()
  local node, gone = nodes.present(ARGV[2], ARGV[3])
  if not node then
    return gone
  end

  local row = names.touch(ARGV[4])
  local owns = row.owner and row.owner[1] == node.id .. '/' .. ARGV[5]
  row.completed = row.completed or owns
  owners.hand_over_touched()
  step.commit()
  return { 'done', owns and 1 or 0 }
end
