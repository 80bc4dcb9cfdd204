-- The table of nodes. A row is one line of words and ends with what only the nodes read:
-- session, generation joined, lease, grace, beat, when it beat as far as a suspicion had to write it down (beat_at), down ('-' while up), when
-- forgotten, generation and version told, start, whether it drains, [node, labels] as JSON.
-- Whether it drains is a number: positive if so, negative if no longer; the larger magnitude is the newer word.
-- nodes.rows has the rows this step has read, deadlines the ends of leases, stale the rows to write, told the nodes to tell of.
local nodes = { rows = {}, deadlines = {}, stale = {}, told = {} }

local ROW = '^(%S+) (%S+) (%S+) (%S+) (%S+) (%S+) (%S+) (%S+) (%S+) (%S+) (%S+) (%S+) (.*)$'

-- The node of a registration.
function nodes.of(id)
  return string.match(id, '^(.*)/')
end

-- A node's row, or false.
function nodes.row(id)
  if nodes.rows[id] == nil then
    local row = call('HGET', NODES, id)
    local node = false
    if row then
      node = { id = id }
      node.session, node.generation, node.lease, node.grace, node.beat, node.beat_at, node.down, node.forget, node.told_in, node.told, node.started,
        node.drain, node.says = string.match(row, ROW)
    end

    nodes.rows[id] = node
  end

  return nodes.rows[id]
end

-- Whether one word on a node's drain is newer than another.
function nodes.is_newer(word, other)
  return math.abs(tonumber(word)) > math.abs(tonumber(other))
end

-- Writes a row; one whose join goes on with another page keeps the generation it had.
function nodes.save(node)
  call('HSET', NODES, node.id, table.concat({
    node.session, node.kept or node.generation, node.lease, node.grace, node.beat, node.beat_at, node.down, node.forget, node.told_in, node.told, node.started, node.drain, node.says }, ' '))
end

-- When the lease of a node ends, or false when the node is gone.
function nodes.deadline(id)
  if nodes.deadlines[id] == nil then
    nodes.deadlines[id] = tonumber(call('ZSCORE', LEASES, id) or nil) or false
  end

  return nodes.deadlines[id]
end

-- When a node that is up last joined or beat: a lease before its deadline, unless a suspicion has shortened that since; then the row says it.
function nodes.beat_at(node)
  return math.max(nodes.deadline(node.id) - node.lease, tonumber(node.beat_at))
end

-- Whoever comes to own a name under Stop, or must stop, counts on its full lease from then on, suspect or not.
function nodes.restore_lease(id)
  local node, deadline = nodes.row(id), nodes.deadline(id)
  if node and deadline then
    local full = nodes.beat_at(node) + node.lease
    if full > deadline then
      call('ZADD', LEASES, text(full), id)
      nodes.deadlines[id] = full
    end
  end
end

function nodes.is_gone(id)
  return not nodes.deadline(id)
end

function nodes.has_left(id)
  local node = nodes.row(id)
  return node and node.down == 'Left'
end

-- Whether a node has not been heard in this generation.
function nodes.is_silent(id)
  local node = nodes.row(id)
  return not node or node.generation ~= mesh.generation
end

-- Whether the lease of a node that has joined this generation still runs.
function nodes.lease_holds(id)
  local deadline = nodes.deadline(id)
  return deadline and deadline > mesh.clock and not nodes.is_silent(id)
end

-- The row of a node in its present session; else nil and the answer it gets. Sessions are 19 digits, so that they compare as text.
function nodes.present(id, session)
  local node = nodes.row(id)
  if node and node.down == '-' and node.generation == mesh.generation and node.session == session then
    return node
  end

  return nil, { 'gone', (node and node.session > session) and 1 or 0 }
end

-- Whether an end or a memory calls for a reap.
function nodes.is_due()
  local lease = call('ZRANGE', LEASES, 0, 0, 'WITHSCORES')[2]
  local gone = call('ZRANGE', GONE, 0, 0, 'WITHSCORES')[2]
  local memory = call('ZRANGE', MEMORY, 0, 0, 'WITHSCORES')[2]
  return (lease and tonumber(lease) <= mesh.clock) or (gone and tonumber(gone) <= mesh.clock) or (memory and tonumber(memory) <= mesh.clock)
end

-- Whether anything calls for a reap.
function nodes.reap_due()
  return not mesh.settling() and (nodes.is_due() or call('ZCARD', PENDING) > 0) and 1 or 0
end
