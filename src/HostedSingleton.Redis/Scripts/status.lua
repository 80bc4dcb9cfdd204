-- Reads one name's record and queue.
-- parts: clock stamp core nodes queue names
-- KEYS  all of the mesh (core.lua)
-- ARGV  2 name
-- Returns 'status', how long the generation still settles, the record (as an event, commit.lua), the owner's standing if there is one, and those of
-- the registrations that wait, next first. A standing is a registration, its priority, what is left of its node's lease (0 where that does not hold) and
-- 1 for a suspect.
local function add_standing(list, id, priority)
  local node = nodes.of(id)
  local holds = nodes.lease_holds(node)
  local row = holds and nodes.row(node)
  list[#list + 1] = id
  list[#list + 1] = priority
  list[#list + 1] = holds and text(nodes.deadline(node) - mesh.clock) or '0'
  list[#list + 1] = holds and nodes.deadline(node) < nodes.beat_at(row) + row.lease and '1' or '0'
end

local function line_of(row)
  local line, found, named = {}, {}, {}
  local waiting = queue.line(row)
  for _, waiter in ipairs(waiting) do
    found[waiter.id] = waiter
  end

  for _, id in ipairs(row.next) do
    if found[id] then
      add_standing(line, id, found[id].priority)
      named[id] = true
    end
  end

  for _, waiter in ipairs(waiting) do
    if not named[waiter.id] then
      add_standing(line, waiter.id, waiter.priority)
    end
  end

  return line
end

local function command()
  local row = names.row(ARGV[2])
  local version = row.stored and row.version or text(mesh.version)
  local record = row.record or cjson.encode({ row.name, false, false, {}, {}, false })
  local owner = {}
  if row.owner then
    add_standing(owner, row.owner[1], row.owner[4])
  end

  return { 'status', math.max(0, mesh.settles - mesh.clock), 'n ' .. version .. ' ' .. record, owner, line_of(row) }
end
