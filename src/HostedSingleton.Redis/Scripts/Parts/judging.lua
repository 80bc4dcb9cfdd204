-- The store's judgement of a claim, in the order of the design page.

function claims.regain(row, hold)
  if row.owner then
    owners.reap(row, row.owner)
  end

  owners.set(row, claims.owner_of(hold, text(mesh.next_number())), hold.stop, hold.state == 'Completed')
  return claims.owned(row)
end

function claims.confirm(row, hold)
  row.completed = hold.state == 'Completed'
  owners.hear(row)
  if tonumber(hold.token) > tonumber(row.owner[2]) then
    row.owner = owners.with_token(row.owner, text(mesh.next_number()))
  end

  return claims.owned(row)
end

-- A loser is told again what it may not have heard, and the heir waits for it as long as its body runs.
function claims.repeat_loss(row, hold, loss)
  if hold.state ~= 'Completed' then
    owners.await_end(row, hold.id)
  end

  return claims.lost(row, loss)
end

-- Who must stop is no owner, whatever the record says, and the heir waits for it.
function claims.note(row, hold)
  if row.owner and row.owner[1] == hold.id then
    owners.clear(row)
  end

  owners.await_end(row, hold.id)
  return { kind = 'Noted', name = row.name }
end

-- A running claim takes the name from one whose body has returned.
function claims.overtake(row, hold)
  local yielding = row.owner[1]
  local verdict = claims.regain(row, hold)
  owners.remember(row, { yielding, 'Yielded', row.owner, false })
  return verdict
end

function claims.judge(hold)
  local row = names.touch(hold.name)
  local owner = row.owner
  owners.dequeue(row, hold.id)
  local loss = owners.loss_of(row, hold.id)
  if loss then
    return claims.repeat_loss(row, hold, loss)
  elseif hold.state == 'Ending' then
    return claims.note(row, hold)
  elseif owner and owner[1] == hold.id then
    return claims.confirm(row, hold)
  elseif not owner or nodes.is_gone(nodes.of(owner[1])) then
    return claims.regain(row, hold)
  elseif tonumber(owner[2]) < tonumber(hold.token) and owners.is_silent(row) then
    return claims.regain(row, hold)
  elseif hold.state == 'Completed' then
    return claims.lose(row, { hold.id, 'Yielded', owner, false })
  elseif row.completed then
    return claims.overtake(row, hold)
  end

  return { kind = 'Clash', name = row.name, theirs = owner }
end
