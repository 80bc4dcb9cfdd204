-- Which names a gone node still has a part in.
local sweep = {}

-- The names of one kind of part of a node, up to a number, in order.
function sweep.part_names(id, kind, limit)
  local prefix = id .. '\0' .. kind .. '\0'
  local found, from = {}, 0
  while #found < limit do
    local members = call('ZRANGEBYLEX', PARTS, '[' .. prefix, '(' .. id .. '\0' .. kind .. '\1', 'LIMIT', from, limit)
    for _, member in ipairs(members) do
      local stop = string.find(member, '%z', #prefix + 1) or #member + 1
      local name = string.sub(member, #prefix + 1, stop - 1)
      if name ~= found[#found] and #found < limit then
        found[#found + 1] = name
      end
    end

    from = from + limit
    if #members < limit then
      break
    end
  end

  return found
end

-- Whether names still wait for what the end of a node means to them: a goodbye at any time, another end when the generation has settled.
function sweep.is_to_sweep(node)
  return node.down == 'Left' and (call('ZSCORE', GONE, node.id) == '0')
    or node.down ~= '-' and not mesh.settling() and #sweep.part_names(node.id, 'a', 1) > 0
end

-- Takes a gone node out of its names, up to a number (owners.clear_out); returns how many of that number are left.
function sweep.run(node, limit)
  if limit <= 0 or not sweep.is_to_sweep(node) then
    return limit
  end

  local found = sweep.part_names(node.id, 'a', limit)
  if node.down == 'Left' then
    found = lists.merged(found, sweep.part_names(node.id, 'r', limit))
  end

  return (owners.clear_out(found, limit))
end
