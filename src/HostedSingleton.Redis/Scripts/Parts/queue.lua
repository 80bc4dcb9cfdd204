-- The queue of a name. In QUEUE each waiter is name \0 order \0 registration; the order is the token of its registration that stopped for
-- isolation, highest first, then the ticket. In WAITERS, name \0 registration has [ticket, former token, stop, priority, labels].
-- A queue of one that came in this step stays in row.slot until the step ends: most registrations are granted at once and write no queue.

local function node_in(id)
  return string.match(id, '^(.*)/')
end

local function queue_member(row, waiter)
  return string.format('%s\0%016.0f%016.0f\0%s', row.name, LIMIT - waiter.former, waiter.ticket, waiter.id)
end

-- How many wait.
local function queue_count(row)
  if not row.queued then
    row.queued = call('ZLEXCOUNT', QUEUE, '[' .. row.name .. '\0', '(' .. row.name .. '\1')
  end

  return row.queued
end

-- The registrations that wait, in order, from one place on.
local function queue_ids(row, from, count)
  if row.slot then
    return from == 0 and { row.slot.id } or {}
  end

  if queue_count(row) <= from then
    return {}
  end

  local members = call('ZRANGEBYLEX', QUEUE, '[' .. row.name .. '\0', '(' .. row.name .. '\1', 'LIMIT', from, count)
  for i, member in ipairs(members) do
    members[i] = string.sub(member, #row.name + 35)
  end

  return members
end

local function queue_find(row, id)
  if row.slot then
    return row.slot.id == id and row.slot or nil
  end

  local entry = queue_count(row) > 0 and call('HGET', WAITERS, row.name .. '\0' .. id)
  if not entry then
    return nil
  end

  local said = cjson.decode(entry)
  return { id = id, node = node_in(id), ticket = tonumber(said[1]), former = tonumber(said[2]), stop = said[3], priority = said[4], labels = said[5] }
end

local function queue_write(row, waiter)
  call('ZADD', QUEUE, 0, queue_member(row, waiter))
  call('HSET', WAITERS, row.name .. '\0' .. waiter.id, cjson.encode({ text(waiter.ticket), text(waiter.former), waiter.stop, waiter.priority, waiter.labels }))
end

-- Marks that a registration has come into the queue, or has gone, for the index of parts.
local function queue_part(row, id, waits)
  row.waits = row.waits or {}
  row.waits[id] = waits
end

-- Writes the slot, where there is one: the step ends, or another waiter comes.
local function queue_flush(row)
  if row.slot then
    queue_write(row, row.slot)
    queue_part(row, row.slot.id, true)
    row.slot = nil
  end
end

local function queue_add(row, waiter)
  local count = queue_count(row)
  queue_flush(row)
  if count == 0 then
    row.slot = waiter
  else
    queue_write(row, waiter)
    queue_part(row, waiter.id, true)
  end

  row.queued = count + 1
end

-- Takes a registration out. Returns whether it was there.
local function queue_remove(row, id)
  local waiter = queue_find(row, id)
  if not waiter then
    return false
  end

  row.queued = row.queued - 1
  if row.slot then
    row.slot = nil
  else
    call('ZREM', QUEUE, queue_member(row, waiter))
    call('HDEL', WAITERS, row.name .. '\0' .. id)
    queue_part(row, id, false)
  end

  return true
end

-- The place among all that wait, from 1.
local function queue_place(row, waiter)
  return row.slot and 1 or call('ZLEXCOUNT', QUEUE, '[' .. row.name .. '\0', '[' .. queue_member(row, waiter))
end

-- Somebody was granted the name: who stopped for isolation no longer stands first.
local function queue_level(row)
  if row.slot then
    row.slot.former = 0
  elseif queue_count(row) > 0 then
    local firsts = call('ZRANGEBYLEX', QUEUE, '[' .. row.name .. '\0', string.format('(%s\0%016.0f', row.name, LIMIT))
    for _, member in ipairs(firsts) do
      local waiter = queue_find(row, string.sub(member, #row.name + 35))
      call('ZREM', QUEUE, member)
      waiter.former = 0
      queue_write(row, waiter)
    end
  end
end

-- The registrations of a node that wait for a name.
local function queue_ids_of(row, node)
  local prefix = node .. '\0a\0' .. row.name .. '\0w'
  local members = call('ZRANGEBYLEX', PARTS, '[' .. prefix, '(' .. node .. '\0a\0' .. row.name .. '\0x')
  for i, member in ipairs(members) do
    members[i] = node .. '/' .. string.sub(member, #prefix + 1)
  end

  return members
end
