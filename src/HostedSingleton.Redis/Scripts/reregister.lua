-- Takes a name from whoever has it. If either side stops when isolated, the asker is named next and waits until the owner has stopped.
-- parts: clock stamp core lists nodes queue names changes commit claims
-- KEYS  all of the mesh (core.lua)
-- ARGV  2 node, 3 session, 4 wait (claims.lua)
-- Returns 'verdict', verdict (claims.lua); or 'gone', 1 if a later session is known.
local function take(row, taker, wait)
  owners.purge(row)
  local owner = row.owner
  if not owner then
    table.insert(row.next, 1, taker.id)
  elseif row.stop or taker.stop then
    table.insert(row.next, 1, taker.id)
    owners.end_owner(row, { owner[1], 'Replaced', claims.asker(wait), false })
  else
    owners.grant(row, taker)
    owners.remember(row, { owner[1], 'Replaced', row.owner, false })
    owners.await_end(row, owner[1])
  end
end

local function command()
  local node, gone = nodes.present(ARGV[2], ARGV[3])
  if not node then
    return gone
  end

  local wait = claims.read_wait(node.id, ARGV[4])
  wait.once = false
  local row = names.touch(wait.name)
  if not (row.owner and row.owner[1] == wait.id) and not owners.loss_of(row, wait.id) and not lists.contains(row.next, wait.id) then
    claims.enqueue(wait, false)
    if owners.may_grant(wait.stop) and nodes.lease_holds(node.id) then
      take(row, queue.find(row, wait.id), wait)
    end
  end

  owners.hand_over_touched()
  return { 'verdict', claims.numbered({ claims.answer(wait) })[1] }
end
