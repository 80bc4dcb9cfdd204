-- Marks all nodes whose lease has ended as gone, hands over up to a number of names, and forgets what has been remembered for a day.
-- parts: clock stamp core lists nodes queue names changes commit sweep
-- KEYS  all of the mesh (core.lua)
-- ARGV  2 node, 3 session, 4 how many names
-- Returns 'reaped', 1 if there is more to do; or 'gone', 1 if a later session is known.

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

local function touch_pending(limit)
  local pending = limit > 0 and call('ZRANGE', PENDING, 0, limit - 1) or {}
  for _, name in ipairs(pending) do
    names.touch(name)
  end

  return limit - #pending
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
  local left = sweep_gone(tonumber(ARGV[4]))
  left = touch_pending(left)
  fade(left)
  owners.hand_over_touched()
  step.commit()
  forget_nodes()
  return { 'reaped', nodes.reap_due() }
end
