-- What a node asks for or presents, and the store's word on it.
--
-- A wait is JSON: [name, number, stop, priority, labels, ticket, former number, former token, once]; a hold is JSON: [name, number, stop,
-- priority, labels, token, registered at, state]. All numbers are text, and no ticket, former number or token is '0'.
-- A verdict is JSON: [kind, version of the record, token, registered at, place, ticket, loss or false, the other owner or false].
local claims = {}

function claims.read_spec(node, said)
  return { node = node, name = said[1], number = said[2], id = node .. '/' .. said[2], stop = said[3], priority = said[4], labels = said[5] }
end

function claims.read_wait(node, json)
  local said = cjson.decode(json)
  local wait = claims.read_spec(node, said)
  wait.ticket, wait.former_number, wait.former, wait.once = tonumber(said[6]), said[7], tonumber(said[8]), said[9]
  return wait
end

function claims.read_hold(node, json)
  local said = cjson.decode(json)
  local hold = claims.read_spec(node, said)
  hold.token, hold.registered, hold.state = said[6], said[7], said[8]
  return hold
end

function claims.owned(row)
  return { kind = 'Owned', name = row.name, token = row.owner[2], registered = row.owner[3] }
end

function claims.lost(row, loss)
  return { kind = 'Lost', name = row.name, loss = loss }
end

function claims.lose(row, loss)
  owners.remember(row, loss)
  return claims.lost(row, loss)
end

-- The owner that an asker would be, without a token.
function claims.asker(wait)
  return { wait.id, '0', '0', wait.priority, wait.labels }
end

-- The owner that a claim makes.
function claims.owner_of(hold, token)
  return { hold.id, token, hold.registered, hold.priority, hold.labels }
end

-- Whether a service that stopped for isolation stands first: nobody was granted the name since, as far as the store knows.
function claims.comes_first(wait)
  if wait.former_number == '0' then
    return false
  end

  local row = names.touch(wait.name)
  local former = wait.node .. '/' .. wait.former_number
  local function is_since(owner)
    return owner and owner[1] ~= former and tonumber(owner[2]) > wait.former
  end

  local since = owners.loss_of(row, former) or is_since(row.owner)
  for _, reaped in ipairs(row.reaped) do
    since = since or is_since(reaped[1])
  end

  return not since
end

function claims.enqueue(wait, first)
  local row = names.touch(wait.name)
  if (row.owner and row.owner[1] == wait.id) or owners.loss_of(row, wait.id) or queue.find(row, wait.id) then
    return
  end

  local ticket = wait.ticket ~= 0 and wait.ticket or mesh.next_number()
  mesh.set('last', math.max(mesh.last, ticket))
  owners.leave_reaped(row, wait.id)
  queue.add(row, {
    id = wait.id, node = wait.node, ticket = ticket, former = first and wait.former or 0, stop = wait.stop, priority = wait.priority, labels = wait.labels })
end

-- The place of a waiter in the line: those named to be next, then the queue.
function claims.place_of(row, waiter)
  local named, earlier = 0, 0
  local place = queue.place(row, waiter)
  for _, id in ipairs(row.next) do
    local other = queue.find(row, id)
    if other then
      named = named + 1
      if id == waiter.id then
        return named
      end

      earlier = earlier + (queue.place(row, other) < place and 1 or 0)
    end
  end

  return named + place - earlier
end

-- What the store says to a waiter after the step. Who asks once leaves the queue when another has the name and lives, as far as the store can know.
function claims.answer(wait)
  local row = names.touch(wait.name)
  local holder = wait.once and row.owner and nodes.of(row.owner[1])
  if holder and not nodes.is_gone(holder) and not (mesh.settling() and nodes.is_silent(holder)) then
    owners.dequeue(row, wait.id)
  end

  local loss = owners.loss_of(row, wait.id)
  if row.owner and row.owner[1] == wait.id then
    return claims.owned(row)
  elseif loss then
    return claims.lost(row, loss)
  end

  local waiter = queue.find(row, wait.id)
  if not waiter then
    return { kind = 'Taken', name = row.name, theirs = row.owner }
  end

  return { kind = 'Queued', name = row.name, theirs = row.owner, place = claims.place_of(row, waiter), ticket = waiter.ticket }
end

-- Commits, and gives each verdict the version of its record.
function claims.numbered(verdicts)
  step.commit()
  local out = {}
  for i, verdict in ipairs(verdicts) do
    local row = names.row(verdict.name)
    out[i] = cjson.encode({
      verdict.kind, row.stored and row.version or text(mesh.version), verdict.token or '0', verdict.registered or '0', text(verdict.place or 0),
      text(verdict.ticket or 0), verdict.loss or false, verdict.theirs or false })
  end

  return out
end
