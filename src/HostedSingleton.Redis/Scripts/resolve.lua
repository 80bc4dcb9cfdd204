-- Commits decided clashes, each only if the record still shows the token it was decided against; else the claim is judged anew.
-- parts: clock stamp core lists nodes queue names changes commit claims judging
-- KEYS  all of the mesh (core.lua)
-- ARGV  2 node, 3 session, then for each clash: hold (claims.lua), expected token, decision (Mine, Theirs, None), resolver
-- Returns 'verdicts', a verdict (claims.lua) for each clash; or 'gone', 1 if a later session is known.
local function decide(hold, expected, decision, resolver)
  local row = names.touch(hold.name)
  local theirs = row.owner
  if not theirs or theirs[1] == hold.id or theirs[2] ~= expected or nodes.is_gone(nodes.of(theirs[1]))
    or owners.loss_of(row, hold.id) or row.completed or hold.state ~= 'Running' then
    return claims.judge(hold)
  end

  if decision == 'Mine' then
    owners.set(row, claims.owner_of(hold, text(mesh.next_number())), hold.stop, false)
    owners.remember(row, { theirs[1], 'Decided', row.owner, resolver })
    owners.await_end(row, theirs[1])
    return claims.owned(row)
  end

  if decision == 'Theirs' then
    row.owner = owners.with_token(theirs, text(mesh.next_number()))
    owners.await_end(row, hold.id)
    return claims.lose(row, { hold.id, 'Decided', row.owner, resolver })
  end

  owners.end_owner(row, { theirs[1], 'NoWinner', claims.owner_of(hold, hold.token), resolver })
  owners.await_end(row, hold.id)
  return claims.lose(row, { hold.id, 'NoWinner', theirs, resolver })
end

local function command()
  local node, gone = nodes.present(ARGV[2], ARGV[3])
  if not node then
    return gone
  end

  local verdicts = {}
  for i = 4, #ARGV, 4 do
    verdicts[#verdicts + 1] = decide(claims.read_hold(node.id, ARGV[i]), ARGV[i + 1], ARGV[i + 2], ARGV[i + 3])
  end

  owners.hand_over_touched()
  return { 'verdicts', claims.numbered(verdicts) }
end
