-- Marks all nodes whose lease has ended as gone, hands over up to a number of names (owners.clear_out), and forgets what has been remembered for a day.
-- parts: clock stamp core lists nodes queue names changes commit sweep
-- KEYS  all of the mesh (core.lua)
-- ARGV  2 node, 3 session, 4 how many names, or waiters that are gone
-- Returns 'reaped', 1 if there is more to do at once; or 'gone', 1 if a later session is known.

local function mark_expired()
  local expired = call('ZRANGEBYSCORE', LEASES, '-inf', text(mesh.clock))
  table.sort(expired, lists.before)
  for _, id in ipairs(expired) do
    step.mark_gone(nodes.row(id), 'LeaseEnded')
  end
end

local function sweep_gone(limit)
  for _, id in ipairs(call('ZRANGEBYSCORE', GONE, 0, 0)) do
    limit = sweep.run(nodes.row(id), limit)
  end

  return limit
end

-- Touches the names, up to a number, that may have an heir. Returns how many of that number are left, and which names they are.
local function touch_pending(limit)
  return owners.clear_out(limit > 0 and call('ZRANGE', PENDING, 0, limit - 1) or {}, limit)
end

-- Puts those of them that still have none, since all who wait are in the middle of a join, behind the others. Returns how many they are.
local function put_behind(pending)
  local stuck = 0
  for _, name in ipairs(pending) do
    if names.row(name).pending then
      call('ZADD', PENDING, text(mesh.clock), name)
      stuck = stuck + 1
    end
  end

  return stuck
end

-- Lets fade what has been remembered for a day.
local function fade(limit)
  local faded = limit > 0 and call('ZRANGEBYSCORE', MEMORY, '-inf', text(mesh.clock), 'LIMIT', 0, limit) or {}
  for _, name in ipairs(faded) do
    local row = names.touch(name)
    owners.forget_losses(row, function(_, till) return till <= mesh.clock end)
    lists.keep(row.reaped, function(reaped) return reaped[2] > mesh.clock end)
  end
end

-- Forgets nodes that have been gone for a lease and have nothing left to sweep: until then a delayed copy of their join is refused.
local function forget_nodes()
  local old = call('ZRANGEBYSCORE', GONE, '(0', text(mesh.clock))
  for _, id in ipairs(old) do
    call('HDEL', NODES, id)
    call('ZREM', GONE, id)
    call('ZREM', GRACES, id)
  end

  if #old > 0 then
    mesh.set('grace', tonumber(call('ZRANGE', GRACES, 0, 0, 'WITHSCORES')[2] or '0'))
  end
end

local function command()
  local node, gone = nodes.present(ARGV[2], ARGV[3])
  if not node then
    return gone
  end

  if mesh.settling() then
    return { 'reaped', 0 }
  end

  mark_expired()
  local limit = tonumber(ARGV[4])
  local left = sweep_gone(limit)
  local swept, pending = left < limit, nil
  left, pending = touch_pending(left)
  fade(left)
  owners.hand_over_touched()
  step.commit()
  forget_nodes()
  local stuck = put_behind(pending)
  -- A step that has moved none of the names that it looked at would move none at once either: the next beat asks again.
  local moves = swept or stuck < #pending or #pending == 0
  return { 'reaped', (nodes.is_due() or (moves and call('ZCARD', PENDING) > 0)) and 1 or 0 }
end
