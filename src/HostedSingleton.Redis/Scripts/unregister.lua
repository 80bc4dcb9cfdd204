-- The goodbye of one registration, whatever it is: owner, waiter, or a loser that has stopped. The heir gets the name in the same step.
-- parts: clock stamp core lists nodes queue names changes commit
-- KEYS  all of the mesh (core.lua)
-- ARGV  2 node, 3 session, 4 name, 5 number
-- Returns 'done', 1 if the store knew the registration; or 'gone', 1 if a later session is known.
local function command()
  local node, gone = nodes.present(ARGV[2], ARGV[3])
  if not node then
    return gone
  end

  local row = names.touch(ARGV[4])
  local any = owners.forget(row, node.id .. '/' .. ARGV[5])
  owners.hand_over_touched()
  step.commit()
  return { 'done', any and 1 or 0 }
end
