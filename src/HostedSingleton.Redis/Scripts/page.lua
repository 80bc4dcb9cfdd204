-- Reads one page of the tables; the first brings the nodes that are up.
-- parts: clock stamp core nodes
-- KEYS  all of the mesh (core.lua)
-- ARGV  2 generation, 3 cursor, 4 how many names, at most 1000
-- Returns 'page', newest version, cursor of the next page or 0, nodes, names (as events, commit.lua); or 'old'.
local function up_nodes()
  local lines = {}
  for _, id in ipairs(call('ZRANGE', LEASES, 0, -1)) do
    local node = nodes.row(id)
    lines[#lines + 1] = 'm ' .. (node.told_in == mesh.generation and node.told or '0') .. ' - ' .. node.started .. ' ' .. node.drain .. ' ' .. node.says
  end

  return lines
end

-- The names after a cursor, and the cursor of the next page.
local function names_after(cursor, limit)
  local found = call('ZRANGEBYSCORE', PAGES, '(' .. cursor, '+inf', 'LIMIT', 0, limit + 1, 'WITHSCORES')
  local names = {}
  for i = 1, math.min(#found, 2 * limit), 2 do
    names[#names + 1] = found[i]
  end

  return names, #found > 2 * limit and found[2 * limit] or '0'
end

local function command()
  if ARGV[2] ~= mesh.generation then
    return { 'old' }
  end

  local names, following = names_after(ARGV[3], math.min(ARGV[4], 1000))
  local lines = #names > 0 and call('HMGET', NAMES, unpack(names)) or {}
  for i, stored in ipairs(lines) do
    local told_in, version, record = string.match(stored, '^(%d+) (%d+) ([^\n]*)')
    lines[i] = 'n ' .. (told_in == mesh.generation and version or '0') .. ' ' .. record
  end

  return { 'page', mesh.version, following, ARGV[3] == '0' and up_nodes() or {}, lines }
end
