-- Begins a session: the node says all it holds and waits for, the store judges claim by claim and drops what the node no longer names.
-- Many claims come in pages, so that no step is long: each page has all claims on the names of a range, and speaks for that range alone. The first
-- page begins the session; the last one ends the join. Until then the node is as it was to all others: silent, if it has not spoken in this generation,
-- but for the names that its pages have spoken for.
-- parts: clock stamp core lists nodes queue names changes commit claims judging
-- KEYS  all of the mesh (core.lua)
-- ARGV  2 node, 3 session, 4 generation it last belonged to or '0', 5 lease, 6 grace, 7 longest lease it has seen, 8 highest token it has seen,
--       9 when it started, 10 [node, labels] as JSON, 11 how often it beats, 12 generation of the page before or '0', 13 the name after which the
--       page begins or '', 14 the name with which it ends or '', 15 1 if an older node of its name keeps it out, 16 whether it drains (nodes.lua),
--       17 how many holds, then the holds, then the waits (claims.lua)
-- Returns 'joined', generation, newest version, 1 while settling, longest lease,
--         [another node with another grace or '', that grace, eviction policy or '', 1 if two servers take turns], told with the last page only,
--         a verdict (claims.lua) for each hold, then one for each wait; or 'gone', 1 if a later session is known.
local node_id, lease, grace = ARGV[2], tonumber(ARGV[5]), tonumber(ARGV[6])
local begins, ends = ARGV[13] == '', ARGV[14] == ''

-- A node that is up and has another grace.
local function other_grace()
  local ranges = { { '-inf', '(' .. text(grace) }, { '(' .. text(grace), '+inf' } }
  for _, range in ipairs(ranges) do
    for _, id in ipairs(call('ZRANGEBYSCORE', GRACES, range[1], range[2])) do
      if id ~= node_id and not nodes.is_gone(id) then
        return id, nodes.row(id).grace
      end
    end
  end

  return '', '0'
end

-- The policy by which the server may take the mesh's keys, or ''. Where others' keys have no time to live, the volatile ones take the mesh's alone.
local function eviction()
  local info = redis.pcall('INFO', 'memory')
  info = type(info) == 'string' and info or ''
  local policy = string.match(info, 'maxmemory_policy:([%w-]*)') or ''
  return policy ~= 'noeviction' and string.match(info, 'maxmemory:(%d+)') ~= '0' and policy or ''
end

local function warnings()
  if not ends then
    return { '', '0', '', 0 }
  end

  local id, other = other_grace()
  return { id, other, eviction(), call('HGET', META, 'back') == '1' and 1 or 0 }
end

-- Takes over what the joiner knows and the store may have forgotten.
local function learn()
  local seen = tonumber(ARGV[8])
  local knows_another = ARGV[4] ~= '0' and ARGV[4] ~= mesh.generation
  if knows_another then
    mesh.set('fresh', 0)
  end

  mesh.set('last', math.max(mesh.last, seen))
  if knows_another and mesh.clock_is_behind() then
    -- What was granted after the last token that it has seen may be lost, and those who saw it may be gone.
    mesh.set('last', math.max(mesh.last, seen + UNSEEN))
  end

  mesh.set('longest', math.max(mesh.longest, lease, tonumber(ARGV[7])))
  if mesh.settling() or mesh.joined == 0 then
    mesh.set('settles', mesh.opened + mesh.longest)
  end

  mesh.set('joined', 1)
end

