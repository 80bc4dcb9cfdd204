-- Reads the events after a version.
-- parts: clock stamp core
-- KEYS  all of the mesh (core.lua)
-- ARGV  2 generation, 3 version, 4 how many at most
-- Returns 'events', generation, newest version, the events (commit.lua); or 'old'.
local function command()
  local oldest = mesh.version - call('LLEN', LOG) + 1
  local from = tonumber(ARGV[3]) + 1
  if ARGV[2] ~= mesh.generation or from < oldest or from > mesh.version + 1 then
    return { 'old' }
  end

  local events = ARGV[4] ~= '0' and call('LRANGE', LOG, from - oldest, from - oldest + ARGV[4] - 1) or {}
  return { 'events', mesh.generation, mesh.version, events }
end
