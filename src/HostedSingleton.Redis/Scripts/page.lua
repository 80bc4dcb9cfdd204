-- Reads one page of the tables; the first brings the nodes that are up.
-- parts: clock stamp core nodes
-- KEYS  the mesh's twelve (core.lua)
-- ARGV  2 generation, 3 cursor, 4 about how many names
-- Returns 'page', newest version, cursor of the next page or '0', nodes, names (as events, commit.lua); or 'old'.
local function up_nodes()
  local lines = {}
  for _, id in ipairs(call('ZRANGE', LEASES, 0, -1)) do
    local node = node_of(id)
    lines[#lines + 1] = 'm ' .. (node.told_in == generation and node.told or '0') .. ' - ' .. node.started .. ' ' .. node.says
  end

  return lines
end

local function command()
  if ARGV[2] ~= generation then
    return { 'old' }
  end

  local lines = {}
  local scan = call('HSCAN', NAMES, ARGV[3], 'COUNT', ARGV[4])
  for i = 2, #scan[2], 2 do
    local told_in, version, record = string.match(scan[2][i], '^(%d+) (%d+) ([^\n]*)')
    lines[#lines + 1] = 'n ' .. (told_in == generation and version or '0') .. ' ' .. record
  end

  return { 'page', S.version, scan[1], ARGV[3] == '0' and up_nodes() or {}, lines }
end
