-- Asks for a name: grants it, queues the asker, or says who has it. The same number asked again gets the same answer.
-- parts: clock stamp core lists nodes queue names changes commit claims
-- KEYS  all of the mesh (core.lua)
-- ARGV  2 node, 3 session, 4 wait (claims.lua)
-- Returns 'verdict', verdict (claims.lua); or 'gone', 1 if a later session is known.
local function command()
  local node, gone = nodes.present(ARGV[2], ARGV[3])
  if not node then
    return gone
  end

  local wait = claims.read_wait(node.id, ARGV[4])
  local first = claims.comes_first(wait)
  if wait.former_number ~= '0' then
    owners.forget(names.touch(wait.name), node.id .. '/' .. wait.former_number)
  end

  claims.enqueue(wait, first)
  owners.hand_over_touched()
  return { 'verdict', claims.numbered({ claims.answer(wait) })[1] }
end
