"""一张真实的猫的照片：取出 64×64 的一块，排成一列。"""

from skimage.data import chelsea

photo = chelsea()
patch = photo[60:124, 130:194]
red, green, blue = patch[:, :, 0], patch[:, :, 1], patch[:, :, 2]
x = patch.reshape(-1, 1)
print(f"整张照片 {photo.shape}，每个数是 {photo.min()} 到 {photo.max()} 之间的整数")
print(f"取出的一块 {patch.shape}，红色通道 {red.shape}")
print(f"左上角的像素：红 {red[0, 0]}，绿 {green[0, 0]}，蓝 {blue[0, 0]}")
print(f"x 的形状 {x.shape}，头三个数 {x[:3, 0].tolist()}")
