-- What every command begins with: the keys, the mesh's state, the lease clock, and the generation.
--
-- KEYS  1 meta     hash  format, generation, stamp, stamps (the last ones), back (1 if a stamp came back), numbers (FIELDS, packed)
--       2 nodes    hash  node -> its row (nodes.lua)
--       3 leases   zset  nodes that are up, by the end of their lease on the lease clock
--       4 graces   zset  all nodes of the table, by their grace
--       5 gone     zset  nodes that are down: 0 while a name is left to sweep, else when the node is forgotten
--       6 names    hash  name -> its row (names.lua)
--       7 queue    zset  who waits, by name and order, in one lexical order (queue.lua)
--       8 waiters  hash  name and registration -> what it says of itself (queue.lua)
--       9 parts    zset  which node has a part in which name, in one lexical order (names.lua)
--      10 pending  zset  names that nobody owns and somebody waits for, by when a reap found no heir, or 0
--      11 memory   zset  names whose record remembers a loss, by when the first memory fades
--      12 pages    zset  names whose record tells something, by the order they came
--      13 log      list  the newest events
-- ARGV  1 the channel on which events are published
--
-- Numbers of 16 digits go through text() or cmsgpack only: tostring, .. and cjson keep 14.
local META, NODES, LEASES, GRACES, GONE, NAMES = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local QUEUE, WAITERS, PARTS, PENDING, MEMORY, PAGES, LOG = KEYS[7], KEYS[8], KEYS[9], KEYS[10], KEYS[11], KEYS[12], KEYS[13]
local CHANNEL = ARGV[1]
local TYPES = { 'hash', 'hash', 'zset', 'zset', 'zset', 'hash', 'zset', 'hash', 'zset', 'zset', 'zset', 'zset', 'list' }
local FORMAT = '1'
local FIELDS = { 'version', 'last', 'clock', 'time', 'grace', 'opened', 'longest', 'settles', 'fresh', 'joined', 'paged', 'tables', 'renewed' }
local HOUR = 3600000000
local DAY = 24 * HOUR
local LIFE = 7 * DAY / 1000
local LIMIT = 9007199254740992
local GAP, GAPS, UNSEEN = 1000, 100, 1000000
local MOST_REAPED = 16
local MOST_LOST = 64
local call = redis.call

-- The functions of the parts lie in tables, not in locals: a closure costs as much as there are locals that some closure holds.

-- The mesh's numbers: version (of the newest event), last (token or ticket given), clock (the lease clock), time (the server's, at the command
-- before), grace (the smallest), opened and settles (of the generation, on the lease clock), longest (lease), fresh and joined (0 or 1),
-- paged (how many names have come to tell something), tables (how many of the keys 2 to 13 exist), renewed (when all keys were given their life
-- anew, on the server's clock). Besides: generation (as text), now (the server's time), changed (whether numbers are to be kept), steps (whether
-- tables may come or go).
local mesh = { changed = false, steps = false }

local function text(number)
  return string.format('%.0f', number)
end

function mesh.set(field, number)
  mesh[field] = number
  mesh.changed = true
end

function mesh.settling()
  return mesh.clock < mesh.settles
end

-- Whether the server's time is behind the tokens that were granted, so that it cannot keep them apart: its clock went back.
function mesh.clock_is_behind()
  return mesh.last > mesh.now + GAP
end

-- The next token or ticket: above every one before, and above the server's time where that is larger.
function mesh.next_number()
  mesh.set('last', math.max(mesh.last + 1, mesh.now))
  return mesh.last
end

-- Counts by TOUCH, so that a server that is short of memory takes the least used keys of others first.
function mesh.count_tables()
  return call('TOUCH', NODES, LEASES, GRACES, GONE, NAMES, QUEUE, WAITERS, PARTS, PENDING, MEMORY, PAGES, LOG)
end

-- The format goes with them: where a mesh's first step breaks off, the next one must know the key for the mesh's own.
function mesh.keep_numbers()
  local numbers = {}
  for i, field in ipairs(FIELDS) do
    numbers[i] = mesh[field]
  end

  call('HSET', META, 'format', FORMAT, 'numbers', cmsgpack.pack(numbers))
end

-- Nobody may be left to clean up after a mesh, so each key has a life of its own: a key that has come gets it at once, all get it anew once an hour.
-- A time to live that is set is written to replicas and files too; one that is read costs 0.3 us.
function mesh.renew_keys()
  local due = mesh.now - mesh.renewed >= HOUR or mesh.now < mesh.renewed
  if due then
    mesh.set('renewed', mesh.now)
  end

  if due or mesh.steps then
    for _, key in ipairs(KEYS) do
      if due or call('PTTL', key) == -1 then
        call('PEXPIRE', key, LIFE)
      end
    end
  end
end

-- Ends every command: keeps what has changed.
function mesh.finish()
  if mesh.steps then
    mesh.set('tables', mesh.count_tables())
  end

  mesh.renew_keys()
  if mesh.changed then
    mesh.keep_numbers()
  end
