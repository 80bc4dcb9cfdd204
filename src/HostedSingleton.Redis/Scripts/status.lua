-- Reads one name's record and queue.
-- parts: clock stamp core nodes queue names
-- KEYS  all of the mesh (core.lua)
-- ARGV  2 name
-- Returns 'status', 1 while settling, the record (as an event, commit.lua), the registrations that wait, next first.
local function line_of(row)
  local line, named = {}, {}
  for _, id in ipairs(row.next) do
    if queue.find(row, id) then
      line[#line + 1] = id
      named[id] = true
    end
  end

  for _, id in ipairs(queue.ids(row, 0, queue.count(row))) do
    if not named[id] then
      line[#line + 1] = id
    end
  end

  return line
end

local function command()
  local row = names.row(ARGV[2])
  local version = row.stored and row.version or text(mesh.version)
  local record = row.record or cjson.encode({ row.name, false, false, {}, {}, false })
  return { 'status', mesh.settling() and 1 or 0, 'n ' .. version .. ' ' .. record, line_of(row) }
end
