-- Which names a gone node still has a part in.

-- The names of one kind of part of a node, up to a number, in order.
local function part_names(id, kind, limit)
  local prefix = id .. '\0' .. kind .. '\0'
  local names, from = {}, 0
  while #names < limit do
    local members = call('ZRANGEBYLEX', PARTS, '[' .. prefix, '(' .. id .. '\0' .. kind .. '\1', 'LIMIT', from, limit)
    for _, member in ipairs(members) do
      local stop = string.find(member, '%z', #prefix + 1) or #member + 1
      local name = string.sub(member, #prefix + 1, stop - 1)
      if name ~= names[#names] and #names < limit then
        names[#names + 1] = name
      end
    end

    from = from + limit
    if #members < limit then
      break
    end
  end

  return names
end

-- Whether names still wait for what the end of a node means to them: a goodbye at any time, another end when the generation has settled.
local function is_to_sweep(node)
  return node.down == 'Left' and (call('ZSCORE', GONE, node.id) == '0')
    or node.down ~= '-' and not settling() and #part_names(node.id, 'a', 1) > 0
end

-- Touches the names of a gone node, up to a number; returns how many of that number are left.
local function sweep(node, limit)
  if limit <= 0 or not is_to_sweep(node) then
    return limit
  end

  local names = part_names(node.id, 'a', limit)
  if node.down == 'Left' then
    names = merged(names, part_names(node.id, 'r', limit))
  end

  local count = math.min(#names, limit)
  for i = 1, count do
    touch(names[i])
  end

  return limit - count
end