end

function mesh.refusal(reason, code)
  return redis.error_reply((code or 'HSREFUSED') .. ' ' .. reason)
end

-- Says what is wrong with the server or with what lies under the keys; asked when a generation opens.
function mesh.obstacle(known)
  local info = redis.pcall('INFO', 'server')
  local major, minor = string.match(type(info) == 'string' and info or '', 'redis_version:(%d+)%.(%d+)')
  if major and (major + 0 < 6 or (major + 0 == 6 and minor + 0 < 2)) then
    return 'this Redis is ' .. major .. '.' .. minor .. '; HostedSingleton needs 6.2 or newer. Upgrade the server'
  end

  for i, key in ipairs(KEYS) do
    local kind = call('TYPE', key).ok
    if kind ~= 'none' and (kind ~= TYPES[i] or (i == 1 and not known)) then
      return 'the key ' .. key .. ' is a ' .. kind .. ' that HostedSingleton has not written. Give the mesh another name, or delete that key'
    end
  end
end

-- Keeps the stamp with the last ones, and whether it was among them: then two servers take turns behind one address.
function mesh.keep_stamp(stamp)
  local seen = call('HGET', META, 'stamps') or ''
  local back = string.find(seen, stamp, 1, true) and '1' or '0'
  call('HSET', META, 'stamp', stamp, 'stamps', string.sub(stamp .. ' ' .. seen, 1, 400), 'back', back)
end

-- Opens a new generation on what the tables hold. Where one is missing, since it was evicted or deleted, or where a step broke off, the others are of
-- no use.
-- Its number is the time; where the clock went back, the stamp keeps two that open on one snapshot from having one number. So with the tokens: where the
-- clock is behind them, those that older data has lost would be granted again, so this one begins UNSEEN further on, and as many times GAP as the stamp
-- says. That is a second or so: should all be wiped afterwards, tokens begin with the time, which must be beyond them by then.
function mesh.open_generation(stamp, complete)
  local empty = call('HLEN', NAMES) == 0 and call('HLEN', NODES) == 0
  if complete then
    call('DEL', LOG)
  else
    call('UNLINK', NODES, LEASES, GRACES, GONE, NAMES, QUEUE, WAITERS, PARTS, PENDING, MEMORY, PAGES, LOG)
  end

  mesh.set('version', 0)
  mesh.set('fresh', complete and empty and 1 or 0)
  mesh.set('joined', 0)
  mesh.set('grace', complete and mesh.grace or 0)
  mesh.set('opened', mesh.clock)
  mesh.set('renewed', 0)
  mesh.set('settles', mesh.clock + mesh.longest)
  local salt = tonumber(string.sub(stamp, 1, 5), 16) or 0
  mesh.generation = text(math.max(tonumber(mesh.generation or '0') + 1 + salt, mesh.now))
  if mesh.clock_is_behind() then
    mesh.set('last', mesh.last + UNSEEN + GAP * (salt % GAPS))
  end

  call('HSET', META, 'generation', mesh.generation)
end

-- Moves the lease clock on, and opens a new generation where the store is empty, another server's, or lacks a table. Returns a refusal, or nil.
-- The first write of every command is here, so that a server that takes none refuses before anything has changed. While a step is under way the
-- count of tables is -1: if it breaks off in the middle, since a key was overwritten or a right taken away, the next command sees it.
function mesh.tick()
  local stamp, reason, code = server_stamp()
  if not stamp then
    return mesh.refusal(reason, code)
  end

  local meta = call('HMGET', META, 'format', 'generation', 'stamp', 'numbers')
  local numbers = meta[4] and cmsgpack.unpack(meta[4]) or {}
  for i, field in ipairs(FIELDS) do
    mesh[field] = numbers[i] or 0
  end

  mesh.now = server_time()
  mesh.generation = meta[2]
  local complete = mesh.count_tables() == mesh.tables
  local opens = not mesh.generation or meta[3] ~= stamp or not complete
  reason = meta[1] and meta[1] ~= FORMAT and ('the mesh is kept in format ' .. meta[1] .. ', this node knows format ' .. FORMAT .. '. Use one version of HostedSingleton in a mesh')
    or mesh.now >= LIMIT and 'the clock of the server is beyond the year 2255. Set it right'
    or opens and mesh.obstacle(meta[1])
  if reason then
    return mesh.refusal(reason)
  end

  mesh.clock = mesh.clock + math.max(0, math.min(mesh.now - mesh.time, mesh.grace))
  mesh.time = mesh.now
  mesh.steps = mesh.steps or opens
  mesh.tables = mesh.steps and -1 or mesh.tables
  mesh.keep_numbers()
  if not meta[1] then
    -- What gives all keys their life ends the step, and a first step may break off.
    call('PEXPIRE', META, LIFE)
  end

  if opens then
    mesh.open_generation(stamp, complete)
  end

  if meta[3] ~= stamp then
    mesh.keep_stamp(stamp)
  end
end
