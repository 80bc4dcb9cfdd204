-- Order of text by its bytes; < would follow the locale of the server.
local function before(left, right)
  for i = 1, math.min(#left, #right) do
    local l, r = string.byte(left, i), string.byte(right, i)
    if l ~= r then
      return l < r
    end
  end

  return #left < #right
end

-- One ordered list of two.
local function merged(left, right)
  if #left == 0 or #right == 0 then
    return #left > 0 and left or right
  end

  local all, i, j = {}, 1, 1
  while i <= #left or j <= #right do
    local l, r = left[i], right[j]
    if l == r then
      j = j + 1
    elseif l == nil or (r ~= nil and before(r, l)) then
      all[#all + 1] = r
      j = j + 1
    else
      all[#all + 1] = l
      i = i + 1
    end
  end

  return all
end
