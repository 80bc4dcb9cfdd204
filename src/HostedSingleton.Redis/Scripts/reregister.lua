-- Takes a name from whoever has it. If either side stops when isolated, the asker is named next and waits until the owner has stopped.
-- parts: clock stamp core nodes queue names changes commit claims
-- KEYS  all of the mesh (core.lua)
-- ARGV  2 node, 3 session, 4 wait (claims.lua)
-- Returns 'verdict', verdict (claims.lua); or 'gone', 1 if a later session is known.
local function take(row, taker, wait)
  purge(row)
  local owner = row.owner
  if not owner then
    table.insert(row.next, 1, taker.id)
  elseif row.stop or taker.stop then
    table.insert(row.next, 1, taker.id)
    end_owner(row, { owner[1], 'Replaced', asker(wait), false })
  else
    grant(row, taker)
    remember(row, { owner[1], 'Replaced', row.owner, false })
    await_end(row, owner[1])
  end
end

local function command()
  local node, gone = present(ARGV[2], ARGV[3])
  if not node then
    return gone
  end

  local wait = read_wait(node.id, ARGV[4])
  wait.once = false
  local row = touch(wait.name)
  if not (row.owner and row.owner[1] == wait.id) and not loss_of(row, wait.id) and not contains(row.next, wait.id) then
    enqueue(wait, false)
    if may_grant(wait.stop) and lease_holds(node.id) then
      take(row, queue_find(row, wait.id), wait)
    end
  end

  hand_over_touched()
  return { 'verdict', numbered({ answer(wait) })[1] }
end
