-- What can happen to a name. The functions are those of the store in memory, which is the reference.
local gone_with_part

local function loss_of(row, id)
  for _, loss in ipairs(row.lost) do
    if loss[1] == id then
      return loss
    end
  end
end

local function contains(list, item)
  for i, other in ipairs(list) do
    if other == item then
      return i
    end
  end
end

-- Keeps what fits, in order. Returns whether anything was taken out.
local function keep(list, fits)
  local kept = 0
  local count = #list
  for i = 1, count do
    local item = list[i]
    list[i] = nil
    if fits(item) then
      kept = kept + 1
      list[kept] = item
    end
  end

  return kept < count
end

local function take_first(list, item)
  local at = contains(list, item)
  if at then
    table.remove(list, at)
  end

  return at ~= nil
end

local function await_end(row, id)
  if not contains(row.ending, id) then
    row.ending[#row.ending + 1] = id
  end
end

local function clear_owner(row)
  row.owner, row.stop, row.completed = false, false, false
end

local function leave_reaped(row, id)
  return keep(row.reaped, function(reaped) return reaped[1][1] ~= id end)
end

-- Takes a registration out of the queue. Returns whether it was there.
local function dequeue(row, id)
  take_first(row.next, id)
  return queue_remove(row, id)
end

-- Writes down a loss, once: who has lost may no longer regain.
local function remember(row, loss)
  leave_reaped(row, loss[1])
  row.lost[#row.lost + 1] = loss
  row.till[#row.till + 1] = S.clock + DAY
end

local function forget_losses(row, fits)
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
local function supersede(row, owner)
  for _, reaped in ipairs({ unpack(row.reaped) }) do
    remember(row, { reaped[1][1], 'Superseded', owner, false })
  end
end

-- Sets the owner, which is nothing else besides. Whoever stopped for isolation stands first no longer.
local function set_owner(row, owner, stop, completed)
  row.owner, row.stop, row.completed = owner, stop, completed
  dequeue(row, owner[1])
  take_first(row.ending, owner[1])
  leave_reaped(row, owner[1])
  queue_level(row)
end

local function with_token(owner, token)
  return { owner[1], token, owner[3], owner[4], owner[5] }
end

local function may_grant(stop)
  return not settling() or (S.fresh == 1 and not stop)
end

local function grant(row, heir)
  set_owner(row, { heir.id, text(next_number()), text(now), heir.priority, heir.labels }, heir.stop, false)
end

-- The nodes that are gone and still have a part in some name that is to be swept.
local function gone_parts()
  gone_with_part = gone_with_part or call('ZRANGEBYSCORE', GONE, 0, 0)
  return gone_with_part
end

local function purge_queue(row)
  local gone = gone_parts()
  local count = queue_count(row)
  if #gone == 0 or count == 0 then
    return
  end

  if count <= #gone then
    for _, id in ipairs(queue_ids(row, 0, count)) do
      if is_gone(node_in(id)) then
        queue_remove(row, id)
      end
    end
  else
    for _, node in ipairs(gone) do
      for _, id in ipairs(queue_ids_of(row, node)) do
        queue_remove(row, id)
      end
    end
  end
end

-- Takes out who is gone: an owner becomes one who may regain the name. Nothing is taken out while the generation settles.
local function purge(row)
  if settling() then
    return
  end

  local owner = row.owner
  if owner and is_gone(node_in(owner[1])) then
    clear_owner(row)
    row.reaped[#row.reaped + 1] = { owner, S.clock + DAY }
  end

  keep(row.ending, function(id) return not is_gone(node_in(id)) end)
  purge_queue(row)
  keep(row.next, function(id) return queue_find(row, id) end)
end

-- The first waiter whose lease holds: those named to be next, then the queue.
local function first_heir(row)
  for _, id in ipairs(row.next) do
    local waiter = queue_find(row, id)
    if waiter and lease_holds(waiter.node) then
      return waiter
    end
  end

  for from = 0, queue_count(row) - 1, 16 do
    for _, id in ipairs(queue_ids(row, from, 16)) do
      local waiter = not contains(row.next, id) and queue_find(row, id)
      if waiter and lease_holds(waiter.node) then
        return waiter
      end
    end
  end
end

local function set_pending(row, pending)
  if pending and not row.pending then
    call('ZADD', PENDING, 0, row.name)
  elseif row.pending and not pending then
    call('ZREM', PENDING, row.name)
  end

  row.pending = pending
end

-- Gives a name that nobody owns and nobody is ending to the first waiter whose lease holds.
local function hand_over(row)
  purge(row)
  if row.owner or #row.ending > 0 or queue_count(row) == 0 then
    set_pending(row, false)
    return
  end

  local heir = first_heir(row)
  local granted = heir ~= nil and may_grant(heir.stop)
  if granted then
    grant(row, heir)
  end

  set_pending(row, not granted)
end

-- The goodbye of one registration, whatever it is. Returns whether it was anything.
local function forget(row, id)
  local any = take_first(row.ending, id)
  any = forget_losses(row, function(loss) return loss[1] == id end) or any
  any = leave_reaped(row, id) or any
  any = dequeue(row, id) or any
  local owner = row.owner
  if owner and owner[1] == id then
    clear_owner(row)
    supersede(row, owner)
    any = true
  end

  return any
end

-- The registrations of a node that have any part in a name, given those of them that wait.
local function ids_of(row, node, waiting)
  local ids, seen = {}, {}
  local function add(id)
    if not seen[id] and node_in(id) == node then
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

-- A goodbye counts from its first step on, also for names that it has not reached yet.
local function forget_left(row)
  for _, node in ipairs(gone_parts()) do
    if has_left(node) then
      for _, id in ipairs(ids_of(row, node, queue_ids_of(row, node))) do
        forget(row, id)
      end
    end
  end
end

-- The row of a name that this step may change.
local function touch(name)
  local row = row_of(name)
  if not touched[name] then
    touched[name] = true
    touched_order[#touched_order + 1] = row
    forget_left(row)
  end

  return row
end

-- Ends what every step does to its names.
local function hand_over_touched()
  for _, row in ipairs(touched_order) do
    hand_over(row)
  end
end

-- Takes the name from its owner, who is remembered as a loser; the heir waits until it has stopped.
local function end_owner(row, loss)
  remember(row, loss)
  if not is_gone(node_in(loss[1])) then
    await_end(row, loss[1])
  end

  clear_owner(row)
end
