-- The last part of every script: the clock moves, the command does its work, the numbers are kept.
local refused = mesh.tick()
if refused then
  return refused
end

local reply = command()
mesh.finish()
return reply
