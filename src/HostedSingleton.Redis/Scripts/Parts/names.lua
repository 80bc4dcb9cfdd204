-- The table of names. A row is two lines. The first is what the mesh is told: generation, version and [name, owner, completed, ending, lost,
-- handing over] as
-- JSON; the second is the store's own: [stop, next, until when each loss is remembered, reaped, pending, and where a page of a join has spoken for the
-- owner before the join ended, the generation].
-- An owner is [registration, token, registered at, priority, labels] or false; a loss [registration, reason, other owner or false, resolver or
-- false]; a reaped one [owner, until when]. All numbers are text. JSON here writes an empty list as {}.
-- PARTS has, for each node: node \0 a \0 name \0 h (owns it or is ending), node \0 a \0 name \0 w number (waits), node \0 r \0 name (is
-- remembered), node \0 s \0 name (owns it under Stop, or must stop).
-- names.rows has the rows this step has read; touched and order those it may change, in the order it came to them; moved the nodes whose parts
-- have changed.
local names = { rows = {}, touched = {}, order = {}, moved = {} }

function names.held_by(row)
  local held = {}
  if row.owner then
    held[nodes.of(row.owner[1])] = true
  end

  for _, id in ipairs(row.ending) do
    held[nodes.of(id)] = true
  end

  return held
end

-- Those of them who count on their full lease: an owner under Stop, and whoever must stop, because the record no longer tells under what.
function names.stopping_in(row)
  local stopping = {}
  if row.owner and row.stop then
    stopping[nodes.of(row.owner[1])] = true
  end

  for _, id in ipairs(row.ending) do
    stopping[nodes.of(id)] = true
  end

  return stopping
end

function names.remembered_in(row)
  local remembered = {}
  for _, loss in ipairs(row.lost) do
    remembered[nodes.of(loss[1])] = true
  end

  for _, reaped in ipairs(row.reaped) do
    remembered[nodes.of(reaped[1][1])] = true
  end

  return remembered
end

-- When the first memory fades, or nil.
function names.fades_at(row)
  local first
  for _, till in ipairs(row.till) do
    first = math.min(first or till, till)
  end

  for _, reaped in ipairs(row.reaped) do
    first = math.min(first or reaped[2], reaped[2])
  end

  return first
end

-- Whether the mesh has anything to know of a name.
function names.tells(row)
  return row.owner ~= false or #row.ending > 0 or #row.lost > 0
end

function names.read(row, stored)
  local line = string.find(stored, '\n', 1, true)
  local told_in, version, record = string.match(string.sub(stored, 1, line - 1), '^(%d+) (%d+) (.*)$')
  local said = cjson.decode(record)
  local own = cjson.decode(string.sub(stored, line + 1))
  row.stored, row.record, row.version = stored, record, told_in == mesh.generation and version or '0'
  row.owner, row.completed, row.ending, row.lost, row.handing_over = said[2], said[3], said[4], said[5], said[6]
  row.telling = names.tells(row)
  row.stop, row.next, row.till, row.reaped, row.pending, row.spoken = own[1], own[2], own[3], own[4], own[5], own[6] or false
  for i, till in ipairs(row.till) do
    row.till[i] = tonumber(till)
  end

  for _, reaped in ipairs(row.reaped) do
    reaped[2] = tonumber(reaped[2])
  end
end

-- The row of a name as it stands in this step; a new one where there is none.
function names.row(name)
  local row = names.rows[name]
  if not row then
    row = { name = name, version = '0', owner = false, completed = false, handing_over = false, ending = {}, lost = {}, stop = false, next = {}, till = {}, reaped = {}, pending = false, spoken = false, telling = false }
    local stored = call('HGET', NAMES, name)
    if stored then
      names.read(row, stored)
    end

    row.was_held, row.was_stopping, row.was_remembered, row.faded_at = names.held_by(row), names.stopping_in(row), names.remembered_in(row), names.fades_at(row)
    names.rows[name] = row
  end

  return row
end

function names.is_empty(row)
  return not row.owner and #row.ending == 0 and #row.lost == 0 and #row.reaped == 0 and queue.count(row) == 0
end

function names.write(row)
  local till, reaped = {}, {}
  for i, moment in ipairs(row.till) do
    till[i] = text(moment)
  end

  for i, former in ipairs(row.reaped) do
    reaped[i] = { former[1], text(former[2]) }
  end

  local own = cjson.encode({ row.stop, row.next, till, reaped, row.pending, row.spoken or nil })
  local stored = mesh.generation .. ' ' .. row.version .. ' ' .. row.record .. '\n' .. own
  if stored ~= row.stored then
    call('HSET', NAMES, row.name, stored)
    row.stored = stored
  end
end

-- Keeps one of a row's indexes: adds and removes what is in one set and not in the other.
function names.index(was, is, member)
  for node in pairs(is) do
    if not was[node] then
      call('ZADD', PARTS, 0, member(node))
      names.moved[node] = true
    end
  end

  for node in pairs(was) do
    if not is[node] then
      call('ZREM', PARTS, member(node))
      names.moved[node] = true
    end
  end
end

function names.index_row(row)
  local held, stopping, remembered = names.held_by(row), names.stopping_in(row), names.remembered_in(row)
  names.index(row.was_held, held, function(node) return node .. '\0a\0' .. row.name .. '\0h' end)
  names.index(row.was_stopping, stopping, function(node) return node .. '\0s\0' .. row.name end)
  names.index(row.was_remembered, remembered, function(node) return node .. '\0r\0' .. row.name end)
  row.was_held, row.was_stopping, row.was_remembered = held, stopping, remembered
  for id, waits in pairs(row.waits or {}) do
    local node = nodes.of(id)
    local member = node .. '\0a\0' .. row.name .. '\0w' .. string.sub(id, #node + 2)
    names.moved[node] = true
    if waits then
      call('ZADD', PARTS, 0, member)
    else
      call('ZREM', PARTS, member)
    end
  end

  row.waits = nil
  local fades = names.fades_at(row)
  if fades and fades ~= row.faded_at then
    call('ZADD', MEMORY, text(fades), row.name)
  elseif row.faded_at and not fades then
    call('ZREM', MEMORY, row.name)
  end

  row.faded_at = fades
end
