-- Ends a session, as a goodbye for ever or as a reap would, and hands over what the node had, up to a number of names.
-- parts: clock stamp core lists nodes queue names changes commit sweep
-- KEYS  all of the mesh (core.lua)
-- ARGV  2 node, 3 session, 4 reason (Left, Disconnected), 5 how many names, or waiters that are gone
-- Returns 'reaped', 1 if names are left to hand over; or 'gone', 1 if a later session is known.
local function command()
  local node = nodes.row(ARGV[2])
  if not node or node.session ~= ARGV[3] or node.generation ~= mesh.generation then
    return { 'gone', (node and node.session > ARGV[3]) and 1 or 0 }
  end

  if node.down == '-' or (ARGV[4] == 'Left' and node.down ~= 'Left') then
    step.mark_gone(node, ARGV[4])
  end

  sweep.run(node, tonumber(ARGV[5]))
  owners.hand_over_touched()
  step.commit()
  return { 'reaped', sweep.is_to_sweep(node) and 1 or 0 }
end
