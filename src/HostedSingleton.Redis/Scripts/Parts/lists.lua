-- Lists.
local lists = {}

function lists.contains(list, item)
  for i, other in ipairs(list) do
    if other == item then
      return i
    end
  end
end

-- Keeps what fits, in order. Returns whether anything was taken out.
function lists.keep(list, fits)
  local kept = 0
  local count = #list
  for i = 1, count do
    local item = list[i]
    list[i] = nil
    if fits(item) then
      kept = kept + 1
      list[kept] = item
    end
  end

  return kept < count
end

function lists.take_first(list, item)
  local at = lists.contains(list, item)
  if at then
    table.remove(list, at)
  end

  return at ~= nil
end

-- Whether one text comes before another by its bytes; < would follow the locale of the server.
function lists.before(left, right)
  for i = 1, math.min(#left, #right) do
    local l, r = string.byte(left, i), string.byte(right, i)
    if l ~= r then
      return l < r
    end
  end

  return #left < #right
end

-- One ordered list of two.
function lists.merged(left, right)
  if #left == 0 or #right == 0 then
    return #left > 0 and left or right
  end

  local all, i, j = {}, 1, 1
  while i <= #left or j <= #right do
    local l, r = left[i], right[j]
    if l == r then
      j = j + 1
    elseif l == nil or (r ~= nil and lists.before(r, l)) then
      all[#all + 1] = r
      j = j + 1
    else
      all[#all + 1] = l
      i = i + 1
    end
  end

  return all
end
