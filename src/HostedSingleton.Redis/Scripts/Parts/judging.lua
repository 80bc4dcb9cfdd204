-- The store's judgement of a claim, in the order of the design page.

local function regain(row, hold)
  if row.owner then
    row.reaped[#row.reaped + 1] = { row.owner, S.clock + DAY }
  end

  set_owner(row, owner_of(hold, text(next_number())), hold.stop, hold.state == 'Completed')
  return owned(row)
end

local function confirm(row, hold)
  row.completed = hold.state == 'Completed'
  if tonumber(hold.token) > tonumber(row.owner[2]) then
    row.owner = with_token(row.owner, text(next_number()))
  end

  return owned(row)
end

-- A loser is told again what it may not have heard, and the heir waits for it as long as its body runs.
local function repeat_loss(row, hold, loss)
  if hold.state ~= 'Completed' then
    await_end(row, hold.id)
  end

  return lost(row, loss)
end

-- Who must stop is no owner, whatever the record says, and the heir waits for it.
local function note(row, hold)
  if row.owner and row.owner[1] == hold.id then
    clear_owner(row)
  end

  await_end(row, hold.id)
  return { kind = 'Noted', name = row.name }
end

-- A running claim takes the name from one whose body has returned.
local function overtake(row, hold)
  local yielding = row.owner[1]
  local verdict = regain(row, hold)
  remember(row, { yielding, 'Yielded', row.owner, false })
  return verdict
end

local function judge(hold)
  local row = touch(hold.name)
  local owner = row.owner
  dequeue(row, hold.id)
  local loss = loss_of(row, hold.id)
  if loss then
    return repeat_loss(row, hold, loss)
  elseif hold.state == 'Ending' then
    return note(row, hold)
  elseif owner and owner[1] == hold.id then
    return confirm(row, hold)
  elseif not owner or is_gone(node_in(owner[1])) then
    return regain(row, hold)
  elseif tonumber(owner[2]) < tonumber(hold.token) and is_silent(node_in(owner[1])) then
    return regain(row, hold)
  elseif hold.state == 'Completed' then
    return lose(row, { hold.id, 'Yielded', owner, false })
  elseif row.completed then
    return overtake(row, hold)
  end

  return { kind = 'Clash', name = row.name, theirs = owner }
end
