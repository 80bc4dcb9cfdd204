-- The end of a step that may have changed names or nodes: changes are numbered, kept, logged and published.
-- An event is one line: 'm', version, down, start and [node, labels] for a node; 'n', version and [name, owner, completed, ending, lost] for a
-- name. A message is the generation and the step's events, each on a line of its own.
local LOG_LENGTH = 10000

local function tell_node(node, events)
  set('version', S.version + 1)
  node.told, node.told_in = text(S.version), generation
  events[#events + 1] = 'm ' .. node.told .. ' ' .. node.down .. ' ' .. node.started .. ' ' .. node.says
end

-- Keeps which names tell something, in the order they came to.
local function index_page(row, telling)
  if telling then
    set('paged', S.paged + 1)
    call('ZADD', PAGES, text(S.paged), row.name)
  else
    call('ZREM', PAGES, row.name)
  end

  row.telling = telling
end

local function tell_row(row, events)
  local telling = tells(row)
  if not row.stored and not telling then
    row.record = row.record or cjson.encode({ row.name, false, false, {}, {} })
    return
  end

  local record = cjson.encode({ row.name, row.owner, row.completed, row.ending, row.lost })
  if record ~= row.record then
    set('version', S.version + 1)
    row.record, row.version = record, text(S.version)
    events[#events + 1] = 'n ' .. row.version .. ' ' .. record
  end

  if telling ~= row.telling then
    index_page(row, telling)
  end
end

local function keep_row(row)
  queue_flush(row)
  if not is_empty(row) then
    write_row(row)
  else
    set_pending(row, false)
    if row.stored then
      call('HDEL', NAMES, row.name)
      row.stored = nil
    end
  end

  index_row(row)
end

local function publish(events)
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

  call('PUBLISH', CHANNEL, generation .. '\n' .. table.concat(events, '\n'))
end

-- Puts a gone node at 0 among the gone while a name is left to sweep: of one that has left any name, of others what they had an active part in.
local function index_gone(node)
  local last = node.down == 'Left' and '\1' or '\0a\1'
  local first = node.down == 'Left' and '\0' or '\0a\0'
  local part = call('ZRANGEBYLEX', PARTS, '[' .. node.id .. first, '(' .. node.id .. last, 'LIMIT', 0, 1)
  call('ZADD', GONE, #part > 0 and '0' or node.forget, node.id)
end

local function index_moved()
  for id in pairs(moved) do
    local node = is_gone(id) and node_of(id)
    if node then
      index_gone(node)
    end
  end
end

local function commit()
  stepped = true
  local events = {}
  for _, node in ipairs(told_nodes) do
    tell_node(node, events)
  end

  for _, row in ipairs(touched_order) do
    tell_row(row, events)
  end

  for _, row in ipairs(touched_order) do
    keep_row(row)
  end

  for _, node in pairs(stale_nodes) do
    save_node(node)
  end

  index_moved()
  publish(events)
  touched, touched_order, told_nodes, stale_nodes, moved = {}, {}, {}, {}, {}
end

-- Marks a node gone; what it has a part in is taken from it by a sweep.
local function mark_gone(node, reason)
  node.down, node.forget = reason, text(S.clock + node.lease)
  told_nodes[#told_nodes + 1], stale_nodes[node.id] = node, node
  deadlines[node.id] = false
  call('ZREM', LEASES, node.id)
  index_gone(node)
  gone_with_part = nil
end
