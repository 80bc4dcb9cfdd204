-- The end of a step that may have changed names or nodes: changes are numbered, kept, logged and published.
-- An event is one line: 'm', version, down, start, drain and [node, labels] for a node; 'n', version and [name, owner, completed, ending, lost,
-- handing over] for a name. A message is the generation and the step's events, each on a line of its own.
local LOG_LENGTH = 10000
local step = {}
mesh.steps = true

function step.tell_node(node, events)
  mesh.set('version', mesh.version + 1)
  node.told, node.told_in = text(mesh.version), mesh.generation
  events[#events + 1] = 'm ' .. node.told .. ' ' .. node.down .. ' ' .. node.started .. ' ' .. node.drain .. ' ' .. node.says
end

-- Keeps which names tell something, in the order they came to.
function step.index_page(row, telling)
  if telling then
    mesh.set('paged', mesh.paged + 1)
    call('ZADD', PAGES, text(mesh.paged), row.name)
  else
    call('ZREM', PAGES, row.name)
  end

  row.telling = telling
end

function step.tell_row(row, events)
  local telling = names.tells(row)
  if not row.stored and not telling then
    row.record = row.record or cjson.encode({ row.name, false, false, {}, {}, false })
    return
  end

  local record = cjson.encode({ row.name, row.owner, row.completed, row.ending, row.lost, row.handing_over })
  if record ~= row.record then
    mesh.set('version', mesh.version + 1)
    row.record, row.version = record, text(mesh.version)
    events[#events + 1] = 'n ' .. row.version .. ' ' .. record
  end

  if telling ~= row.telling then
    step.index_page(row, telling)
  end
end

function step.keep_row(row)
  queue.flush(row)
  if not names.is_empty(row) then
    names.write(row)
  else
    owners.set_pending(row, false)
    if row.stored then
      call('HDEL', NAMES, row.name)
      row.stored = nil
    end
  end

  names.index_row(row)
end

function step.publish(events)
  if #events == 0 then
    return
  end

  local length
  for from = 1, #events, 1000 do
    length = call('RPUSH', LOG, unpack(events, from, math.min(from + 999, #events)))
  end

  if length > LOG_LENGTH then
    call('LTRIM', LOG, -LOG_LENGTH, -1)
  end

  -- Without it things are slow, not wrong; so a right that was taken away since the join must not break the step off.
  redis.pcall('PUBLISH', CHANNEL, mesh.generation .. '\n' .. table.concat(events, '\n'))
end

-- Puts a gone node at 0 among the gone while a name is left to sweep: of one that has left any name, of others what they had an active part in.
function step.index_gone(node)
  local last = node.down == 'Left' and '\1' or '\0a\1'
  local first = node.down == 'Left' and '\0' or '\0a\0'
  local part = call('ZRANGEBYLEX', PARTS, '[' .. node.id .. first, '(' .. node.id .. last, 'LIMIT', 0, 1)
  call('ZADD', GONE, #part > 0 and '0' or node.forget, node.id)
end

function step.index_moved()
  for id in pairs(names.moved) do
    local node = nodes.is_gone(id) and nodes.row(id)
    if node then
      step.index_gone(node)
    end
  end
end

function step.commit()
  local events = {}
  for _, node in ipairs(nodes.told) do
    step.tell_node(node, events)
  end

  for _, row in ipairs(names.order) do
    step.tell_row(row, events)
  end

  for _, row in ipairs(names.order) do
    step.keep_row(row)
  end

  for _, node in pairs(nodes.stale) do
    nodes.save(node)
  end

  step.index_moved()
  step.publish(events)
  names.touched, names.order, nodes.told, nodes.stale, names.moved = {}, {}, {}, {}, {}
end

-- Marks a node gone; what it has a part in is taken from it by a sweep.
function step.mark_gone(node, reason)
  node.down, node.forget = reason, text(mesh.clock + node.lease)
  nodes.told[#nodes.told + 1], nodes.stale[node.id] = node, node
  nodes.deadlines[node.id] = false
  call('ZREM', LEASES, node.id)
  step.index_gone(node)
  owners.gone = nil
end
