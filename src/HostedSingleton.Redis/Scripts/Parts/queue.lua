-- The queue of a name. In QUEUE each waiter is name \0 order \0 registration; the order is the token of its registration that stopped for
-- isolation, highest first, then the priority, highest first, then the ticket. In WAITERS, name \0 registration has [ticket, former token, stop, priority, labels].
-- A queue of one that came in this step stays in row.slot until the step ends: most registrations are granted at once and write no queue.

local queue = {}
local HIGHEST = 2147483647

-- The registration at the end of a member.
local function id_in(row, member)
  return string.sub(member, #row.name + 45)
end

function queue.member(row, waiter)
  return string.format('%s\0%016.0f%010.0f%016.0f\0%s', row.name, LIMIT - waiter.former, HIGHEST - tonumber(waiter.priority), waiter.ticket, waiter.id)
end

-- How many wait.
function queue.count(row)
  if not row.queued then
    row.queued = call('ZLEXCOUNT', QUEUE, '[' .. row.name .. '\0', '(' .. row.name .. '\1')
  end

  return row.queued
end

-- The registrations that wait, in order, from one place on.
function queue.ids(row, from, count)
  if row.slot then
    return from == 0 and { row.slot.id } or {}
  end

  if queue.count(row) <= from then
    return {}
  end

  local members = call('ZRANGEBYLEX', QUEUE, '[' .. row.name .. '\0', '(' .. row.name .. '\1', 'LIMIT', from, count)
  for i, member in ipairs(members) do
    members[i] = id_in(row, member)
  end

  return members
end

function queue.find(row, id)
  if row.slot then
    return row.slot.id == id and row.slot or nil
  end

  local entry = queue.count(row) > 0 and call('HGET', WAITERS, row.name .. '\0' .. id)
  if not entry then
    return nil
  end

  local said = cjson.decode(entry)
  return { id = id, node = nodes.of(id), ticket = tonumber(said[1]), former = tonumber(said[2]), stop = said[3], priority = said[4], labels = said[5] }
end

function queue.write(row, waiter)
  call('ZADD', QUEUE, 0, queue.member(row, waiter))
  call('HSET', WAITERS, row.name .. '\0' .. waiter.id, cjson.encode({ text(waiter.ticket), text(waiter.former), waiter.stop, waiter.priority, waiter.labels }))
end

-- Marks that a registration has come into the queue, or has gone, for the index of parts.
function queue.part(row, id, waits)
  row.waits = row.waits or {}
  row.waits[id] = waits
end

-- Writes the slot, where there is one: the step ends, or another waiter comes.
function queue.flush(row)
  if row.slot then
    queue.write(row, row.slot)
    queue.part(row, row.slot.id, true)
    row.slot = nil
  end
end

function queue.add(row, waiter)
  local count = queue.count(row)
  queue.flush(row)
  if count == 0 then
    row.slot = waiter
  else
    queue.write(row, waiter)
    queue.part(row, waiter.id, true)
  end

  row.queued = count + 1
end

-- Takes a registration out. Returns whether it was there.
function queue.remove(row, id)
  local waiter = queue.find(row, id)
  if not waiter then
    return false
  end

  row.queued = row.queued - 1
  if row.slot then
    row.slot = nil
  else
    call('ZREM', QUEUE, queue.member(row, waiter))
    call('HDEL', WAITERS, row.name .. '\0' .. id)
    queue.part(row, id, false)
  end

  return true
end

-- The place among all that wait, from 1.
function queue.place(row, waiter)
  return row.slot and 1 or call('ZLEXCOUNT', QUEUE, '[' .. row.name .. '\0', '[' .. queue.member(row, waiter))
end

-- Somebody was granted the name: who stopped for isolation no longer stands first.
function queue.level(row)
  if row.slot then
    row.slot.former = 0
  elseif queue.count(row) > 0 then
    local firsts = call('ZRANGEBYLEX', QUEUE, '[' .. row.name .. '\0', string.format('(%s\0%016.0f', row.name, LIMIT))
    for _, member in ipairs(firsts) do
      local waiter = queue.find(row, id_in(row, member))
      call('ZREM', QUEUE, member)
      waiter.former = 0
      queue.write(row, waiter)
    end
  end
end

-- Who waits, in order: registrations and their priorities. For steps that change nothing.
function queue.line(row)
  local members = call('ZRANGEBYLEX', QUEUE, '[' .. row.name .. '\0', '(' .. row.name .. '\1')
  for i, member in ipairs(members) do
    local priority = string.sub(member, #row.name + 18, #row.name + 27)
    members[i] = { id = id_in(row, member), priority = text(HIGHEST - tonumber(priority)) }
  end

  return members
end

-- The registrations of a node that wait for a name.
function queue.ids_of(row, node)
  local prefix = node .. '\0a\0' .. row.name .. '\0w'
  local members = call('ZRANGEBYLEX', PARTS, '[' .. prefix, '(' .. node .. '\0a\0' .. row.name .. '\0x')
  for i, member in ipairs(members) do
    members[i] = node .. '/' .. string.sub(member, #prefix + 1)
  end

  return members
end