local function admit()
  local node = nodes.row(node_id)
  local news = begins and (not node or node.down ~= '-' or node.generation ~= mesh.generation)
  if not node then
    node = { id = node_id, generation = '0', forget = '0', told = '0', told_in = '0', drain = '0' }
    nodes.rows[node_id] = node
  end

  if nodes.is_newer(ARGV[16], node.drain) then
    node.drain, news = ARGV[16], true
  end

  node.kept = not ends and node.generation
  node.session, node.generation, node.lease, node.grace, node.down = ARGV[3], mesh.generation, ARGV[5], ARGV[6], '-'
  node.started, node.says, node.beat, node.beat_at = ARGV[9], ARGV[10], ARGV[11], text(mesh.clock)
  nodes.stale[node_id] = node
  nodes.deadlines[node_id] = mesh.clock + lease
  call('ZADD', LEASES, text(nodes.deadlines[node_id]), node_id)
  call('ZADD', GRACES, text(grace), node_id)
  call('ZREM', GONE, node_id)
  mesh.set('grace', tonumber(call('ZRANGE', GRACES, 0, 0, 'WITHSCORES')[2]))
  if news then
    nodes.told[#nodes.told + 1] = node
  end
end

local function read_claims()
  local holds, waits = {}, {}
  local last_hold = 17 + ARGV[17]
  for i = 18, last_hold do
    holds[#holds + 1] = claims.read_hold(node_id, ARGV[i])
  end

  for i = last_hold + 1, #ARGV do
    waits[#waits + 1] = claims.read_wait(node_id, ARGV[i])
  end

  return holds, waits
end

-- The names of one kind of part in the page's range, in order, each with the node's registrations that wait for it.
local function parts(kind)
  local prefix = node_id .. '\0' .. kind .. '\0'
  local from = begins and prefix or prefix .. ARGV[13] .. '\1'
  local to = ends and node_id .. '\0' .. kind .. '\1' or prefix .. ARGV[14] .. '\1'
  local found, waiting = {}, {}
  for _, member in ipairs(call('ZRANGEBYLEX', PARTS, '[' .. from, '(' .. to)) do
    local stop = string.find(member, '%z', #prefix + 1) or #member + 1
    local name = string.sub(member, #prefix + 1, stop - 1)
    if name ~= found[#found] then
      found[#found + 1] = name
      waiting[name] = {}
    end

    if string.sub(member, stop + 1, stop + 1) == 'w' then
      table.insert(waiting[name], node_id .. '/' .. string.sub(member, stop + 2))
    end
  end

  return found, waiting
end

-- What the node no longer names it has given back, its own older registrations too.
local function drop_unnamed(holds, waits)
  local named = {}
  for _, list in ipairs({ holds, waits }) do
    for _, claim in ipairs(list) do
      named[claim.name .. '\0' .. claim.id] = true
    end
  end

  local active, waiting = parts('a')
  for _, name in ipairs(lists.merged(active, (parts('r')))) do
    local row = names.touch(name)
    for _, id in ipairs(owners.ids_of(row, node_id, waiting[name] or {})) do
      if not named[name .. '\0' .. id] then
        owners.forget(row, id)
      end
    end
  end
end

-- A record alone starts nothing: where the record of an older generation shows a waiter as the owner, it waits all the same.
local function unseat(wait)
  local row = names.touch(wait.name)
  if row.owner and row.owner[1] == wait.id then
    owners.clear(row)
  end
end

local function verdicts(was_silent, holds, waits)
  local firsts, words = {}, {}
  for i, wait in ipairs(waits) do
    firsts[i] = claims.comes_first(wait)
  end

  drop_unnamed(holds, waits)
  for _, hold in ipairs(holds) do
    words[#words + 1] = claims.judge(hold)
  end

  for i, wait in ipairs(waits) do
    if was_silent then
      unseat(wait)
    end

    claims.enqueue(wait, firsts[i])
  end

  owners.hand_over_touched()
  for _, wait in ipairs(waits) do
    words[#words + 1] = claims.answer(wait)
  end

  return claims.numbered(words)
end

-- Whether events may be published, asked on a channel that nobody follows.
local function may_publish()
  return type(redis.pcall('PUBLISH', CHANNEL .. ':probe', '')) == 'number'
end

-- An older incarnation under the joiner's name whose lease holds.
local function older_namesake()
  local name, incarnation = string.match(node_id, '^(.*#)(.*)$')
  for _, id in ipairs(call('ZRANGEBYSCORE', LEASES, '(' .. text(mesh.clock), '+inf')) do
    local other = string.sub(id, 1, #name) == name and string.sub(id, #name + 1)
    -- Incarnations are hexadecimal and may have more digits than a number keeps; of two, the shorter text is the smaller.
    if other and (#other < #incarnation or (#other == #incarnation and other < incarnation)) and nodes.lease_holds(id) then
      return id
    end
  end
end

-- Whether this page may speak: the first one of a new session, or one that follows on the page before, in the same generation and lease.
local function is_next(known)
  if begins then
    return not known or known.session < ARGV[3]
  end

  return known and known.session == ARGV[3] and known.down == '-' and mesh.generation == ARGV[12]
end

local function command()
  local known = nodes.row(node_id)
  if not is_next(known) then
    return { 'gone', (begins or (known and known.session > ARGV[3])) and 1 or 0 }
  end

  local older = begins and ARGV[15] == '1' and older_namesake()
  if older then
    return mesh.refusal("node " .. older .. " runs under this node's name, and WhenNodeTaken is Refuse. Stop that process, or give this one another Node name. It goes on asking")
  end

  if tonumber(ARGV[8]) >= LIMIT then
    return mesh.refusal('node ' .. node_id .. ' brings the token ' .. ARGV[8] .. ', which no store of ours has granted')
  end

  if begins and not may_publish() then
    return mesh.refusal('the Redis user may not publish on ' .. CHANNEL .. '. Grant it: ACL SETUSER <user> &hs:* +publish')
  end

  local warned = warnings()
  local was_silent = nodes.is_silent(node_id)
  learn()
  admit()
  local words = verdicts(was_silent, read_claims())
  return { 'joined', mesh.generation, mesh.version, mesh.settling() and 1 or 0, text(mesh.longest), warned, words }
end
