-- The table of nodes. A row is one line of words and ends with what only the nodes read:
-- session, generation joined, lease, grace, beat, when it beat as far as a suspicion had to write it down (beat_of), down ('-' while up), when
-- forgotten, generation and version told, start, [node, labels] as JSON.
local nodes = {}
local deadlines = {}
local stale_nodes = {}
local told_nodes = {}

local ROW = '^(%S+) (%S+) (%S+) (%S+) (%S+) (%S+) (%S+) (%S+) (%S+) (%S+) (%S+) (.*)$'

-- A node's row, or false.
local function node_of(id)
  if nodes[id] == nil then
    local row = call('HGET', NODES, id)
    local node = false
    if row then
      node = { id = id }
      node.session, node.generation, node.lease, node.grace, node.beat, node.beat_at, node.down, node.forget, node.told_in, node.told, node.started,
        node.says = string.match(row, ROW)
    end

    nodes[id] = node
  end

  return nodes[id]
end

local function save_node(node)
  call('HSET', NODES, node.id, table.concat({
    node.session, node.generation, node.lease, node.grace, node.beat, node.beat_at, node.down, node.forget, node.told_in, node.told, node.started, node.says }, ' '))
end

-- When the lease of a node ends, or false when the node is gone.
local function deadline_of(id)
  if deadlines[id] == nil then
    deadlines[id] = tonumber(call('ZSCORE', LEASES, id) or nil) or false
  end

  return deadlines[id]
end

-- When a node that is up last joined or beat: a lease before its deadline, unless a suspicion has shortened that since; then the row says it.
local function beat_of(node)
  return math.max(deadline_of(node.id) - node.lease, tonumber(node.beat_at))
end

local function is_gone(id)
  return not deadline_of(id)
end

local function has_left(id)
  local node = node_of(id)
  return node and node.down == 'Left'
end

-- Whether a node has not been heard in this generation.
local function is_silent(id)
  local node = node_of(id)
  return not node or node.generation ~= generation
end

-- Whether the lease of a node that has joined this generation still runs.
local function lease_holds(id)
  local deadline = deadline_of(id)
  return deadline and deadline > S.clock and not is_silent(id)
end

-- The row of a node in its present session; else nil and the answer it gets. Sessions are 19 digits, so that they compare as text.
local function present(id, session)
  local node = node_of(id)
  if node and node.down == '-' and node.generation == generation and node.session == session then
    return node
  end

  return nil, { 'gone', (node and node.session > session) and 1 or 0 }
end

-- Whether anything calls for a reap.
local function reap_due()
  if settling() then
    return 0
  end

  local lease = call('ZRANGE', LEASES, 0, 0, 'WITHSCORES')[2]
  local gone = call('ZRANGE', GONE, 0, 0, 'WITHSCORES')[2]
  local memory = call('ZRANGE', MEMORY, 0, 0, 'WITHSCORES')[2]
  local due = (lease and tonumber(lease) <= S.clock) or (gone and tonumber(gone) <= S.clock) or (memory and tonumber(memory) <= S.clock)
  return (due or call('ZCARD', PENDING) > 0) and 1 or 0
end
