-- Asks the owner of a name to stop in good order and let it go. The owner keeps the name until it does.
-- parts: clock stamp core lists nodes queue names changes commit
-- KEYS  all of the mesh (core.lua)
-- ARGV  2 node, 3 session, 4 name, 5 the node that is to be next, or '' for the first in line
-- Returns 'done', 1 if an owner was asked, which takes somebody else who waits; or 'gone', 1 if a later session is known.
local function is_heir(row, waiter)
  return waiter and (ARGV[5] == '' or waiter.node == ARGV[5]) and not (row.owner and nodes.of(row.owner[1]) == waiter.node)
    and nodes.lease_holds(waiter.node) and owners.may_grant(waiter.stop)
end

local function heir_of(row)
  for _, id in ipairs(row.next) do
    if is_heir(row, queue.find(row, id)) then
      return id
    end
  end

  for from = 0, queue.count(row) - 1, 16 do
    for _, id in ipairs(queue.ids(row, from, 16)) do
      if is_heir(row, queue.find(row, id)) then
        return id
      end
    end
  end
end

local function command()
  local node, gone = nodes.present(ARGV[2], ARGV[3])
  if not node then
    return gone
  end

  local row = names.touch(ARGV[4])
  owners.purge(row)
  local heir = heir_of(row)
  local is_asked = row.owner and heir
  if is_asked then
    row.handing_over = true
    if ARGV[5] ~= '' then
      lists.take_first(row.next, heir)
      table.insert(row.next, 1, heir)
    end
  end

  owners.hand_over_touched()
  step.commit()
  return { 'done', is_asked and 1 or 0 }
end
