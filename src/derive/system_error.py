"""系统说的“不行”，用中文说出为什么。

只依赖标准库：缓存、网站、命令行都用它，谁也不必因此加载别的。
"""

import errno

REASONS = {
    errno.ENOSPC: "磁盘空间不足",
    errno.EDQUOT: "超出了磁盘配额",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "文件系统是只读的",
    errno.ENOENT: "不存在",
    errno.EEXIST: "已有同名的文件",
    errno.ENOTDIR: "路径中有一段是文件，不是文件夹",
    errno.EISDIR: "是文件夹，不是文件",
    errno.EBUSY: "正被占用",
    errno.EMFILE: "打开的文件太多",
    errno.ENAMETOOLONG: "名字太长",
    errno.ENOEXEC: "不是本机能运行的程序",
    errno.EIO: "磁盘读写出错",
    errno.EADDRINUSE: "已被占用",
    errno.EADDRNOTAVAIL: "不是本机的地址",
}


def reason(error: OSError) -> str:
    """为什么；表里没有的，照系统的原话。"""
    return REASONS.get(error.errno or 0) or error.strerror or str(error)
