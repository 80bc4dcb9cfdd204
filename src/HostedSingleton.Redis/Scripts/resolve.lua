-- Commits decided clashes, each only if the record still shows the token it was decided against; else the claim is judged anew.
-- parts: clock stamp core nodes queue names changes commit claims judging
-- KEYS  all of the mesh (core.lua)
-- ARGV  2 node, 3 session, then for each clash: hold (claims.lua), expected token, decision (Mine, Theirs, None), resolver
-- Returns 'verdicts', a verdict (claims.lua) for each clash; or 'gone', 1 if a later session is known.
local function decide(hold, expected, decision, resolver)
  local row = touch(hold.name)
  local theirs = row.owner
  if not theirs or theirs[1] == hold.id or theirs[2] ~= expected or is_gone(node_in(theirs[1]))
    or loss_of(row, hold.id) or row.completed or hold.state ~= 'Running' then
    return judge(hold)
  end

  if decision == 'Mine' then
    set_owner(row, owner_of(hold, text(next_number())), hold.stop, false)
    remember(row, { theirs[1], 'Decided', row.owner, resolver })
    await_end(row, theirs[1])
    return owned(row)
  end

  if decision == 'Theirs' then
    row.owner = with_token(theirs, text(next_number()))
    await_end(row, hold.id)
    return lose(row, { hold.id, 'Decided', row.owner, resolver })
  end

  end_owner(row, { theirs[1], 'NoWinner', owner_of(hold, hold.token), resolver })
  await_end(row, hold.id)
  return lose(row, { hold.id, 'NoWinner', theirs, resolver })
end

local function command()
  local node, gone = present(ARGV[2], ARGV[3])
  if not node then
    return gone
  end

  local verdicts = {}
  for i = 4, #ARGV, 4 do
    verdicts[#verdicts + 1] = decide(read_hold(node.id, ARGV[i]), ARGV[i + 1], ARGV[i + 2], ARGV[i + 3])
  end

  hand_over_touched()
  return { 'verdicts', numbered(verdicts) }
end
