-- What can happen to a name. The functions are those of the store in memory, which is the reference.
local owners = {}

function owners.loss_of(row, id)
  for _, loss in ipairs(row.lost) do
    if loss[1] == id then
      return loss
    end
  end
end

function owners.await_end(row, id)
  if not lists.contains(row.ending, id) then
    row.ending[#row.ending + 1] = id
  end

  nodes.restore_lease(nodes.of(id))
end

function owners.clear(row)
  row.owner, row.stop, row.completed, row.handing_over, row.spoken = false, false, false, false, false
end

-- Writes down that the owner has spoken for this name in this generation, where its node has not yet said all and counts as silent.
function owners.hear(row)
  local kept = nodes.row(nodes.of(row.owner[1])).kept
  if kept and kept ~= mesh.generation then
    row.spoken = mesh.generation
  end
end

-- Whether the record alone says that the owner has the name.
function owners.is_silent(row)
  return row.spoken ~= mesh.generation and nodes.is_silent(nodes.of(row.owner[1]))
end

function owners.leave_reaped(row, id)
  return lists.keep(row.reaped, function(reaped) return reaped[1][1] ~= id end)
end

-- Takes a registration out of the queue. Returns whether it was there.
function owners.dequeue(row, id)
  lists.take_first(row.next, id)
  return queue.remove(row, id)
end

-- Writes down a loss, once: who has lost may no longer regain. Of very many the oldest is forgotten, so that no record grows without end.
function owners.remember(row, loss)
  owners.leave_reaped(row, loss[1])
  row.lost[#row.lost + 1] = loss
  row.till[#row.till + 1] = mesh.clock + DAY
  if #row.lost > MOST_LOST then
    table.remove(row.lost, 1)
    table.remove(row.till, 1)
  end
end

-- Writes down an owner whose lease has ended: it may regain the name. Of very many the oldest is forgotten.
function owners.reap(row, owner)
  row.reaped[#row.reaped + 1] = { owner, mesh.clock + DAY }
  if #row.reaped > MOST_REAPED then
    table.remove(row.reaped, 1)
  end
end

function owners.forget_losses(row, fits)
  local lost, till = {}, {}
  for i, loss in ipairs(row.lost) do
    if not fits(loss, row.till[i]) then
      lost[#lost + 1] = loss
      till[#till + 1] = row.till[i]
    end
  end

  local any = #lost < #row.lost
  row.lost, row.till = lost, till
  return any
end

-- Who was reaped before this owner gave the name up can no longer regain it.
function owners.supersede(row, owner)
  for _, reaped in ipairs({ unpack(row.reaped) }) do
    owners.remember(row, { reaped[1][1], 'Superseded', owner, false })
  end
end

-- Sets the owner, which is nothing else besides. Whoever stopped for isolation stands first no longer.
function owners.set(row, owner, stop, completed)
  row.owner, row.stop, row.completed, row.handing_over, row.spoken = owner, stop, completed, false, false
  owners.hear(row)
  owners.dequeue(row, owner[1])
  lists.take_first(row.ending, owner[1])
  owners.leave_reaped(row, owner[1])
  queue.level(row)
  if stop then
    nodes.restore_lease(nodes.of(owner[1]))
  end
end

function owners.with_token(owner, token)
  return { owner[1], token, owner[3], owner[4], owner[5] }
end

function owners.may_grant(stop)
  return not mesh.settling() or (mesh.fresh == 1 and not stop)
end

function owners.grant(row, heir)
  owners.set(row, { heir.id, text(mesh.next_number()), text(mesh.now), heir.priority, heir.labels }, heir.stop, false)
end

-- The nodes that are gone and still have a part in some name that is to be swept.
function owners.gone_parts()
  owners.gone = owners.gone or call('ZRANGEBYSCORE', GONE, 0, 0)
  return owners.gone
end

function owners.purge_queue(row)
  local gone = owners.gone_parts()
  local count = queue.count(row)
  if #gone == 0 or count == 0 then
    return
  end

  if count <= #gone then
    for _, id in ipairs(queue.ids(row, 0, count)) do
      if nodes.is_gone(nodes.of(id)) then
        queue.remove(row, id)
      end
    end
  else
    for _, node in ipairs(gone) do
      for _, id in ipairs(queue.ids_of(row, node)) do
        queue.remove(row, id)
      end
    end
  end
end

-- Takes out who is gone: an owner becomes one who may regain the name. Nothing is taken out while the generation settles.
function owners.purge(row)
  if mesh.settling() or row.purged then
    return
  end

  row.purged = true

  local owner = row.owner
  if owner and nodes.is_gone(nodes.of(owner[1])) then
    owners.clear(row)
    owners.reap(row, owner)
  end

  lists.keep(row.ending, function(id) return not nodes.is_gone(nodes.of(id)) end)
  owners.purge_queue(row)
  lists.keep(row.next, function(id) return queue.find(row, id) end)
end

-- The first waiter whose lease holds: those named to be next, then the queue.
function owners.first_heir(row)
  for _, id in ipairs(row.next) do
    local waiter = queue.find(row, id)
    if waiter and nodes.lease_holds(waiter.node) then
      return waiter
    end
  end

  for from = 0, queue.count(row) - 1, 16 do
    for _, id in ipairs(queue.ids(row, from, 16)) do
      -- The node is asked first: it is known after the first of its waiters, which are read one by one.
      local waiter = nodes.lease_holds(nodes.of(id)) and not lists.contains(row.next, id) and queue.find(row, id)
      if waiter then
        return waiter
      end
    end
  end
end

function owners.set_pending(row, pending)
  if pending and not row.pending then
    call('ZADD', PENDING, 0, row.name)
  elseif row.pending and not pending then
    call('ZREM', PENDING, row.name)
  end

  row.pending = pending
end

-- Gives a name that nobody owns and nobody is ending to the first waiter whose lease holds.
function owners.hand_over(row)
  owners.purge(row)
  if row.owner or #row.ending > 0 or queue.count(row) == 0 then
    owners.set_pending(row, false)
    return
  end

  local heir = owners.first_heir(row)
  local granted = heir ~= nil and owners.may_grant(heir.stop)
  if granted then
    owners.grant(row, heir)
  end

  owners.set_pending(row, not granted)
end

-- The goodbye of one registration, whatever it is. Returns whether it was anything.
function owners.forget(row, id)
  local any = lists.take_first(row.ending, id)
  any = owners.forget_losses(row, function(loss) return loss[1] == id end) or any
  any = owners.leave_reaped(row, id) or any
  any = owners.dequeue(row, id) or any
  local owner = row.owner
  if owner and owner[1] == id then
    owners.clear(row)
    owners.supersede(row, owner)
    any = true
  end

  return any
end

-- The registrations of a node that have any part in a name, given those of them that wait.
function owners.ids_of(row, node, waiting)
  local ids, seen = {}, {}
  local function add(id)
    if not seen[id] and nodes.of(id) == node then
      seen[id] = true
      ids[#ids + 1] = id
    end
  end

  for _, id in ipairs(row.ending) do add(id) end
  for _, id in ipairs(waiting) do add(id) end
  for _, loss in ipairs(row.lost) do add(loss[1]) end
  for _, reaped in ipairs(row.reaped) do add(reaped[1][1]) end
  if row.owner then add(row.owner[1]) end
  return ids
end

-- The waiters whose nodes may have left: by the queue or by the nodes, whichever are fewer.
function owners.waiters_of_left(row)
  local gone, count = owners.gone_parts(), queue.count(row)
  if count <= #gone then
    return queue.ids(row, 0, count)
  end

  local ids = {}
  for _, node in ipairs(gone) do
    if nodes.has_left(node) then
      for _, id in ipairs(queue.ids_of(row, node)) do
        ids[#ids + 1] = id
      end
    end
  end

  return ids
end

-- A goodbye counts from its first step on, also for names that it has not reached yet.
function owners.forget_left(row)
  if #owners.gone_parts() == 0 then
    return
  end

  local left, seen = {}, {}
  local function add(id)
    if not seen[id] and nodes.has_left(nodes.of(id)) then
      seen[id] = true
      left[#left + 1] = id
    end
  end

  for _, id in ipairs(row.ending) do add(id) end
  for _, id in ipairs(owners.waiters_of_left(row)) do add(id) end
  if row.owner then add(row.owner[1]) end
  for _, loss in ipairs(row.lost) do add(loss[1]) end
  for _, reaped in ipairs(row.reaped) do add(reaped[1][1]) end
  for _, id in ipairs(left) do
    owners.forget(row, id)
  end
end

-- The row of a name that this step may change.
function names.touch(name)
  local row = names.row(name)
  if not names.touched[name] then
    names.touched[name] = true
    names.order[#names.order + 1] = row
    owners.forget_left(row)
  end

  return row
end

-- Touches names for a step that may take so many, and takes out who is gone: a name counts for one, or for as many waiters as are taken out of it.
-- Returns how many are left, and which names were touched.
function owners.clear_out(found, limit)
  local touched = {}
  for _, name in ipairs(found) do
    if limit <= 0 then
      break
    end

    local before = queue.count(names.row(name))
    local row = names.touch(name)
    owners.purge(row)
    limit = limit - math.max(1, before - queue.count(row))
    touched[#touched + 1] = name
  end

  return limit, touched
end

-- Ends what every step does to its names.
function owners.hand_over_touched()
  for _, row in ipairs(names.order) do
    owners.hand_over(row)
  end
end

-- Takes the name from its owner, who is remembered as a loser; the heir waits until it has stopped.
function owners.end_owner(row, loss)
  owners.remember(row, loss)
  if not nodes.is_gone(nodes.of(loss[1])) then
    owners.await_end(row, loss[1])
  end

  owners.clear(row)
end
