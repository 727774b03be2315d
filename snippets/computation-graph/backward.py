"""反向：从 J 往回走，每一步只用到这一步自己的导数，和右边已经算好的那一个。"""

a, b, c = 5.0, 3.0, 2.0
u = b * c
v = a + u
J = 3 * v

dv = 3.0  # J = 3v
du = dv * 1.0  # v = a + u
da = dv * 1.0
db = du * c  # u = bc
dc = du * b
print(f"dv = {dv}，du = {du}，da = {da}")
print(f"db = {db}，dc = {dc}")
