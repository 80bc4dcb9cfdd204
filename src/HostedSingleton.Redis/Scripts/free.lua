-- The operator's verb: takes a name from whoever has it. The heir gets it when the owner has stopped.
-- parts: clock stamp core lists nodes queue names changes commit
-- KEYS  all of the mesh (core.lua)
-- ARGV  2 node, 3 session, 4 name
-- Returns 'done', 1 if there was an owner; or 'gone', 1 if a later session is known.
local function command()
  local node, gone = nodes.present(ARGV[2], ARGV[3])
  if not node then
    return gone
  end

  local row = names.touch(ARGV[4])
  local owner = row.owner
  for _, reaped in ipairs({ unpack(row.reaped) }) do
    owners.remember(row, { reaped[1][1], 'Freed', false, false })
  end

  if owner then
    owners.end_owner(row, { owner[1], 'Freed', false, false })
  end

  owners.hand_over_touched()
  step.commit()
  return { 'done', owner and 1 or 0 }
end
